"""Positions: where one authority stands on one axis, from everything by which it took one.

The latest holds; what it replaced stays as history. On one day, where no hours are known, the more settled word comes last. What
the authority itself took back is history from then on. Words of somebody unnamed count only as long as nobody named of that
authority, and no step that a person entered, says anything.

>>> said = [Take(day="2016-09-20", rank=0, value="alleged", rule="says that it happened", claim="c1"),
...         Take(day="2016-12-21", rank=3, value="refuted", rule="says that it did not happen", claim="c2")]
>>> position = settled(said)
>>> position.value, position.since, [earlier.value for earlier in position.history]
('refuted', '2016-12-21', ['alleged'])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import msgspec

from truceline.model.violations import Position

UNNAMED = " (somebody unnamed of it)"
MANY = 1 << 30
"""More authorities than any document names."""


class Take(NamedTuple):
    """One thing by which an authority takes a position: on which day, which, by which rule, on which claim or entered step.

    ``rank`` orders what was said on one day, the more settled later. ``until``: the day from which it does not hold any more.
    ``instant``, in UTC: when on that day, empty where that is not known; what has one comes after what has none.
    """

    day: str
    rank: int
    value: str
    rule: str
    claim: str | None = None
    step: str | None = None
    is_named: bool = True
    until: str | None = None
    instant: str = ""


Takes = Mapping[str, Sequence[Take]]
"""By authority."""


def settled(takes: Iterable[Take]) -> Position | None:
    """Return where the takes of one authority leave it; None where all were taken back or there are none."""
    every = takes if isinstance(takes, list) else list(takes)
    if len(every) == 1:
        return _single(every[0])
    named = [take for take in every if take.is_named]
    ordered = sorted(named or every, key=_order)
    holding = [list(run) for _, run in groupby((t for t in ordered if t.until is None), key=attrgetter("value"))]
    if not holding:
        return None
    over = [list(run) for _, run in groupby((t for t in ordered if t.until is not None), key=attrgetter("value"))]
    earlier = sorted((_position(run) for run in (*over, *holding[:-1])), key=lambda each: (each.since or "", each.value))
    now = _position(holding[-1])
    return msgspec.structs.replace(now, history=tuple(earlier)) if earlier else now


def _single(take: Take) -> Position | None:
    """Return the position of one take alone: by far the most frequent."""
    if take.until is not None:
        return None
    return Position(
        value=take.value,
        since=take.day,
        claims=(take.claim,) if take.claim is not None else (),
        steps=(take.step,) if take.step is not None else (),
        rule=take.rule if take.is_named else f"{take.rule}{UNNAMED}",
    )


def _order(take: Take) -> tuple[str, str, int, str, str]:
    return (take.day, take.instant, take.rank, take.claim or "", take.step or "")


def _position(run: Sequence[Take]) -> Position:
    """Return the position of one unbroken run of the same word: since its first day, by the rule of the last."""
    last = run[-1]
    rule = last.rule if last.is_named else f"{last.rule}{UNNAMED}"
    if last.until is not None:
        rule = f"{rule}; taken back or ended on {last.until[:10]}"
    return Position(
        value=last.value,
        since=run[0].day,
        claims=tuple(dict.fromkeys(take.claim for take in run if take.claim is not None)),
        steps=tuple(dict.fromkeys(take.step for take in run if take.step is not None)),
        rule=rule,
    )


def table(takes: Takes, order: Mapping[str, int]) -> dict[str, Position]:
    """Return the positions by authority, in the order of the document; others after them, by name."""
    names: Iterable[str] = takes
    if len(takes) > 1:
        names = sorted(takes, key=lambda each: (order.get(each, MANY), each))
    found = {}
    for authority in names:
        position = settled(takes[authority])
        if position is not None:
            found[authority] = position
    return found
