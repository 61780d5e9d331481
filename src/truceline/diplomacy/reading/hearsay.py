"""Hearsay: what stands behind "reports that" or "it is not true that", and so is not what the sentence itself says.

Whoever rejects or denies reports denies what they say, and whoever takes a statement back takes back what it said. Behind all
other such nouns ("reports that X had proposed a truce were false") nobody's word is read: who spreads it is not told here.
"""

from __future__ import annotations

from typing import Literal

from truceline.diplomacy.reading.lists import at, phrases, word_set
from truceline.diplomacy.reading.scene import Line
from truceline.model import Stance

Hearsay = Literal["none", "unsaid"] | Stance
_OPENING = frozenset({"that", "of", "about", "it", "he", "she", "they", "whether"})
_BREAKS = frozenset({",", ";", ":", "but", "while", "—", "–"})
_BESIDE_CUE = frozenset({"said", "says", "called", "told", "denied", "dismissed", "rejected", "added"})
_REACH, _HEAD = 20, 5


def hearsay(line: Line, i: int) -> Hearsay:
    """Return the stance that the claim's speaker takes to what is only reported at token ``i``.

    ``none``: it is no hearsay. ``unsaid``: it is, and nobody who speaks here takes a stance that can be told.
    """
    first = max((j + 1 for j in range(max(0, i - _REACH), i) if line.words[j] in _BREAKS), default=max(0, i - _REACH))
    noun = next((j for j in range(i - 1, first - 1, -1) if _is_reporting(line, j)), None)
    if noun is None:
        return _called_untrue(line, first, i)
    stance = line.scene.claim.stance
    inside = [j for j in range(len(line.tokens)) if line.owner(j) == "content"]
    is_object = noun in inside and inside.index(noun) < _HEAD and line.owner(i) == "content"
    if not is_object or line.words[noun] in {"denial", "denials"}:
        return "unsaid"
    if stance in {"deny", "reject"}:
        return "deny"
    return stance if stance in {"retract", "correct", "confirm", "cannot_verify", "question", "decline"} else "unsaid"


def _is_reporting(line: Line, j: int) -> bool:
    """Say whether token ``j`` is "reports" in "reports that": a noun of its own, and not the claim's cue or where it was said."""
    words = line.words
    if words[j] not in word_set("hearsay") or j + 1 >= len(words) or words[j + 1] not in _OPENING:
        return False
    if line.owner(j) == "cue":
        return words[j] in {"reports", "report"} and j > 0 and words[j - 1] in _BESIDE_CUE
    return "in" not in words[max(0, j - 3) : j]


def _called_untrue(line: Line, first: int, i: int) -> Hearsay:
    """Read "it is not true that": whoever says it denies what follows."""
    listed = phrases("untrue")
    found = any(at(line.words, j, listed) for j in range(first, i))
    if not found:
        return "none"
    return "deny" if line.scene.is_said and line.owner(i) == "content" else "unsaid"
