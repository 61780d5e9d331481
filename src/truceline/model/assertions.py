"""Assertions: somebody says something of a movement, a site, a proposal; read from a claim, or typed in by a person.

What a person types in or imports is a *telling*: who says it, when, through whom, and the facts, kept in the record under seal.
The parts that judge see both kinds as assertions and hold rivals side by side.
"""

from __future__ import annotations

from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec

from truceline.model.claims import Stance, Standing
from truceline.model.coverage import CoverageFact
from truceline.model.deliveries import DeliveryFact
from truceline.model.diplomacy import DiplomacyFact
from truceline.model.movements import MovementFact
from truceline.model.sites import SiteFact

SubjectOf = Literal["plan", "movement", "site", "proposal", "contact", "channel", "body", "delivery", "actor"]
SUBJECT_LETTERS: dict[SubjectOf, str] = {
    "plan": "pl",
    "movement": "mv",
    "site": "st",
    "proposal": "pr",
    "contact": "ct",
    "channel": "ch",
    "body": "bd",
    "delivery": "dl",
    "actor": "ac",
}
"""With what the ids of each kind of subject begin; the number follows."""
Fact: TypeAlias = MovementFact | SiteFact | DiplomacyFact | DeliveryFact | CoverageFact
F = TypeVar("F")
F_co = TypeVar("F_co", covariant=True)
"""An assertion of a permit is an assertion of a movement fact: nothing can be put into one."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where an assertion stands: ``id`` of a claim (``c_...``) or telling (``tl4``); the days as in ``Heard``.

    ``row``: where in an imported table, in words. ``report``: None for a telling. ``recorded`` orders tellings of one day.
    ``claim``: of a telling, the claim on which the person who entered it stands; what was read from that is meant by it.
    """

    id: str
    known_on: str
    said_on: str
    standing: Standing = "entered"
    report: str | None = None
    row: str | None = None
    recorded: int = 0
    claim: str | None = None


class Assertion(msgspec.Struct, Generic[F_co], frozen=True, kw_only=True):
    """Somebody says ``fact`` of ``subject``. ``by``: an actor id, or the name as written; empty: the report itself says it.

    ``subject``: the id of what it is about; empty where the words do not tell and nobody decided. ``stance`` as of claims: a
    ``deny`` says that it was not so and never counts as the fact. ``via``: through whom, outermost first. ``rule``: of the
    reader; ``told`` where a person typed it in.
    """

    subject: str
    fact: F_co
    by: str
    source: Source
    name: str = ""
    via: tuple[str, ...] = ()
    stance: Stance = "assert"
    unnamed: bool = False
    rule: str = "told"


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept under seal: who says it (actor id, or words), how, when it was said (a day), and the facts."""

    by: str
    facts: tuple[Fact, ...]
    via: tuple[str, ...] = ()
    stance: Stance = "assert"
    unnamed: bool = False
    said_on: str | None = None
    note: str | None = None


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What tellings are about: its id (``mv3``), what it is, its name, and the reference that its office uses for it.

    ``unread``: something is told of it that cannot be read here, since the key is elsewhere or it was ordered to go.
    """

    id: str
    of: SubjectOf
    name: str
    reference: str | None = None
    known_on: str = ""
    unread: bool = False
