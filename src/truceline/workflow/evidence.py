"""Putting evidence in: photographs, videos, documents, any file, beside the reports and bound to what they belong to.

The bytes are on the disk before the entry that names them; a file is never whole in memory, and nothing in it is interpreted
or changed. The same file for the same thing is kept once.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from truceline.errors import InputError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.evidence import REGISTERED, Belonging, draft_registered, kept_file, kept_files
from truceline.ledger.leaf.entries import OPEN_COMPARTMENT, Draft
from truceline.ledger.numbered import append_next
from truceline.reader.formats.plain_files import open_plain
from truceline.workflow.media import HEAD_BYTES, media_of

Watch = Callable[[int, int | None], None]


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A file put in, and whether it is new: the same file for the same thing is kept once."""

    path: str
    evidence: str
    entry: int
    sha256: str
    size: int
    media: str
    new: bool


def add_files(  # noqa: PLR0913 - what belongs where, by whom, with what note
    record: Record,
    paths: Sequence[Path],
    *,
    by: str,
    of: Belonging | None = None,
    subject: str | None = None,
    note: str | None = None,
    compartment: str = OPEN_COMPARTMENT,
    confidential: bool = False,
    watch: Watch = lambda _done, _total: None,
) -> tuple[Registered, ...]:
    """Put files in, one entry each; nothing at all is put in where one of them cannot be read.

    ``compartment`` (its opaque id): under whose key digest, name and note are sealed; ``confidential``: the file lies encrypted
    under it too. Raises: InputError; NotFoundError where there is nothing of the id ``subject``; UsageError where a file was
    ordered to go.
    """
    sizes = [_regular(path).st_size for path in paths]
    refs = (_leaf_hash_of(record, of, subject),) if of in ("report", "claim", "evidence") and subject else ()
    if of == "incident" and subject not in {link.link.incident for link in record.links()}:
        message = f"no incident {subject!r} in this record; `truceline incidents` lists them"
        raise NotFoundError(message)
    known = {(kept.sha256, kept.of, kept.subject): kept for kept in kept_files(record)}
    found = []
    for taken in _take_all(record, paths, sizes, watch, compartment if confidential else None):
        there = known.get((taken.sha256, of, subject))
        if there is None:
            made = _register(record, taken, by=by, of=of, subject=subject, note=note, refs=refs, co=compartment)
            known[taken.sha256, of, subject] = kept_file(record, made.evidence)
        else:
            made = msgspec.structs.replace(taken, evidence=there.id, entry=there.entry, new=False)
        found.append(made)
    return tuple(found)


def _take_all(record: Record, paths: Sequence[Path], sizes: Sequence[int], watch: Watch, lock: str | None) -> list[Registered]:
    """Take all files in, or none of them."""
    found: list[Registered] = []
    before, times = 0, 2 if lock else 1
    try:
        for path, size in zip(paths, sizes, strict=True):
            found.append(_take(record, path, partial(_passed_on, watch, before, sum(sizes) * times), lock))
            before += size * times
    except BaseException:
        for taken in found:
            record.files.drop(taken.sha256)
        raise
    return found


def _passed_on(watch: Watch, before: int, total: int, done: int) -> None:
    watch(before + done, total)


def _regular(path: Path) -> os.stat_result:
    """Return what the system says of a file, refusing what is none: folders, devices and pipes have no last byte."""
    try:
        said = path.stat()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}; nothing was put in"
        raise InputError(message) from error
    if not stat.S_ISREG(said.st_mode):
        message = f"{path} is no file; expected a photograph, a video, a document; nothing was put in"
        raise InputError(message)
    return said


def _take(record: Record, path: Path, watch: Callable[[int], None], lock: str | None) -> Registered:
    try:
        with open_plain(path) as source:  # it was looked at before, and may have been exchanged for another since
            media = media_of(source.read(HEAD_BYTES))
            source.seek(0)
            watched = cast("BinaryIO", _Watched(source, watch))
            sha256, size = record.take(watched, lock)
    except UsageError as error:
        message = f"{path}: {error}; nothing was put in"
        raise UsageError(message) from error
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise InputError(message) from error
    return Registered(path=_legible(path), evidence="", entry=-1, sha256=sha256, size=size, media=media, new=True)


class _Watched:
    """A file that tells how much of it was read."""

    def __init__(self, source: BinaryIO, watch: Callable[[int], None]) -> None:
        self._source = source
        self._watch = watch
        self._done = 0

    def read(self, size: int) -> bytes:
        """Read on."""
        piece = self._source.read(size)
        self._done += len(piece)
        self._watch(self._done)
        return piece

    def tell(self) -> int:
        """Say where we are."""
        return self._source.tell()

    def seek(self, place: int) -> int:
        """Go there."""
        return self._source.seek(place)


def _legible(path: Path) -> str:
    """Return the path of a file as text: a byte that is no UTF-8 is escaped, since an entry holds whole characters."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _register(  # noqa: PLR0913
    record: Record,
    taken: Registered,
    *,
    by: str,
    of: Belonging | None,
    subject: str | None,
    note: str | None,
    refs: tuple[str, ...],
    co: str,
) -> Registered:
    def draft(number: int) -> Draft:
        made = draft_registered(
            number=number,
            sha256=taken.sha256,
            size=taken.size,
            media=taken.media,
            name=Path(taken.path).name,
            by=by,
            note=note,
            of=of,
            subject=subject,
            refs=refs,
        )
        return msgspec.structs.replace(made, co=co)

    number, idx = append_next(record, REGISTERED, draft)
    return msgspec.structs.replace(taken, evidence=f"ev{number}", entry=idx)


def _leaf_hash_of(record: Record, of: Belonging | None, subject: str) -> str:
    """Return the leaf hash (hex) of the entry of a report, claim or piece of evidence.

    Raises: NotFoundError.
    """
    match of:
        case "evidence":
            return kept_file(record, subject).leaf_hash
        case "report":
            found = [report.entry for report in record.reports() if report.id == subject]
        case _:
            found = [claim.entry for claim in record.claims(superseded=True) if claim.claim.id == subject]
    if not found:
        message = f"no {of} {subject!r} in this record; `truceline {'sources' if of == 'report' else 'claims'}` lists them"
        raise NotFoundError(message)
    return record.entry(found[0]).leaf_hash.hex()
