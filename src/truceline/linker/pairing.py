"""Pairing: the evidence that two happenings of two reports are one, with what publication days add.

Nothing can be reported before it happened. An undated happening that is told as news is mostly no older than a week; one
known only from wording ("an errant strike that killed 62 soldiers") is never sure, only possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from truceline.linker.compare import (
    FAR_APART,
    PRIOR,
    Rarity,
    Reason,
    compare_kinds,
    compare_parties,
    compare_places,
    compare_targets,
    compare_times,
    compare_tolls,
)
from truceline.linker.happenings import Happening

_SAME_REPORT = -0.8
"""The report itself told them as two happenings."""

_AS_NEWS = 2.0
"""Two reports that are mainly about it and came out on one day, or the day after it, tell it as news: that is a common time."""

HOPELESS = -6.0
"""Days apart that nothing else can outweigh: the rest is not compared."""

_ALIKE, _MOST_ALIKE = 0.15, 2.5
_ENOUGH, _EXCLUDES, _NEVER = 3, -2.0, 99.0
_ANCHORS = {"time": 0.1, "place": 0.1, "nearby": 1.0}
_TELLING = ("target", "hit", "killed", "injured", "blamed", "kind")


class Setting(NamedTuple):
    """What the whole set of reports says about any pair in it: how common a place is, and how alike two reports sound."""

    rarity: Rarity
    likeness: Callable[[str, str], float]


Reasons = tuple[Reason | None, ...]


def pairing(left: Happening, right: Happening, setting: Setting) -> tuple[Reason, ...]:
    """Return all reasons for and against, publication days included."""
    reasons = [
        *by_day(left, right),
        *by_place(left, right, setting.rarity),
        *by_kind(left, right, setting.rarity),
        *by_toll(left, right),
        *by_party(left, right),
        by_wording(left, right, setting),
        Reason(_SAME_REPORT, "report", "told apart in one report") if left.report == right.report else None,
    ]
    return tuple(r for r in reasons if r is not None)


def by_day(left: Happening, right: Happening) -> Reasons:
    """Compare when they happened and when they were published."""
    return (
        compare_times(left.facts.when, right.facts.when),
        _published(left, right),
        _published(right, left),
        _both_undated(left, right),
    )


def by_place(left: Happening, right: Happening, rarity: Rarity) -> Reasons:
    """Compare where they happened, else what was named around them."""
    return compare_places(left.facts.spots, right.facts.spots, rarity), _nearby(left, right, rarity)


def by_kind(left: Happening, right: Happening, rarity: Rarity) -> Reasons:
    """Compare what happened, and to what."""
    return compare_kinds(left.facts.kinds, right.facts.kinds, rarity), compare_targets(left.facts.targets, right.facts.targets)


def by_toll(left: Happening, right: Happening) -> Reasons:
    """Compare how many."""
    return (compare_tolls(left.facts.tolls, right.facts.tolls),)


def by_party(left: Happening, right: Happening) -> Reasons:
    """Compare who was hit and who is blamed."""
    return (
        compare_parties(left.facts.victims, right.facts.victims, "hit", 1.0),
        compare_parties(left.facts.strikers, right.facts.strikers, "blamed", 0.5),
    )


def _both_undated(left: Happening, right: Happening) -> Reason | None:
    if left.facts.when or right.facts.when or left.bound is None or right.bound is None or left.report == right.report:
        return None
    apart = abs(left.bound - right.bound)
    bits = 2.0 if apart == 0 else 1.2 if apart == 1 else -0.8 if apart <= 3 else -2.5 if apart <= 14 else -5.0
    return Reason(bits, "undated", f"published {apart} days apart")


def _nearby(left: Happening, right: Happening, rarity: Rarity) -> Reason | None:
    """Compare the places told around them where either is placed nowhere itself: half as much as a place of its own."""
    placed = [any(not s.wide for s in h.facts.spots) for h in (left, right)]
    if all(placed) or left.report == right.report:
        return None
    spots = [h.facts.spots if is_placed else h.nearby for h, is_placed in zip((left, right), placed, strict=True)]
    found = compare_places(spots[0], spots[1], rarity)
    return Reason(max(-2.0, found.bits / 2), "nearby", found.words) if found else None


def by_wording(left: Happening, right: Happening, setting: Setting) -> Reason | None:
    """Say how alike the reports sound, where both are mainly about these happenings."""
    if not (left.is_main and right.is_main):
        return None
    likeness = setting.likeness(left.report, right.report)
    if likeness < _ALIKE:
        return None
    return Reason(min(_MOST_ALIKE, (likeness - _ALIKE) * 8), "wording", f"{likeness:.0%} alike")


class Weight(NamedTuple):
    """Reasons as they count together.

    ``anchors``: one of them is a common time or place; ``is_news``: both were published on one day, or the day after it;
    ``excludes``: they cannot be one; ``is_hopeless``: nothing else can outweigh it. ``telling``: how many agree on what was
    hit, who, how many, by whom and how.
    """

    bits: float = 0.0
    anchors: bool = False
    is_news: bool = False
    excludes: bool = False
    is_hopeless: bool = False
    telling: int = 0


def weight(reasons: Iterable[Reason | None]) -> Weight:
    """Return what reasons count."""
    told = [r for r in reasons if r is not None]
    return Weight(
        bits=sum(r.bits for r in told),
        anchors=any(r.bits >= _ANCHORS.get(r.slot, _NEVER) for r in told),
        is_news=any(r.slot == "undated" and r.bits >= _AS_NEWS for r in told),
        excludes=any(r.bits <= _EXCLUDES and r.slot != "nearby" for r in told),
        is_hopeless=any(r.bits <= HOPELESS and r.slot in {"time", "undated"} for r in told),
        telling=sum(r.bits > 0 and r.slot in _TELLING for r in told),
    )


class Score(NamedTuple):
    """What is kept of a comparison: its bits, and whether it may at least be shown as possible."""

    bits: float
    is_possible: bool


NO_HOPE = Score(HOPELESS, is_possible=False)


def score(weights: Sequence[Weight], *, are_mains: bool) -> Score:
    """Return the evidence as a number; without a common place or time it is held at zero, whatever else agrees.

    ``are_mains``: both reports are mainly about it, so that a common day of news anchors it too.
    """
    bits, telling, anchored, excluded = PRIOR, 0, False, False
    for each in weights:
        if each.is_hopeless:
            return NO_HOPE
        bits += each.bits
        telling += each.telling
        excluded = excluded or each.excludes
        anchored = anchored or each.anchors or (are_mains and each.is_news)
    return Score(bits if anchored else min(bits, 0.0), is_possible=telling >= _ENOUGH and not excluded)


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


def sentence(reasons: tuple[Reason, ...]) -> str:
    """Return the reasons, strongest first, as a person checks them."""
    ranked = sorted(reasons, key=lambda r: (-abs(r.bits), r.words))
    return "; ".join(f"{r.slot}: {r.words} ({r.bits:+.1f})" for r in ranked)
