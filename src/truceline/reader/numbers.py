"""Numbers in a text, with the words that bound them: "as many as 90", "four or five", "over 3,000", "18 out of 31".

A number is a range from the start. Words that stand for a number without naming it ("dozens") are vague and open upwards.
What is counted, and whether it is a count at all, ``counts`` decides.

>>> from truceline.reader.words import words_of_text
>>> [(n.low, n.high, n.bound) for n in numbers(words_of_text("at least 20 of some 1,500 left"))]
[(20, None, 'at_least'), (1500, 1500, 'about')]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from truceline.model import Bound
from truceline.reader.count_words import count_words
from truceline.reader.words import Words

UNITS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
DASHES = frozenset("-–—")
MOST = 1_000_000_000
LONGEST_PHRASE = 4


class Number(NamedTuple):
    """A number and its bounding words: token range ``[first, after)``; ``bare`` is the token where the number itself begins."""

    first: int
    bare: int
    after: int
    low: int | None
    high: int | None
    bound: Bound
    vague: bool = False


@cache
def _starts() -> frozenset[str]:
    """Words that can begin a number; a token that begins with a digit can, too."""
    vague = {phrase.split()[0] for phrase in count_words().vague}
    return frozenset({*UNITS, *TENS, *vague, "a", "half", "between", "no", "none", "nobody"} - {"zero"})


def numbers(words: Words) -> Iterator[Number]:
    """Yield the numbers of a text in order, none inside another."""
    starts = _starts()
    i, low = 0, words.low
    while i < len(low):
        found = _number_at(words, i) if (low[i][0].isdigit() or low[i] in starts) else None
        if found is None:
            i += 1
        else:
            yield found
            i = found.after


def _number_at(words: Words, i: int) -> Number | None:
    if vague := _vague_at(words, i):
        return vague
    if words.low[i] in {"no", "none", "nobody"}:
        return _none_at(words, i)
    between = words.low[i] == "between"
    first = cardinal(words, i + between)
    if first is None:
        return None
    value, after = first
    upper = _upper(words, after, value, between=between)
    if between and upper is None:
        return None
    if upper:
        return Number(i, i + between, upper[1], value, upper[0], "exact")
    return _bounded(words, i, after, value)


def _none_at(words: Words, i: int) -> Number:
    """Return zero: "nobody", "none", "no one", "no casualties"."""
    low = words.low
    after = i + 2 if low[i] == "no" and low[i + 1 : i + 2] == ("one",) else i + 1
    return Number(i, i, after, 0, 0, "exact")


def _vague_at(words: Words, i: int) -> Number | None:
    table = count_words().vague
    for size in range(min(LONGEST_PHRASE, len(words) - i), 0, -1):
        phrase = " ".join(words.low[i : i + size])
        if phrase in table and words.sentence[i] == words.sentence[i + size - 1]:
            first = _bound_before(words, i)
            return Number(first[0], i, i + size, table[phrase], None, "at_least", vague=True)
    return None


def cardinal(words: Words, i: int) -> tuple[int, int] | None:
    """Return the whole number that begins at token ``i`` and the token after it; None where there is none."""
    if i >= len(words):
        return None
    low = words.low[i]
    if low[0].isdigit():
        return _digits(words, i)
    if low in {"a", "half"}:
        return _dozen(words, i)
    if low not in UNITS and low not in TENS:
        return None
    return _spelled(words, i)


def _digits(words: Words, i: int) -> tuple[int, int] | None:
    shown = words.low[i]
    scale = SCALES.get(words.low[i + 1]) if i + 1 < len(words) else None
    groups = shown.split(",")
    if len(shown) > 1 and shown[0] == "0" and shown[1].isdigit():
        return None
    if len(groups) > 1 and not all(len(g) == 3 for g in groups[1:]):
        return None
    plain = "".join(groups)
    if "." in plain:
        whole, _, part = plain.partition(".")
        if len(part) == 3 and scale is None and len(whole) <= 3:
            return int(whole + part), i + 1
        return (round(float(plain) * scale), i + 2) if scale and plain.count(".") == 1 else None
    value = int(plain) * (scale or 1)
    return (value, i + (2 if scale else 1)) if value <= MOST else None


def _dozen(words: Words, i: int) -> tuple[int, int] | None:
    rest = words.low[i : i + 3]
    for phrase, value in (
        (("half", "a", "dozen"), 6),
        (("a", "half", "dozen"), 6),
        (("half", "dozen"), 6),
        (("a", "dozen"), 12),
        (("a", "hundred"), 100),
    ):
        if rest[: len(phrase)] == phrase:
            return value, i + len(phrase)
    return (2, i + 3) if rest[:3] == ("a", "couple", "of") else (1000, i + 2) if rest[:2] == ("a", "thousand") else None


def _spelled(words: Words, i: int) -> tuple[int, int]:
    total = part = 0
    while i < len(words):
        low = words.low[i]
        if low in UNITS:
            part += UNITS[low]
        elif low in TENS:
            part += TENS[low]
        elif low in SCALES and part:
            part, total = (part * SCALES[low], total) if low == "hundred" else (0, total + part * SCALES[low])
        elif not _joins(words, i):
            break
        i += 1
        if low in UNITS and not (i < len(words) and (words.low[i] in SCALES)):
            break
    return total + part, i


def _joins(words: Words, i: int) -> bool:
    """Say whether token ``i`` is the dash of "twenty-one" or the "and" of "two hundred and six"."""
    before, after = words.low[i - 1], words.low[i + 1] if i + 1 < len(words) else ""
    if words.low[i] in DASHES:
        return before in TENS and after in UNITS
    return words.low[i] == "and" and before in SCALES and (after in UNITS or after in TENS)


def _upper(words: Words, after: int, value: int, *, between: bool) -> tuple[int, int] | None:
    """Return the upper end of a range that begins with ``value``: "four or five", "10 to 15", "10-15"."""
    if after + 1 >= len(words):
        return None
    joins = {"and"} if between else {"to", "or", *DASHES}
    if words.low[after] not in joins:
        return None
    other = cardinal(words, after + 1)
    return other if other and value < other[0] <= max(value * 10, 20) else None


def _bound_before(words: Words, i: int) -> tuple[int, str]:
    """Return where the bounding words before token ``i`` begin, and which bound they name."""
    table = count_words().bounds
    for size in range(min(LONGEST_PHRASE, i), 0, -1):
        kind = table.get(" ".join(words.low[i - size : i]))
        if kind and words.sentence[i - size] == words.sentence[i]:
            return i - size, kind
    return i, "exact"


def _bounded(words: Words, i: int, after: int, value: int) -> Number:
    first, kind = _bound_before(words, i)
    if kind == "exact" and first < i:
        again = _bound_before(words, first)
        first, kind = again if again[1] != "exact" else (first, kind)
    for phrase, bound in count_words().bounds_after.items():
        size = len(phrase.split())
        if " ".join(words.low[after : after + size]) == phrase:
            return _ranged(first, i, after + size, value, bound)
    return _ranged(first, i, after, value, kind)


def _ranged(first: int, bare: int, after: int, value: int, kind: str) -> Number:
    """Turn a bound word into a range."""
    table: dict[str, tuple[int | None, int | None, Bound]] = {
        "at_least": (value, None, "at_least"),
        "more_than": (value + 1, None, "more_than"),
        "up_to": (None, value, "up_to"),
        "at_most": (None, value, "at_most"),
        "less_than": (None, max(value - 1, 0), "at_most"),
        "about": (value, value, "about"),
    }
    low, high, bound = table.get(kind, (value, value, "exact"))
    return Number(first, bare, after, low, high, bound)
