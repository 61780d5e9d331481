"""What changed in what is told of movements: new ones, states that are told now or no longer, and figures."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.movements.board import Movement
from truceline.outputs.labels import Labels
from truceline.outputs.views import movement_board
from truceline.outputs.views.learned.pages import MovementChange
from truceline.outputs.views.material import Material

Key = tuple[str, str]


def changes(before: Material, after: Material, labels: Labels) -> Iterator[MovementChange]:
    """Yield what is told otherwise of movements, one after another; each on the day of its own state of the record."""
    was, now = movement_board.listed(before, labels=labels), movement_board.listed(after, labels=labels)
    old = {movement.id: movement for movement in was.board.movements}
    for movement in now.board.movements:
        name = now.names.get(movement.id) or movement.name or movement.id
        earlier = old.get(movement.id)
        if earlier is None:
            yield MovementChange(news="movement", id=movement.id, name=name, group="", code="", claims=_sources(movement))
        elif set(_sources(earlier)) != set(_sources(movement)):
            yield from _states(earlier, movement, name)
            yield from _figures(earlier, movement, name, labels)


def _states(old: Movement, new: Movement, name: str) -> Iterator[MovementChange]:
    had = {(state.of, state.code): state for state in old.states}
    has = {(state.of, state.code): state for state in new.states}
    for key, state in has.items():
        if key not in had:
            said = tuple(dict.fromkeys(word.source.id for word in state.says))
            yield MovementChange(news="state", id=new.id, name=name, group=key[0], code=key[1], claims=said)
    fresh = tuple(each for each in _sources(new) if each not in set(_sources(old)))
    for key in had.keys() - has.keys():
        yield MovementChange(news="no_state", id=new.id, name=name, group=key[0], code=key[1], claims=fresh)


def _figures(old: Movement, new: Movement, name: str, labels: Labels) -> Iterator[MovementChange]:
    had = _amounts(old, labels)
    for key, (words, says) in _amounts(new, labels).items():
        earlier = had.get(key, (None, ()))[0]
        if earlier != words:
            yield MovementChange(
                news="figure", id=new.id, name=name, group="cargo_phase", code=key[1], claims=says, before=earlier, after=words
            )


def _amounts(movement: Movement, labels: Labels) -> dict[Key, tuple[str, tuple[str, ...]]]:
    """Return by item and phase the figures told, side by side, and who says them."""
    found: dict[Key, tuple[str, tuple[str, ...]]] = {}
    for line in movement.lines:
        for phase in line.phases:
            words = labels.text("semicolon").join(labels.number(each.low, each.high, each.bound) for each in phase.amounts)
            says = dict.fromkeys(word.source.id for each in phase.amounts for word in each.says)
            found[(f"{line.item} {line.consignment or ''}", phase.phase)] = (f"{line.item}: {words}", tuple(says))
    return found


def _sources(movement: Movement) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.source.id for word in movement.words))
