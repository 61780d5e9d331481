"""Reader: reports in, claims out. Pure: no clock, no disk but its own word lists, no ledger.

The language model behind ``Reader`` takes seconds to load, so it waits until somebody asks for one: whoever only reads a file of
facts (``reader.formats``) does without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.reader.claims import claims_of

if TYPE_CHECKING:
    from truceline.reader.read import READER, Reader

__all__ = ["READER", "Reader", "claims_of"]


def __getattr__(name: str) -> object:
    if name in ("READER", "Reader"):
        from truceline.reader import read  # noqa: PLC0415 - this is the wait

        return getattr(read, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
