"""CSV: one report a row, columns by name. A row that does not fit is one fault with its number; the others are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from truceline.model import Fault
from truceline.reader.formats.decoding import decoded
from truceline.reader.formats.incoming import Found, Incoming, Options, accept

COLUMNS = ("id", "text", "title", "publisher", "published_at", "lang", "url", "kind")
MEDIA = "text/csv"


def read_table(data: bytes, name: str, where: str, options: Options) -> Iterator[Incoming | Fault]:
    """Yield the report of each row, or its fault; what is archived of a row is the header and the row."""
    text = decoded(data, where, options.encoding)
    if isinstance(text, Fault):
        yield text
        return
    csv.field_size_limit(max(csv.field_size_limit(), options.largest_line))
    lines = io.StringIO(text, newline="").readlines()
    rows = csv.reader(lines, delimiter=_delimiter(lines[0]), strict=True)
    header = next(_guarded(rows, where), None)
    if isinstance(header, Fault) or header is None or "text" not in (names := [h.strip().lower() for h in header]):
        found = "no header" if header is None or isinstance(header, Fault) else ", ".join(header)
        message = (
            f'{where}: no column is called "text" (found: {found}); '
            f"expected a first row with names among {', '.join(COLUMNS)}; not read"
        )
        yield Fault(code="no_text_column", message=message, where=where)
        return
    head_lines = rows.line_num
    number, before = 1, head_lines
    for row in _guarded(rows, where):
        number += 1
        raw = "".join((*lines[:head_lines], *lines[before : rows.line_num])).encode()
        before = rows.line_num
        if isinstance(row, Fault):
            yield row
        elif row:
            yield _read_row(names, row, raw, name, f"{where}, row {number}", number, options)


def _delimiter(header: str) -> str:
    """Return the delimiter that the header uses most."""
    return max(",;\t", key=header.count)


def _guarded(rows: Iterator[list[str]], where: str) -> Iterator[list[str] | Fault]:
    """Yield rows; one that breaks the rules of CSV becomes a fault."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            place = f"{where}, line {getattr(rows, 'line_num', 0)}"
            yield Fault(
                code="bad_row",
                message=f"{place}: {error}; expected quoted fields to be closed; mend this row; the other rows were read",
                where=place,
            )
            continue
        yield row


def _read_row(  # noqa: PLR0913, PLR0917 - where a row stands and how to read it
    names: list[str], row: list[str], raw: bytes, name: str, place: str, number: int, options: Options
) -> Incoming | Fault:
    if len(row) != len(names):
        message = f"{place}: {len(row)} fields; expected {len(names)} as in the header; mend this row; the other rows were read"
        return Fault(code="bad_row", message=message, where=place)
    value = dict(zip(names, row, strict=True))
    found = Found(
        id=value.get("id", "").strip() or f"{name}-{number}",
        text=value["text"],
        where=place,
        title=value.get("title"),
        publisher=value.get("publisher"),
        published_at=value.get("published_at"),
        lang=value.get("lang") or None,
        url=value.get("url"),
        kind=value.get("kind"),
    )
    return accept(found, raw, MEDIA, options)
