"""Group: happenings of many reports put together, by average link under what people have decided.

Two groups are joined while the mean evidence over *all* pairs between them is above zero; a pair that was never compared
counts as ``UNCOMPARED``. So a chain of chance links never joins two crowds, which is what connected components do. People's
decisions come first: ``same`` joins before anything is compared, ``different`` is never joined, whatever speaks for it.

The result depends only on the set of happenings and their evidence, not on any order: ties fall to the smaller key.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

UNCOMPARED = -1.0
"""Bits of a pair that was never compared: it shares not one key, so it is somewhat likelier another happening."""

Pair = tuple[int, int]


def group(count: int, bits: Mapping[Pair, float], same: Iterable[Pair] = (), different: Iterable[Pair] = ()) -> list[list[int]]:
    """Return the members 0..count-1 in groups, each sorted, by their smallest member."""
    groups = _Groups(count, bits)
    for left, right in sorted(_pair(a, b) for a, b in same):
        groups.join(groups.of[left], groups.of[right])
    for left, right in different:
        groups.forbid(groups.of[left], groups.of[right])
    groups.settle()
    return sorted(sorted(m) for m in groups.members.values())


def _pair(left: int, right: int) -> Pair:
    return (left, right) if left < right else (right, left)


class _Groups:
    """Groups named by their smallest member; ``sums`` has how much the pairs between two of them exceed ``UNCOMPARED``."""

    def __init__(self, count: int, bits: Mapping[Pair, float]) -> None:
        self.members: dict[int, list[int]] = {m: [m] for m in range(count)}
        self.of: dict[int, int] = {m: m for m in range(count)}
        self.sums: dict[int, dict[int, float]] = defaultdict(dict)
        self.forbidden: dict[int, set[int]] = defaultdict(set)
        for (left, right), value in bits.items():
            self.sums[left][right] = self.sums[right][left] = value - UNCOMPARED

    def mean(self, left: int, right: int) -> float:
        pairs = len(self.members[left]) * len(self.members[right])
        return UNCOMPARED + self.sums[left].get(right, 0.0) / pairs

    def forbid(self, left: int, right: int) -> None:
        if left != right:
            self.forbidden[left].add(right)
            self.forbidden[right].add(left)

    def join(self, left: int, right: int) -> int:
        if left == right:
            return left
        kept, gone = min(left, right), max(left, right)
        self.members[kept] += self.members.pop(gone)
        for member in self.members[kept]:
            self.of[member] = kept
        for other, more in self.sums.pop(gone, {}).items():
            self.sums[other].pop(gone, None)
            if other != kept:
                self.sums[kept][other] = self.sums[other][kept] = self.sums[kept].get(other, 0.0) + more
        self.sums[kept].pop(gone, None)
        for other in self.forbidden.pop(gone, set()):
            self.forbidden[other].discard(gone)
            self.forbid(kept, other)
        return kept

    def settle(self) -> None:
        """Join the pair of groups with the highest mean, again and again, until none is above zero."""
        heap = [entry for left in self.sums for right in self.sums[left] if left < right for entry in self._entry(left, right)]
        heapq.heapify(heap)
        while heap:
            negative, left, right = heapq.heappop(heap)
            gone = left not in self.members or right not in self.members
            if gone or right in self.forbidden[left] or self.mean(left, right) != -negative:
                continue
            kept = self.join(left, right)
            for other in self.sums[kept]:
                for entry in self._entry(*_pair(kept, other)):
                    heapq.heappush(heap, entry)

    def _entry(self, left: int, right: int) -> list[tuple[float, int, int]]:
        mean = self.mean(left, right)
        return [(-mean, left, right)] if mean > 0 and right not in self.forbidden[left] else []
