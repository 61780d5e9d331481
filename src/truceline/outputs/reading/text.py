"""A report's text cut into runs under the same marks, and runs put together into blocks of whole lines.

Joined, the runs are the text again, character for character. Marks that overlap get lanes of their own, so that the lines drawn
under the words do not cover each other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from truceline.model import Span
from truceline.outputs.reading.values import MarkedBy, TextBlock, TextRun
from truceline.outputs.report import marks
from truceline.outputs.views.material import Told
from truceline.outputs.views.pages import ClaimView

LANES = 4
"""As many lines find room under a line of words; a fifth mark over the same words shares the first lane."""
BLOCK = 3_000
"""A block is closed at the first end of a line after this many characters."""
_BREAK = re.compile("\r\n")


def runs(text: str, told: Sequence[Told], *, within: Span | None = None) -> tuple[TextRun, ...]:
    """Return ``text`` in runs, marked by these claims, numbered from 1 as they are given; ``within``: only that part of it."""
    views = [_marking(each, number) for number, each in enumerate(told, 1)]
    by_number = {mark.number: mark for mark in _lanes(told)}
    inner = {number: each.claim.id for number, each in enumerate(told, 1)}
    cuts = {
        *_block_edges(text),
        *(match.end() for match in _BREAK.finditer(text)),
        *((within.start, within.end) if within else ()),
    }
    found = marks.pieces(text, views, cuts)
    chosen = (piece for piece in found if within is None or within.start <= piece.start < within.end)
    return tuple(_run(piece, by_number, inner) for piece in chosen)


def blocks(text: str, found: Iterable[TextRun]) -> tuple[TextBlock, ...]:
    """Return runs in blocks of whole lines."""
    edges = _block_edges(text)
    groups = itertools.groupby(found, key=_numbering(edges))
    return tuple(TextBlock(runs=tuple(group)) for _, group in groups)


def _numbering(edges: Sequence[int]) -> _Block:
    return _Block(edges)


class _Block:
    """Says in which block a run stands; asked for in the order of the text."""

    def __init__(self, edges: Sequence[int]) -> None:
        self._edges = edges
        self._at = 0

    def __call__(self, run: TextRun) -> int:
        while self._at < len(self._edges) and self._edges[self._at] <= run.start:
            self._at += 1
        return self._at


def _block_edges(text: str) -> list[int]:
    """Return where blocks end: after an end of a line, each block at least `BLOCK` long."""
    found, at = [], 0
    while len(text) - at > BLOCK:
        line = text.find("\n", at + BLOCK)
        if line < 0:
            break
        at = line + 1
        found.append(at)
    return found


def _marking(told: Told, number: int) -> ClaimView:
    """Return as much of a claim as marks a text."""
    claim = told.claim
    return ClaimView(
        id=claim.id,
        source=claim.source,
        cue=claim.cue,
        content=claim.content,
        type=claim.type,
        voice=claim.voice,
        speaker=claim.speaker,
        rule=claim.rule,
        report=claim.report,
        words="",
        standing=told.standing,
        incident=None,
        number=number,
    )


def _lanes(told: Sequence[Told]) -> Iterator[MarkedBy]:
    """Yield every claim with a lane: the first that no claim over the same words has."""
    free_from = [0] * LANES
    order = sorted(enumerate(told, 1), key=lambda each: (each[1].claim.content[0].start if each[1].claim.content else 0, each[0]))
    for number, each in order:
        spans = each.claim.content
        start, end = (spans[0].start, max(span.end for span in spans)) if spans else (0, 0)
        lane = next((n for n, free in enumerate(free_from) if free <= start), 0)
        free_from[lane] = max(end, free_from[lane])
        yield MarkedBy(
            id=each.claim.id,
            number=number,
            stance=each.claim.stance,
            lane=lane + 1,
            is_machine_read=each.standing == "proposed",
        )


def _run(piece: marks.Piece, by_number: Mapping[int, MarkedBy], inner: Mapping[int, str]) -> TextRun:
    return TextRun(
        start=piece.start,
        end=piece.start + len(piece.text),
        text=piece.text,
        marks=tuple(by_number[number] for number in piece.over),
        opens=tuple(by_number[number] for number in piece.opens),
        leads_to=inner[_innermost(piece.over)] if piece.over else None,
        is_source=piece.source,
    )


def _innermost(over: Collection[int]) -> int:
    """Return the claim that begins last of those over a place: the greatest number, as they stand in the order of the text."""
    return max(over)
