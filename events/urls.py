"""Addresses of events, series and recommendations, below the language prefix."""

from django.urls import path, register_converter

from events import browse, feeds, handing_on, views
from events.month_address import FourDigits, TwoDigits

app_name = "events"
register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "mm")

urlpatterns = [
    # events/
    path("events/", views.event_list, name="event_list"),
    path("events/<slug:slug>/", views.event_detail, name="event_detail"),
    path("events/<slug:slug>/photos/<int:photo_id>/", handing_on.photo_detail, name="photo_detail"),
    # calendars and feeds: the same names with an ending
    path("events.ics", feeds.event_calendar, name="event_calendar"),
    path("events.atom", feeds.event_feed, name="event_feed"),
    path("events/<slug:slug>.pdf", handing_on.event_programme, name="event_programme"),
    path("events/<slug:slug>.ics", feeds.event_ics, name="event_ics"),
    path("recommendations.atom", feeds.recommendation_feed, name="recommendation_feed"),
    path("corrections.atom", feeds.correction_feed, name="correction_feed"),
    # calendar/
    path("calendar/", browse.calendar, name="calendar"),
    path("calendar/<yyyy:year>/<mm:month>/", browse.calendar_month, name="calendar_month"),
    # archive/
    path("archive/", browse.archive, name="archive"),
    path("archive/<yyyy:year>/", browse.archive_year, name="archive_year"),
    # topics/
    path("topics/", browse.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", browse.topic_detail, name="topic_detail"),
    # preview/
    path("preview/<str:token>/", views.event_preview, name="event_preview"),
    # series/
    path("series/<slug:slug>/", views.series_detail, name="series_detail"),
    # recommendations/
    path("recommendations/", views.recommendation_list, name="recommendation_list"),
    path("recommendations/<int:pk>/", views.recommendation_detail, name="recommendation_detail"),
]
