"""Sessions in the database of accounts, asked for under keys that can be some: whatever else a cookie holds is no session."""

from __future__ import annotations

from django.contrib.sessions.backends import db

SHORTEST = 8


class SessionStore(db.SessionStore):
    """Django's own, which would ask the database for whatever a cookie holds: PostgreSQL fails on a NUL, wherever it stands.

    Nor does Django's take out what is over: here each new one takes those out, so that a room that is never closed does not fill.
    """

    def create(self) -> None:
        """Begin a session, and forget all that are over."""
        super().create()
        self.clear_expired()

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and len(key) >= SHORTEST and key.isascii() and key.isalnum())
