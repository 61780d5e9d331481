"""Who says something, who says that it is not so, and who takes back own words; in an order that entry does not change.

* Counted as saying a fact: ``assert``, ``accuse``, ``confirm``, ``correct``, ``claim_responsibility``.
* ``deny``, ``reject`` and ``retract`` stand beside the fact and never count as it.
* Every other stance (asks, demands, declines, cannot verify) says neither; it is kept apart.
* A speaker is who it is named as. What a report says itself is that report's; unnamed speakers are never taken for one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

from truceline.model.movements import MovementFact
from truceline.movements.board.times import Clock
from truceline.movements.board.values import Alleged, When, Word, Words

SAYING = frozenset({"assert", "accuse", "confirm", "correct", "claim_responsibility"})
AGAINST = frozenset({"deny", "reject", "retract"})
W = TypeVar("W", bound=Word)
F_co = TypeVar("F_co", bound=MovementFact, covariant=True)


class Denial(msgspec.Struct, Generic[F_co], frozen=True):
    """``fact`` is denied by ``word``: an outright denial, or the speaker's own later correction or retraction."""

    fact: F_co
    word: Word


def speaker(word: Word) -> str:
    """Return a key for who speaks; each unnamed speaker, and each report's own voice, has its own."""
    if word.by and not word.unnamed:
        return word.by
    source = word.source
    return f"{word.by}\n{source.id if word.by else source.report or source.id}"


def ordered(words: Iterable[W]) -> tuple[W, ...]:
    """Return words each once, by the day they were said, then by report or telling; the order of entry changes nothing.

    Words of one report, or of one telling, keep the order in which they are given, which is that in which they stand there:
    their ids, or what they say, would put them in an order that changes with the names in it.
    """
    found = tuple(words)
    if len(found) < 2:  # mostly so, and this is called for every value of a board
        return found
    if len({word.source.id for word in found}) < len(found):
        found = tuple(dict.fromkeys(found))
    return tuple(sorted(found, key=told_at))


def whens(told: Iterable[tuple[str | None, Word]], clock: Clock) -> tuple[When, ...]:
    """Return the times told, each once with all who say it, in the order of time; what cannot be read stands last."""
    by_time: dict[str, list[Word]] = {}
    for at, word in told:
        if at is not None:
            by_time.setdefault(at, []).append(word)
    if len(by_time) < 2:
        return tuple(When(at=at, says=ordered(words)) for at, words in by_time.items())
    return tuple(When(at=at, says=ordered(by_time[at])) for at in sorted(by_time, key=lambda at: position(at, clock)))


def position(at: str, clock: Clock) -> tuple[float, float, str]:
    """Return by what a time is put in order."""
    moment = clock[at]
    return (moment.begins, moment.ends, at) if moment else (float("inf"), 0.0, at)


def texts(times: Sequence[When]) -> tuple[str, ...]:
    """Return the times alone."""
    return tuple(when.at for when in times)


def told_of(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the values that are told, each once, in the order given; mostly that of the words that tell them."""
    return tuple(dict.fromkeys(value for value in values if value is not None))


def told_at(word: Word) -> tuple[str, str, str]:
    """Return by what words are put in order: the day they were said, the report they stand in, or the telling."""
    source = word.source
    return source.said_on, source.report or "", "" if source.report else source.id


def alleged(named: Iterable[tuple[str | None, Word]], denied: Iterable[tuple[str | None, Word]]) -> tuple[Alleged, ...]:
    """Return everybody whom somebody names, in the order in which it was said, each with who names this one and who denies it."""
    says, denies = _by_value(named), _by_value(denied)
    return tuple(
        Alleged(who=who, says=says.get(who, ()), denies=denies.get(who, ()))
        for who in (*says, *(each for each in denies if each not in says))
    )


def _by_value(told: Iterable[tuple[str | None, Word]]) -> dict[str, Words]:
    """Return who tells each value, values in the order in which they were first told."""
    found: dict[str, list[Word]] = {}
    for value, word in sorted(((value, word) for value, word in told if value is not None), key=lambda each: told_at(each[1])):
        found.setdefault(value, []).append(word)
    return {value: ordered(words) for value, words in found.items()}
