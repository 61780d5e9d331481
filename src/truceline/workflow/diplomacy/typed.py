"""What a person types, made into the facts of the model: actors and places by the pack, all that is wrong told at once.

An actor or a place that the pack does not have stays in words. Words of a closed list are given in its own words; ``-`` may stand
for ``_`` in them.
"""

from __future__ import annotations

from typing import TypeAlias, get_args

import msgspec

from truceline.errors import UsageError
from truceline.model.counts import Bound
from truceline.model.diplomacy import (
    BodyNamed,
    Channel,
    ChannelAct,
    Contact,
    ContactKind,
    DiplomacyFact,
    Position,
    ProposalKind,
    Proposed,
    Stand,
    TermsWithheld,
    Threat,
    ThreatKind,
)
from truceline.workflow.diplomacy.naming import Reading


class ProposalTyped(msgspec.Struct, frozen=True, kw_only=True):
    """Terms of a proposal as typed; ``lasts`` an ISO 8601 duration, such as P3D or PT48H."""

    kind: str
    words: str
    proposer: str | None = None
    on_whom: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    lasts: str | None = None
    at: str | None = None
    disclosed: bool = True


class PositionTyped(msgspec.Struct, frozen=True, kw_only=True):
    """Where an office stands, as typed."""

    kind: str
    office: str
    stand: str
    words: str
    person: str | None = None
    proposer: str | None = None
    condition: str | None = None
    reason: str | None = None
    on_whom: tuple[str, ...] = ()
    at: str | None = None


class ContactTyped(msgspec.Struct, frozen=True, kw_only=True):
    """A call or meeting as typed; ``minutes`` and ``attended`` are a number, or ``LOW..HIGH`` with either side left out."""

    kind: str
    participants: tuple[str, ...] = ()
    body: str | None = None
    chairs: tuple[str, ...] = ()
    at: str | None = None
    until: str | None = None
    place: str | None = None
    minutes: str | None = None
    attended: str | None = None
    unit: str | None = None
    nth: int | None = None
    within: str | None = None
    bound: str | None = None
    about: str | None = None
    planned: bool = False


class ChannelTyped(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a channel, as typed."""

    act: str
    between: tuple[str, ...]
    what: str
    whose: str | None = None
    at: str | None = None


class ThreatTyped(msgspec.Struct, frozen=True, kw_only=True):
    """A threat, warning or ultimatum as typed."""

    kind: str
    whose: str
    words: str
    against: str | None = None
    condition: str | None = None
    deadline: str | None = None
    at: str | None = None


class BodyTyped(msgspec.Struct, frozen=True, kw_only=True):
    """A body as typed; ``size`` is a number, or ``LOW..HIGH``."""

    body: str
    members: tuple[str, ...] = ()
    chairs: tuple[str, ...] = ()
    size: str | None = None
    at: str | None = None


class WithheldTyped(msgspec.Struct, frozen=True, kw_only=True):
    """Terms kept from the public, as typed."""

    of: str
    whose: str | None = None
    at: str | None = None


Typed: TypeAlias = ProposalTyped | PositionTyped | ContactTyped | ChannelTyped | ThreatTyped | BodyTyped | WithheldTyped


def fact_of(typed: Typed, reading: Reading) -> DiplomacyFact:
    """Return the fact that was typed.

    Raises:
        UsageError: something of it is none of what is expected; all of it is told.
    """
    fact = _fact(typed, reading)
    if reading.faults:
        message = "\n".join(["nothing was entered:", *(f"  {fault}" for fault in reading.faults)])
        raise UsageError(message)
    return fact


def _fact(typed: Typed, reading: Reading) -> DiplomacyFact:  # noqa: PLR0911 - one a sort
    match typed:
        case ProposalTyped():
            return _proposed(typed, reading)
        case PositionTyped():
            return _position(typed, reading)
        case ContactTyped():
            return _contact(typed, reading)
        case ChannelTyped():
            return _channel(typed, reading)
        case ThreatTyped():
            return _threat(typed, reading)
        case BodyTyped():
            return _body(typed, reading)
        case WithheldTyped():
            at = reading.time("--at", typed.at)
            return TermsWithheld(of=typed.of, by=reading.actor(typed.whose, at), at=at)


def _proposed(typed: ProposalTyped, reading: Reading) -> Proposed:
    at = reading.time("--at", typed.at)
    return Proposed(
        kind=reading.word("--kind", typed.kind, get_args(ProposalKind)),
        words=reading.needed("WORDS", typed.words),
        proposer=reading.actor(typed.proposer, at),
        on_whom=reading.actors(typed.on_whom, at),
        where=tuple(filter(None, map(reading.place, typed.where))),
        lasts=reading.lasts("--lasts", typed.lasts),
        at=at,
        disclosed=typed.disclosed,
    )


def _position(typed: PositionTyped, reading: Reading) -> Position:
    at = reading.time("--at", typed.at)
    return Position(
        kind=reading.word("--kind", typed.kind, get_args(ProposalKind)),
        office=reading.actor(reading.needed("OFFICE", typed.office), at) or "",
        stand=reading.word("STAND", typed.stand, get_args(Stand)),
        words=typed.words,
        person=reading.actor(typed.person, at),
        proposer=reading.actor(typed.proposer, at),
        condition=typed.condition,
        reason=typed.reason,
        on_whom=reading.actors(typed.on_whom, at),
        at=at,
    )


def _contact(typed: ContactTyped, reading: Reading) -> Contact:
    at = reading.time("--at", typed.at)
    minutes, attended = reading.numbers("--minutes", typed.minutes), reading.numbers("--attended", typed.attended)
    bound = reading.word("--bound", typed.bound, get_args(Bound)) if typed.bound else None
    if typed.nth is not None and typed.nth < 1:
        reading.faults.append(f"--nth {typed.nth}; expected 1 or more")
    return Contact(
        kind=reading.word("--kind", typed.kind, get_args(ContactKind)),
        participants=reading.actors(typed.participants, at),
        body=reading.actor(typed.body, at),
        chairs=reading.actors(typed.chairs, at),
        at=at,
        until=reading.time("--until", typed.until),
        place=reading.place(typed.place),
        minutes_low=minutes[0],
        minutes_high=minutes[1],
        attended_low=attended[0],
        attended_high=attended[1],
        attended_unit=typed.unit,
        nth=typed.nth,
        within=reading.lasts("--within", typed.within),
        nth_bound=bound,
        about=typed.about,
        planned=typed.planned,
    )


def _channel(typed: ChannelTyped, reading: Reading) -> Channel:
    at = reading.time("--at", typed.at)
    between = reading.actors(typed.between, at)
    if len(between) < 2:
        reading.faults.append("--between names fewer than two; expected it once for each end of the channel")
    return Channel(
        between=between,
        what=reading.needed("--what", typed.what),
        act=reading.word("ACT", typed.act, get_args(ChannelAct)),
        by=reading.actor(typed.whose, at),
        at=at,
    )


def _threat(typed: ThreatTyped, reading: Reading) -> Threat:
    at = reading.time("--at", typed.at)
    return Threat(
        kind=reading.word("KIND", typed.kind, get_args(ThreatKind)),
        by=reading.actor(reading.needed("--whose", typed.whose), at) or "",
        against=reading.actor(typed.against, at),
        words=reading.needed("WORDS", typed.words),
        condition=typed.condition,
        deadline=reading.time("--deadline", typed.deadline),
        at=at,
    )


def _body(typed: BodyTyped, reading: Reading) -> BodyNamed:
    at = reading.time("--at", typed.at)
    low, high = reading.numbers("--size", typed.size)
    return BodyNamed(
        body=reading.actor(reading.needed("BODY", typed.body), at) or "",
        members=reading.actors(typed.members, at),
        chairs=reading.actors(typed.chairs, at),
        members_low=low,
        members_high=high,
        at=at,
    )
