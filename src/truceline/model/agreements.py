"""Agreements: a ceasefire text as data that a lawyer can read and a machine can evaluate (docs/formats/agreement.md).

Only what the published text says, in our own words, each part with its source; wording that could not be checked against the
text is ``verified: false``. Times are written as the text has them (``D+2``, ``PT48H``, a day, an instant with zone); the part
``agreement`` works them out. Who may do what is never a fact of ours: a capacity or an authority has a source, like a claim.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ArrangementState = Literal["not_yet", "in_force", "suspended", "ended", "disputed", "unverified"]
AdherenceState = Literal[
    "not_accepted", "accepted", "own_undertaking", "suspended", "lapsed", "withdrawn", "resumed_operations", "excluded", "unknown"
]
"""What a party's own acts, and nobody else's, have made of its adherence."""
ActKind = Literal[
    "accept",
    "refuse",
    "undertake",
    "begin",
    "extend",
    "suspend",
    "resume",
    "end",
    "withdraw",
    "resume_operations",
    "exclude",
]
"""What somebody does to an arrangement or to its own adherence. ``undertake``: a time-limited undertaking of its own."""
Scope = Literal["arrangement", "own_adherence", "opinion"]
"""What a declaration can change: the arrangement (by whom its text names), the speaker's own adherence, or nothing."""
Manner = Literal["joint", "alone", "any"]
Rule = Literal["calendar", "undisputed", "found", "agreed"]
"""How a condition is counted as arithmetic (docs/formats/status.md). An allegation alone interrupts none of them.

``calendar``: the days that passed. ``undisputed``: interrupted by an incident that at least two independent origins report and
whose occurrence no account known by then denies. ``found``: by an incident for which one of those who count entered the finding
``confirmed``. ``agreed``: by a day on which every one of those who count alleges something. An ``event`` knows ``undisputed``
and ``agreed`` only, and is counted as ``undisputed`` where the rule is left out.
"""
When = str
"""A point in time as written: ``D``, ``D+2``, ``D-1``, ``D+PT48H``, a day, or an instant with zone."""


class Signatory(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed, exactly as signed. ``party`` is an actor of the pack; ``capacity`` one of the agreement's capacities."""

    party: str
    as_signed: str
    capacity: str | None = None
    on: str | None = None
    source: str | None = None
    verified: bool = True


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """A capacity in which somebody acts ("co-chair"): a claim, with who claims it. ``holders`` are actors of the pack.

    Two entries of one ``name`` may not overlap in time; ``claimed_by`` is an actor, or None where the agreement's text says it.
    """

    name: str
    holders: tuple[str, ...]
    since: str | None = None
    until: str | None = None
    claimed_by: str | None = None
    source: str | None = None
    verified: bool = True


class ThirdParty(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is no party but has a part: guarantor, monitor, mediator, depositary, ``addressee``.

    ``disclosed_at``: the day on which that became public (None: it always was).
    """

    actor: str
    role: str
    disclosed_at: str | None = None
    source: str | None = None


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Where it applies (ids of places; empty: not said) and to whom (``bound``), and in which words that is limited."""

    places: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()
    words: str | None = None


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """A group to which it does not apply, and who says so (None: its own text)."""

    actor: str
    claimed_by: str | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None
    verified: bool = True


class Acceptance(msgspec.Struct, frozen=True, kw_only=True):
    """A party accepted (or refused), by its own act, on a day; ``communicated_to`` where the text asks for that."""

    party: str
    on: str
    act: Literal["accept", "refuse"] = "accept"
    communicated_to: str | None = None
    source: str | None = None
    verified: bool = True


class SourceText(msgspec.Struct, frozen=True, kw_only=True):
    """The published text: where, in which language, and the SHA-256 (hex) of the file it was read from (None: not held)."""

    citation: str
    lang: str = "en"
    sha256: str | None = None
    published_at: str | None = None
    note: str | None = None


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """What an obligation leaves open: self-defence in proportion, action against excluded groups, a time."""

    id: str
    kind: Literal["proportionate_response", "excluded_group", "place", "time", "other"]
    summary: str
    source: str | None = None
    verified: bool = True


class Contest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says of a clause that it exists (``duty``), does not (``no_duty``), or is only a ``new_proposal``."""

    claimed_by: str
    says: Literal["duty", "no_duty", "new_proposal"]
    on: str | None = None
    source: str | None = None
    verified: bool = True


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """What an incident must look like for a clause to be concerned by it; an empty list leaves that open.

    ``events`` are event codes or their families (``V.AIR``, ``V``), ``targets`` and ``means`` as in docs/formats/event-codes.md,
    ``places`` ids of places in which it must lie. ``weapons`` (words of a monitor's table) seen nearer than ``within_km`` to the
    agreement's line ``line`` concern a clause on withdrawal. This finds what to look at; it is no finding.
    """

    events: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    line: str | None = None
    within_km: int | None = None


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """One clause: what is owed by whom, in our own words.

    ``number`` is that of the text. ``bound`` are actors or capacities (empty: all parties). ``since`` and ``until`` are its own
    times (None: the agreement's). ``disclosed_at`` is the day its terms were made public; before it a page says only that they
    were not. ``existence``: ``contested`` where even whether it exists is disputed, by the claims in ``contests``.
    """

    id: str
    summary: str
    kind: Literal["refrain", "do", "allow", "inform", "procedure", "definition"]
    number: str | None = None
    bound: tuple[str, ...] = ()
    breach: Breach | None = None
    exceptions: tuple[Allowance, ...] = ()
    guarantors: tuple[str, ...] = ()
    phase: str | None = None
    since: When | None = None
    until: When | None = None
    disclosed_at: str | None = None
    existence: Literal["in_text", "contested"] = "in_text"
    contests: tuple[Contest, ...] = ()
    source: str | None = None
    verified: bool = True


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must have come true: so many ``days`` of something without a break, or an ``event``.

    ``needed`` are days (``kind`` days) or 1 (``kind`` event). It is counted by each of ``counted_by`` (actors or capacities,
    whose every holder counts for itself) and, under the named ``rule``, as arithmetic. ``interrupted_by`` are the clauses whose
    alleged breach, by whoever counts, starts the count anew; ``met_by`` are event codes that fulfil an event condition.
    """

    id: str
    summary: str
    kind: Literal["days", "event"]
    needed: int = 1
    since: When = "D"
    counted_by: tuple[str, ...] = ()
    rule: Rule = "calendar"
    interrupted_by: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    continuous: bool = True
    source: str | None = None
    verified: bool = True


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """A phase: it begins at ``begins``, or once the conditions in ``after`` are met (ids of conditions or of other phases)."""

    id: str
    name: str
    begins: When | None = None
    ends: When | None = None
    after: tuple[str, ...] = ()
    summary: str | None = None
    source: str | None = None
    verified: bool = True


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a procedure: ``within`` (ISO 8601 duration) of the step before it (or of ``after``), by whom, to whom."""

    id: str
    do: Literal["inform", "enquire", "answer", "visit", "find", "notify", "correct", "publish", "close"]
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    within: str | None = None
    after: str | None = None
    summary: str | None = None
    source: str | None = None
    verified: bool = True


class Procedure(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done about an alleged violation of ``clauses`` (empty: of any).

    ``disclosed_at``: the day on which it became public, where that is another than the agreement's.
    """

    id: str
    name: str
    steps: tuple[Step, ...]
    clauses: tuple[str, ...] = ()
    since: When | None = None
    disclosed_at: str | None = None
    source: str | None = None
    verified: bool = True


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Which act, by whom, changes what. ``by`` are actors or capacities; ``joint``: all of them together.

    ``to`` is the state that the arrangement has afterwards. Where a text names nobody who may end it, no such entry is made, and
    an ``end`` that somebody declares leaves the arrangement ``unverified``, or ``disputed`` if who may end it speaks against.
    """

    act: ActKind
    by: tuple[str, ...]
    manner: Manner = "alone"
    changes: Literal["arrangement", "own_adherence"] = "arrangement"
    to: ArrangementState | None = None
    until: When | None = None
    clause: str | None = None
    source: str | None = None
    claimed_by: str | None = None
    verified: bool = True


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Day D and the clock of the place.

    ``day_d`` is a day or an instant; ``utc_offset`` like ``+03:00`` holds for the whole calendar (it is written down, so that a
    time-zone table cannot change a day count); ``cut_off`` (``HH:MM``) ends a reporting day (None: midnight).
    ``whole_days``: a day counts when it is over; else it counts as it begins. ``disclosed_at``: the day from which it was public
    which day ``day_d`` is (None: it always was).
    """

    day_d: str | None = None
    utc_offset: str = "+00:00"
    cut_off: str | None = None
    whole_days: bool = True
    disclosed_at: str | None = None


class DatedStep(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the text's own calendar: what is due when, and by whom; ``line`` names a place to withdraw to or from."""

    id: str
    summary: str
    at: When
    until: When | None = None
    by: tuple[str, ...] = ()
    clause: str | None = None
    places: tuple[str, ...] = ()
    line: str | None = None
    source: str | None = None
    verified: bool = True


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line on the ground that the text names (of contact, of withdrawal), as points from one end to the other.

    ``points`` are ids of places of the pack, or ``LAT,LON`` in decimal degrees (WGS 84). A line of few points is a rough one:
    ``accuracy_km`` says how far off it may be, and nothing nearer to it than that is said to lie on either side.
    """

    id: str
    name: str
    points: tuple[str, ...]
    accuracy_km: int
    source: str | None = None
    verified: bool = True


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement. Dates are days; ``effective_at`` and ``ends_at`` instants with zone where the text gives the hour.

    ``status``, ``stage``, ``ceasefire_class``, ``purpose``, ``laterality``, ``form`` are words of research data sets, not ours.
    ``parties`` are the actors whose adherence is followed. ``aliases`` are names that reports use for it ("the truce").
    """

    id: str
    name: str
    date: str
    calendar: Calendar
    source_text: tuple[SourceText, ...]
    parties: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    coverage: Coverage = Coverage()
    exclusions: tuple[Exclusion, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    effective_at: str | None = None
    ends_at: str | None = None
    disclosed_at: str | None = None
    builds_on: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    conditions: tuple[Condition, ...] = ()
    phases: tuple[Phase, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    acts: tuple[Act, ...] = ()
    timetable: tuple[DatedStep, ...] = ()
    lines: tuple[Line, ...] = ()
    pax_id: str | None = None
    status: str | None = None
    stage: str | None = None
    ceasefire_class: str | None = None
    purpose: str | None = None
    laterality: str | None = None
    form: str | None = None
    about: str | None = None
    sha256: str | None = None
