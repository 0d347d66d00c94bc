"""What the tests of the staff's pages share: a desk's form, filled in and sent, without drawing the page.

Drawing a form of five hundred inputs takes a second; what a view decided is in the response's context.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.urls import reverse

Data = dict[str, Any]


def address(model: Any, page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


class Editor:
    """A member of staff with all rights, at the form of a new or an old row."""

    def __init__(self, name: str = "editor") -> None:
        self.user = get_user_model().objects.create_superuser(name)

    def request(self, data: Data | None = None) -> HttpRequest:
        factory = RequestFactory()
        request = factory.get("/admin/form/") if data is None else factory.post("/admin/form/", data)
        request.user = self.user
        request.session = {}  # type: ignore[assignment]  # enough for messages
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware does
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # as the test client does
        return request

    def respond(self, request: HttpRequest, target: Any) -> "Answer":
        is_row = isinstance(target, models.Model)
        desk = admin.site._registry[type(target) if is_row else target]
        return Answer(desk.changeform_view(request, str(target.pk) if is_row else None), request)

    def form(self, target: Any, **typed: Any) -> Data:
        """The form of a new ``Model`` or an old row, as a browser would send it, with what is typed into it.

        «speakers__0__person» is the person of row 0.
        """
        data = self.respond(self.request(), target).data()
        for name, value in typed.items():
            html_name = name.replace("__", "-")
            data[html_name] = value
            prefix, dash, _field = html_name.rpartition("-")
            if dash:
                rows, _dash, number = prefix.rpartition("-")
                total = f"{rows}-TOTAL_FORMS"
                data[total] = max(int(data[total]), int(number) + 1)
        return data

    def send(self, target: Any, **typed: Any) -> "Answer":
        return self.respond(self.request(self.form(target, **typed)), target)


class Answer:
    """What came of a request to a form."""

    def __init__(self, response: Any, request: HttpRequest) -> None:
        self.response = response
        self.messages = [str(message) for message in request._messages]  # type: ignore[attr-defined]
        context = response.context_data if isinstance(response, TemplateResponse) else {}
        self.main = context["adminform"].form if "adminform" in context else None
        self.recorded = context.get("recorded")
        self.inlines = [inline.formset for inline in context.get("inline_admin_formsets", [])]

    @property
    def forms(self) -> list[Any]:
        return [self.main, *(form for rows in self.inlines for form in rows.forms)] if self.main else []

    @property
    def errors(self) -> dict[str, list[str]]:
        """Messages by field, those of rows by «prefix-number-field»; none when the form was accepted."""
        return {
            form.add_prefix(name): list(said) for form in self.forms for name, said in form.errors.items()
        }

    def data(self) -> Data:
        data: Data = {"_version": str(self.recorded["number"])} if self.recorded else {}
        for form in [*self.forms, *(rows.management_form for rows in self.inlines)]:
            for bound in form:
                value = bound.value()
                if value is not None and value is not False and not bound.field.widget.needs_multipart_form:
                    data[bound.html_name] = _sent_as(bound.field.widget, value)
        return data


def _sent_as(widget: Any, value: Any) -> Any:
    if value is True:
        return "on"
    return value if isinstance(value, list) else widget.format_value(value) or ""
