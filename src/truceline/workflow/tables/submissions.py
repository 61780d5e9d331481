"""Submissions of a form (Kobo, ODK) as JSON: a list, or an object with ``results``; groups become ``group/field``.

With ``repeat`` each entry of that repeated group is a row, with the fields of its submission beside its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import msgspec

from truceline.model import Fault
from truceline.reader.formats.decoding import decoded
from truceline.workflow.tables.cells import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, Read, Row, Table, Value, refused

DEEPEST = 8


def read_submissions(data: bytes, name: str, *, encoding: str | None = None, repeat: str | None = None) -> Read:
    """Read a table from submissions; the number of a row is that of the submission, counted from 1."""
    text = decoded(data, name, encoding)
    if isinstance(text, Fault):
        return Read(None, (text,))
    try:
        found = msgspec.json.decode(text.encode("utf-8", "surrogatepass"))
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        return refused("table.json", name, f"not JSON ({error}); expected what Kobo or ODK exports")
    listed = found.get("results", found.get("value")) if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        return refused("table.json", name, "no list of submissions; expected a list, or an object with `results`")
    if len(listed) > MOST_ROWS:
        return refused("table.rows", name, f"{len(listed):,} submissions; expected at most {MOST_ROWS:,}")
    return _table([row for number, each in enumerate(listed, 1) for row in _rows(number, each, repeat)], name)


def _table(rows: list[tuple[int, dict[str, Value]]], name: str) -> Read:
    headers = tuple(dict.fromkeys(header for _, values in rows for header in values))
    if len(headers) > MOST_COLUMNS:
        return refused("table.columns", name, f"{len(headers)} fields; expected at most {MOST_COLUMNS}")
    columns = {header: n for n, header in enumerate(headers, 1)}
    for number, values in rows:
        long = next((h for h, value in values.items() if isinstance(value, str) and len(value) > LONGEST_CELL), None)
        if long is not None:
            return refused("table.cell", f'{name}, submission {number}, field "{long}"', f"more than {LONGEST_CELL:,} characters")
    found = [Row(n, {h: Cell(values.get(h), n, column, h) for h, column in columns.items()}) for n, values in rows]
    return Read(Table(name=name, headers=headers, rows=tuple(found), row_word="submission"))


def _rows(number: int, submission: Mapping[str, object], repeat: str | None) -> Iterator[tuple[int, dict[str, Value]]]:
    own = dict(_flat(submission, "", DEEPEST))
    repeated = submission.get(repeat) if repeat else None
    if not isinstance(repeated, list):
        yield number, own
        return
    for each in repeated:
        if isinstance(each, dict):
            yield number, {**own, **dict(_flat(cast("dict[str, object]", each), "", DEEPEST))}


def _point(value: Mapping[str, object]) -> str | None:
    """Return a point of GeoJSON, as ODK Central sends it, with its latitude first, as forms write it; None for anything else."""
    at = value.get("coordinates")
    if value.get("type") != "Point" or not isinstance(at, list) or len(at) < 2:
        return None
    lon, lat = at[:2]
    return f"{lat} {lon}" if isinstance(lat, int | float) and isinstance(lon, int | float) else None


def _flat(values: Mapping[str, object], before: str, depth: int) -> Iterator[tuple[str, Value]]:
    """Yield field and value; what is nested too deep, and lists of groups, are left out: a row has one value a column."""
    for key, value in values.items():
        if isinstance(value, dict) and (point := _point(value)):
            yield f"{before}{key}", point
        elif isinstance(value, dict) and depth:
            yield from _flat(cast("dict[str, object]", value), f"{before}{key}/", depth - 1)
        elif isinstance(value, list) and all(isinstance(part, str | int | float) for part in value):
            yield f"{before}{key}", " ".join(str(part) for part in value) or None
        elif isinstance(value, str | int | float | bool) or value is None:
            yield f"{before}{key}", (value.strip() or None) if isinstance(value, str) else value
