"""The words of deliveries and overflight, from ``words.yaml``, read once and turned round for looking up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from truceline.movements.wording.lists import Phrase, Table, load, phrases, table, words


class DeliveryLists(msgspec.Struct, frozen=True):
    """``words.yaml`` as a value; see there for what each list means."""

    arms: str
    forces: str
    transports: str
    craft: str
    humanitarian: str
    bringing: str
    munitions: str
    finished: str
    coming: str
    having: str
    including: str
    shipments: str
    wholes: str
    every: str
    rates: str
    airspace: str
    flights: str
    leave: str
    asking: str
    pressing: str
    denying: str
    allowing: str
    shifting: str
    flying: str
    ways: str
    silent: str


_VERB_LISTS = (
    *("bringing", "coming", "having", "including"),
    *("asking", "pressing", "denying", "allowing", "shifting", "flying"),
)


@cache
def lists() -> DeliveryLists:
    """Return the word lists."""
    return load("truceline.movements.deliveries", DeliveryLists)


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of single words by its name in the file."""
    return words(getattr(lists(), name))


@cache
def phrase_table(name: str) -> Table:
    """Return a list of phrases by its name in the file, each labelled with that name."""
    return table((each, name) for each in phrases(getattr(lists(), name)))


@cache
def verb_roles() -> Mapping[Phrase, frozenset[str]]:
    """Return, for the base of each listed verb, in which lists it stands."""
    found: dict[Phrase, set[str]] = {}
    for name in _VERB_LISTS:
        for base in phrases(getattr(lists(), name)):
            found.setdefault(base, set()).add(name)
    return {base: frozenset(names) for base, names in found.items()}


@cache
def suffered() -> frozenset[str]:
    """Return the lists whose verbs are only ever done to something."""
    return frozenset({"bringing", "denying", "allowing"})
