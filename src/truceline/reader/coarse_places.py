"""Where forces and aid move is told no finer than the country: such a place keeps its name and loses its point.

A report that says where troops deploy, fly, stand or withdraw, where an offensive goes or which way a convoy takes could serve
whoever wants to strike them. What is told of is kept as words with a span; coordinates are not added to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from truceline.model import EventMention, PlaceMention
from truceline.reader.words import Words

_FORCE = ("M.", "H.AID", "V.OFFENSIVE")


def without_points(words: Words, places: Sequence[PlaceMention], events: Sequence[EventMention]) -> tuple[PlaceMention, ...]:
    """Return the places, without coordinates where only movements of forces or aid are told of them.

    That is so for a place that belongs to such events alone, and for one that belongs to none in a sentence of such events.
    """
    owners: dict[tuple[int, int], list[bool]] = {}
    inside: dict[int, list[bool]] = {}
    for event in events:
        is_force = event.type.startswith(_FORCE)
        inside.setdefault(_sentence(words, event.span.start), []).append(is_force)
        for span in event.places:
            owners.setdefault((span.start, span.end), []).append(is_force)
    made = []
    for place in places:
        told = owners.get((place.span.start, place.span.end)) or inside.get(_sentence(words, place.span.start), [])
        made.append(msgspec.structs.replace(place, lat=None, lon=None) if told and all(told) else place)
    return tuple(made)


def _sentence(words: Words, start: int) -> int:
    token = bisect_left(words.start, start)
    return words.sentence[token] if token < len(words) else -1
