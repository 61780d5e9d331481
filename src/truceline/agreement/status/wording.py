"""Wording: the small pieces of which the sentences are made that say why a state is what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.model import Actor


class Names:
    """The plain names of actors; an id stands for itself where the pack has no name for it."""

    def __init__(self, actors: Mapping[str, Actor]) -> None:
        self._actors = actors

    def of(self, actor: str) -> str:
        """Return the name of an actor."""
        known = self._actors.get(actor)
        return known.name if known else actor

    def all(self, actors: Iterable[str]) -> str:
        """Return several names as a list in words.

        >>> Names({}).all(("a", "b", "c"))
        'a, b and c'
        """
        names = [self.of(actor) for actor in actors]
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "nobody named"


def since_words(when: str | None) -> str:
    """Return since when, or that no day is given."""
    return f"on {when}" if when else "on a day that is not given"


def claims_of(claims: Iterable[str]) -> str:
    """Return the claims a sentence stands on, in brackets; nothing where there are none.

    >>> claims_of(("c_1", "c_2")), claims_of(())
    (' (c_1, c_2)', '')
    """
    listed = tuple(claims)
    shown = ", ".join(listed[:6]) + (f" and {len(listed) - 6} more" if len(listed) > 6 else "")
    return f" ({shown})" if listed else ""


def days(number: int) -> str:
    """Return "1 day", "2 days"."""
    return f"{number} day" if number == 1 else f"{number} days"
