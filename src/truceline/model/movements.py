"""Aid movements, as somebody asserts them: permission steps, cargo, checkpoints, stages, outcome (docs/formats/movements.md).

No fact here is true by itself: each stands in an ``Assertion`` with who says it. Days are ``YYYY-MM-DD``, instants RFC 3339 with
zone; either may stand wherever a time stands. Places are ids of the pack, or words where the pack has none. An exact position is
never among these values.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from truceline.model.counts import Bound

MovementKind = Literal["convoy", "evacuation", "medevac", "airdrop", "airlift", "withdrawal", "other"]
StepKind = Literal[
    "plan_approval",
    "facilitation_letter",
    "governor",
    "security_committee",
    "route_party",
    "checkpoint",
    "security_go",
    "other",
]
Decision = Literal["granted", "partial", "refused", "no_reply", "withdrawn"]
"""``no_reply`` is said by somebody; that a reply is overdue is computed from ``due``."""
Stage = Literal[
    "planned",
    "requested",
    "letters_issued",
    "security_go",
    "loading",
    "inspected",
    "sealed",
    "departed",
    "at_checkpoint",
    "en_route",
    "arrived",
    "unloading",
    "delivered",
    "partially_delivered",
    "returning",
    "closed",
    "held",
    "turned_back",
    "rerouted",
    "looted",
    "attacked",
    "aborted",
    "suspended",
    "postponed",
    "withdrawn",
]
OutcomeClass = Literal["facilitated", "partial", "impeded", "denied", "cancelled", "no_reply", "attacked"]
"""Source: the outcome classes of humanitarian access snapshots, with no reply and attack beside them."""
Phase = Literal["requested", "approved", "loaded", "removed", "delivered", "destroyed", "damaged", "planned", "sent"]
"""``sent``: vehicles or people that are in the movement itself ("a convoy of 31 trucks")."""


class MovementNamed(msgspec.Struct, frozen=True, kw_only=True, tag="movement"):
    """What a movement is. ``kind``: None, not told. ``plan``: it belongs to (id of a subject, or words). ``lead``: who leads it.

    ``of_incident``: the incident that this movement is known by, where a person tied them. ``crosses_lines``: None, not told.
    """

    kind: MovementKind | None = "convoy"
    plan: str | None = None
    lead: str | None = None
    origin: str | None = None
    destinations: tuple[str, ...] = ()
    crosses_lines: bool | None = None
    parties: tuple[str, ...] = ()
    of_incident: str | None = None


class PlanNamed(msgspec.Struct, frozen=True, kw_only=True, tag="plan"):
    """A plan: the days it is for and the areas (places or words) that it asks for."""

    start: str | None = None
    end: str | None = None
    areas: tuple[str, ...] = ()


class Permit(msgspec.Struct, frozen=True, kw_only=True, tag="permit"):
    """One permission step: whose, asked when, due when, decided when and how. None: not told.

    ``areas_granted`` and ``areas_refused``: of a plan, or of a movement to several places. ``document``: number of the paper.
    ``name`` tells several steps of a kind apart ("checkpoint north").
    """

    step: StepKind
    issuer: str | None = None
    name: str | None = None
    requested: str | None = None
    due: str | None = None
    decided: str | None = None
    decision: Decision | None = None
    areas_granted: tuple[str, ...] = ()
    areas_refused: tuple[str, ...] = ()
    document: str | None = None


class Excluded(msgspec.Struct, frozen=True, kw_only=True, tag="excluded"):
    """Somebody may not come along: ``who`` (an actor or words), and who demanded it (None: not told)."""

    who: str
    demanded_by: str | None = None
    reason: str | None = None


class Delayed(msgspec.Struct, frozen=True, kw_only=True, tag="delayed"):
    """It was delayed: so many hours at least and at most, over what, by whom. "several days" has a low and no high."""

    low_hours: int | None = None
    high_hours: int | None = None
    over: str | None = None
    by: str | None = None
    at: str | None = None


class Quantity(msgspec.Struct, frozen=True, kw_only=True, tag="quantity"):
    """So much of something was requested, approved, loaded, removed, delivered, destroyed: each a figure of its own.

    ``low``/``high`` as in ``Count``; ``unit`` a plural noun (people, trucks, t, kits). ``consignment`` tells lists apart.
    ``of_total``: the 31 of "18 out of 31". ``removed_by`` and ``reason`` belong to ``removed``.
    """

    phase: Phase
    item: str
    unit: str
    low: int | None
    high: int | None
    bound: Bound = "exact"
    of_total: int | None = None
    sector: str | None = None
    is_medical: bool = False
    consignment: str | None = None
    removed_by: str | None = None
    reason: str | None = None
    place: str | None = None
    at: str | None = None


class Sealed(msgspec.Struct, frozen=True, kw_only=True, tag="seal"):
    """The seal of a vehicle, as somebody saw it. ``intact``: None, not told."""

    vehicle: str
    seal: str | None = None
    intact: bool | None = None
    at: str | None = None
    place: str | None = None


class Leg(msgspec.Struct, frozen=True, kw_only=True, tag="leg"):
    """One part of the way, as planned and as it went. ``number`` from 1."""

    number: int
    origin: str | None = None
    destination: str | None = None
    planned_departure: str | None = None
    planned_arrival: str | None = None
    departed: str | None = None
    arrived: str | None = None


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True, tag="checkpoint"):
    """A checkpoint: who holds it is said here and nowhere else; reached and left when."""

    place: str
    controller: str | None = None
    arrived: str | None = None
    left: str | None = None
    seals_checked: bool | None = None


class Reached(msgspec.Struct, frozen=True, kw_only=True, tag="stage"):
    """It came to a stage, or ``planned`` to: from when, until when, where; by whom (who attacked, held, looted: as alleged).

    ``incident``: the incident of an attack or looting, where it is known.
    """

    stage: Stage
    at: str | None = None
    until: str | None = None
    place: str | None = None
    by: str | None = None
    incident: str | None = None
    planned: bool = False


class Outcome(msgspec.Struct, frozen=True, kw_only=True, tag="outcome"):
    """How somebody classes what became of it."""

    outcome: OutcomeClass
    at: str | None = None


class Obstruction(msgspec.Struct, frozen=True, kw_only=True, tag="obstruction"):
    """Somebody said it would, or demanded to, block or attack aid: no act yet. ``by``: the one who would."""

    by: str | None
    act: Literal["block", "attack", "search", "divert", "other"] = "block"
    condition: str | None = None


MovementFact: TypeAlias = (
    MovementNamed
    | PlanNamed
    | Permit
    | Excluded
    | Delayed
    | Quantity
    | Sealed
    | Leg
    | Checkpoint
    | Reached
    | Outcome
    | Obstruction
)
