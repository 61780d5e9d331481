"""The log: an append-only table of leaves and the tree over them, in one database.

One append is one transaction: write leaves, sealed values, full tiles and the state of the tree, commit, and only
then answer. A crash at any point leaves the log as it was before or as it is after, never in between; an append that was
answered is on the disk. Appends of several threads share a transaction (``group.py``). Whoever folds the log into tables
follows it (``Follower``): everything new is folded in before a state is read.

The triggers that refuse changing or deleting an entry are guard rails for our own mistakes. What protects the record is the
tree: ``verify`` in ``check.py`` computes it anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from truceline.errors import NotFoundError, RecordBrokenError, RecordClashError, RecordError, TrucelineError
from truceline.ledger.kernel.batch import Batch, Edge, Stage, milliseconds, stamp
from truceline.ledger.kernel.engines import SCHEMA, Engine, SqliteEngine
from truceline.ledger.kernel.engines.base import StaleError
from truceline.ledger.kernel.follower import Follower
from truceline.ledger.kernel.group import Append, Group
from truceline.ledger.kernel.leaves import Opening, Prepared, lock_all, prepare
from truceline.ledger.kernel.merkle import Frontier, Kept, Tree
from truceline.ledger.kernel.migration import migrate
from truceline.ledger.kernel.tables import (
    insert_disclosure,
    read_disclosures,
    read_leaf,
    read_leaf_hashes,
    read_leaves,
    read_several,
    read_tile,
    unlocked,
)
from truceline.ledger.kernel.transactions import Asking, Transactions
from truceline.ledger.leaf.disclosures import Disclosure
from truceline.ledger.leaf.entries import Draft, Entry, check_draft, read_entry, read_header
from truceline.ledger.sealed.vault import Locked, Vault, name_of

BATCH = 1000
TRIES = 5
"""As often we catch up before a state is folded for us alone, because others write faster."""
FOLDING_WAIT_S = 0.5
"""So long a reader waits for a writer before it folds for itself alone."""

Clock = Callable[[], dt.datetime]

STAGES = ("archived", "turn", "begun", "looked up", "entries", "sealed", "tiles", "state", "committed")
"""What ``at_stage`` is told of an append, in order, each as soon as it is done."""
FOLDING_STAGES = ("turn", "begun", "folded", "committed")
"""What it is told of folding new entries into tables."""


def utc_now() -> dt.datetime:
    """Return the time of the machine's clock, in UTC."""
    return dt.datetime.now(dt.UTC)


def nothing_at_stage(_name: str) -> None:
    """Do nothing at any stage."""


class Log:
    """An open log in ``store``: an engine, or the SQLite file that is opened, and made where it is absent.

    ``wait_s`` is how long to wait for other writers; ``at_stage`` is told of every step (``STAGES``).
    """

    def __init__(
        self, store: Path | Engine, *, clock: Clock = utc_now, wait_s: float = 30.0, at_stage: Stage = nothing_at_stage
    ) -> None:
        self.engine: Engine = SqliteEngine(store, wait_s) if isinstance(store, Path) else store
        self.follower: Follower | None = None
        self._clock = clock
        self._opening: Opening | None = None
        self._vault: Vault | None = None
        self._kept = Kept()
        self._edge = Edge()
        self._hasty = False
        self._group = Group(self._write, wait_s)
        self._transactions = Transactions(self.engine, wait_s, at_stage)
        try:
            self.engine.prepare(wait_s)
            self._migrate()
        except BaseException:
            self.engine.close()
            raise

    @property
    def at_stage(self) -> Stage:
        """What is told of every step (``STAGES``)."""
        return self._transactions.at_stage

    @at_stage.setter
    def at_stage(self, tell: Stage) -> None:
        self._transactions.at_stage = tell

    def close(self) -> None:
        """Let go of the database."""
        self.engine.close()

    @property
    def name(self) -> str:
        """What a message calls the log: its file, or the URL of its database."""
        return self.engine.name

    @property
    def file(self) -> Path:
        """The file of a log that is one file."""
        assert self.engine.file is not None, f"{self.engine.name} is no file"
        return self.engine.file

    @property
    def sql(self) -> Any:  # noqa: ANN401  # the driver's own connection
        """The driver's connection, for tests and for looking by hand."""
        return self.engine.sql

    @property
    def vault(self) -> Vault:
        """Where sealed values are locked and unlocked."""
        opening = self.opening()
        assert opening is not None, "a log without entries has no sealed values"
        if self._vault is None:
            self._vault = Vault(opening.log)
        return self._vault

    @property
    def asking(self) -> Asking:
        """For one question to the database: other threads wait, and what the driver raises is said in our words."""
        return self._transactions.asking

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return self.state().size

    @property
    def root(self) -> bytes:
        """The root of the tree over all entries, as stored with the last append."""
        with self._transactions.asking:
            row = self.engine.row("SELECT root FROM tree_state")
        return bytes(row[0] or b"") if row else b""

    def state(self) -> Frontier:
        """Return the right edge of the tree as stored with the last append."""
        with self._transactions.asking:
            size, edge = self.engine.row("SELECT size, edge FROM tree_state") or (0, b"")
        return Frontier.from_bytes(size, bytes(edge or b""))

    def tree(self) -> Tree:
        """Return the tree over all entries, for making proofs."""
        edge = self.state()
        return Tree(edge.size, self, self._kept, edge)

    def tile(self, level: int, number: int) -> bytes:
        """Return a full tile."""
        with self._transactions.asking:
            return read_tile(self.engine, level, number)

    def leaves(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return the leaf hashes of [start, end)."""
        with self._transactions.asking:
            return read_leaf_hashes(self.engine, start, end)

    def entry(self, idx: int) -> Entry:
        """Return one entry.

        Raises: NotFoundError where the log is shorter.
        """
        with self._transactions.asking:
            leaf = read_leaf(self.engine, idx)
        if leaf is None:
            message = f"no entry {idx}; the log has {self.size} entries, counted from 0"
            raise NotFoundError(message)
        return read_entry(idx, leaf)

    def batches(self, start: int = 0, end: int | None = None) -> Iterator[list[Entry]]:
        """Yield the entries of [start, end) in order, a batch at a time; no cursor stays open between two batches.

        Raises: RecordBrokenError where the log has fewer entries than its stored size says.
        """
        last = self.size if end is None else min(end, self.size)
        for first in range(start, last, BATCH):
            with self._transactions.asking:
                rows = read_leaves(self.engine, first, min(first + BATCH, last))
            yield [read_entry(*row) for row in rows]

    def disclosures(self, idx: int) -> dict[str, Disclosure]:
        """Return the sealed values of an entry that still exist and can be opened here, by name."""
        with self._transactions.asking:
            return read_disclosures(self.engine, self.vault, idx)

    def disclosures_of(self, places: Sequence[int]) -> dict[int, dict[str, Disclosure]]:
        """Return the same for several entries, by place, asked for together; an entry without any is not among them."""
        with self._transactions.asking:
            return read_several(self.engine, self.vault, places)

    def all_disclosures(self) -> Iterator[tuple[str, int | None, Disclosure | None]]:
        """Yield digest, entry and disclosure of every sealed value that exists; no disclosure where its key is not here.

        Raises: RecordBrokenError at the first that was changed.
        """
        with self._transactions.asking:
            yield from unlocked(self.engine, self.vault, "ORDER BY entry_idx, digest")

    def disclosed(self, digest: str) -> Disclosure | None:
        """Return the disclosure behind a digest, None where it does not exist (any more) or its key is not here."""
        with self._transactions.asking:
            return next((found for _, _, found in unlocked(self.engine, self.vault, "WHERE digest = ?", (digest,))), None)

    def keep_disclosure(self, disclosure: Disclosure, compartment: str) -> str:
        """Store a disclosure that a later entry will name, and return its digest."""
        with self.writing():  # a key that is changed meanwhile must not have locked it
            locked = self.vault.lock(compartment, disclosure.digest, disclosure.encoded)
            insert_disclosure(self.engine, disclosure.digest, locked, compartment, None)
        return disclosure.digest

    def append(self, drafts: Sequence[Draft]) -> tuple[int, ...]:
        """Append drafts in one transaction and return their places; what stands there already keeps its place.

        Inside ``writing`` they become part of that transaction. Raises: RecordClashError where an id already stands for other
        content; none of these drafts is written then.
        """
        return self.put(self.prepared(drafts))

    def prepared(self, drafts: Sequence[Draft]) -> Append:
        """Do all of an append that needs no lock: check the drafts and encode them.

        Raises: UsageError, EncodingError, RecordClashError.
        """
        for draft in drafts:
            check_draft(draft)
        opening = self.opening()
        return Append(drafts, None if opening is None else self._prepared(drafts, opening))

    def put(self, wanted: Append) -> tuple[int, ...]:
        """Do the rest of an append: what happens in the database, from waiting for our turn to the commit."""
        if self._transactions.is_inside():
            assert self._transactions.is_writing, "nothing is appended while one state of the record is being read"
            try:
                self._fill([wanted])
            except BaseException as error:
                self._transactions.spoil(error)  # whoever catches it must not keep the half that was written
                raise
            return wanted.result()
        return self._group.append(wanted)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the record for one transaction: all of it is kept, or nothing. Inside another one it is part of that."""
        if self._transactions.is_inside():
            assert self._transactions.is_writing, "nothing is written while one state of the record is being read"
            yield
            return
        with self._transactions.writing():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one unchanging state of the record for several questions, with everything in it folded into the tables.

        Where no turn to write is to be had, or nothing can be written, what is new is folded into copies for us alone.
        """
        if self._transactions.is_inside():
            while self.follower and self._transactions.is_writing and self._is_behind():
                self.follower.follow()
            yield
            return
        for _ in range(TRIES):
            if not self._has_caught_up():
                break
            with self.snapshot():
                if not self._is_behind():
                    yield
                    return
        with self.snapshot(undone=True):
            if self.follower and self._is_behind():
                self.follower.follow_privately()
            yield

    @contextmanager
    def snapshot(self, *, undone: bool = False) -> Iterator[None]:
        """See one unchanging state of the log itself; what is folded from it may be behind."""
        if self._transactions.is_inside():
            yield
            return
        with self._transactions.reading(undone=undone):
            yield

    def opening(self) -> Opening | None:
        """Return origin and time of the first entry, None where there is none yet."""
        if self._opening is None:
            with self._transactions.asking:
                leaf = read_leaf(self.engine, 0)
            if leaf is not None:
                header = read_header(0, leaf)
                try:
                    self._opening = Opening(header.log, milliseconds(header.at))
                except ValueError as error:
                    message = f"entry 0 is dated {header.at!r:.60}, which is no instant; run `truceline fsck`, or restore a copy"
                    raise RecordBrokenError(message) from error
        return self._opening

    def _prepared(self, drafts: Sequence[Draft], opening: Opening) -> list[Prepared]:
        for draft in drafts:
            if draft.kind == "log.opened" and draft.key != opening.log:
                message = f"the log was opened as {opening.log} already; it cannot be opened as {draft.key}"
                raise RecordClashError(message)
        if self._vault is None:
            self._vault = Vault(opening.log)
        vault = self._vault
        return prepare(drafts, opening, vault)

    def _write(self, wanted: Sequence[Append]) -> None:
        """Write several appends in one transaction; what is wrong with one of them is kept with it.

        Nearly always nobody else wrote meanwhile and no id stands already: so this is first taken for granted, and the database
        refuses where it is not so. Only then are ids looked up, and in the next append, for known ids come in rows. What has
        sealed values waits for its turn first: they must be locked with the key that locks now.
        """
        if self._hasty and not any(draft.locked for each in wanted for draft in each.prepared or ()):
            try:
                with self._transactions.writing(hasty=True):
                    self._fill(wanted, hasty=True)
            except StaleError:
                pass
            else:
                return
        with self._transactions.writing():
            self._fill(wanted)

    def _fill(self, wanted: Sequence[Append], *, hasty: bool = False) -> None:
        tell = self._transactions.at_stage
        batch = Batch(self.engine, self._sealed_in, self._clock(), self._edge, self._locked_now, hasty=hasty)
        opening = self.opening()
        for each in wanted:
            each.places = each.error = None
            if each.prepared is None:
                opening = opening or _opened_by(each.drafts, batch)
                each.prepared = self._prepared(each.drafts, opening)
        if not hasty:
            self._hasty = not batch.look_up([draft for each in wanted for draft in each.prepared or ()])
        tell("looked up")
        for each in wanted:
            try:
                each.places = batch.add(each.prepared or ())
            except TrucelineError as error:
                each.error = error
        self._edge = batch.write(tell)

    def _locked_now(self, draft: Draft, locked: Sequence[tuple[str, Locked]]) -> Sequence[tuple[str, Locked]]:
        """Return the sealed values of a draft, locked anew where their compartment's key was changed since they were locked."""
        current = name_of(self.vault.key(draft.co))
        return locked if all(each.wrapped_key.startswith(current) for _, each in locked) else lock_all(draft, self.vault)

    def _sealed_in(self, idx: int) -> dict[str, Disclosure]:
        return read_disclosures(self.engine, self.vault, idx)

    def _is_behind(self, size: int | None = None) -> bool:
        """Say whether some of the first ``size`` entries (None: of all) are not folded into the tables of the follower."""
        with self._transactions.asking:
            return self.follower is not None and self.follower.reached() < (self.size if size is None else size)

    def _has_caught_up(self) -> bool:
        """Fold in what is new, some at a time so that writers get their turn; False where it could not be written."""
        size = self.size
        try:
            while self.follower and self._is_behind(size):
                with self._transactions.writing(FOLDING_WAIT_S):
                    self.follower.follow()
                    self.at_stage("folded")
        except RecordBrokenError:
            raise
        except RecordError:
            return False
        return True

    def _migrate(self) -> None:
        """Bring the tables of an older version up to ours."""
        if self.engine.schema() < SCHEMA:
            with self._transactions.writing():
                migrate(self.engine, self.vault if self.opening() else None)
            self.engine.forget_deleted()


def _opened_by(drafts: Sequence[Draft], batch: Batch) -> Opening:
    """Return the opening of a log, which the first draft of all brings with it: its key is the origin."""
    first = drafts[0]
    if first.kind != "log.opened" or not first.key:
        message = f"the log has not been opened; its first entry is log.opened, not {first.kind}"
        raise RecordBrokenError(message)
    return Opening(first.key, milliseconds(batch.at))


__all__ = ["BATCH", "STAGES", "Clock", "Log", "stamp", "utc_now"]
