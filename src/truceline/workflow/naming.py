"""Entering what a person heard somebody say of an actor: coverage by a truce, affiliation. Names resolve exactly, or stay."""

from __future__ import annotations

from typing import cast, get_args

import msgspec

from truceline.actors import lookalikes_of, registry_of
from truceline.actors.lookalikes import oddities
from truceline.errors import UsageError
from truceline.ledger import Record
from truceline.model import Actor
from truceline.model.assertions import Telling
from truceline.model.claims import Stance
from truceline.model.coverage import Affiliated, CoverageFact, CoverageState, Covered, Relation
from truceline.workflow.people import now
from truceline.workflow.telling import open_subject, tell


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What a person typed: of whom, who says it, and either a state of coverage or a relation to another."""

    name: str
    says: str
    coverage: str | None = None
    relation: str | None = None
    other: str | None = None
    words: str | None = None
    agreement: str | None = None
    since: str | None = None
    until: str | None = None
    stance: str = "assert"
    via: tuple[str, ...] = ()
    said_on: str | None = None
    published_at: str | None = None
    claim: str | None = None
    note: str | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What was entered: the telling's id, whether it is new, and of which subject; ``remarks`` on names that nobody bears."""

    id: str
    new: bool
    subject: str
    remarks: tuple[str, ...] = ()


def enter(record: Record, given: Given, *, by: str, co: str) -> Told:
    """Enter it, under seal. A name that the pack does not have stays the words that were typed, with a remark.

    Raises:
        UsageError: neither or both of coverage and relation are given, or a word is none of those that are known.
        NotFoundError: there is no such claim.
    """
    names = _Names(record, given.said_on or given.published_at or now().date().isoformat())
    fact = _fact(given, names)
    telling = Telling(
        by=names.who(given.says),
        facts=(fact,),
        via=tuple(names.who(each) for each in given.via),
        stance=cast("Stance", _word("stance", given.stance, get_args(Stance))),
        said_on=given.said_on,
        note=given.note,
    )
    with record.log.writing():
        subject = open_subject(record, "actor", fact.actor, reference=fact.actor, by=by, co=co)
        made = tell(record, subject.id, telling, by=by, published_at=given.published_at, co=co, claim=given.claim)
    return Told(id=made.id, new=made.new, subject=subject.id, remarks=tuple(names.remarks))


def _fact(given: Given, names: _Names) -> CoverageFact:
    if (given.coverage is None) == (given.relation is None):
        message = "expected either --coverage STATE or --relation WORD with --other NAME and --words TEXT; nothing was written"
        raise UsageError(message)
    if given.since and given.until and given.since > given.until:
        message = f"from {given.since} to {given.until} runs backwards; expected since before until; nothing was written"
        raise UsageError(message)
    actor = names.who(given.name)
    if given.coverage is not None:
        state = cast("CoverageState", _word("coverage", given.coverage, get_args(CoverageState)))
        return Covered(actor=actor, state=state, agreement=given.agreement, since=given.since, until=given.until)
    if not given.other or not given.words:
        message = "an affiliation is only kept as quoted: expected --other NAME and --words TEXT; nothing was written"
        raise UsageError(message)
    relation = cast("Relation", _word("relation", given.relation or "", get_args(Relation)))
    return Affiliated(
        actor=actor, other=names.who(given.other), relation=relation, words=given.words, since=given.since, until=given.until
    )


def _word(what: str, value: str, known: tuple[str, ...]) -> str:
    """Return a word that is known.

    Raises:
        UsageError: it is none of them.
    """
    if value not in known:
        message = f'--{what} "{value}"; expected one of {", ".join(known)}; nothing was written'
        raise UsageError(message)
    return value


class _Names:
    """The names of a record's pack on a day. Whoever is not among them keeps the words, and a remark says what they look like."""

    def __init__(self, record: Record, on: str) -> None:
        pack = record.pack()
        actors: tuple[Actor, ...] = pack.actors if pack else ()
        self._registry = registry_of(actors)
        self._looks = lookalikes_of(actors)
        self._on = on
        self.remarks: list[str] = []

    def who(self, name: str) -> str:
        """Return the id of who bears this name on the day, else the words as they were typed."""
        found = name if name in self._registry else self._registry.resolve(name, self._on)
        if found is not None:
            return found
        alike = [f"{each.name!r} of {each.actor} (differs by: {each.differs})" for each in self._looks.of(name, self._on)]
        looks = f"; looks like {'; '.join(alike)}" if alike else ""
        self.remarks.append(f"{name!r} is nobody of this theatre on {self._on}{looks}; kept as the words")
        self.remarks += [f"{name!r}: {odd}" for odd in oddities(name)]
        return name
