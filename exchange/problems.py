"""What can be wrong with a cell, a row or a file: stable kinds, worded for whoever reads the report."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class ErrorKind(models.TextChoices):
    """One kind, one sentence. ``%(typed)s`` is never part of it: the report shows it beside."""

    FORMULA = (
        "formula",
        _("The formula has no result in the file. Open it in a spreadsheet, save it, or type the value."),
    )
    BROKEN_FORMULA = "broken_formula", _("The formula ends in an error. Type the value.")
    UNKNOWN_CHOICE = "unknown_choice", _("This word is not in the list. Possible: %(choices)s.")
    NOT_A_DATE = (
        "not_a_date",
        _("This is not a date. Write it like 2023-05-17, 17/05/2023, «17 May 2023», «May 2023» or 2023."),
    )
    NO_SUCH_DAY = "no_such_day", _("The calendar has no such day.")
    YEAR_IN_FULL = "year_in_full", _("Write the year with four digits.")
    YEAR_OUT_OF_RANGE = "year_out_of_range", _("Check the year.")
    OTHER_ORDER = (
        "other_order",
        _("This date has its month and day the other way round than the rest of the file."),
    )
    WEEKDAY_DIFFERS = "weekday_differs", _("This date falls on another day of the week.")
    HIJRI = "hijri", _("This is a Hijri date. Give the Gregorian date here, the Hijri one in its own column.")
    TIME_IN_DATE = "time_in_date", _("The cell holds a date and a time. Put the time in its own column.")
    NOT_A_TIME = "not_a_time", _("This is not a time. Write it like 9:30 or 09h30.")
    TIME_WITHOUT_DAY = "time_without_day", _("A time of day needs a date that is known to the day.")
    TIME_AND_HALF_DAY = "time_and_half_day", _("Give the time or the part of the day, not both.")
    ENDS_BEFORE_START = "ends_before_start", _("The event cannot end before it starts.")
    NOT_A_NUMBER = "not_a_number", _("This is not a whole number.")
    NOT_AN_ADDRESS = "not_an_address", _("This is not a web address. It begins with https://.")
    NOT_A_SLUG = "not_a_slug", _("An address has only letters a–z, digits and hyphens.")
    TOO_LONG = "too_long", _("The text has %(length)s characters; %(limit)s are possible.")
    UNKNOWN_TERRITORY = "unknown_territory", _("No place of this name or code is known.")
    AMBIGUOUS_TERRITORY = (
        "ambiguous_territory",
        _("Several places have this name. Write the identifier of one: %(choices)s."),
    )
    UNKNOWN_INSTITUTION = (
        "unknown_institution",
        _("No institution of the name «%(name)s» is known. Enter it first, or check the spelling."),
    )
    AMBIGUOUS_INSTITUTION = (
        "ambiguous_institution",
        _("Several institutions are called «%(name)s». Write the identifier of one: %(choices)s."),
    )
    UNKNOWN_TERM = "unknown_term", _("«%(name)s» is not in the list. Possible: %(choices)s.")
    UNKNOWN_VENUE = "unknown_venue", _("No venue of the name «%(name)s» is known. Enter it first.")
    AMBIGUOUS_VENUE = (
        "ambiguous_venue",
        _("Several venues are called «%(name)s». Write the number of one: %(choices)s."),
    )
    UNKNOWN_SERIES = "unknown_series", _("No series of this name is known.")
    AMBIGUOUS_SERIES = (
        "ambiguous_series",
        _("Several series have this name. Write the identifier of one: %(choices)s."),
    )
    EDITION_WITHOUT_SERIES = "edition_without_series", _("An edition number needs a series.")
    UNKNOWN_SUPER_EVENT = "unknown_super_event", _("No event has this identifier or number.")
    PART_OF_ITSELF = "part_of_itself", _("An event cannot be a part of itself.")
    UNKNOWN_EVENT = "unknown_event", _("No event that you may change has this number.")
    OTHER_SLUG = (
        "other_slug",
        _("The event of this number has another address: %(slug)s. A file cannot change it."),
    )
    TAKEN_SLUG = "taken_slug", _("This address leads, or once led, to an event that you may not change.")
    DUPLICATE_ROW = "duplicate_row", _("Row %(row)s of the file is about the same event.")
    ALREADY_THERE = (
        "already_there",
        _(
            "There is an event of this title, day and place already: %(slug)s. To change it, give its address."
        ),
    )
    SAYS_NOTHING = "says_nothing", _("A new event needs a title or a kind.")
    NO_ORGANIZER = "no_organizer", _("Name an institution of yours among the organisers.")
    NOT_YOURS = "not_yours", _("You may not change this event.")
    NOT_DIRECTLY = (
        "not_directly",
        _("This event is published. Propose the change on its own page; a publisher approves it."),
    )
    ANNOUNCED = (
        "announced",
        _(
            "The event is published: its title, date, place and status are changed on its own page, with a reason."
        ),
    )
    MAY_NOT_ADD = "may_not_add", _("You may not add events.")
    PUBLISHED_NEEDS = "published_needs", _("The event is published: this cannot be left empty.")
    NEWER = (
        "newer",
        _("Somebody has changed the event since this file was made. Export it again and repeat your change."),
    )
    DATABASE = (
        "database",
        _("The database refused the row. Somebody may have entered the same at this moment."),
    )
    CHANGED_SINCE = "changed_since", _("Not undone: somebody has changed the event since the import.")
    IN_USE = "in_use", _("Not undone: other records refer to the event.")


class FileProblem(models.TextChoices):
    """Why a file as a whole is refused."""

    EMPTY = "empty", _("The file is empty.")
    TOO_LARGE = (
        "too_large",
        _("The file is too large: %(size)s MB. Up to %(limit)s MB are possible; divide it."),
    )
    TOO_MANY_ROWS = "too_many_rows", _("The table has more than %(limit)s rows. Divide it.")
    TOO_MANY_COLUMNS = "too_many_columns", _("The table has more than %(limit)s columns.")
    OLD_EXCEL = "old_excel", _("This is a workbook of old Excel (XLS). Save it as XLSX, then send it again.")
    MACROS = "macros", _("The workbook contains macros. Save it as XLSX without macros, then send it again.")
    LOCKED = "locked", _("The workbook is locked with a password. Save it without, then send it again.")
    BOMB = "bomb", _("The workbook unpacks to far more than a table of events can hold. It was not opened.")
    BROKEN = (
        "broken",
        _("The file cannot be read. Open it in a spreadsheet and save it as XLSX, then send it again."),
    )
    NOT_A_TABLE = "not_a_table", _("This is neither an XLSX workbook nor a CSV table.")
    ENCODING = (
        "encoding",
        _(
            "The letters of the file cannot be recognised. Save it as «CSV UTF-8» or as XLSX, then send it again."
        ),
    )
    OPEN_QUOTE = "open_quote", _("A quotation mark is opened near line %(line)s and never closed.")
    NO_HEADINGS = (
        "no_headings",
        _("The first row holds none of the headings. Take those of the template, in any order."),
    )
    DUPLICATE_HEADING = "duplicate_heading", _("Two columns have the same meaning: %(columns)s. Keep one.")
    NO_ROWS = "no_rows", _("The table has headings but no rows.")


class Notice(models.TextChoices):
    """What the reader of the report should know about the file; no reason to refuse it."""

    UNKNOWN_HEADINGS = "unknown_headings", _("These columns are not known and were left out: %(columns)s.")
    READ_ONLY = "read_only", _("These columns are for reading only and were left out: %(columns)s.")
    ARABIC_WINDOWS = (
        "arabic_windows",
        _("The letters were read as «Arabic Windows» (1256). Check some names before you import."),
    )
    WESTERN_WINDOWS = (
        "western_windows",
        _("The letters were read as «Western Windows» (1252). Check some names before you import."),
    )
    ORDER_PROVED = (
        "order_proved",
        _("The dates of the file show that the month comes first: they were read so."),
    )
    SENT_BEFORE = "sent_before", _("The very same file was imported on %(day)s.")
    FURTHER_SHEETS = "further_sheets", _("Only the sheet «%(sheet)s» was read.")


class CellError(Exception):
    """One thing wrong with one cell, or with the row at that column."""

    def __init__(self, kind: ErrorKind, **given: Any) -> None:
        super().__init__(kind.value)
        self.kind, self.given = kind, given

    def as_json(self, column: str, typed: Any = "") -> dict[str, Any]:
        return {"column": column, "kind": self.kind.value, "typed": typed, "given": self.given}


class FileError(Exception):
    """The file cannot be read as a table of events."""

    def __init__(self, problem: FileProblem, **given: Any) -> None:
        super().__init__(problem.value)
        self.problem, self.given = problem, given

    @property
    def message(self) -> str:
        return worded(self.problem, self.given)


def worded(kind: Any, given: Mapping[str, Any]) -> str:
    """The sentence of ``kind`` in the active language."""
    sentence = str(kind.label)
    return sentence % given if given else sentence
