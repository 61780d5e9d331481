"""Names as other projects list them: ids made of them, letters put right, and each left to one bearer, as a pack needs it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

from truceline.actors.lookalikes import oddities
from truceline.actors.names import folded
from truceline.model import Actor
from truceline.reader.formats.located_yaml import Mistake

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "del", "la", "al", "el", "bin", "ibn", "von", "van"})
_ACRONYM = 3
"""A word alone of so many letters stays in capitals, and one of fewer among others."""
_VOWELS = frozenset("AEIOUY")


class Ids:
    """Ids made of names, each once; the same a second time gets a number and a remark."""

    def __init__(self, path: str, remarks: list[Mistake]) -> None:
        self._path = path
        self._remarks = remarks
        self._used: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def of(self, name: str, line: int) -> str:
        """Return the id of a name: small letters, digits and hyphens."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"actor-{line}"
        if made not in self._used:
            self._used[made] = line
            return made
        number = self._last.get(made, 1) + 1
        while f"{made}-{number}" in self._used:
            number += 1
        self._last[made] = number
        self._used[f"{made}-{number}"] = line
        what = f"{name!r} is also the name of line {self._used[made]}; written as {made}-{number}: are they one actor?"
        self._remarks.append(Mistake(f"{self._path}:{line}", what))
        return f"{made}-{number}"


def restored(phrase: str) -> str:
    """Return a phrase in capitals and underscores as people write a name.

    >>> restored("ISLAMIC_REPUBLIC_OF_IRAN_"), restored("PLO"), restored("U.N.")
    ('Islamic Republic of Iran', 'PLO', 'U.N.')
    """
    words = phrase.replace("_", " ").split()
    short = _ACRONYM if len(words) == 1 else _ACRONYM - 1
    return " ".join(_written(word, short, is_first=at == 0) for at, word in enumerate(words))


def _written(word: str, short: int, *, is_first: bool) -> str:
    if not word.isupper():
        return word
    if word.lower() in _SMALL and not is_first:
        return word.lower()
    if "." in word or len(word) <= short or _VOWELS.isdisjoint(word):
        return word
    return "-".join(part.lower() if part.lower() in _SMALL else part.capitalize() for part in word.split("-"))


def alone(path: str, actors: Iterable[Actor], lines: Mapping[str, int], remarks: list[Mistake]) -> tuple[Actor, ...]:
    """Return the actors with each name left to its first bearer, since a pack has one bearer a day; what goes is a remark.

    A label that another has already gets its id behind it. Names that are written oddly are remarks too.
    """
    bearer: dict[tuple[str, ...], str] = {}
    found = []
    for actor in actors:
        where = f"{path}:{lines.get(actor.id, 1)}"
        label = actor.name
        if bearer.setdefault(folded(label), actor.id) != actor.id:
            remarks.append(
                Mistake(where, f"{label!r} is also a name of {bearer[folded(label)]}; the label became {label} ({actor.id})")
            )
            label = f"{label} ({actor.id})"
        kept = []
        for name in actor.names:
            key = folded(name.text)
            if key and bearer.setdefault(key, actor.id) == actor.id:
                kept.append(name)
            elif key:
                remarks.append(Mistake(where, f"{actor.id}: {name.text!r} is also a name of {bearer[key]}; left to that one"))
        remarks += [
            Mistake(where, f"{actor.id}: {text!r}: {odd}") for text in (label, *(n.text for n in kept)) for odd in oddities(text)
        ]
        found.append(msgspec.structs.replace(actor, name=label, names=tuple(kept)))
    return tuple(found)


def in_order(remarks: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Return remarks by their line."""
    return tuple(sorted(remarks, key=lambda remark: int(remark.where.rpartition(":")[2])))
