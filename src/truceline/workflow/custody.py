"""Custody: hand out what is kept, hash it anew, and say in the log each time who did it and how the bytes were found.

Going out, a copy is written and hashed under a name of nobody's, then the entry is appended, and only then does the copy get its
name: no copy leaves the record without an entry, and no entry speaks of a copy that failed. Names that came with a file are
sealed and are never used as a path.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from truceline.errors import KeyMissingError, NotFoundError, RecordBrokenError, UsageError
from truceline.ledger import Record
from truceline.ledger.disk.whole_files import whole_file
from truceline.ledger.evidence import (
    ACCESSED,
    COPIED,
    REGISTERED,
    VERIFIED,
    CustodyStep,
    Found,
    Kept,
    custody,
    draft_custody,
    kept_file,
    kept_files,
)
from truceline.ledger.leaf.bodies import CustodyNoted, CustodyVerified
from truceline.ledger.leaf.entries import Draft
from truceline.ledger.numbered import append_next

Watch = Callable[[int, int | None], None]
MIN_DIGITS = 12
"""As many hex digits of a SHA-256 name a file; fewer could be a slip."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """Everything kept was hashed anew; ``problems`` says of each file that is not intact which, and what is wrong with it."""

    files: int
    intact: int
    changed: int
    missing: int
    withheld: int
    entry: int
    problems: tuple[str, ...]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A kept file that was asked for: a piece of evidence or the bytes a report came in as."""

    of: Literal["evidence", "report"]
    subject: str
    sha256: str
    leaf_hash: str


def wanted_file(record: Record, name: str) -> Wanted:
    """Find what is meant by an id of evidence, the first digits of a SHA-256, or a report's id.

    Raises: NotFoundError where nothing is, or what is meant was withheld; UsageError where several files are.
    """
    if name.startswith("ev") and name[2:].isdecimal():
        return _wanted(kept_file(record, name))
    reports = [report for report in record.reports() if report.id == name]
    if reports:
        return Wanted(
            of="report",
            subject=name,
            sha256=reports[0].raw_sha256,
            leaf_hash=record.entry(reports[0].entry).leaf_hash.hex(),
        )
    return _by_digest(record, name)


def _by_digest(record: Record, name: str) -> Wanted:
    digits = name.lower()
    if len(digits) < MIN_DIGITS or set(digits) - set("0123456789abcdef"):
        message = f"nothing kept is called {name!r}; expected an id as ev1, a report's id, or {MIN_DIGITS} digits of a SHA-256"
        raise NotFoundError(message)
    found = [_wanted(kept) for kept in kept_files(record) if kept.sha256 and kept.sha256.startswith(digits)]
    found += [
        Wanted(of="report", subject=report.id, sha256=report.raw_sha256, leaf_hash=record.entry(report.entry).leaf_hash.hex())
        for report in record.reports()
        if report.raw_sha256.startswith(digits)
    ]
    if not found:
        message = f"no file kept in this record begins with {name}"
        raise NotFoundError(message)
    if len({each.sha256 for each in found}) > 1:
        message = f"{name} begins several files: {', '.join(each.subject for each in found)}; give more digits or an id"
        raise UsageError(message)
    return found[0]


def _wanted(kept: Kept) -> Wanted:
    if kept.sha256 is None:
        message = f"evidence {kept.id} (entry {kept.entry}) was withheld, or the key of its compartment is not on this machine"
        raise NotFoundError(message)
    return Wanted(of="evidence", subject=kept.id, sha256=kept.sha256, leaf_hash=kept.leaf_hash)


def copy_out(  # noqa: PLR0913 - what, where to, by whom, why
    record: Record, wanted: Wanted, target: Path, *, by: str, reason: str, watch: Watch = lambda _done, _total: None
) -> int:
    """Write a copy of a kept file to ``target``, with an entry about it, and return the entry's place.

    Raises: UsageError where ``target`` exists, RecordBrokenError and NotFoundError where the bytes are not what they were (which
    the log then says), RecordError where the copy cannot be written.
    """
    with whole_file(target) as out:
        _give(record, wanted, out, by=by, reason=reason, kind=COPIED, watch=watch)
        return _note(record, wanted, "intact", kind=COPIED, by=by, reason=reason, to=str(target))


def show(record: Record, wanted: Wanted, out: BinaryIO, *, by: str, reason: str) -> int:
    """Write a kept file into an open stream, with an entry about it first, and return the entry's place.

    The bytes are hashed once before anything is written, and again while they are. Raises: as ``copy_out``.
    """
    _give(record, wanted, None, by=by, reason=reason, kind=ACCESSED)
    idx = _note(record, wanted, "intact", kind=ACCESSED, by=by, reason=reason)
    _give(record, wanted, out, by=by, reason=reason, kind=ACCESSED)
    return idx


def _give(  # noqa: PLR0913
    record: Record,
    wanted: Wanted,
    out: BinaryIO | None,
    *,
    by: str,
    reason: str,
    kind: str,
    watch: Watch = lambda _done, _total: None,
) -> None:
    """Hash a kept file while it is written; where it is not what it was, note that and raise."""
    done = 0
    try:
        for piece in record.files.chunks(wanted.sha256):
            done += len(piece) if out is None else out.write(piece)
            watch(done, None)
    except KeyMissingError:
        raise  # that says nothing of the file
    except (NotFoundError, RecordBrokenError) as error:
        found: Found = "missing" if isinstance(error, NotFoundError) else "changed"
        _note(record, wanted, found, kind=kind, by=by, reason=reason)
        raise


def _note(  # noqa: PLR0913
    record: Record, wanted: Wanted, found: Found, *, kind: str, by: str, reason: str, to: str | None = None
) -> int:
    body = CustodyNoted(of=wanted.of, subject=wanted.subject, found=found)
    draft = draft_custody(body, kind=kind, by=by, reason=reason, to=to, ref=wanted.leaf_hash)
    return append_next(record, kind, lambda _number: draft)[1]


def check_all(record: Record, *, by: str, watch: Watch = lambda _done, _total: None) -> Checked:
    """Hash all evidence and every report's bytes anew, and say in the log how they were found."""
    kept = list(kept_files(record))
    wanted = {each.sha256: f"evidence {each.id}" for each in kept if each.sha256}
    for report in record.reports():
        wanted.setdefault(report.raw_sha256, f"report {report.id}")
    problems: list[str] = []
    counts: dict[Found, int] = {"intact": 0, "changed": 0, "missing": 0}
    locked = 0
    for done, (sha256, what) in enumerate(sorted(wanted.items()), 1):
        found, problem = _found(record, sha256)
        if found is None:
            locked += 1
        else:
            counts[found] += 1
        if problem:
            problems.append(f"{what}: {problem}")
        watch(done, len(wanted))
    withheld = locked + sum(each.sha256 is None for each in kept)
    body = CustodyVerified(files=len(wanted) - locked, **counts, withheld=withheld)
    idx = append_next(record, VERIFIED, lambda _number: Draft(kind=VERIFIED, body=body, by=by))[1]
    return Checked(**msgspec.structs.asdict(body), entry=idx, problems=tuple(problems))


def _found(record: Record, sha256: str) -> tuple[Found | None, str | None]:
    """Hash a kept file; None where it lies encrypted and its key is not here, or it was ordered to go."""
    try:
        for _ in record.files.chunks(sha256):
            pass
    except KeyMissingError:
        return None, None
    except NotFoundError as error:
        return (None, None) if record.withheld(sha256) else ("missing", str(error))
    except RecordBrokenError as error:
        return "changed", str(error)
    return "intact", None


def history(record: Record, name: str) -> tuple[CustodyStep, ...]:
    """Return the chain of custody of a piece of evidence or of a report's bytes: how it came in, then all that was done.

    Raises: NotFoundError.
    """
    of, subject, first = _came_in(record, name)
    return (first, *(step for step in custody(record, of, subject) if step.entry > first.entry))


def _came_in(record: Record, name: str) -> tuple[Literal["evidence", "report"], str, CustodyStep]:
    if name.startswith("ev") and name[2:].isdecimal():
        kept = kept_file(record, name)
        return "evidence", kept.id, CustodyStep(entry=kept.entry, at=kept.at, by=kept.by, kind=REGISTERED, reason=kept.note)
    for report in record.reports():
        if report.id == name:
            step = CustodyStep(entry=report.entry, at=report.received_at, by=report.by, kind="report.archived")
            return "report", name, step
    message = f"nothing kept is called {name!r}; expected an id as ev1 (`truceline evidence list`) or a report's id"
    raise NotFoundError(message)
