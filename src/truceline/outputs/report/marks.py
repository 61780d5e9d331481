"""Marked text: a report's text cut at every edge of every mark, so that overlapping marks can be drawn without overlapping tags.

The pieces put together are the text again, character for character.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection

import msgspec

from truceline.model import Span
from truceline.outputs.views.pages import ClaimView


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A run of characters under the same marks.

    ``anchor``: something on the page points at its first character. ``opens`` are numbers of claims whose content begins here,
    ``over`` those of claims whose content lies over it, ``depth`` how many these are; ``source`` and ``cue``: whether it names
    a speaker or says how it is said.
    """

    start: int
    text: str
    anchor: bool
    opens: tuple[int, ...]
    depth: int
    source: bool
    cue: bool
    over: tuple[int, ...] = ()

    @property
    def is_marked(self) -> bool:
        """Whether any mark lies over it."""
        return bool(self.depth or self.source or self.cue)


def pieces(text: str, claims: Collection[ClaimView], anchors: Collection[int] = ()) -> tuple[Piece, ...]:
    """Return ``text`` in pieces. ``anchors`` are offsets that something points at."""
    edges = {0, len(text), *(a for a in anchors if a < len(text))}
    runs = _Runs(claims)
    cuts = sorted(edge for edge in edges | runs.edges if edge <= len(text))
    pointed = set(anchors)
    return tuple(_piece(text, Span(a, b), runs, anchor=a in pointed) for a, b in itertools.pairwise(cuts))


class _Runs:
    """What lies over each place of a text, gone through from its beginning once: a long text may have thousands of marks."""

    def __init__(self, claims: Collection[ClaimView]) -> None:
        self._changes: dict[int, list[tuple[str, int, int]]] = {}
        self._over: Counter[tuple[str, int]] = Counter()
        self.opens: dict[int, list[int]] = {}
        for place, claim in enumerate(claims):
            for part, spans in (("content", claim.content), ("source", claim.source), ("cue", claim.cue)):
                for span in spans:
                    self._changes.setdefault(span.start, []).append((part, place, 1))
                    self._changes.setdefault(span.end, []).append((part, place, -1))
            if claim.content:
                self.opens.setdefault(claim.content[0].start, []).append(claim.number)
        self._numbers = [claim.number for claim in claims]
        self._narrated = {place for place, claim in enumerate(claims) if claim.voice == "narration"}
        self.edges = set(self._changes)

    def at(self, start: int) -> tuple[tuple[int, ...], bool, bool]:
        """Return whose content lies over ``start``, and whether a source and a cue do; asked for every edge, in order."""
        for part, place, change in self._changes.get(start, ()):
            self._over[part, place] += change
            if not self._over[part, place]:
                del self._over[part, place]
        content = sorted(place for part, place in self._over if part == "content")
        parts = {part for part, place in self._over if place not in self._narrated}
        return tuple(self._numbers[place] for place in content), "source" in parts, "cue" in parts


def _piece(text: str, where: Span, runs: _Runs, *, anchor: bool) -> Piece:
    over, source, cue = runs.at(where.start)
    return Piece(
        start=where.start,
        text=where.of(text),
        anchor=anchor,
        opens=tuple(runs.opens.get(where.start, ())),
        depth=len(over),
        source=source,
        cue=cue,
        over=over,
    )
