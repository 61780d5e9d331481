"""Antecedents: which meeting "the four-hour talks" or "Tuesday's meeting" are that name nobody: the only one that can be meant.

It is that of a body of whose meeting the report has told before, where it has told of no other meeting that can be meant. Whoever
speaks of "the talks" in words of their own can only mean talks of a body, or some in which their own side took part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from truceline.diplomacy.reading.asserting import Told, asserted, day_near
from truceline.diplomacy.reading.lists import hits, phrases, word_set
from truceline.diplomacy.reading.memory import Memory
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.model.diplomacy import Contact

_THE = frozenset({"the", "this", "that"})
_BREAKS = frozenset({",", ";", ":", "of", "in", "at", "with", "for", "to", "from", "by", "and", "a", "an", "another", "no"})
_LONGEST = 7


class Definite(NamedTuple):
    """The one meeting that a claim speaks of as known: its noun is token ``i`` of a sentence; ``day``: whose meeting it is."""

    line: Line
    i: int
    day: str | None


def meant(told: Sequence[Told], scene: Scene, memory: Memory) -> Iterator[Told]:
    """Yield contacts as they were told, with the body where the words name nobody and only its meeting can be meant."""
    found = _definite(scene)
    body = _body(scene, memory) if found is not None else None
    if found is None or body is None:
        yield from told
        return
    for each in told:
        yield _with_body(each, body) if isinstance(each.fact, Contact) else each
    if found.day is not None and not any(isinstance(each.fact, Contact) for each in told):
        dated = asserted(found.line, found.i, Contact(kind="meeting", body=body, at=found.day), "contact")
        if dated is not None:
            yield dated


def _with_body(told: Told, body: str) -> Told:
    fact = told.fact
    if not isinstance(fact, Contact) or fact.planned or fact.body is not None or not set(fact.participants) <= set(fact.chairs):
        return told
    return msgspec.structs.replace(told, fact=msgspec.structs.replace(fact, body=body))


def _definite(scene: Scene) -> Definite | None:
    """Return the meeting that a claim speaks of as known; None where it speaks of several, or of none in that way."""
    nouns = [(line, hit.first) for line in scene.lines for hit in hits(line.words, phrases("meetings", "talks"))]
    own = [(line, i) for line, i in nouns if line.owner(i) is not None]
    if len(own) != 1:
        return None
    line, i = own[0]
    for at in range(i - 1, max(-1, i - _LONGEST), -1):
        word = line.words[at]
        if word in {"'s", "’s"} and line.words[at - 1] in word_set("days"):
            return Definite(line, i, day_near(line, i, at - 1, i))
        if word in _THE:
            return Definite(line, i, None)
        if word in _BREAKS or line.name_at(at) is not None:
            return None
    return None


def _body(scene: Scene, memory: Memory) -> str | None:
    """Return the body of the only meeting that can be meant; None where there are more, or it was no body's."""
    people, speaker = scene.people, scene.speaker
    is_known = speaker is not None and not scene.is_narrated and speaker.office in people
    side = people.side(speaker.office) if speaker is not None and is_known else None
    can_be = {
        each.body or "+".join(sorted(each.participants)): each.body
        for each in memory.meetings(scene.claim.report)
        if each.body is not None or side is None or side in map(people.side, each.participants)
    }
    return next(iter(can_be.values())) if len(can_be) == 1 else None
