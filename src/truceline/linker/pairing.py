"""Pairing: the evidence that two happenings of two reports are one, with what publication days add.

Nothing can be reported before it happened. An undated happening that is told as news is mostly no older than a week; one
known only from wording ("an errant strike that killed 62 soldiers") is never sure, only possible.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from truceline.linker.compare import FAR_APART, PRIOR, Rarity, Reason, compare_places, compare_times, evidence
from truceline.linker.happenings import Happening

_SAME_REPORT = -0.8
"""The report itself told them as two happenings."""

_AS_NEWS = 2.0
"""Two reports that are mainly about it and came out on one day, or the day after it, tell it as news: that is a common time."""

_HOPELESS = -6.0
"""Days apart that nothing else can outweigh: the rest is not compared."""

_ALIKE, _MOST_ALIKE = 0.15, 2.5
_ENOUGH, _EXCLUDES, _NEVER = 3, -2.0, 99.0
_ANCHORS = {"time": 0.1, "place": 0.1, "nearby": 1.0}
_TELLING = ("target", "hit", "killed", "injured", "blamed", "kind")


class Setting(NamedTuple):
    """What the whole set of reports says about any pair in it: how common a place is, and how alike two reports sound."""

    rarity: Rarity
    likeness: Callable[[str, str], float]


def pairing(left: Happening, right: Happening, setting: Setting) -> tuple[Reason, ...]:
    """Return all reasons for and against, publication days included."""
    reasons = [
        *evidence(left.facts, right.facts, setting.rarity),
        _published(left, right),
        _published(right, left),
        _both_undated(left, right),
        _nearby(left, right, setting),
        _sounds(left, right, setting),
        Reason(_SAME_REPORT, "report", "told apart in one report") if left.report == right.report else None,
    ]
    return tuple(r for r in reasons if r is not None)


def _both_undated(left: Happening, right: Happening) -> Reason | None:
    if left.facts.when or right.facts.when or left.bound is None or right.bound is None or left.report == right.report:
        return None
    apart = abs(left.bound - right.bound)
    bits = 2.0 if apart == 0 else 1.2 if apart == 1 else -0.8 if apart <= 3 else -2.5 if apart <= 14 else -5.0
    return Reason(bits, "undated", f"published {apart} days apart")


def _nearby(left: Happening, right: Happening, setting: Setting) -> Reason | None:
    """Compare the places told around them where either is placed nowhere itself: half as much as a place of its own."""
    placed = [any(not s.wide for s in h.facts.spots) for h in (left, right)]
    if all(placed) or left.report == right.report:
        return None
    spots = [h.facts.spots if is_placed else h.nearby for h, is_placed in zip((left, right), placed, strict=True)]
    found = compare_places(spots[0], spots[1], setting.rarity)
    return Reason(max(-2.0, found.bits / 2), "nearby", found.words) if found else None


def _sounds(left: Happening, right: Happening, setting: Setting) -> Reason | None:
    """Say how alike the reports sound, where both are mainly about these happenings."""
    if not (left.is_main and right.is_main):
        return None
    likeness = setting.likeness(left.report, right.report)
    if likeness < _ALIKE:
        return None
    return Reason(min(_MOST_ALIKE, (likeness - _ALIKE) * 8), "wording", f"{likeness:.0%} alike")


class Score(NamedTuple):
    """What is kept of a comparison: its bits, and whether it may at least be shown as possible."""

    bits: float
    is_possible: bool


def score(left: Happening, right: Happening, setting: Setting) -> Score:
    """Return the evidence as a number; without a common place or time it is held at zero, whatever else agrees."""
    first = [compare_times(left.facts.when, right.facts.when), _published(left, right), _published(right, left)]
    if any(r is not None and r.bits <= _HOPELESS for r in first):
        return Score(_HOPELESS, is_possible=False)
    reasons = pairing(left, right, setting)
    bits = total(reasons)
    anchored = is_anchored(reasons) or (
        left.is_main and right.is_main and any(r.slot == "undated" and r.bits >= _AS_NEWS for r in reasons)
    )
    return Score(bits if anchored else min(bits, 0.0), is_possible(reasons))


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
        return Reason(FAR_APART, "time", "published before it happened")
    if other.facts.when is not None:
        return None
    bits = 2.0 if -late <= 1 else 1.2 if -late == 2 else -0.3 if -late <= 7 else -1.5 if -late <= 31 else -4.0
    return Reason(bits, "undated", f"published {max(0, -late)} days later")


def is_anchored(reasons: tuple[Reason, ...]) -> bool:
    """Say whether place or time themselves speak for it: without that, a link is possible at most, whatever the words."""
    return any(r.bits >= _ANCHORS.get(r.slot, _NEVER) for r in reasons)


def is_possible(reasons: tuple[Reason, ...]) -> bool:
    """Say whether enough agrees (who was hit, what, by whom, how many) and nothing excludes it."""
    if any(r.bits <= _EXCLUDES and r.slot != "nearby" for r in reasons):
        return False
    agreeing = {r.slot for r in reasons if r.bits > 0}
    return len(agreeing.intersection(_TELLING)) >= _ENOUGH


def sentence(reasons: tuple[Reason, ...]) -> str:
    """Return the reasons, strongest first, as a person checks them."""
    ranked = sorted(reasons, key=lambda r: (-abs(r.bits), r.words))
    return "; ".join(f"{r.slot}: {r.words} ({r.bits:+.1f})" for r in ranked)
