"""Every address of the room, by part."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("truceline.web.room.urls")),
    path("", include("truceline.web.live.urls")),
    path("", include("truceline.web.maps.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
]

handler400 = "truceline.web.errors.bad_request"
handler403 = "truceline.web.errors.forbidden"
handler404 = "truceline.web.errors.not_found"
handler500 = "truceline.web.errors.broken"
