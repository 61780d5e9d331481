"""The matrix of competing accounts as a page shows it: every value once, with what must be said before it, and who repeats it."""

from __future__ import annotations

from truceline.model import Stance
from truceline.outputs.labels import Labels
from truceline.outputs.reading.lines import Lines
from truceline.outputs.reading.values import (
    MatrixCell,
    MatrixGroup,
    MatrixHead,
    MatrixRow,
    MatrixSheet,
    Repeater,
    Shown,
    ShownStance,
)
from truceline.outputs.report import merged
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import publisher_of
from truceline.outputs.views.pages import Cell, Column, Matrix, OriginGroup, Row, Value

AGAINST: tuple[Stance, ...] = ("deny", "reject")
OPEN: tuple[Stance, ...] = ("decline", "question")
APART: tuple[Stance, ...] = ("correct", "retract", "demand")
BLAMES: tuple[Stance, ...] = ("accuse", "claim_responsibility")


def matrix_sheet(material: Material, table: Matrix, lines: Lines, labels: Labels) -> MatrixSheet:
    """Return the matrix as a page shows it; ``lines`` number the claims of the page."""
    contested = frozenset(foot.column for foot in table.foot if foot.contested)
    making = _Making(material, lines, labels, contested, frozenset(table.columns))
    groups = tuple(making.group(each) for each in table.origins)
    return MatrixSheet(
        columns=tuple(
            MatrixHead(column=foot.column, is_contested=foot.contested, lines=foot.lines, rule=foot.rule) for foot in table.foot
        ),
        groups=groups,
        silent=table.silent,
        is_machine_read=all(row.is_machine_read for group in groups for row in group.rows),
        differs=bool(contested),
    )


class _Making:
    """What every row of one matrix is made with."""

    def __init__(
        self, material: Material, lines: Lines, labels: Labels, contested: frozenset[Column], columns: frozenset[Column]
    ) -> None:
        self._material = material
        self._lines = lines
        self._labels = labels
        self._contested = contested
        self._columns = columns

    def group(self, group: OriginGroup) -> MatrixGroup:
        rows = tuple(self.row(each) for each in group.rows)
        return MatrixGroup(
            number=group.number,
            first_seen=group.first_seen,
            received=group.received,
            rows=rows,
            differs=any(row.differs for row in rows),
        )

    def row(self, row: Row) -> MatrixRow:
        is_machine_read = merged.all_proposed(row)
        found = tuple(self.cell(each, row_machine_read=is_machine_read) for each in row.cells if each.column in self._columns)
        return MatrixRow(
            name=row.name,
            is_own_voice=row.speaker is None,
            is_unnamed=row.unnamed,
            via=row.via,
            repeats=tuple(self.repeater(each) for each in row.repeats),
            is_machine_read=is_machine_read,
            cells=found,
            differs=any(cell.is_contested and not cell.is_silent for cell in found),
        )

    def repeater(self, report: str) -> Repeater:
        held = self._material.by_report[report]
        name = publisher_of(self._material, [report], self._labels)
        return Repeater(report=report, publisher=name, published_at=held.report.published_at)

    def cell(self, cell: Cell, *, row_machine_read: bool) -> MatrixCell:
        is_stance = cell.column == "stance"
        return MatrixCell(
            column=cell.column,
            values=() if is_stance else tuple(self.shown(each, row_machine_read) for each in merged.said(cell.values)),
            stances=tuple(self.stance(each) for each in merged.stances(cell)) if is_stance else (),
            is_silent=cell.is_silent,
            is_contested=cell.column in self._contested,
        )

    def shown(self, said: merged.Said, row_machine_read: bool) -> Shown:  # noqa: FBT001 - how the row stands as a whole
        one = said.value
        return Shown(
            text=one.text,
            kind=one.kind,
            stance=_before(one),
            is_quoted=one.quoted,
            is_in_passing=one.presupposed,
            is_possible=one.certainty == "possible",
            taken=self._lines.taken(one.struck),
            is_machine_read=one.standing == "proposed" and not row_machine_read,
            mentions=tuple(self._lines.mention(each.claim) for each in said.references),
            report=one.reference.report,
        )

    def stance(self, held: merged.Held) -> ShownStance:
        return ShownStance(
            stance=held.stance,
            about=held.about,
            taken=self._lines.taken(held.struck),
            mentions=tuple(self._lines.mention(each.claim) for each in held.references),
        )


def _before(value: Value) -> Stance | None:
    """Return the stance that must stand before a value, since without it a denial or a question would read as a statement."""
    if value.kind == "denied":
        return value.stance if value.stance in AGAINST else "deny"
    if value.kind == "unknown" and value.figure is None:
        return value.stance if value.stance in OPEN else "cannot_verify"
    if value.stance in (*AGAINST, *OPEN, *APART) and not value.presupposed:
        return value.stance
    return value.stance if value.about in {"perpetrator", "responsibility"} and value.stance in BLAMES else None
