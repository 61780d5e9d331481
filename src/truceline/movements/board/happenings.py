"""Which words of a stage are of one thing, who denies that, and who denies only that it was they.

* Words are of one thing where stage, place and incident agree; who leaves out place or incident means the only one that can be
  meant, and where several could, nobody has decided, and it stands by itself.
* Who did it (attacked, looted, held) is a rival value of its own: only those count as alleging it who name somebody.
* A denial that names somebody ("it was not our aircraft") denies that one's part, and leaves open whether it happened. Only a
  denial that names nobody denies that it came so far. One of a plan denies the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from truceline.model.assertions import Assertion
from truceline.model.movements import Reached, Stage
from truceline.movements.board.values import Alleged, Words
from truceline.movements.board.voices import Denial, alleged, ordered

ReachedWord: TypeAlias = Assertion[Reached]
ReachedDenial: TypeAlias = Denial[Reached]


class Key(NamedTuple):
    """What is told to have happened: the stage, where, and the incident; None: not told."""

    stage: Stage
    place: str | None
    incident: str | None


def by_happening(words: Iterable[ReachedWord]) -> dict[Key, list[ReachedWord]]:
    """Return the words of each thing that happened, or was planned to."""
    said: dict[Key, list[ReachedWord]] = {}
    for word in words:
        said.setdefault(key_of(word.fact), []).append(word)
    if len(said) < 2:
        return said
    by_stage: dict[Stage, list[Key]] = {}
    for key in said:
        by_stage.setdefault(key.stage, []).append(key)
    found: dict[Key, list[ReachedWord]] = {}
    for key, told in said.items():
        found.setdefault(_meant(key, by_stage[key.stage]), []).extend(told)
    return found


def by_denied(denials: Iterable[ReachedDenial], keys: Collection[Key]) -> dict[Key, list[ReachedDenial]]:
    """Return the denials of each of these things that happened, and of what nobody tells under a key of its own.

    A denial is of whatever it can mean: of nothing at another place, unless the incident is the same.
    """
    found: dict[Key, list[ReachedDenial]] = {}
    for denial in denials:
        mine = key_of(denial.fact)
        for key in _can_mean(mine, keys) or (mine,):
            found.setdefault(key, []).append(denial)
    return found


def denies(denials: Iterable[ReachedDenial], *, planned: bool = False) -> Words:
    """Return who denies that it happened, or ``planned``: that it was planned; not those who only deny that it was somebody."""
    return ordered(denial.word for denial in denials if denial.fact.by is None and denial.fact.planned == planned)


def doers(words: Iterable[ReachedWord], denials: Iterable[ReachedDenial]) -> tuple[Alleged, ...]:
    """Return who is said to have done it, each with who says so and who denies it."""
    named = [(word.fact.by, word) for word in words if word.fact.by]
    denied = [(denial.fact.by, denial.word) for denial in denials if denial.fact.by]
    return alleged(named, denied) if named or denied else ()


def key_of(fact: Reached) -> Key:
    """Return what a fact is told to be of."""
    return Key(fact.stage, fact.place, fact.incident)


def _meant(key: Key, keys: Sequence[Key]) -> Key:
    """Return the fullest key that this one can mean, where there is exactly one."""
    if len(keys) == 1:
        return key
    places = {each.place for each in keys if each.place}
    incidents = {each.incident for each in keys if each.incident}
    place, incident = key.place, key.incident
    if len(places) < 2 and len(incidents) < 2:
        return Key(key.stage, next(iter(places), None), next(iter(incidents), None))
    if incident is None and place is not None:
        incident = _only({each.incident for each in keys if each.place == place and each.incident})
    elif place is None and incident is not None:
        place = _only({each.place for each in keys if each.incident == incident and each.place})
    return Key(key.stage, place, incident)


def _only(values: set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def _can_mean(mine: Key, keys: Iterable[Key]) -> list[Key]:
    possible = [key for key in keys if _can_be(key, mine)]
    same = [key for key in possible if mine.incident and key.incident == mine.incident]
    return same or [key for key in possible if mine.place and key.place == mine.place] or possible


def _can_be(key: Key, other: Key) -> bool:
    if key.stage != other.stage:
        return False
    if key.incident and other.incident:
        return key.incident == other.incident
    return key.place == other.place or None in {key.place, other.place}
