"""JSON Lines: one report a line, read line by line so that a file may be larger than memory. A broken line is one fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from truceline.model import Fault
from truceline.reader.formats.decoding import MARKS, decode, kind_of
from truceline.reader.formats.incoming import Found, Incoming, Options, accept

SHAPE = 'one object a line: {"id", "text", "title", "publisher", "published_at", "lang", "url"}'
MEDIA = "application/json"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of input; fields that we do not know are left alone."""

    text: str
    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    lang: str | None = None
    url: str | None = None
    kind: str | None = None


def read_lines(stream: BinaryIO, name: str, where: str, options: Options) -> Iterator[Incoming | Fault]:
    """Yield the report of each line, or its fault; lines without anything are passed over."""
    number = reports = 0
    decoder = msgspec.json.Decoder(Line)
    while raw := stream.readline(options.largest_line + 1):
        number += 1
        place = f"{where}, line {number}"
        if number == 1:
            if other := kind_of(raw):
                yield Fault(
                    code="not_text",
                    message=f"{where}: this is {other}, whatever its name; expected {SHAPE}; not read",
                    where=where,
                )
                return
            raw = raw.removeprefix(MARKS[0][0])
        if len(raw) > options.largest_line:
            _skip_line(stream, raw)
            message = f"{place}: longer than {options.largest_line} bytes; expected {SHAPE}; not read, the lines after it were"
            yield Fault(code="too_large", message=message, where=place)
        elif raw.strip():
            reports += 1
            yield _read_line(decoder, raw.strip(), name, place, number, options)
    if not reports:
        yield Fault(code="empty", message=f"{where}: the file is empty; expected {SHAPE}; nothing to read", where=where)


def _skip_line(stream: BinaryIO, raw: bytes) -> None:
    """Read on to the end of a line that is too long, without keeping it."""
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(1024 * 1024)


def _read_line(  # noqa: PLR0913, PLR0917 - where a line stands and how to read it
    decoder: msgspec.json.Decoder[Line], raw: bytes, name: str, place: str, number: int, options: Options
) -> Incoming | Fault:
    source = raw
    if options.encoding:
        try:
            source = decode(raw, options.encoding).encode()
        except (UnicodeError, LookupError) as error:
            return Fault(
                code="wrong_encoding",
                message=f"{place}: not {options.encoding} ({error}); not read, the other lines were",
                where=place,
            )
    try:
        line = decoder.decode(source)
    except UnicodeDecodeError as error:
        message = (
            f"{place}: byte 0x{source[error.start]:02X} at offset {error.start} is not UTF-8; "
            "save it as UTF-8 or give --encoding; not read, the other lines were"
        )
        return Fault(code="wrong_encoding", message=message, where=place)
    except (msgspec.DecodeError, RecursionError) as error:  # the second where somebody nested lists without end
        message = f"{place}: {error}; expected {SHAPE}; mend or remove this line and read again; the other lines were read"
        return Fault(code="bad_line", message=message, where=place)
    found = Found(
        id=line.id if line.id is not None else f"{name}-{number}",
        text=line.text,
        where=place,
        title=line.title,
        publisher=line.publisher,
        published_at=line.published_at,
        lang=line.lang,
        url=line.url,
        kind=line.kind,
    )
    return accept(found, raw, MEDIA, options)
