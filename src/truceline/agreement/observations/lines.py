"""Weapons seen nearer to an agreement's line than it allows: what to look at, by distance alone; no finding.

An observation has an area, a line has an accuracy: both are taken off and added, and where the limit lies between, the answer is
that it cannot be told. Neither which side of the line it was, nor whose weapon, is asked or answered.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from truceline.agreement.observations.globe import WORST, Point, distance_to_line_m
from truceline.agreement.observations.places import Gazetteer
from truceline.agreement.times import is_within
from truceline.model.agreements import Agreement, Breach, Clause, Line
from truceline.model.observations import Observation

Nearer = Literal["yes", "no", "cannot_be_told"]
_MILLIMETRES = re.compile(r"(\d)\s*-?mm\b")


class Concern(msgspec.Struct, frozen=True, kw_only=True):
    """An observation held against one clause on withdrawal. ``low_km``/``high_km``: how far from the line it was.

    ``why`` says what was compared, in a sentence.
    """

    observation: str
    clause: str
    line: str
    weapon: str
    nearer: Nearer
    within_km: int
    low_km: float | None
    high_km: float | None
    why: str


def concerns(agreement: Agreement, observations: Iterable[Observation], places: Gazetteer) -> tuple[Concern, ...]:
    """Return every observation of a weapon that a clause on withdrawal names, with how near to the line it was.

    In the order of the observations, then of the clauses; those outside the times of a clause are left out.
    """
    lines = {line.id: (line, points) for line in agreement.lines if len(points := _points(line, places)) > 1}
    clauses = [(c, c.breach) for c in agreement.clauses if c.breach and c.breach.line and c.breach.within_km and c.breach.weapons]
    named = functools.cache(lambda weapons, words: any(_names(weapon, words) for weapon in weapons))
    found = []
    for seen in observations:
        for clause, breach in clauses:
            if seen.weapon and named(breach.weapons, seen.weapon):
                concern = _concern(agreement, clause, breach, seen, lines, places)
                found += [concern] if concern else []
    return tuple(found)


def _names(weapon: str, words: str) -> bool:
    """Say whether the words of a table name a weapon of a clause: its whole name stands in them, whatever case and spaces."""
    wanted, there = (_MILLIMETRES.sub(r"\1 mm", each.casefold()) for each in (weapon, words))
    return re.search(rf"(?<![^\W_]){re.escape(wanted)}(?![^\W_])", there) is not None


def _concern(  # noqa: PLR0913, PLR0917 - an observation, a clause, and what both are measured with
    agreement: Agreement,
    clause: Clause,
    breach: Breach,
    seen: Observation,
    lines: Mapping[str, tuple[Line, tuple[Point, ...]]],
    places: Gazetteer,
) -> Concern | None:
    in_force = is_within(seen.start, clause.since, clause.until, agreement) if seen.start else None
    if in_force is False:
        return None
    within, name = breach.within_km or 0, breach.line or ""
    low, high, why = _distances(seen, lines.get(name), places)
    nearer: Nearer = "cannot_be_told"
    if low is not None and high is not None:
        nearer = "yes" if high < within else "no" if low >= within else "cannot_be_told"
        why = f"{low:g} to {high:g} km from {lines[name][0].name}; the limit is {within} km; {why}"
    if in_force is None and nearer == "yes":
        nearer, why = "cannot_be_told", f"{why}; whether the clause held at that time cannot be told"
    return Concern(
        observation=seen.id,
        clause=clause.id,
        line=name,
        weapon=seen.weapon or "",
        nearer=nearer,
        within_km=within,
        low_km=low,
        high_km=high,
        why=why,
    )


def _distances(
    seen: Observation, line: tuple[Line, tuple[Point, ...]] | None, places: Gazetteer
) -> tuple[float | None, float | None, str]:
    """Return least and greatest distance in kilometres to the line and what they stand on; None, None and why not."""
    if line is None:
        return None, None, "the agreement's line has no two points that this pack knows"
    spot = places.point_of(seen.area) if seen.area else None
    if spot is None:
        return None, None, "the observation has no area with a point"
    reach = seen.area_high_m if seen.area_high_m is not None else spot.reach_m
    far, off = _far(spot.point, line[1]), reach + line[0].accuracy_km * 1000
    low, high = max(0.0, far * (1 - WORST) - off), far * (1 + WORST) + off
    why = f"the area reaches {reach / 1000:g} km, the line is good to {line[0].accuracy_km} km"
    return round(low / 1000, 1), round(high / 1000, 1), why


_far = functools.lru_cache(maxsize=4096)(distance_to_line_m)


def _points(line: Line, places: Gazetteer) -> tuple[Point, ...]:
    """Return the points of a line that are coordinates or places with a point; the rest of it is left out."""
    spots = [places.point_of(each) if each in places.places else places.spot(each) for each in line.points]
    return tuple(spot.point for spot in spots if spot)
