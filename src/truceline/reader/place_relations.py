"""How what is meant lies to the place that is named: "southwest of Aleppo", "Aleppo countryside", "outside Latakia".

A relation is read from the few words around a name. Kinds: ``near``, ``outside``, ``north_of`` (and the other directions),
``countryside_of``, ``outskirts_of``, ``part_of``, ``airport_of``, ``border_of``, ``coast_of``, ``road_to``; an area with a
direction takes it in front: ``northern countryside of`` is ``north_countryside_of``, ``eastern Aleppo`` is ``east_part_of``.
"""

from __future__ import annotations

from typing import NamedTuple

from truceline.reader.gazetteer import Named
from truceline.reader.place_words import place_words
from truceline.reader.words import Words

WHOLE = frozenset("the city town village of port capital province governorate".split())
LONGEST_LEAD = 9
DASH = frozenset("-–‐‑")


class Relation(NamedTuple):
    """A relation and the tokens ``[first, after)`` that say it, the name included."""

    kind: str
    first: int
    after: int


def relation_of(words: Words, item: Named) -> Relation | None:
    """Return how the meant place lies to the name, or None where the place itself is meant."""
    return _behind(words, item) or _before(words, item)


def _behind(words: Words, item: Named) -> Relation | None:
    """Read what follows the name: "Aleppo countryside", "Latakia airport", "Aleppo's northern countryside"."""
    lists = place_words()
    end = words.sentences[words.sentence[item.first]][1]
    i = item.after
    if i < end and words.low[i] in {"'s", "’s"}:
        i += 1
    direction, i = _direction(words, i, end)
    while i < end and words.low[i] in {"rural", "military", "international", "western", "eastern"}:
        i += 1
    area = lists.areas.get(words.low[i]) if i < end else None
    if area is None or area == "near":
        return None
    lead, first = _direction_before(words, item.first)
    return Relation(_named(direction or lead, area), first, i + 1)


def _before(words: Words, item: Named) -> Relation | None:  # noqa: C901, PLR0911 - one way out for each wording
    """Read what leads to the name: "in the northern countryside of", "southwest of", "near the city of", "eastern"."""
    lists = place_words()
    begin = max(words.sentences[words.sentence[item.first]][0], item.first - LONGEST_LEAD)
    direction, first = _direction_before(words, item.first)
    if direction:
        return Relation(f"{direction}_part_of", first, item.after)
    i = item.first - 1
    while i >= begin and words.low[i] in WHOLE:
        i -= 1
    if i < begin:
        return None
    between = words.low[i + 1 : item.first]
    has_of = "of" in between
    direction, first = _direction_before(words, i + 1)
    if direction and len(between) > 1 and set(between) - {"the", "of"}:
        i = first - 1 - (words.low[first - 1] == "the")
        direction, has_of = None, False
    if i < begin:
        return None
    if place_words().towns & set(between):
        i = next((k for k in range(i, max(begin, i - 3) - 1, -1) if words.low[k] in lists.displacing), i)
    low = words.low[i]
    if has_of and direction:
        return Relation(f"{direction}_of", first, item.after)
    if has_of and low in lists.areas:
        lead, first = _lead_direction(words, i, begin)
        return Relation(_named(lead, lists.areas[low]), first, item.after)
    if low == "to" and i > begin and lists.areas.get(words.low[i - 1]) == "road_to":
        return Relation("road_to", i - 1, item.after)
    if low in lists.displacing:
        return Relation(lists.displacing[low], i, item.after)
    pair = " ".join(words.low[i - 1 : i + 1]) if i > begin else ""
    return Relation(lists.displacing[pair], i - 1, item.after) if pair in lists.displacing else None


def _named(direction: str | None, area: str) -> str:
    return f"{direction}_{area}" if direction else area


def _direction(words: Words, i: int, end: int) -> tuple[str | None, int]:
    """Return the direction that begins at token ``i`` ("north-western" is three tokens) and the token after it."""
    directions = place_words().directions
    if i + 2 < end and words.low[i + 1] in DASH and (joined := f"{words.low[i]}-{words.low[i + 2]}") in directions:
        return directions[joined], i + 3
    if i < end and words.low[i] in directions:
        return directions[words.low[i]], i + 1
    return None, i


def _direction_before(words: Words, after: int) -> tuple[str | None, int]:
    """Return the direction that ends just before token ``after`` and where it begins."""
    directions = place_words().directions
    begin = words.sentences[words.sentence[min(after, len(words) - 1)]][0]
    if (
        after - 3 >= begin
        and words.low[after - 2] in DASH
        and (joined := f"{words.low[after - 3]}-{words.low[after - 1]}") in directions
    ):
        return directions[joined], after - 3
    if after - 1 >= begin and words.low[after - 1] in directions:
        return directions[words.low[after - 1]], after - 1
    return None, after


def _lead_direction(words: Words, area: int, begin: int) -> tuple[str | None, int]:
    """Return the direction within three words before an area noun: "the western government-held section of"."""
    for i in range(area, max(begin, area - 5), -1):
        direction, first = _direction_before(words, i)
        if direction:
            return direction, first
        if words.low[i - 1] in {"the", "a", "of", "in", ","}:
            break
    return None, area


def border_at(words: Words, i: int) -> tuple[int, str] | None:
    """Return where "Syrian-Iraqi" begins before the token "border" at ``i``, and these words."""
    if i < 3 or words.low[i - 2] not in DASH or not (words.is_capital(i - 1) and words.is_capital(i - 3)):
        return None
    return i - 3, f"{words.word(i - 3)}-{words.word(i - 1)}"


def city_part_at(words: Words, i: int) -> Relation | None:
    """Return the part of "the city" whose last token is ``i``: "the western section of the city"."""
    if words.low[max(i - 2, 0) : i] != ("of", "the"):
        return None
    area = place_words().areas.get(words.low[i - 3]) if i >= 3 else None
    begin = words.sentences[words.sentence[i]][0]
    if area is None or i - 3 <= begin:
        return None
    direction, first = _lead_direction(words, i - 3, begin)
    return Relation(_named(direction, area), first, i + 1) if direction else None
