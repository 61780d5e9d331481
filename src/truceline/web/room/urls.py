"""The pages for reading. Each line is one page; each page is one module."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "room"
urlpatterns: list[URLPattern] = []
