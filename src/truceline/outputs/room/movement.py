"""The page of one movement: planned beside actual, every permission step, figures side by side, what cannot both be so.

``tellings`` say who entered what, which only signed-in people are shown. What everybody may see of movements is another page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from truceline.errors import NotFoundError
from truceline.movements.board import Movement
from truceline.movements.reminder import REMINDER
from truceline.outputs.labels import Labels
from truceline.outputs.report.movement_part import card_of, notes_of
from truceline.outputs.report.movement_rows import MovementCard, Note
from truceline.outputs.report.spoken import Voice, voices
from truceline.outputs.room.citing import Spot, called, own_voices, spots
from truceline.outputs.views import movement_board
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class OutcomeSaid(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome class: who gave it, whose last word it is, and who denies it."""

    outcome: str
    voices: tuple[Voice, ...]
    latest: tuple[Voice, ...]
    denies: tuple[Voice, ...]


class TellingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A telling as it was entered: by which account, when, as which entry of the log, and of which day it is."""

    id: str
    by: str
    received_at: str
    entry: int
    said_on: str


class MovementRoom(msgspec.Struct, frozen=True, kw_only=True):
    """One movement on the day ``on``, with the ``reference`` that it was given; ``asides`` neither say nor deny."""

    basis: Basis
    on: str
    card: MovementCard
    reference: str | None
    is_over: bool
    outcomes: tuple[OutcomeSaid, ...]
    asides: tuple[Note, ...]
    taken_back: tuple[Note, ...]
    tellings: tuple[TellingRow, ...]
    waiting: int
    with_proposals: bool
    spots: Mapping[str, Spot]
    incidents: Mapping[str, str]
    reminder: str = REMINDER


def built(material: Material, labels: Labels, movement: str) -> MovementRoom:
    """Return the page of the movement of that id.

    Raises:
        NotFoundError: no such movement in this selection.
    """
    page = movement_board.listed(material, labels=labels)
    board = page.proposed or page.board
    found = next((each for each in board.movements if each.id == movement), None)
    if found is None:
        message = f'no movement "{movement}" in this selection; the board of movements has all that are told of'
        raise NotFoundError(message)
    names, incidents, publishers = page.names, called(material, labels.lang), own_voices(material, labels.lang)
    return MovementRoom(
        basis=page.basis,
        on=page.on,
        card=card_of(found, names, incidents, publishers, labels),
        reference=found.reference,
        is_over=found.is_over,
        outcomes=tuple(
            OutcomeSaid(
                outcome=each.outcome,
                voices=voices(each.says, names, publishers),
                latest=voices(each.latest, names, publishers),
                denies=voices(each.denies, names, publishers),
            )
            for each in found.outcomes
        ),
        asides=notes_of(found.asides, names, incidents, publishers, labels),
        taken_back=notes_of(found.taken_back, names, incidents, publishers, labels),
        tellings=tuple(_tellings(material, found)),
        waiting=page.waiting,
        with_proposals=page.proposed is not None,
        spots=spots(material),
        incidents=incidents,
    )


def _tellings(material: Material, movement: Movement) -> Iterator[TellingRow]:
    """Yield who entered what is told of a movement, in the order of the log; only what its words come from."""
    shown = {word.source.id for word in movement.words}
    for each in material.entered.tellings:
        if each.id in shown:
            yield TellingRow(id=each.id, by=each.by, received_at=each.received_at, entry=each.entry, said_on=each.said_on)
