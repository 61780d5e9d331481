"""Entering one thing that somebody says of a proposal, a contact, a channel or a body that people opened."""

from __future__ import annotations

from typing import cast, get_args

import msgspec

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import OPEN_COMPARTMENT, Record
from truceline.ledger.tellings import kind_of, subjects
from truceline.model.assertions import SubjectOf, Telling
from truceline.model.claims import Stance
from truceline.model.diplomacy import BodyNamed, Channel, Contact, DiplomacyFact, Position, Proposed, TermsWithheld, Threat
from truceline.workflow.diplomacy.naming import Reading
from truceline.workflow.diplomacy.typed import Typed, fact_of
from truceline.workflow.opening import theatre_of
from truceline.workflow.telling import tell

SORTS: dict[SubjectOf, tuple[type[DiplomacyFact], ...]] = {
    "proposal": (Proposed, Position, TermsWithheld, Threat),
    "contact": (Contact, Threat, TermsWithheld),
    "channel": (Channel,),
    "body": (BodyNamed,),
}
"""What can be told of each kind of subject."""


class Says(msgspec.Struct, frozen=True, kw_only=True):
    """Who says it: an actor or words; through whom (outermost first), on which day, how, and published when.

    ``claim``: the claim of a report that this stands on; what was read from that claim of the same is then meant by it.
    """

    by: str
    via: tuple[str, ...] = ()
    stance: str = "assert"
    unnamed: bool = False
    said_on: str | None = None
    published_at: str | None = None
    note: str | None = None
    claim: str | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A telling as it stands: its id, of which subject, and whether it is new."""

    id: str
    subject: str
    new: bool


def enter(  # noqa: PLR0913 - what is said of what, by whom, entered by whom, under whose key
    record: Record, subject: str, typed: Typed, says: Says, *, by: str, co: str = OPEN_COMPARTMENT
) -> Done:
    """Enter one fact that somebody says of a subject; the same said twice is one.

    Raises:
        NotFoundError: there is no such subject, or no such claim.
        UsageError: it cannot be told of a subject of this kind, or something of it does not fit; all of that is told.
    """
    name = subject_named(record, subject)
    reading = Reading(theatre_of(record))
    fact = fact_of(typed, reading)
    refuse_sort(name, fact)
    if says.stance not in get_args(Stance):
        message = f'--stance "{says.stance}"; expected one of {", ".join(get_args(Stance))}'
        raise UsageError(message)
    telling = Telling(
        by=reading.actor(says.by, says.said_on) or "",
        facts=(fact,),
        via=tuple(each for name in says.via if (each := reading.actor(name))),
        stance=cast("Stance", says.stance),
        unnamed=says.unnamed,
        said_on=says.said_on,
        note=says.note,
    )
    entered = tell(record, name, telling, by=by, published_at=says.published_at, claim=says.claim, co=co)
    return Done(id=entered.id, subject=name, new=entered.new)


def refuse_sort(subject: str, fact: DiplomacyFact) -> None:
    """Refuse a fact that is none of a subject's kind.

    Raises:
        UsageError: it is none.
    """
    of = kind_of(subject)
    if of is not None and isinstance(fact, SORTS.get(of, ())):
        return
    fitting = " or ".join(kind for kind, sorts in SORTS.items() if isinstance(fact, sorts))
    message = f"this cannot be told of {subject}, which is a {of}; expected a {fitting}; nothing was entered"
    raise UsageError(message)


def subject_named(record: Record, wanted: str) -> str:
    """Return the id of a subject by its id, its reference or its name.

    Raises:
        NotFoundError: there is none.
        UsageError: several are called so.
    """
    there = [each for each in subjects(record) if each.of in SORTS]
    for part in ("id", "reference", "name"):
        found = [each.id for each in there if getattr(each, part) == wanted]
        if len(found) > 1:
            message = f"{len(found)} are called so: {', '.join(found)}; expected the id of one of them"
            raise UsageError(message)
        if found:
            return found[0]
    message = (
        "no diplomatic proposal, contact, channel or body of this id, reference or name in the record; open one first, such as "
        "`truceline proposal open NAME`; nothing was entered"
    )
    raise NotFoundError(message)
