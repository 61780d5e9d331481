"""Words as they are compared: without case, marks above and below, and the ways in which one Arabic letter is written.

Text and question go through the same folding, so that what is written one way is found written the other: "Hasakah" and
"Ḥasakah", "إدلب" and "ادلب", "القافلة" and "قافله", "٢٠" and "20". Nothing is translated and nothing is stemmed.

>>> folded("Ḥalab ١٢")
'halab 12'
>>> [word.folded for word in words("Al-Ḥasakah, 20")]
['al', 'hasakah', '20']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MARKS = (
    "\u0300-\u036f"  # above and below Latin, Greek and Cyrillic letters
    "\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Cyrillic, Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic vowels and signs
)
"""Characters that belong to the word they stand in and are passed over."""
_MARKS = re.compile(f"[{MARKS}\u0640]+")
_WORD = re.compile(f"[^\\W_]+(?:[{MARKS}]+[^\\W_]*)*")
_LETTERS = str.maketrans(
    {
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ۍ": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
        "ء": "",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ħ": "h",
        "ʿ": "",
        "ʾ": "",
        "ʼ": "",
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
    }
)
"""One form for letters that are written in several ways, and plain digits; hamza alone is passed over."""
_ARTICLE = re.compile("(?<![^\\W_])[وفبك]?ال(?=[^\\W\\d_]{3})|(?<![^\\W_])و?لل(?=[^\\W\\d_]{3})")
"""The Arabic article, with the conjunction or preposition written on to it."""


class Word(NamedTuple):
    """A word of a text: where it stands, half-open and in characters, and how it is compared."""

    start: int
    end: int
    folded: str


def folded(text: str) -> str:
    """Return a text as it is compared; its length is not kept."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    plain = plain.translate(_LETTERS)
    return _ARTICLE.sub("", plain) if "ل" in plain else plain


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of ``text[start:end]`` in order; a word that folds to nothing is passed over, one to several is the first.

    Positions are those of the whole text.
    """
    for found in _WORD.finditer(text, start, len(text) if end is None else end):
        parts = folded(found[0]).split()
        if parts:
            yield Word(found.start(), found.end(), parts[0])
