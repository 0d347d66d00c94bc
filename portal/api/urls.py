"""`/api/v1/`: the names are those of the contract; only additions (docs/api-changelog.md)."""

from django.urls import path, re_path
from rest_framework.routers import DefaultRouter

from portal.api import about, catalog, changes, description, views
from portal.api.search import SearchViewSet

app_name = "api"

router = DefaultRouter()
router.include_format_suffixes = False
router.APIRootView = about.ApiRoot
router.register("events", views.EventViewSet, basename="event")
router.register("series", views.SeriesViewSet, basename="series")
router.register("institutions", views.InstitutionViewSet, basename="institution")
router.register("speakers", views.SpeakerViewSet, basename="speaker")
router.register("agreements", views.AgreementViewSet, basename="agreement")
router.register("recommendations", views.RecommendationViewSet, basename="recommendation")
router.register("territories", views.TerritoryViewSet, basename="territory")
router.register("topics", views.TopicViewSet, basename="topic")
router.register("documents", views.DocumentViewSet, basename="document")
router.register("search", SearchViewSet, basename="search")

urlpatterns = [
    path("catalog.jsonld", catalog.catalog, name="catalog"),
    path("openapi.json", description.openapi, name="openapi"),
    path("changes/", changes.Changes.as_view(), name="changes"),
    *router.urls,
    re_path(r"^[\s\S]*/$", about.NothingHere.as_view(), name="nothing_here"),
]
