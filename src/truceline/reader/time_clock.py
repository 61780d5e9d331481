"""Clock times: joined to the day that they belong to.

"at 7:40 p.m. on Monday" is an hour of that Monday. With a zone written beside it, it becomes an instant; without one the
day stands as the interval and the clock time in the value, because a zone is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re

from truceline.model import Span
from truceline.reader.time_anchors import Found
from truceline.reader.time_values import Meaning
from truceline.reader.time_words import time_words
from truceline.reader.words import Words

CLOCK = re.compile(r"(?i)(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?::\d\d)?\s*(?P<half>[ap])?|(?P<four>\d{4})")
DAY_NEAR = 45
"""How far, in characters, a day may stand from its clock time."""


def place_clock(words: Words, found: list[Found]) -> list[Found]:
    """Return ``found`` with each clock time placed on the day beside it, where there is one in its sentence."""
    return [_placed(words, item, found) if item.kind == "clock" else item for item in found]


def _placed(words: Words, item: Found, found: list[Found]) -> Found:
    shown = item.span.of(words.text)
    clock = _clock(shown)
    if clock is None:
        return item
    day = item.meaning if item.meaning.start else _day_beside(item, found)
    if day is None:
        return item.renewed(Meaning(f"T{clock:%H:%M}", None, None, "unresolved", "stated"))
    return item.renewed(_moment(day, clock, _zone(shown)))


def _moment(day: Meaning, clock: dt.time, hours: int | None) -> Meaning:
    assert day.start is not None
    value = f"{day.start[:10]}T{clock:%H:%M}"
    if hours is None:
        return Meaning(value, day.start[:10], day.start[:10], "hour", day.basis)
    zone = dt.timezone(dt.timedelta(hours=hours))
    instant = dt.datetime.combine(dt.date.fromisoformat(day.start[:10]), clock, zone).isoformat()
    return Meaning(value, instant, instant, "instant", day.basis)


def _clock(shown: str) -> dt.time | None:
    low = shown.lower()
    if low.startswith("noon"):
        return dt.time(12)
    if low.startswith("midnight"):
        return dt.time(0)
    if four := re.match(r"(\d\d)(\d\d)(?!\d)", low):
        return _time(int(four[1]), int(four[2]))
    match = CLOCK.match(low)
    if match is None or match["hour"] is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return _time(hour, int(match["minute"] or 0))


def _time(hour: int, minute: int) -> dt.time | None:
    return dt.time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _zone(shown: str) -> int | None:
    zones = time_words().zones
    return next((zones[w] for w in reversed(re.findall(r"[a-z]+", shown.lower())) if w in zones and len(w) > 1), None)


def _day_beside(item: Found, found: list[Found]) -> Meaning | None:
    near = [
        f
        for f in found
        if f.sentence == item.sentence and f.meaning.precision in {"day", "night"} and f.meaning.start and f.kind != "clock"
    ]
    best = min(near, key=lambda f: _gap(f.span, item.span), default=None)
    return best.meaning if best and _gap(best.span, item.span) <= DAY_NEAR else None


def _gap(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)
