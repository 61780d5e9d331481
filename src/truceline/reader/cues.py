"""Cue verbs and their frames, from ``lexicons/cues.yaml``.

A cue is found by its lemma; a word with a particle ("point out") wins over the bare word. What the lexicon says of a word is
evidence for a reading, never a reading by itself: the frame must be there in the parse.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import msgspec
from ruamel.yaml import YAML
from spacy.strings import get_string_id

from truceline.model import Stance

Frame = Literal["clause", "quote", "inf", "rest", "np", "prep", "passive", "obj_inf"]
_ORDER: dict[Frame, int] = {"clause": 0, "prep": 1, "obj_inf": 2, "inf": 3, "rest": 4, "np": 5, "passive": 6, "quote": 7}


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cue words of one kind, as they stand in the lexicon. ``objects``: a set of ``attribution_words``, with "!" none of it."""

    frames: tuple[Frame, ...]
    stance: Stance
    words: str
    who: Literal["any", "people"] = "any"
    objects: str | None = None


class Cue(msgspec.Struct, frozen=True):
    """One frame of one word. ``particles`` and ``preposition`` must stand beside the verb where they are given."""

    lemma: str
    frame: Frame
    stance: Stance
    people: bool
    particles: frozenset[str]
    preposition: str | None
    objects: str | None


@cache
def cue_table() -> dict[int, tuple[Cue, ...]]:
    """Return the cues by hash of their lemma, most telling frame first."""
    source = resources.files("truceline.reader").joinpath("lexicons", "cues.yaml")
    groups = msgspec.convert(YAML(typ="safe").load(source.read_text(encoding="utf-8")), list[Group])
    table: dict[int, list[Cue]] = {}
    for group in groups:
        for word in group.words.split():
            for cue in _cues(group, word):
                table.setdefault(get_string_id(cue.lemma), []).append(cue)
    return {lemma: tuple(sorted(cues, key=lambda cue: (-len(cue.particles), _ORDER[cue.frame]))) for lemma, cues in table.items()}


def _cues(group: Group, word: str) -> list[Cue]:
    verb, _, preposition = word.partition("~")
    lemma, *particles = verb.split("+")
    people = group.who == "people"
    return [
        Cue(lemma, frame, group.stance, people, frozenset(particles), preposition or None, group.objects)
        for frame in group.frames
    ]
