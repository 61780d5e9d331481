"""Prominence: which happening a report is mainly about.

What stands early, is told again and again, has a toll and shares words with the title weighs most. A report on policy that
mentions attacks in passing has no main happening at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.linker.happenings import Happening, stems
from truceline.linker.tellings import Telling

_FADES_CHARACTERS = 500
_LEAST = 1.0


def main_happening(telling: Telling, told: Sequence[Happening]) -> Happening | None:
    """Return the main happening of a report, None where none stands out; ties go to the one told first."""
    ranked = [(prominence(telling, h), -at, h) for at, h in enumerate(told) if h.facts.substance >= 1 and h.is_asserted]
    if not ranked:
        return None
    weight, _, best = max(ranked, key=lambda r: r[:2])
    return best if weight >= _LEAST else None


def prominence(telling: Telling, happening: Happening) -> float:
    """Return the weight of a happening in its report."""
    facts = happening.facts
    told = sum(1 / (1 + start / _FADES_CHARACTERS) for start in happening.starts)
    title = stems(telling.report.title or "")
    shared = len(title & happening.words)
    numbers = any(w.isdigit() for w in title & happening.words)
    known = 0.5 * facts.is_placed + 0.5 * bool(facts.windows) + 1.0 * any(t.effect == "killed" for t in facts.tolls)
    return min(told, 3.0) + min(shared, 4) * 0.7 + numbers * 1.0 + known
