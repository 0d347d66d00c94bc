from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import Precision
from events.keeping import KeptWithItsFiles
from events.models.event import Event
from events.models.media import stored_name
from events.moments import moment_of
from events.uploads import PublicationField
from institutions.enums import TextLanguage
from institutions.models import Institution, Publishable
from institutions.models.base import Named, arabic_or_french
from institutions.querysets import PublishableQuerySet
from portal.lib.moment import Moment


class Publication(KeptWithItsFiles, Named, Publishable):
    """A book, proceedings or report that came out of the record, or was shown at it."""

    name = models.CharField(_("title"), max_length=400)
    language = models.CharField(
        _("language"), max_length=3, choices=TextLanguage, default=TextLanguage.FRENCH
    )
    publishers = models.ManyToManyField(
        Institution, blank=True, related_name="publications", verbose_name=_("publishers")
    )
    printer = models.CharField(_("printer"), max_length=200, blank=True, default="")
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True, default="")
    legal_deposit = models.CharField(_("legal deposit"), max_length=30, blank=True, default="")
    cover_precision = models.CharField(
        _("date on the cover known"), max_length=20, choices=Precision, default=Precision.UNKNOWN
    )
    cover_on = models.DateField(_("date on the cover"), null=True, blank=True)
    online_on = models.DateField(_("put online on"), null=True, blank=True)
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True, default="")
    file = PublicationField(_("file"), upload_to=stored_name, max_length=200, blank=True)
    source_event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("comes from"),
    )

    objects = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            *Publishable.Meta.constraints,
            arabic_or_french("name", "publication_has_a_title_in_arabic_or_french"),
        ]

    @property
    def cover(self) -> Moment:
        return moment_of(self, "cover")
