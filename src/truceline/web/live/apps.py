"""Live updates and presence as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Events, presence."""

    name = "truceline.web.live"
    label = "live"

    def ready(self) -> None:
        """Listen for people who sign out or are switched off, so that what is open for them is closed."""
        from truceline.web.live import leaving  # noqa: PLC0415 - models are there only now

        leaving.listen()
