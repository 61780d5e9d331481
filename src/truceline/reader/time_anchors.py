"""Times counted from another event: "a day after the attack", "the attack two days earlier", "the day before".

The event counted from is named in the same breath, or stands just before. It is dated only where the report itself says
when it was ("Monday's attack on the aid convoy", "the attack on the convoy on Monday"); otherwise the time stays unresolved.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from truceline.model import Span
from truceline.reader.time_values import UNRESOLVED, Meaning, amount_of, day, shift, unit_of
from truceline.reader.time_words import time_words
from truceline.reader.words import Words

BACK = re.compile(r"(?i)\b(?:earlier|before|previously|previous)\b")
SAME = re.compile(r"(?i)\b(?:same|that)\b")
POINTING = re.compile(r"(?i)(?:earlier|later)?\s*(?:that|the\s+(?:same|next|following))\b")
CLOSED_BY = frozenset(
    {",", ".", ";", ":", ")", "that", "and", "but", "”", '"', "’", "'", "-", "—", "–", "by", "in", "at", "when"}
)
OWN_CLAUSE = re.compile(r"[;:—]")
LINKS = frozenset("of on in at against a an the by near to and".split())
FILLERS = frozenset("a an the this that its his their first second third latest recent another deadly fatal".split())
REACH = 9
"""How many tokens after a happening still describe it."""


class Found(NamedTuple):
    """A time expression while it is being placed."""

    span: Span
    kind: str
    meaning: Meaning
    sentence: int

    def renewed(self, meaning: Meaning, span: Span | None = None) -> Found:
        """Return the expression with another meaning, and perhaps a longer span."""
        return Found(span or self.span, self.kind, meaning, self.sentence)


class Happening(NamedTuple):
    """A word for something that happened, what it is said to have been, and its day where the report dates it."""

    token: int
    sentence: int
    about: frozenset[str]
    date: Meaning | None


@cache
def _happening_words() -> frozenset[str]:
    return frozenset(time_words().happenings.split())


def place_relative(words: Words, found: list[Found]) -> list[Found]:
    """Return ``found`` with event-relative times placed where the event they count from is dated in the report."""
    if not any(item.kind == "shifted" for item in found):
        return found
    happenings = _happenings(words, found)
    return [_placed(words, item, found, happenings) if item.kind == "shifted" else item for item in found]


def _placed(words: Words, item: Found, found: list[Found], happenings: list[Happening]) -> Found:
    shown = item.span.of(words.text)
    anchor = _anchor(words, item, found, happenings)
    if anchor is None or anchor.start is None:
        return item.renewed(UNRESOLVED)
    date = dt.date.fromisoformat(anchor.start[:10])
    return item.renewed(_counted(shown, date))


def _counted(shown: str, date: dt.date) -> Meaning:
    low = shown.lower()
    unit = unit_of(low) or "day"
    part = next((code for name, code in time_words().parts_of_day.items() if re.search(rf"\b{name}\b", low)), "")
    if SAME.search(low):
        return shift(date, 0, unit, "relative") if not part else day(date, "relative", part)
    head = re.sub(r"(?i)\s*(?:more\s+)?\w+\s+\w+$", "", low)
    amount = 1 if re.match(r"(?:the|that)\b", low) else amount_of(head)
    if amount is None:
        return UNRESOLVED
    steps = -amount if BACK.search(low) else amount
    return day(date + dt.timedelta(steps), "relative", part) if part else shift(date, steps, unit, "relative")


def _anchor(words: Words, item: Found, found: list[Found], happenings: list[Happening]) -> Meaning | None:
    token = bisect_left(words.start, item.span.start)
    after = bisect_left(words.start, item.span.end)
    shown = item.span.of(words.text).lower()
    if shown.split()[-1] in {"after", "before", "following"}:
        if named := _named_after(after, item.sentence, happenings):
            return _date_of(named, happenings)
        if after < words.sentences[item.sentence][1] and words.low[after] not in CLOSED_BY:
            return None
    if said := _said_before(item, found, shown):
        return said
    if own := _described_by(words, token, item.sentence, happenings):
        return _date_of_other(own, happenings)
    return None


def _named_after(after: int, sentence: int, happenings: list[Happening]) -> Happening | None:
    return next((h for h in happenings if h.sentence == sentence and after <= h.token <= after + 6), None)


def _said_before(item: Found, found: list[Found], shown: str) -> Meaning | None:
    """Return the nearest time written earlier: "the UN Tuesday revised a statement issued the day before".

    It stands in the same sentence; for "that day", "the next morning" it may stand in the one before. "That year" points
    at a month or a year, everything else at a day.
    """
    grains = {"day", "night", "month", "year"} if SAME.search(shown) and unit_of(shown) in {"month", "year"} else {"day", "night"}
    reach = 1 if POINTING.match(shown) else 0
    near = [
        f
        for f in found
        if item.sentence - reach <= f.sentence <= item.sentence
        and f.span.end <= item.span.start
        and f.meaning.precision in grains
        and f.meaning.start
    ]
    return near[-1].meaning if near else None


def _described_by(words: Words, token: int, sentence: int, happenings: list[Happening]) -> Happening | None:
    """Return the happening just before: "the attack two days earlier"."""
    near = [h for h in happenings if h.sentence == sentence and token - REACH <= h.token < token]
    return near[-1] if near and not OWN_CLAUSE.search(words.text[words.start[near[-1].token] : words.start[token]]) else None


def _date_of(happening: Happening, happenings: list[Happening]) -> Meaning | None:
    """Return the day of a happening: its own, or that of the one other that is described alike."""
    if happening.date:
        return happening.date
    alike = {h.date for h in happenings if h.date and h.about & happening.about}
    return alike.pop() if len(alike) == 1 else None


def _date_of_other(happening: Happening, happenings: list[Happening]) -> Meaning | None:
    """Return the day of the dated happening last spoken of before this one: "earlier" counts from that."""
    before = [h for h in happenings if h.token < happening.token and not (h.about and h.about == happening.about)]
    for other in reversed(before[-3:]):
        if found := _date_of(other, happenings):
            return found
    return None


def _happenings(words: Words, found: list[Found]) -> list[Happening]:
    named = _happening_words()
    dated = [f for f in found if f.meaning.precision in {"day", "night"} and f.meaning.start and f.kind != "shifted"]
    return [_happening(words, i, dated) for i, low in enumerate(words.low) if low in named]


def _happening(words: Words, token: int, dated: list[Found]) -> Happening:
    sentence = words.sentence[token]
    end = words.sentences[sentence][1]
    about = frozenset(_described(words, token, end))
    return Happening(token, sentence, about, _own_date(words, token, end, dated))


def _described(words: Words, token: int, end: int) -> list[str]:
    """Return what follows a happening after "on", "of" ...: "the attack on an aid convoy" is about "aid", "convoy"."""
    about: list[str] = []
    linked = False
    for i in range(token + 1, min(token + REACH, end)):
        low = words.low[i]
        if low in LINKS:
            linked = True
        elif not linked or not low.isalpha() or low.endswith("ed"):
            break
        elif low not in time_words().weekdays:
            about.append(low)
    return about[:4]


def _own_date(words: Words, token: int, end: int, dated: list[Found]) -> Meaning | None:
    start, stop = words.start[token], words.end[min(token + REACH, end) - 1]
    for item in dated:
        before = words.text[item.span.end : start]
        if item.span.end <= start and re.fullmatch(r"(?i)['’]s?\s+(?:\w+\s+){0,2}|\s+", before):
            return item.meaning
        if start < item.span.start <= stop and re.search(r"(?i)\bon\s+$|^\W*$", words.text[words.end[token] : item.span.start]):
            return item.meaning
    return None
