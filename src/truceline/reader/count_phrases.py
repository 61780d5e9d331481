"""From a number to its phrase: what is counted, of how many, and whether it is a part of the count before.

A phrase runs from the bounding words to the counted noun: "another 100", "18 out of 31 trucks", "31-vehicle". Numbers that
count nothing (money, shares, ages, ordinals, names of weapons, resolutions) have no phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from truceline.reader.count_words import Unit, count_words
from truceline.reader.numbers import DASHES, Number, cardinal
from truceline.reader.words import Words

STOP = frozenset(
    "in on at by for from with to into onto over under about as and or but nor than so which who whom whose where when while if "
    "because is are was were be been being has have had will would could should may might must can not that this these those it "
    "he she they we you said after before during near against since until there then also among including between through out "
    "off up down per i".split()
)
OF_DETERMINERS = frozenset("the a an its his her their those these all our".split())
PART_OF = (
    ("of", "them"),
    ("of", "whom"),
    ("of", "those"),
    ("of", "these"),
    ("of", "which"),
    ("of", "the", "dead"),
    ("of", "the", "victims"),
    ("of", "the", "wounded"),
)
PART_LED = frozenset({("among", "them"), ("of", "whom"), ("of", "them"), ("them", ",")})
NEAR_NOUN = 6


class Phrase(NamedTuple):
    """A number with what it counts. ``after`` is the token after the counted noun; ``inner`` are the words between."""

    number: Number
    after: int
    unit: Unit | None
    noun: str
    inner: tuple[str, ...]
    of_total: int | None
    is_part: bool


def phrases(words: Words, numbers: Iterable[Number]) -> Iterator[Phrase]:
    """Yield the phrase of each number that counts something."""
    after = -1
    for number in numbers:
        if number.bare < after or not _may_count(words, number):
            continue
        phrase = _phrase(words, number)
        if phrase.of_total is not None:
            after = phrase.after
        yield phrase


def _may_count(words: Words, number: Number) -> bool:
    lists = count_words()
    first, after = number.first, number.after
    before = words.low[first - 1] if first else ""
    following = words.low[after] if after < len(words) else ""
    if before in lists.not_behind or following in lists.not_before:
        return False
    if before in DASHES | {"/", ".", ":", "'", "’"} and words.end[first - 1] == words.start[first]:
        return False
    if (
        words.low[number.bare] == "one"
        and number.bare == number.first
        and before in {"no", "any", "every", "this", "that", "some", "each", "which", "only"}
    ):
        return False
    return not (following in {"/", ":"} and words.start[after] == words.end[after - 1]) and not _is_age(words, after)


def _is_age(words: Words, after: int) -> bool:
    rest = words.low[after : after + 4]
    return rest[:1] in {("year",), ("years",)} or rest[1:2] in {
        ("year",),
        ("month",),
        ("day",),
        ("hour",),
        ("week",),
        ("mm",),
        ("km",),
    }


def _phrase(words: Words, number: Number) -> Phrase:
    after, total = _total(words, number.after)
    is_part = _is_part(words, number, after)
    if is_part and words.low[after : after + 1] == ("of",):
        after += 3 if words.low[after + 1 : after + 2] == ("the",) else 2
    elif total is None and words.low[after : after + 1] == ("of",):
        after += 2 if words.low[after + 1 : after + 2] and words.low[after + 1] in OF_DETERMINERS else 1
    end, unit, noun = _noun(words, after)
    inner = tuple(words.low[after : max(end - 1, after)])
    return Phrase(number, end, unit, noun, inner, total, is_part)


def _total(words: Words, after: int) -> tuple[int, int | None]:
    """Return the total of "18 out of 31", "two of the 31", and the token after it."""
    i = after
    if words.low[i : i + 2] == ("out", "of"):
        i += 2
    elif words.low[i : i + 1] == ("of",):
        i += 1
    else:
        return after, None
    if i < len(words) and words.low[i] in OF_DETERMINERS:
        i += 1
    total = cardinal(words, i)
    return (total[1], total[0]) if total and total[0] > 1 else (after, None)


def _is_part(words: Words, number: Number, after: int) -> bool:
    rest = words.low[after : after + 3]
    before = words.low[max(number.first - 2, 0) : number.first]
    return any(rest[: len(part)] == part for part in PART_OF) or before[-1:] == ("including",) or before in PART_LED


def _noun(words: Words, after: int) -> tuple[int, Unit | None, str]:
    """Return the token after the counted noun, its unit and the noun; without a known noun, the last word of the phrase."""
    units = count_words().units
    end = min(after + NEAR_NOUN, words.sentences[words.sentence[min(after, len(words)) - 1]][1], len(words))
    best: tuple[int, Unit | None, str] = (after, None, "")
    for i in range(after, end):
        low = words.low[i]
        pair = "_".join(words.low[i : i + 2])
        if pair in units:
            return i + 2, units[pair], pair.replace("_", " ")
        if low in units:
            best = (i + 1, units[low], low)
            if not (i + 1 < end and words.low[i + 1] in units and not _is_verb_form(words.low[i + 1])):
                return best
        elif (
            low in STOP
            or not (low.isalpha() or low in DASHES or low in {"'s", "’s"} or words.low[i - 1] in DASHES)
            or best[1] is not None
        ):
            break
    return best if best[1] is not None else _unknown_noun(words, after, end)


def _unknown_noun(words: Words, after: int, end: int) -> tuple[int, Unit | None, str]:
    last = after
    for i in range(after, end):
        if words.low[i] in STOP or not words.low[i].isalpha() or _is_verb_form(words.low[i]):
            break
        last = i + 1
        if words.low[i].endswith("s") and len(words.low[i]) > 3:
            break
    return last, None, words.low[last - 1] if last > after else ""


def _is_verb_form(low: str) -> bool:
    lists = count_words()
    return low in lists.active or (low,) in lists.passive or (low,) in lists.alone
