"""Durations in words: "several days", "48 hours", "a week", as hours at least and at most.

>>> duration(("held", "for", "two", "days"), (0, 4))
Duration(low=48, high=48, first=2, after=4)
"""

from __future__ import annotations

from typing import NamedTuple

from truceline.movements.wording.lists import Phrase, number_of
from truceline.movements.wording.stretches import Range

_HOURS = {"hour": 1, "day": 24, "week": 168, "month": 720}
_VAGUE = {"several": 3, "few": 3, "couple": 2, "many": 3, "some": 2}
_ONE = frozenset({"a", "an"})
_AT_LEAST = frozenset({"least", "than", "over"})


class Duration(NamedTuple):
    """So many hours, at least and at most (None: not told), and where it stands."""

    low: int | None
    high: int | None
    first: int
    after: int


def duration(low: Phrase, where: Range) -> Duration | None:
    """Return the first duration among some tokens; "several days" has no upper end, "days" alone means two at least."""
    for i in range(where[0], min(where[1], len(low))):
        lead, _, joined = low[i].partition("-")
        n = number_of(lead)
        if n is not None and joined in _HOURS:  # "a three-day delay"
            return Duration(n * _HOURS[joined], n * _HOURS[joined], i, i + 1)
        unit = _HOURS.get(low[i].removesuffix("s"))
        if unit is not None:
            return _before(low, i, unit, where[0])
    return None


def _before(low: Phrase, i: int, unit: int, begin: int) -> Duration | None:
    words = low[max(begin, i - 4) : i]
    word = words[-1] if words else ""
    if word in {"of", "-"} and len(words) > 1:  # "a couple of days", "a two-day delay"
        word, i = words[-2], i - 1
    number = number_of(word) or (1 if word in _ONE else None)
    first = max(begin, i - 1)
    after = i + 1 if low[i] != "of" else i + 2
    if word == "few" or word in _VAGUE:
        return Duration(_VAGUE[word] * unit, None, first, after)
    if number is None:
        return Duration(2 * unit, None, i, after) if low[i].endswith("s") else None
    lead = low[max(begin, first - 2) : first]
    if _AT_LEAST.intersection(lead):
        return Duration(number * unit, None, first, after)
    if lead[-2:] in {("up", "to"), ("at", "most")}:
        return Duration(None, number * unit, first, after)
    return Duration(number * unit, number * unit, first, after)
