"""The competing-accounts matrix of one incident: a row an account, grouped by independent origin, a column a question.

Rows stand in the order in which their origins were first published, then in the order of the text: never by side, never by
name. Accounts of one speaker within one origin share a row. Reports that only carry an account on add no row. Below the rows the
foot gives every range with its rule, and marks where accounts differ.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Callable, Sequence

from truceline.model import Account, Figure, Incident, Link, PlaceMention
from truceline.outputs.labels import Labels
from truceline.outputs.views.cells import Reading, cells, figure_words, reading
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.names import actor_name, placing, publisher_of
from truceline.outputs.views.pages import COLUMNS, Cell, Column, Foot, Matrix, OriginGroup, Row, Struck, Value
from truceline.outputs.views.steps import line_of, steps

RULE = "range of distinct accounts"
NO_STATEMENT = frozenset({"correct", "retract", "demand"})
"""Stances whose words hold what is replaced, taken back or wished for beside what is said: the foot states none of it."""
CONTESTED: dict[str, Column] = {
    "means": "means",
    "alleged_perpetrator": "perpetrator",
    "perpetrator": "perpetrator",
    "responsibility": "responsibility",
    "place": "place",
    "time": "time",
    "occurrence": "occurrence",
    "killed": "killed",
    "injured": "injured",
    "count": "killed",
    "figures": "figures",
}
"""Which column shows a contested field of `Incident.contested`."""


def build(material: Material, incident: Incident, labels: Labels) -> Matrix:
    """Return the matrix of ``incident`` from ``material``."""
    links = {c: [k for k in material.links_of.get(c, ()) if k.incident == incident.id] for c in incident.claims}
    table = _Table(material, labels, links, material.struck)
    groups = tuple(table.group(accounts, n) for n, accounts in enumerate(_by_origin(material, incident.accounts), 1))
    rows = [row for group in groups for row in group.rows]
    silent = tuple(c for c in COLUMNS if c != "stance" and all(_cell(row, c).is_silent for row in rows))
    shown = tuple(c for c in COLUMNS if c not in silent)
    return Matrix(
        incident=incident,
        columns=shown,
        silent=silent,
        origins=groups,
        foot=tuple(_foot(incident, column, rows, labels) for column in shown),
    )


@dataclasses.dataclass(frozen=True)
class _Table:
    """What every row of one matrix is read with: ``links`` of each claim to this incident, ``struck`` by claim."""

    material: Material
    labels: Labels
    links: dict[str, list[Link]]
    struck: dict[str, Struck]

    @functools.cached_property
    def placed(self) -> Callable[[PlaceMention], str]:
        """What the page calls places."""
        return placing(self.material, self.labels)

    def group(self, accounts: Sequence[Account], number: int) -> OriginGroup:
        rows: dict[tuple[object, ...], list[Account]] = {}
        for account in accounts:
            rows.setdefault((account.voice, account.actor or account.speaker, account.via), []).append(account)
        held = [self.material.by_report[a.report] for a in accounts]
        first = min(held, key=lambda h: (h.known_on, h.entry))
        return OriginGroup(
            id=accounts[0].origin,
            number=number,
            first_seen=first.report.published_at,
            received=first.received_at[:10],
            rows=tuple(self.row(group) for group in rows.values()),
        )

    def row(self, accounts: Sequence[Account]) -> Row:
        first = accounts[0]
        claims = tuple(dict.fromkeys(c for a in accounts for c in a.claims))
        told = [self.material.by_claim[c] for c in claims if c in self.material.by_claim]
        copies = {c.report for c in self.material.copies}
        reports = tuple(dict.fromkeys(a.report for a in accounts))
        own = tuple(r for r in reports if r not in copies) or reports[:1]
        unnamed = any(t.claim.speaker.unnamed for t in told if t.claim.speaker)
        return Row(
            speaker=first.speaker,
            name=self.name(first, own, unnamed=unnamed),
            actor=first.actor,
            unnamed=unnamed,
            voice=first.voice,
            via=first.via,
            reports=own,
            repeats=tuple(r for r in reports if r not in own),
            claims=claims,
            cells=self.cells(told),
            said_at=first.said_at,
            published_at=first.published_at,
        )

    def name(self, account: Account, reports: Sequence[str], *, unnamed: bool) -> str:
        """Return the pack's neutral name of a named speaker, else the words in the text, else whose own voice it is."""
        if account.speaker is None:
            return publisher_of(self.material, reports, self.labels)
        known = self.material.actors.get(account.actor or "")
        return actor_name(known, self.labels.lang) if known and not unnamed else account.speaker

    def cells(self, told: Sequence[Told]) -> tuple[Cell, ...]:
        found: dict[Column, list[Value]] = {column: [] for column in COLUMNS}
        for one in told:
            claim = one.claim
            links, text = self.links.get(claim.id, []), self.material.read(claim.report)
            read = reading(
                one,
                links,
                text,
                self.labels,
                actors=self.material.actors,
                place=self.placed,
                struck=self.struck.get(claim.id),
                withheld=self.material.by_report[claim.report].withheld,
            )
            for column, values in cells(read).items():
                found[column] += values
            found["stance"] += _stances(read)
        return tuple(Cell(column=column, values=_distinct(values)) for column, values in found.items())


def _by_origin(material: Material, accounts: Sequence[Account]) -> list[list[Account]]:
    """Return accounts in groups of one origin, each group and the groups in the order of first telling."""
    numbers = {t.claim.id: t.number for t in material.told}
    ordered = sorted(accounts, key=lambda a: min((numbers[c] for c in a.claims if c in numbers), default=0))
    groups: dict[str, list[Account]] = {}
    for account in ordered:
        groups.setdefault(account.origin, []).append(account)
    return list(groups.values())


def _stances(read: Reading) -> list[Value]:
    """Return the stance of a claim towards each thing it is about, at its cue where it has one."""
    claim = read.told.claim
    said = read.labels.say("stance", claim.stance)
    return [read.value(said, about, *claim.cue, kind="stated", presupposed=False) for about in claim.about or (None,)]


def _distinct(values: list[Value]) -> tuple[Value, ...]:
    """Return values without saying the same twice for the same claim."""
    kept: dict[tuple[object, ...], Value] = {}
    for value in values:
        kept.setdefault((value.text, value.kind, value.about, value.reference.claim, value.struck), value)
    return tuple(kept.values())


def _cell(row: Row, column: Column) -> Cell:
    return next(cell for cell in row.cells if cell.column == column)


def _foot(incident: Incident, column: Column, rows: Sequence[Row], labels: Labels) -> Foot:
    contested = any(CONTESTED.get(field) == column for field in incident.contested)
    if column in {"killed", "injured", "figures"}:
        figures = [f for f in incident.figures if _figure_column(f) == column]
        changes = tuple(steps(incident, f, labels, with_effect=column == "figures") for f in figures)
        lines = tuple(
            line_of(found, labels) if found else figure_words(f, labels, with_effect=column == "figures")
            for f, found in zip(figures, changes, strict=True)
        )
        rule = (figures[0].rule or RULE) if figures else None
        return Foot(column=column, lines=lines, rule=rule, contested=contested, steps=changes)
    if column == "stance":
        return Foot(column=column, lines=(), rule=None, contested=False)
    values = [value for row in rows for value in _cell(row, column).values if not value.struck]
    return Foot(column=column, lines=_positions(values, labels), rule=None, contested=contested)


def _positions(values: Sequence[Value], labels: Labels) -> tuple[str, ...]:
    """Return what is stated, once each, then how many claims deny, accuse or cannot tell; words are not repeated here."""
    held = [v for v in values if v.kind == "stated" and not v.quoted and v.stance not in NO_STATEMENT]
    stated = [v.text for v in held if not v.presupposed]
    others = Counter(stance for stance, _ in dict.fromkeys((v.stance, v.reference.claim) for v in values if v not in held))
    counted = [labels.text("held_by", number=n, stance=labels.say("stance", stance)) for stance, n in others.items()]
    return (*dict.fromkeys(stated), *counted)


def _figure_column(figure: Figure) -> Column:
    if figure.unit == "people" and figure.effect == "killed":
        return "killed"
    return "injured" if figure.unit == "people" and figure.effect == "injured" else "figures"
