"""Words of a claim with their places, sentence by sentence, and where listed phrases stand among them.

Quotation marks and brackets count as spaces, so that « the ceasefire "not dead" » reads as it was said. Positions are indexes of
tokens; offsets of characters are into the text that was cut up.

>>> [token.low for token in sentences("The cease-fire isn't over.")[0]]
['the', 'ceasefire', 'is', "n't", 'over']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from truceline.agreement.statements.lists import Phrase, Table, plain

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[’']\w+|[^\w\s]")
_BLANK = str.maketrans(dict.fromkeys('“”"«»[]()‘*', " "))
_ENDS = frozenset(".!?")
_NUMBERED = "no"
"""Shortened only where a number follows: "No. 5", but "He said no. The truce is over."."""
_SHORTENED = frozenset("mr mrs ms dr gen lt col maj sgt st u s n e w a p m jan feb mar apr aug sept sep oct nov dec".split())


class Token(NamedTuple):
    """One word or mark: as compared, and where it stands."""

    low: str
    start: int
    end: int
    is_capital: bool


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[tuple[Token, ...], ...]:
    """Cut a text into sentences of tokens; the mark that ends a sentence is left out, but a question mark stays."""
    found: list[tuple[Token, ...]] = []
    now: list[Token] = []
    for token in _tokens(text):
        is_end = token.low in _ENDS and not (now and token.low == "." and _is_shortened(now[-1], token, text))
        if not is_end or token.low == "?":
            now.append(token)
        if is_end and now:
            found.append(tuple(now))
            now = []
    return (*found, tuple(now)) if now else tuple(found)


def _is_shortened(word: Token, dot: Token, text: str) -> bool:
    if word.low == _NUMBERED:
        return word.end == dot.start and text[dot.end :].lstrip()[:1].isdecimal()
    return word.end == dot.start and word.low in _SHORTENED


def _tokens(text: str) -> Iterable[Token]:
    for match in _TOKEN.finditer(text.translate(_BLANK)):
        low, start, end = plain(match.group()), match.start(), match.end()
        capital = match.group()[0].isupper()
        if low == "'t":
            continue
        if low.endswith("n") and text[end : end + 2] in {"'t", "’t"} and len(low) > 1:
            yield from _negated(low, start, end, capital)
        else:
            yield Token(low, start, end, capital)


def _negated(low: str, start: int, end: int, capital: bool) -> Iterable[Token]:  # noqa: FBT001 - of one token
    stem = {"won": "will", "shan": "shall", "can": "can"}.get(low, low[:-1])
    yield Token(stem, start, end - 1, capital)
    yield Token("n't", end - 1, end + 2, is_capital=False)


def lows(tokens: Sequence[Token]) -> Phrase:
    """Return the words as compared."""
    return tuple(token.low for token in tokens)


class Hit(NamedTuple):
    """A listed phrase at tokens ``[first, after)``, with its label."""

    first: int
    after: int
    label: str


def hits(words: Phrase, listed: Table) -> list[Hit]:
    """Return the listed phrases in a sentence, the longest at each place, none overlapping."""
    found, i = [], 0
    while i < len(words):
        label = next(((len(p), name) for p, name in listed.get(words[i], ()) if words[i : i + len(p)] == p), None)
        if label is None:
            i += 1
        else:
            found.append(Hit(i, i + label[0], label[1]))
            i += label[0]
    return found


def at(words: Phrase, i: int, listed: Table) -> Hit | None:
    """Return the longest listed phrase that begins at token ``i``."""
    if not 0 <= i < len(words):
        return None
    return next((Hit(i, i + len(p), name) for p, name in listed.get(words[i], ()) if words[i : i + len(p)] == p), None)
