"""Tallies: somebody says how many violations there were. A claim about a set, never incidents (docs/formats/tallies.md)."""

from __future__ import annotations

import msgspec


class TallyPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a breakdown, in its own words: ``219 combat``; ``of`` the alleged party, where it is by party.

    ``parts`` are those given of this part, ``parts_sum`` what they sum to (None: none given).
    """

    n: int
    words: str
    of: str | None = None
    effect: str | None = None
    parts: tuple[TallyPart, ...] = ()
    parts_sum: int | None = None


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """The tally beside the incidents of the record that fit its scope and period.

    ``covered`` are ids of incidents that it would cover; ``unmatched_tally`` how many more it counts than those (0 if fewer);
    ``unmatched_incidents`` ids that fit the period but not its scope, or go beyond its number. ``possible`` are ids of those of
    which the record does not say whether they fit: nobody is alleged, or the days reach beyond the period.
    """

    covered: tuple[str, ...]
    unmatched_tally: int | None
    unmatched_incidents: tuple[str, ...]
    possible: tuple[str, ...] = ()


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A count of violations as claimed.

    ``low``, ``high`` and ``bound`` are as in a count; ``n`` is the number where it is exact, else ``low``. ``against`` are the
    parties it is about, ``since`` and ``until`` its period as given, ``parts_sum`` what the parts given sum to (None: no parts).

    ``against_words`` and ``period_words`` are the words for whom and when, also where they could not be resolved. ``places`` are
    ids. ``counted_by`` is who counted where that is not the speaker: an actor, or words. ``confirms``: the speaker confirms so
    many of those that this actor (or words) registered. ``repeats`` are later claims of the same speaker that say the same.
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
    against_words: str | None = None
    period_words: str | None = None
    places: tuple[str, ...] = ()
    counted_by: str | None = None
    confirms: str | None = None
    repeats: tuple[str, ...] = ()
