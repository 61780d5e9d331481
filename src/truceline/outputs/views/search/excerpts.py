"""Excerpts: the words around the first place that fits a question, with everything that fits in them marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truceline.outputs.views.search.page import Part
from truceline.outputs.views.search.query import Term
from truceline.outputs.views.search.words import Word, words

AROUND = 110
LONGEST = 320
SEARCHED = 60_000
"""So many characters of a text are gone through for the first place that fits; where it lies behind, the beginning is shown."""


def marked(text: str, terms: Sequence[Term]) -> tuple[Part, ...]:
    """Return a text in pieces, those that fit any of the terms marked."""
    return _parts(text, 0, len(text), _fitting(list(words(text)), terms))


def excerpt(text: str, terms: Sequence[Term]) -> tuple[Part, ...]:
    """Return the words around the first place that fits, cut between words, with an ellipsis where the text goes on."""
    looked = list(words(text, 0, min(len(text), SEARCHED))) if terms and len(text) > LONGEST else []
    at = next(iter(_fitting(looked, terms)), (0, 0))[0]
    start, end = (0, len(text)) if len(text) <= LONGEST else _cut(text, max(0, at - AROUND))
    spans = _fitting(list(words(text, start, end)), terms)
    parts = _parts(text, start, end, spans)
    before = (Part(text="… "),) if start else ()
    return (*before, *parts, *((Part(text=" …"),) if end < len(text) else ()))


def fitting(names: Iterable[str], terms: Sequence[Term], most: int, *, is_all: bool) -> tuple[Part, ...]:
    """Return the names that fit any of the terms, one behind the other; with ``is_all`` then others, up to so many."""
    parted = [(name, marked(name, terms)) for name in names]
    fit = [parts for _, parts in parted if any(part.is_found for part in parts)]
    others = [parts for _, parts in parted if not any(part.is_found for part in parts)] if is_all else []
    listed = [*fit, *others][:most]
    return tuple(part for number, parts in enumerate(listed) for part in ((Part(text=" · "),) if number else ()) + parts)


def _cut(text: str, start: int) -> tuple[int, int]:
    """Return a stretch that begins and ends between words, if one does near by."""
    space = text.find(" ", start, start + 40) if start else -1
    first = space + 1 if space >= 0 else start
    end = min(len(text), first + LONGEST)
    last = text.rfind(" ", first + LONGEST // 2, end)
    return first, (last if last > 0 and end < len(text) else end)


def _fitting(found: Sequence[Word], terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return where terms stand, in order and without overlap."""
    spans: list[tuple[int, int]] = []
    behind = 0
    for number, word in enumerate(found):
        if word.start < behind:
            continue
        lengths = [len(term.words) for term in terms if _fits(found, number, term)]
        if lengths:
            behind = found[number + max(lengths) - 1].end
            spans.append((word.start, behind))
    return spans


def _fits(found: Sequence[Word], number: int, term: Term) -> bool:
    last = number + len(term.words) - 1
    if last >= len(found):
        return False
    if any(found[number + at].folded != word for at, word in enumerate(term.words[:-1])):
        return False
    end = term.words[-1]
    return found[last].folded.startswith(end) if term.is_prefix else found[last].folded == end


def _parts(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = start
    for first, last in spans:
        if first > at:
            parts.append(Part(text=text[at:first]))
        parts.append(Part(text=text[first:last], is_found=True))
        at = last
    if at < end:
        parts.append(Part(text=text[at:end]))
    return tuple(parts)
