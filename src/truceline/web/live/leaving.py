"""Signing out, and being switched off, end what is open at once and not at the next check."""

from __future__ import annotations

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from truceline.web.accounts.models import Account, Change, Grant, Membership
from truceline.web.live import hub


def listen() -> None:
    """Be told of whoever leaves."""
    user_logged_out.connect(_left, dispatch_uid="truceline.live.left")
    for model in (Account, Change, Grant, Membership):  # being switched off saves no account, but leaves a line of the changes
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"truceline.live.changed.{model.__name__}")


def _left(request: HttpRequest | None, **_: object) -> None:
    session = request.session.session_key if request is not None and hasattr(request, "session") else None
    if session:
        hub.everywhere(lambda each: each.end_session(session))


def _changed(**_: object) -> None:
    transaction.on_commit(lambda: hub.everywhere(hub.Hub.check_soon))
