"""What the board shows of movements and plans: every value with who says it, rivals side by side (docs/formats/movements.md).

The words are the assertions themselves (``Word``): who says it, how, through whom, from which source. Nothing here is merged:
where two speakers give two times, two answers or two figures, both stand there, and what is computed from them is a range.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from truceline.model.assertions import Assertion
from truceline.model.counts import Bound
from truceline.model.movements import Decision, MovementFact, OutcomeClass, Phase, Stage, StepKind

Word: TypeAlias = Assertion[MovementFact]
"""One assertion of one fact: ``by``, ``stance``, ``via``, ``source`` (id, days, row of a table) and the fact as it was told."""
Words: TypeAlias = tuple[Word, ...]
StateOf = Literal["stage", "permission", "outcome"]
Permission = Literal["requested", "approved", "partially_approved", "refused", "no_reply", "request_withdrawn"]
"""What the permission steps together come to; ``requested``: at least one reply is still awaited."""
Waits = Literal["reply", "checkpoint", "held", "departure"]
LineOf = Literal["stage", "asked", "answered", "checkpoint", "leg", "outcome"]
ContradictionCode = Literal[
    "after_it_was_said",
    "area_granted_and_refused",
    "decided_before_asked",
    "due_before_asked",
    "ends_before_it_begins",
    "above_the_total",
    "delivered_above_loaded",
    "destroyed_above_loaded",
    "left_before_reached",
    "loaded_above_approved",
    "low_above_high",
    "removed_above_loaded",
    "seal_broken_and_intact",
    "stages_out_of_order",
    "time_unreadable",
    "two_decisions",
    "two_ends",
    "two_outcomes",
]


class Lapse(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How long something took, as far as the times tell: whole calendar days between, and hours.

    ``low_hours`` and ``high_hours`` are equal where both ends are instants and nobody differs; a plain day may be any hour of it,
    and rival times widen both. ``is_open``: it still runs on the day that was asked for, whose end is then the last moment.
    """

    low_days: int
    high_days: int
    low_hours: float
    high_hours: float
    is_open: bool = False


class When(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A time as told (a day, or an instant) and who says so."""

    at: str
    says: Words


class Alleged(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One who is said to have attacked, looted or held it, to hold a checkpoint, to have demanded or removed something.

    ``says``: who names this one, and nobody else; empty where it is only denied. ``denies``: who says that it was not this one,
    which leaves open whether it happened.
    """

    who: str
    says: Words
    denies: Words = ()


class State(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One of the states in which somebody says that a movement is; ``says`` that it is, ``denies`` that it is.

    ``since``: the earliest time told for it; None: no time is told. ``is_end``: nothing comes after it but a new beginning.
    ``alleged``: who attacked, looted or held, each with who alleges it. ``computed``: nobody says so, it follows from times told
    (a reply that was due and did not come); ``says`` are then the words from which it follows. ``lasting``: until the day asked
    for; None: no time is told, it is no matter of time (an attack), or an end is told that is not surely before it.
    """

    of: StateOf
    code: Stage | Permission | OutcomeClass
    says: Words
    denies: Words = ()
    since: str | None = None
    place: str | None = None
    alleged: tuple[Alleged, ...] = ()
    is_end: bool = False
    computed: bool = False
    lasting: Lapse | None = None


class Holder(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """For whom a movement waits now: ``who`` (an actor or words; None: nobody tells), with what, since when, by whose words.

    ``reply``: the answer to a permission step (``step``, ``name``); ``checkpoint``: at one, by who holds it
    as said; ``held``: by whoever is said to hold it; ``departure``: nothing more is asked for, and nobody says that it left.
    ``says``: who says just this, with this ``who``; ``denies``: who says that it is not so, or not this one. ``contested``: there
    are such, or rivals in other lines.
    """

    waits: Waits
    who: str | None
    says: Words
    since: str | None = None
    step: StepKind | None = None
    name: str | None = None
    place: str | None = None
    lasting: Lapse | None = None
    overdue: Lapse | None = None
    contested: bool = False
    denies: Words = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One answer to a permission step, as told: when (every time told), who says so, who denies it.

    ``decision``: None where somebody tells that it was answered, and not how.
    """

    decision: Decision | None
    decided: tuple[When, ...]
    says: Words
    denies: Words = ()
    areas_granted: tuple[str, ...] = ()
    areas_refused: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One permission step: whose, asked, due and answered when, each as told by whom. Several ``answers``: rivals, or changes.

    ``waited``: from asking to the answer; while none is told, until the day asked for. ``overdue``: how long a reply was or is
    late, None where it came in time or nothing is due. ``is_open``: asked, or awaited, and no answer is told but ``no_reply``.
    """

    step: StepKind
    name: str | None
    issuer: str | None
    says: Words
    asked: tuple[When, ...] = ()
    due: tuple[When, ...] = ()
    answers: tuple[Answer, ...] = ()
    documents: tuple[str, ...] = ()
    waited: Lapse | None = None
    overdue: Lapse | None = None
    is_open: bool = False
    denies: Words = ()


class LogLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of the stage log: what, where, when it was planned, when it came, until when; in the order of time.

    ``code`` is the stage, the kind of a step, the outcome class, or ``departed``/``arrived`` of a leg; ``name`` the step's
    own, or the leg's number; ``who`` the issuer; ``alleged`` who did it, or holds the checkpoint, each with who says so. An
    ``answered`` line has ``due`` as its planned time, and no actual one while no answer is told. ``undated``: who tells it
    without a time; ``planned_undated``: who tells the plan so. ``denies``: who says that it did not come; ``denies_plan``: that
    it was planned. ``slip``: from the planned time to the actual one (below zero: earlier). ``lasting``: how long it stayed so.
    """

    of: LineOf
    code: str
    name: str | None = None
    who: str | None = None
    place: str | None = None
    decision: Decision | None = None
    planned: tuple[When, ...] = ()
    actual: tuple[When, ...] = ()
    until: tuple[When, ...] = ()
    undated: Words = ()
    denies: Words = ()
    planned_undated: Words = ()
    denies_plan: Words = ()
    alleged: tuple[Alleged, ...] = ()
    slip: Lapse | None = None
    lasting: Lapse | None = None
    incidents: tuple[str, ...] = ()


class Amount(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One figure as somebody gives it; ``low`` and ``high`` as in ``Count``; the same figure by several speakers stands once."""

    low: int | None
    high: int | None
    bound: Bound
    says: Words
    of_total: int | None = None
    place: str | None = None
    denies: Words = ()


class PhaseAmounts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The figures of one phase side by side; never added, whoever gives them."""

    phase: Phase
    amounts: tuple[Amount, ...]


class QuantityLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One kind of cargo, people or vehicles through its phases (as far as told, in the order of the way)."""

    item: str
    unit: str
    phases: tuple[PhaseAmounts, ...]
    consignment: str | None = None
    sectors: tuple[str, ...] = ()
    is_medical: bool = False
    removed_by: tuple[Alleged, ...] = ()
    reasons: tuple[str, ...] = ()


class Stop(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One stop at a checkpoint: reached and left as told; ``held`` is how long it stayed there.

    It is open while nobody tells that it left, and None where it is only told to be behind it. ``controllers``: who holds the
    checkpoint, each with who says so.
    """

    place: str
    says: Words
    controllers: tuple[Alleged, ...] = ()
    arrived: tuple[When, ...] = ()
    left: tuple[When, ...] = ()
    held: Lapse | None = None
    seals_checked: Words = ()
    denies: Words = ()


class Seals(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is told of a vehicle's seal: the seals named, seen intact, seen broken, and seen without saying which."""

    vehicle: str
    seals: tuple[str, ...]
    intact: Words = ()
    broken: Words = ()
    untold: Words = ()
    denies: Words = ()


class LegLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One part of the way: from where to where, as planned and as it went."""

    number: int
    says: Words
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    planned_departure: tuple[When, ...] = ()
    departed: tuple[When, ...] = ()
    planned_arrival: tuple[When, ...] = ()
    arrived: tuple[When, ...] = ()
    late: Lapse | None = None
    denies: Words = ()


class NotAlong(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who may not come along, and who says so; who demanded it, each with who says that; why, as told."""

    who: str
    demanded_by: tuple[Alleged, ...]
    reasons: tuple[str, ...]
    says: Words
    denies: Words = ()


class Classed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An outcome class and who classes it so. ``latest`` are those whose last word it is."""

    outcome: OutcomeClass
    says: Words
    latest: Words
    denies: Words = ()


class Identity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a movement is, as told; every answer that somebody gives. Empty: nobody tells."""

    kinds: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    crosses_lines: tuple[bool, ...] = ()


class Contradiction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What cannot be so, or not both: in a sentence of ours, with the words that say it. No error: everything stays.

    ``words`` say the ``first`` of the two values compared, ``against`` the ``second``; empty where the same words say both. Each
    word names its source and, from a table, its row.
    """

    code: ContradictionCode
    says: str
    words: Words
    against: Words = ()
    first: str = ""
    second: str = ""


class Area(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One area of a plan: who says that it was asked for, granted, refused."""

    area: str
    asked: Words = ()
    granted: Words = ()
    refused: Words = ()


class Share(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """So many ``of`` so many: at least ``low``, at most ``high`` (they differ where accounts do); ``rule``: how it is counted."""

    code: str
    low: int
    high: int
    of: int
    rule: str

    @property
    def low_percent(self) -> float | None:
        """The least share in percent; None of nothing."""
        return 100 * self.low / self.of if self.of else None

    @property
    def high_percent(self) -> float | None:
        """The greatest share in percent; None of nothing."""
        return 100 * self.high / self.of if self.of else None


class Sum(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A total over movements: at least ``low``; ``high`` is None where some figure has no upper end.

    ``movements``: how many gave one. ``unknown``: how many movements name the phase without a figure.
    """

    code: str
    unit: str
    low: int
    high: int | None
    movements: int
    rule: str
    unknown: int = 0


class Middle(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A median over ``of`` movements or stops: the median of the least and of the greatest values; None where there are none."""

    code: str
    unit: Literal["days", "hours", "steps", "working_days"]
    low: float | None
    high: float | None
    of: int
    rule: str


class CargoSums(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Cargo of one unit through its phases, all of it and the medical part; ``medical_share``: of what was removed, and so on."""

    unit: str
    phases: tuple[Sum, ...]
    medical: tuple[Sum, ...]
    medical_removed: Share | None = None


class Access(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The access table of a period or plan: denominators are the requests. Every number carries its counting rule."""

    since: str | None
    until: str | None
    plan: str | None
    requests: Share
    answered: Share
    decisions: tuple[Share, ...]
    outcomes: tuple[Share, ...]
    courses: tuple[Share, ...]
    attacked: Share
    people: tuple[Sum, ...]
    cargo: tuple[CargoSums, ...]
    departing: Middle
    steps: Middle
    held: Middle
    areas: tuple[Share, ...] = ()
    undated: int = 0
