"""Sentences around a claim: the exact slice of a report's text that holds its source, cue and content, whole sentences of it.

Only for showing words in their surroundings and for reading what a claim does to an agreement; no claim is cut by it. A break is
a full stop, question or exclamation mark before a space and a new beginning, or an empty line. A stop after a short title or a
single letter ("Gen.", "U.") is none.

>>> around("He left. She said that it rained. Nobody came.", 20, 25)
(9, 33)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_BREAK = re.compile(r"""(?<=[.!?…؟۔])["'”’»)\]]*\s+(?=["'“‘«(\[]*[^\W\d_a-z])|\n\s*\n\s*""")
_SHORT = re.compile(
    r"(?:\b[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Sen|Rep|Gov|Amb|St|No|vs))\.$", re.IGNORECASE
)


def starts(text: str) -> list[int]:
    """Return where the sentences of a text begin, in characters, the first at 0, and the length of the text at the end."""
    found = [0]
    for gap in _BREAK.finditer(text):
        before = text[max(0, gap.start() - 8) : gap.start()]
        if "\n" in gap.group() or not _SHORT.search(before):
            found.append(gap.end())
    return [*found, len(text)] if found[-1] < len(text) else found


def around(text: str, start: int, end: int, known: list[int] | None = None) -> tuple[int, int]:
    """Return from where to where the sentences reach in which the characters ``[start, end)`` stand, without space at the ends.

    ``known``: the beginnings as ``starts`` gives them, for many questions of one text.
    """
    begins = known or starts(text)
    first = begins[max(bisect_right(begins, start) - 1, 0)]
    last = begins[min(bisect_left(begins, end), len(begins) - 1)]
    words = text[first:last]
    return first + len(words) - len(words.lstrip()), first + len(words.rstrip())
