"""The page of a search: results with the words that fit marked, and the facets with how many results each value would leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

import msgspec

from truceline.outputs.labels import Labels
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name, place_name
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.room_values import IncidentRow
from truceline.outputs.views.search.documents import FACETS, KINDS, NAMED, OWN_VOICE, UNNAMED, DocumentKind, FacetCode
from truceline.outputs.views.search.index import MOST_RANKED
from truceline.outputs.views.search.query import Note, Term

Order = Literal["best", "newest", "oldest"]
SHOWN_VALUES = 12
"""So many values of a facet are listed, and every chosen one."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: words, chosen values by facet, days of publication (both included), the order, the page of results.

    Values that no facet has, and pages that are not there, find nothing; no value of this is ever an error.
    """

    words: str = ""
    chosen: Mapping[FacetCode, tuple[str, ...]] = {}
    published_from: str | None = None
    published_to: str | None = None
    order: Order = "best"
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for yet."""
        return not (self.words.strip() or any(self.chosen.values()) or self.published_from or self.published_to)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of text, and whether it is what was looked for."""

    text: str
    is_found: bool = False


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One result: a document by ``kind`` and ``id``, its ``title`` and an excerpt of its words, cut where they fit.

    ``day``: of publication (for an incident the first report of it). ``report``: in which it stands; ``publisher`` of that.
    ``incident``: to which a claim belongs. ``stance``, ``standing`` and ``is_struck`` of a claim: taken back or corrected since.
    ``withheld``: why there are no words to read. ``row``: what is said of an incident; its ``excerpt`` has only names that fit.
    Of an actor, a place and other things that are no text, ``excerpt`` has their names, those that fit first.
    """

    kind: DocumentKind
    id: str
    title: tuple[Part, ...]
    excerpt: tuple[Part, ...]
    day: str | None = None
    report: str | None = None
    publisher: str | None = None
    lang: str | None = None
    incident: str | None = None
    stance: str | None = None
    standing: str | None = None
    is_struck: bool = False
    withheld: str | None = None
    row: IncidentRow | None = None


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet: its ``code`` for the address, its ``name``, how many results have it under the other choices made."""

    code: str
    name: str
    count: int
    is_chosen: bool = False


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """A facet with its most used values; ``more``: how many further values are not listed."""

    code: FacetCode
    values: tuple[FacetValue, ...]
    more: int = 0


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a search finds. ``words`` as they were read, ``notes`` on what of them was passed over.

    ``total`` results, of which ``results`` are those from number ``first`` on; ``page`` of ``pages``. ``order`` as asked;
    ``is_ranked``: they stand in the order of how well they fit (not where more than ``most_ranked`` have the words). ``facets``
    with values that some result has. ``chosen``: every choice made, to be taken back. ``is_asked``: there is a question at all.
    ``is_partly``: of movements and proposals only those that people opened are searched, since there are many claims.
    """

    basis: Basis
    words: str
    notes: tuple[Note, ...]
    total: int
    first: int
    results: tuple[Found, ...]
    page: int
    pages: int
    order: Order
    is_ranked: bool
    facets: tuple[Facet, ...]
    chosen: tuple[tuple[FacetCode, FacetValue], ...] = ()
    published_from: str | None = None
    published_to: str | None = None
    is_asked: bool = False
    is_partly: bool = False
    most_ranked: int = MOST_RANKED


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What to call values of a facet; one that is nowhere in the index is called as it was given, whatever a pack knows of it."""

    material: Material
    labels: Labels
    known: Mapping[FacetCode, Collection[str]]

    def of(self, facet: FacetCode, values: Iterable[str]) -> dict[str, str]:
        """Return the name of each value."""
        places = {place.id: place_name(place, self.labels.lang) for place in self.material.places} if facet == "place" else {}
        return {
            value: self._name(facet, value, places) if value in self.known[facet] else value.removeprefix(NAMED)
            for value in values
        }

    def _name(self, facet: FacetCode, value: str, places: Mapping[str, str]) -> str:
        if facet == "place":
            return places.get(value, value)
        if facet in {"publisher", "language"}:
            return value
        if facet == "speaker":
            return self._speaker(value)
        return self.labels.say("search_kind" if facet == "kind" else facet, value)

    def _speaker(self, value: str) -> str:
        if value in {OWN_VOICE, UNNAMED}:
            return self.labels.say("search_speaker", value)
        known = self.material.actors.get(value)
        return actor_name(known, self.labels.lang) if known else value.removeprefix(NAMED)


def facets_of(counts: Mapping[FacetCode, Mapping[str, int]], asked: Asked, names: Names) -> Iterator[Facet]:
    """Yield the facets in which there is anything to choose, their most used values first, kinds in their own order."""
    for code in FACETS:
        chosen, counted = asked.chosen.get(code, ()), counts[code]
        ordered = sorted(counted, key=lambda value: (-counted[value], value))
        if code == "kind":
            ordered = [kind for kind in KINDS if kind in counted]
        listed = list(dict.fromkeys((*ordered[:SHOWN_VALUES], *chosen)))
        if listed:
            called = names.of(code, listed)
            values = (
                FacetValue(code=value, name=called[value], count=counted.get(value, 0), is_chosen=value in chosen)
                for value in listed
            )
            yield Facet(code=code, values=tuple(values), more=len(set(ordered) - set(listed)))


def page_of(numbers: Iterator[int], page: int, size: int) -> tuple[int, ...]:
    """Return the numbers on a page, the first page being 1."""
    return tuple(islice(numbers, (page - 1) * size, page * size))


def terms_shown(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the terms to be marked in a text."""
    return tuple(term for term in terms if not term.is_excluded)
