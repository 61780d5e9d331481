"""Projections: tables folded from the log, so that questions need not read all of it. They can be dropped and rebuilt.

They hold places in the log and what is needed to find them, never the content itself: what is shown is always read from the leaf.
What can change has versions with closed intervals ``idx_from``..``idx_to`` (both are entry numbers, both included), so that the
state as of any entry is one comparison. Folding entries in one go or one by one gives the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from truceline.ledger.kernel.versions import OPEN, Rows, Versions
from truceline.ledger.leaf.bodies import (
    CallReceived,
    ClaimCoded,
    ClaimDecided,
    ClaimSuperseded,
    CopyNoted,
    JudgementMade,
    LinkMade,
    LinkUnmade,
    PackArchived,
    RedactionOrdered,
    ReportArchived,
)
from truceline.ledger.leaf.entries import Entry

VERSION = 4
"""Raised whenever the tables or the folding change; a record with another number is rebuilt when it is opened."""

METADATA = sa.MetaData()


def _table(name: str, *columns: sa.Column[Any]) -> sa.Table:
    return sa.Table(name, METADATA, *columns, sqlite_strict=True)


TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that sorts by its bytes, whatever the database's own order is."""
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, *, key: bool = False, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, primary_key=key, nullable=null)


def _number(name: str, *, key: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, primary_key=key, nullable=False, index=index, autoincrement=False)


FOLDED = _table("folded", _number("version", key=True), _number("size"))
"""By which version the tables were folded, and how many entries are in them: those with a smaller number."""
PACK = _table("pack", _number("entry", key=True), _text("theatre_sha256"))
REPORT = _table("report", _text("report", key=True), _number("entry", index=True), _text("text_sha256"))
CLAIM = _table("claim", _text("claim", key=True), _text("report", key=True), _number("entry", index=True))
STANDING = _table(
    "standing",
    _text("claim", key=True),
    _number("idx_from", key=True),
    _number("idx_to"),
    _text("standing"),
    _number("entry"),
    _text("superseded_by", null=True),
)
LINK = _table(
    "link",
    _text("claim", key=True),
    _text("incident", key=True),
    _number("idx_from", key=True),
    _number("idx_to"),
)
COPY = _table("copy", _text("report", key=True), _text("of", key=True), _number("idx_from", key=True), _number("idx_to"))
JUDGEMENT = _table(
    "judgement", _text("first", key=True), _text("second", key=True), _number("idx_from", key=True), _number("idx_to")
)
CALL = _table("call", _text("call", key=True), _number("entry"), _text("report"))
REDACTION = _table("redaction", _text("what", key=True), _number("entry"), _number("characters"))
"""What was ordered to go: digest of a sealed value, hash or mark of an archived file; and how long a text was (else 0)."""

_REACHED = sa.select(FOLDED.c.size)
ENTRY = sa.table("entry", sa.column("idx", sa.Integer), sa.column("leaf", sa.LargeBinary))
"""The log's own table, for joining; it is made and written by ``log.py`` alone."""


class Projections:
    """Keeps the tables in step with the log, on a connection whose transactions somebody else opens and closes."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._packs = Rows(PACK, ("entry",))
        self._reports = Rows(REPORT, ("report",))
        self._claims = Rows(CLAIM, ("claim", "report"))
        self._calls = Rows(CALL, ("call",))
        self._redactions = Rows(REDACTION, ("what",))
        self._standings = Versions(STANDING, ("claim",))
        self._links = Versions(LINK, ("claim", "incident"))
        self._copies = Versions(COPY, ("report", "of"))
        self._judgements = Versions(JUDGEMENT, ("first", "second"))
        self._fold: dict[type, Callable[[Entry, Any], None]] = {
            PackArchived: self._pack,
            ReportArchived: self._report,
            ClaimCoded: self._claim,
            ClaimDecided: self._decision,
            ClaimSuperseded: self._supersession,
            CallReceived: self._call,
            LinkMade: self._link,
            LinkUnmade: self._unlink,
            CopyNoted: self._copy,
            JudgementMade: self._judgement,
            RedactionOrdered: self._redaction,
        }

    def is_current(self) -> bool:
        """Say whether the tables are there and were folded by this version."""
        if not sa.inspect(self._connection).has_table(FOLDED.name):
            return False
        return self._connection.execute(sa.select(FOLDED.c.version)).scalar() == VERSION

    def apply(self, entries: Iterable[Entry]) -> None:
        """Fold more entries in, in the order of the log."""
        batch = list(entries)
        if not batch:
            return
        try:
            self._standings.look_up(self._connection, (e.body.claim for e in batch if isinstance(e.body, ClaimCoded)))
            for entry in batch:
                fold = self._fold.get(type(entry.body))
                if fold is not None:
                    fold(entry, entry.body)
            for part in self._parts():
                part.flush(self._connection)
            self._connection.execute(FOLDED.update().values(size=batch[-1].idx + 1))
        finally:
            # What a failed folding gathered must not be written with the next one.
            for part in self._parts():
                part.forget()

    def rebuild(self, batches: Iterable[Sequence[Entry]]) -> None:
        """Drop the tables and fold the whole log anew."""
        METADATA.drop_all(self._connection)
        METADATA.create_all(self._connection)
        self._connection.execute(FOLDED.insert().values(version=VERSION, size=0))
        for batch in batches:
            self.apply(batch)

    def reached(self) -> int:
        """Return how many entries are folded in."""
        return int(self._connection.execute(_REACHED).scalar() or 0)

    def hide_behind_copies(self, homes: tuple[str, str]) -> None:
        """Copy all tables to temporary ones of the same names, which the database looks at first; ``homes`` are their places.

        Where the tables are absent or of another version, the temporary ones are empty.
        """
        temporary, own = homes
        is_current = self.is_current()
        for table in METADATA.sorted_tables:
            make = str(sa.schema.CreateTable(table).compile(dialect=self._connection.dialect))
            self._connection.exec_driver_sql(make.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))
            copy = f'INSERT INTO {temporary}."{table.name}" SELECT * FROM {own}."{table.name}"'  # noqa: S608  # our own names
            if is_current:
                self._connection.exec_driver_sql(copy)
        if not is_current:
            self._connection.execute(FOLDED.insert().values(version=VERSION, size=0))

    def dump(self) -> bytes:
        """Return all rows in one order and one form, for comparing two foldings byte by byte."""
        lines = []
        for table in METADATA.sorted_tables:
            rows = self._connection.execute(sa.select(table).order_by(*table.columns))
            lines += [msgspec.json.encode((str(table.name), *row)) for row in rows]
        return b"\n".join(lines)

    def _parts(self) -> Sequence[Rows | Versions]:
        return (
            self._packs,
            self._reports,
            self._claims,
            self._calls,
            self._redactions,
            self._standings,
            self._links,
            self._copies,
            self._judgements,
        )

    def _pack(self, entry: Entry, body: PackArchived) -> None:
        self._packs.add(entry=entry.idx, theatre_sha256=body.theatre_sha256)

    def _report(self, entry: Entry, body: ReportArchived) -> None:
        self._reports.add(report=body.report, entry=entry.idx, text_sha256=body.text_sha256)

    def _claim(self, entry: Entry, body: ClaimCoded) -> None:
        self._claims.add(claim=body.claim, report=body.report, entry=entry.idx)
        standing = "entered" if entry.kind == "claim.entered" else "proposed"
        if self._standings.current(self._connection, body.claim) is None:
            self._standings.put(entry.idx, (body.claim,), standing=standing, entry=entry.idx, superseded_by=None)
        if body.supersedes is not None:
            self._supersede(entry, body.supersedes, body.claim, by_person=standing == "entered")

    def _supersede(self, entry: Entry, old: str, new: str, *, by_person: bool) -> None:
        """Let ``new`` stand for ``old``; a machine never displaces what a person stands behind."""
        current = self._standings.current(self._connection, old)
        if current is not None and (by_person or current["standing"] == "proposed"):
            self._standings.put(entry.idx, (old,), standing=current["standing"], entry=current["entry"], superseded_by=new)

    def _decision(self, entry: Entry, body: ClaimDecided) -> None:
        current = self._standings.current(self._connection, body.claim)
        if current is None:
            return
        standing = "accepted" if entry.kind == "claim.accepted" else "rejected"
        after = current["superseded_by"]
        self._standings.put(entry.idx, (body.claim,), standing=standing, entry=entry.idx, superseded_by=after)

    def _supersession(self, entry: Entry, body: ClaimSuperseded) -> None:
        self._supersede(entry, body.claim, body.replacement, by_person=True)

    def _call(self, entry: Entry, body: CallReceived) -> None:
        self._calls.add(call=body.call, entry=entry.idx, report=body.report)

    def _link(self, entry: Entry, body: LinkMade) -> None:
        self._links.put(entry.idx, (body.claim, body.incident))

    def _unlink(self, entry: Entry, body: LinkUnmade) -> None:
        self._links.end(entry.idx, (body.claim, body.incident))

    def _copy(self, entry: Entry, body: CopyNoted) -> None:
        self._copies.put(entry.idx, (body.report, body.of))

    def _judgement(self, entry: Entry, body: JudgementMade) -> None:
        first, second = sorted((body.left, body.right))
        self._judgements.put(entry.idx, (first, second))

    def _redaction(self, entry: Entry, body: RedactionOrdered) -> None:
        for target in body.targets:
            for digest in (*target.digests, *target.marks):
                self._redactions.add(what=digest, entry=entry.idx, characters=0)
            for file in target.files:
                self._redactions.add(what=file.sha256, entry=entry.idx, characters=file.characters or 0)


def as_of(table: sa.Table, entry: int | None) -> sa.ColumnElement[bool]:
    """Return the condition for the versions that hold after ``entry`` (None: now)."""
    if entry is None:
        return table.c.idx_to == OPEN
    return sa.and_(table.c.idx_from <= entry, table.c.idx_to >= entry)
