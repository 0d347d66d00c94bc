"""Every public address of the portal. Names of pages are the contract of docs and partners."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from events import embed
from events.files import document_file, photo_file, photo_rendition, publication_file
from events.handing_on import event_qr
from events.oembed import oembed
from events.social_card import event_card, site_card
from events.views import short_link
from portal.api import docs as api_docs
from portal.api.dumps import pages as dump_pages
from portal.desk import dashboard
from portal.pages import developers, health, home, reports, search, site, sitemaps, tables, who

urlpatterns = [
    path("", home.language_choice, name="language_choice"),
    path("admin/", admin.site.admin_view(dashboard.index)),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("e/<int:event_id>", short_link, name="short_link"),
    path("e/<int:event_id>.svg", event_qr, name="event_qr"),
    path("cards/<str:language>/<str:digest>.png", site_card, name="site_card"),
    path("cards/<int:event_id>/<str:language>/<str:digest>.png", event_card, name="event_card"),
    path("documents/<int:document_id>", document_file, name="document_file"),
    path("photos/<int:photo_id>", photo_file, name="photo_file"),
    path("photos/<int:photo_id>/<int:width>.<str:ending>", photo_rendition, name="photo_rendition"),
    path("publications/<int:publication_id>", publication_file, name="publication_file"),
    path("api/v1/", include("portal.api.urls")),
    path("api/docs/", api_docs.api_docs_for_visitor, name="api_docs_for_visitor"),
    path("dumps/", dump_pages.dumps_for_visitor, name="dumps_for_visitor"),
    path("dumps/<str:name>", dump_pages.dump_file, name="dump"),
    # embed/: the only pages that other sites may frame; the language is a parameter
    path("embed/events/", embed.event_frame, name="embed_events"),
    path("embed/events/<slug:event>/", embed.one_event_frame, name="embed_event"),
    re_path(
        r"^embed/accent/(?P<theme>auto|light|dark)-(?P<accent_hex>[0-9a-f]{6})\.css$",
        embed.accent_style,
        name="embed_accent",
    ),
    path("oembed", oembed, name="oembed"),
    path(".well-known/security.txt", site.security_txt, name="security_txt"),
    path("llms.txt", developers.llms, name="llms"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>-<int:page>.xml", sitemaps.section, name="sitemap_section"),
    path("favicon.ico", site.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("csp-report", reports.csp_report, name="csp_report"),
]

urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("api/docs/", api_docs.api_docs, name="api_docs"),
    path("dumps/", dump_pages.dumps, name="dumps"),
    path("about/", site.about, name="about"),
    path("privacy/", site.privacy, name="privacy"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("developers/", developers.developers, name="developers"),
    path("developers/embed/", developers.embed_builder, name="embed_builder"),
    path("", include("events.urls")),
    # tables to take away: the names of the lists with an ending
    path("events.csv", tables.table_csv, {"name": "events"}, name="event_csv"),
    path("events.xlsx", tables.table_xlsx, {"name": "events"}, name="event_xlsx"),
    path("recommendations.csv", tables.table_csv, {"name": "recommendations"}, name="recommendation_csv"),
    path("recommendations.xlsx", tables.table_xlsx, {"name": "recommendations"}, name="recommendation_xlsx"),
    path("", include("alerts.urls")),
    path("institutions/", who.institution_list, name="institution_list"),
    path("institutions/<slug:slug>/", who.institution_detail, name="institution"),
    path("speakers/", who.speaker_list, name="speaker_list"),
    path("speakers/<slug:slug>/", who.speaker_detail, name="speaker"),
    path("agreements/", who.agreement_list, name="agreement_list"),
    path("agreements/<slug:slug>/", who.agreement_detail, name="agreement"),
    path("territories/<slug:slug>/", who.territory_detail, name="territory"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
)

handler400 = "portal.pages.errors.bad_request"
handler403 = "portal.pages.errors.forbidden"
handler404 = "portal.pages.errors.not_found"
handler500 = "portal.pages.errors.server_error"
