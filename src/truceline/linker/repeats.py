"""Repeats: which report repeats the words of which, so that ten prints of one dispatch stay one origin.

Reports are compared by runs of ``WORDS`` words. MinHash finds those worth comparing; the share is then counted exactly as
*containment*: how much of the later report stands in the earlier one, so that a shortened reprint is found too. Runs that
many reports share (bylines, boxes, standing background) are left out first. A copy says nothing about incidents: template
wording is shared by reports of different attacks, and links are never made from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from truceline.linker.tellings import Telling
from truceline.model import Copy

WORDS = 4
NEAR_PERCENT, VERBATIM_PERCENT = 50, 95
_COMMON_REPORTS = 12
_PERMUTATIONS, _BANDS, _SEED = 128, 64, 20160919
_WORD = re.compile(r"\w+")


def copies(tellings: Sequence[Telling]) -> tuple[Copy, ...]:
    """Return for each report that repeats another the one it repeats most; the later, or later-named, is the copy."""
    ordered = sorted(tellings, key=_age)
    runs = _without_common([_runs(t.report.text) for t in ordered])
    found = []
    for late, earlier in _alike(runs).items():
        share, at = max((_share(runs[late], runs[e]), -e) for e in earlier)
        if share >= NEAR_PERCENT:
            kind: Literal["verbatim", "near"] = "verbatim" if share >= VERBATIM_PERCENT else "near"
            found.append(Copy(report=ordered[late].report.id, of=ordered[-at].report.id, share_percent=share, kind=kind))
    return tuple(sorted(found, key=lambda c: (c.report, c.of)))


def _age(telling: Telling) -> tuple[str, str]:
    return (telling.report.published_at or "9999", telling.report.id)


def _runs(text: str) -> frozenset[str]:
    words = [w.lower() for w in _WORD.findall(text)]
    return frozenset(" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1)))


def _without_common(runs: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    told = Counter(run for report in runs for run in report)
    return [frozenset(run for run in report if told[run] <= _COMMON_REPORTS) for report in runs]


def _share(copy: frozenset[str], of: frozenset[str]) -> int:
    return 100 * len(copy & of) // len(copy) if copy else 0


def _alike(runs: Sequence[frozenset[str]]) -> dict[int, list[int]]:
    """Return for each position the earlier positions that MinHash finds alike."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - compiled, and only linking needs it

    index = RMinHashLSH(0.1, _PERMUTATIONS, _BANDS)
    found: dict[int, list[int]] = {}
    for at, report in enumerate(runs):
        if len(report) < WORDS:
            continue
        sketch = RMinHash(_PERMUTATIONS, _SEED)
        sketch.update(sorted(report))
        earlier = sorted(set(index.query(sketch)))
        if earlier:
            found[at] = earlier
        index.insert(at, sketch)
    return found
