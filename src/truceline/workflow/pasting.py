r"""Words that a person picks out of a text by hand: where pasted words stand, and spans that cut no written character in two.

What is pasted went through a browser and a clipboard: ends of lines and runs of spaces may be others, and marks that nobody sees
may be lost. Nothing else may differ, so that what is marked is what stands in the text.

>>> occurrences("Two trucks.\nTwo trucks.", "Two  trucks")
(Span(start=0, end=10), Span(start=12, end=22))
"""

from __future__ import annotations

import re
import unicodedata

from truceline.model import Span

AT_MOST = 50
"""As many places are looked for: whoever pastes a word that stands in more must paste more words."""
INVISIBLE = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
JOINER = "\u200d"
_FLAG = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)
_TAG = range(0xE0020, 0xE0080)
_HANGUL = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))


def occurrences(text: str, words: str) -> tuple[Span, ...]:
    """Return where ``words`` stand in ``text``, in order, whatever spaces and unseen marks lie between their letters."""
    parts = [_INVISIBLE.sub("", part) for part in words.split()]
    parts = [part for part in parts if part]
    if not parts:
        return ()
    unseen = f"[{INVISIBLE}]*"
    pattern = rf"{unseen}\s[\s{INVISIBLE}]*".join(unseen.join(re.escape(letter) for letter in part) for part in parts)
    found = []
    for match in re.finditer(pattern, text):
        found.append(whole(text, Span(*match.span())))
        if len(found) == AT_MOST:
            break
    return tuple(found)


def whole(text: str, span: Span) -> Span:
    r"""Return the span with every written character whole that it cuts: letters with their signs, emoji, flags, ends of lines.

    >>> whole("e\u0301a", Span(0, 1))
    Span(start=0, end=2)
    """
    start, end = span.start, min(span.end, len(text))
    while 0 < start < len(text) and _goes_on(text, start):
        start -= 1
    while 0 < end < len(text) and _goes_on(text, end):
        end += 1
    return Span(start, max(end, start + 1))


def without_edges(text: str, span: Span) -> Span | None:
    """Return the span without spaces at its ends; None where it holds nothing else."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    return Span(start, end) if start < end else None


def is_same(words: str, seen: str) -> bool:
    """Say whether words of a text are those that a person saw, but for spaces and marks that nobody sees."""
    return _seen(words) == _seen(seen)


def _seen(words: str) -> str:
    return "".join(letter for letter in words if not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})


def _goes_on(text: str, at: int) -> bool:
    """Say whether the character at ``at`` belongs to the same written character as the one before it."""
    before, here = text[at - 1], text[at]
    if before == "\r" and here == "\n":
        return True
    if before in "\r\n" or here in "\r\n":
        return False
    code = ord(here)
    if unicodedata.category(here) in {"Mn", "Mc", "Me"} or here == JOINER or code in _SKIN or code in _TAG:
        return True
    if before == JOINER:
        return unicodedata.category(here) == "So"
    if code in _FLAG and ord(before) in _FLAG:
        return _flags_before(text, at) % 2 == 1
    return any(code in letters for letters in _HANGUL)


def _flags_before(text: str, at: int) -> int:
    """Return how many letters of flags stand in a row right before ``at``: two make a flag."""
    count = 0
    while at - count > 0 and ord(text[at - count - 1]) in _FLAG:
        count += 1
    return count
