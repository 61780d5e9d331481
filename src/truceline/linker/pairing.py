"""Pairing: the evidence that two happenings of two reports are one, with what publication days add.

Nothing can be reported before it happened. An undated happening that is told as news is mostly no older than a week; one
known only from wording ("an errant strike that killed 62 soldiers") is never sure, only possible.
"""

from __future__ import annotations

from typing import NamedTuple

from truceline.linker.compare import FAR_APART, PRIOR, Rarity, Reason, evidence
from truceline.linker.happenings import Happening

_SAME_REPORT = -1.5
"""The report itself told them as two happenings."""

_ENOUGH, _EXCLUDES = 3, -2.0
_TELLING = ("target", "hit", "killed", "injured", "blamed", "kind")


def pairing(left: Happening, right: Happening, rarity: Rarity) -> tuple[Reason, ...]:
    """Return all reasons for and against, publication days included."""
    reasons = list(evidence(left.facts, right.facts, rarity))
    reasons += [r for r in (_published(left, right), _published(right, left)) if r is not None]
    if left.facts.when is None and right.facts.when is None and left.bound is not None and right.bound is not None:
        apart = abs(left.bound - right.bound)
        reasons.append(
            Reason(1.0 if apart <= 3 else 0.0 if apart <= 14 else -4.0, f"time: undated, published {apart} days apart")
        )
    if left.report == right.report:
        reasons.append(Reason(_SAME_REPORT, "told apart in one report"))
    return tuple(reasons)


class Score(NamedTuple):
    """What is kept of a comparison: its bits, and whether it may at least be shown as possible."""

    bits: float
    is_possible: bool


def score(left: Happening, right: Happening, rarity: Rarity) -> Score:
    """Return the evidence as a number; without a common place or time it is held at zero, whatever else agrees."""
    reasons = pairing(left, right, rarity)
    bits = total(reasons)
    return Score(bits if is_anchored(reasons) else min(bits, 0.0), is_possible(reasons))


def total(reasons: tuple[Reason, ...]) -> float:
    """Return the evidence in bits, counted against how rarely two happenings are one."""
    return PRIOR + sum(r.bits for r in reasons)


def _published(dated: Happening, other: Happening) -> Reason | None:
    """Compare the day of one with the day on which the other was published."""
    when = dated.facts.when
    if when is None or other.bound is None:
        return None
    late = when.first - other.bound
    if late > 1:
        return Reason(FAR_APART, "time: published before it happened")
    if other.facts.when is not None:
        return None
    return Reason(1.0 if -late <= 7 else 0.0 if -late <= 31 else -1.5, f"time: undated, published {max(0, -late)} days later")


def is_anchored(reasons: tuple[Reason, ...]) -> bool:
    """Say whether place or time themselves speak for it: without that, a link is possible at most, whatever the words."""
    return any(r.bits > 0 and r.words.startswith(("time:", "place:")) and "undated" not in r.words for r in reasons)


def is_possible(reasons: tuple[Reason, ...]) -> bool:
    """Say whether enough agrees (who was hit, what, by whom, how many) and nothing excludes it."""
    if any(r.bits <= _EXCLUDES for r in reasons):
        return False
    agreeing = {r.words.split(":")[0].split()[0] for r in reasons if r.bits > 0}
    return len(agreeing.intersection(_TELLING)) >= _ENOUGH


def sentence(reasons: tuple[Reason, ...]) -> str:
    """Return the reasons, strongest first, as a person checks them."""
    ranked = sorted(reasons, key=lambda r: (-abs(r.bits), r.words))
    return "; ".join(f"{r.words} ({r.bits:+.1f})" for r in ranked)
