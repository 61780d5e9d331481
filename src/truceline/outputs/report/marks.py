"""Marked text: a report's text cut at every edge of every mark, so that overlapping marks can be drawn without overlapping tags.

The pieces put together are the text again, character for character.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection

import msgspec

from truceline.model import Span
from truceline.outputs.views.pages import ClaimView


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A run of characters under the same marks.

    ``anchor``: something on the page points at its first character. ``opens`` are numbers of claims whose content begins here.
    ``depth`` is how many claims' contents lie over it; ``source`` and ``cue`` whether it names a speaker or says how it is said.
    """

    start: int
    text: str
    anchor: bool
    opens: tuple[int, ...]
    depth: int
    source: bool
    cue: bool

    @property
    def is_marked(self) -> bool:
        """Whether any mark lies over it."""
        return bool(self.depth or self.source or self.cue)


def pieces(text: str, claims: Collection[ClaimView], anchors: Collection[int] = ()) -> tuple[Piece, ...]:
    """Return ``text`` in pieces. ``anchors`` are offsets that something points at."""
    edges = {0, len(text), *(a for a in anchors if a < len(text))}
    for claim in claims:
        edges |= {edge for span in (*claim.source, *claim.cue, *claim.content) for edge in (span.start, span.end)}
    cuts = sorted(edge for edge in edges if edge <= len(text))
    pointed = set(anchors)
    return tuple(_piece(text, Span(a, b), claims, pointed) for a, b in itertools.pairwise(cuts))


def _piece(text: str, where: Span, claims: Collection[ClaimView], pointed: set[int]) -> Piece:
    narrated = [c for c in claims if c.voice == "narration"]
    return Piece(
        start=where.start,
        text=where.of(text),
        anchor=where.start in pointed,
        opens=tuple(c.number for c in claims if c.content and c.content[0].start == where.start),
        depth=sum(any(s.meets(where) for s in c.content) for c in claims),
        source=any(s.meets(where) for c in claims if c not in narrated for s in c.source),
        cue=any(s.meets(where) for c in claims if c not in narrated for s in c.cue),
    )
