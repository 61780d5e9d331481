r"""Look-alikes: names that are not known but could be taken for one that is. A warning, never a merge.

Four ways in which a name can deceive a reader or a search, from the surest to the loosest: characters that cannot be seen,
letters of another script that look the same, one letter more, less or other, another romanisation or another script of what
sounds the same. ``Registry`` resolves none of them; here is said what each looks like and how it differs.

>>> from truceline.model import Actor
>>> looks = Lookalikes([Actor(id="red", kind="armed_group", name="Red Brigade")])
>>> [(each.actor, each.how) for each in looks.of("R\u0435d Brigade")]
[('red', 'letters')]
>>> looks.of("Red Brigade")
()
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

import msgspec

from truceline.actors.names import fold, folded, scripts, sound_key
from truceline.actors.naming import LAST
from truceline.actors.registry import names_of
from truceline.model import Actor, ActorName

How = Literal["invisible", "letters", "script", "spelling", "one_letter"]
LEAST_SOUND = 4
"""So many consonants two names must share before they are said to sound alike."""
LEAST_LETTERS = 6
"""Shorter names are too often one letter apart."""
_SHOWN = 4
_TITLES = frozenset({"office", "ministry", "government", "state", "un_body", "intergovernmental"})
"""Kinds whose names are made of common words, of which many sound alike ("minister", "ministry")."""
_LETTERS = str.maketrans(
    {
        **dict(zip("асеһіјӏорԛѕухкԁԝ", "acehijlopqsyxkdw", strict=True)),
        **dict(zip("АВСЕНІЈКМОРЅТХУԚԜ", "ABCEHIJKMOPSTXYQW", strict=True)),
        **dict(zip("αικνορυχ", "aikvopux", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        "ı": "i",
        "ɡ": "g",
        "ӏ": "l",
        "|": "l",
    }
)
_STROKES = str.maketrans({"I": "l", "1": "l", "0": "o"})
_WORD = re.compile(r"[^\W\d_]+")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")


class LooksLike(msgspec.Struct, frozen=True, kw_only=True):
    """What an unknown name looks like: the name of an actor, by which likeness, and how the two differ, in words."""

    actor: str
    name: str
    how: How
    differs: str


class Lookalikes:
    """The names of actors by what they can be mistaken for. Building takes some milliseconds; keep it."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._plain: dict[str, list[tuple[str, ActorName]]] = {}
        self._shapes: dict[str, list[tuple[str, ActorName]]] = {}
        self._sounds: dict[str, list[tuple[str, ActorName]]] = {}
        self._near: dict[str, list[tuple[str, ActorName]]] = {}
        for actor in actors:
            for name in names_of(actor):
                self._learn(actor.id, name)

    def _learn(self, actor: str, name: ActorName) -> None:
        entry = (actor, name)
        plain = _joined(name.text)
        self._plain.setdefault(plain, []).append(entry)
        for shape in shapes(name.text):
            self._shapes.setdefault(shape, []).append(entry)
        if not name.demonym and len(key := sound_key(name.text)) >= LEAST_SOUND:
            self._sounds.setdefault(key, []).append(entry)
        if not name.demonym and len(plain) >= LEAST_LETTERS:
            for less in _one_less(plain):
                self._near.setdefault(less, []).append(entry)

    def of(self, text: str, on: str | None = None) -> tuple[LooksLike, ...]:
        """Return what a name looks like, surest first, one line an actor; empty for a known name and for one like no other.

        ``on``: names that begin after that day are left out.
        """
        found: dict[str, LooksLike] = {}
        if not unseen(text) and _joined(text) in self._plain:
            return ()
        for each in self._all(text, on):
            found.setdefault(each.actor, each)
        return tuple(found.values())

    def _all(self, text: str, on: str | None) -> Iterator[LooksLike]:
        plain = _joined(visible(text))
        if unseen(text):
            for actor, name in _begun(self._plain.get(plain, ()), on):
                yield LooksLike(actor=actor, name=name.text, how="invisible", differs=_unseen_words(text))
        for shape in shapes(text):
            for actor, name in _begun(self._shapes.get(shape, ()), on):
                if _joined(name.text) != plain:
                    yield LooksLike(actor=actor, name=name.text, how="letters", differs=_letters_apart(text, name.text))
        if len(plain) >= LEAST_LETTERS:
            near = (entry for less in _one_less(plain) for entry in self._near.get(less, ()))
            for actor, name in _begun(near, on):
                if _is_one_apart(plain, _joined(name.text)):
                    yield LooksLike(actor=actor, name=name.text, how="one_letter", differs=_one_letter_words(text, name.text))
        yield from self._sounding(text, plain, on)

    def _sounding(self, text: str, plain: str, on: str | None) -> Iterator[LooksLike]:
        key = sound_key(visible(text))
        for actor, name in _begun(self._sounds.get(key, ()) if len(key) >= LEAST_SOUND else (), on):
            if _joined(name.text) == plain:
                continue
            one, other = scripts(text), scripts(name.text)
            if one == other:
                yield LooksLike(
                    actor=actor, name=name.text, how="spelling", differs="another spelling of what may sound the same"
                )
            else:
                between = f"written in {_and(one)}, the known name in {_and(other)}"
                yield LooksLike(actor=actor, name=name.text, how="script", differs=f"{between}; it may sound the same")


def visible(text: str) -> str:
    """Return the text without characters that cannot be seen, in composed form."""
    return unicodedata.normalize("NFKC", "".join(c for c in text if not _is_unseen(c)))


def unseen(text: str) -> tuple[str, ...]:
    """Return the characters of a text that cannot be seen, in their order."""
    return tuple(c for c in text if _is_unseen(c))


def mixed(text: str) -> tuple[str, ...]:
    """Return the words of a text whose letters are of several scripts, which no language writes."""
    return tuple(word for word in _WORD.findall(visible(text)) if len(scripts(word)) > 1)


def oddities(text: str) -> tuple[str, ...]:
    """Return in words what is odd about how a name is written: unseen characters, words of mixed script."""
    found = [_unseen_words(text)] if unseen(text) else []
    found += [f"the word {word!r} mixes {_and(scripts(word))} letters" for word in mixed(text)]
    return tuple(found)


@lru_cache(maxsize=65536)
def shapes(text: str) -> tuple[str, ...]:
    """Return what a name looks like when letters of like shape are one: with capital I, 1 and 0 as they are, then as l and o."""
    seen = visible(text).translate(_LETTERS)
    return tuple(dict.fromkeys((_joined(seen), _joined(seen.translate(_STROKES)))))


def likes(actors: Iterable[Actor]) -> Iterator[tuple[str, ActorName, str, ActorName, How]]:
    """Yield each pair of names of two actors, both in use on one day, that look or sound alike without being the same."""
    found: dict[tuple[How, str], list[tuple[str, ActorName]]] = {}
    told: set[tuple[str, str]] = set()
    for actor in actors:
        for name in names_of(actor):
            keys: list[tuple[How, str]] = [("letters", shape) for shape in shapes(name.text)]
            if not name.demonym and actor.kind not in _TITLES and len(key := sound_key(name.text)) > LEAST_SOUND:
                keys.append(("spelling", key))
            for how, shape in keys:
                for other, same in found.setdefault((how, shape), []):
                    if other != actor.id and (other, actor.id) not in told and _are_two(name, same):
                        told.add((other, actor.id))
                        yield other, same, actor.id, name, how
                found[how, shape].append((actor.id, name))


def _are_two(name: ActorName, other: ActorName) -> bool:
    """Say whether two names are both in use on some day and differ as they are read."""
    overlap = (name.since or "") <= (other.until or LAST) and (other.since or "") <= (name.until or LAST)
    return overlap and _joined(name.text) != _joined(other.text)


def _joined(text: str) -> str:
    return " ".join(folded(text))


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or char in _FILLERS or 0xFE00 <= ord(char) <= 0xFE0F


def _begun(entries: Iterable[tuple[str, ActorName]], on: str | None) -> Iterator[tuple[str, ActorName]]:
    return (entry for entry in entries if on is None or (entry[1].since or "") <= on)


def _one_less(plain: str) -> Iterator[str]:
    """Yield a name and the name with each one of its letters left out: two names one letter apart share one of them."""
    yield plain
    yield from {plain[:i] + plain[i + 1 :] for i in range(len(plain))}


def _is_one_apart(one: str, other: str) -> bool:
    """Say whether one letter is more, less, other, or two neighbours changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip_longest(one, other)) if a != b), 0)
    one, other = one[first:], other[first:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or (one[2:] == other[2:] and one[:2] == other[1::-1])


def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"


def _unseen_words(text: str) -> str:
    several = ", ".join(dict.fromkeys(map(_named, unseen(text))))
    return f"it holds what cannot be seen: {several}"


def _letters_apart(text: str, known: str) -> str:
    """Say which letters differ where both names have as many; else that some do."""
    one, other = visible(text), visible(known)
    if len(one) != len(other):
        return "letters of like shape"
    pairs = dict.fromkeys((a, b) for a, b in zip(one, other, strict=True) if a != b and fold(a) != fold(b))
    shown = [f"{a} ({_named(a)}) for {b} ({_named(b)})" for a, b in list(pairs)[:_SHOWN]]
    return ", ".join(shown) + (" and more" if len(pairs) > _SHOWN else "")


def _one_letter_words(text: str, known: str) -> str:
    return f"one letter: {_joined(text)!r}, known is {_joined(known)!r}"


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(names) or "no letters"
