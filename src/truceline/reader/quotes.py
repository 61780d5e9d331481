"""Quoted stretches, a paragraph at a time, that survive lost quotation marks.

A closing mark without an opener quotes from the start of its sentence run; an opener without a closer quotes to the words
that say who speaks, or to the end of the paragraph; the next paragraph goes on with the quotation if it opens with a mark of
its own. A paragraph after "saying:" is quoted even without marks. Who speaks is left to ``direct``.

>>> from truceline.reader.segments import clean
>>> text = "We did not find craters,” the ministry said."
>>> [quote.span.of(text) for quote in quotes(clean(text))]
['We did not find craters,']
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from truceline.model import Span
from truceline.reader.segments import READ, Clean
from truceline.reader.wordlists import word_set

Shape = Literal["whole", "no_opener", "no_closer", "block"]

_MARKS = re.compile(r"[\"“”«»„]|``|''")
_SINGLE = re.compile(r"(?<![\w])[‘'](?=[\w(\[])([^‘'\n]*(?:\w['’]\w[^‘'\n]*)*?)[’'](?!\w)")
_SAYS = "|".join(sorted(word_set("quote_verbs"), key=len, reverse=True))
_WHO = (
    r"(?:(?:[A-Z][\w.’'-]*|he|she|they|it|the|an?|one)\s+)"
    r"(?:(?!(?:have|has|had|is|was|were|be|been|will|would|can|could|we|you|I|that|which|who)\b)[\w.’'-]+\s+){0,6}?"
)
_TAG = re.compile(rf"[,?!.…—-]\s+(?:{_WHO}(?:{_SAYS})\b|(?:{_SAYS})\s+(?:[A-Z]|he\b|she\b|they\b|the\b|an?\b|one\b))")
_LEAD = re.compile(rf"\b(?:{_SAYS})(?:\s+\w+){{0,4}}(?:,|:)\s+(?=[A-Z(\[])")
_SENTENCE_END = re.compile(r"[.?!…][)\]]?\s+(?=[A-Z“\"(\[0-9])")
_INTRODUCES = re.compile(
    rf"\b(?:{_SAYS}|saying|follow(?:s|ing)|statement|letter|response|reply)\b[^.?!]{{0,60}}:\s*$", re.IGNORECASE
)


class Quote(msgspec.Struct, frozen=True):
    """A quoted stretch: ``span`` without its marks; ``paragraph`` is an index into ``Clean.paragraphs``.

    ``continues``: the quotation before it, in an earlier paragraph, was left open, so the same voice goes on.
    """

    span: Span
    paragraph: int
    shape: Shape = "whole"
    continues: bool = False


def quotes(clean: Clean) -> tuple[Quote, ...]:
    """Return the quoted stretches of a cleaned report, in order, not overlapping."""
    found: list[Quote] = []
    left_open = introduced = False
    for index, paragraph in enumerate(clean.paragraphs):
        if paragraph.kind not in READ:
            continue
        start, end = paragraph.span.start, paragraph.span.end
        own = _in_paragraph(clean.text, start, end, index)
        if introduced and not own and paragraph.kind == "body":
            own = [Quote(Span(start, end), index, "block")]
        elif introduced and own and own[0].shape == "no_opener":
            own[0] = Quote(Span(start, own[0].span.end), index, "block")
        elif left_open and own and own[0].span.start - start <= 2:
            own[0] = Quote(own[0].span, index, own[0].shape, continues=True)
        found += own
        left_open = bool(own) and own[-1].shape == "no_closer" and own[-1].span.end >= end - 1
        introduced = clean.text[end - 1] == ":" and paragraph.kind == "body" and bool(_INTRODUCES.search(clean.text, start, end))
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int, index: int) -> list[Quote]:
    marks = [
        (found.start(), found.end(), _side(text, found.start(), found.end(), start, end))
        for found in _MARKS.finditer(text, start, end)
    ]
    if not marks:
        return [
            Quote(Span(*found.span(1)), index) for found in _SINGLE.finditer(text, start, end) if found.group(1).count(" ") >= 2
        ]
    found: list[Quote] = []
    opened: int | None = None
    last = start
    for at, after, side in marks:
        if side == "open" or (side == "either" and opened is None):
            if opened is not None:
                found += _unclosed(text, opened, at, index)
                last = found[-1].span.end if found else last
            opened = after
        elif opened is None:
            found += _unopened(text, last, at, index, fresh=last == start)
            last = after
        else:
            found += _quote(text, opened, at, index, "whole")
            opened, last = None, after
    if opened is not None:
        found += _unclosed(text, opened, end, index)
    return found


def _side(text: str, at: int, after: int, start: int, end: int) -> str:
    mark = text[at]
    if mark in "“„«":
        return "open"
    if mark in "”»":
        return "close"
    if mark == "`":
        return "open"
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    if (before.isspace() or before in "([—–-") and not behind.isspace():
        return "open"
    if not before.isspace() and (behind.isspace() or behind in ".,;:!?)]—–-"):
        return "close"
    return "either"


def _quote(text: str, start: int, end: int, index: int, shape: Shape) -> list[Quote]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Quote(Span(start, end), index, shape)] if start < end else []


def _unopened(text: str, last: int, at: int, index: int, *, fresh: bool) -> list[Quote]:
    """A closing mark alone: back to the start of the sentences it closes; a bare word before it tells us nothing."""
    if at == last or text[at - 1] not in ",.?!…—-":
        return []
    start = last
    if not fresh:
        ends = _SENTENCE_END.search(text, last, at)
        if not ends:
            return []
        start = ends.end()
    leads = [lead.end() for lead in _LEAD.finditer(text, start, at)]
    if leads:
        start = leads[-1]
    return _quote(text, start, at, index, "no_opener")


def _unclosed(text: str, opened: int, end: int, index: int) -> list[Quote]:
    """An opener alone: up to the words that say who speaks, else to ``end``."""
    tag = _TAG.search(text, opened, end)
    if tag:
        stop = tag.start() + 1
        return _quote(text, opened, stop, index, "no_closer")
    return _quote(text, opened, end, index, "no_closer")
