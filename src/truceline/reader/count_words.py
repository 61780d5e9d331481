"""The words of counts, from ``lexicons/counts.yaml``, turned round for looking up."""

from __future__ import annotations

from functools import cache

import msgspec

from truceline.model import Effect
from truceline.reader.slotlists import word_list


class EffectWords(msgspec.Struct, frozen=True):
    """Words of one effect, each list a string: in the active voice, the passive, without object, as noun, as unit."""

    active: str
    passive: str
    alone: str
    noun: str
    unit: str


class CountLists(msgspec.Struct, frozen=True):
    """``lexicons/counts.yaml`` as a value."""

    bounds: dict[str, str]
    bounds_after: dict[str, str]
    vague: dict[str, int]
    people: dict[str, str]
    things: dict[str, str]
    effects: dict[Effect, EffectWords]
    not_before: str
    not_behind: str


class Unit(msgspec.Struct, frozen=True):
    """What is counted: people with their description, or things."""

    name: str
    category: str | None = None


class CountWords(msgspec.Struct, frozen=True):
    """The lists turned round: from a word, or a phrase as a tuple of words, to what it says."""

    bounds: dict[str, str]
    bounds_after: dict[str, str]
    vague: dict[str, int]
    units: dict[str, Unit]
    active: dict[str, Effect]
    passive: dict[tuple[str, ...], Effect]
    alone: dict[tuple[str, ...], Effect]
    noun: dict[str, Effect]
    unit_effect: dict[str, Effect]
    not_before: frozenset[str]
    not_behind: frozenset[str]


@cache
def count_words() -> CountWords:
    """Return the word lists of counts."""
    lists = word_list("counts", CountLists)
    units = {word: Unit(name) for name, words in lists.things.items() for word in words.split()}
    units |= {word: Unit("people", category or None) for category, words in lists.people.items() for word in words.split()}
    effects = lists.effects.items()
    return CountWords(
        bounds=lists.bounds,
        bounds_after=lists.bounds_after,
        vague=lists.vague,
        units=units,
        active={w: effect for effect, lists_ in effects for w in lists_.active.split()},
        passive={tuple(w.split("_")): effect for effect, lists_ in effects for w in lists_.passive.split()},
        alone={tuple(w.split("_")): effect for effect, lists_ in effects for w in lists_.alone.split()},
        noun={w: effect for effect, lists_ in effects for w in lists_.noun.split()},
        unit_effect={w: effect for effect, lists_ in effects for w in lists_.unit.split()},
        not_before=frozenset(lists.not_before.split()),
        not_behind=frozenset(lists.not_behind.split()),
    )
