"""Gatherings: how long a contact took, how many took part, who chaired it, and for which time within how long it was.

>>> duration(("the", "four", "hour", "long", "talks"), 0, 5), duration(("lasted", "more", "than", "two", "hours"), 0, 5)
((240, 240), (121, None))
>>> repeated(("for", "the", "third", "time", "in", "barely", "10", "days"), 0, 8)
Repeated(nth=3, within='P10D', bound='about')
"""

from __future__ import annotations

from typing import NamedTuple

from truceline.diplomacy.reading.lists import Phrase, hits, lists, phrases, word_set
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.scene import Line
from truceline.diplomacy.reading.subjects import listed, merged, subjects
from truceline.diplomacy.reading.terms import Length, lasting, lengths, number
from truceline.diplomacy.reading.verbs import group_of
from truceline.model.counts import Bound

_TIMES = frozenset(
    {"time", "call", "conversation", "meeting", "round", "phone", "telephone", "day", "such", "visit", "talks", "discussion"}
)
_AS_MANY: dict[Phrase, str] = {("as", "many", "days"): "P{}D", ("as", "many", "weeks"): "P{}W", ("as", "many", "hours"): "PT{}H"}
_WITHIN: dict[Phrase, str] = {
    ("this", "week"): "P1W",
    ("a", "week"): "P1W",
    ("this", "month"): "P1M",
    ("a", "month"): "P1M",
}
_ABOUT = frozenset({"barely", "about", "around", "roughly", "nearly", "almost", "some", "approximately"})
_LASTED = frozenset({"lasted", "lasting", "took", "spoke", "talked", "met", "for", "ran", "lasts"})
_APART = frozenset({"a", "an", "the", "long", "fractious", "tense", "special", "closed", "bilateral"})
_NEAR = 5


class Repeated(NamedTuple):
    """For which time it was, within how long (ISO 8601), and how near that is."""

    nth: int | None
    within: str | None
    bound: Bound | None


class Size(NamedTuple):
    """How many took part, of what."""

    low: int | None
    high: int | None
    unit: str


def repeated(words: Phrase, first: int, after: int) -> Repeated:
    """Return for which time a contact was, as "for the third time in 10 days" or "their second call this week" says."""
    for i in range(first, min(after + 1, len(words))):
        nth = lists().ordinals.get(words[i])
        if nth is not None and words[i + 1 : i + 2] and words[i + 1] in _TIMES | word_set("calls") | word_set("meetings"):
            return _within(words, nth, i + 2)
        if words[i] in lists().times:
            return _within(words, lists().times[words[i]], i + 1)
    return Repeated(None, None, None)


def _within(words: Phrase, nth: int, i: int) -> Repeated:
    end = min(len(words), i + 12)
    begin = next((j + 1 for j in range(i, end) if words[j] in {"in", "within"}), None)
    bound: Bound = "exact"
    as_many = next((span for j in range(i, end) if (span := _AS_MANY.get(words[j : j + 3]))), None)
    if as_many is not None:
        return Repeated(nth, as_many.format(nth), bound)
    if begin is None:
        at = next((span for j in range(i, end) if (span := _WITHIN.get(words[j : j + 2]))), None)
        return Repeated(nth, at, bound)
    stretch = words[begin : begin + _NEAR]
    if not _ABOUT.isdisjoint(stretch):
        bound = "about"
    elif stretch[:2] in {("less", "than"), ("under",), ("fewer", "than")}:
        bound = "at_most"
    span = lasting(words, begin, min(len(words), begin + _NEAR)) or next(iter(_named_span(stretch)), None)
    return Repeated(nth, span, bound)


def _named_span(stretch: Phrase) -> list[str]:
    return [span for pair, span in _WITHIN.items() if span and stretch[: len(pair)] == pair]


def duration(words: Phrase, first: int, after: int) -> tuple[int | None, int | None]:
    """Return how many minutes a contact took at least and at most; a length that only says within which time is none."""
    for length in lengths(words, first, min(len(words), after + 1)):
        minutes = length.minutes
        if minutes is not None and _is_taken(words, length):
            return _bounded(words, length, minutes)
    return _lasting(words, after)


def _lasting(words: Phrase, first: int) -> tuple[int | None, int | None]:
    """Return how many minutes "which lasted" says behind what the contact is told by."""
    verb = next((i for i in range(first, len(words)) if words[i] in {"lasted", "lasting", "lasts"}), None)
    if verb is None or verb - first > _NEAR:
        return None, None
    length = next((each for each in lengths(words, verb, min(len(words), verb + 2 * _NEAR)) if each.minutes), None)
    return _bounded(words, length, length.minutes or 0) if length is not None else (None, None)


def _is_taken(words: Phrase, length: Length) -> bool:
    """Say whether a length is how long it took: "two-hour talks", "lasted two hours", and not "in two hours"."""
    before = words[max(0, length.first - 4) : length.first]
    if not _LASTED.isdisjoint(before):
        return True
    near = words[length.after : length.after + _NEAR]
    named = phrases("calls", "meetings", "talks", "visits")
    is_beside = any(hit.first <= 3 for hit in hits(near, named)) and (
        not before or before[-1] not in {"in", "within", "after", "every"}
    )
    return is_beside or words[length.after : length.after + 2] == ("of", "talks")


def _bounded(words: Phrase, length: Length, minutes: int) -> tuple[int | None, int | None]:
    before = words[max(0, length.first - 3) : length.first]
    if before[-2:] in {("more", "than"), ("longer", "than")} or before[-1:] == ("over",):
        return minutes + 1, None
    if before[-2:] == ("at", "least"):
        return minutes, None
    if before[-2:] == ("less", "than") or before[-1:] == ("under",):
        return None, minutes - 1
    if before[-1:] in {("nearly",), ("almost",)}:
        return None, minutes
    low = number(before[-2]) if len(before) > 1 and before[-1] in {"to", "or"} else None
    return (low * (minutes // length.number) if low else minutes), minutes


def attendance(line: Line, first: int, after: int) -> Size | None:
    """Return how many took part: "attended by 20 foreign ministers", "a meeting of the roughly 20 nations"."""
    words = line.words
    for hit in hits(words, phrases("attending"), first, min(after, len(words))):
        near = range(hit.after, min(len(words), hit.after + _NEAR))
        if hit.after < len(words):
            for i in near:
                found = counted(line, i)
                if found is not None:
                    return found
        for i in range(max(first, hit.first - _NEAR), hit.first):
            found = counted(line, i) if words[hit.first] in {"took", "participated", "attended"} else None
            if found is not None:
                return found
    return None


def counted(line: Line, i: int) -> Size | None:
    """Return how many of whom are counted at token ``i``."""
    words = line.words
    many = number(words[i]) if words[i] not in {"a", "an"} else None
    unit = next((j for j in range(i + 1, min(len(words), i + 4)) if words[j] in word_set("attenders")), None)
    if many is None or unit is None or words[i + 1] == "other":
        return None
    name = line.slice(i + 1, unit + 1)
    before = words[max(0, i - 2) : i]
    if before == ("more", "than") or before[-1:] == ("over",):
        return Size(many + 1, None, name)
    if before == ("at", "least"):
        return Size(many, None, name)
    if before == ("up", "to"):
        return Size(None, many, name)
    return Size(many, many, name)


def chairs_of(line: Line, first: int, after: int) -> tuple[str, ...]:
    """Return who chaired: "chaired by", "who co-chaired the meeting", "chaired a session"."""
    found: list[Who] = []
    for hit in hits(line.words, phrases("chairing"), first, after):
        if line.words[hit.first] not in {"led", "hosted"}:
            found += listed(line, hit.after)
    for i in range(first, after):
        is_verb = line.words[i] in {"chaired", "chairs", "cochaired"} and line.words[i + 1 : i + 2] != ("by",)
        if is_verb:
            at = i - 1 if i > 0 and line.words[i - 1] == "co" else i
            found += subjects(line, group_of(line.words, at, "past").first)
    return tuple(who.office for who in merged(line, found))
