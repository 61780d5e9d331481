"""What of the movement board may be shown to everybody: movements that are over since a day, days in place of hours, areas.

No name, reference or id of a movement, no vehicle, seal, checkpoint or leg, nobody who leads it or travels with it, no words
that somebody typed, and no speaker who is not an office of the pack: who and what was protected is known by then, who does it
again tomorrow is not told. What is still under way is not counted either: that it exists is part of what must not be known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from truceline.model.places import Place
from truceline.movements.board import Board, Movement
from truceline.movements.board.values import Words
from truceline.movements.coarsening import is_public, public_day, public_place
from truceline.movements.reminder import REMINDER
from truceline.outputs.views.material import Material
from truceline.outputs.views.movement_board import listed
from truceline.outputs.views.names import actor_called, place_name
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.released import for_rendition

SHOWN_ITEMS = frozenset({"people", "vehicles", "trucks"})
"""Of quantities only these: what else was carried is somebody's words, and may name its owner."""


class PublicSays(msgspec.Struct, frozen=True, kw_only=True):
    """A code, its day, and which offices of the pack say so; ``others``: how many further sources do.

    ``denied_by`` and ``others_deny``: the same of those who say that it was not so.
    """

    code: str
    day: str | None
    by: tuple[str, ...] = ()
    others: int = 0
    denied_by: tuple[str, ...] = ()
    others_deny: int = 0


class PublicStep(msgspec.Struct, frozen=True, kw_only=True):
    """A permission step: asked for and answered on which days."""

    step: str
    asked: tuple[str, ...] = ()
    answers: tuple[PublicSays, ...] = ()


class PublicAmount(msgspec.Struct, frozen=True, kw_only=True):
    """People or vehicles in one phase: one figure of several that may be told."""

    item: str
    phase: str
    low: int | None
    high: int | None


class PublicMovement(msgspec.Struct, frozen=True, kw_only=True):
    """One movement that is over. ``areas``: districts or wider, from where and to where alike."""

    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    ended: str
    states: tuple[PublicSays, ...] = ()
    steps: tuple[PublicStep, ...] = ()
    amounts: tuple[PublicAmount, ...] = ()
    reminder: str = REMINDER


class PublicMovementsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The movements that may be shown, those that ended first at the top; ``names`` of the areas and offices in them."""

    basis: Basis
    on: str
    movements: tuple[PublicMovement, ...]
    names: dict[str, str]
    reminder: str = REMINDER


def public(material: Material, *, on: str | None = None, lang: str = "en") -> PublicMovementsPage:
    """Return what may be shown to everybody on a day, by default the day asked for; proposals are never among it.

    ``lang``: in which language areas and offices are named.
    """
    page = listed(for_rendition(material), on=on)
    places = {place.id: place for place in material.places}
    offices = frozenset(material.actors) - {actor.id for actor in material.actors.values() if actor.kind == "person"}
    shown = tuple(sorted(_public(page.board, places, offices, page.on), key=msgspec.json.encode))
    shown = tuple(sorted(shown, key=lambda each: each.ended))
    ids = {name for each in shown for name in (*each.areas, *_speakers(each))}
    names = {place.id: place_name(place, lang) for place in material.places if place.id in ids}
    names |= {actor: actor_called(material, actor, lang) for actor in offices if actor in ids}
    return PublicMovementsPage(basis=page.basis, on=page.on, movements=shown, names=names)


def _public(of: Board, places: dict[str, Place], offices: frozenset[str], on: str) -> Iterator[PublicMovement]:
    for movement in of.movements:
        ended = movement.over_since
        if ended is not None and is_public(ended, on):
            yield _shown(movement, ended, places, offices)


def _shown(movement: Movement, ended: str, places: dict[str, Place], offices: frozenset[str]) -> PublicMovement:
    ends = (*movement.identity.origins, *movement.identity.destinations)
    areas = {area for place in ends if (area := public_place(place, places)) is not None}
    return PublicMovement(
        kinds=movement.identity.kinds,
        areas=tuple(sorted(areas)),
        ended=public_day(ended) or "",
        states=tuple(_says(state.code, state.since, state.says, state.denies, offices) for state in movement.states),
        steps=tuple(
            PublicStep(
                step=step.step,
                asked=_days(when.at for when in step.asked),
                answers=tuple(
                    _says(
                        answer.decision or "answered",
                        max((when.at for when in answer.decided), default=None),
                        answer.says,
                        answer.denies,
                        offices,
                    )
                    for answer in step.answers
                ),
            )
            for step in movement.steps
        ),
        amounts=tuple(
            PublicAmount(item=line.item, phase=phase.phase, low=amount.low, high=amount.high)
            for line in movement.lines
            if line.item in SHOWN_ITEMS
            for phase in line.phases
            for amount in phase.amounts
        ),
    )


def _says(code: str, when: str | None, says: Words, denies: Words, offices: frozenset[str]) -> PublicSays:
    by, others = _offices(says, offices)
    denied_by, others_deny = _offices(denies, offices)
    return PublicSays(code=code, day=public_day(when), by=by, others=others, denied_by=denied_by, others_deny=others_deny)


def _offices(words: Words, offices: frozenset[str]) -> tuple[tuple[str, ...], int]:
    """Return the offices among the speakers, and how many words are of others."""
    speakers = Counter(word.by if word.by in offices and not word.unnamed else "" for word in words)
    return tuple(sorted(set(speakers) - {""})), speakers[""]


def _days(times: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({day for at in times if (day := public_day(at)) is not None}))


def _speakers(movement: PublicMovement) -> Iterator[str]:
    for said in (*movement.states, *(answer for step in movement.steps for answer in step.answers)):
        yield from (*said.by, *said.denied_by)
