"""Withdrawing what was entered wrongly: it stays in the log, and from there on it is in no view and in no count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Entry, Record
from truceline.ledger.numbered import append_several, numbered
from truceline.ledger.observations import EXPOSURE, GAP, LETTERS, OBSERVED, entry_of, withdrawal, withdrawn


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """What was withdrawn: its id, the entry that put it in, and the entry that withdraws it."""

    id: str
    entered: int
    withdrawn: int


def withdraw(record: Record, ids: Sequence[str], *, reason: str, by: str) -> tuple[Gone, ...]:
    """Withdraw observations, gaps and exposures by their ids, all or none; the same id twice is once. ``reason`` is sealed.

    Raises:
        NotFoundError: there is nothing of such an id; all of them are told.
        UsageError: no reason is given, or something was withdrawn before.
    """
    if not reason.strip():
        message = "withdrawn for what reason? expected --reason with words, which are sealed; nothing was written"
        raise UsageError(message)
    record.refuse_read_only()
    record.files.settle()
    with record.log.writing():
        found = _found(record, tuple(dict.fromkeys(ids)))
        makers = [withdrawal(entry, name, reason=reason, by=by) for name, entry in found.items()]
        places = append_several(record, makers)
    return tuple(Gone(id=name, entered=found[name].idx, withdrawn=idx) for name, idx in zip(found, places, strict=True))


def _found(record: Record, ids: Sequence[str]) -> dict[str, Entry]:
    """Return the entries of what is to be withdrawn; refuse them all where one is not there or was withdrawn before."""
    entries = {name: entry_of(record, name) for name in ids}
    missing = [f'"{name}"' for name, entry in entries.items() if entry is None]
    if missing:
        there = ", ".join(_there(record)) or "none so far"
        message = f"no observation, gap or exposure {', '.join(missing)} in this record; it has {there}; nothing was written"
        raise NotFoundError(message)
    before = withdrawn(record)
    gone = [f"{name} at entry {before[name].idx} by {before[name].by}" for name in ids if name in before]
    if gone:
        message = f"withdrawn already: {'; '.join(gone)}; expected what still stands; nothing was written"
        raise UsageError(message)
    return {name: entry for name, entry in entries.items() if entry is not None}


def _there(record: Record) -> Iterator[str]:
    """Yield the ids of each kind that the record has, as the first and the last."""
    for kind in (OBSERVED, GAP, EXPOSURE):
        number, letter = sum(1 for _ in numbered(record, kind)), LETTERS[kind]
        if number:
            yield f"{letter}1" if number == 1 else f"{letter}1 to {letter}{number}"
