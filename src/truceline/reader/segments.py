r"""A cleaned view of a report's text, of the same length, cut into paragraphs.

Scraped reports hold no-break spaces, direction marks, sentences broken over blank lines, headlines given twice, boxes for
comments. ``clean`` replaces characters one for one and never adds or drops any, so that an offset into the view is the same
offset into ``Report.text``. What is no running text (boxes, links, repeated lines) is kept in the view and marked.

>>> clean("a\\u00a0b").text
'a b'
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from truceline.model import Span
from truceline.reader.wordlists import word_set

ParagraphKind = Literal["body", "heading", "caption", "boilerplate", "byline"]
READ: frozenset[ParagraphKind] = frozenset({"body", "heading", "caption"})
"""The kinds that are parsed."""

_SPACES = "\t\x0b\x0c\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HIDDEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_CONTROL = "".join(chr(code) for code in (*range(9), *range(14, 28), *range(127, 133), *range(134, 160)))
_BREAKS = "\r\x1c\x1d\x1e\x85\u2028\u2029"
_SAME_LENGTH = str.maketrans(dict.fromkeys(_SPACES + _HIDDEN + _CONTROL, " ") | dict.fromkeys(_BREAKS, "\n"))

_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"""[.!?:;…][\s"'”’»)\]*_]*$|["”»]$""")
_BOX = re.compile(
    r"^\W*(?:read (?:more|also|next)\b|see also\b|related(?: (?:article|stor(?:y|ies)))?s?\s*:|add (?:new )?comment"
    r"|leave a (?:comment|reply)|share(?: this)?\b.{0,20}$|follow .{0,60}@|source\s*:.{0,60}$|advertisement|click here"
    r"|sign up\b|subscribe\b|to contact\b|visit (?:his|her|our|the)\b|loading error|refresh$|enter the characters"
    r"|this question is for testing|listen to .{0,120}\bradio\b|(?:https?://|www\.)\S+$|\[?\w+[.]\w+/\w+\]?$"
    r"|photo\s*:|image\s*:|imagen principal|fecha de publica|copyright\b|©|all rights reserved|\d{1,2}:\d\d$"
    r"|print$|e-?mail$|tweet$|</?[a-z]+[ >])",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"^\W*(?:published|updated|posted|last modified)?\W*(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})\W{0,3}"
    r"(?:(?:at\s+)?\d{1,2}[:.]\d\d.{0,12})?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^\W*[Bb]y\s+[A-Z][\w.'’-]+(?:\s+(?:and\s+)?(?:[a-z]{1,3}\s+)?[A-Z][\w.'’-]+){1,7}\W*$")
_NAME_ONLY = re.compile(r"^\W*[A-Z][\w.'’-]+(?:\s+(?:[a-z]{1,3}\s+)?[A-Z][\w.'’-]+){1,3}\s*$")
_CAPTION = re.compile(
    r"(?:\b(?:reuters|afp|ap|epa|getty|xinhua)\b\s*(?:photo\s*)?/|/\s*(?:reuters|afp|ap|epa|getty|xinhua)\b|\((?:photo|image|picture)\b)",
    re.IGNORECASE,
)
_NAME_BREAK = re.compile(r"\b([A-Z][\w.]*)\s+[A-Z][\w'’-]+\s*$")
_OPEN_WORDS = word_set("broken_sentence")
_TITLES = word_set("titles")


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph: where it stands and what it is. ``repeated`` is true where the same line stood before."""

    span: Span
    kind: ParagraphKind
    repeated: bool = False


class Clean(msgspec.Struct, frozen=True):
    """The cleaned view: ``text`` is as long as the report's text; ``paragraphs`` in order, without gaps of meaning."""

    text: str
    paragraphs: tuple[Paragraph, ...]


def clean(text: str) -> Clean:
    """Return a view of ``text`` of the same length, with its paragraphs found and told apart."""
    view = text.translate(_SAME_LENGTH)
    blocks = _blocks(view)
    joined = _without_breaks(view, blocks)
    return Clean(joined, _paragraphs(joined, blocks))


def _blocks(view: str) -> list[tuple[int, int]]:
    """Lines of running text, wrapped and broken ones joined; half-open, without space at the ends."""
    blocks: list[tuple[int, int]] = []
    after_blank = True
    last_end = 0
    lines = [found.span() for found in _LINE.finditer(view)]
    wrapped = _wrapped(view, lines)
    for start, end in lines:
        line = view[start:end]
        if not line.strip():
            continue
        after_blank = view.count("\n", last_end, start) > 1
        begin = start + len(line) - len(line.lstrip())
        stop = start + len(line.rstrip())
        if blocks and _goes_on(view, blocks[-1], begin, wrapped=wrapped and not after_blank):
            blocks[-1] = (blocks[-1][0], stop)
        else:
            blocks.append((begin, stop))
        last_end = stop
    return blocks


def _wrapped(view: str, lines: list[tuple[int, int]]) -> bool:
    """Say whether lines are broken at a fixed width: many, none long, most ending in mid-sentence."""
    full = [(start, end) for start, end in lines if end - start > 45]
    if len(full) < 3 or max(end - start for start, end in lines) > 130:
        return False
    return sum(not _ENDS.search(view, start, end) for start, end in full) * 2 > len(full)


def _goes_on(view: str, block: tuple[int, int], begin: int, *, wrapped: bool) -> bool:
    """Say whether the line at ``begin`` goes on with the sentence at the end of ``block``."""
    if wrapped:
        return True
    tail = view[max(block[0], block[1] - 80) : block[1]]
    if _ENDS.search(tail) or _BOX.match(view[block[0] : block[1]]):
        return False
    first = view[begin]
    if first.islower() and len(tail.split()) >= 4:
        line = view[begin : begin + 80].split("\n", 1)[0]
        return not (_BOX.match(line) or _BYLINE.match(line))
    words = tail.split()
    if len(words) < 4:
        return False
    if words[-1] in _OPEN_WORDS or words[-1].endswith(","):
        return True
    name = _NAME_BREAK.search(tail)
    return bool(
        name and name.group(1).lower().rstrip(".") in _TITLES and re.match(r"[A-Z][\w'’-]+(?:,| [a-z])", view[begin : begin + 60])
    )


def _without_breaks(view: str, blocks: list[tuple[int, int]]) -> str:
    pieces = []
    last = 0
    for start, end in blocks:
        pieces += [view[last:start], view[start:end].replace("\n", " ")]
        last = end
    pieces.append(view[last:])
    return "".join(pieces)


def _paragraphs(view: str, blocks: list[tuple[int, int]]) -> tuple[Paragraph, ...]:
    seen: set[str] = set()
    found = []
    for position, (start, end) in enumerate(blocks):
        words = view[start:end]
        key = " ".join(words.split()).lower()
        repeated = key in seen and len(key) > 12
        seen.add(key)
        kind: ParagraphKind = "boilerplate" if repeated else _kind(words, early=position < 6)
        found.append(Paragraph(Span(start, end), kind, repeated))
    return tuple(found)


def _kind(words: str, *, early: bool) -> ParagraphKind:
    if _BOX.match(words) and len(words) < 300:
        return "boilerplate"
    if len(words) < 90 and (_DATE_LINE.match(words) or _BYLINE.match(words) or (early and _NAME_ONLY.match(words))):
        return "byline"
    if len(words) < 300 and _CAPTION.search(words):
        return "caption"
    if words.startswith("#") or (len(words) < 160 and not _ENDS.search(words)):
        return "heading"
    return "body"
