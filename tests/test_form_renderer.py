"""Widgets look the same whichever of Django's two sets of templates draws them."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from portal.lib.form_renderer import FormRenderer

HOSTILE = """<b>"l'été" & l'«ندوة»</b>"""
CHOICES = [("", "---"), ("a", HOSTILE), ("Group", [("b", "B"), (3, "3")])]
DRAWN: list[tuple[forms.Widget, Any]] = [
    (forms.TextInput({"maxlength": 12000, "required": True, "disabled": False, "title": HOSTILE}), HOSTILE),
    (forms.TextInput(), None),
    (forms.NumberInput({"min": 1000}), 1234567),
    (forms.PasswordInput(), "secret"),
    (forms.HiddenInput(), 0),
    (forms.MultipleHiddenInput(), ["a", 2]),
    (forms.Textarea({"dir": "rtl"}), f"\n{HOSTILE}"),
    (forms.CheckboxInput(), True),
    (forms.Select(choices=CHOICES), "a"),
    (forms.SelectMultiple(choices=CHOICES), ["b", 3]),
    (forms.NullBooleanSelect(), None),
    (forms.RadioSelect(choices=CHOICES), 3),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["a"]),
    (forms.FileInput(), None),
    (forms.ClearableFileInput(), None),
    (forms.DateInput(), date(2023, 5, 17)),
    (forms.TimeInput(), time(9, 30)),
    (forms.SplitDateTimeWidget(), datetime(2023, 5, 17, 9, 30)),  # noqa: DTZ001  (as a form hands it over)
    (forms.SelectDateWidget(years=[2023]), date(2023, 5, 17)),
]


@pytest.mark.parametrize(("widget", "value"), DRAWN, ids=lambda value: type(value).__name__)
def test_a_widget_is_the_same_in_both_sets_of_templates(widget: forms.Widget, value: Any) -> None:
    drawn, expected = (
        widget.render("name", value, {"id": "id_name"}, renderer)
        for renderer in (FormRenderer(), DjangoTemplates())
    )

    assert parse_html(drawn) == parse_html(expected)
    assert "<b>" not in drawn
