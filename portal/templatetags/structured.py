"""Structured data of pages, for machines that read them. Nothing of what is shown only to staff is told."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from portal.lib.jsonld import Node, breadcrumbs, script_text
from portal.wording import page_language

register = template.Library()


@register.simple_tag
def structured_data(data: Node) -> SafeString:
    """The element that holds ``data``: a block of data, which no browser runs and our policy does not forbid."""
    text = script_text(data)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped by script_text)


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Any, home: str, home_name: str) -> SafeString | str:
    """The trail that components/breadcrumb.html shows, from the same variables; nothing in a preview."""
    if context.get("preview"):
        return ""
    site = settings.SITE_URL.rstrip("/")
    steps = [(home_name, site + home)]
    for place in ("first", "second"):
        if text := context.get(f"{place}_text"):
            address = context.get(f"{place}_url")
            steps.append((str(text), site + address if address else ""))
    steps += [
        (row.name_in(page_language()).value, site + row.get_absolute_url())
        for row in context.get("steps") or ()
    ]
    steps.append((str(context["current"]), ""))
    return structured_data(breadcrumbs(steps))
