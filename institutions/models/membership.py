from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from institutions.models.institution import Institution


class Membership(models.Model):
    """A member of staff works for an institution, and so on its rows; ``institutions.rights`` reads this."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("staff member")
    )
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="memberships", verbose_name=_("institution")
    )
    includes_units = models.BooleanField(
        _("also its units"),
        default=False,
        help_text=_("Also works on what the units below this institution organise."),
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution"],
                name="user_is_a_member_of_an_institution_once",
                violation_error_message=_("This person is already a member of this institution."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.institution}"
