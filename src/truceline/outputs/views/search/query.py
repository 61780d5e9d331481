"""What is asked for in words: all of them, "one phrase", -not this, begin*; and how much of it is looked at.

Every character sequence is a question: what cannot be one (a control character, a quotation mark left open, a lone star) is
passed over and said so by a code. Nothing of a question reaches the index but folded words, each between quotation marks.

>>> parsed('convoy "aid workers" -rumour shell*').terms[1].words
('aid', 'workers')
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import msgspec

from truceline.outputs.views.search.words import words

MOST_CHARACTERS = 300
MOST_TERMS = 16
LEAST_PREFIX = 2
Note = Literal["cut", "too_many", "short_prefix", "no_words", "widened"]
"""``cut``: it was longer than is read. ``too_many``: only the first words are looked for. ``short_prefix``: a star stands behind
too little and is passed over. ``no_words``: there is no word in it. ``widened``: words that begin so are found too."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "−": "-", "–": "-"})
_TERM = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """Words that must stand one behind the other, or must not; with ``is_prefix`` the last of them may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False
    is_excluded: bool = False

    @property
    def expression(self) -> str:
        """The term as the index takes it; there are only letters and digits between the quotation marks."""
        return f'"{" ".join(self.words)}"{" *" if self.is_prefix else ""}'


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A question as read: ``text`` to show again, its ``terms``, and what of it was passed over (``notes``)."""

    text: str
    terms: tuple[Term, ...]
    notes: tuple[Note, ...] = ()

    @property
    def wanted(self) -> str | None:
        """What the index is asked for; None where nothing is wanted."""
        return " AND ".join(term.expression for term in self.terms if not term.is_excluded) or None

    @property
    def unwanted(self) -> str | None:
        """What must not be there; None where nothing is excluded."""
        return " OR ".join(term.expression for term in self.terms if term.is_excluded) or None

    def widened(self) -> Query:
        """Return the same question with every wanted word as a beginning."""
        terms = tuple(
            term if term.is_excluded or len(term.words[-1]) < LEAST_PREFIX else msgspec.structs.replace(term, is_prefix=True)
            for term in self.terms
        )
        return msgspec.structs.replace(self, terms=terms, notes=(*self.notes, "widened"))


def parsed(text: str) -> Query:
    """Return what is asked for; never fails."""
    shown = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text[: MOST_CHARACTERS + 1]
    )
    shown = "".join(letter for letter in shown if unicodedata.category(letter) not in {"Cf", "Cs", "Cn", "Co"}).strip()
    notes: list[Note] = ["cut"] if len(text) > MOST_CHARACTERS else []
    shown = shown[:MOST_CHARACTERS]
    terms: list[Term] = []
    for found in _TERM.finditer(shown.translate(_QUOTES)):
        term, note = _term(found)
        notes += [note] if note and note not in notes else []
        terms += [term] if term and term not in terms else []
    if len(terms) > MOST_TERMS:
        notes.append("too_many")
    if shown and not terms:
        notes.append("no_words")
    return Query(text=shown, terms=tuple(terms[:MOST_TERMS]), notes=tuple(notes))


def _term(found: re.Match[str]) -> tuple[Term | None, Note | None]:
    inside = found["phrase"] if found["phrase"] is not None else found["word"]
    read = tuple(word.folded for word in words(inside))[:MOST_TERMS]
    if not read:
        return None, None
    starred = found["phrase"] is None and inside.endswith("*")
    is_prefix = starred and len(read[-1]) >= LEAST_PREFIX
    term = Term(words=read, is_prefix=is_prefix, is_excluded=found["sign"] == "-")
    return term, "short_prefix" if starred and not is_prefix else None
