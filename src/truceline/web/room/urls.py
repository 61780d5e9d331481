"""The pages for reading. Each line is one page; each page is one module."""

from __future__ import annotations

from django.urls import URLPattern, path

from truceline.web.room import home, incidents, search

app_name = "room"
urlpatterns: list[URLPattern] = [
    path("", home.page, name="home"),
    path("incidents", incidents.page, name="incidents"),
    path("search", search.page, name="search"),
]
