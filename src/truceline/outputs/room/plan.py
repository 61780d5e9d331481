"""The page of one aid plan: what is asked for which areas, who answered what, for whom it waits, and the movements under it.

A plan is shown to people of the room only, as a single movement is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from truceline.errors import NotFoundError
from truceline.movements.board import Board, Plan
from truceline.movements.reminder import REMINDER
from truceline.outputs.labels import Labels
from truceline.outputs.report.movement_part import card_of, plan_of
from truceline.outputs.report.movement_rows import PlanCard, StateRow
from truceline.outputs.room.citing import Spot, called, own_voices, spots
from truceline.outputs.views import movement_board
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class PlanMovement(msgspec.Struct, frozen=True, kw_only=True):
    """A movement that somebody says is of the plan, and where it stands."""

    id: str
    name: str
    states: tuple[StateRow, ...]


class PlanRoom(msgspec.Struct, frozen=True, kw_only=True):
    """One plan on the day ``on``. ``waiting``: claims that would change the board; ``with_proposals``: they are counted."""

    basis: Basis
    on: str
    card: PlanCard
    movements: tuple[PlanMovement, ...]
    waiting: int
    with_proposals: bool
    spots: Mapping[str, Spot]
    incidents: Mapping[str, str]
    reminder: str = REMINDER


def built(material: Material, labels: Labels, plan: str) -> PlanRoom:
    """Return the page of the plan of that id.

    Raises:
        NotFoundError: no such plan in this selection.
    """
    page = movement_board.listed(material, labels=labels)
    board = page.proposed or page.board
    found = next((each for each in board.plans if each.id == plan), None)
    if found is None:
        message = f'no plan "{plan}" in this selection; the board of movements has all that are told of'
        raise NotFoundError(message)
    incidents, publishers = called(material, labels.lang), own_voices(material, labels.lang)
    return PlanRoom(
        basis=page.basis,
        on=page.on,
        card=plan_of(found, page.names, incidents, publishers, labels),
        movements=tuple(_movements(board, found, page.names, incidents, publishers, labels)),
        waiting=page.waiting,
        with_proposals=page.proposed is not None,
        spots=spots(material),
        incidents=incidents,
    )


def _movements(  # noqa: PLR0913, PLR0917 - what a card is written with
    board: Board,
    plan: Plan,
    names: Mapping[str, str],
    incidents: Mapping[str, str],
    publishers: Mapping[str, str],
    labels: Labels,
) -> Iterator[PlanMovement]:
    inside = frozenset(plan.movements)
    for movement in board.movements:
        if movement.id in inside:
            card = card_of(movement, names, incidents, publishers, labels)
            yield PlanMovement(id=card.id, name=card.name, states=card.states)
