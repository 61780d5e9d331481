"""Reading files into reports and claims without keeping anything: what ``truceline read`` does, and the first half of ingest.

Reports flow through in chunks, so that memory stays bounded however large a folder is; a file that cannot be read becomes a
fault and the next one is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from truceline.model import Fault, Reading, Report, Theatre
from truceline.reader import READER, Reader
from truceline.reader.formats import Incoming, check_named, read_path

CHUNK = 64
"""Reports that are read, and later written, together."""
STDIN = "-"
READER_FAILED = "reader.failed"
ODD_MATERIAL = (ValueError, LookupError, ArithmeticError, RecursionError)
"""What a text that nobody foresaw raises in a reader: a number or date out of range, an offset, a nesting without end. Anything
else is a mistake of ours that would meet the next report as well, and stops."""

T = TypeVar("T")


class Defaults(msgspec.Struct, frozen=True, kw_only=True):
    """What the person says about reports that do not say it themselves."""

    published: str | None = None
    publisher: str | None = None
    encoding: str | None = None


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """A report, or the fault for which one is not read, with the file or folder that was named for it."""

    path: Path
    item: Incoming | Fault


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One report that came in, and what the reader found in it."""

    incoming: Incoming
    reading: Reading


def incoming_from(paths: Sequence[Path], defaults: Defaults) -> Iterator[Came]:
    """Yield every report in the files and folders in order, and a fault for each that cannot be read.

    Raises:
        InputError: a path does not exist; said before anything is read.
    """
    check_paths(paths)
    for path in paths:
        for item in read_path(path, published=defaults.published, publisher=defaults.publisher, encoding=defaults.encoding):
            yield Came(path=path, item=item)


@lru_cache(maxsize=2)
def reader_for(theatre: Theatre) -> Reader:
    """Return the reader for a theatre, built once a process: loading the language model takes seconds."""
    return Reader(theatre)


def check_paths(paths: Sequence[Path]) -> None:
    """Refuse paths that do not exist, before anything is written.

    Raises:
        InputError: one of them does not, or cannot be looked at.
    """
    for path in paths:
        if str(path) != STDIN:
            check_named(path)


def read_files(paths: Sequence[Path], reader: Reader, defaults: Defaults) -> Iterator[Read | Fault]:
    """Yield what the reader finds in each report, in the order of the files; nothing is kept."""
    for chunk in chunks(incoming_from(paths, defaults), CHUNK):
        reports = [came.item.report for came in chunk if isinstance(came.item, Incoming)]
        readings = readings_of(reader, reports)
        for came in chunk:
            yield Read(incoming=came.item, reading=next(readings)) if isinstance(came.item, Incoming) else came.item


def readings_of(reader: Reader, reports: Sequence[Report]) -> Iterator[Reading]:
    """Yield one reading a report, in order; one that the reader fails on has no claims and the fault READER_FAILED.

    Reports are read together as long as all goes well, and one by one from the first failure on.
    """
    done = 0
    try:
        for reading in reader.read_all(reports):
            yield reading
            done += 1
    except ODD_MATERIAL:
        pass
    yield from (_reading_of(reader, report) for report in reports[done:])


def _reading_of(reader: Reader, report: Report) -> Reading:
    try:
        (reading,) = reader.read_all([report])
    except ODD_MATERIAL as error:
        return failed(report, error)
    return reading


def failed(report: Report, error: Exception) -> Reading:
    """Return the empty reading of a report that the reader failed on, with the fault that says so."""
    message = (
        f'report "{report.id}" could not be read ({type(error).__name__}: {error}); it is taken without claims; '
        "mark its words with `truceline claim add`, and please tell the makers of the reader"
    )
    fault = Fault(code=READER_FAILED, message=message, where=f"report {report.id}")
    return Reading(
        id=report.id, reader=READER, published_at=report.published_at, attributions=(), counts=(), times=(), places=(),
        events=(), faults=(fault,),
    )  # fmt: skip


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of at most ``size``.

    >>> list(chunks("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    flow = iter(items)
    while chunk := list(islice(flow, size)):
        yield chunk
