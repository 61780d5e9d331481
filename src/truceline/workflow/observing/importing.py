"""Importing a table: read, checked as a whole, kept encrypted as evidence with its mapping, and entered row by row in one go.

1. Table and mapping are read; everything that is wrong is gathered, at its cell. 2. Where anything is, nothing is written, unless
the faulty rows are to be skipped, and then they are listed. 3. Both files are kept, encrypted: the table says where observers
stood. 4. One entry for the import and one a row are appended in one transaction. A crash between 3 and 4 leaves two kept files;
the same command again goes on. What stands in the record already is entered once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import msgspec
from msgspec.structs import replace

from truceline.ledger import OPEN_COMPARTMENT, Record
from truceline.ledger.leaf.bodies import TableImported
from truceline.ledger.leaf.bodies.observed import TableOf
from truceline.ledger.observations import TABLE, maker, marks, withdrawn_marks
from truceline.model import Fault
from truceline.workflow.kept_tables import TableFiles, mapping_file
from truceline.workflow.observing.building import KINDS, Builder, Built
from truceline.workflow.observing.entering import Maker, append_new, marked
from truceline.workflow.observing.shapes import FIELDS, SHAPES
from truceline.workflow.opening import theatre_of
from truceline.workflow.tables import Mapping, read_mapping, read_table, typed

MOST_UNKNOWN = 12
"""As many names that the pack does not have are told."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a table. ``written``: whether anything was entered; ``ids`` of what was, in the order of the rows.

    ``faults`` are why rows, or the whole table, were refused; ``remarks`` what was noticed and stopped nothing.
    """

    about: str
    rows: int = 0
    entered: int = 0
    already: int = 0
    refused: int = 0
    passed_over: int = 0
    written: bool = False
    ids: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()


class _Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A table that was read: what can be entered, each with its row, and what came of the rest."""

    mapping: Mapping
    built: tuple[tuple[int, Built], ...]
    outcome: Imported
    is_whole: bool


def import_table(  # noqa: PLR0913 - what to take, how to read it, how to keep it
    record: Record,
    path: Path,
    mapping: str,
    *,
    by: str,
    published: str | None = None,
    skip_faulty: bool = False,
    dry_run: bool = False,
    co: str = OPEN_COMPARTMENT,
) -> Imported:
    """Enter the rows of a table. ``mapping`` is a file, or the name of a bundled mapping.

    ``published``: the day from which readers could know it; without it, the day it is entered. Nothing is written where a row is
    refused and ``skip_faulty`` is not said, where a column as such is wrong, or in a ``dry_run``.

    Raises:
        InputError: a file cannot be read, or the mapping has mistakes.
    """
    with mapping_file(mapping) as map_file:
        files = TableFiles(record, path, map_file, by, co)
        checked = _check(record, path.name, files.table, read_mapping(str(mapping), files.mapping, FIELDS))
        bodies = marked(record, [built for _, built in checked.built], co)
        known = marks(record, KINDS[checked.outcome.about])
        fresh = sum(getattr(body, "mark", "") not in known for body in bodies)
        gone = withdrawn_marks(record)
        taken_back = sum(getattr(body, "mark", "") in gone for body in bodies)
        is_stopped = not checked.is_whole or bool(checked.outcome.faults and not skip_faulty)
        outcome = replace(checked.outcome, entered=0 if is_stopped else fresh, already=len(bodies) - fresh)
        if taken_back:
            remark = f"of the rows already there, {taken_back:,} withdrawn: they stay so"
            outcome = replace(outcome, remarks=(*outcome.remarks, remark))
        if is_stopped or dry_run or not fresh:
            return outcome
        kept = files.keep()
    rows = [
        (replace(body, table=kept[0], row=number, published_at=published), built.sealed)
        for body, (number, built) in zip(bodies, checked.built, strict=True)
    ]

    def imported(new: int) -> Sequence[Maker]:
        body = TableImported(
            table="",
            about=cast("TableOf", outcome.about),
            evidence=kept[0],
            mapping=kept[1],
            rows=outcome.rows,
            entered=new,
            already=len(rows) - new,
            refused=outcome.refused,
            passed_over=outcome.passed_over,
            published_at=published,
        )
        return [maker(TABLE, body, by=by, sealed={}, co=co)]

    ids = append_new(record, KINDS[outcome.about], rows, by=by, co=co, with_them=imported)
    return replace(outcome, entered=len(ids), already=len(rows) - len(ids), written=bool(ids), ids=ids)


def _check(record: Record, name: str, data: bytes, mapping: Mapping) -> _Checked:
    """Read a table as the mapping says, without writing anything."""
    about = mapping.about
    read = read_table(data, name, mapping)
    if read.table is None:
        return _Checked(mapping=mapping, built=(), outcome=Imported(about=about, faults=read.faults), is_whole=False)
    builder = Builder(theatre_of(record), mapping.zone)
    found = typed(read.table, mapping, SHAPES[about], builder.frame)
    built, faults, refused = [], list(found.faults), set(found.refused_rows)
    for row in found.rows:
        made = builder.build(about, row)
        if isinstance(made, Fault):
            faults.append(made)
            refused.add(row.number)
        else:
            built.append((row.number, made))
    outcome = Imported(
        about=about,
        rows=len(read.table.rows),
        refused=len(refused),
        passed_over=found.passed_over,
        faults=tuple(faults),
        remarks=(*(remark.message for remark in read.table.remarks), *_remarks(mapping, found.passed_over, built)),
    )
    return _Checked(mapping=mapping, built=tuple(built), outcome=outcome, is_whole=found.is_whole)


def _remarks(mapping: Mapping, passed_over: int, built: Sequence[tuple[int, Built]]) -> Iterator[str]:
    if mapping.only and passed_over:
        yield f"{passed_over} rows passed over: {mapping.only.because}"
    unknown = Counter(name for _, each in built for name in each.unknown)
    if unknown:
        listed = "; ".join(f"{name} ({n})" for name, n in unknown.most_common(MOST_UNKNOWN))
        more = f"; and {len(unknown) - MOST_UNKNOWN} more" if len(unknown) > MOST_UNKNOWN else ""
        yield f"not in the pack, so without an area or with their words only: {listed}{more}"
