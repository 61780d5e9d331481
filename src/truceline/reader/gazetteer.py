"""The gazetteer: which names in a text are places of the theatre, and which place a name means there.

Names match by their folded words, longest first; romanised Arabic names also by their exact key (``actors.names``), never by
likeness. A name that several places bear is told apart by what stands beside it ("Tripoli, Lebanon"), by the theatre's own
country, by what else the text names, and only then by size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from truceline.actors.names import ROMANISED, fold, folded, transliteration_key, word_key
from truceline.model import Actor, Place, PlaceName
from truceline.reader.words import Words

GLUE = frozenset("-‐‑–'’‘ʼʿʾ`.")
ARTICLES = frozenset("al el ad ar as ash at az an ez er es et la le los las de del".split())
SHORTEST_KEY = 5
LONGEST_NAME = 7


class Node:
    """One word of the names that begin alike."""

    __slots__ = ("next", "places")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.places: list[Place] = []

    def grow(self, path: Iterable[str]) -> Node:
        """Return the node at the end of ``path``, made where it is missing."""
        node = self
        for word in path:
            node = node.next.setdefault(word, Node())
        return node


class Named(NamedTuple):
    """A place name in a text: tokens ``[first, after)`` and every place that bears it. ``by_key``: only its key agrees."""

    first: int
    after: int
    places: tuple[Place, ...]
    by_key: bool = False


class Gazetteer:
    """The places of a theatre by name and by id. Building takes some milliseconds; keep it."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = {place.id: place for place in places}
        self._root = Node()
        self._keyed = Node()
        self._demonyms: tuple[tuple[Actor, ...], dict[str, str]] | None = None
        for place in self._places.values():
            for name in (PlaceName(text=place.name), *place.names):
                self._learn(place, name)

    def _learn(self, place: Place, name: PlaceName) -> None:
        path = folded(name.text)
        if path and place not in (end := self._root.grow(path)).places:
            end.places.append(place)
        key = transliteration_key(name.text) if name.lang in {ROMANISED, "en"} and place.precision != "country" else ()
        if len("".join(key)) >= SHORTEST_KEY and (name.lang == ROMANISED or place.country in {None, "sy", place.within}):
            node = self._keyed.grow(key)
            if place not in node.places:
                node.places.append(place)

    def __len__(self) -> int:
        return len(self._places)

    def get(self, place_id: str | None) -> Place | None:
        """Return the place of that id, or None."""
        return self._places.get(place_id) if place_id else None

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places that bear exactly this name."""
        node: Node | None = self._root
        for word in folded(name):
            node = node.next.get(word) if node else None
        return tuple(node.places) if node else ()

    def chain(self, place: Place) -> Iterator[str]:
        """Yield the ids of the place and of everything that contains it, innermost first."""
        seen: set[str] = set()
        current: Place | None = place
        while current is not None and current.id not in seen:
            seen.add(current.id)
            yield current.id
            current = self.get(current.within)
        if place.country and place.country not in seen:
            yield place.country

    def demonyms(self, actors: tuple[Actor, ...]) -> dict[str, str]:
        """Return adjective -> place id of the country, from the states among ``actors``; counted once."""
        if self._demonyms is None or self._demonyms[0] is not actors:
            states = (actor for actor in actors if actor.kind == "state")
            found = {n.text.lower(): actor.country or actor.id for actor in states for n in actor.names if n.demonym}
            self._demonyms = (actors, found)
        return self._demonyms[1]

    def find(self, words: Words) -> Iterator[Named]:
        """Yield the place names of a text, longest first, left to right, none overlapping."""
        text, low, start = words.text, words.low, words.start
        after = 0
        for i in range(len(low)):
            first = text[start[i]]
            if i < after or not (first.isupper() or (not first.isascii() and first.isalpha()) or _is_article(words, i)):
                continue
            if found := self._at(words, i):
                yield found
                after = found.after

    def _at(self, words: Words, i: int) -> Named | None:
        plain = _walk(self._root, words, i, keyed=False)
        keyed = _walk(self._keyed, words, i, keyed=True)
        if plain and (keyed is None or plain.after >= keyed.after):
            return plain
        return keyed


def _is_article(words: Words, i: int) -> bool:
    """Say whether a name may begin with the small article at token ``i``: "al-Bab"."""
    return words.low[i] in ARTICLES and words.low[i + 1 : i + 2] == ("-",) and i + 2 < len(words) and words.is_capital(i + 2)


def _walk(root: Node, words: Words, i: int, *, keyed: bool) -> Named | None:
    """Follow the words from token ``i`` as far as names go; return the longest that is a whole name."""
    node, best, j = root, None, i
    limit = min(words.sentences[words.sentence[i]][1], i + 2 * LONGEST_NAME)
    while j < limit:
        low = words.low[j]
        if low in GLUE and j > i:
            if words.start[j] != words.end[j - 1]:
                break
            j += 1
            continue
        step = fold(low)
        if keyed:
            step = word_key(step)
            if not step and j > i - 1:
                j += 1
                continue
        following = node.next.get(step)
        if following is None:
            break
        node = following
        j += 1
        if node.places and (not keyed or _is_name(words, i, j)):
            best = Named(i, j, tuple(node.places), keyed)
    return best


def _is_name(words: Words, first: int, after: int) -> bool:
    """Say whether all words of a name matched by key are written as a name, articles aside."""
    return all(words.is_capital(k) or words.low[k] in ARTICLES or words.low[k] in GLUE for k in range(first, after))


def choose(
    gazetteer: Gazetteer, candidates: Sequence[Place], country: str | None, beside: frozenset[str], seen: Counter[str]
) -> Place:
    """Return the place that is meant: the one within what stands beside it, of the theatre, near others, then the largest."""

    def weight(place: Place) -> tuple[bool, bool, bool, int, int, str]:
        chain = set(gazetteer.chain(place)) - {place.id}
        return (
            bool(chain & beside),
            place.precision == "country",
            country is not None and country in {place.country, place.id},
            sum(seen[c] for c in chain),
            _size(place),
            place.id,
        )

    return max(candidates, key=weight)


def _size(place: Place) -> int:
    """Rank by population; a town before the district or governorate that takes its name."""
    return place.population + {"town": 2, "exact": 3, "country": 4}.get(place.precision, 0)
