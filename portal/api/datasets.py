"""What the record is made of, in words for people and for catalogues of data."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Dataset:
    """A resource of the API. ``page``: its list for people; ``feeds``: the same list in other forms."""

    name: str
    title: Any
    text: Any
    page: str = ""
    feeds: tuple[tuple[str, str], ...] = ()  # name of the address, media type


CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICAL, ATOM = "text/calendar", "application/atom+xml"
DATASETS = (
    Dataset(
        "events",
        _("Events"),
        _(
            "Meetings on security governance and human rights: when, where, who took part, what was asked and answered."
        ),
        "events:event_list",
        (
            ("event_csv", CSV),
            ("event_xlsx", XLSX),
            ("events:event_calendar", ICAL),
            ("events:event_feed", ATOM),
        ),
    ),
    Dataset(
        "series", _("Series of events"), _("Series of events, such as yearly open days, with their editions.")
    ),
    Dataset(
        "institutions",
        _("Institutions"),
        _("Bodies that organise, take part, sign or are addressed."),
        "institution_list",
    ),
    Dataset(
        "speakers",
        _("Speakers"),
        _("People who spoke at a public event or signed a public agreement, in the capacity of that day."),
        "speaker_list",
    ),
    Dataset(
        "agreements",
        _("Agreements"),
        _("Agreements between institutions, and the events held under them."),
        "agreement_list",
    ),
    Dataset(
        "recommendations",
        _("Requests and recommendations"),
        _("What was asked and promised at events, and what came of it."),
        "events:recommendation_list",
        (
            ("recommendation_csv", CSV),
            ("recommendation_xlsx", XLSX),
            ("events:recommendation_feed", ATOM),
        ),
    ),
    Dataset("territories", _("Territories"), _("Morocco’s administrative map, from the country down.")),
    Dataset("topics", _("Topics"), _("Topics of events.")),
    Dataset("documents", _("Documents"), _("Documents of events and agreements, with their checksums.")),
)
