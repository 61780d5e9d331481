"""Ingest: files to archived reports and proposed claims, so that an interruption leaves neither a duplicate nor a gap.

Reports flow in chunks. For each chunk, in this order: 1. what is already in the record is passed over; 2. the rest is read;
3. reports and claims are appended in one transaction. A process killed at any point leaves whole chunks; running again adds
what is missing, because a report is known by its id and its content. One report that cannot be taken never stops the others:
it becomes a fault, with a coded entry in the log, and its message is shown. One that the reader fails on is archived without
claims, with the fault in its entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from truceline.errors import EncodingError
from truceline.ledger import OPEN_COMPARTMENT, Draft, Record
from truceline.ledger.leaf import canonical, drafts
from truceline.ledger.leaf.bodies import ReportRefused
from truceline.model import Claim, Fault, Reading, RecordKind, Report, text_digest
from truceline.reader import Reader, claims_of
from truceline.reader.formats import Incoming
from truceline.workflow.opening import theatre_of
from truceline.workflow.reading import CHUNK, ODD_MATERIAL, Came, Defaults, failed, incoming_from, reader_for, readings_of

CLASH = "report.clash"
OTHER_KIND = "report.kind"
TOO_LONG = "claim.too-long"
CHUNK_CHARACTERS = 2_000_000
"""A chunk ends early when its texts are together this long, so that memory stays bounded."""

WITHDRAWN = "report.withdrawn"


class Protect(msgspec.Struct, frozen=True, kw_only=True):
    """In which compartment (its opaque id) sealed values go, and whether the sources of the reports are sealed as well."""

    compartment: str = OPEN_COMPARTMENT
    confidential: bool = False


OPEN = Protect()
MACHINE = "truceline"
Watch = Callable[[int, int | None], None]


class Ingested(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an ingest. ``refused`` are reports and files not taken; ``faults`` those in reports that were taken."""

    added: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    claims: int = 0
    refused: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()

    def joined(self, other: Ingested) -> Ingested:
        """Return both together."""
        return Ingested(
            added=self.added + other.added,
            already=self.already + other.already,
            claims=self.claims + other.claims,
            refused=self.refused + other.refused,
            faults=self.faults + other.faults,
        )


def ingest(  # noqa: PLR0913 - what to take, how to read it, how to keep it
    record: Record,
    paths: Sequence[Path],
    *,
    defaults: Defaults,
    reader: Reader | None = None,
    watch: Watch = lambda _done, _total: None,
    protect: Protect = OPEN,
    by: str = MACHINE,
) -> Ingested:
    """Put the reports in files and folders into the record; ``by`` is who stands in the log for having brought them.

    Raises:
        InputError: a path does not exist; nothing was written then.
    """
    record.refuse_read_only()  # before anything is read
    ingesting = _Ingesting(record, reader, watch, protect, by)
    total = Ingested()
    for chunk in _chunks(incoming_from(paths, defaults)):
        total = total.joined(ingesting.take(chunk))
    return total


def _chunks(flow: Iterable[Came]) -> Iterator[list[Came]]:
    """Yield what comes in, in lists that are short both in number and in length."""
    chunk: list[Came] = []
    length = 0
    for came in flow:
        chunk.append(came)
        length += len(came.item.report.text) if isinstance(came.item, Incoming) else 0
        if len(chunk) >= CHUNK or length >= CHUNK_CHARACTERS:
            yield chunk
            chunk, length = [], 0
    if chunk:
        yield chunk


class _Known(msgspec.Struct, frozen=True):
    """What is compared to tell the same report from another one of its name."""

    text: str
    publisher: str | None
    published_at: str | None
    url: str | None


class _Ingesting:
    """One run: the record, the reports it knows, and a reader that is only loaded when there is something to read."""

    def __init__(self, record: Record, reader: Reader | None, watch: Watch, protect: Protect, by: str) -> None:
        self._record = record
        self._by = by
        self._protect = protect
        self._reader = reader
        self._watch = watch
        self._seen = 0
        self._given: dict[str, str] = {}
        self._known = {
            held.id: _Known(held.text_sha256, held.publisher, held.published_at, held.url) for held in record.reports()
        }

    def take(self, chunk: Sequence[Came]) -> Ingested:
        """Take one chunk in: one transaction for all of it."""
        new: list[Incoming] = []
        already: list[str] = []
        refused: list[Fault] = []
        for came in chunk:
            item = self._protected(came.item)
            if isinstance(item, Fault):
                refused.append(item)
                continue
            there, known = self._known.get(item.report.id), _known(item.report)
            withdrawn = self._withdrawn(item)
            if item.report.kind not in ("actual", self._record.kind):
                refused.append(_other_kind(item.report, came.path, self._record.kind))
            elif withdrawn:
                refused.append(_withdrawn(item.report, came.path, withdrawn))
            elif there is None:
                self._known[item.report.id] = known
                new.append(item)
            elif _is_same(there, known):
                already.append(item.report.id)
            else:
                refused.append(_clash(item.report.id, came.path, there, known))
        self._told(len(chunk) - len(new))
        return self._write(new, already, refused)

    def _told(self, number: int) -> None:
        """Tell whoever watches that so many more are done."""
        self._seen += number
        self._watch(self._seen, None)

    def _write(self, new: list[Incoming], already: list[str], refused: list[Fault]) -> Ingested:
        entries = [self._refusal(fault) for fault in refused]
        faults: list[Fault] = []
        claims = 0
        readings = readings_of(self._reading(), [item.report for item in new]) if new else iter(())
        for item, came in zip(new, readings, strict=True):
            reading, read = _claims(item.report, came)
            found = (*item.faults, *reading.faults)
            faults += [_placed(fault, item.report.id) for fault in found]
            entries.append(self._archived(item, found))
            proposals = [self._record.draft_claim(claim) for claim in read]
            claims += len(proposals)
            entries += proposals
            self._told(1)
        entries, dropped = self._append([replace(draft, co=self._protect.compartment) for draft in entries])
        report_ids = tuple(item.report.id for item in new)
        return Ingested(
            added=report_ids,
            already=tuple(already),
            claims=claims - len(dropped),
            refused=tuple(refused),
            faults=(*faults, *dropped),
        )

    def _protected(self, item: Incoming | Fault) -> Incoming | Fault:
        """Give a report whose source is to be protected the id that it has here."""
        if isinstance(item, Fault) or not self._protect.confidential:
            return item
        given = self._record.confidential_id(item.report.id, self._protect.compartment)
        self._given[given] = item.report.id
        return replace(item, report=replace(item.report, id=given))

    def _archived(self, item: Incoming, faults: Sequence[Fault]) -> Draft:
        if not self._protect.confidential:
            return self._record.draft_report(item.report, raw=item.raw, media=item.media, faults=faults, by=self._by)
        report = replace(item.report, id=self._given[item.report.id])
        compartment = self._protect.compartment
        return self._record.draft_confidential(report, compartment, raw=item.raw, media=item.media, faults=faults, by=self._by)

    def _withdrawn(self, item: Incoming) -> str | None:
        """Say by what order the text of a report, or the bytes it came in, were taken out of the record."""
        raw = hashlib.sha256(item.raw).hexdigest()
        return self._record.withheld(text_digest(item.report.text)) or self._record.withheld(raw)

    def _append(self, entries: list[Draft]) -> tuple[list[Draft], list[Fault]]:
        """Append; a claim that is longer than a leaf may be is left out and said, instead of stopping the day."""
        try:
            self._record.append(entries)
        except EncodingError:
            fitting = [draft for draft in entries if draft.kind != "claim.proposed" or _fits(draft)]
            dropped = [draft for draft in entries if draft not in fitting]
            self._record.append(fitting)
            return fitting, [
                Fault(code=TOO_LONG, message=f"claim {draft.key} has too many parts for one entry; mark it in pieces")
                for draft in dropped
            ]
        return entries, []

    def _refusal(self, fault: Fault) -> Draft:
        """Draft the entry that something was not taken; the same refusal again is the same entry.

        Its id is made from what is sealed in it, under a veil: nobody finds a file's name by trying names.
        """
        name = fault.where or "?"
        key = self._record.reference(f"{fault.code}\n{name}\n{fault.message}")
        return replace(drafts.refused(ReportRefused(code=fault.code), name=name, message=fault.message), key=key)

    def _reading(self) -> Reader:
        if self._reader is None:
            self._reader = reader_for(theatre_of(self._record))
        return self._reader


def _claims(report: Report, reading: Reading) -> tuple[Reading, tuple[Claim, ...]]:
    """Return the reading with its claims; an empty one with its fault where no claims can be made of it."""
    try:
        return reading, claims_of(report, reading)
    except ODD_MATERIAL as error:
        return failed(report, error), ()


def _fits(draft: Draft) -> bool:
    """Say whether a draft surely fits a leaf, with room for the header."""
    return len(canonical.encode_struct(draft.body)) < canonical.MAX_LEAF_BYTES - 1024


def _known(report: Report) -> _Known:
    return _Known(text_digest(report.text), report.publisher, report.published_at, report.url)


def _is_same(there: _Known, given: _Known) -> bool:
    """Say whether what is given is the report that is there: the same text, and nothing said of it that was not said then."""
    pairs = ((there.publisher, given.publisher), (there.published_at, given.published_at), (there.url, given.url))
    return there.text == given.text and all(now in (None, then) for then, now in pairs)


def _clash(report: str, path: Path, there: _Known, given: _Known) -> Fault:
    """Name both reports that bear one id, and what is different in them."""
    parts = [
        f"{name} {getattr(there, name) or 'none'} there, {getattr(given, name) or 'none'} here"
        for name in ("published_at", "publisher", "url")
        if getattr(given, name) not in (None, getattr(there, name))
    ]
    if there.text != given.text:
        parts.insert(0, f"text {there.text[:12]} there, {given.text[:12]} here (SHA-256)")
    message = (
        f'{path}: report id "{report}" is already in use for another report in this record: {"; ".join(parts)}; '
        "expected one report an id; give this one another id (or the file another name); not taken"
    )
    return Fault(code=CLASH, message=message, where=str(path))


def _withdrawn(report: Report, path: Path, why: str) -> Fault:
    """Refuse what was taken out for good: nothing brings it back by the way."""
    message = (
        f'{path}: report "{report.id}" is withheld, {why}: exactly its text, or its bytes, were taken out for good; '
        "`truceline redact list` shows the order; not taken"
    )
    return Fault(code=WITHDRAWN, message=message, where=str(path))


def _other_kind(report: Report, path: Path, kind: RecordKind) -> Fault:
    """Refuse a report of an exercise or a demonstration in a record of something else: it would be taken for real."""
    message = (
        f'{path}: report "{report.id}" is of kind {report.kind}, this record is of kind {kind}; '
        f"expected one of kind {report.kind}; make it in another folder with `truceline init --kind {report.kind}`; not taken"
    )
    return Fault(code=OTHER_KIND, message=message, where=str(path))


def _placed(fault: Fault, report: str) -> Fault:
    return fault if fault.where else replace(fault, where=f"report {report}")
