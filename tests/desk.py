"""What the tests of the staff's pages share: a form as the browser would send it back, and what came of it."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

Data = dict[str, Any]


def address(model: Any, page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def form_of(response: HttpResponse) -> Data:
    """Every value of the page's form and of its rows, as a browser would send it."""
    data: Data = {}
    forms = [response.context["adminform"].form]  # type: ignore[attr-defined]  # of a test client's response
    for inline in response.context["inline_admin_formsets"]:  # type: ignore[attr-defined]  # the same
        forms += [inline.formset.management_form, *inline.formset.forms]
    for bound in (bound for form in forms for bound in form):
        value = bound.value()
        if value is None or value is False or bound.field.widget.needs_multipart_form:
            continue
        shown = bound.field.widget
        data[bound.html_name] = (
            value
            if isinstance(value, list) or not hasattr(shown, "format_value")
            else (shown.format_value(value) or "")
        )
    return data


def filled(staff: Client, url: str, **typed: Any) -> Data:
    """The empty or saved form at ``url`` with what is typed into it; «speakers__0__person» is row 0's person."""
    data = form_of(staff.get(url))
    for name, value in typed.items():
        html_name = name.replace("__", "-")
        data[html_name] = value
        prefix, dash, _rest = html_name.rpartition("-")
        if dash:
            set_name, _dash, number = prefix.rpartition("-")
            total = f"{set_name}-TOTAL_FORMS"
            data[total] = max(int(data[total]), int(number) + 1)
    return data


def sent(staff: Client, url: str, **typed: Any) -> HttpResponse:
    return staff.post(url, filled(staff, url, **typed))


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """Messages by field; those of rows by «prefix-number-field»."""
    if response.context is None:  # type: ignore[attr-defined]  # redirected: nothing was refused
        return {}
    found = {name: list(said) for name, said in response.context["adminform"].form.errors.items()}  # type: ignore[attr-defined]
    for inline in response.context["inline_admin_formsets"]:  # type: ignore[attr-defined]
        for form in inline.formset.forms:
            found |= {f"{form.prefix}-{name}": list(said) for name, said in form.errors.items()}
    return found


def messages_of(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]
