"""Paths to reports: single files, folders in a fixed order, standard input.

A file larger than the limit is refused before it is opened; JSON Lines are exempt, because they are read line by line. In a
folder, hidden files and records are passed over, and a file of a kind we do not read is named, so that nothing is lost silently.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec

from truceline.errors import InputError, UsageError
from truceline.model import Fault
from truceline.reader.formats.incoming import HIDDEN_IN_NAME, Incoming, Options, checked_day, shown
from truceline.reader.formats.lines import read_lines
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
        InputError: there is no such file or folder.
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
    if not path.exists():
        message = f"no file or folder {shown(str(path))}; expected {', '.join(sorted(KINDS))} or a folder of them"
        raise InputError(message)
    return _read_folder(path, known) if path.is_dir() else _read_file(path, known)


def _read_folder(folder: Path, options: Options) -> Iterator[Incoming | Fault]:
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.startswith(".") or path.name == RECORD_MARK:
            continue
        if path.is_dir():
            if not path.is_symlink() and not (path / RECORD_MARK).exists():
                yield from _read_folder(path, options)
        elif path.suffix.lower() in KINDS:
            yield from _read_file(path, options)
        else:
            expected = ", ".join(sorted(KINDS))
            message = (
                f"{shown(str(path))}: files of this kind are not read; expected {expected}; save it as one of them; not read"
            )
            yield Fault(code="unknown_kind", message=message, where=shown(str(path)))


def _read_file(path: Path, options: Options) -> Iterator[Incoming | Fault]:
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
        if kind == "lines":
            with path.open("rb") as stream:
                yield from read_lines(stream, path.stem, where, options)
            return
        size = path.stat().st_size
        if size > options.largest_file:
            yield _too_large(where, size, options)
            return
        data = path.read_bytes()
    except OSError as error:
        yield Fault(
            code="unreadable", message=f"{where}: {error.strerror}; expected a file that may be read; not read", where=where
        )
        return
    yield from _read_data(data, kind, path.stem, where, options)


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
        data = stream.read(options.largest_file + 1)
        if len(data) > options.largest_file:
            yield _too_large(STANDARD_INPUT, None, options)
        else:
            yield from _read_data(data, "html" if start.startswith(b"<") else "text", "stdin", STANDARD_INPUT, options)
    finally:
        stream.detach()  # standard input stays open for questions that follow
