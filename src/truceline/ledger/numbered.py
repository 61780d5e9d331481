"""Acts that are counted: the first, second, third of its kind in a log, each found again by its number without a table for it.

The natural key of such an entry is its number, in decimal, from 1 on; where one kind is counted in several rows
(``mv1``, ``st1``), with the letters of its row before it. The id follows from kind and key (docs/formats/entry.md):
the n-th is one look-up by id, and all are found without reading the log. There is no gap: the next takes the number after
the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from truceline.errors import NotFoundError
from truceline.ledger.leaf.bodies import Body
from truceline.ledger.leaf.entries import Draft, Entry, keyed_id, read_entry
from truceline.ledger.store import Store

AT_ONCE = 200
"""As many ids are looked up in one question."""

B = TypeVar("B", bound=Body)

_ENTRY = sa.table(
    "entry",
    sa.column("idx", sa.BigInteger),
    sa.column("id", sa.Text),
    sa.column("leaf", sa.LargeBinary),
)


def numbered(store: Store, kind: str, letters: str = "") -> Iterator[Entry]:
    """Yield the entries of a counted kind (of its row with these letters), the first one first."""
    start = 1
    while found := _stretch(store, kind, letters, start):
        yield from found
        if len(found) < AT_ONCE:
            return
        start += AT_ONCE


def told_by(store: Store, kind: str, body: type[B], until: int | None = None, letters: str = "") -> Iterator[tuple[Entry, B]]:
    """Yield the same with their bodies, which are of the type ``body``, up to the entry ``until`` (None: all)."""
    for entry in numbered(store, kind, letters):
        if until is not None and entry.idx > until:
            return
        assert isinstance(entry.body, body), "found by an id that follows from its kind"
        yield entry, entry.body


def by_number(store: Store, kind: str, number: int, letters: str = "") -> Entry:
    """Return the entry of a counted kind with this number (and the letters of its row).

    Raises: NotFoundError.
    """
    with store.log.asking:
        row = store.connection.execute(sa.select(_ENTRY).where(_ENTRY.c.id == _id(store, kind, f"{letters}{number}"))).first()
    if row is None:
        message = f"no entry {kind} with the number {letters}{number} in this record"
        raise NotFoundError(message)
    return read_entry(row.idx, bytes(row.leaf))


def append_next(store: Store, kind: str, draft: Callable[[int], Draft]) -> tuple[int, int]:
    """Append the draft made for the next free number, and return that number and the place in the log.

    Nobody else takes the number meanwhile: it is looked up in the transaction that appends.
    """
    store.files.settle()  # before the others wait for us
    with store.log.writing():
        number = _count(store, kind) + 1
        (idx,) = store.append([msgspec.structs.replace(draft(number), kind=kind, key=str(number))])
    return number, idx


def append_several(store: Store, makers: Sequence[tuple[str, Callable[[int], Draft]]], letters: str = "") -> tuple[int, ...]:
    """Append drafts of counted kinds, each made for the next free number of its kind, all or none; return their places.

    ``letters``: of the row they are counted in. For use inside ``store.log.writing()``, after whatever decides which are new.
    """
    numbers: dict[str, int] = {}
    drafts = []
    for kind, draft in makers:
        numbers[kind] = (numbers[kind] if kind in numbers else _count(store, kind, letters)) + 1
        drafts.append(msgspec.structs.replace(draft(numbers[kind]), kind=kind, key=f"{letters}{numbers[kind]}"))
    return store.append(drafts)


def _count(store: Store, kind: str, letters: str = "") -> int:
    """Return how many there are: doubling, then halving, since there are no gaps."""
    above = 1
    while _is_there(store, kind, f"{letters}{above}"):
        above *= 2
    below = above // 2
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (middle, above) if _is_there(store, kind, f"{letters}{middle}") else (below, middle)
    return below


def _is_there(store: Store, kind: str, key: str) -> bool:
    query = sa.select(_ENTRY.c.idx).where(_ENTRY.c.id == _id(store, kind, key))
    with store.log.asking:
        return store.connection.execute(query).first() is not None


def _stretch(store: Store, kind: str, letters: str, start: int) -> list[Entry]:
    ids = {_id(store, kind, f"{letters}{number}"): number for number in range(start, start + AT_ONCE)}
    with store.log.asking:
        rows = store.connection.execute(sa.select(_ENTRY).where(_ENTRY.c.id.in_(ids))).all()
    return [read_entry(row.idx, bytes(row.leaf)) for row in sorted(rows, key=lambda row: ids[row.id])]


def _id(store: Store, kind: str, key: str) -> str:
    opening = store.log.opening()
    assert opening is not None, "a record is only given out after its log was opened"
    return keyed_id(opening.log, opening.at_ms, kind, key)
