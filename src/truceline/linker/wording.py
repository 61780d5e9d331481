"""Wording: how alike two reports sound, as an assistance and never as a reason by itself.

Rare words (a village, a name, a number) that two reports share say that they may tell of the same thing. Reports of
different attacks share whole templates, so the likeness is capped low and counts only beside place or time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from truceline.linker.happenings import stems
from truceline.linker.tellings import Telling

_LEAD_CHARACTERS = 1500


class Wording:
    """The lead of each report as a bag of rare words; ``likeness`` is their cosine, 0..1."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        bags = {t.report.id: stems(f"{t.report.title or ''} {t.report.text[:_LEAD_CHARACTERS]}") for t in tellings}
        told = Counter(w for bag in bags.values() for w in bag)
        weight = {w: math.log((len(bags) + 1) / n) ** 2 for w, n in told.items() if n > 1}
        self._weight: Mapping[str, float] = weight
        self._bags = {r: frozenset(w for w in bag if w in weight) for r, bag in bags.items()}
        self._length = {r: math.sqrt(sum(weight[w] for w in bag)) for r, bag in self._bags.items()}

    def likeness(self, left: str, right: str) -> float:
        """Return how much the leads of two reports share, 0 where either has no rare word."""
        length = self._length[left] * self._length[right]
        return sum(self._weight[w] for w in sorted(self._bags[left] & self._bags[right])) / length if length else 0.0
