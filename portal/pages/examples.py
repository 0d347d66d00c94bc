"""The examples of the developers' page: complete, with this portal's own address. A test runs every one of them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Example:
    """``tool``: curl, Python or JavaScript. ``%(site)s`` in ``code`` is the address of the portal."""

    title: Any
    tool: str
    code: str

    @property
    def shown(self) -> str:
        return self.code.strip() % {"site": settings.SITE_URL.rstrip("/")}


API = (
    Example(_("The next events, in French"), "curl", 'curl "%(site)s/api/v1/events/?when=upcoming&lang=fr"'),
    Example(
        _("Every event, page by page"),
        "Python",
        """
import json
from urllib.request import urlopen

page = "%(site)s/api/v1/events/?lang=ar&page_size=50"
while page:
    with urlopen(page) as answer:
        found = json.load(answer)
    for event in found["results"]:
        print(event["id"], event["name"])
    page = found["next"]
""",
    ),
    Example(
        _("From any page of the web: no key, no proxy"),
        "JavaScript",
        """
const answer = await fetch("%(site)s/api/v1/events/?page_size=3&lang=fr");
const { results } = await answer.json();
for (const event of results) console.log(event.id, event.name);
""",
    ),
)
CHANGES = (
    Example(
        _("Everything from the beginning; then follow «next», and nothing is missed"),
        "curl",
        'curl "%(site)s/api/v1/changes/"',
    ),
)
DUMPS = (
    Example(
        _("An event as linked data, in the words of schema.org"),
        "curl",
        'curl "%(site)s/api/v1/events/?format=jsonld&page_size=1"',
    ),
    Example(_("The data sets, as catalogues describe them"), "curl", 'curl "%(site)s/api/v1/catalog.jsonld"'),
)
CALENDARS = (
    Example(_("A calendar of every seminar"), "curl", 'curl "%(site)s/ar/events.ics?kind=seminar"'),
    Example(_("What changed last, as a feed"), "curl", 'curl "%(site)s/fr/events.atom"'),
    Example(_("What came of the requests"), "curl", 'curl "%(site)s/ar/recommendations.atom"'),
)
TABLES = (
    Example(
        _("Every event of 2023 for a spreadsheet"), "curl", 'curl -O "%(site)s/ar/events.xlsx?year=2023"'
    ),
    Example(
        _("Requests by state, counted"),
        "Python",
        """
import csv
from collections import Counter
from io import TextIOWrapper
from urllib.request import urlopen

with urlopen("%(site)s/en/recommendations.csv") as answer:
    rows = csv.DictReader(TextIOWrapper(answer, "utf-8-sig", newline=""))
    print(Counter(row["Follow-up"] for row in rows))
""",
    ),
)
EMBED = (
    Example(
        _("The frame that stands for a page of the portal (oEmbed)"),
        "curl",
        'curl "%(site)s/oembed?url=%(site)s/ar/events/"',
    ),
)
ALL = (*API, *CHANGES, *DUMPS, *CALENDARS, *TABLES, *EMBED)
