"""Incidents: claims about one real-world happening, their accounts side by side.

Rival figures are never summed, averaged or silently replaced. Every figure is a range with the rule that made it.
"""

from __future__ import annotations

from typing import Literal, Self

import msgspec

from truceline.model.claims import About, Stance, Voice
from truceline.model.counts import Bound, Count, Effect
from truceline.model.places import PlaceMention
from truceline.model.times import Interval

Outcome = Literal["linked", "possible", "separate"]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One claim belongs to one incident, surely (``linked``) or perhaps (``possible``), and why, in words a person can check.

    ``events`` are the ids of the claim's event mentions that are this happening (empty: the claim as a whole), so that a
    sentence about two attacks gives each its own figures. ``main`` is true where this is the main happening of the
    claim's report.
    """

    claim: str
    incident: str
    outcome: Outcome
    why: str
    bits: int = 0
    events: tuple[str, ...] = ()
    main: bool = False


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """``report`` repeats words of ``of``: a near-copy, not a second origin. ``share_percent`` of its shingles stand there."""

    report: str
    of: str
    share_percent: int
    kind: Literal["verbatim", "near", "relay", "quotation"] = "near"


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """A person decided that two claims are about the same happening, or about different ones."""

    left: str
    right: str
    verdict: Literal["same", "different", "unsure"]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of one account, or (with ``rule`` and ``accounts``) the range over several accounts.

    ``greatest_low`` of a range is the greatest low any account gives: beside "62 killed" another account's "at least 90"
    lies above the greatest high and must not vanish behind it.
    """

    effect: Effect
    unit: str
    category: str | None = None
    low: int | None = None
    high: int | None = None
    bound: Bound = "exact"
    of_total: int | None = None
    subset_of: str | None = None
    rule: str | None = None
    accounts: int | None = None
    greatest_low: int | None = None

    @classmethod
    def of(cls, count: Count) -> Self:
        """Return a count of a claim as a figure; what it is a part of stays the id of the other count."""
        return cls(
            effect=count.effect,
            unit=count.unit,
            category=count.category,
            low=count.low,
            high=count.high,
            bound=count.bound,
            of_total=count.of_total,
            subset_of=count.subset_of,
        )


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What one speaker says, in one stance and voice, about an incident. ``speaker`` None: the report's own voice."""

    speaker: str | None
    actor: str | None
    via: tuple[str, ...]
    voice: Voice
    stance: Stance
    about: tuple[About, ...]
    report: str
    means: str | None
    alleged_perpetrator: str | None
    place: str | None
    figures: tuple[Figure, ...]
    claims: tuple[str, ...]
    origin: str
    said_at: Interval | None
    published_at: str | None


class KilledRange(msgspec.Struct, frozen=True, kw_only=True):
    """The shortcut for people killed: low = the least low given, high = the greatest high given (None: no account gives one).

    ``greatest_low`` as in ``Figure``: where it lies above ``high``, an account says "at least" more than any high given.
    """

    low: int | None
    high: int | None
    rule: str
    accounts: int
    greatest_low: int | None = None


class Origins(msgspec.Struct, frozen=True, kw_only=True):
    """How many independent origins the accounts have: surely at least ``sure``, possibly up to ``possible``."""

    sure: int
    possible: int


class StandingCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims of an incident stand how."""

    proposed: int = 0
    entered: int = 0
    accepted: int = 0
    rejected: int = 0


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident as shown: what ``truceline incidents --json`` prints, one line each (docs/formats/incident.md)."""

    id: str
    type: str
    time: Interval | None
    places: tuple[PlaceMention, ...]
    reports: tuple[str, ...]
    main_of: tuple[str, ...]
    possible: tuple[str, ...]
    claims: tuple[str, ...]
    accounts: tuple[Account, ...]
    figures: tuple[Figure, ...]
    killed: KilledRange | None
    contested: tuple[str, ...]
    origins: Origins
    standing: StandingCount
    known: str | None
