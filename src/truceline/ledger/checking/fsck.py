"""``fsck``: every byte of the record read and hashed anew, on all cores, with a word on how far it is.

It finds what a disk, a stick or a careless hand did: changed, missing or reordered entries, wrong tiles, a wrong root, archived
files that are missing, changed or named by nobody. It does not decode what entries say, nor open sealed values; ``verify`` does.
Neither shows that what the record says is true.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import closing
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from truceline.errors import KeyMissingError, NotFoundError, RecordBrokenError
from truceline.ledger.checking.changed import changed_at_edge
from truceline.ledger.checking.check import Problem
from truceline.ledger.checking.stretches import Stretch, Walk
from truceline.ledger.evidence import kept_files
from truceline.ledger.heads import timeline
from truceline.ledger.kernel.engines.sqlite import reading_uri
from truceline.ledger.kernel.merkle import TILE_WIDTH, Frontier, hashes_in
from truceline.ledger.leaf.bodies import BODIES, Body, RedactionOrdered
from truceline.ledger.proofs import root_of
from truceline.ledger.store import Store

STRETCH = 64 * TILE_WIDTH
"""Entries that are checked in one go."""
WORTH_PROCESSES = 8 * STRETCH
"""Smaller logs are checked before another process would have started."""
NAMING = frozenset(
    kind.encode() for kind, body in BODIES.items() if body.archived is not Body.archived or body is RedactionOrdered
)
"""Kinds of entry that say something about archived files; the others are not decoded."""

Ask = Callable[[str, tuple[int, int]], list[Any]]
Watch = Callable[[int, int | None], None]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: size and root as computed, archived files hashed, those that no entry names, every problem found.

    ``locked`` files are confidential and their key is not here: they are there, and were not hashed.
    """

    ok: bool
    size: int
    root: str
    files: int
    orphans: int
    problems: tuple[Problem, ...]
    locked: int = 0


def fsck(store: Store, watch: Watch = lambda _done, _total: None) -> Checked:
    """Check the whole record; ``watch`` is told how many entries, then how many files, are done of how many."""
    return _Check(store, watch).all()


class _Check:
    """One check of a record, gathering problems; the first difference of a kind never hides the next."""

    def __init__(self, store: Store, watch: Watch) -> None:
        self._store = store
        self._watch = watch
        self._problems: list[Problem] = []
        with store.log.snapshot():
            self._state, self._root = store.log.state(), store.log.root
        self._size = self._state.size
        self._named: set[str] = set()
        self._ordered: set[str] = set()
        self._passed = 0
        self._files = 0
        self._orphans = 0
        self._locked = 0

    def all(self) -> Checked:
        """Take every step."""
        errors: tuple[type[Exception], ...] = (*self._store.log.engine.errors, sa.exc.DatabaseError)
        frontier = Frontier()
        try:
            frontier = self._entries()
            self._archive()
            if not self._problems:
                self._remembered()
        except errors as error:  # some of it cannot even be read
            self._note("database", f"{self._store.log.name} is damaged: {error}; restore it from a copy")
        return Checked(
            ok=not self._problems,
            size=frontier.size,
            root=frontier.root.hex(),
            files=self._files,
            orphans=self._orphans,
            locked=self._locked,
            problems=tuple(self._problems),
        )

    def _entries(self) -> Frontier:
        """Check every entry and the tree over them."""
        stretches = sorted(self._walk(), key=lambda stretch: stretch.start)
        self._problems += [
            Problem(where=each.where, message=each.message) for stretch in stretches for each in stretch.differences
        ]
        frontier = self._tree(stretches)
        self._names(stretches)
        return frontier

    def _remembered(self) -> None:
        """Compare a log that is whole with what was seen of it before: it may be an old copy, or another history."""
        for seen in timeline.conflicts(self._store):
            what = f"log is not the one that {seen.where} knows with {seen.tree.size:,} entries: an old copy, cut off, or forked"
            self._problems.append(Problem(where="log", message=what))

    def _walk(self) -> list[Stretch]:
        """Check all stretches, on all cores where the log is a long file, and the database's own pages beside them."""
        end = self._end()
        spans = [(start, min(start + STRETCH, end)) for start in range(0, end, STRETCH)]
        engine, origin = self._store.log.engine, self._store.origin
        if engine.file is None or end < WORTH_PROCESSES or (os.cpu_count() or 1) < 2:
            self._pages(list(engine.problems()))
            return [self._done(_walked(engine.rows, origin, *span)) for span in spans]
        # A copy of this process begins at once; one with other threads (that draw a bar) must not be copied.
        start = "fork" if threading.active_count() == 1 else "spawn"
        with ProcessPoolExecutor(mp_context=get_context(start)) as pool:
            pages = pool.submit(_pages, engine.file)
            waiting: list[Future[Stretch]] = [pool.submit(_stretch, engine.file, origin, *span) for span in spans]
            stretches = [self._done(future.result()) for future in as_completed(waiting)]
            self._pages(pages.result())
        return stretches

    def _end(self) -> int:
        """Return how far there is something to walk over: a stored size may be damaged, and promise any number of entries."""
        engine = self._store.log.engine
        try:
            row = engine.row("SELECT max(idx) FROM entry WHERE idx < ?", (self._size,))
        except engine.errors:
            self._pages(list(engine.problems()))
            raise
        there = 0 if row is None or row[0] is None else int(row[0]) + 1
        if there < self._size:
            self._note(f"entry {there}", f"is missing; the log should have {self._size} entries")
        return there

    def _done(self, stretch: Stretch) -> Stretch:
        self._passed += stretch.end - stretch.start
        self._watch(self._passed, self._size)
        return stretch

    def _pages(self, messages: Sequence[str]) -> None:
        for message in messages:
            self._note("database", f"{self._store.log.name}: {message}; restore it from a copy, or run `truceline rebuild`")

    def _tree(self, stretches: Sequence[Stretch]) -> Frontier:
        """Put the stretches together and compare state and higher tiles with what was stored."""
        for before, after in pairwise(stretches):
            if after.first_at < before.last_at:
                message = f"is dated {after.first_at}, before the entry in front of it ({before.last_at})"
                self._note(f"entry {after.start}", message)
        roots = [root for stretch in stretches for root in stretch.tile_roots]
        rest = stretches[-1].rest if stretches else ()
        size = len(roots) * TILE_WIDTH + len(rest)
        frontier = Frontier(size, Frontier().grown(roots).peaks + Frontier().grown(rest).peaks)
        if frontier != self._state or frontier.root != self._root:
            changed = [each for stretch in stretches for each in stretch.unlike]
            if frontier.size == self._size:
                changed += changed_at_edge(self._state, frontier)
            self._problems += [Problem(where=each.where, message=each.message) for each in changed]
            stored = f"stored size {self._size} and root {self._root.hex()}"
            self._note("tree", f"differs: {stored}, computed size {size} and root {frontier.root.hex()}; the log was changed")
        self._higher_tiles(roots)
        return frontier

    def _higher_tiles(self, roots: list[bytes]) -> None:
        level = 1
        while len(roots) >= TILE_WIDTH:
            whole = len(roots) // TILE_WIDTH
            tiles = [b"".join(roots[number * TILE_WIDTH : (number + 1) * TILE_WIDTH]) for number in range(whole)]
            for number, tile in enumerate(tiles):
                if self._stored_tile(level, number) != tile:
                    self._note(f"tile {level}/{number}", "is missing or not what the leaves give")
            roots, level = [root_of(hashes_in(tile)) for tile in tiles], level + 1

    def _stored_tile(self, level: int, number: int) -> bytes | None:
        try:
            return self._store.log.tile(level, number)
        except RecordBrokenError:
            return None

    def _names(self, stretches: Sequence[Stretch]) -> None:
        """Learn which archived files the entries name and which were ordered to go; only few entries are decoded."""
        for stretch in stretches:
            for idx in stretch.naming:
                try:
                    body = self._store.log.entry(idx).body
                except (NotFoundError, RecordBrokenError) as error:
                    self._note(f"entry {idx}", str(error))
                    continue
                self._named.update(body.archived())
                if isinstance(body, RedactionOrdered):
                    self._ordered.update(body.withdrawn())
        self._named.update(kept.sha256 for kept in kept_files(self._store) if kept.sha256)

    def _archive(self) -> None:
        """Hash every file of the archive, and see that each one that is named is there or was ordered to go."""
        there = {digest for digest, _ in self._store.files.stored()}
        for number, digest in enumerate(sorted(there), 1):
            try:
                for _ in self._store.files.chunks(digest):
                    pass  # the last piece is given out only after the whole was compared with its digest
                self._files += 1
            except KeyMissingError:
                self._locked += 1
            except (NotFoundError, RecordBrokenError) as error:
                self._note("archive", str(error))
            self._watch(number, len(there))
        for digest in sorted(self._named - there - self._ordered):
            self._note("archive", f"no archived file {digest}; restore it from a copy of the record")
        self._orphans = len(there - self._named)

    def _note(self, where: str, message: str) -> None:
        self._problems.append(Problem(where=where, message=message if message.startswith(where) else f"{where} {message}"))


def _stretch(file: Path, origin: str, start: int, end: int) -> Stretch:
    """Check the entries [start, end) of a log by its file, in whatever process this runs."""
    with closing(_opened(file)) as sql:
        return _walked(lambda statement, parameters: sql.execute(statement, parameters).fetchall(), origin, start, end)


def _walked(ask: Ask, origin: str, start: int, end: int) -> Stretch:
    """Check the entries [start, end), a tile's worth at a time."""
    numbers = range(start // TILE_WIDTH, end // TILE_WIDTH)
    tiles = dict(
        ask("SELECT number, data FROM tile WHERE level = 0 AND number >= ? AND number < ?", (numbers.start, numbers.stop))
    )
    walk = Walk(start, origin, [tiles.get(number) for number in numbers], NAMING)
    for first in range(start, end, TILE_WIDTH):
        places: Sequence[int] = range(first, min(first + TILE_WIDTH, end))
        span = first, first + len(places)
        rows = ask("SELECT id, leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", span)
        if len(rows) != len(places):  # as many as places are one each; else it is asked which there are
            places = [idx for (idx,) in ask("SELECT idx FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", span)]
        walk.take(places, rows)
    return walk.done(end)


def _pages(file: Path) -> list[str]:
    """Have SQLite check its own pages and that every index finds what its table holds."""
    with closing(_opened(file)) as sql:
        return [message for (message,) in sql.execute("PRAGMA integrity_check(20)") if message != "ok"]


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(reading_uri(file), uri=True, isolation_level=None)
