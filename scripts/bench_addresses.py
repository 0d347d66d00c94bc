"""What `make bench` asks for: every public page, list, feed, table and frame, and the desk's list of events."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HOST = "bench.example.ma"
DESK = "desk: list of events"
KEPT_TOO = ("event", "list of 20", "search", "calendar", "API: item", "API: 20 whole events")
FORM_TOO = ("list of 20",)
RECORDS_TOO = (
    *("API: item", "API: 20 whole events", "API: 50 whole events", "API: 50 speakers"),
    *("API: 50 recommendations", "API: 50 institutions"),
)


def addresses() -> dict[str, str]:
    """By name; on the fullest records there are. What has no row is left out."""
    asked = {
        **pages(),
        **searches(),
        **of_records(),
        **deep_and_rare(),
        **api(),
        **for_machines(),
        DESK: "/admin/events/event/",
    }
    return {name: address for name, address in asked.items() if address}


def pages() -> dict[str, str]:
    return {
        "home": "/ar/",
        "list of 20": "/ar/events/",
        "list, page 20": "/ar/events/?page=20",
        "list, every choice of place": "/ar/events/?more=territory",
        "search": "/ar/search/?q=شرطة القرب",
        "suggestions": "/ar/search/suggest/?q=شر",
        "calendar": "/ar/calendar/2026/05/",
        "archive": "/ar/archive/",
        "archive of a year": "/ar/archive/2025/",
        "topics": "/ar/topics/",
        "requests": "/ar/recommendations/",
        "institutions": "/ar/institutions/",
        "speakers": "/ar/speakers/",
        "agreements": "/ar/agreements/",
        "about": "/ar/about/",
        "privacy": "/ar/privacy/",
        "accessibility": "/ar/accessibility/",
        "developers": "/ar/developers/",
        "embed builder": "/ar/developers/embed/",
        "API: documentation": "/ar/api/docs/",
        "alerts": "/ar/alerts/",
    }


def searches() -> dict[str, str]:
    """What is dear to find, each in its way; the words are those of ``portal.synthetic``."""
    from institutions.models import Institution

    body = Institution.objects.public().order_by("-pk").first()
    asked = {
        "a word of most events": "لقاء",
        "a word of one event": "شرطة القرب اصطناعي 7",
        "two words": "العنف النساء",
        "words never together": "المدارس الإنترنت",
        "a year": "2023",
        "a misspelling": "الشرضة",
        "an institution's name": body.name_ar if body else "",
        "10,000 letters": "شرطة " * 2000,
        "twelve words nobody wrote": " ".join(f"zqx{letter}v" for letter in "abcdefghijkl"),
        "a filter": "لقاء&year=2015&kind=event",
    }
    return {f"search: {name}": f"/ar/search/?q={text}" for name, text in asked.items() if text}


def of_records() -> dict[str, str]:
    from events.models import Event, EventSeries, Recommendation, Topic
    from events.querysets import people_on_record
    from institutions.models import Agreement, Institution, Territory

    public = Event.objects.public()
    event, body = fullest(public, "speakers"), fullest(Institution.objects.public(), "involvements")
    request = Recommendation.objects.public().order_by("pk").first()
    return {
        "event": event.get_absolute_url(),
        "event, in French": f"/fr/events/{event.slug}/",
        "event: calendar": f"/ar/events/{event.slug}.ics",
        "event: programme, PDF": f"/ar/events/{event.slug}.pdf",
        "event: frame": f"/embed/events/{event.slug}/",
        "edition with sub-events": fullest(public, "sub_events").get_absolute_url(),
        "list, filtered": f"/ar/events/?institution={body.slug}&when=past",
        "request": address_of(request),
        "institution": body.get_absolute_url(),
        "speaker": fullest(people_on_record(), "appearances").get_absolute_url(),
        "place": event.territory.get_absolute_url(),
        "place, the country": Territory.objects.get(parent=None).get_absolute_url(),
        "topic": address_of(fullest(Topic.objects.all(), "events")),
        "series": address_of(EventSeries.objects.public().first()),
        "agreement": address_of(Agreement.objects.public().first()),
        "API: item": f"/api/v1/events/{event.pk}/",
        "API: institution": f"/api/v1/institutions/{body.pk}/",
        "API: request": f"/api/v1/recommendations/{request.pk}/" if request else "",
    }


def deep_and_rare() -> dict[str, str]:
    """The 10,000th page of 20, or the last there is, and a combination of filters that few events meet."""
    from events.models import Event
    from portal.api.pagination import Cursor

    days = Event.objects.public().newest_first().values_list("first_day", "pk")
    day, number = days[min(200_000, days.count() - 21)]
    event = Event.objects.public().filter(super_event=None, involvements__isnull=False).order_by("pk").first()
    body = event.involvements.first().institution
    rare = f"territory={event.territory.slug}&kind={event.kind}&institution={body.slug}"
    return {
        "list, rare filters": f"/ar/events/?{rare}",
        "list, a word": "/ar/events/?q=شرطة",
        "requests of an institution": f"/ar/recommendations/?institution={body.slug}",
        "requests at a step": "/ar/recommendations/?status=done",
        "requests, a word": "/ar/recommendations/?q=شرطة",
        "speakers, a word": "/ar/speakers/?q=محمد",
        "API: by relevance": "/api/v1/events/?q=شرطة&ordering=relevance",
        "API: page 10,000": f"/api/v1/events/?cursor={Cursor([day.isoformat(), number])}",
        "API: rare filters": f"/api/v1/events/?{rare}",
        "search, one rare word": f"/ar/search/?q={event.territory.name_ar}",
    }


def api() -> dict[str, str]:
    lists = ("institutions", "speakers", "recommendations", "territories", "agreements", "series", "topics")
    return {
        "API: 20 whole events": "/api/v1/events/",
        "API: 50 whole events": "/api/v1/events/?page_size=50",
        "API: 50 events, three fields": "/api/v1/events/?page_size=50&fields=id,name,start",
        **{f"API: 50 {name}": f"/api/v1/{name}/?page_size=50" for name in lists},
        "API: search": "/api/v1/search/?q=police",
        "API: changes": "/api/v1/changes/",
        "API: description": "/api/v1/openapi.json",
    }


def for_machines() -> dict[str, str]:
    return {
        "calendar of 500, iCalendar": "/ar/events.ics",
        "calendar of 200, iCalendar": calendar_of(200),
        "feed of events": "/ar/events.atom",
        "feed of requests": "/ar/recommendations.atom",
        "feed of corrections": "/ar/corrections.atom",
        "table of a month, CSV": "/ar/events.csv?after=2026-05-01&before=2026-05-31",
        "table of a month, workbook": "/ar/events.xlsx?after=2026-05-01&before=2026-05-31",
        "frame of events": "/embed/events/",
        "site map": "/sitemap.xml",
        "site map of events": "/sitemap-events-1.xml",
    }


def calendar_of(count: int) -> str:
    """From a day on with as many events behind it; nothing where there are fewer."""
    from events.models import Event

    dated = Event.objects.public().filter(starts_precision="day", starts_on__isnull=False)
    days = dated.order_by("-last_day").values_list("last_day", flat=True)[count - 1 : count]
    return "".join(f"/ar/events.ics?after={day}" for day in days)


def fullest(rows: Any, relation: str) -> Any:
    from django.db.models import Count

    return rows.annotate(size=Count(relation)).order_by("-size", "pk").first()


def address_of(row: Any) -> str:
    return str(row.get_absolute_url()) if row else ""


@contextmanager
def signed_in(client: Any) -> Iterator[Any]:
    """``client`` as somebody of the desk who exists for the length of this run, with the second factor shown."""
    from django.conf import settings
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore

    from staff import second_factor, sessions

    user = auth.get_user_model().objects.create_user("bench", is_staff=True, is_superuser=True)
    session = SessionStore()
    session[auth.SESSION_KEY], session[auth.BACKEND_SESSION_KEY] = (
        str(user.pk),
        settings.AUTHENTICATION_BACKENDS[-1],
    )
    session[auth.HASH_SESSION_KEY], session[second_factor.VERIFIED] = user.get_session_auth_hash(), True
    sessions.begin(session)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    try:
        yield client
    finally:
        session.delete()
        user.delete()
