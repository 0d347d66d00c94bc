"""The agreement's page, with what only this app knows of: its documents and sources."""

from django.contrib import admin

from events.admin.media import AgreementDocumentCards
from events.admin.sources import citations_of
from institutions.admin.agreements import AgreementDesk
from institutions.models import Agreement

admin.site.unregister(Agreement)


@admin.register(Agreement)
class DocumentedAgreementDesk(AgreementDesk):
    inlines = [*AgreementDesk.inlines, AgreementDocumentCards, citations_of(Agreement)]
