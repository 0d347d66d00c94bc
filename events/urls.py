"""Addresses of events, series and recommendations, below the language prefix."""

from django.urls import path

from events import views

app_name = "events"

urlpatterns = [
    # events/
    path("events/", views.event_list, name="event_list"),
    path("events/<slug:slug>/", views.event_detail, name="event_detail"),
    # preview/
    path("preview/<str:token>/", views.event_preview, name="event_preview"),
    # series/
    path("series/<slug:slug>/", views.series_detail, name="series_detail"),
    # recommendations/
    path("recommendations/", views.recommendation_list, name="recommendation_list"),
    path("recommendations/<int:pk>/", views.recommendation_detail, name="recommendation_detail"),
]
