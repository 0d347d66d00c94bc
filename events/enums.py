"""Closed vocabularies of what happens. Values are stable lower-case words used in addresses and the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.moment import HalfDay as HalfDayWord
from portal.lib.moment import Precision as PrecisionWord


class EventKind(models.TextChoices):
    OPEN_DAYS = "open_days", _("open days")
    SEMINAR = "seminar", _("seminar")
    STUDY_DAY = "study_day", _("study day")
    COMMUNITY_MEETING = "community_meeting", _("community meeting")
    OPEN_MEETING = "open_meeting", _("open meeting")
    TRAINING = "training", _("training")
    AWARENESS_CAMPAIGN = "awareness_campaign", _("awareness campaign")
    AGREEMENT_SIGNING = "agreement_signing", _("agreement signing")
    STAND = "stand", _("stand")
    VISIT = "visit", _("visit")
    LAUNCH = "launch", _("book or strategy launch")
    GENERAL_ASSEMBLY = "general_assembly", _("general assembly")
    COORDINATION_MEETING = "coordination_meeting", _("coordination meeting")
    REGIONAL_CONSULTATION = "regional_consultation", _("regional consultation")
    CONFERENCE = "conference", _("conference")
    LECTURE = "lecture", _("lecture")
    OTHER = "other", _("other event")


class EventScope(models.TextChoices):
    LOCAL = "local", _("local")
    REGIONAL = "regional", _("regional")
    NATIONAL = "national", _("national")
    INTERNATIONAL = "international", _("international")


class EventStatus(models.TextChoices):
    """Does it take place? (schema.org eventStatus, RFC 5545 STATUS)."""

    SCHEDULED = "scheduled", _("scheduled")
    CONFIRMED = "confirmed", _("confirmed")
    HELD = "held", _("held")
    RESCHEDULED = "rescheduled", _("rescheduled")
    POSTPONED = "postponed", _("postponed")
    MOVED = "moved", _("moved to another place")
    MOVED_ONLINE = "moved_online", _("moved online")
    CANCELLED = "cancelled", _("cancelled")


class Precision(models.TextChoices):
    """How precisely a moment is known."""

    MINUTE = PrecisionWord.MINUTE.value, _("to the minute")
    HALF_DAY = PrecisionWord.HALF_DAY.value, _("part of the day")
    DAY = PrecisionWord.DAY.value, _("day")
    WEEKDAY_OF_MONTH = PrecisionWord.WEEKDAY_OF_MONTH.value, _("weekday of a month")
    MONTH = PrecisionWord.MONTH.value, _("month")
    SCHOOL_YEAR = PrecisionWord.SCHOOL_YEAR.value, _("school year")
    YEAR = PrecisionWord.YEAR.value, _("year")
    UNKNOWN = PrecisionWord.UNKNOWN.value, _("not known")


class HalfDay(models.TextChoices):
    MORNING = HalfDayWord.MORNING.value, _("morning")
    AFTERNOON = HalfDayWord.AFTERNOON.value, _("afternoon")
    EVENING = HalfDayWord.EVENING.value, _("evening")


class Weekday(models.IntegerChoices):
    """ISO 8601 weekday numbers."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class PlaceKind(models.TextChoices):
    """What is known of the place; a published event says one of these."""

    PLACE = "place", _("a place")
    NATIONWIDE = "nationwide", _("nationwide")
    ONLINE = "online", _("online")
    UNKNOWN = "unknown", _("not known")


class Access(models.TextChoices):
    OPEN = "open", _("open to everybody")
    INVITATION = "invitation", _("by invitation")
    ACCREDITED_PRESS = "accredited_press", _("accredited press")
    MEMBERS = "members", _("members or staff only")
    UNKNOWN = "unknown", _("not known")


class InstitutionRole(models.TextChoices):
    ORGANIZER = "organizer", _("organiser")
    JOINT_ORGANIZER = "joint_organizer", _("joint organiser")
    PARTNER = "partner", _("partner")
    PARTICIPANT = "participant", _("participant")
    HOST = "host", _("host")
    PATRON = "patron", _("patron")
    SUPPORTER = "supporter", _("supporter")
    EXHIBITOR = "exhibitor", _("exhibitor")
    INSTRUCTED_BY = "instructed_by", _("on whose instructions")


class SpeakerRole(models.TextChoices):
    SPEAKER = "speaker", _("speaker")
    CHAIR = "chair", _("chair")
    MODERATOR = "moderator", _("moderator")
    SIGNATORY = "signatory", _("signatory")
    ATTENDED = "attended", _("attended")
    VIDEO_MESSAGE = "video_message", _("video message")


class StatementMedium(models.TextChoices):
    HALL = "hall", _("in the hall")
    PRESS_STATEMENT = "press_statement", _("press statement")
    INTERVIEW = "interview", _("statement to a website")
    DOCUMENT = "document", _("in writing")
    UNKNOWN = "unknown", _("not known")


class EventLinkKind(models.TextChoices):
    FOLLOWS = "follows", _("follows")
    OUTPUT_OF = "output_of", _("is an output of")
    RELATED = "related", _("is related to")


class AgreementRelation(models.TextChoices):
    SIGNED_AT = "signed_at", _("signed at this event")
    HELD_UNDER = "held_under", _("event held under this agreement")


class RecommendationKind(models.TextChoices):
    REMARK = "remark", _("remark")
    REQUEST = "request", _("request")
    PROPOSAL = "proposal", _("proposal")
    RECOMMENDATION = "recommendation", _("recommendation")
    COMMITMENT = "commitment", _("commitment")


class FollowUpStatus(models.TextChoices):
    """What came of it. Absent evidence, it is recorded: progress is never invented."""

    RECORDED = "recorded", _("recorded")
    ACCEPTED = "accepted", _("accepted")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")
    DECLINED = "declined", _("declined")


class CountUnit(models.TextChoices):
    VISITORS = "visitors", _("visitors")
    PERSONS = "persons", _("persons")
    WOMEN = "women", _("women")
    ASSOCIATIONS = "associations", _("associations")
    SCHOOLS = "schools", _("schools")
    STANDS = "stands", _("stands")
    INTERVENTIONS = "interventions", _("interventions")
    OFFICERS = "officers", _("officers")
    VEHICLES = "vehicles", _("vehicles")
    MEDIA_OUTLETS = "media_outlets", _("media outlets")
    STATEMENTS = "statements", _("statements to the media")
    VIEWS = "views", _("online views")
    MEETINGS = "meetings", _("meetings")
    PHOTOS = "photos", _("photos")


class CountScope(models.TextChoices):
    TOTAL = "total", _("in all")
    PER_DAY = "per_day", _("a day")
    ONE_DAY = "one_day", _("on one day")
    SOME_DAYS = "some_days", _("over some of the days")


class CountQualifier(models.TextChoices):
    EXACT = "exact", _("exact")
    APPROXIMATE = "approximate", _("about")
    AT_LEAST = "at_least", _("at least")
    VAGUE = "vague", _("in words only")


class PressItemKind(models.TextChoices):
    COMMUNIQUE = "communique", _("communiqué")
    ANNOUNCEMENT = "announcement", _("announcement")
    REPORT = "report", _("report")
    AGENCY = "agency", _("news agency dispatch")
    OWN_SITE = "own_site", _("institution's own site")
    AGGREGATOR = "aggregator", _("copy in an aggregator")
    BOOK = "book", _("book or proceedings")


class DocumentKind(models.TextChoices):
    PROGRAMME = "programme", _("programme")
    MINUTES = "minutes", _("minutes")
    REPORT = "report", _("report")
    AGREEMENT_TEXT = "agreement_text", _("text of the agreement")
    PRESENTATION = "presentation", _("presentation")
    OTHER = "other", _("other document")


class RecordingKind(models.TextChoices):
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")
    LIVE_STREAM = "live_stream", _("live stream")
