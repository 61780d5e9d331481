"""Redacting: taking something out for good, with a legal basis and two people, while every proof stays valid.

One person asks, naming what is to go; a second one sees exactly what that is and approves. Both stand in the log with the
basis, and only then is anything touched (``ledger/redactions.py``). What can go: sealed values of an entry, a report with its
text, its raw bytes and everything sealed in its claims, in decisions on them, gradings of them and steps that stand on them, a
piece of evidence, all of a compartment. A text goes whole: a copy of it with blanks beside the hash of the original would let
everybody try what fits the blanks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
import sqlalchemy as sa

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Draft, Entry, Record
from truceline.ledger.evidence import kept_file, kept_files
from truceline.ledger.kernel.projections import CALL, CLAIM, REPORT, STANDING
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import (
    ClaimGraded,
    EvidenceRegistered,
    ExposureNoted,
    FileWithdrawn,
    GapNoted,
    ObservationEntered,
    RedactionAsked,
    RedactionOrdered,
    ReportArchived,
    ReportRefused,
    StepTaken,
    SubjectOpened,
    TableImported,
    TellingEntered,
    Withdrawn,
)
from truceline.ledger.numbered import append_next, by_number, numbered
from truceline.ledger.observations import EXPOSURE, GAP, LETTERS, OBSERVED, entry_of, withdrawn
from truceline.ledger.redactions import Erased, begin, carry_out, ordered, users
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.sealed.decoys import known_decoys
from truceline.ledger.steps import GRADED, STEP
from truceline.ledger.tellings import OPENED, TOLD, subject_entries
from truceline.ledger.tellings import entry_of as telling_of
from truceline.ledger.tellings import withdrawn as tellings_withdrawn
from truceline.workflow.protecting import is_same_name

ASKED = "redaction.asked"
IN_WORDS = "in-words"
"""The code of a basis that was given in words; they are sealed."""
BASIS = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*", re.ASCII)
PARTS = 120
"""As many values and files are named in one entry, so that it fits a leaf."""
COMPARTMENT = "compartment:"
OF_LETTER = {letter: kind for kind, letter in LETTERS.items()} | {"s": STEP, "a": GRADED}
COUNTED = re.compile(f"([{''.join(OF_LETTER)}])([1-9][0-9]{{0,8}})", re.ASCII)
"""Ids of what is counted: observations, gaps, exposures, tables, steps, gradings."""
_SEALED = sa.table(
    "disclosure", sa.column("digest", sa.Text), sa.column("entry_idx", sa.BigInteger), sa.column("compartment", sa.Text)
)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What is to go of one entry. ``fields``: names of sealed values, ``?`` where it is gone or its key is not here.

    ``files`` are archived files by hash; ``stays`` those that other entries name too, with the first of these.
    """

    entry: int
    kind: str
    fields: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it stands: ``order`` is the first entry that ordered it, None while nobody approved."""

    id: str
    entry: int
    basis: str
    note: str | None
    asked_by: str
    approved_by: str | None
    order: int | None
    parts: tuple[Part, ...]


def ask(record: Record, target: str, *, basis: str, by: str, fields: Sequence[str] = ()) -> Request:
    """Ask that something be taken out, and return the request; nothing has gone yet.

    ``target`` is the number of an entry, the id of a report, a call, a piece of evidence, an imported table (with all that came
    from it), an observation, a gap, an exposure, a step or a grading, a telling, what tellings are about (with all of them), or
    ``compartment:NAME``; ``fields`` are the sealed values that are meant (none: everything). ``basis`` is a code, or words, which
    are sealed.

    Raises:
        NotFoundError: no such thing, or it has no such field.
        UsageError: nothing of it is there to go, or it is something that cannot go.
    """
    if not basis.strip():
        message = "on what basis? expected --basis with a code, such as consent-withdrawn, or with words, which are sealed"
        raise UsageError(message)
    is_code = BASIS.fullmatch(basis) is not None
    with record.log.reading():
        targets = _withdrawn(record, _entries_of(record, target), fields, target)
    first: str | None = None
    for chunk in _leafwise(targets):

        def draft(number: int, chunk: tuple[Withdrawn, ...] = chunk, first: str | None = first) -> Draft:
            body = RedactionAsked(request=first or f"r{number}", basis=basis if is_code else IN_WORDS, targets=chunk)
            return drafts.redaction_asked(body, by=by, note=None if is_code else basis)

        number, _ = append_next(record, ASKED, draft)
        first = first or f"r{number}"
    return request_of(record, first or "")


def requests(record: Record) -> tuple[Request, ...]:
    """Return all requests, the oldest first."""
    asked: dict[str, list[Entry]] = {}
    for entry in numbered(record, ASKED):
        if isinstance(entry.body, RedactionAsked):
            asked.setdefault(entry.body.request, []).append(entry)
    orders = _orders(record)
    return tuple(_request(record, entries, orders.get(name)) for name, entries in asked.items())


def request_of(record: Record, wanted: str) -> Request:
    """Return one request by its id.

    Raises:
        NotFoundError: there is none of this id.
    """
    found = {each.id: each for each in requests(record)}
    if wanted not in found:
        message = f'no request "{wanted}" in this record; expected one of {", ".join(found) or "none: nobody has asked yet"}'
        raise NotFoundError(message)
    return found[wanted]


def check_second(request: Request, by: str) -> None:
    """Refuse an approval by the person who asked, however the name is written.

    Raises:
        UsageError: it is the same name, or the request was approved already.
    """
    if request.order is not None:
        there = f"{request.id} was approved by {request.approved_by} at entry {request.order}"
        message = f"{there}; `truceline redact finish` goes on with it"
        raise UsageError(message)
    if is_same_name(request.asked_by, by):
        message = f'{request.id} was asked for by "{request.asked_by}"; "{by}" cannot approve it; expected a second person'
        raise UsageError(message)


def approve(record: Record, wanted: str, *, by: str) -> tuple[Request, Erased]:
    """Order what was asked for, as its second person, and carry it out.

    Raises:
        NotFoundError: no such request.
        UsageError: the same person asked for it, or it was approved already; nothing was written.
    """
    request = request_of(record, wanted)
    check_second(request, by)
    begin(record)
    record.append([_order(each, by, request.note, n) for n, each in enumerate(_asked(record, wanted))])
    return request_of(record, wanted), carry_out(record)


def _order(asked: Entry, by: str, note: str | None, part: int) -> Draft:
    assert isinstance(asked.body, RedactionAsked)
    body = RedactionOrdered(
        request=asked.body.request,
        basis=asked.body.basis,
        targets=asked.body.targets,
        asked_by=asked.by,
        approved_by=by,
    )
    draft = drafts.redaction_ordered(body, refs=(asked.leaf_hash.hex(),), note=note)
    return msgspec.structs.replace(draft, key=f"{body.request} {part}")


def _asked(record: Record, wanted: str) -> list[Entry]:
    found = numbered(record, ASKED)
    return [each for each in found if isinstance(each.body, RedactionAsked) and each.body.request == wanted]


def _orders(record: Record) -> dict[str, tuple[int, str]]:
    """Return the first entry of each order and who approved it, by request."""
    found: dict[str, tuple[int, str]] = {}
    for idx in sorted({order.entry for order in ordered(record).values()}):
        body = record.entry(idx).body
        if isinstance(body, RedactionOrdered):
            found.setdefault(body.request, (idx, body.approved_by))
    return found


def _request(record: Record, entries: Sequence[Entry], order: tuple[int, str] | None) -> Request:
    first = entries[0]
    assert isinstance(first.body, RedactionAsked)
    note = record.log.disclosures(first.idx).get("note")
    named = users(record) if order is None else {}
    bodies = [entry.body for entry in entries if isinstance(entry.body, RedactionAsked)]
    parts = [_part(record, target, named) for body in bodies for target in body.targets]
    return Request(
        id=first.body.request,
        entry=first.idx,
        basis=first.body.basis,
        note=note.value if note else None,
        asked_by=first.by,
        approved_by=order[1] if order else None,
        order=order[0] if order else None,
        parts=tuple(parts),
    )


def _part(record: Record, target: Withdrawn, named: dict[str, tuple[int, ...]]) -> Part:
    names = {each.digest: name for name, each in record.log.disclosures(target.entry).items()}
    files = [file.sha256 for file in target.files]
    others = {sha256: [idx for idx in named.get(sha256, ()) if idx != target.entry] for sha256 in files}
    entry = record.entry(target.entry)
    blanks = known_decoys(record.vault, entry.co, entry.id)
    return Part(
        entry=entry.idx,
        kind=entry.kind,
        fields=tuple(sorted(names.get(digest, "?") for digest in target.digests if digest not in blanks)),
        files=tuple(files),
        stays=tuple(f"{sha256} (entry {left[0]})" for sha256, left in others.items() if left),
    )


def _entries_of(record: Record, target: str) -> tuple[int, ...]:
    """Return the entries that a person means."""
    if target.startswith(COMPARTMENT):
        return _in_compartment(record, target.removeprefix(COMPARTMENT))
    if target.isdecimal() and target.isascii():
        return (record.entry(int(target)).idx,)
    found = record.connection.execute(sa.select(REPORT.c.entry).where(REPORT.c.report == target)).scalars().all()
    if found:
        return tuple(dict.fromkeys((*found, *_about(record, target))))
    for kept in kept_files(record):
        if kept.id == target:
            return (kept.entry,)
    told = telling_of(record, target)
    if told is not None:
        entries = tuple(_of_subject(record, told))
        return (*entries, *_withdrawals(record, entries))
    counted = COUNTED.fullmatch(target)
    if counted is None:
        expected = f"expected an id, the number of an entry, or {COMPARTMENT}NAME"
        message = f'no report, call, evidence, table, observation, step, grading or telling "{target}" in this record; {expected}'
        raise NotFoundError(message)
    entry = by_number(record, OF_LETTER[counted[1]], int(counted[2]))
    found = tuple(_of_table(record, entry.body)) if isinstance(entry.body, TableImported) else (entry.idx,)
    return (*found, *_withdrawals(record, found))


def _of_table(record: Record, table: TableImported) -> Iterator[int]:
    """Yield the entries of a table: the kept file, and every row that came from it. Its mapping says nothing of anybody."""
    yield kept_file(record, table.evidence).entry
    for kind in (OBSERVED, GAP, EXPOSURE):
        for entry in numbered(record, kind):
            if isinstance(entry.body, (ObservationEntered, GapNoted, ExposureNoted)) and entry.body.table == table.evidence:
                yield entry.idx
    told = [(entry, body) for entry in numbered(record, TOLD) if isinstance(body := entry.body, TellingEntered)]
    elsewhere = {body.subject for _, body in told if body.table != table.evidence}
    yield from (entry.idx for entry, body in told if body.table == table.evidence)
    opened = {body.subject for _, body in told if body.table == table.evidence} - elsewhere
    yield from (entry.idx for entry in subject_entries(record) if _subject_of(entry) in opened)


def _of_subject(record: Record, entry: Entry) -> Iterator[int]:
    """Yield the entry of a telling; that of a subject with every telling about it."""
    yield entry.idx
    if entry.kind == OPENED:
        for each in numbered(record, TOLD):
            if isinstance(each.body, TellingEntered) and each.body.subject == _subject_of(entry):
                yield each.idx


def _subject_of(entry: Entry) -> str:
    return entry.body.subject if isinstance(entry.body, SubjectOpened) else ""


def _withdrawals(record: Record, entries: Collection[int]) -> Iterator[int]:
    """Yield the entries that withdraw any of these: why they did is told in words about the same thing."""
    for name, entry in withdrawn(record).items():
        thing = entry_of(record, name)
        if thing is not None and thing.idx in entries:
            yield entry.idx
    for name, entry in tellings_withdrawn(record).items():
        thing = telling_of(record, name)
        if thing is not None and thing.idx in entries:
            yield entry.idx


def _about(record: Record, report: str) -> Iterator[int]:
    """Yield the entries that may have sealed words of a report: call, claims, what people decided, graded or did upon them."""
    claims = sa.select(CLAIM.c.claim).where(CLAIM.c.report == report)
    for query in (
        sa.select(CALL.c.entry).where(CALL.c.report == report),
        sa.select(CLAIM.c.entry).where(CLAIM.c.report == report).order_by(CLAIM.c.entry),
        sa.select(STANDING.c.entry).where(STANDING.c.claim.in_(claims)).order_by(STANDING.c.entry),
    ):
        yield from record.connection.execute(query).scalars()
    named = set(record.connection.execute(claims).scalars())
    for entry in (*numbered(record, STEP), *numbered(record, GRADED)):
        if isinstance(entry.body, (StepTaken, ClaimGraded)) and entry.body.claim in named:
            yield entry.idx
    for entry in numbered(record, TOLD):
        if isinstance(entry.body, TellingEntered) and entry.body.claim in named:
            yield entry.idx


def _in_compartment(record: Record, name: str) -> tuple[int, ...]:
    co = Compartments(record.origin).id_of(name)
    sealed = sa.select(_SEALED.c.entry_idx).where(_SEALED.c.compartment == co, _SEALED.c.entry_idx.is_not(None)).distinct()
    reports = [held.entry for held in record.reports() if record.entry(held.entry).co == co]
    return tuple(sorted({*record.connection.execute(sealed).scalars(), *reports}))


def _withdrawn(record: Record, entries: Iterable[int], fields: Sequence[str], target: str) -> tuple[Withdrawn, ...]:
    """Return what is there to go of the entries: only ``fields`` where any are named, else sealed values and files."""
    found: list[Withdrawn] = []
    seen: set[str] = set()
    for idx in entries:
        entry = record.entry(idx)
        known = record.log.disclosures(idx)
        seen.update(known)
        digests = [known[name].digest for name in fields if name in known] if fields else _digests(record, entry)
        files = () if fields else tuple(_files(record, entry))
        if digests or files:
            marks = tuple(_marks(record, entry, digests))
            found.append(Withdrawn(entry=idx, digests=tuple(sorted(digests)), files=files, marks=marks))
    missing = [name for name in fields if name not in seen]
    if missing:
        names = ", ".join(sorted(seen)) or "none"
        message = f'"{target}" has no sealed field {", ".join(missing)} that can be read here; it has {names}'
        raise NotFoundError(message)
    if not found:
        message = f'nothing of "{target}" is there to go (any more): no sealed value and no archived file'
        raise UsageError(message)
    return tuple(found)


def _digests(record: Record, entry: Entry) -> list[str]:
    """Return all digests of an entry that has a sealed value here, decoys among them: the order tells no more than the leaf."""
    there = record.connection.execute(sa.select(_SEALED.c.digest).where(_SEALED.c.entry_idx == entry.idx)).scalars().all()
    return sorted({*there, *entry.sealed}) if there else []


def _files(record: Record, entry: Entry) -> Iterator[FileWithdrawn]:
    """Yield the archived files that an entry names; one that others name too goes when it was ordered for all of them.

    Raises:
        UsageError: files of an entry without which the record cannot be read.
    """
    body = entry.body
    if not isinstance(body, (ReportArchived, ReportRefused, EvidenceRegistered)):
        if body.archived():
            message = f"entry {entry.idx} is {entry.kind}: the record cannot be read or checked without its files; they cannot go"
            raise UsageError(message)
        return
    for sha256 in dict.fromkeys(body.archived()):
        if record.files.holds(sha256):
            is_text = isinstance(body, ReportArchived) and sha256 == body.text_sha256
            yield FileWithdrawn(sha256=sha256, characters=len(record.text(sha256)) if is_text else None)


def _marks(record: Record, entry: Entry, digests: Collection[str]) -> list[str]:
    """Return by what a file is known again whose hash is sealed in an entry, where that hash is to go."""
    sealed = record.log.disclosures(entry.idx).get("sha256") if isinstance(entry.body, EvidenceRegistered) else None
    if sealed is None or sealed.digest not in digests:
        return []
    return sorted(record.vault.marks(sealed.value.encode(), [entry.co]))


def _leafwise(targets: Sequence[Withdrawn]) -> Iterator[tuple[Withdrawn, ...]]:
    """Yield the targets in parts that each fit a leaf; what is to go of one entry is never more than that."""
    chunk: list[Withdrawn] = []
    weight = 0
    for target in targets:
        heavy = 2 + len(target.digests) + 2 * len(target.files) + len(target.marks)
        if chunk and weight + heavy > PARTS:
            yield tuple(chunk)
            chunk, weight = [], 0
        chunk.append(target)
        weight += heavy
    if chunk:
        yield tuple(chunk)
