"""The room as a Django application: its templates' tags are found through it."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """The faces of the record in a browser."""

    name = "truceline.web"
    label = "room"
