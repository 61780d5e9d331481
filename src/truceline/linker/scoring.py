"""Scoring: the evidence of very many pairs, made cheap, with the same result as ``pairing`` gives for each alone.

A month of news holds a few dozen places, kinds and days, named over and over. So equal values share a code, a pair of codes
is compared once, and a pair of happenings is a row of look-ups. What is kept of a pair is one number, in arrays; the reasons
are told again by ``pairing`` for the few pairs that somebody is shown.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import msgspec

from truceline.linker.happenings import Happening
from truceline.linker.pairing import (
    Reasons,
    Score,
    Setting,
    Weight,
    by_day,
    by_kind,
    by_party,
    by_place,
    by_toll,
    by_wording,
    pairing,
    score,
    weight,
)

Pair = tuple[int, int]


class Scores(msgspec.Struct, frozen=True):
    """What is kept of all comparisons.

    ``bits`` of those pairs that could end in one group at all: a chain of pairs with evidence for it leads from one to the
    other. ``possible`` has for each happening the bits and the place of those that it may at least be shown with.
    ``compared`` is how many pairs were compared.
    """

    bits: Mapping[Pair, float]
    possible: Mapping[int, Sequence[tuple[float, int]]]
    compared: int


class _Comparison:
    """One comparison over all happenings; those of equal ``value`` share a code, and a pair of codes is compared once."""

    def __init__(
        self,
        every: Sequence[Happening],
        value: Callable[[Happening], Hashable],
        compare: Callable[[Happening, Happening], Reasons],
        weights: dict[Weight, Weight],
    ) -> None:
        codes: dict[Hashable, int] = {}
        self.of = [codes.setdefault(value(h), len(codes)) for h in every]
        self._count, self._every, self._compare = len(codes), every, compare
        self._known: dict[int, Weight] = {}
        self._weights = weights

    def weigh(self, left: int, right: int) -> Weight:
        code = self.of[left] * self._count + self.of[right]
        known = self._known.get(code)
        if known is None:
            made = weight(self._compare(self._every[left], self._every[right]))
            known = self._known[code] = self._weights.setdefault(made, made)
        return known


class Scorer:
    """Scores pairs of one set of happenings."""

    def __init__(self, every: Sequence[Happening], setting: Setting) -> None:
        self._every, self._setting = every, setting
        rarity = setting.rarity
        weights: dict[Weight, Weight] = {}
        self._comparisons = (
            _Comparison(every, lambda h: (h.facts.when, h.bound), by_day, weights),
            _Comparison(every, lambda h: (h.facts.spots, h.nearby), lambda a, b: by_place(a, b, rarity), weights),
            _Comparison(every, lambda h: (h.facts.kinds, h.facts.targets), lambda a, b: by_kind(a, b, rarity), weights),
            _Comparison(every, lambda h: h.facts.tolls, by_toll, weights),
            _Comparison(every, lambda h: (h.facts.victims, h.facts.strikers), by_party, weights),
        )

    def score(self, left: int, right: int) -> Score:
        """Return the score of a pair, the smaller position first."""
        a, b = self._every[left], self._every[right]
        are_mains = a.is_main and b.is_main
        if a.report == b.report:
            return score([weight(pairing(a, b, self._setting))], are_mains=are_mains)
        day, *rest = self._comparisons
        first = day.weigh(left, right)
        if first.is_hopeless:
            return score([first], are_mains=are_mains)
        weights = [first, *(each.weigh(left, right) for each in rest)]
        if are_mains:
            weights.append(weight([by_wording(a, b, self._setting)]))
        return score(weights, are_mains=are_mains)


def scores(every: Sequence[Happening], pairs: Iterable[Pair], setting: Setting, same: Iterable[Pair] = ()) -> Scores:
    """Compare all ``pairs``; ``same`` are those that people joined."""
    scorer, chains = Scorer(every, setting), _Chains(len(every))
    for left, right in same:
        chains.join(left, right)
    lefts, rights, values = array("l"), array("l"), array("d")
    possible: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for left, right in pairs:
        found = scorer.score(left, right)
        lefts.append(left)
        rights.append(right)
        values.append(found.bits)
        if found.bits > 0:
            chains.join(left, right)
        if found.is_possible and every[left].report != every[right].report:
            possible[left].append((found.bits, right))
            possible[right].append((found.bits, left))
    ends = [chains.end(at) for at in range(len(every))]
    kept = {(a, b): bits for a, b, bits in zip(lefts, rights, values, strict=True) if ends[a] == ends[b]}
    return Scores(kept, possible, len(values))


class _Chains:
    """Which happenings a chain of pairs connects (union-find)."""

    def __init__(self, count: int) -> None:
        self._next = list(range(count))

    def end(self, at: int) -> int:
        while self._next[at] != at:
            self._next[at] = self._next[self._next[at]]
            at = self._next[at]
        return at

    def join(self, left: int, right: int) -> None:
        self._next[self.end(left)] = self.end(right)
