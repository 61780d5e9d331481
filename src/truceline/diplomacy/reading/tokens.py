"""Words of a text with their places, sentence by sentence.

Quotation marks and brackets count as spaces; hyphens part words ("three-day" is two), as they do in names. Positions are
indexes of tokens; offsets of characters are into the text that was cut up.

>>> [token.low for token in sentences("He didn't propose a no-fly zone.")[0]]
['he', 'did', "n't", 'propose', 'a', 'no', 'fly', 'zone']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[’']\w+|[^\w\s-]| - ")
_BLANK = str.maketrans(dict.fromkeys('“”"«»[]()‘*#', " "))
_ENDS = frozenset(".!?…")
_SHORTENED = frozenset(
    "mr mrs ms dr gen lt col maj sgt st sen rep gov amb prof u s n e w a p m no jan feb aug sept sep oct nov dec".split()
)


class Token(NamedTuple):
    """One word or mark: as compared, and where it stands; ``is_joined``: a hyphen ties it to the word before."""

    low: str
    start: int
    end: int
    is_capital: bool
    is_joined: bool


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[tuple[Token, ...], ...]:
    """Cut a text into sentences of tokens; the mark that ends a sentence is left out, but a question mark stays."""
    found: list[tuple[Token, ...]] = []
    now: list[Token] = []
    for token in _tokens(text):
        is_end = token.low in _ENDS and not (token.low == "." and now and _is_inside(now[-1], token))
        if not is_end or token.low == "?":
            now.append(token)
        if is_end and now:
            found.append(tuple(now))
            now = []
    return (*found, tuple(now)) if now else tuple(found)


def _is_inside(word: Token, dot: Token) -> bool:
    """Say whether a full stop belongs to the word before it: "Gen.", "U.S."."""
    return word.end == dot.start and word.low in _SHORTENED


def _tokens(text: str) -> Iterator[Token]:
    blank = text.translate(_BLANK)
    for match in _TOKEN.finditer(blank):
        word, start, end = match.group(), match.start(), match.end()
        low = word.lower().replace("’", "'")
        joined = start > 0 and blank[start - 1] in "-‐‑–" and start > 1 and not blank[start - 2].isspace()
        if low == "'t":
            continue
        if low.endswith("n") and blank[end : end + 2] in {"'t", "’t"} and len(low) > 1:
            stem = {"won": "will", "shan": "shall", "can": "can"}.get(low, low[:-1])
            yield Token(stem, start, end - 1, word[0].isupper(), joined)
            yield Token("n't", end - 1, end + 2, is_capital=False, is_joined=False)
        else:
            yield Token(low.strip() or low, start, end, word[0].isupper(), joined)
