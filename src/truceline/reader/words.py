"""Words and sentences of a cleaned text, found once and shared by all slot readers.

Times, counts, places and events are read without a parse, so that they work in a second language, on a laptop and on broken
text. All they need is this: tokens with offsets, their lower-case form, and where sentences begin. Offsets stay half-open
``[start, end)`` into the text. Paragraphs of kind ``boilerplate`` and ``byline`` have no tokens at all.

>>> words = words_of_text("Mr. Kerry left. He said so.")
>>> words.low[:3], len(words.sentences)
(('mr', '.', 'kerry'), 2)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

import msgspec

from truceline.model import Span

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|['’]s\b|[^\w\s]|_")
UNREAD = ("boilerplate", "byline")
ENDERS = frozenset(".!?")
CLOSERS = frozenset("”’\"')]»")
ABBREVIATIONS = frozenset(
    "mr mrs ms dr st gen lt col maj sgt capt cmdr brig adm rev hon sen rep gov pres prof no vs etc approx jan feb mar apr jun "
    "jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun u s n e w a p m b c d f"
    " g h i j k l o q r t v x y z".split()
)


class ParagraphLike(Protocol):
    """A stretch of text and what it is; see ``reader.segments``."""

    @property
    def span(self) -> Span:
        """Where it stands."""

    @property
    def kind(self) -> str:
        """What it is: body, heading, caption, boilerplate, byline."""


class CleanLike(Protocol):
    """A cleaned text; see ``reader.segments``."""

    @property
    def text(self) -> str:
        """The text, as long as the report's."""

    @property
    def paragraphs(self) -> tuple[ParagraphLike, ...]:
        """The stretches worth reading, in order."""


class Words(msgspec.Struct, frozen=True):
    """Tokens in order, as parallel tuples; ``sentence[i]`` is the number of the sentence in which token ``i`` stands.

    ``sentences`` are half-open ranges of token numbers, ``paragraph`` the number of the paragraph of each sentence.
    """

    text: str
    start: tuple[int, ...]
    end: tuple[int, ...]
    low: tuple[str, ...]
    sentence: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    paragraph: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.low)

    def span(self, first: int, after: int) -> Span:
        """Return the span from token ``first`` up to, without, token ``after``."""
        return Span(self.start[first], self.end[after - 1])

    def word(self, i: int) -> str:
        """Return the token as it stands in the text."""
        return self.text[self.start[i] : self.end[i]]

    def is_capital(self, i: int) -> bool:
        """Say whether the token begins with a capital letter."""
        return self.text[self.start[i]].isupper()

    def stretch(self, sentence: int) -> Span:
        """Return the span of a whole sentence."""
        first, after = self.sentences[sentence]
        return self.span(first, after)


def words_of(clean: CleanLike) -> Words:
    """Split a cleaned text into words and sentences; the same text is split only once."""
    return _words(clean.text, tuple((p.span.start, p.span.end) for p in clean.paragraphs if p.kind not in UNREAD))


def words_of_text(text: str) -> Words:
    """Split a bare text, each line of it a paragraph."""
    lines = re.finditer(r"[^\n]+", text)
    return _words(text, tuple((line.start(), line.end()) for line in lines))


@lru_cache(maxsize=16)
def _words(text: str, stretches: tuple[tuple[int, int], ...]) -> Words:
    start: list[int] = []
    end: list[int] = []
    low: list[str] = []
    sentences: list[tuple[int, int]] = []
    paragraph: list[int] = []
    for number, (first, after) in enumerate(stretches):
        begin = len(start)
        for match in TOKEN.finditer(text, first, after):
            start.append(match.start())
            end.append(match.end())
            low.append(match.group().lower())
        found = list(_sentences(text, start, end, low, begin))
        sentences.extend(found)
        paragraph.extend([number] * len(found))
    return Words(text, tuple(start), tuple(end), tuple(low), tuple(_numbered(sentences)), tuple(sentences), tuple(paragraph))


def _numbered(sentences: Iterable[tuple[int, int]]) -> Iterator[int]:
    for number, (first, after) in enumerate(sentences):
        yield from [number] * (after - first)


def _sentences(text: str, start: list[int], end: list[int], low: list[str], begin: int) -> Iterator[tuple[int, int]]:
    """Yield token ranges of the sentences from token ``begin`` on: an ender, white space, then no small letter."""
    first, i = begin, begin
    while i < len(low):
        if low[i] in ENDERS and not _is_abbreviated(low, end, start, i):
            while i + 1 < len(low) and low[i + 1] in CLOSERS and start[i + 1] == end[i]:
                i += 1
            if i + 1 < len(low) and start[i + 1] > end[i] and not text[start[i + 1]].islower():
                yield first, i + 1
                first = i + 1
        i += 1
    if first < len(low):
        yield first, len(low)


def _is_abbreviated(low: list[str], end: list[int], start: list[int], i: int) -> bool:
    return low[i] == "." and i > 0 and low[i - 1] in ABBREVIATIONS and end[i - 1] == start[i]
