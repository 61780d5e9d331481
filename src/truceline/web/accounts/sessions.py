"""Sessions in the database of accounts, asked for under keys that can be some: whatever else a cookie holds is no session."""

from __future__ import annotations

from django.contrib.sessions.backends import db

SHORTEST = 8


class SessionStore(db.SessionStore):
    """Django's own, which would ask the database for whatever a cookie holds: PostgreSQL fails on a NUL, wherever it stands."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and len(key) >= SHORTEST and key.isascii() and key.isalnum())
