"""A record on disk: the one object through which the rest of truceline keeps and reads anything.

``DIR/truceline.toml`` says that DIR is a record; ``DIR/.truceline/`` has the log (``ledger.sqlite``) and the archive. All that a
record says is in its log; the archive holds the bytes that the log names. See docs/formats/record.md.

>>> import tempfile
>>> from truceline.model import Report
>>> with tempfile.TemporaryDirectory() as folder, Record.create(folder, "demonstration", "world") as record:
...     report = Report(id="r1", text="Shells fell on the town.")
...     draft = record.draft_report(report, raw=report.text.encode(), media="text/plain")
...     record.append([draft]), record.append([draft])
((1,), (1,))
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from truceline import __version__
from truceline.errors import NotFoundError, RecordUnfinishedError, UsageError
from truceline.ledger import orders_since, reads, redactions, rekeying, settings
from truceline.ledger.checking import check
from truceline.ledger.disk.archive import make_folder
from truceline.ledger.exchange import copies
from truceline.ledger.heads import heads, timeline
from truceline.ledger.kernel.log import Clock, Log, utc_now
from truceline.ledger.leaf.bodies import FaultNoted, LogOpened, PackArchived, PackFile, ReportArchived
from truceline.ledger.leaf.claim_body import squeezed, without_words
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.leaf.recorded import (
    RecordedCall,
    RecordedClaim,
    RecordedCopy,
    RecordedJudgement,
    RecordedLink,
    RecordedReport,
    Stood,
)
from truceline.ledger.store import FOLDER, Store
from truceline.ledger.whereabouts import engine_of, new_engine
from truceline.model import Claim, Fault, RecordKind, Report, Span, Theatre

WAIT_S = 30.0
CONFIDENTIAL = "confidential-"


class Record(Store):
    """An open record. Make one with ``create`` or ``open``; close it, or use it in a ``with`` statement."""

    _size_marked: int | None = None
    """The size up to which the high-water mark is known to reach; None while the record is not held against it."""

    @classmethod
    def create(  # noqa: PLR0913 - what a record is, and by whose clock
        cls,
        folder: str | Path,
        kind: RecordKind,
        theatre: str,
        *,
        clock: Clock = utc_now,
        wait_s: float = WAIT_S,
        database: str | None = None,
    ) -> Self:
        """Make a record in ``folder`` (made where absent) and return it open; ``database``: URL of the PostgreSQL for its log.

        A making that was interrupted is finished. Raises: UsageError where there is a record already.
        """
        place = Path(folder)
        if (place / settings.NAME).exists():
            message = f"there is a record in {place} already; open it, or name another folder"
            raise UsageError(message)
        make_folder(place)
        # Sealed values lie in here beside the log: nobody else on this machine reads them.
        make_folder(place / FOLDER, 0o700)
        record = cls(place, Log(new_engine(place, database, wait_s), clock=clock, wait_s=wait_s))
        with record._closed_on_error():
            if record.log.opening() is None:
                body = LogOpened(kind=kind, theatre=theatre, software=f"truceline {__version__}")
                origin = f"truceline.local/{secrets.token_hex(16)}"
                record._keep_in_step()
                record.append([Draft(kind="log.opened", body=body, by="truceline", key=origin)])
            if (record.kind, record.theatre) != (kind, theatre):
                begun = f"a record of kind {record.kind} and theatre {record.theatre} was begun in {place}"
                message = f"{begun}; {kind} and {theatre} were asked for"
                raise UsageError(message)
            record._write_settings()
            record._size_marked = 0
        return record

    @classmethod
    def open(cls, folder: str | Path, *, clock: Clock = utc_now, wait_s: float = WAIT_S, is_checked: bool = True) -> Self:
        """Open the record in ``folder``; ``is_checked``: hold it against everything that was seen of it before.

        Raises: NotFoundError where there is none, RecordNewerError, RecordBrokenError, RolledBackError, ForkError.
        """
        place = Path(folder)
        record = cls(place, Log(engine_of(place, wait_s), clock=clock, wait_s=wait_s))
        with record._closed_on_error():
            if record.log.opening() is None:
                message = f"the making of the record in {place} was interrupted; run `truceline init` there again"
                raise NotFoundError(message)
            if is_checked:
                with record.log.asking:
                    heads.check_at_open(record)
                record._size_marked = record.size
            record._keep_in_step()
            if record.is_read_only:
                record._refuse_unfinished()
            else:
                record._finish(is_checked=is_checked)
        return record

    def _finish(self, *, is_checked: bool) -> None:
        """Go on with whatever a crash interrupted."""
        self._write_settings()
        redactions.finish(self)
        copies.finish(self)
        rekeying.finish(self)
        if is_checked:
            orders_since.order_again(self)

    def _refuse_unfinished(self) -> None:
        """Refuse to read what an order has not reached yet, where nothing can be written to finish it."""
        for name in (redactions.MARK, orders_since.NAME):
            if (self.folder / FOLDER / name).exists():
                message = (
                    f"an order to redact was not carried out to its end in {self.folder} ({name}); nothing can be written there. "
                    "What was ordered to go is not read: open the record once where it can be written"
                )
                raise RecordUnfinishedError(message)

    def close(self) -> None:
        """Let go of the files, and move the high-water mark up to what was appended meanwhile."""
        seen, self._size_marked = self._size_marked, None
        try:
            if seen is not None and self.size != seen:
                timeline.raise_mark(self)
        finally:
            super().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def draft_report(
        self, report: Report, *, raw: bytes, media: str, by: str = "truceline", faults: Sequence[Fault] = ()
    ) -> Draft:
        """Archive a report's bytes and text, and return the entry that says so. Its natural key is the report's id.

        Raises: UsageError where exactly this text was ordered to go.
        """
        text_sha256 = self.archive(report.text.encode("utf-8", "surrogatepass"))
        self._remember(text_sha256, report.text)
        title_at = _place_of(report.title, report.text)
        body = ReportArchived(
            report=report.id,
            text_sha256=text_sha256,
            raw_sha256=self.archive(raw),
            media=media,
            publisher=report.publisher,
            published_at=report.published_at,
            lang=report.lang,
            url=report.url,
            title_at=title_at,
            faults=tuple(FaultNoted(code=fault.code, span=fault.span) for fault in faults),
        )
        sealed = (seal("title", report.title),) if report.title and title_at is None else ()
        return Draft(kind="report.archived", body=body, by=by, key=report.id, sealed=sealed)

    def draft_confidential(  # noqa: PLR0913 - as for draft_report
        self, report: Report, compartment: str, *, raw: bytes, media: str, by: str = "truceline", faults: Sequence[Fault] = ()
    ) -> Draft:
        """Archive a report whose source is to be protected, and return the entry that says so without naming it.

        Title, publisher, address and the id it came with are sealed in ``compartment``; text and bytes lie encrypted under its
        key. Its id here follows from the one it came with, under that key. Day and language stay open: the clocks need them.
        """
        text_sha256 = self.archive(report.text.encode("utf-8", "surrogatepass"), compartment)
        self._remember(text_sha256, report.text)
        body = ReportArchived(
            report=self.confidential_id(report.id, compartment),
            text_sha256=text_sha256,
            raw_sha256=self.archive(raw, compartment),
            media=media,
            published_at=report.published_at,
            lang=report.lang,
            faults=tuple(FaultNoted(code=fault.code, span=fault.span) for fault in faults),
            confidential=True,
        )
        values = {"title": report.title, "publisher": report.publisher, "url": report.url, "given_id": report.id}
        sealed = tuple(seal(name, value) for name, value in values.items() if value)
        return Draft(kind="report.archived", body=body, by=by, key=body.report, sealed=sealed, co=compartment)

    def confidential_id(self, given: str, compartment: str) -> str:
        """Return the id that a confidential report has here; without the compartment's key the given one is not found from it."""
        return f"{CONFIDENTIAL}{self.reference(given, compartment)[:16]}"

    def draft_claim(self, claim: Claim, *, entered: bool = False, by: str | None = None) -> Draft:
        """Return the entry for a claim: ``claim.proposed`` by a reader, or ``claim.entered`` by a person.

        The text it is from must have been archived, by ``draft_report`` at the latest.
        """
        body, sealed = without_words(claim, self.text(claim.text_sha256), self.names)
        kind = "claim.entered" if entered else "claim.proposed"
        return Draft(kind=kind, body=body, by=by or claim.author, key=f"{claim.id} {claim.report}", sealed=sealed)

    def draft_pack(self, theatre: Theatre, files: dict[str, bytes], by: str = "truceline") -> Draft:
        """Archive a theatre pack, as read and as it came, and return the entry that puts it in use."""
        body = PackArchived(
            name=theatre.name,
            version=theatre.version,
            theatre_sha256=self.archive(msgspec.json.encode(theatre, order="deterministic")),
            files=tuple(PackFile(path=path, sha256=self.archive(data)) for path, data in sorted(files.items())),
        )
        return Draft(kind="pack.archived", body=body, by=by, key=body.theatre_sha256)

    def entry(self, idx: int) -> Entry:
        """Return one entry of the log."""
        return self.log.entry(idx)

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """Yield the entries from ``start`` on, in order."""
        for batch in self.log.batches(start):
            yield from batch

    def reports(self, entry: int | None = None, *, only: Collection[str] | None = None) -> tuple[RecordedReport, ...]:
        """Return all reports, in the order in which they came in; ``entry``: as the record stood after that entry.

        ``only``: those of these ids.
        """
        return reads.reports(self, entry, only=only)

    def report(self, report_id: str) -> Report:
        """Return a report with its text.

        Raises: NotFoundError.
        """
        return reads.report(self, report_id)

    def claims(
        self,
        entry: int | None = None,
        *,
        superseded: bool = False,
        only: Collection[str] | None = None,
        report: str | None = None,
    ) -> tuple[RecordedClaim, ...]:
        """Return all claims in the order of the log, without those another stands for unless ``superseded`` asks for them.

        ``only``: those of these ids; ``report``: those of one report.
        """
        return reads.claims(self, entry, superseded=superseded, only=only, report=report)

    def claim_ids(self) -> frozenset[str]:
        """Return the ids of all claims, also of those that others stand for."""
        return reads.claim_ids(self)

    def standings(self, claims: Sequence[str]) -> dict[str, Stood]:
        """Return how some claims stand now, by id, without those that there are not."""
        return reads.standings(self, claims)

    def compartments_of(self, claims: Sequence[str]) -> dict[str, str]:
        """Return the compartment of some claims by id, without those that there are not."""
        return reads.compartments_of(self, claims)

    def successors(self) -> Mapping[str, str]:
        """Return which claim stands in the place of another now, by the id of the other."""
        return reads.successors(self)

    def superseded(self, entry: int | None = None) -> Mapping[str, str]:
        """Return the claims in whose place others stand, each with its report."""
        return reads.superseded(self, entry)

    def links(
        self, entry: int | None = None, *, incident: str | None = None, claim: str | None = None
    ) -> tuple[RecordedLink, ...]:
        """Return the links that hold, to one ``incident`` or of one ``claim`` where given."""
        return reads.links(self, entry, incident=incident, claim=claim)

    def copies(self, entry: int | None = None) -> tuple[RecordedCopy, ...]:
        """Return the noted copies."""
        return reads.copies(self, entry)

    def judgements(self, entry: int | None = None) -> tuple[RecordedJudgement, ...]:
        """Return people's judgements on pairs of claims, the last one on each pair."""
        return reads.judgements(self, entry)

    def calls(self, entry: int | None = None) -> tuple[RecordedCall, ...]:
        """Return the telephone allegations, in the order in which they were recorded."""
        return reads.calls(self, entry)

    def verify(
        self, *, size: int | None = None, root: str | None = None, watch: check.Watch = lambda _done, _total: None
    ) -> check.Verification:
        """Compute everything anew and compare; ``size`` and ``root`` are those that somebody noted down earlier."""
        return check.verify(self, size=size, root=root, watch=watch)


def _place_of(words: str | None, text: str) -> Span | None:
    """Return where ``words`` first stand in ``text``, word for word."""
    start = text.find(words) if words else -1
    return Span(start, start + len(words)) if words and start >= 0 and squeezed(words) == words else None
