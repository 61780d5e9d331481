"""When: from which time on a deed holds, until when, and for how long, as the words around it say.

A clock time is one at the place (the agreement's own distance from UTC), unless a zone was written. "Until midnight on" a day is
the end of that day, any other midnight its beginning. A stretch without a day on which it ends stays a duration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from truceline.agreement.statements.lists import phrase
from truceline.agreement.statements.scene import Scene
from truceline.model import TimeMention

_UNTIL = frozenset({"until", "till", "through", "to", "expires", "expire", "ends", "ending"})
_FROM = frozenset({"from", "since", "as", "starting", "beginning", "effective", "start", "begin"})
_NOT_LONG = frozenset(
    {
        "past",
        "last",
        "first",
        "within",
        "after",
        "in",
        "than",
        "over",
        "previous",
        "next",
        "every",
        "day",
        "before",
        "during",
        "under",
    }
)
_DURATION = re.compile(r"P(?:\d+[DW]|T\d+[HM])")
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})")
_BREAKS = frozenset("which who that while when because if whose".split())
_ASIDE = frozenset("after before following ahead by".split())
_NEAR, _FAR = 4, 14
_LEAD, _SIDE_BY_SIDE = 30, 6
"""In words: how near a word stands that says what a time is for, and how far a time may stand from its deed. In characters: how
much of what leads to a time is looked at, and how near a clock time stands to the day that it belongs to."""


class Dates(msgspec.Struct, frozen=True):
    """From when, until when (days or instants with zone), and how long (ISO 8601)."""

    effective: str | None = None
    until: str | None = None
    lasts: str | None = None


class _Time(NamedTuple):
    mention: TimeMention
    start: int
    end: int
    lead: tuple[str, ...]


def dates(scene: Scene, reach: tuple[int, int]) -> Dates:
    """Return the times that a claim gives to the deed at characters ``reach`` of its words.

    Those behind it in its own clause count, and of those before it the ones that open the sentence ("On Monday the Front ...").
    """
    found = list(_times(scene))
    behind = [time for time in found if _is_behind(scene, time, reach[1])]
    opening = [time for time in found if time.end <= reach[0] and not _BREAKS.intersection(time.lead)]
    inside = [time for time in found if reach[0] <= time.start < reach[1] and _DURATION.fullmatch(time.mention.value or "")]
    return _joined(scene, [*inside, *(behind or opening)])


def _is_behind(scene: Scene, time: _Time, after: int) -> bool:
    between = phrase(scene.heard.sentence[_begin(scene) + after : _begin(scene) + time.start])
    return time.start >= after and not _BREAKS.intersection(between) and len(between) <= _FAR


def _joined(scene: Scene, times: list[_Time]) -> Dates:
    effective = until = lasts = None
    for time in times:
        value = time.mention.value or ""
        role = _role(time)
        if _DURATION.fullmatch(value):
            lasts = lasts or (None if set(time.lead[-2:]) & _NOT_LONG else value)
        elif role == "aside" or not time.mention.start:
            continue
        elif "/" in value and time.mention.end:
            effective, until = effective or time.mention.start, until or time.mention.end
        elif role == "until":
            until = _sharper(until, _moment(scene, time, is_end=True))
        else:
            effective = _sharper(effective, _moment(scene, time, is_end=False))
    return Dates(effective, until, lasts)


def _sharper(known: str | None, other: str | None) -> str | None:
    """Return the first time found, or one that gives the hour of the same day."""
    return other if known is None or (other and len(other) > len(known) and other.startswith(known)) else known


def _begin(scene: Scene) -> int:
    """Return where the words begin in their sentence; where the record does not say, they are looked for."""
    heard, content = scene.heard, scene.claim.content[0]
    if heard.sentence_at is not None:
        return content.start - heard.sentence_at
    return max(heard.sentence.find(heard.words[: content.end - content.start]), 0)


def _times(scene: Scene) -> Iterator[_Time]:
    """Yield the times in the words of the claim, and behind them in its sentence, with the words that lead to each."""
    content, begin = scene.claim.content[0], _begin(scene)
    before = 0
    leading: tuple[str, ...] = ()
    for mention in sorted(scene.claim.times, key=lambda each: each.span.start):
        start, end = mention.span.start - content.start, mention.span.end - content.start
        if 0 <= start < len(scene.heard.sentence) - begin:
            lead = phrase(scene.heard.sentence[begin + max(0, start - _LEAD) : begin + start])
            if mention.start and start - before < _SIDE_BY_SIDE and before:
                lead = (*leading, *lead)
            leading, before = lead, end
            yield _Time(mention, start, end, lead)


def _role(time: _Time) -> str:
    for word in reversed(time.lead[-_NEAR:]):
        if word in _UNTIL:
            return "until"
        if word in _FROM:
            return "from"
        if word in _ASIDE:
            return "aside"
    return "at"


def _moment(scene: Scene, time: _Time, *, is_end: bool) -> str | None:
    """Return a day, or an instant where the words give the hour."""
    mention = time.mention
    clock = _CLOCK.match(mention.value or "")
    if clock is None or mention.precision == "instant":
        return (mention.end if is_end else mention.start) or None
    at = "23:59" if is_end and scene.heard.sentence[_begin(scene) + time.start :].lower().startswith("midnight") else clock[2]
    return f"{clock[1]}T{at}:00{scene.agreement.calendar.utc_offset}"
