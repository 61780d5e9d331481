"""Paths to reports: single files, folders in a fixed order, standard input.

A file larger than the limit is refused, and never more than the limit is read, whatever size it says it has; JSON Lines are
exempt, because they are read line by line. In a folder, hidden files and records are passed over, and what is no plain file or of
a kind we do not read is named, so that nothing is lost silently. A pipe is read where a person named it.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from truceline.errors import InputError, UsageError
from truceline.model import Fault
from truceline.reader.formats.incoming import HIDDEN_IN_NAME, Incoming, Options, checked_day, shown
from truceline.reader.formats.lines import read_lines
from truceline.reader.formats.plain_files import NotPlainError, open_plain, read_at_most
from truceline.reader.formats.single import read_html, read_text
from truceline.reader.formats.tables import read_table

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "table",
    ".tsv": "table",
}
RECORD_MARK = "truceline.toml"
"""A folder that holds this file is a record; what lies in it was made by us and is no report."""
STDIN = "-"
STANDARD_INPUT = "standard input"
NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


def read_path(
    path: Path,
    *,
    published: str | None = None,
    publisher: str | None = None,
    encoding: str | None = None,
    options: Options | None = None,
) -> Iterator[Incoming | Fault]:
    """Yield the reports of a file, of a folder and all below it in order of name, or of standard input (``-``).

    ``published`` (``YYYY-MM-DD``) and ``publisher`` fill in what a report leaves open; ``encoding`` is that of all files.
    What cannot be read is a ``Fault``, and the rest is read.

    Raises:
        InputError: there is no such file or folder, or none that can be looked at.
        UsageError: ``published`` is not a day.
    """
    known = options or Options()
    if published is not None or publisher is not None or encoding is not None:
        known = msgspec.structs.replace(known, published=published, publisher=publisher, encoding=encoding)
    if known.published and checked_day(known.published, "--published")[0] is None:
        message = f'--published "{known.published}" is not a day; expected a date that exists, like 2016-09-21'
        raise UsageError(message)
    if str(path) == STDIN:
        return _read_stream(known)
    check_named(path)
    return _read_folder(path, known) if path.is_dir() else _read_file(path, known, or_pipe=True)


def check_named(path: Path) -> None:
    """Refuse a path under which nothing can be found.

    Raises: InputError.
    """
    expected = f"expected {', '.join(sorted(KINDS))} or a folder of them"
    try:
        path.stat()
    except OSError as error:
        what = f"no file or folder {shown(str(path))}"
        message = f"{what}; {expected}" if error.errno in NOT_THERE else f"{what}: {error.strerror}; {expected}"
        raise InputError(message) from error


def _read_folder(top: Path, options: Options) -> Iterator[Incoming | Fault]:
    """Read a folder and all below it; without recursion, however deep somebody nested it."""
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            below = _below(path, is_top=path is top)
        except OSError as error:
            yield _unreadable(path, error)
            continue
        if below is not None:
            waiting += reversed(below)
        elif path.suffix.lower() in KINDS:
            yield from _read_file(path, options)
        else:
            expected = ", ".join(sorted(KINDS))
            message = (
                f"{shown(str(path))}: files of this kind are not read; expected {expected}; save it as one of them; not read"
            )
            yield Fault(code="unknown_kind", message=message, where=shown(str(path)))


def _below(path: Path, *, is_top: bool) -> list[Path] | None:
    """Return what lies in a folder, in order of name, and nothing of a record or behind a link; None where it is no folder."""
    if not path.is_dir():
        return None
    if not is_top and (path.is_symlink() or (path / RECORD_MARK).exists()):
        return []
    found = (each for each in path.iterdir() if not each.name.startswith(".") and each.name != RECORD_MARK)
    return sorted(found, key=lambda each: each.name)


def _read_file(path: Path, options: Options, *, or_pipe: bool = False) -> Iterator[Incoming | Fault]:
    where = shown(str(path))
    if hidden := HIDDEN_IN_NAME.search(path.name):
        message = (
            f"{where}: the file name holds the hidden character U+{ord(hidden.group()):04X}; "
            "expected a name that reads as it is written; rename it; not read"
        )
        yield Fault(code="hidden_in_name", message=message, where=where)
        return
    kind = KINDS.get(path.suffix.lower(), "text")
    try:
        with open_plain(path, or_pipe=or_pipe) as stream:
            if kind == "lines":
                yield from read_lines(stream, path.stem, where, options)
                return
            data = _whole(stream, where, options)
    except OSError as error:
        yield _unreadable(path, error)
        return
    if isinstance(data, Fault):
        yield data
    else:
        yield from _read_data(data, kind, path.stem, where, options)


def _whole(stream: BinaryIO, where: str, options: Options) -> bytes | Fault:
    """Return all that a file holds; where it says that it is too large, nothing of it is read."""
    size = os.fstat(stream.fileno()).st_size
    if size > options.largest_file:
        return _too_large(where, size, options)
    data = read_at_most(stream, options.largest_file + 1)
    return data if len(data) <= options.largest_file else _too_large(where, None, options)


def _unreadable(path: Path, error: OSError) -> Fault:
    where = shown(str(path))
    if isinstance(error, NotPlainError):
        message = (
            f"{where} is {error.strerror}; expected a file that holds a report; take it out, or save what it gives; not read"
        )
        return Fault(code="not_plain", message=message, where=where)
    message = f"{where}: {error.strerror}; expected a file or folder that may be read; not read"
    return Fault(code="unreadable", message=message, where=where)


def _read_data(data: bytes, kind: str, name: str, where: str, options: Options) -> Iterator[Incoming | Fault]:
    if kind == "table":
        yield from read_table(data, name, where, options)
    elif kind == "html":
        yield read_html(data, name, where, options)
    else:
        yield read_text(data, name, where, f"text/{'markdown' if kind == 'markdown' else 'plain'}", options)


def _too_large(where: str, size: int | None, options: Options) -> Fault:
    largest = options.largest_file
    told = f"{size} bytes" if size is not None else f"more than {largest} bytes"
    message = f"{where}: {told}; expected at most {largest}; split it, or give its reports as JSON Lines, one a line; not read"
    return Fault(code="too_large", message=message, where=where)


def _read_stream(options: Options) -> Iterator[Incoming | Fault]:
    """Read standard input: JSON Lines where it begins with a brace, HTML where it begins with "<", else text."""
    stream = io.BufferedReader(cast("io.RawIOBase", sys.stdin.buffer))
    try:
        start = stream.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"{"):
            yield from read_lines(stream, "stdin", STANDARD_INPUT, options)
            return
        data = read_at_most(stream, options.largest_file + 1)
        if len(data) > options.largest_file:
            yield _too_large(STANDARD_INPUT, None, options)
        else:
            yield from _read_data(data, "html" if start.startswith(b"<") else "text", "stdin", STANDARD_INPUT, options)
    finally:
        stream.detach()  # standard input stays open for questions that follow
