"""Appends to a log in PostgreSQL as single statements: one message to the server for all that belongs together."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import chain
from typing import Any

from truceline.ledger.kernel.engines.base import EntryRow, TileRow

FEW = 8
"""Fewer rows go in as so many parameters, as many or more by COPY or as arrays."""


@functools.cache
def with_rows(count: int) -> str:
    """Return the statement that adds so many entries and stores the state of the tree."""
    update = "UPDATE tree_state SET size = %s, root = %s, edge = %s"
    rows = ", ".join(["(%s::bigint, %s::text, %s::bytea)"] * count)
    return f"WITH added AS (INSERT INTO entry VALUES {rows}) {update}" if count else update  # noqa: S608  # our own words


def whole(entries: Sequence[EntryRow], tiles: Sequence[TileRow]) -> tuple[str, list[Any]]:
    """Return the statement that is a whole hasty append, and its parameters behind the state's, new and old.

    Where the state is no longer the old one, ``turn`` is empty, and so is all that is made from it.
    """
    if len(entries) < FEW:
        return _few(len(entries), len(tiles)), [*chain.from_iterable(entries), *chain.from_iterable(tiles)]
    return _MANY, [
        list(column) for column in (*zip(*entries, strict=True), *(zip(*tiles, strict=True) if tiles else ((), (), ())))
    ]


_TURN = "WITH turn AS (UPDATE tree_state SET size = %s, root = %s, edge = %s WHERE size = %s AND edge = %s RETURNING 1)"
_MANY = (
    f"{_TURN}, added AS (INSERT INTO entry SELECT new.* FROM turn, unnest(%b::bigint[], %b::text[], %b::bytea[]) AS new), "  # noqa: S608  # our own words
    "filled AS (INSERT INTO tile SELECT new.* FROM turn, unnest(%b::int[], %b::bigint[], %b::bytea[]) AS new) "
    "SELECT count(*) FROM turn"
)


@functools.cache
def _few(entries: int, tiles: int) -> str:
    """Return the same statement for so many rows, each value a parameter: less work than arrays where they are few."""
    added = ", ".join(["(%s::bigint, %s::text, %s::bytea)"] * entries)
    filled = ", ".join(["(%s::int, %s::bigint, %s::bytea)"] * tiles)
    parts = [_TURN, f"added AS (INSERT INTO entry SELECT new.* FROM turn, (VALUES {added}) AS new)"]  # noqa: S608  # our own words
    parts += [f"filled AS (INSERT INTO tile SELECT new.* FROM turn, (VALUES {filled}) AS new)"] if tiles else []  # noqa: S608  # as above
    return f"{', '.join(parts)} SELECT count(*) FROM turn"  # noqa: S608  # as above


@functools.cache
def marked(statement: str) -> str:
    """Return a statement with the marks that psycopg wants; ours hold no other question mark and no percent sign."""
    return statement.replace("?", "%s")
