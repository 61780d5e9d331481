"""Long lists in sheets: so many rows at once, and where one is among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

R = TypeVar("R")
ROWS = 50


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list is shown: rows ``first`` to ``last`` (from 1) of ``total``, as sheet ``number`` of ``count``.

    ``before`` and ``after`` are the numbers of the sheets beside it, None at an end.
    """

    number: int
    count: int
    first: int
    last: int
    total: int
    before: int | None
    after: int | None


def sheet_of(rows: Sequence[R], number: int, size: int = ROWS) -> tuple[tuple[R, ...], Sheet]:
    """Return the rows of a sheet and where they are; a number beyond the last sheet shows the last."""
    total = len(rows)
    count = max(1, -(-total // size))
    number = min(max(1, number), count)
    start = (number - 1) * size
    shown = tuple(rows[start : start + size])
    return shown, Sheet(
        number=number,
        count=count,
        first=start + 1 if shown else 0,
        last=start + len(shown),
        total=total,
        before=number - 1 if number > 1 else None,
        after=number + 1 if number < count else None,
    )
