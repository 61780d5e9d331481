"""What befell what is counted: killed, injured, destroyed, deployed ..., from the words around a phrase.

Three ways, the nearest first: inside the phrase ("two dead civilians"), to its right ("20 people were killed", "left 14 dead",
"62 dead"), to its left ("killed at least 20", "the death of 21 people", "a death toll of 21"). A list shares the verb of its
first member. Two effects joined by "or" stay whole: such a count is of casualties, and neither of dead nor of injured.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from truceline.model import Effect
from truceline.reader.count_phrases import Phrase
from truceline.reader.count_words import count_words
from truceline.reader.words import Words

CASUALTIES = "casualties"
AUXILIARIES = frozenset(
    "was were is are be been being has have had get got gets reportedly also later either confirmed reported "
    "believed feared left said to".split()
)
BREAKS = frozenset(". ; : ? ! ( ) which that when while because although though whereas after before if unless until".split()) | {
    "—",
    "–",
}
RIGHT_BREAKS = BREAKS - {"which", "that"}
PREPOSITIONS = frozenset(
    "in on at by with from for during near to against as within around across through between under over into about per".split()
)
FINITE = frozenset(
    "said says told was were is are has have had will would could can may might announced reported added claimed did does".split()
)
OBJECT_STARTS = frozenset(
    "the a an his her its their our at some more several dozens hundreds thousands two three four five six seven "
    "eight nine ten over up".split()
)
AFTER_PASSIVE = frozenset(
    "in by on during when and or near at as while after since this last for during with from including early "
    "late yesterday today".split()
)
PERSONS = frozenset({"killed", "injured", "missing", "detained", "displaced"})
SAYING_NOUNS = frozenset("dead deaths death fatalities fatality wounded injured killed injuries".split())
LEAVING = frozenset({"left", "leaving", "leaves"})
MODALS = frozenset({"could", "may", "might", "would"})
RIGHT_REACH = 14
INSERTION = 12
LEFT_REACH = 32


class Governed(NamedTuple):
    """An effect and how it was found; ``is_mixed`` where two effects are joined by "or" and neither is said of all."""

    effect: Effect
    is_mixed: bool = False
    is_shared: bool = False


NOTHING = Governed("other")


def effect_of(words: Words, phrase: Phrase) -> Governed:
    """Return what befell what the phrase counts; ``other`` where the words do not say."""
    named = count_words().unit_effect.get(phrase.noun)
    if named and phrase.noun in SAYING_NOUNS:
        return Governed(named)
    is_described = words.low[phrase.after : phrase.after + 1] in {("who",), ("that",), ("which",)}
    sides = (_left, _right) if is_described or _follows_noun(words, phrase) else (_right, _left)
    found = _inside(phrase) or sides[0](words, phrase) or sides[1](words, phrase)
    if found:
        return found
    return Governed(named) if named and not phrase.inner else NOTHING


def _follows_noun(words: Words, phrase: Phrase) -> bool:
    """Say whether "the death of" stands right before the phrase: it says more than what follows."""
    before = words.low[max(0, phrase.number.first - 3) : phrase.number.first]
    return "of" in before[-2:] and any(low in count_words().noun for low in before)


def _inside(phrase: Phrase) -> Governed | None:
    """Read the phrase itself: "two dead civilians", "six murdered priests"."""
    passive = count_words().passive
    return next((Governed(passive[(w,)]) for w in phrase.inner if (w,) in passive), None)


@cache
def _longest() -> int:
    lists = count_words()
    return max(len(key) for key in (*lists.passive, *lists.alone))


def _match(table: dict[tuple[str, ...], Effect], words: Words, i: int) -> tuple[Effect, int] | None:
    for size in range(min(_longest(), len(words) - i), 0, -1):
        key = words.low[i : i + size]
        if key in table:
            return table[key], size
    return None


def _right(words: Words, phrase: Phrase) -> Governed | None:
    """Return the effect said after the phrase: passive, without object, or in the genitive ("six priests' murder")."""
    lists = count_words()
    end = min(words.sentences[words.sentence[phrase.number.first]][1], phrase.after + RIGHT_REACH)
    has_auxiliary, i = False, phrase.after
    while i < end:
        low = words.low[i]
        found = None if words.low[i - 1] == "-" else _match(lists.passive, words, i)
        if found:
            return _passive(words, i, found, phrase, has_auxiliary=has_auxiliary)
        if found := _match(lists.alone, words, i):
            return Governed(found[0])
        if low in {"'s", "’s", "'", "’"} and i == phrase.after and i + 1 < end and words.low[i + 1] in lists.noun:
            return Governed(lists.noun[words.low[i + 1]])
        if low in {",", "("}:
            skipped = _past_insertion(words, i, min(end + INSERTION, words.sentences[words.sentence[i]][1]))
            if skipped is None:
                return None
            i = skipped
            continue
        is_modal = low in MODALS and i + 1 < end and words.low[i + 1] == "have"
        if low in RIGHT_BREAKS or low in lists.active or (low in FINITE and low not in AUXILIARIES and not is_modal):
            return None
        has_auxiliary = has_auxiliary or low in AUXILIARIES
        i += 1
    return None


def _passive(words: Words, i: int, found: tuple[Effect, int], phrase: Phrase, *, has_auxiliary: bool) -> Governed | None:
    """Tell "20 soldiers killed in ..." from "20 soldiers killed two ...": an object after the verb makes it active."""
    effect, size = found
    after = i + size
    following = words.low[after] if after < len(words) else "."
    is_form = words.low[i] in count_words().active
    if is_form and not has_auxiliary and not _is_left(words, phrase):
        has_object = following in OBJECT_STARTS or following[0].isdigit() or following in count_words().units
        if has_object or (i != phrase.after and following not in AFTER_PASSIVE and following.isalpha()):
            return None
    other = words.low[after + 1] if following in {"or", "and"} and after + 1 < len(words) else ""
    mixed = count_words().passive.get((other,))
    return Governed(effect, is_mixed=bool(mixed and mixed != effect and {mixed, effect} <= {"killed", "injured"}))


def _is_left(words: Words, phrase: Phrase) -> bool:
    """Say whether "left" or "leaving" stands before the phrase: "leaving eight people injured"."""
    return words.low[phrase.number.first - 1 : phrase.number.first] in {(low,) for low in LEAVING}


def _past_insertion(words: Words, opening: int, end: int) -> int | None:
    """Return the token after an insertion ("20 people, most of them civilians, were killed"), or None where a clause begins."""
    if words.low[opening + 1 : opening + 2] == ("who",):
        return opening + 1
    closing = "," if words.low[opening] == "," else ")"
    second = next((j for j in range(opening + 1, min(opening + INSERTION, end)) if words.low[j] == closing), None)
    if second is None or second + 1 >= end:
        return None
    after = words.low[second + 1]
    goes_on = (
        after in AUXILIARIES or _match(count_words().passive, words, second + 1) or _match(count_words().alone, words, second + 1)
    )
    return second + 1 if goes_on else None


def _left(words: Words, phrase: Phrase) -> Governed | None:
    """Return the effect said before the phrase: an active verb, or a noun with "of", a toll with "to" or "at"."""
    first = phrase.number.first
    begin = max(words.sentences[words.sentence[first]][0], first - LEFT_REACH)
    before = words.low[first - 1] if first > begin else ""
    if toll := _toll(words, first, begin):
        return toll
    in_list = (
        before in {"and", ",", "or"}
        or words.low[max(0, first - 3) : first] == ("as", "well", "as")
        or (before in {"the", "his", "their", "her"} and first - 2 >= begin and words.low[first - 2] in {"and", ","})
    )
    return _governor(words, first, begin, in_list=in_list)


def _governor(words: Words, first: int, begin: int, *, in_list: bool) -> Governed | None:
    lists = count_words()
    for i in range(first - 1, begin - 1, -1):
        low = words.low[i]
        if low in lists.noun and words.low[i + 1 : i + 2] == ("of",):
            return Governed(lists.noun[low])
        if low in lists.active:
            return None if _is_passive(words, i, begin) and not _left_over(words, i) else _active(words, i, begin)
        if low in BREAKS or low in FINITE or low in LEAVING:
            return None
        if low in PREPOSITIONS and not in_list:
            return None
    return None


def _is_passive(words: Words, i: int, begin: int) -> bool:
    """Say whether the verb at ``i`` is passive: then what follows it is no object of it."""
    near = words.low[max(begin, i - 3) : i]
    return any(low in {"was", "were", "been", "being", "is", "are", "be"} for low in near) and words.low[i] not in {
        "killing",
        "wounding",
        "injuring",
    }


def _left_over(words: Words, i: int) -> bool:
    return words.low[i + 1 : i + 2] == (":",)


def _active(words: Words, i: int, begin: int) -> Governed:
    effect = count_words().active[words.low[i]]
    joined = words.low[i - 1] if i - 1 > begin else ""
    other = count_words().active.get(words.low[i - 2]) if joined in {"or", "and"} else None
    return Governed(effect, is_mixed=bool(other and other != effect and {other, effect} <= {"killed", "injured"}))


def _toll(words: Words, first: int, begin: int) -> Governed | None:
    """Read a toll: "the death toll rose to 21", "a toll of 21 dead"."""
    near = words.low[max(begin, first - 8) : first]
    return (
        Governed("killed")
        if "toll" in near and near[-1] in {"to", "at", "of", "is", "was", "reached", "passed", "above"}
        else None
    )
