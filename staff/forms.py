"""What the staff's door asks."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from staff import second_factor

CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "dir": "ltr",
    "spellcheck": "false",
    "autocapitalize": "none",
    "class": "vTextField code-field",
}


class SignInForm(AdminAuthenticationForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("username", "password"):
            self.fields[name].widget.attrs |= {"dir": "ltr", "spellcheck": "false"}


class CodeForm(forms.Form):
    """A code of the telephone, or one from paper."""

    code = forms.CharField(label=_("Code"), max_length=60, widget=forms.TextInput(CODE))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs["autofocus"] = True

    def refuse(self, wait: int = 0) -> None:
        if wait:
            text = _("Too many wrong codes. Wait %(seconds)d seconds, then type a new one.")
            self.add_error("code", text % {"seconds": wait})
        else:
            self.add_error("code", _("This code is not right, or was used before. Wait for the next one."))


class NewFactorForm(CodeForm):
    """The first code of a telephone that has just been shown the secret."""

    code = forms.CharField(
        label=_("Code that the telephone shows"), max_length=20, widget=forms.TextInput(CODE)
    )


class ProofForm(CodeForm):
    """The password and a code, before the second factor itself is changed."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "dir": "ltr", "class": "vTextField"}),
    )
    field_order = ("password", "code")

    def __init__(self, *args: Any, request: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request
        del self.fields["code"].widget.attrs["autofocus"]

    def clean(self) -> dict[str, Any]:
        """Asks for the code only after the password: neither is guessed through the other. Failures are counted."""
        given = super().clean() or {}
        if self.errors:
            return given
        user = self.request.user
        if authenticate(self.request, username=user.get_username(), password=given["password"]) != user:
            self.add_error("password", _("The password is not right."))
        elif wait := second_factor.seconds_to_wait(user):
            self.refuse(wait)
        elif not second_factor.verify(user, given["code"], request=self.request):
            self.refuse()
        return given
