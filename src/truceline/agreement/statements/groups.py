"""Verb groups: in which mood a verb stands, and whose it is, from the few words before it.

``done``: it has been done, is being done, or is done by being said. ``promised``: "will", "would", "pledged to". ``undone``: not
done ("has not ended"). ``open``: anything else (could, to be hoped, demanded); nothing follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from truceline.agreement.statements.lists import Phrase, lists, verb_phrases, word_set

Mood = Literal["done", "promised", "undone", "refused", "no_longer", "open"]
_BE = frozenset({"is", "are", "was", "were", "been", "being", "be", "am", "'re", "got"})
_HAVE = frozenset({"has", "have", "had", "'ve", "'d"})
_SELF_SUBJECTS = frozenset({"we", "they", "i", "hereby"})
_GOING = frozenset(
    {"after", "since", "upon", "by", "announced", "announce", "declared", "was", "were", "is", "are", "been", "am"}
)
_DEPTH = 3


class Group(NamedTuple):
    """The words before a verb that belong to it, from token ``first``, and its mood; ``is_passive``: done to its subject."""

    first: int
    mood: Mood
    is_passive: bool


@cache
def _governing() -> Mapping[str, tuple[Mood, str]]:
    """Return the verbs that lend an infinitive behind them a mood, by each of their forms: that mood, and the form."""
    lending: tuple[tuple[str, Mood], ...] = (("deciding", "done"), ("promising", "promised"), ("declining", "refused"))
    return {each.words[0]: (mood, each.form) for name, mood in lending for each in verb_phrases(getattr(lists(), name))}


_NOT: Mapping[Mood, Mood] = {"done": "undone", "promised": "refused"}


def group_of(words: Phrase, i: int, form: str, depth: int = 0) -> Group:
    """Return the group of the verb at token ``i``, which stands in this form."""
    first, chain, is_negated, is_ended = _chain(words, i)
    if "to" in chain:
        return _infinitive(words, first, chain, is_negated=is_negated, is_ended=is_ended, depth=depth)
    passive = form in {"past", "participle"} and not _BE.isdisjoint(chain)
    mood = _mood(words, first, form, chain)
    if is_ended and mood in {"done", "promised"}:
        return Group(first, "no_longer", passive)
    if is_negated:
        mood = _NOT.get(mood, "open")
    return Group(first, mood, passive)


def _chain(words: Phrase, i: int) -> tuple[int, tuple[str, ...], bool, bool]:
    """Walk back over auxiliaries, adverbs and negations; stop behind "to", which is kept as the first of the chain."""
    chain: list[str] = []
    negated = ended = False
    while i > 0:
        low = words[i - 1]
        if low == "longer" and i > 1 and words[i - 2] == "no":
            ended, i = True, i - 2
            continue
        if low in {"not", "n't", "never"}:
            negated = True
        elif low == "to":
            return i - 1, ("to", *reversed(chain)), negated, ended
        elif low in _BE | _HAVE | {"do", "does", "did"} | word_set("futures") | word_set("modals"):
            chain.append(low)
        elif low not in word_set("adverbs") and not (low.endswith("ly") and len(low) > 4):
            break
        i -= 1
    return i, tuple(reversed(chain)), negated, ended


def _mood(words: Phrase, first: int, form: str, chain: tuple[str, ...]) -> Mood:
    if not word_set("modals").isdisjoint(chain) or ("would" in chain and not _HAVE.isdisjoint(chain)):
        return "open"
    if not word_set("futures").isdisjoint(chain):
        return "promised"
    if form == "ing":
        before = words[first - 1] if first else ""
        return "done" if not _BE.isdisjoint(chain) or before in _GOING else "open"
    if form == "base" and not _HAVE.isdisjoint(chain):  # "has come", which looks like the base
        return "done"
    if form == "base":
        before = words[first - 1] if first else ""
        return "done" if before in _SELF_SUBJECTS or chain == ("did",) else "undone" if "did" in chain else "open"
    return "done"


def _infinitive(  # noqa: PLR0913 - what was found on the way back
    words: Phrase, first: int, chain: tuple[str, ...], *, is_negated: bool, is_ended: bool, depth: int
) -> Group:
    """Return the mood of "to end": that of "decided" before it, a promise after "pledged"; open after all else."""
    at = first - 1
    while at >= 0 and (words[at] in word_set("adverbs") or words[at] in {"not", "never"}):
        is_negated = is_negated or words[at] in {"not", "never"}
        at -= 1
    governor = words[at] if at >= 0 else ""
    passive = "be" in chain
    reached = None if is_negated else _reached(words, at, depth)
    if reached is not None:
        return Group(reached, "done", passive)
    mood, form = _governing().get(governor, ("open", ""))
    if not form or depth >= _DEPTH:
        return Group(max(at, 0), "open", passive)
    above = group_of(words, at, form, depth + 1)
    if above.mood != "done" or above.is_passive:
        return Group(above.first, "open", passive)
    if is_negated:
        mood = "open" if mood == "refused" else "refused"
    return Group(above.first, "no_longer" if is_ended else mood, passive)


def _reached(words: Phrase, at: int, depth: int) -> int | None:
    """Return where "an agreement had been reached to", "reached an agreement to" begins before an infinitive; None elsewhere."""
    if at < 1 or depth >= _DEPTH:
        return None
    if words[at] in _reaching():
        above = group_of(words, at, "participle", depth + 1)
        is_agreed = above.is_passive and above.mood == "done" and words[above.first - 1] in word_set("agreements")
        return _phrase_of(words, above.first - 1) if is_agreed and above.first else None
    if words[at] not in word_set("agreements"):
        return None
    verb = _phrase_of(words, at) - 1
    if verb < 0 or words[verb] not in _reaching():
        return None
    above = group_of(words, verb, _reaching()[words[verb]], depth + 1)
    return above.first if above.mood == "done" and not above.is_passive else None


def _phrase_of(words: Phrase, noun: int) -> int:
    """Return where the noun phrase begins that ends with a noun, at its article; at the noun where it has none near."""
    return next((i for i in range(noun, max(-1, noun - 4), -1) if words[i] in {"a", "an", "the"}), noun)


@cache
def _reaching() -> Mapping[str, str]:
    return {each.words[0]: each.form for each in verb_phrases(lists().reaching)}
