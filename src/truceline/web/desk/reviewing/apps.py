"""Review and marking as a Django application: it keeps decisions that may still be taken back."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    """Decisions that are held back for a moment."""

    name = "truceline.web.desk.reviewing"
    label = "reviewing"
