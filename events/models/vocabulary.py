"""Open vocabularies that staff extend: their slug is the value of a public query parameter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from institutions.models.base import Named
from portal.lib.record_address import record_address


class Vocabulary(Named):
    slug = models.SlugField(_("identifier"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        abstract = True


class Topic(Vocabulary):
    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return record_address("events:topic_detail", self.slug)


class Audience(Vocabulary):
    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class AccessibilityProvision(Vocabulary):
    class Meta:
        verbose_name = _("accessibility provision")
        verbose_name_plural = _("accessibility provisions")


class SpokenLanguage(Vocabulary):
    """Language spoken in the hall; ``slug`` is its ISO 639 code (ar, ary, fr, zgh, mse for sign language…)."""

    class Meta:
        verbose_name = _("spoken language")
        verbose_name_plural = _("spoken languages")
