"""Compare: how much speaks for two sets of facts being about one happening, in bits, each part with its reason.

Every comparison gives evidence for (positive) or against (negative). What is unknown on either side says nothing. Place,
time, kind and who was hit lead; a town that is named in every report says less than a rare one. The sum is not a
probability: 0 is where for and against are even once ``PRIOR`` is counted.

The weights are judgement: set by hand from what news and field reports get wrong (a day off, a province for a town,
another means for the same blast), never fitted to a list of incidents.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

import msgspec

from truceline.linker.facts import Facts, Spot, Toll, Window

PRIOR = -3.5
"""Evidence against any two happenings being one, before anything is compared: there are many of them."""

FAR_APART = -20.0
"""What cannot be the same: told before it happened, or weeks apart."""

Rarity = Callable[[str], float]
"""Share of happenings (0..1) that name this place or are of this kind: how little it says that two of them do."""

USUAL_SHARE = 0.12
"""Share of happenings that are of a usual kind, such as an air strike in an air war."""

_KIN: dict[frozenset[str], float] = {
    frozenset({"V.AIR", "V.DRONE"}): 1.0,
    frozenset({"V.AIR", "V.CHEM"}): 0.5,
    frozenset({"V.SHELL", "V.CHEM"}): 0.5,
    frozenset({"V.AIR", "V.SHELL"}): -0.5,
    frozenset({"V.DRONE", "V.SHELL"}): -0.5,
    frozenset({"V.SHELL", "V.EXPLOSIVE"}): -0.5,
    frozenset({"V.AIR", "V.EXPLOSIVE"}): -1.0,
    frozenset({"V.GROUND", "V.OFFENSIVE"}): 1.0,
    frozenset({"V.SHELL", "V.OFFENSIVE"}): -0.5,
    frozenset({"V.EXPLOSIVE", "V.GROUND"}): -0.5,
    frozenset({"V.CIV", "V.GROUND"}): 0.0,
    frozenset({"V.PROPERTY", "V.SHELL"}): 0.0,
    frozenset({"V.PROPERTY", "V.AIR"}): 0.0,
}


class Reason(msgspec.Struct, frozen=True, order=True):
    """One comparison: its bits, the slot that was compared (``time``, ``place``, ``kind`` ...) and what was found."""

    bits: float
    slot: str
    words: str


def evidence(left: Facts, right: Facts, rarity: Rarity = lambda _: 0.0) -> tuple[Reason, ...]:
    """Compare two sets of facts; unknown slots give no reason at all."""
    found = (
        compare_times(left.when, right.when),
        compare_places(left.spots, right.spots, rarity),
        compare_kinds(left.kinds, right.kinds, rarity),
        compare_targets(left.targets, right.targets),
        compare_tolls(left.tolls, right.tolls),
        compare_parties(left.victims, right.victims, "hit", 1.0),
        compare_parties(left.strikers, right.strikers, "blamed", 0.5),
    )
    return tuple(reason for reason in found if reason is not None)


def compare_times(left: Window | None, right: Window | None) -> Reason | None:
    """Same day speaks for, a neighbouring day says little, days apart speak against, weeks apart exclude."""
    if left is None or right is None:
        return None
    gap = left.gap(right)
    if gap == 0:
        days = max(left.days, right.days)
        return Reason(max(0.3, 4.0 - 0.9 * math.log2(days)), "time", f"{_day(left.shared(right).first)} fits both")
    apart = f"{gap} day{'s' if gap > 1 else ''} apart"
    if gap > 10:
        return Reason(FAR_APART, "time", apart)
    return Reason({1: 1.0, 2: -2.5}.get(gap, -6.0), "time", apart)


def compare_places(left: frozenset[Spot], right: frozenset[Spot], rarity: Rarity) -> Reason | None:
    """Compare the best fitting pair of places."""
    near, there = _narrow(left), _narrow(right)
    if not near or not there:
        return None
    found = [_spots(a, b, rarity) for a in near for b in there]
    return found[0] if len(found) == 1 else max(found, key=lambda r: (r.bits, r.words))


def _narrow(spots: frozenset[Spot]) -> list[Spot]:
    """Leave out whole countries where something narrower is named."""
    return [s for s in spots if not s.wide] or list(spots)


def _spots(left: Spot, right: Spot, rarity: Rarity) -> Reason:
    fine = left.fine and right.fine
    words = f"{left.key} / {right.key}"
    if left.wide or right.wide:
        return Reason(0.2 if left.key == right.key else 0.0, "country", words)
    if left.key == right.key:
        least, most = (1.5, 3.5 if left.loose else 4.5) if fine else (0.5, 2.0)
        return Reason(max(least, most - math.log2(1 + 40 * rarity(left.key))), "place", f"{left.key} in both")
    if left.key in right.within or right.key in left.within:
        return Reason(1.5, "place", f"{words}, one within the other")
    if (left.loose or right.loose) and left.within & right.within:
        return Reason(0.5, "place", f"{words}, maybe the same province")
    return _distance(left, right, fine=fine)


def _distance(left: Spot, right: Spot, *, fine: bool) -> Reason:
    """Compare two places by their circles; without points, other names speak against it."""
    words, apart = f"{left.key} / {right.key}", left.distance_km(right)
    if apart is None:
        return Reason(-3.0 if fine else -0.5, "place", words)
    reach = left.radius_km + right.radius_km
    bits = (2.5 if fine else 0.8) if apart <= reach else -2.0 if apart < 15 + reach else -6.0
    return Reason(bits, "place", f"{words}, {apart:.0f} km apart")


def compare_kinds(left: frozenset[str], right: frozenset[str], rarity: Rarity = lambda _: 0.0) -> Reason | None:
    """Same kind speaks for, a rare kind more; an attack of unknown means fits every kind a little."""
    if not left or not right:
        return None
    same = max(((_same_kind(k, rarity), k) for k in left & right), default=None)
    if same:
        return Reason(same[0], "kind", same[1])
    bits, a, b = max((kinship(a, b), a, b) for a in left for b in right)
    return Reason(bits, "kind", f"{a} / {b}")


def _same_kind(kind: str, rarity: Rarity) -> float:
    """Return 2 bits for a kind as frequent as most, up to 4 for a rare one; 1 for attacks of unknown means."""
    if kind == "V.UNSPEC":
        return 1.0
    share = rarity(kind)
    return min(4.0, max(1.5, 2.0 + math.log2(USUAL_SHARE / share))) if share else 2.0


def kinship(left: str, right: str) -> float:
    """Return the bits that two event codes speak for or against one happening."""
    if left == right:
        return 1.0 if left == "V.UNSPEC" else 2.0
    if "V.UNSPEC" in {left, right}:
        return 0.5
    return _KIN.get(frozenset({left, right}), -2.5)


def compare_targets(left: frozenset[str], right: frozenset[str]) -> Reason | None:
    """What was hit: a convoy, a hospital, a market; ``other`` and ``civilians`` say nothing."""
    a, b = left - {"other", "civilians"}, right - {"other", "civilians"}
    if not a or not b:
        return None
    both = sorted(a & b)
    if both:
        return Reason(3.0, "target", ", ".join(both))
    if {"troops", "base"} == a | b:
        return Reason(1.5, "target", "troops and their base")
    return Reason(-2.5, "target", f"{', '.join(sorted(a))} / {', '.join(sorted(b))}")


def compare_tolls(left: frozenset[Toll], right: frozenset[Toll]) -> Reason | None:
    """Compare the counts that name the same effect and unit; rival figures of one happening often differ, wildly ones do not."""
    pairs = [(a, b) for a in left for b in right if a.effect == b.effect and a.unit == b.unit]
    if not pairs:
        return None
    return max((_tolls(a, b) for a, b in pairs), key=lambda r: (r.bits, r.words))


def _tolls(left: Toll, right: Toll) -> Reason:
    words = f"{left.size} / {right.size} {left.unit}"
    big, small = max(left.size, right.size, 1), max(1, min(left.size, right.size))
    if left.size == right.size:
        return Reason(min(3.0, 0.8 + 0.4 * math.log2(big)), left.effect, words)
    ratio = big / small
    if ratio <= 1.35:
        return Reason(1.2, left.effect, words)
    if left.fits(right) and ratio <= 2.5:
        return Reason(0.6, left.effect, words)
    return Reason(-0.6 if ratio <= 2.5 else -1.8, left.effect, words)


def compare_parties(left: frozenset[str], right: frozenset[str], what: str, bits: float) -> Reason | None:
    """Who was hit or is blamed: agreement speaks for; disagreement is what rival accounts are about and says nothing."""
    both = sorted(a for a in left if any(is_within(a, b) or is_within(b, a) for b in right))
    return Reason(bits, what, ", ".join(both)) if both else None


def is_within(actor: str, body: str) -> bool:
    """Say whether an actor id is the body's or lies under it (``us.dod.centcom`` under ``us``)."""
    return actor == body or actor.startswith(body + ".")


def _day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()
