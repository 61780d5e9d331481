"""The permission and delay board of a material: what people told, and what counted claims say, of aid movements and plans.

Everything stands on the same rules as the rest of a page: the clocks of the selection, counted claims only, and how many wait.
Where a selection counts proposals, the board of what people stand behind is beside the one with everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import msgspec

from truceline.agreement.remembering import remembered
from truceline.model.assertions import Assertion, Fact, Subject
from truceline.model.movements import MovementFact
from truceline.movements.board import Board, board
from truceline.movements.reading import read, waiting
from truceline.movements.reminder import REMINDER
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import incident_list
from truceline.outputs.views.hearing import chosen, day_asked_for, hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_called, incident_name, place_name
from truceline.outputs.views.pages import Basis

FROM_CLAIMS = "mv:"
"""With what the id of a movement begins that only claims know; the id of its incident follows."""
NO_DAY = "9999-12-31"


class MovementsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The board of a record on the day ``on``. ``board``: of what counts; ``proposed``: with what waits too, where asked for.

    ``names``: what to call every actor, place and movement whose id stands in it. ``waiting``: how many claims that nobody has
    decided on would add to it or change it. ``reminder`` stands on everything that is made of this page.
    """

    basis: Basis
    on: str
    board: Board
    names: dict[str, str]
    proposed: Board | None = None
    waiting: int = 0
    reminder: str = REMINDER


def listed(material: Material, *, on: str | None = None, labels: Labels | None = None) -> MovementsPage:
    """Return the board of a material; ``on``: as things stand on that day, by default the day asked for."""
    day = on or day_asked_for(material) or NO_DAY
    said, waits = counted(material), proposed(material)
    counts = tuple(each for each in said if each.source.standing != "proposed")
    return MovementsPage(
        basis=material.basis(incident_list.waiting(material)),
        on=day,
        board=board_of(material, counts, day),
        names=_names(material, (*said, *waits), labels),
        proposed=board_of(material, said, day) if material.selection.with_proposals else None,
        waiting=len({each.source.id for each in waits}),
    )


@remembered
def counted(material: Material) -> tuple[Assertion[MovementFact], ...]:
    """Return what is said of movements and counts under the selection: what people told, and what claims say."""
    told = _told(material)
    return (*told, *read(hear(material, None), told)) if material.told else told


@remembered
def proposed(material: Material) -> tuple[Assertion[MovementFact], ...]:
    """Return what claims say of movements that nobody has decided on, whether the selection counts them or not."""
    told = _told(material)
    if material.selection.with_proposals:
        return tuple(each for each in counted(material) if each.source.standing == "proposed")
    return waiting(hear(material, None), told) if material.waiting else ()


def _told(material: Material) -> tuple[Assertion[MovementFact], ...]:
    return tuple(cast("Assertion[MovementFact]", each) for each in material.assertions if isinstance(each.fact, MovementFact))


def board_of(
    material: Material, assertions: Iterable[Assertion[Fact]], day: str, *, subjects: Iterable[Subject] | None = None
) -> Board:
    """Return the board of some assertions of a material on a day; ``subjects``: what people opened, by default all of it."""
    agreement = chosen(material)
    offset = agreement.calendar.utc_offset if agreement and agreement.calendar else "+00:00"
    return board(assertions, material.subjects if subjects is None else subjects, on=day, utc_offset=offset)


def _names(material: Material, said: Iterable[Assertion[MovementFact]], labels: Labels | None) -> dict[str, str]:
    """Return what to call every id in what is said: actors and places of the pack, movements that only claims know."""
    ids, lang = {value for each in said for value in _values(each)}, labels.lang if labels else "en"
    found = {place.id: place_name(place, lang) for place in material.places if place.id in ids}
    found |= {actor: actor_called(material, actor, lang) for actor in material.actors if actor in ids}
    incidents = {each.id: each for each in incident_list.folded(material)}
    tied = {name: incident for name in sorted(ids) if (incident := incidents.get(name.removeprefix(FROM_CLAIMS)))}
    words = labels or (load() if tied else None)
    found |= {name: incident_name(material, incident, words) for name, incident in tied.items() if words}
    return found | {subject.id: subject.name for subject in material.subjects if subject.of in {"movement", "plan"}}


def _values(each: Assertion[MovementFact]) -> Iterator[str]:
    """Yield every word of an assertion that may be an id."""
    yield from (each.subject, each.by, *each.via)
    for value in msgspec.structs.astuple(each.fact):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value
