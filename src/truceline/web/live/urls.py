"""Live updates and presence."""

from __future__ import annotations

from django.urls import path

from truceline.web.live import events, heartbeat

app_name = "live"
urlpatterns = [
    path("live/events", events.events, name="events"),
    path("live/here", heartbeat.here, name="here"),
]
