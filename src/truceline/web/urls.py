"""Every address of the room, by part."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("truceline.web.room.urls")),
    path("", include("truceline.web.live.urls")),
    path("", include("truceline.web.desk.urls")),
    path("", include("truceline.web.maps.urls")),
    path("people/", include("truceline.web.people.urls")),
    path("account/", include("truceline.web.people.signing")),
]

handler400 = "truceline.web.errors.bad_request"
handler403 = "truceline.web.errors.forbidden"
handler404 = "truceline.web.errors.not_found"
handler429 = "truceline.web.errors.too_many"
handler500 = "truceline.web.errors.broken"
