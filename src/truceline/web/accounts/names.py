"""Which names a person may sign with: the name stands in the log for ever, so nobody may look like somebody else.

>>> reason_against("Olena K.")
>>> reason_against("Оlena")
'mixed'
"""

from __future__ import annotations

import unicodedata
from typing import Literal

LONGEST = 80
WITHIN = frozenset(" .-_@+'’")
Reason = Literal["empty", "long", "edge", "sign", "mixed"]


def settled(name: str) -> str:
    """Return a name as it is kept: one form for what looks the same, no spaces around it."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def skeleton(name: str) -> str:
    """Return what two names must not share: spelling without capitals, spaces and signs."""
    return "".join(char for char in settled(name).casefold() if char not in WITHIN)


def reason_against(name: str) -> Reason | None:
    """Return why ``name``, settled, can be nobody's; None where it can."""
    if not name or not any(map(str.isalnum, name)):
        return "empty"
    if len(name) > LONGEST:
        return "long"
    if not (name[0].isalnum() or unicodedata.category(name[0]) == "Mn"):
        return "edge"
    if any(not (char in WITHIN or char.isdigit() or unicodedata.category(char)[0] in "LM") for char in name):
        return "sign"
    scripts = {unicodedata.name(char, "?").split()[0] for char in name if char.isalpha()}
    return "mixed" if len(scripts) > 1 else None
