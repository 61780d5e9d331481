"""One append while it is put together: places, ids, leaves, tiles, all inside the transaction of the log."""

from __future__ import annotations

import datetime as dt
import sqlite3

import msgspec

from truceline.errors import RecordBrokenError, RecordClashError
from truceline.ledger.disclosures import Disclosure
from truceline.ledger.entries import Draft, Entry, fresh_id, keyed_id, leaf_bytes, read_header, same_content
from truceline.ledger.merkle import TILE_WIDTH, Frontier, hashes_in, new_tiles
from truceline.ledger.proofs import leaf_hash, root_of
from truceline.ledger.tables import insert_disclosure, read_disclosures, read_leaf, read_leaf_hashes, read_tile


class Opening(msgspec.Struct, frozen=True):
    """Origin and time of the first entry of a log."""

    log: str
    at_ms: int


class Batch:
    """The entries of one append while they are put together, inside the transaction."""

    def __init__(self, sql: sqlite3.Connection, state: Frontier, opening: Opening | None, now: dt.datetime) -> None:
        self.entries: list[Entry] = []
        self._sql = sql
        self._state = state
        self._opening = opening
        self._now = now
        self._clk = stamp(now)
        self._at = self._not_before_last()
        self._ids: dict[str, int] = {}
        self._sealed: list[tuple[Disclosure, str, int]] = []

    def add(self, draft: Draft) -> int:
        """Give a draft its place, or find the place it has."""
        opening = self._opened_by(draft)
        entry_id = draft.id or (keyed_id(opening.log, opening.at_ms, draft.kind, draft.key) if draft.key else fresh_id())
        clk = self._clk if self._clk != self._at else None
        leaf = leaf_bytes(draft, log=opening.log, entry_id=entry_id, at=self._at, clk=clk)
        there = self._place_of(entry_id)
        if there is not None:
            self._check_same(there, draft, leaf)
            return there
        idx = self._state.size + len(self.entries)
        self._ids[entry_id] = idx
        self._sealed += [(disclosure, draft.co, idx) for disclosure in draft.sealed]
        self.entries.append(
            Entry(
                idx=idx,
                leaf=leaf,
                leaf_hash=leaf_hash(leaf),
                id=entry_id,
                kind=draft.kind,
                at=self._at,
                by=draft.by,
                co=draft.co,
                body=draft.body,
                refs=draft.refs,
                sealed=tuple(sorted(disclosure.digest for disclosure in draft.sealed)),
            )
        )
        return idx

    def write(self) -> None:
        """Write leaves, sealed values, the tiles that became full and the state of the tree."""
        if not self.entries:
            return
        rows = [(entry.idx, entry.id, entry.leaf, entry.leaf_hash) for entry in self.entries]
        self._sql.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows)
        for disclosure, compartment, idx in self._sealed:
            insert_disclosure(self._sql, disclosure, compartment, idx)
        grown = self._state.grown(entry.leaf_hash for entry in self.entries)
        for level, number in new_tiles(self._state.size, grown.size):
            self._sql.execute("INSERT INTO tile VALUES (?, ?, ?)", (level, number, self._tile(level, number)))
        self._sql.execute("UPDATE tree_state SET size = ?, root = ?, edge = ?", (grown.size, grown.root, grown.to_bytes()))

    def _tile(self, level: int, number: int) -> bytes:
        first = number * TILE_WIDTH
        if level == 0:
            return b"".join(read_leaf_hashes(self._sql, first, first + TILE_WIDTH))
        below = (read_tile(self._sql, level - 1, at) for at in range(first, first + TILE_WIDTH))
        return b"".join(root_of(hashes_in(tile)) for tile in below)

    def _place_of(self, entry_id: str) -> int | None:
        if entry_id in self._ids:
            return self._ids[entry_id]
        row = self._sql.execute("SELECT idx FROM entry WHERE id = ?", (entry_id,)).fetchone()
        return row[0] if row else None

    def _check_same(self, there: int, draft: Draft, leaf: bytes) -> None:
        """Refuse a draft whose id stands at ``there`` with other content."""
        if there >= self._state.size:
            stored = self.entries[there - self._state.size].leaf
            known = {sealed.name: sealed for sealed, _, idx in self._sealed if idx == there}
        else:
            stored = self._leaf(there)
            known = read_disclosures(self._sql, there)
        difference = same_content(read_header(there, stored), leaf, known, draft.sealed)
        if difference is not None:
            what = f"{draft.kind} {draft.key or ''}".strip()
            message = f"{what} is already entry {there} with other content: {difference}; give what is new an id of its own"
            raise RecordClashError(message)

    def _opened_by(self, draft: Draft) -> Opening:
        """Return the opening of the log, which the first draft of all brings with it: its key is the origin."""
        if self._opening is None:
            if draft.kind != "log.opened" or not draft.key:
                message = f"the log has not been opened; its first entry is log.opened, not {draft.kind}"
                raise RecordBrokenError(message)
            self._opening = Opening(draft.key, milliseconds(self._at))
        elif draft.kind == "log.opened" and draft.key != self._opening.log:
            message = f"the log was opened as {self._opening.log} already; it cannot be opened as {draft.key}"
            raise RecordClashError(message)
        return self._opening

    def _not_before_last(self) -> str:
        """Return the time to write: never earlier than that of the entry before, whatever the clock says."""
        last = self._state.size - 1
        return self._clk if last < 0 else max(self._clk, read_header(last, self._leaf(last)).at)

    def _leaf(self, idx: int) -> bytes:
        leaf = read_leaf(self._sql, idx)
        if leaf is None:
            message = f"the tree has {self._state.size} entries but entry {idx} is missing; run `truceline verify`"
            raise RecordBrokenError(message)
        return leaf


def stamp(moment: dt.datetime) -> str:
    """Write an instant as the log does: UTC, milliseconds, ``Z``. Such strings sort like the instants."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds(at: str) -> int:
    """Return the milliseconds since 1970 of an instant as the log writes it."""
    return round(dt.datetime.fromisoformat(at).timestamp() * 1000)
