"""Alleged violations: one incident, one clause, one alleged party; three axes, each per authority, for ever apart if they differ.

*Occurrence*: did it happen. *Attribution*: who did it. *Finding*: was it a violation of this clause. (docs/formats/violations.md)
None of these values can hold itself, so the collector of cycles need not look at them (``gc=False``): there are many.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Occurrence = Literal["alleged", "corroborated", "verified", "refuted", "unverifiable"]
AttributionState = Literal["unattributed", "alleged", "contested", "accepted", "determined"]
FindingState = Literal[
    "alleged", "under_review", "confirmed", "rejected", "inconclusive", "unverifiable", "out_of_scope", "justified"
]
Axis = Literal["occurrence", "attribution", "finding"]
StepKind = Literal["received", "info_requested", "response", "visit", "finding", "party_notified", "corrective_action", "closed"]
Grading = Literal["confirmed", "fair", "weak", "contested", "discounted"]
"""Airwars' words; the rule stands beside each wherever it is shown."""
Answer = Literal["accepts", "denies", "explains", "justifies", "refuses_to_answer", "no_answer"]


class Position(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where one authority stands on one axis, since when, on which claims or entered steps, and by which rule.

    ``history`` are its own earlier positions that this one replaced, oldest first; each of them has no history itself.
    """

    value: str
    since: str | None
    claims: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    rule: str = ""
    history: tuple[Position, ...] = ()


class ViolationStep(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A dated step of the procedure, as a person entered it. ``violation`` is ``INCIDENT/CLAUSE/PARTY`` of ``agreement``.

    ``PARTY`` is ``-`` where nobody is alleged; an empty ``agreement`` is the one that is asked about. ``authority`` is an actor
    whose step it is. ``on`` a day or instant; ``due`` for information asked, ``of`` whom it was asked; ``answers`` the step that
    it answers. For a finding: ``axis`` and ``value``. ``claim`` is the claim it stands on, if any. ``threat_to_truce`` is from 1
    (none) to 5, as that authority assessed it.
    """

    id: str
    violation: str
    kind: StepKind
    authority: str
    on: str
    due: str | None = None
    of: str | None = None
    answers: str | None = None
    answer: Answer | None = None
    axis: Axis | None = None
    value: str | None = None
    claim: str | None = None
    threat_to_truce: int | None = None
    agreement: str = ""


class Overdue(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A step that should have been taken: what, by whom, since when it is due, under which procedure (None: as asked)."""

    step: str
    by: str
    due: str
    procedure: str | None
    why: str


class Graded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A grading word with the rule that gives it, in a sentence."""

    word: Grading
    rule: str


class Invocation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``by`` (an authority) says that an exception applies: which of the clause's (None: an exclusion of the whole text), how."""

    exception: str | None
    kind: str
    by: str
    claims: tuple[str, ...]
    rule: str


class Violation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One alleged violation. ``party`` None: nobody whom the clause binds is alleged. ``on`` is the incident's first day.

    ``alleged`` are the actors as they were named, those of the party or, where ``party`` is None, those whom the clause does not
    bind. ``occurrence``, ``attribution`` and ``finding`` by authority (an actor id); ``occurrence`` has ``arithmetic`` too: what
    the number of independent origins gives. ``exceptions`` are those of the clause that somebody invokes, ``invoked`` who does.
    ``responsibility``: who holds whom responsible, apart from who is said to have done it. ``duty``: None, or that even the
    clause's existence is contested, or what its phase waits for. ``threat_to_truce`` by authority, 1 to 5, as each last assessed.
    """

    id: str
    incident: str
    clause: str
    party: str | None
    on: str | None
    occurrence: dict[str, Position]
    attribution: dict[str, Position]
    finding: dict[str, Position]
    responsibility: tuple[Responsibility, ...] = ()
    exceptions: tuple[str, ...] = ()
    steps: tuple[ViolationStep, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    grading: Graded | None = None
    why: str = ""
    duty: str | None = None
    alleged: tuple[str, ...] = ()
    invoked: tuple[Invocation, ...] = ()
    threat_to_truce: dict[str, int] = {}


class Responsibility(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """``by`` holds ``of`` responsible, in ``claim`` (for not preventing it, as guarantor); never the same as having done it."""

    by: str
    of: str
    claim: str
    denied: bool = False
