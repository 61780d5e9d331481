"""Verb groups: in which mood a verb stands, from the few words before it.

``done``: it has been done, is being done, or is said to be so. ``will``: announced ("will", "would", "plans to", "vowed to").
``open``: anything else (could, to be hoped, demanded); nothing follows from it. ``is_negated``: "has not", "refused to".
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from truceline.diplomacy.reading.lists import Phrase, word_set

Mood = Literal["done", "will", "open"]
_BE = frozenset({"is", "are", "was", "were", "been", "being", "be", "am", "'re", "'m"})
_HAVE = frozenset({"has", "have", "had", "'ve", "'d", "having"})
_DO = frozenset({"do", "does", "did"})
_FUTURE = frozenset({"will", "would", "shall", "'ll"})
_OPEN = frozenset({"can", "could", "may", "might", "should", "must", "ought"})
_NOT = frozenset({"not", "n't", "never"})
_PLURAL = frozenset("we they i you who which people both all others to".split())
_DETERMINERS = frozenset("a an the this that these those its their his her our any no such each every another some".split())
_WILLING = frozenset(
    "plans plan planned planning intends intended intending vowed vows vow vowing pledged pledges pledge promised promises "
    "prepared preparing due set expected scheduled wants ready going is are was were about threatened threatens".split()
)
_DOING = frozenset(
    "continue continues continued continuing decided decides agreed agrees chose opted moved went began voted helped".split()
)
_REFUSING = frozenset("refused refuses refusing declined declines declining refuse decline failed fails unwilling".split())
_AFTER_ING = frozenset({"after", "by", "since", "for", "despite", "while", "when", "in", "on", "upon", "before"})
_CONDITIONS = frozenset({"if", "unless", "whether", "should", "lest"})
_REACH, _NEITHER = 9, 6


class Group(NamedTuple):
    """The words before a verb that belong to it, from token ``first``."""

    first: int
    mood: Mood
    is_negated: bool
    is_passive: bool


def group_of(words: Phrase, i: int, form: str) -> Group:
    """Return the group of the verb at token ``i``, which stands in this form."""
    first, chain, negated = _chain(words, i)
    negated = negated or "neither" in words[max(0, first - _NEITHER) : first]
    if "to" in chain:
        first, mood, refused = _governed(words, first)
        negated = negated is not refused
    else:
        mood = _mood(words, first, form, chain)
    if _is_supposed(words, first):
        mood = "open"
    return Group(first, mood, negated, form in {"past", "participle"} and not _BE.isdisjoint(chain))


def _chain(words: Phrase, i: int) -> tuple[int, tuple[str, ...], bool]:
    """Walk back over auxiliaries, adverbs and negations; "to" ends it and is kept."""
    chain: list[str] = []
    negated = False
    while i > 0:
        low = words[i - 1]
        if low == "longer" and words[i - 2 : i - 1] == ("no",):
            negated, i = True, i - 1
        elif low in _NOT:
            negated = True
        elif low == "to":
            return i - 1, ("to", *chain), negated
        elif low in _BE | _HAVE | _DO | _FUTURE | _OPEN:
            chain.insert(0, low)
        elif low not in word_set("adverbs") and not (low.endswith("ly") and len(low) > 4):
            break
        i -= 1
    return i, tuple(chain), negated


def _mood(words: Phrase, first: int, form: str, chain: tuple[str, ...]) -> Mood:
    if not _OPEN.isdisjoint(chain) or ("would" in chain and not _HAVE.isdisjoint(chain)):
        return "open"
    if not _FUTURE.isdisjoint(chain):
        return "will"
    before = words[first - 1] if first else ""
    if form == "ing":
        return (
            "done"
            if not _BE.isdisjoint(chain) or before in _AFTER_ING or before not in _DETERMINERS | {"", "of", "to"}
            else "open"
        )
    if form == "base" and not chain:
        return (
            "done" if before in _PLURAL or (before.endswith("s") and before not in {"us", "'s", "this", "its", "his"}) else "open"
        )
    if form in {"past", "participle"} and not chain and before in _DETERMINERS:
        return "open"
    return "open" if form == "participle" and not chain else "done"


def _governed(words: Phrase, to: int) -> tuple[int, Mood, bool]:
    """Return where the group of "decided to", "plans to" begins before an infinitive, its mood, and whether it refuses."""
    at = to - 1
    negated = False
    while at > 0 and (words[at] in word_set("adverbs") or words[at] in _NOT):
        negated = negated or words[at] in _NOT
        at -= 1
    governor = words[at] if at >= 0 else ""
    first, _, other = _chain(words, at) if at >= 0 else (0, (), False)
    mood: Mood = "open"
    if governor in _DOING or governor in _REFUSING:
        mood = "done"
    elif governor in _WILLING:
        mood = "will"
    return max(first, 0), mood, (governor in _REFUSING) is not (negated is not other)


def _is_supposed(words: Phrase, first: int) -> bool:
    """Say whether "if" or "unless" opens the clause of a verb."""
    for i in range(first - 1, max(-1, first - _REACH), -1):
        if words[i] in {",", ";", ":", "that", "but"}:
            return False
        if words[i] in _CONDITIONS:
            return True
    return False
