"""Tallies: somebody says how many violations there were. A claim about a set, never incidents (docs/formats/tallies.md)."""

from __future__ import annotations

import msgspec


class TallyPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a breakdown, in its own words: ``219 combat``; ``of`` the alleged party, where it is by party."""

    n: int
    words: str
    of: str | None = None
    effect: str | None = None
    parts: tuple[TallyPart, ...] = ()


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """The tally beside the incidents of the record that fit its scope and period.

    ``covered`` are ids of incidents that it would cover; ``unmatched_tally`` how many more it counts than those (0 if fewer);
    ``unmatched_incidents`` ids that fit the period but not its scope, or go beyond its number.
    """

    covered: tuple[str, ...]
    unmatched_tally: int | None
    unmatched_incidents: tuple[str, ...]


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A count of violations as claimed.

    ``low``, ``high`` and ``bound`` are as in a count; ``n`` is the number where it is exact, else ``low``. ``against`` are the
    parties it is about, ``since`` and ``until`` its period as given, ``parts_sum`` what the parts given sum to (None: no parts).
    """

    claim: str
    speaker: str
    actor: str | None
    date: str | None
    n: int | None
    low: int | None
    high: int | None
    bound: str
    words: str
    against: tuple[str, ...]
    since: str | None
    until: str | None
    breakdown: tuple[TallyPart, ...]
    parts_sum: int | None
    matched: Matched
    report: str
