"""The index of one material: an inverted file of its words in memory, and the documents of every facet value.

It is made once for a material and gone with it. Documents are numbered from the newest to the oldest, undated ones last; a set of
documents is one byte for each, 1 where it is in. So a question is one look-up in the inverted file, and every count a pass over
bytes, whatever was asked: a hundred thousand documents take milliseconds.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress

from truceline.agreement.remembering import remembered
from truceline.outputs.labels import load
from truceline.outputs.views.material import Material
from truceline.outputs.views.search.documents import FACETS, Document, FacetCode, documents
from truceline.outputs.views.search.query import Query
from truceline.outputs.views.search.words import folded

MOST_RANKED = 5_000
"""So many results are put in the order of how well they fit; more are shown newest first."""
_KEPT = 32
_MAKE = "CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
_FIND = "SELECT rowid FROM words WHERE words MATCH ?"
_RANK = "SELECT rowid, bm25(words, 8.0, 1.0) FROM words WHERE words MATCH ?"
_TURNED = bytes((1, 0)) + bytes(254)
Flags = bytes
"""One byte a document: 1 where it is in the set."""


class Index:
    """What was asked is answered by sets of documents; safe to be asked by several threads at once."""

    def __init__(self, found: Iterable[Document]) -> None:
        listed = sorted(found, key=lambda each: (each.day or "", each.kind, each.id), reverse=True)
        self.days = [each.day and each.day[:10] for each in listed]
        self._oldest_first = [day for day in reversed(self.days) if day]
        self.titles = [(each.kind, each.id, each.title, each.report) for each in listed]
        self.plain = {number: each.text for number, each in enumerate(listed) if each.kind not in {"report", "claim"}}
        self.values = _by_value(listed)
        self._sets = {facet: _Sets(each.facets.get(facet, ()) for each in listed) for facet in FACETS}
        self._asking = threading.Lock()
        self._kept: dict[str, Flags] = {}
        self._file = sqlite3.connect(":memory:", check_same_thread=False)
        self._file.execute(_MAKE)
        rows = ((number, folded(each.title), folded(each.text)) for number, each in enumerate(listed, 1))
        self._file.executemany("INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)", rows)
        self._file.commit()

    def __len__(self) -> int:
        return len(self.titles)

    @property
    def everything(self) -> Flags:
        """All documents."""
        return b"\x01" * len(self)

    def matching(self, query: Query) -> Flags:
        """Return the documents that hold everything that is wanted and nothing that is excluded."""
        if query.wanted is None:
            return _without(self.everything, self._asked(query.unwanted)) if query.unwanted else self.everything
        return self._asked(f"({query.wanted}) NOT ({query.unwanted})" if query.unwanted else query.wanted)

    def with_values(self, facet: FacetCode, chosen: Sequence[str]) -> Flags:
        """Return the documents that have any of the values of a facet; none has one that is not there."""
        flags = bytearray(len(self))
        for value in chosen:
            for number in self.values[facet].get(value, ()):
                flags[number] = 1
        return bytes(flags)

    def published(self, first: str | None, last: str | None) -> Flags:
        """Return the documents published from a day to a day, both included; undated ones only where neither is given."""
        if first is None and last is None:
            return self.everything
        dated = len(self._oldest_first)
        start = dated - bisect_right(self._oldest_first, last) if last else 0
        end = dated - bisect_left(self._oldest_first, first) if first else dated
        return bytes(start) + b"\x01" * max(0, end - start) + bytes(len(self) - max(start, end))

    def counts(self, facet: FacetCode, flags: Flags) -> dict[str, int]:
        """Return how many of these documents have each value of a facet; values of none are left out."""
        return self._sets[facet].counted(flags)

    def in_order(self, flags: Flags, query: Query, order: str) -> Iterator[int]:
        """Yield the numbers of documents: ``best`` fitting, ``newest`` or ``oldest`` first."""
        if order == "oldest":
            return iter([number for number in reversed(range(len(self))) if flags[number]])
        if order == "best" and query.wanted and self.is_ranked(query):
            return iter(self._ranked(flags, query.wanted))
        return compress(range(len(self)), flags)

    def is_ranked(self, query: Query) -> bool:
        """Say whether they can be put in the order of how well they fit: words are wanted, and not too many have them."""
        return query.wanted is not None and self._asked(query.wanted).count(1) <= MOST_RANKED

    def _ranked(self, flags: Flags, wanted: str) -> list[int]:
        with self._asking:
            found = [(rank, rowid - 1) for rowid, rank in self._file.execute(_RANK, (wanted,)) if flags[rowid - 1]]
        return [number for _, number in sorted(found)]

    def _asked(self, expression: str) -> Flags:
        """Return the documents that the inverted file finds; the last few answers are at hand."""
        with self._asking:
            if expression in self._kept:
                self._kept[expression] = self._kept.pop(expression)
                return self._kept[expression]
            flags = bytearray(len(self))
            for (rowid,) in self._file.execute(_FIND, (expression,)):
                flags[rowid - 1] = 1
            self._kept[expression] = bytes(flags)
            while len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)))
            return self._kept[expression]


class _Sets:
    """One facet: by document the number of its set of values, many documents having the same set."""

    def __init__(self, of: Iterable[tuple[str, ...]]) -> None:
        numbers: dict[tuple[str, ...], int] = {}
        self._of = array("I", (numbers.setdefault(values, len(numbers)) for values in of))
        self._values = tuple(numbers)
        self._whole = Counter(self._of)

    def counted(self, flags: Flags) -> dict[str, int]:
        """Count the values of the documents flagged; of most documents, by counting the others."""
        is_most = flags.count(1) * 2 > len(flags)
        counted = Counter(compress(self._of, flags.translate(_TURNED) if is_most else flags))
        if is_most:
            counted = self._whole - counted
        found: Counter[str] = Counter()
        for number, count in counted.items():
            for value in self._values[number]:
                found[value] += count
        return dict(found)


def both(left: Flags, right: Flags) -> Flags:
    """Return what is in both sets."""
    return (int.from_bytes(left, "little") & int.from_bytes(right, "little")).to_bytes(len(left), "little")


def _without(left: Flags, right: Flags) -> Flags:
    return (int.from_bytes(left, "little") & ~int.from_bytes(right, "little")).to_bytes(len(left), "little")


def _by_value(listed: Sequence[Document]) -> Mapping[FacetCode, dict[str, array[int]]]:
    found: dict[FacetCode, dict[str, array[int]]] = {facet: {} for facet in FACETS}
    for number, each in enumerate(listed):
        for facet, values in each.facets.items():
            for value in values:
                found[facet].setdefault(value, array("I")).append(number)
    return found


@remembered
def index_of(material: Material, lang: str) -> Index:
    """Return the index of a material in a language of the interface, made when it is first asked for."""
    return Index(documents(material, load(lang)))
