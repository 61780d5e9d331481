"""Terms: whom a proposal would bind, where, and for how long, as its words say; and lengths of time as such.

>>> lasting(("a", "three", "day", "pause"), 0, 4), lasting(("48", "hours"), 0, 2), lasting(("an", "hour", "long", "talk"), 0, 4)
('P3D', 'PT48H', 'PT1H')
"""

from __future__ import annotations

from typing import NamedTuple

from truceline.diplomacy.reading.lists import Phrase, lists, word_set
from truceline.diplomacy.reading.scene import Line
from truceline.diplomacy.reading.subjects import named_in

_UNITS = {"minute": "PT{}M", "hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M", "year": "P{}Y"}
_MINUTES = {"minute": 1, "hour": 60, "day": 1440}
_BETWEEN = frozenset({"consecutive", "straight", "full", "calendar", "successive"})
_NO_LENGTH = frozenset({"ago", "old", "later", "earlier", "after", "before"})
_PLACED = frozenset({"over", "in", "across", "around", "near", "inside", "from", "into", "above"})
_ENDS = frozenset(
    {
        ",",
        "to",
        "for",
        "and",
        "of",
        "following",
        "after",
        "while",
        "that",
        "which",
        "during",
        "by",
        "with",
        "as",
        "on",
        "in",
        "over",
        "at",
    }
)
_NO_PLACE = frozenset(
    "order exchange return favour favor office power place fighting hostilities talks front the a an his her which".split()
)
_ALL = frozenset({"all", "both", "every", "any", "foreign", "the", "military", "combat"})
_NO_ONE = frozenset("an a be of in order by during resumption".split())
_MOST = 8


class Length(NamedTuple):
    """A length of time: ``number`` of ``unit`` at tokens ``[first, after)``; ``has_half``: and a half, told in minutes alone."""

    number: int
    unit: str
    first: int
    after: int
    has_half: bool = False

    @property
    def iso(self) -> str:
        """The ISO 8601 duration."""
        return _UNITS[self.unit].format(self.number)

    @property
    def minutes(self) -> int | None:
        """The same in minutes; None for weeks and more."""
        one = _MINUTES.get(self.unit)
        return self.number * one + (one // 2 if self.has_half else 0) if one else None


def number(word: str) -> int | None:
    """Return a number written in figures or as a word."""
    if word.replace(",", "").isdecimal():
        return int(word.replace(",", ""))
    return lists().numbers.get(word)


def lengths(words: Phrase, first: int, after: int) -> list[Length]:
    """Return the lengths of time in tokens ``[first, after)``, in order."""
    found = []
    for i in range(first, after):
        unit = words[i].removesuffix("s") if words[i] != "hourlong" else "hour"
        if unit not in _UNITS or (i + 1 < len(words) and words[i + 1] in _NO_LENGTH):
            continue
        at = i - 1
        while at > first and words[at] in _BETWEEN:
            at -= 1
        has_half = words[max(first, i - 3) : i] == ("and", "a", "half")
        at = i - 4 if has_half else at
        many = number(words[at]) if at >= first else None
        if many is None and (words[i] == "hourlong" or words[i + 1 : i + 2] == ("long",)):
            many, at = 1, i
        if many is not None and many > 0:
            found.append(Length(many, unit, at, i + 1, has_half))
    return found


def lasting(words: Phrase, first: int, after: int) -> str | None:
    """Return the first length of time in tokens ``[first, after)`` as an ISO 8601 duration."""
    return next((length.iso for length in lengths(words, first, after)), None)


def places(line: Line, first: int, after: int) -> tuple[str, ...]:
    """Return where a proposal would hold: places of the theatre, else the words behind "over", "in" and the like."""
    mentions = [m for at, m in line.scene.places(line, first, after) if at > first and line.words[at - 1] in _PLACED | {"the"}]
    named = tuple(dict.fromkeys(m.place or m.name for m in mentions))
    if named:
        return named
    for i in range(first, after - 1):
        if line.words[i] in _PLACED - {"from", "into"} and line.words[i + 1] not in _NO_PLACE | word_set("days"):
            end = _phrase_end(line.words, i + 1, after)
            if end > i + 1 and number(line.words[i + 1]) is None:
                return (line.slice(i + 1, end),)
    return ()


def _phrase_end(words: Phrase, first: int, after: int) -> int:
    end = first
    while end < min(after, first + 5) and words[end] not in _ENDS and words[end] not in word_set("days") - {"night", "evening"}:
        end += 1
    return end


def on_whom(line: Line, first: int, after: int) -> tuple[str, ...]:
    """Return whom a proposal would bind: "for all warplanes to halt", "grounding all aircraft", "Russia to stop"."""
    words = line.words
    begin = first + (first < after and words[first] in {"for", "that", "on", "upon", "to"})
    to = next((i for i in range(begin, min(after, begin + _MOST)) if words[i] in {"to", "should", "must"}), None)
    if to is not None and to > begin and _NO_ONE.isdisjoint(words[begin:to]):
        return _bound(line, begin, to)
    for i in range(begin, after):
        if words[i] in word_set("flying") - {"flights", "flight", "flying"} and i > begin and words[i - 1] in _ALL:
            low = i - 1
            while low > begin and words[low - 1] in _ALL:
                low -= 1
            return (line.slice(low, i + 1),)
    return ()


def _bound(line: Line, first: int, after: int) -> tuple[str, ...]:
    words = line.slice(first, after)
    actors = tuple(who.office for who in named_in(line, first, after) if not who.is_demonym)
    is_only_names = all(line.name_at(i) or line.words[i] in {"and", ",", "the", "both"} for i in range(first, after))
    return actors if actors and is_only_names else (words,)
