"""What every body of an entry is."""

from __future__ import annotations

import msgspec


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The part of an entry that says what happened."""

    def archived(self) -> tuple[str, ...]:
        """Return the SHA-256 (hex) of every archived file that it names in the open."""
        return ()
