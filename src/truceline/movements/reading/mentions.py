"""Mentions: where a sentence names an aid movement, of which kind, and whether it means one that is known or any at all."""

from __future__ import annotations

from typing import NamedTuple, cast

from truceline.model.movements import MovementKind
from truceline.movements.reading.lists import labelled, phrase_table, word_set
from truceline.movements.wording.lists import Phrase, number_of
from truceline.movements.wording.moods import listed
from truceline.movements.wording.scene import Scene, Sentence
from truceline.movements.wording.stretches import NOWHERE, Range
from truceline.movements.wording.tokens import Hit, hits

_ANY = frozenset("any all every no each further future more other another such second third separate previous earlier".split())
_CARRIERS = frozenset({"convoy", "convoys"})
_NEW = frozenset({"a", "an"})
"""Before what has not been told of: of the movement that is known, one says "the convoy"."""
_ARTICLES = frozenset("the a an this that these those its their".split())


class Mention(NamedTuple):
    """A movement named at tokens ``[first, after)``.

    ``is_loose``: only by what it carries or its vehicles. ``is_general``: any movement at all, or several, or another one;
    ``is_new``: one of which nothing was told before ("a convoy"), so that it is none of those that are known.
    """

    first: int
    after: int
    kind: MovementKind
    is_loose: bool
    is_general: bool
    is_new: bool = False


def mentions(scene: Scene, sentence: Sentence) -> list[Mention]:
    """Return the movements named in a sentence, in order; vehicles and things only where there is talk of aid."""
    low = sentence.low
    named = (hit for hit in hits(low, labelled("kinds")) if not _is_of_others(low, hit))
    found = [_mention(low, hit, hit.label, is_loose=False) for hit in named if not _is_before_head(low, hit)]
    taken = [(m.first, m.after) for m in found]
    loose = hits(low, phrase_table("things"))
    if found or (not names_others(low) and scene.is_about(sentence, word_set("of_aid"))):
        loose += hits(low, phrase_table("vehicles"))
    for hit in loose:
        is_taken = any(first <= hit.first < after or first < hit.after <= after for first, after in taken)
        if not is_taken and not _is_before_head(low, hit):
            kind = "evacuation" if _moves_people(scene, sentence, hit) else "convoy"
            found.append(_mention(low, hit, kind, is_loose=True))
    return sorted(found)


def _is_before_head(low: Phrase, hit: Hit) -> bool:
    """Say whether a word for a movement only stands before what is meant: "aid workers", "convoy drivers", "food prices"."""
    return not word_set("heads").isdisjoint(low[hit.after : hit.after + 1])


def _is_of_others(low: Phrase, hit: Hit) -> bool:
    """Say whether it is no movement of aid: "a military convoy", "a convoy of prisoners", "a shipment of 500 rifles"."""
    if hit.label != "convoy":
        return False
    before = low[max(0, hit.first - 2) : hit.first]
    is_of_aid = not (word_set("of_aid") - _CARRIERS).isdisjoint(low[hit.first : hit.after])
    if not is_of_aid and not word_set("not_aid").isdisjoint(before):
        return word_set("escorted").isdisjoint(before)
    if low[hit.after : hit.after + 1] != ("of",):
        return False
    of = next((i for i in range(hit.after + 1, min(len(low), hit.after + 5)) if low[i] in word_set("not_aid")), None)
    return of is not None and not {",", "and", "with", "carrying"}.intersection(low[hit.after + 1 : of])


def names_others(low: Phrase) -> bool:
    """Say whether a sentence names a convoy or shipment that is none of aid."""
    return any(_is_of_others(low, hit) for hit in hits(low, labelled("kinds")))


def _moves_people(scene: Scene, sentence: Sentence, hit: Hit) -> bool:
    is_vehicle = sentence.low[hit.first] in word_set("vehicles")
    is_evacuation = not {"evacuation", "evacuate", "evacuated", "evacuees", "evacuating"}.isdisjoint(sentence.low)
    return is_vehicle and is_evacuation and not scene.is_about(sentence, frozenset({"convoy", "aid"}))


def _mention(low: Phrase, hit: Hit, kind: str, *, is_loose: bool) -> Mention:
    first = hit.first
    while first > 0 and hit.first - first < 4 and low[first - 1] not in listed("breaks") | listed("preps") | listed("be"):
        first -= 1
        if low[first] in _ARTICLES or low[first] in _ANY:
            break
    before = low[first : hit.first]
    is_plural = low[hit.after - 1].endswith("s") and not is_loose and not _ARTICLES.intersection(before)
    is_bare = is_loose and not _ARTICLES.intersection(before) and not any(number_of(word) for word in before)
    is_any = bool(_ANY.intersection(before)) or is_plural or is_bare
    is_new = not is_loose and not is_any and not _NEW.isdisjoint(before)
    return Mention(hit.first, hit.after, cast("MovementKind", kind), is_loose, is_any or is_new, is_new)


def head(low: Phrase, where: Range, found: list[Mention]) -> Mention | None:
    """Return the movement that some tokens are about, not one in a phrase of theirs ("the attack on the convoy")."""
    if where == NOWHERE:
        return None
    for mention in found:
        if where[0] <= mention.first < where[1]:
            lead = low[where[0] : mention.first]
            if not any(word in listed("preps") and not _is_part(low, where[0] + i) for i, word in enumerate(lead)):
                return mention
            return None
    return None


def _is_part(low: Phrase, of: int) -> bool:
    """Say whether "of" at a token follows a word for a part: "most of the convoy", "two of the trucks"; or a date leads in."""
    before = low[of - 1] if of else ""
    if low[of] != "of":
        return low[of] in {"on", "in"} and _is_day(low[of + 1 : of + 3])
    return before in listed("parts") or number_of(before) is not None or before.endswith("%")


def _is_day(after: Phrase) -> bool:
    days = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    return bool(days.intersection(after)) or any(number_of(word) for word in after[:1])
