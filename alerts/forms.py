from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alerts import asking
from alerts.enums import Frequency
from alerts.models import LONGEST_QUERY


class AlertForm(forms.Form):
    """What a visitor is asked: an address and how often; the filter comes from the list."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Give your e-mail address."),
            "invalid": _("This is no e-mail address. It looks like name@example.ma."),
        },
    )
    query = forms.CharField(
        required=False,
        max_length=LONGEST_QUERY,
        error_messages={"max_length": _("These are too many filters for an alert. Remove some.")},
    )
    frequency = forms.ChoiceField(
        label=_("How often mails come"),
        choices=Frequency,
        error_messages={"required": _("Choose how often.")},
    )
    # No person sees this field; programs fill in whatever they find.
    website = forms.CharField(required=False)
    seal = forms.CharField(required=False)

    def clean_address(self) -> str:
        """The part after @ is the same in any case (RFC 5321 §2.4); what stands before it is the mailbox's affair."""
        mailbox, _at, host = self.cleaned_data["address"].rpartition("@")
        return f"{mailbox}@{host.lower()}"

    def clean_query(self) -> str:
        query = asking.normalised(QueryDict(self.cleaned_data["query"]))
        if len(query) > LONGEST_QUERY:
            raise ValidationError(self.fields["query"].error_messages["max_length"])
        if not asking.asked(query).is_valid():
            raise ValidationError(_("Some filters could not be understood"))
        return query


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(label=_("How often mails come"), choices=Frequency)


def mail_language(code: str | None) -> str:
    """The language of the page where somebody subscribes, as far as mails are written in it."""
    return code if code in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE


def refused_fields(form: Any) -> list[Any]:
    """Fields with an error, in the order of the page, for the summary at its top."""
    return [field for field in form if field.errors]
