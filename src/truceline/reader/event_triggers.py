"""Finding the words that name events: the longest trigger at each place, weak ones only where nothing stronger stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from truceline.reader.event_words import NO_EVENT, Trigger, event_words
from truceline.reader.words import Words

OBJECT_REACH = 8
NAME_REACH = 4
JOINERS = frozenset({"by", "in", "with", "during", "when", "from"})
DETERMINERS = frozenset("the a an this that its their his of".split())
PASSIVE = frozenset({"was", "were", "been", "being", "is", "are", "be"})
MERGE_REACH = 6
EFFECT_REACH = 8
STRIKES = frozenset({"V.AIR", "V.DRONE", "V.SHELL", "V.EXPLOSIVE", "V.CHEM"})
PARTING = frozenset(", ; : and but or while after before when as that which who because said".split())


class Hit(NamedTuple):
    """A trigger at tokens ``[first, after)``."""

    first: int
    after: int
    trigger: Trigger
    sentence: int


def hits(words: Words) -> list[Hit]:
    """Return the triggers of a text in order, none overlapping."""
    by_sentence: dict[int, list[Hit]] = {}
    for hit in _found(words):
        if hit.trigger.type == NO_EVENT:
            continue
        by_sentence.setdefault(hit.sentence, []).append(hit)
    return [hit for group in by_sentence.values() for hit in _strong(words, group)]


def _found(words: Words) -> Iterator[Hit]:
    table = event_words().triggers
    i = 0
    while i < len(words):
        hit = _at(words, i, table[words.low[i]]) if words.low[i] in table else None
        if hit is None:
            i += 1
        else:
            yield hit
            i = hit.after


def _at(words: Words, i: int, triggers: tuple[Trigger, ...]) -> Hit | None:
    for trigger in triggers:
        after = i + len(trigger.words)
        if words.low[i:after] == trigger.words and words.sentence[after - 1] == words.sentence[i]:
            if not _is_meant(words, trigger, i, after):
                continue
            return Hit(i, after, trigger, words.sentence[i])
    return None


def _is_meant(words: Words, trigger: Trigger, first: int, after: int) -> bool:
    """Say whether the word is used as the event it can name: a verb as a verb, a weapon in use, with the object it asks for."""
    if (trigger.is_verb and _is_noun(words, first, after)) or _is_in_a_name(words, first, after):
        return False
    if trigger.is_weapon:
        begin, end = words.sentences[words.sentence[first]]
        return not event_words().actions.isdisjoint(words.low[begin:end])
    if trigger.is_near:
        return _has_near(words, trigger.objects, first, after)
    return not trigger.objects or _has_object(words, trigger.objects, first, after)


def _has_near(words: Words, objects: frozenset[str], first: int, after: int) -> bool:
    """Say whether one of the listed things stands on either side of a word, with nothing between that parts clauses."""
    begin, end = words.sentences[words.sentence[first]]
    behind = words.low[after : min(end, after + OBJECT_REACH)]
    before = words.low[max(begin, first - OBJECT_REACH) : first][::-1]
    return any(_reaches(side, objects) for side in (behind, before))


def _reaches(side: tuple[str, ...], objects: frozenset[str]) -> bool:
    """Say whether a listed thing stands in some words before any word that parts clauses."""
    for low in side:
        if low in objects:
            return True
        if low in PARTING:
            return False
    return False


def _is_in_a_name(words: Words, first: int, after: int) -> bool:
    """Say whether the word is part of a body's name: "the Ceasefire Monitoring Mission"."""
    end = words.sentences[words.sentence[first]][1]
    if not words.is_capital(first):
        return False
    run = next((i for i in range(after, min(end, after + NAME_REACH)) if not words.is_capital(i)), min(end, after + NAME_REACH))
    return any(low in event_words().bodies for low in words.low[after:run])


def _is_noun(words: Words, first: int, after: int) -> bool:
    """Say whether a verb's base form stands as a noun: "the target of its fire"."""
    low = words.low[first]
    before = words.low[first - 1] if first else ""
    return not low.endswith(("ed", "ing")) and before in DETERMINERS and after - first == 1


def _has_object(words: Words, objects: frozenset[str], first: int, after: int) -> bool:
    """Say whether the verb has one of the listed objects: after it, or before it in the passive."""
    begin, end = words.sentences[words.sentence[first]]
    behind = words.low[after : min(end, after + OBJECT_REACH)]
    if any(low in objects for low in behind):
        return True
    before = words.low[max(begin, first - OBJECT_REACH) : first]
    return any(low in objects for low in before) and any(low in PASSIVE for low in before[-4:])


def _strong(words: Words, group: list[Hit]) -> list[Hit]:
    """Drop weak triggers beside strong ones of their family, and an unspecified verb whose means stand beside it."""
    families = {hit.trigger.type[0] for hit in group if not hit.trigger.is_weak}
    kept = _merged([hit for hit in group if not (hit.trigger.is_weak and hit.trigger.type[0] in families)])
    return [
        hit for i, hit in enumerate(kept) if not (_is_explained(words, hit, kept[i + 1 :]) or _is_effect(words, hit, kept[:i]))
    ]


def _merged(group: list[Hit]) -> list[Hit]:
    """Join neighbours that name one thing: "barrel bomb" and "attack", "rocket" and "shells"."""
    merged: list[Hit] = []
    for hit in group:
        before = merged[-1] if merged else None
        if (
            before
            and before.after == hit.first
            and before.trigger.type in STRIKES
            and hit.trigger.type in {before.trigger.type, "V.UNSPEC"}
        ):
            merged[-1] = before._replace(after=hit.after)
        else:
            merged.append(hit)
    return merged


def _is_effect(words: Words, hit: Hit, earlier: list[Hit]) -> bool:
    """Say whether "hit" in "a missile hit a house" only goes on with the strike named just before it."""
    if hit.trigger.type != "V.UNSPEC" or not hit.trigger.is_verb or not earlier:
        return False
    other = earlier[-1]
    between = words.low[other.after : hit.first]
    return other.trigger.type in STRIKES and len(between) <= EFFECT_REACH and not any(low in PARTING for low in between)


def _is_explained(words: Words, hit: Hit, later: list[Hit]) -> bool:
    """Say whether "hit" in "hit by an airstrike" only repeats what the next trigger says better."""
    if hit.trigger.type != "V.UNSPEC" or not hit.trigger.is_verb or not later:
        return False
    other = later[0]
    between = words.low[hit.after : other.first]
    return (
        other.trigger.type.startswith("V.")
        and other.trigger.type != "V.UNSPEC"
        and len(between) <= MERGE_REACH
        and bool(between)
        and between[0] in JOINERS
    )
