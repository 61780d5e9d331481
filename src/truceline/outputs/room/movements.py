"""The movement board as a table by stage: where each movement stands by whose word, for whom it waits, what became of it.

The state of a movement is a set: one that somebody says is held and another says is delivered stands under both, each with its
speakers. Nothing here has a position; whoever may only see the public rendition is given another page (``movement_public``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from truceline.movements.board import Board, Movement, Plan, access
from truceline.movements.board.values import Access, Middle, Share, Sum
from truceline.outputs.labels import Labels
from truceline.outputs.report.movement_part import card_of, notes_of
from truceline.outputs.report.movement_rows import HolderRow, MovementCard, Note, StateRow
from truceline.outputs.report.spoken import Voice, voices
from truceline.outputs.room.citing import Spot, called, own_voices, spots
from truceline.outputs.room.sheets import Sheet, sheet_of
from truceline.outputs.views import movement_board
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis

STAGES: dict[str, frozenset[tuple[str, str]]] = {
    "notified": frozenset({("stage", "planned"), ("stage", "requested"), ("permission", "requested")}),
    "permits": frozenset(
        {
            ("stage", "letters_issued"),
            ("stage", "security_go"),
            ("permission", "approved"),
            ("permission", "partially_approved"),
            ("permission", "refused"),
            ("permission", "no_reply"),
        }
    ),
    "loaded": frozenset({("stage", "loading"), ("stage", "inspected"), ("stage", "sealed")}),
    "moving": frozenset({("stage", "departed"), ("stage", "en_route"), ("stage", "rerouted")}),
    "held": frozenset({("stage", "at_checkpoint"), ("stage", "held")}),
    "arrived": frozenset({("stage", "arrived"), ("stage", "unloading")}),
    "delivered": frozenset({("stage", "delivered"), ("stage", "partially_delivered")}),
    "back": frozenset({("stage", "returning"), ("stage", "turned_back"), ("stage", "closed")}),
    "attacked": frozenset({("stage", "attacked"), ("stage", "looted")}),
    "cancelled": frozenset(
        {
            ("stage", "aborted"),
            ("stage", "suspended"),
            ("stage", "postponed"),
            ("stage", "withdrawn"),
            ("permission", "request_withdrawn"),
        }
    ),
}
"""The columns of a board, in the order of the way; the words are in the labels (``board_stage``)."""
NOT_TOLD = "not_told"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of the board: one ``stage``, one ``plan``, and the period of the access figures (days, both included)."""

    stage: str | None = None
    plan: str | None = None
    since: str | None = None
    until: str | None = None
    sheet: int = 1


class BoardRow(msgspec.Struct, frozen=True, kw_only=True):
    """A movement under one stage: the ``states`` of that stage, each with who says so; for whom it waits."""

    id: str
    name: str
    kinds: tuple[str, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    states: tuple[StateRow, ...]
    holders: tuple[HolderRow, ...]
    contradictions: int
    incidents: tuple[str, ...]


class StageGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One stage with its rows on this sheet, and how many movements stand under it in all."""

    stage: str
    rows: tuple[BoardRow, ...]
    total: int


class OutcomeRow(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome class that somebody gave to a movement: who, whose last word it is, and who denies it."""

    id: str
    name: str
    outcome: str
    voices: tuple[Voice, ...]
    latest: tuple[Voice, ...]
    denies: tuple[Voice, ...]


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One access figure: ``what`` by code in a ``group`` of labels (``unit`` where it has one), its number, share and rule.

    ``number`` and ``percent`` are figures alone; ``rule`` is the number of the rule in the list below the table.
    """

    group: str
    what: str
    unit: str
    number: str
    of: int | None
    percent: str
    unknown: int
    rule: int


class PlanChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A plan to choose: of how many areas it is told that they were asked for, granted, refused; how many movements are of it."""

    id: str
    name: str
    asked: int
    granted: int
    refused: int
    movements: int


class MovementsRoom(msgspec.Struct, frozen=True, kw_only=True):
    """The board on the day ``on``. ``groups``: by stage; ``rules``: how the figures are counted, by number from 1.

    ``undated``: requests without a day, not counted in a period. ``waiting``: claims that would change the board. ``loose`` are
    words about movements that nobody says which. ``with_proposals``: the board counts what waits too.
    """

    basis: Basis
    on: str
    asked: Asked
    stages: tuple[str, ...]
    plans: tuple[PlanChoice, ...]
    groups: tuple[StageGroup, ...]
    sheet: Sheet
    movements: int
    outcomes: tuple[OutcomeRow, ...]
    figures: tuple[FigureRow, ...]
    rules: tuple[str, ...]
    undated: int
    loose: tuple[Note, ...]
    waiting: int
    with_proposals: bool
    spots: Mapping[str, Spot]
    incidents: Mapping[str, str]


def built(material: Material, labels: Labels, asked: Asked) -> MovementsRoom:
    """Return the board of a material."""
    page = movement_board.listed(material, labels=labels)
    board = page.proposed or page.board
    incidents, publishers = called(material, labels.lang), own_voices(material, labels.lang)
    chosen = tuple(_of_plan(board, asked.plan))
    placed = [(stage, movement) for stage, found in _by_stage(chosen).items() for movement in found]
    totals = {stage: sum(one == stage for one, _ in placed) for stage in (*STAGES, NOT_TOLD)}
    if asked.stage is not None:
        placed = [(stage, movement) for stage, movement in placed if stage == asked.stage]
    shown, sheet = sheet_of(placed, asked.sheet)
    cards = {movement.id: card_of(movement, page.names, incidents, publishers, labels) for _, movement in shown}
    figures = _Figures(access(board, since=asked.since, until=asked.until, plan=asked.plan), labels)
    rows = tuple(figures.rows())
    return MovementsRoom(
        basis=page.basis,
        on=page.on,
        asked=asked,
        stages=(*STAGES, NOT_TOLD),
        plans=tuple(map(_plan, board.plans)),
        groups=tuple(
            StageGroup(stage=stage, rows=found, total=totals[stage])
            for stage in (*STAGES, NOT_TOLD)
            if (found := tuple(_row(stage, cards[movement.id]) for one, movement in shown if one == stage))
        ),
        sheet=sheet,
        movements=len(chosen),
        outcomes=tuple(_outcomes({m.id: m for _, m in shown}.values(), cards, page.names, publishers)),
        figures=rows,
        rules=tuple(figures.rules),
        undated=figures.undated,
        loose=notes_of(board.loose, page.names, incidents, publishers, labels),
        waiting=page.waiting,
        with_proposals=page.proposed is not None,
        spots=spots(material),
        incidents=incidents,
    )


def _plan(plan: Plan) -> PlanChoice:
    return PlanChoice(
        id=plan.id,
        name=plan.name or plan.id,
        asked=sum(bool(area.asked) for area in plan.areas),
        granted=sum(bool(area.granted) for area in plan.areas),
        refused=sum(bool(area.refused) for area in plan.areas),
        movements=len(plan.movements),
    )


def _of_plan(board: Board, plan: str | None) -> Iterator[Movement]:
    inside = {each.id: frozenset(each.movements) for each in board.plans}
    for movement in board.movements:
        if plan is None or movement.id in inside.get(plan, frozenset()):
            yield movement


def _by_stage(movements: Iterable[Movement]) -> dict[str, list[Movement]]:
    """Return the movements under every stage in which somebody says that they are, in the order of the way."""
    found: dict[str, list[Movement]] = {stage: [] for stage in (*STAGES, NOT_TOLD)}
    for movement in movements:
        states = {(state.of, state.code) for state in movement.states}
        stages = [stage for stage, codes in STAGES.items() if codes & states] or [NOT_TOLD]
        for stage in stages:
            found[stage].append(movement)
    return found


def _row(stage: str, card: MovementCard) -> BoardRow:
    codes = STAGES.get(stage)
    return BoardRow(
        id=card.id,
        name=card.name,
        kinds=card.kinds,
        origins=card.origins,
        destinations=card.destinations,
        states=tuple(state for state in card.states if codes is None or (state.group, state.code) in codes),
        holders=card.holders,
        contradictions=len(card.contradictions),
        incidents=card.incidents,
    )


def _outcomes(
    movements: Iterable[Movement], cards: Mapping[str, MovementCard], names: Mapping[str, str], publishers: Mapping[str, str]
) -> Iterator[OutcomeRow]:
    for movement in movements:
        for each in movement.outcomes:
            yield OutcomeRow(
                id=movement.id,
                name=cards[movement.id].name,
                outcome=each.outcome,
                voices=voices(each.says, names, publishers),
                latest=voices(each.latest, names, publishers),
                denies=voices(each.denies, names, publishers),
            )


class _Figures:
    """The access table in rows, each rule once under its number."""

    def __init__(self, found: Access, labels: Labels) -> None:
        self._found = found
        self._labels = labels
        self.rules: dict[str, int] = {}
        self.undated = found.undated

    def rows(self) -> Iterator[FigureRow]:
        found = self._found
        for group, shares in (
            ("access", (found.requests, found.answered)),
            ("access_decision", found.decisions),
            ("access_outcome", found.outcomes),
            ("access_course", found.courses),
            ("access", (found.attacked,)),
            ("access_area", found.areas),
        ):
            yield from (self._share(group, share) for share in shares)
        yield from (self._sum("cargo_phase", total, "people") for total in found.people)
        for cargo in found.cargo:
            yield from (self._sum("cargo_phase", total, cargo.unit) for total in cargo.phases)
            yield from (self._sum("access_medical", total, cargo.unit) for total in cargo.medical)
            if cargo.medical_removed is not None:
                yield self._share("access", cargo.medical_removed, unit=cargo.unit)
        yield from (self._middle(each) for each in (found.departing, found.steps, found.held))

    def _rule(self, rule: str) -> int:
        return self.rules.setdefault(rule, len(self.rules) + 1)

    def _share(self, group: str, share: Share, unit: str = "") -> FigureRow:
        low, high = share.low_percent, share.high_percent
        percent = "" if low is None or high is None else f"{low:.0f} %" if low == high else f"{low:.0f}–{high:.0f} %"
        return FigureRow(
            group=group,
            what=share.code,
            unit=unit,
            number=self._labels.number(share.low, share.high),
            of=share.of,
            percent=percent,
            unknown=0,
            rule=self._rule(share.rule),
        )

    def _sum(self, group: str, total: Sum, unit: str) -> FigureRow:
        return FigureRow(
            group=group,
            what="delivered" if total.code == "reached" else total.code,
            unit=unit,
            number=self._labels.number(total.low, total.high) if total.movements else "",
            of=total.movements,
            percent="",
            unknown=total.unknown,
            rule=self._rule(total.rule),
        )

    def _middle(self, middle: Middle) -> FigureRow:
        low, high = middle.low, middle.high
        number = "" if low is None or high is None else f"{low:g}" if low == high else f"{low:g}–{high:g}"
        return FigureRow(
            group="access_middle",
            what=middle.code,
            unit="",
            number=number,
            of=middle.of,
            percent="",
            unknown=0,
            rule=self._rule(middle.rule),
        )
