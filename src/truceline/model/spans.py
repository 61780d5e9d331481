"""Spans: where in a report's text a thing stands.

Everything the program says about a report points back at words in it. A span is half-open, ``[start, end)``, counted in
Unicode code points of ``Report.text``, so that ``text[span.start:span.end]`` is always exactly those words.

>>> Span(4, 10).of("the convoy")
'convoy'
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Half-open ``[start, end)`` into ``Report.text``, in code points; written ``[start, end]`` in JSON."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"span [{self.start}, {self.end}) is empty or before the text; expected 0 <= start < end"
            raise ValueError(message)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words at this span of ``text``."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Say whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Say whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


def words_at(text: str, spans: Iterable[Span]) -> str:
    """Return the words at several spans of ``text`` in order, joined by an ellipsis."""
    return " … ".join(" ".join(span.of(text).split()) for span in spans)
