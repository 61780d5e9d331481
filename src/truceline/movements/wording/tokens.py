"""The words of a claim, sentence by sentence, and where listed phrases stand among them.

Quotation marks and brackets count as spaces. Offsets of characters are into the text that was cut up, positions are numbers of
tokens in their sentence.

>>> [token.low for token in sentences("The convoy hasn't left. It waits.")[0]]
['the', 'convoy', 'has', "n't", 'left']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from truceline.movements.wording.lists import Phrase, Table, plain

_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*%?|n[’']t\b|[^\W\d_]+?(?=n[’']t\b)|[^\W\d_]+(?:[-‐‑][^\W\d_]+)*|[’']s\b|[’'](?:ll|re|ve|d)\b|[^\w\s]"
)
_BLANK = str.maketrans(dict.fromkeys('“”"«»[]()‘*', " "))
_ENDS = frozenset(".!?")
_SHORT = frozenset("mr mrs ms dr gen lt col maj sgt st u s n e w a p m jan feb mar apr aug sept sep oct nov dec no".split())
_STEMS = {"wo": "will", "ca": "can", "sha": "shall"}


class Token(NamedTuple):
    """One word or mark: as compared, where it stands, and whether it begins with a capital letter."""

    low: str
    start: int
    end: int
    is_capital: bool = False


class Hit(NamedTuple):
    """A listed phrase at tokens ``[first, after)``, with its label."""

    first: int
    after: int
    label: str


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[tuple[Token, ...], ...]:
    """Cut a text into sentences of tokens; the mark that ends a sentence is left out, but a question mark stays."""
    found: list[tuple[Token, ...]] = []
    now: list[Token] = []
    for token in _tokens(text):
        ends = token.low in _ENDS and not (token.low == "." and now and now[-1].low in _SHORT and now[-1].end == token.start)
        if not ends or token.low == "?":
            now.append(token)
        if ends and now:
            found.append(tuple(now))
            now = []
    return (*found, tuple(now)) if now else tuple(found)


def _tokens(text: str) -> Iterable[Token]:
    for match in _TOKEN.finditer(text.translate(_BLANK)):
        low = plain(match.group())
        yield Token(_STEMS.get(low, low), match.start(), match.end(), match.group()[0].isupper())


def lows(tokens: Iterable[Token]) -> Phrase:
    """Return the words as compared."""
    return tuple(token.low for token in tokens)


def at(low: Phrase, i: int, listed: Table) -> Hit | None:
    """Return the longest listed phrase that begins at token ``i``."""
    if not 0 <= i < len(low):
        return None
    return next((Hit(i, i + len(p), name) for p, name in listed.get(low[i], ()) if low[i : i + len(p)] == p), None)


def hits(low: Phrase, listed: Table) -> list[Hit]:
    """Return the listed phrases in a sentence, the longest at each place, none overlapping."""
    found: list[Hit] = []
    after = 0
    for i, word in enumerate(low):
        if i >= after and word in listed:  # most words begin nothing, and a long record has millions of them
            hit = at(low, i, listed)
            if hit:
                found.append(hit)
                after = hit.after
    return found
