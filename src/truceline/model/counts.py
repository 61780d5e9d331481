"""Counts: a number in a report is a range with the wording of its bounds, never a bare number.

"at least 20" is 20..open (``at_least``); "as many as 90" is open..90 (``up_to``); "over 60" is 61..open (``more_than``);
"18 out of 31" is 18 of a total of 31; "38 civilians, 14 of them children" is 38, and 14 that are a *subset* of the 38 and
are never added to it. "Nothing said" is no count at all, "unknown" is a count with bound ``unknown``, "none" is 0..0.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model.spans import Span

Bound = Literal["exact", "at_least", "at_most", "about", "up_to", "more_than", "unknown"]
Effect = Literal[
    "killed",
    "injured",
    "missing",
    "detained",
    "displaced",
    "destroyed",
    "damaged",
    "delivered",
    "deployed",
    "violations",
    "other",
]


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A count in a text. ``id`` is unique within its report; ``claim`` is the id of the claim it is part of.

    ``unit`` is a plural noun ("people", "trucks"); people of any description have the unit "people" and their description
    in ``category`` ("civilian", "soldier", "child", "aid worker"). ``of_total`` is the 31 of "18 out of 31". ``subset_of``
    is the id of the count this one is a part of. ``presupposed`` marks a figure that stands inside somebody's claim without
    being what is claimed ("rejected the claim that the strike that killed 62 was accidental").
    """

    id: str
    span: Span
    low: int | None
    high: int | None
    bound: Bound
    effect: Effect
    unit: str
    category: str | None = None
    vague: bool = False
    of_total: int | None = None
    subset_of: str | None = None
    presupposed: bool = False
    claim: str | None = None
