"""Wording: how much two descriptions have in common, and when two durations are the same length.

>>> overlap("all warplanes to halt flights over aid routes", "a halt of all flights") >= 0.5
True
>>> length("P3D") == length("PT72H"), length("P6M") == length("P180D")
(True, False)
"""

from __future__ import annotations

import datetime as dt
import re

_WORD = re.compile(r"\w{3,}")
_EMPTY = frozenset(
    "the and for that this with from into over all any his her its their our has have had was were would could should will may "
    "not but who which what when where than then them they are been being more most other such proposal proposed proposes "
    "propose plan call calls called idea suggestion suggested initiative".split()
)
"""Words that any proposal may be described with: sharing them says nothing."""
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)


def telling_words(words: str) -> frozenset[str]:
    """Return the words of a description that say something, without the ending of a plural."""
    found = (word.casefold() for word in _WORD.findall(words))
    return frozenset(word.removesuffix("s") for word in found if word not in _EMPTY)


def overlap(one: str, other: str) -> float:
    """Return which share of the shorter description's words the other has too; 0.0 where one has none."""
    return shared(telling_words(one), telling_words(other))


def shared(ones: frozenset[str], others: frozenset[str]) -> float:
    """Return which share of the smaller set the other has too; 0.0 where one is empty."""
    least = min(len(ones), len(others))
    return len(ones & others) / least if least else 0.0


def length(duration: str | None) -> tuple[int, int] | None:
    """Return an ISO 8601 duration as months and seconds; None where there is none or it is not one."""
    found = _DURATION.fullmatch(duration or "")
    if found is None or not any(found.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return 12 * years + months, ((7 * weeks + days) * 24 + hours) * 3600 + minutes * 60 + seconds


def days_within(duration: str | None) -> int | None:
    """Return how many days a duration spans, a month counted as 31, a year as 366; None where it is none."""
    found = length(duration)
    return None if found is None else found[0] // 12 * 366 + found[0] % 12 * 31 + -(-found[1] // 86400)


def day_number(time: str | None) -> int | None:
    """Return the day of a day or instant as a number that can be counted with; None where there is none.

    >>> day_number("2016-09-20T07:00:00Z") - day_number("2016-09-19"), day_number("spring")
    (1, None)
    """
    try:
        return dt.date.fromisoformat((time or "")[:10]).toordinal()
    except ValueError:
        return None
