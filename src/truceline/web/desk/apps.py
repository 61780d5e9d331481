"""The working pages as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Review, marking, calls, uploads, joining, hand-over, pack."""

    name = "truceline.web.desk"
    label = "desk"
