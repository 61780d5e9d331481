"""Said at a gathering: "Kerry said after the meeting that ..." takes the day of the meeting, where the sentence before dates it.

The gathering is meant as known ("the meeting"), so it is the one of which the sentence before tells. That sentence has to speak
of a gathering and give one day; a gathering that is still to come, or any other day beside the cue, dates nothing.

>>> said_at_gathering("They met in Oslo on 3 May.", "she said after the talks that")
True
>>> said_at_gathering("They met in Oslo on 3 May.", "she said a week after the talks that")
False
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from truceline.model import Interval, TimeMention
from truceline.reader.time_words import time_words

_SENTENCE = re.compile(r"[.!?][”\"’]?\s+(?=[“\"‘A-Z])")
_LOOKED_BACK = 600
"""In characters: how far back the sentence before is looked for."""


def gathering_day(
    text: str, sentence: tuple[int, int], said: Sequence[tuple[int, int]], times: Sequence[TimeMention]
) -> Interval | None:
    """Return the day of the gathering at which something was said; None where no gathering is named or none is dated.

    ``sentence`` is where the cue's sentence stands in the text, ``said`` what is said in it.
    """
    start, end = sentence
    before = _before(text, start)
    if not said_at_gathering(text[slice(*before)], _without(text, start, end, said)):
        return None
    days = {time.start: time for time in times if before[0] <= time.span.start < before[1] and time.start}
    if len(days) != 1 or any(start <= time.span.start < end and not _within(time, said) for time in times):
        return None
    (found,) = days.values()
    if found.start is None or found.precision not in {"day", "hour", "instant"}:
        return None
    return Interval(start=found.start[:10], end=found.start[:10], precision="day", basis="relative")


def said_at_gathering(before: str, beside: str) -> bool:
    """Say whether the words beside a cue point to a known gathering, and the sentence before tells of one."""
    pointing, telling = _patterns()
    return bool(pointing.search(beside)) and bool(telling.search(before))


def _before(text: str, start: int) -> tuple[int, int]:
    begin = max(0, start - _LOOKED_BACK)
    passage = text[begin:start].rstrip()
    ends = [found.end() for found in _SENTENCE.finditer(passage)]
    return begin + (ends[-1] if ends else 0), begin + len(passage)


def _without(text: str, start: int, end: int, said: Sequence[tuple[int, int]]) -> str:
    """Return the sentence with a mark in place of what is said."""
    kept, at = [], start
    for first, after in sorted(said):
        kept.append(text[at : max(at, first)])
        at = max(at, after)
    return "|".join([*kept, text[at:end]])


def _within(time: TimeMention, said: Sequence[tuple[int, int]]) -> bool:
    return any(first < time.span.end and time.span.start < after for first, after in said)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what points to a known gathering ("after the meeting"), and what tells of one."""
    words = time_words()
    nouns = "|".join(words.gatherings.split())
    deeds = "|".join(words.gathering.split())
    shifted = "".join(rf"(?<!\b{unit} )" for unit in sorted({*words.units, *(f"{unit}s" for unit in words.units)}))
    pointing = rf"(?i)\b{shifted}(?:after|at|following|during) the (?:[\w'’-]+ ){{0,3}}(?:{nouns})\b"
    return re.compile(pointing), re.compile(rf"(?i)\b(?:{nouns}|{deeds})\b")
