"""Converting other projects' lists of actors into the ``actors.yaml`` of a pack: a file in, text and located remarks out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from truceline.errors import InputError, UsageError
from truceline.model import Actor, ActorName
from truceline.reader.formats import petrarch, ucdp
from truceline.reader.formats.located_yaml import Mistake
from truceline.reader.formats.plain_files import first_bytes, read_at_most

FORMATS = ("petrarch", "ucdp")
STDIN = "-"
LARGEST_BYTES = 64 * 1024 * 1024
"""No list of actors is larger."""


class Converted(msgspec.Struct, frozen=True, kw_only=True):
    """The text of an ``actors.yaml``, how many actors it has, and what could not be carried over, each with its line."""

    yaml: str
    actors: int
    remarks: tuple[Mistake, ...]


def converted(file: Path, origin: str, *, source: str | None = None, code: str | None = None) -> Converted:
    """Convert a list of actors. ``source``: what every entry names as its source (None: the file's name).

    Raises:
        UsageError: no such format.
        InputError: the file cannot be read.
    """
    if origin not in FORMATS:
        message = f'"{origin}" is no format; expected --from {" or ".join(FORMATS)}'
        raise UsageError(message)
    if code is not None and origin != "petrarch":
        message = "--with-code is for petrarch alone: other lists have no codes"
        raise UsageError(message)
    name = "standard input" if str(file) == STDIN else file.name
    remarks: list[Mistake] = []
    text = _text(file, name, remarks)
    if origin == "petrarch":
        actors, found = petrarch.read(name, text, source=source or f"PETRARCH actor dictionary {name}", code=code)
    else:
        actors, found = ucdp.read(name, text, source=source or f"UCDP actor list {name}")
    return Converted(yaml=pack_text(actors, name), actors=len(actors), remarks=(*remarks, *found))


def _text(file: Path, name: str, remarks: list[Mistake]) -> str:
    """Return the text of the file: UTF-8, else Windows' Western European, as these lists were published, with a remark."""
    most = LARGEST_BYTES + 1
    try:
        data = read_at_most(sys.stdin.buffer, most) if str(file) == STDIN else first_bytes(file, most, or_pipe=True)
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}; expected a file with a list of actors"
        raise InputError(message) from error
    if len(data) > LARGEST_BYTES:
        message = f"{name} is larger than {LARGEST_BYTES:,} bytes; expected a list of actors; nothing was converted"
        raise InputError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remarks.append(
            Mistake(f"{name}:{line}", f"byte {data[error.start]:#04x} is not UTF-8; the file was read as windows-1252")
        )
        return data.decode("cp1252", errors="replace")


def pack_text(actors: Iterable[Actor], origin: str) -> str:
    """Return actors as the text of an ``actors.yaml``; every value is quoted, so that none is read as anything but words."""
    head = (
        f"# Converted from {' '.join(origin.split())}. Format: docs/formats/theatre-pack.md. Look it through before it is used.\n"
    )
    return head + "".join(f"{line}\n" for actor in actors for line in _lines(actor))


def _lines(actor: Actor) -> Iterator[str]:
    yield f"- id: {_quoted(actor.id)}"
    yield f"  kind: {actor.kind}"
    yield f"  name: {_quoted(actor.name)}"
    if actor.names:
        yield f"  names: [{', '.join(_name(name) for name in actor.names)}]"
    if actor.within:
        yield f"  within: {_quoted(actor.within)}"
    if actor.within_dated:
        yield f"  within: [{', '.join(_map(of=w.of, since=w.since, until=w.until) for w in actor.within_dated)}]"
    yield f"  source: {_quoted(actor.source or '')}"


def _name(name: ActorName) -> str:
    if name.since is None and name.until is None:
        return _quoted(name.text)
    return _map(text=name.text, since=name.since, until=name.until)


def _map(**values: str | None) -> str:
    return "{" + ", ".join(f"{key}: {_quoted(value)}" for key, value in values.items() if value is not None) + "}"


def _quoted(text: str) -> str:
    return json.dumps("".join(c for c in text if c.isprintable()), ensure_ascii=False)
