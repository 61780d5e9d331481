"""Prominence: which happening a report is mainly about.

What stands early, is told again and again, has a toll and shares words with the title weighs most. A report on policy that
mentions attacks in passing has no main happening at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from truceline.linker.happenings import Happening
from truceline.linker.tellings import Telling

_FADES_CHARACTERS = 700
_LEAST = 1.0
_WORD = re.compile(r"\w{4,}")


def main_happening(telling: Telling, told: Sequence[Happening]) -> Happening | None:
    """Return the main happening of a report, None where none stands out; ties go to the one told first."""
    ranked = [(prominence(telling, h), -at, h) for at, h in enumerate(told) if h.facts.substance >= 1]
    if not ranked:
        return None
    weight, _, best = max(ranked, key=lambda r: r[:2])
    return best if weight >= _LEAST else None


def prominence(telling: Telling, happening: Happening) -> float:
    """Return the weight of a happening in its report."""
    told = sum(1 / (1 + start / _FADES_CHARACTERS) for start in happening.starts)
    killed = any(t.effect == "killed" for t in happening.facts.tolls)
    title = {w.lower() for w in _WORD.findall(telling.report.title or "")}
    places = {w for s in happening.facts.spots for w in _WORD.findall(s.key.lower())}
    return (
        min(told, 3.0)
        + killed * 1.0
        + bool(title & places) * 1.0
        + happening.facts.is_placed * 0.5
        + bool(happening.facts.windows) * 0.5
    )
