"""Importing a movement log: read, checked as a whole, kept encrypted as evidence with its mapping, and entered in one go.

As for observations: everything that is wrong is gathered at its cell; where anything is, nothing is written unless faulty rows
are to be skipped; both files are kept; then the subjects, the import and every row are appended in one transaction. What stands
in the record already is entered once, so a log that grows is imported again whole. What cannot be so (decided before it was
asked for) is no fault: it is told at its cell and comes in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from truceline.errors import UsageError
from truceline.ledger import OPEN_COMPARTMENT, Record
from truceline.ledger.leaf.bodies import TableImported
from truceline.ledger.numbered import append_several
from truceline.ledger.observations import TABLE, maker
from truceline.ledger.tellings import entry_of
from truceline.model import Fault
from truceline.workflow.kept_tables import TableFiles, mapping_file
from truceline.workflow.moving.building import Builder, Built, Wrong
from truceline.workflow.moving.doubts import doubts
from truceline.workflow.moving.entering import enter, known, of_withdrawn, rival_names
from truceline.workflow.moving.shapes import FIELDS, SHAPES
from truceline.workflow.opening import theatre_of
from truceline.workflow.tables import Mapping, TypedRow, read_mapping, read_table, tells_where, typed
from truceline.workflow.telling import ToTell, is_like_id, refuse_day, refuse_unfit

MOST_UNKNOWN = 12
"""As many names that the pack does not have are told."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a log. ``written``: whether anything was entered; ``ids`` of what was, ``opened`` of movements and plans.

    ``faults`` are why rows, or the whole table, were refused; ``doubts`` what cannot be so and came in as told; ``remarks`` what
    else was noticed.
    """

    about: str
    rows: int = 0
    entered: int = 0
    already: int = 0
    refused: int = 0
    passed_over: int = 0
    written: bool = False
    opened: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class _Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A log that was read: what can be entered, each with its row, and what came of the rest.

    ``stood``: rows that stood here until their movement was withdrawn; they are passed over.
    """

    built: tuple[tuple[int, Built], ...]
    outcome: Imported
    is_whole: bool
    stood: int = 0


def import_log(  # noqa: PLR0913 - what to take, how to read it, how to keep it
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
    """Enter the rows of a movement log. ``mapping`` is a file, or the name of a bundled mapping.

    ``published``: the day from which readers could know it; without it, the day it is entered. Nothing is written where a row is
    refused and ``skip_faulty`` is not said, where a column as such is wrong, or in a ``dry_run``.

    Raises:
        InputError: a file cannot be read, or the mapping has mistakes.
        UsageError: the day of publication is none, or still to come.
    """
    if published is not None:
        refuse_day(f"published on {published!r}", published, is_exercise=record.kind == "exercise")
    with mapping_file(mapping) as map_file:
        files = TableFiles(record, path, map_file, by, co)
        checked = _check(record, path.name, files.table, read_mapping(str(mapping), files.mapping, FIELDS))
        checked = _standing(record, path.name, checked, co)
        fresh = len(checked.built) - known(record, [each for _, each in checked.built], co)
        already = len(checked.built) - fresh + checked.stood
        is_stopped = not checked.is_whole or bool(checked.outcome.faults and not skip_faulty)
        outcome = replace(checked.outcome, entered=0 if is_stopped else fresh, already=already)
        outcome = replace(outcome, doubts=(*_called_otherwise(record, path.name, checked.built, co), *outcome.doubts))
        if is_stopped or dry_run or not fresh:
            return outcome
        kept = files.keep()
    record.refuse_read_only()
    record.files.settle()
    with record.log.writing():
        append_several(record, [maker(TABLE, _table(outcome, kept, published), by=by, sealed={}, co=co)])
        opened, told = enter(record, checked.built, by=by, co=co, published=published, table=kept[0])
    ids = tuple(each.id for each in told if each.new)
    return replace(
        outcome,
        entered=len(ids),
        already=len(told) - len(ids) + checked.stood,
        written=bool(ids),
        opened=tuple(each.id for each in opened if each.new),
        ids=ids,
    )


def _table(outcome: Imported, kept: tuple[str, str], published: str | None) -> TableImported:
    return TableImported(
        table="",
        about="movement",
        evidence=kept[0],
        mapping=kept[1],
        rows=outcome.rows,
        entered=outcome.entered,
        already=outcome.already,
        refused=outcome.refused,
        passed_over=outcome.passed_over,
        published_at=published,
    )


def _check(record: Record, name: str, data: bytes, mapping: Mapping) -> _Checked:
    """Read a log as the mapping says, without writing anything."""
    about = mapping.about
    read = read_table(data, name, mapping)
    if read.table is None:
        return _Checked(built=(), outcome=Imported(about=about, faults=read.faults), is_whole=False)
    builder = Builder(theatre_of(record))
    found = typed(read.table, mapping, SHAPES[about])
    built: list[tuple[int, Built]] = []
    taken: list[TypedRow] = []
    faults, refused = list(found.faults), set(found.refused_rows)
    for row in found.rows:
        made = builder.build(about, row.values)
        made = made if isinstance(made, Wrong) else _foreign_id(record, made) or _unfit(record, made) or made
        if isinstance(made, Wrong):
            faults.append(_fault(row, made))
            refused.add(row.number)
        else:
            built.append((row.number, made))
            taken.append(row)
    outcome = Imported(
        about=about,
        rows=len(read.table.rows),
        refused=len(refused),
        passed_over=found.passed_over,
        faults=tuple(faults),
        doubts=tuple(doubts(taken)),
        remarks=(*(each.message for each in read.table.remarks), *_remarks(mapping, found.passed_over, builder.names.unknown)),
    )
    return _Checked(built=tuple(built), outcome=outcome, is_whole=found.is_whole)


def _standing(record: Record, name: str, checked: _Checked, co: str) -> _Checked:
    """Return the same with the rows refused that tell something new of what was withdrawn here."""
    gone = of_withdrawn(record, [each for _, each in checked.built], co)
    if not gone:
        return checked
    hit = {number: gone[each] for number, each in checked.built if each in gone}
    refused = {number: wanted for number, (wanted, is_new) in hit.items() if is_new}
    faults = [
        Fault(
            code="table.row",
            message=f"{name}, row {number}: of {wanted}, which was withdrawn here; expected another reference; mend the row",
            where=f"{name}, row {number}",
        )
        for number, wanted in refused.items()
    ]
    outcome = replace(checked.outcome, refused=checked.outcome.refused + len(refused), faults=(*checked.outcome.faults, *faults))
    built = tuple(each for each in checked.built if each[0] not in hit)
    return replace(checked, built=built, outcome=outcome, stood=len(hit) - len(refused))


def _called_otherwise(record: Record, name: str, built: Sequence[tuple[int, Built]], co: str) -> Iterator[str]:
    """Yield where a row calls a movement or plan otherwise than the record: its reference may be that of another office."""
    rows = {ref: number for number, each in reversed(built) for ref in (each.subject, each.plan) if ref is not None}
    for ref, known_as in rival_names(record, [each for _, each in built], co):
        there = f"{known_as} in the record" if known_as else "a row before, with the same reference"
        yield (
            f"{name}, row {rows[ref]}: another name of the {ref.of} than that of {there}; entered as told of that one: is it the "
            "same? If not, withdraw it, and give the row a reference of its own"
        )


def _foreign_id(record: Record, built: Built) -> Wrong | None:
    """Return that a row names a movement or plan by an id that is none here: another office has its own mv1."""
    for ref in (built.subject, built.plan):
        if ref is not None and is_like_id(ref.of, ref.reference) and entry_of(record, ref.reference or "") is None:
            return Wrong(ref.of, f'"{ref.reference}", an id that is none here; expected the reference of its office')
    return None


def _unfit(record: Record, built: Built) -> Wrong | None:
    """Return why a row cannot be kept as it is, such as a day on which it was said that is still to come."""
    try:
        refuse_unfit(ToTell(subject="this row", telling=built.telling), is_exercise=record.kind == "exercise")
    except UsageError as error:
        return Wrong("said_on" if built.telling.said_on else "by", str(error).removesuffix("; nothing was written"))
    return None


def _fault(row: TypedRow, wrong: Wrong) -> Fault:
    where = row.places.get(wrong.field, row.where)
    return Fault(code="table.row", message=f"{where}: {wrong.what}; mend the row", where=where)


def _remarks(mapping: Mapping, passed_over: int, unknown: Sequence[str]) -> Iterator[str]:
    if mapping.only and passed_over:
        yield f"{passed_over} rows passed over: {mapping.only.because}"
    if counted := Counter("coordinates, which are not shown" if tells_where(name) else name for name in unknown):
        listed = "; ".join(f"{name} ({n})" for name, n in counted.most_common(MOST_UNKNOWN))
        more = f"; and {len(counted) - MOST_UNKNOWN} more" if len(counted) > MOST_UNKNOWN else ""
        yield f"no actor or place of the pack, kept in words: {listed}{more}"
