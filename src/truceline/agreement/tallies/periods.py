"""The period of a tally, as its words give it: "since 12 September", "in the first week", "in the same period".

Days, both included. What is counted from the beginning needs an agreement that has begun; "in the past 24 hours" is counted back
from the day on which it was said; "the same period" is the last one that the same report named before. Where the words name a
period that cannot be worked out, the words are kept and the days are not known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

import msgspec

from truceline.agreement.tallies.lexicon import DIGITS, lexicon, number_of
from truceline.agreement.times import DAY, moment
from truceline.model import TimeMention
from truceline.model.agreements import Agreement

_DAYS = {"day": 1, "week": 7, "month": 30}
_LONGEST = 1000
"""More hours, days, weeks or months than these are no period that anybody means."""
_NEAR = 12
"""How many characters may stand between "since" and its day."""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """From ``since`` to ``until``; None is open, or not known where ``words`` are given."""

    since: str | None = None
    until: str | None = None
    words: str | None = None


class Timed(msgspec.Struct, frozen=True):
    """A time in the words: where it begins and ends in them, and its first and last day."""

    start: int
    end: int
    first: str | None
    last: str | None


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """What a period is counted from: when the agreement began (None: not known), the day it was said, the period before.

    ``unit`` is that of the total before ("on the first day"), for a bare "on the second"; None: of none.
    """

    began: dt.datetime | dt.date | None
    said_on: str
    before: Period | None = None
    unit: str | None = None


def period(words: str, times: Sequence[Timed], clock: Clock) -> Period:
    """Return the period that words give; an empty one where they give none."""
    for read in (_same, _first, _next, _since_beginning, _last):
        found = read(words, clock)
        if found is not None:
            return found
    vague = lexicon().vague.search(words)
    return _named(words, times) or Period(words=vague.group() if vague else None)


def beginning(agreement: Agreement | None) -> dt.datetime | dt.date | None:
    """Return when an agreement began: the instant where its text gives the hour, else the day; None where it gives neither."""
    if agreement is None or (agreement.effective_at or agreement.calendar.day_d) is None:
        return None
    found = moment(agreement.effective_at or "D", agreement.calendar)
    return (found.instant or found.day) if found else None


def timed(mentions: Sequence[TimeMention], at: Sequence[int]) -> tuple[Timed, ...]:
    """Return times with their places in the words; ``at`` are the places of the words' characters in the report's text."""
    where = {offset: i for i, offset in enumerate(at)}
    return tuple(
        Timed(where[m.span.start], where[m.span.end - 1] + 1, m.start[:10] if m.start else None, m.end[:10] if m.end else None)
        for m in mentions
        if m.span.start in where and m.span.end - 1 in where
    )


def _same(words: str, clock: Clock) -> Period | None:
    found = lexicon().same.search(words)
    if not found:
        return None
    before = clock.before or Period()
    return Period(since=before.since, until=before.until, words=found.group())


def _first(words: str, clock: Clock) -> Period | None:
    """Read "in the first 48 hours", "in the first week", "on the third day"."""
    for found in re.finditer(_counted("|".join(lexicon().ordinals), lexicon().first), words):
        unit, number = _unit(found["unit"]), _number(found["n"])
        ordinal = found["which"].lower()
        place = lexicon().ordinals.index(ordinal) if ordinal in lexicon().ordinals else 0
        if unit is None or (place and number is not None):
            continue
        since, until = _from_beginning(clock.began, unit, number or 1, place)
        return Period(since=since, until=until, words=found.group().strip())
    return None


def unit_of(period_words: str | None) -> str | None:
    """Return the unit of "on the first day", by which a bare "on the second" behind it counts; None for other periods."""
    found = re.search(_counted("|".join(lexicon().ordinals), lexicon().first), period_words or "")
    return _unit(found["unit"]) if found and not found["n"] else None


def _next(words: str, clock: Clock) -> Period | None:
    """Read "and 37 times on the second" behind "23 times on the first day"."""
    found = re.search(
        rf"(?:on|in|during)\s+the\s+(?P<which>{'|'.join(lexicon().ordinals)})(?=\s*(?:[,;.]|and\b|$))", words, re.IGNORECASE
    )
    if not found or clock.unit is None:
        return None
    since, until = _from_beginning(clock.began, clock.unit, 1, lexicon().ordinals.index(found["which"].lower()))
    return Period(since=since, until=until, words=found.group())


def _from_beginning(began: dt.datetime | dt.date | None, unit: str, number: int, place: int) -> tuple[str | None, str | None]:
    if began is None or number > _LONGEST:
        return None, None
    day = began.date() if isinstance(began, dt.datetime) else began
    if unit == "hour":
        start = began if isinstance(began, dt.datetime) else dt.datetime.combine(began, dt.time())
        return day.isoformat(), (start + dt.timedelta(hours=number)).date().isoformat()
    since = day + place * _DAYS[unit] * DAY
    return since.isoformat(), (since + (number * _DAYS[unit] - 1) * DAY).isoformat()


def _since_beginning(words: str, clock: Clock) -> Period | None:
    lists = lexicon()
    for since in lists.since.finditer(words):
        start = lists.start.match(words[since.end() :].lstrip())
        if start:
            began = clock.began.date() if isinstance(clock.began, dt.datetime) else clock.began
            return Period(since=began.isoformat() if began else None, words=f"{since.group()} {start.group()}")
    return None


def _last(words: str, clock: Clock) -> Period | None:
    """Read "in the past 24 hours", "over the last two days"; "the previous week", without a number, is before one just named."""
    found = re.search(_counted("", lexicon().last), words)
    unit = _unit(found["unit"]) if found else None
    if not found or unit is None or lexicon().vague.fullmatch(re.sub(r"[\s-]+", " ", found.group())):
        return None
    number = _number(found["n"]) or 1
    if number > _LONGEST:
        return Period(words=found.group().strip())
    days = -(-number // 24) if unit == "hour" else number * _DAYS[unit] - 1
    until = dt.date.fromisoformat(clock.said_on)
    return Period(since=(until - days * DAY).isoformat(), until=until.isoformat(), words=found.group().strip())


def _named(words: str, times: Sequence[Timed]) -> Period | None:
    """Read a period from days that the words name: since one, between two, on one."""
    known = sorted((t for t in times if t.first or t.last), key=lambda t: t.start)
    if not known:
        return None
    begin, end = known[0], known[-1]
    first, at = _day_before_month(words, begin)
    if len(known) == 1 and first is None:
        return _from_one(words, begin)
    start = min(day for day in (first, begin.first, begin.last) if day)
    return Period(since=start, until=end.last or end.first, words=words[at : end.end])


def _from_one(words: str, time: Timed) -> Period:
    before = words[max(0, time.start - _NEAR) : time.start]
    lists = lexicon()
    since, until = _ends_with(lists.since, before), _ends_with(lists.until, before)
    named = words[time.start : time.end]
    if since:
        return Period(since=time.first, words=f"{since} {named}")
    if until:
        return Period(until=time.last, words=f"{until} {named}")
    return Period(since=time.first, until=time.last, words=named)


def _day_before_month(words: str, time: Timed) -> tuple[str | None, int]:
    """Return the first day of "between 18 and 19 September", where only the second has its month, and where it stands."""
    found = re.search(r"(?<!\d)(?P<day>[0-3]?\d)\s*(?:-|–|and|to|until|till|и|по|و|y|al?)\s*$", words[: time.start])
    try:
        day = dt.date.fromisoformat(time.first).replace(day=int(found["day"])).isoformat() if found and time.first else None
    except ValueError:  # no such day in that month
        day = None
    return (day, found.start("day")) if found and day and time.first and day < time.first else (None, time.start)


def _ends_with(listed: re.Pattern[str], before: str) -> str | None:
    found = list(listed.finditer(before))
    rest = before[found[-1].end() :].strip().lower() if found else None
    return found[-1].group() if found and rest in {"", "the", "about", "early", "on"} else None


@cache
def _counted(others: str, listed: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of a listed word, a number or none, and a unit of time."""
    units = "|".join(each.pattern for each in lexicon().units.values())
    numbers = "|".join(sorted(lexicon().numbers, key=len, reverse=True))
    which = f"{listed.pattern}|(?<!\\w)(?:{others})(?!\\w)" if others else listed.pattern
    return re.compile(rf"(?P<which>{which})[\s-]+(?:(?P<n>{DIGITS}|{numbers})[\s-]+)?(?P<unit>{units})", re.IGNORECASE)


def _unit(words: str) -> str | None:
    return next((unit for unit, listed in lexicon().units.items() if listed.fullmatch(words)), None)


def _number(words: str | None) -> int | None:
    return number_of(words) if words else None
