from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("as soon as there is something new")
    WEEKLY = "weekly", _("once a week, on Monday morning")
