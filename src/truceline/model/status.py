"""The state of an agreement as a record tells it: four things that are never merged (docs/formats/status.md).

*Arrangement*: by the acts that its text names. *Adherence*: per party, by that party's own acts. *Assessments*: what people say
of it, quoted. *Ground*: the incidents reported, with where nobody could look. Every line names the claims it stands on.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model.agreements import ActKind, AdherenceState, ArrangementState, Scope


class Arrangement(msgspec.Struct, frozen=True, kw_only=True):
    """The arrangement's state ``since`` a day or instant, by which ``act`` of which ``authority`` (actor ids), ``joint`` or not.

    ``why`` is one sentence. ``claims`` is empty where the text's own calendar says it. ``versions`` are the states that differ
    by whose authority one follows, where it is ``disputed``.
    """

    status: ArrangementState
    since: str | None
    act: ActKind | None
    authority: tuple[str, ...]
    joint: bool
    why: str
    claims: tuple[str, ...] = ()
    versions: tuple[ArrangementVersion, ...] = ()


class ArrangementVersion(msgspec.Struct, frozen=True, kw_only=True):
    """The state as it would be if ``according_to`` had the say that it claims to have."""

    according_to: str
    status: ArrangementState
    claims: tuple[str, ...]


class AdherenceChange(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a party's adherence: from when, by which own act, on which claims (none: by the passing of its own time)."""

    state: AdherenceState
    since: str | None
    act: ActKind | None
    claims: tuple[str, ...] = ()
    until: str | None = None


class Adherence(msgspec.Struct, frozen=True, kw_only=True):
    """One party's adherence now, and how it came to be so (``history``, oldest first)."""

    party: str
    state: AdherenceState
    since: str | None
    act: ActKind | None
    claims: tuple[str, ...]
    why: str
    until: str | None = None
    history: tuple[AdherenceChange, ...] = ()


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of the state of it, in their words. ``date``: the day it was said (None: unknown).

    ``holds``: whether by these words it still holds ("is not dead"), None where they leave that open. ``latest``: the last day
    on which it can have been said, where no day is told.
    """

    date: str | None
    speaker: str
    actor: str | None
    words: str
    claim: str
    report: str
    holds: bool | None = None
    latest: str | None = None


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody declares something of the arrangement or of its own adherence; ``scope`` is what that can change.

    ``by`` are the parties and authorities whose act it is said to be, the speaker's own among them where it speaks of itself;
    empty where nobody is named. ``lasts`` is an ISO 8601 duration where the words give no day on which it ends ("by 48 hours").
    ``places``: the smaller places for which alone a party undertakes it; such a declaration changes no adherence.
    """

    date: str | None
    speaker: str
    actor: str | None
    party: str | None
    act: ActKind
    scope: Scope
    words: str
    claim: str
    rule: str
    until: str | None = None
    effective: str | None = None
    by: tuple[str, ...] = ()
    lasts: str | None = None
    latest: str | None = None
    places: tuple[str, ...] = ()


class AuthorityClaim(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says who may declare it over (or begin it ...): a claim about authority. ``of`` are actors or capacities.

    ``latest`` as in ``Assessment``.
    """

    date: str | None
    speaker: str
    actor: str | None
    act: ActKind
    of: tuple[str, ...]
    words: str
    claim: str
    latest: str | None = None


class Reset(msgspec.Struct, frozen=True, kw_only=True):
    """What started a count anew: on which day, which incident (None: a tally or a general statement), by whose claim, why.

    ``without`` is the progress that the count would have if this one had not been (the counterfactual); None where others of
    the same day or later interrupted it too, so that without this one it would be the same.
    """

    date: str
    incident: str | None
    claimed_by: str
    claim: str
    why: str
    without: int | None


class ConditionCount(msgspec.Struct, frozen=True, kw_only=True):
    """One condition as counted ``by`` one authority, or by ``arithmetic`` under ``rule``.

    ``progress`` and ``needed`` in whole days of the agreement's calendar (or 0/1 of an event); ``counted`` the first and last
    day that it counted; ``missing`` one sentence, None when met. ``said`` are claims in which the authority itself gives a count
    or says that the event came. ``met_on`` is the day on which it was first met; it stays met. ``why`` is one sentence.
    ``silent``: the authority said nothing that bears on it in the days that are counted, or that met it: it is only not
    contradicted by anything it said. ``unrecorded``: stretches (first and last day) without any report, which do not count.
    """

    id: str
    by: str
    rule: str
    met: bool
    progress: int
    needed: int
    since: str | None
    counted: tuple[str, str] | None
    resets: tuple[Reset, ...]
    missing: str | None
    said: tuple[str, ...] = ()
    met_on: str | None = None
    why: str = ""
    silent: bool = False
    unrecorded: tuple[tuple[str, str], ...] = ()


Progress = Literal["to_come", "waiting", "under_way", "over", "differs"]
"""Where a phase is: ``to_come`` by the calendar, ``waiting`` for what it depends on, ``differs`` by who counts."""


class PhaseVersion(msgspec.Struct, frozen=True, kw_only=True):
    """Where a phase is as ``according_to`` counts."""

    according_to: str
    state: Progress
    since: str | None


class PhaseState(msgspec.Struct, frozen=True, kw_only=True):
    """One phase: ``waits_for`` names what it still waits for, and for whom; ``versions`` where the authorities differ."""

    id: str
    name: str
    state: Progress
    since: str | None
    waits_for: tuple[str, ...]
    why: str
    versions: tuple[PhaseVersion, ...] = ()


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """Reported incidents since it began: how many, by day, by clause, and in which areas and days nobody could look.

    ``incidents`` are ids; ``undated`` those without a day, ``unsure`` those of the first day without an hour, which may have
    been before it began. ``gaps`` are ids. Counts are of incidents reported, never of violations found.
    """

    incidents: tuple[str, ...]
    by_day: tuple[DayCount, ...]
    undated: tuple[str, ...]
    gaps: tuple[str, ...]
    coverage: str
    unsure: tuple[str, ...] = ()
    since: str | None = None


class DayCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many incidents are reported for one day of the agreement's calendar."""

    day: str
    incidents: int


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, for one agreement, as known on a day (None: with everything in the record)."""

    agreement: str
    name: str
    known: str | None
    on: str
    arrangement: Arrangement
    adherence: tuple[Adherence, ...]
    assessments: tuple[Assessment, ...]
    declarations: tuple[Declaration, ...]
    authority: tuple[AuthorityClaim, ...]
    conditions: tuple[ConditionCount, ...]
    phases: tuple[PhaseState, ...]
    ground: Ground
    proposals_that_would_change_it: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between two states: ``what`` (``arrangement``, ``adherence sy`` ...), before and after, on which claims."""

    what: str
    before: str | None
    after: str | None
    claims: tuple[str, ...] = ()
