"""One registry for one set of actors: building one takes far longer than what most of those who need one ask of it.

The actors of a theatre are the same objects wherever they are handed on, so they are known again by identity, which costs
nothing; equal actors of another loading get a registry of their own. A few are kept, with the actors they are of.

>>> from truceline.model import Actor
>>> actors = {"ru": Actor(id="ru", kind="state", name="Russia")}
>>> registry_of(actors.values()) is registry_of(tuple(actors.values()))
True
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from truceline.actors.lookalikes import Lookalikes
from truceline.actors.registry import Registry
from truceline.model import Actor

T = TypeVar("T")
KEPT = 4
"""As many sets of actors as one run has in use at once: that of its theatre, as known on a day, and those of another one."""


class Same(Generic[T]):
    """Actors or places that are the same as others if each is the same object, in the same order."""

    __slots__ = ("items",)

    def __init__(self, items: Iterable[T]) -> None:
        self.items = tuple(items)

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.items)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Same) or len(self.items) != len(other.items):
            return False
        return all(map(operator.is_, self.items, other.items))


def registry_of(actors: Iterable[Actor]) -> Registry:
    """Return the registry of these actors, the one that was made before where there is one."""
    return _registry(Same(actors))


def lookalikes_of(actors: Iterable[Actor]) -> Lookalikes:
    """Return what can be mistaken for these actors, made before where it was."""
    return _lookalikes(Same(actors))


@lru_cache(maxsize=KEPT)
def _registry(same: Same[Actor]) -> Registry:
    return Registry(same.items)


@lru_cache(maxsize=KEPT)
def _lookalikes(same: Same[Actor]) -> Lookalikes:
    return Lookalikes(same.items)
