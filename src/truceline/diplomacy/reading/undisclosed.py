"""Undisclosed terms: somebody keeps the terms of an agreement or a proposal from the public ("cannot be made public")."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.diplomacy.reading.asserting import Told, asserted
from truceline.diplomacy.reading.lists import hits, phrases, verbs, word_set
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.proposals import clause
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.diplomacy.reading.subjects import subjects
from truceline.diplomacy.reading.verbs import group_of
from truceline.model.diplomacy import TermsWithheld

_FAR = 14
_DONE = frozenset({"publish", "release", "disclose", "reveal", "share", "make"})


def undisclosed(scene: Scene) -> Iterator[Told]:
    """Yield what a claim says is kept from the public."""
    for line in scene.lines:
        for hit in hits(line.words, phrases("hidden")):
            if line.owner(hit.first) is not None:
                yield from _kept(line, hit.first, (scene.speaker,) if scene.speaker else ())
        for hit in hits(line.words, verbs("hiding")):
            if line.owner(hit.first) is not None:
                group = group_of(line.words, hit.first, hit.label.partition(":")[2])
                if group.mood == "done" and not group.is_negated:
                    yield from _kept(line, hit.first, subjects(line, group.first), behind=hit.after)


def _kept(line: Line, i: int, who: tuple[Who, ...], behind: int | None = None) -> Iterator[Told]:
    """Yield that what stands before the words (or ``behind`` them) is kept by ``who``."""
    of = _thing(line, behind, min(len(line.words), behind + 8)) if behind is not None else _thing_before(line, i)
    if of is None:
        return
    fact = TermsWithheld(of=of, by=who[0].office if who else None)
    told = asserted(line, i, fact, "terms")
    if told is not None:
        yield told


def _thing_before(line: Line, i: int) -> str | None:
    """Return what is kept: the noun of which "whose terms" are, else the nearest noun for terms in the sentence."""
    words = line.words
    whose = next((j for j in range(i - 1, max(-1, i - _FAR), -1) if words[j] == "whose"), None)
    if whose is not None:
        end = whose - 1 if words[whose - 1] == "," else whose
        return line.slice(_article(line, end - 1), end)
    return _thing(line, max(0, i - _FAR), i)


def _thing(line: Line, first: int, after: int) -> str | None:
    """Return the first noun for terms in tokens ``[first, after)`` with what it is of."""
    noun = next((j for j in range(first, after) if line.words[j] in word_set("terms")), None)
    if noun is None:
        return None
    end = noun + 1
    if line.words[end : end + 1] == ("of",):
        end = next(
            (
                j
                for j in range(end + 1, after)
                if line.words[j]
                in {
                    "are",
                    "is",
                    "were",
                    "was",
                    "will",
                    "would",
                    "have",
                    "has",
                    "had",
                    "could",
                    "can",
                    ",",
                    "should",
                    "to",
                    "must",
                    "be",
                }
            ),
            after,
        )
    return line.slice(max(_article(line, noun), clause(line.words, noun)), end)


def _article(line: Line, noun: int) -> int:
    return next(
        (j for j in range(noun, max(-1, noun - 4), -1) if line.words[j] in {"the", "a", "an", "its", "their", "this", "that"}),
        noun,
    )
