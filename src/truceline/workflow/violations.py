"""What people enter about alleged violations: the dated steps of a procedure, and an assessor's grading of a claim.

Everything that is wrong with a step is said at once, each with what there is instead, and nothing is written then. The same step
given again is the same step. Whoever enters another about what somebody took a step about since they looked is told, once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import cast, get_args

import msgspec

from truceline import linker
from truceline.actors import registry_of
from truceline.agreement.parties import Parties
from truceline.agreement.violations import NOBODY, authorities
from truceline.agreement.violations.testimony import Witnesses
from truceline.errors import Meanwhile, MeanwhileError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.leaf.bodies import StepTaken
from truceline.ledger.steps import append_grading, append_step, steps
from truceline.model import Theatre
from truceline.model.agreements import Agreement, Clause
from truceline.model.event_codes import nearest
from truceline.model.violations import Answer, AttributionState, Axis, FindingState, Occurrence, StepKind
from truceline.workflow.opening import theatre_of
from truceline.workflow.sight import Opens, Sight

VALUES = {"occurrence": get_args(Occurrence), "attribution": get_args(AttributionState), "finding": get_args(FindingState)}
LETTERS = re.compile(r"([A-F])([1-6])")
MOST_NAMED = 30
TOMORROW = dt.timedelta(days=1)
"""Somewhere the next day has begun already. A step of a later one would move the day asked for of the whole record."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A step as a person gives it; the words of each field are those of ``ViolationStep``. ``party`` None: nobody is alleged.

    ``agreement``: None for the latest of the theatre that has this clause and is dated no later than the step.
    """

    incident: str
    clause: str
    party: str | None
    kind: str
    authority: str
    on: str
    due: str | None = None
    of: str | None = None
    answers: str | None = None
    answer: str | None = None
    axis: str | None = None
    value: str | None = None
    claim: str | None = None
    threat_to_truce: int | None = None
    agreement: str | None = None
    note: str | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A step as it stands in the record, who entered it at which instant, and whether it is new."""

    step: str
    agreement: str
    violation: str
    authority: str
    entry: int
    by: str
    at: str
    new: bool


def take_step(record: Record, given: Given, by: str, *, seen: int | None = None, opens: Opens = None) -> Taken:
    """Enter a step, and return it as it stands.

    ``seen``: the last entry of the log that the person's page stood on; ``opens``: into which compartments they may see.

    Raises:
        MeanwhileError: somebody else took a step about the same after what was seen; nothing was written.
        UsageError: something of it does not fit; every fault is in the message, a line each.
    """
    sight = Sight(record, opens)
    checking = _Checking(record, given, sight)
    faults = list(checking.faults())
    if faults:
        message = "\n".join(["the step was not entered:", *(f"  {fault}" for fault in faults)])
        raise UsageError(message)
    body = checking.body()
    refs = checking.refs()
    record.refuse_read_only()
    record.files.settle()
    with record.log.writing():  # of two who enter the same at once, one finds it there
        there = next((each for each in steps(record) if _is_same(each.step, body) and each.note == given.note), None)
        if there is not None:
            name, entry = there.step.id, there.entry
        else:
            _check_seen(record, body, seen, by, sight)
            name, entry = append_step(record, body, by=by, note=given.note, refs=refs)
        written = record.entry(entry)
    return Taken(
        step=name,
        agreement=body.agreement,
        violation=_violation(body),
        authority=body.authority,
        entry=entry,
        by=written.by,
        at=written.at,
        new=there is None,
    )


def _violation(body: StepTaken) -> str:
    return f"{body.incident}/{body.clause}/{body.party or NOBODY}"


def _check_seen(record: Record, body: StepTaken, seen: int | None, by: str, sight: Sight) -> None:
    """Refuse where somebody else took a step about the same violation that the person has not seen."""
    if seen is None:
        return
    since = [
        each
        for each in steps(record)
        if each.entry > seen
        and each.by != by
        and (each.step.violation, each.step.agreement) == (_violation(body), body.agreement)
        and (each.step.claim is None or sight.has((each.step.claim,)))
    ]
    if since:
        told = "; ".join(f"{each.step.id}, {each.step.kind}, by {each.by} at {each.at}" for each in since)
        message = f"others took a step about {_violation(body)} since you looked: {told}; nothing was written; look again"
        raise MeanwhileError(message, tuple(Meanwhile(e.step.id, e.step.kind, e.by, e.at, e.entry) for e in since))


def grade(record: Record, claim: str, letters: str, by: str, note: str | None = None) -> str:
    """Enter what an assessor says of one claim on the Admiralty scale, and return its id. It is on no page and in no export.

    Raises:
        NotFoundError: no such claim.
        UsageError: not a letter A to F and a digit 1 to 6.
    """
    read = LETTERS.fullmatch(letters.upper())
    if read is None:
        message = (
            f'"{letters}" is no grading; expected a letter A to F for the source of this claim and a digit 1 to 6, such as B2'
        )
        raise UsageError(message)
    found = next((held for held in record.claims(superseded=True) if held.claim.id == claim), None)
    if found is None:
        message = f'no claim "{claim}" in this record; `truceline claims` lists them'
        raise NotFoundError(message)
    refs = (record.entry(found.entry).leaf_hash.hex(),)
    name, _ = append_grading(record, claim, source=read[1], information=read[2], by=by, note=note, refs=refs)
    return name


def _is_same(step: msgspec.Struct, body: StepTaken) -> bool:
    names = [name for name in StepTaken.__struct_fields__ if name not in {"step", "incident", "clause", "party"}]
    return getattr(step, "violation", None) == _violation(body) and all(getattr(step, n) == getattr(body, n) for n in names)


class _Checking:
    """One step held against the record and the text it is about."""

    def __init__(self, record: Record, given: Given, sight: Sight) -> None:
        self._record = record
        self._sight = sight
        self._given = given
        self._theatre: Theatre = theatre_of(record)
        self._text = self._chosen()
        self._parties = Parties(self._text, self._theatre.actors) if self._text else None
        self._witnesses = Witnesses(self._text, self._parties) if self._text and self._parties else None
        self._claims = {held.claim.id: held for held in record.claims(superseded=True)} if given.claim else {}

    def faults(self) -> Iterator[str]:
        """Yield everything that is wrong with it."""
        yield from self._wrong_words()
        yield from self._wrong_incident()
        yield from self._wrong_text()
        yield from self._wrong_parts()
        yield from self._wrong_days()

    def body(self) -> StepTaken:
        """Return what is to be written; only after nothing was found wrong."""
        given, text = self._given, self._text
        assert text is not None, "without a text there was a fault"
        return StepTaken(
            step="",
            agreement=text.id,
            incident=given.incident,
            clause=given.clause,
            party=given.party,
            kind=cast("StepKind", given.kind),
            authority=self._authority(given.authority) or given.authority,
            on=given.on,
            due=given.due,
            of=(self._authority(given.of) or given.of) if given.of else None,
            answers=given.answers,
            answer=cast("Answer | None", given.answer),
            axis=cast("Axis | None", given.axis or ("finding" if given.kind == "finding" else None)),
            value=given.value,
            claim=given.claim,
            threat_to_truce=given.threat_to_truce,
        )

    def refs(self) -> tuple[str, ...]:
        """Return the hash of the leaf of the claim that it stands on."""
        held = self._claims.get(self._given.claim or "")
        return (self._record.entry(held.entry).leaf_hash.hex(),) if held else ()

    def _chosen(self) -> Agreement | None:
        texts = self._theatre.agreements
        if self._given.agreement is not None:
            return next((text for text in texts if text.id == self._given.agreement), None)
        fitting = [text for text in texts if text.date <= self._given.on[:10] and self._clause_of(text) is not None]
        return max(fitting, key=lambda text: (text.date, text.id), default=None)

    def _clause_of(self, text: Agreement) -> Clause | None:
        return next((clause for clause in text.clauses if clause.id == self._given.clause), None)

    def _authority(self, actor: str | None) -> str | None:
        return self._witnesses.authority_of(actor) if self._witnesses else None

    def _wrong_words(self) -> Iterator[str]:
        given = self._given
        for option, word, allowed in (
            ("KIND", given.kind, get_args(StepKind)),
            ("--answer", given.answer, get_args(Answer)),
            ("--axis", given.axis, get_args(Axis)),
        ):
            if word is not None and word not in allowed:
                yield f'{option} "{word}" is none of ours; expected {_or(word, allowed)}'
        axis = given.axis or "finding"
        values = VALUES.get(axis)
        if given.value is not None and values is not None and given.value not in values:
            yield f'--value "{given.value}" is no word of the axis {axis}; expected one of {", ".join(values)}'
        if given.threat_to_truce is not None and not 1 <= given.threat_to_truce <= 5:
            yield f"--threat {given.threat_to_truce} is outside the scale; expected 1 (none) to 5"

    def _wrong_incident(self) -> Iterator[str]:
        incident = self._given.incident
        if self._sight.of([held.link.claim for held in self._record.links(incident=incident) if held.link.outcome == "linked"]):
            return
        linked = [held.link for held in self._record.links() if held.link.outcome == "linked"]
        in_sight = self._sight.of({link.claim for link in linked})
        there = dict.fromkeys(link.incident for link in linked if link.claim in in_sight)
        yield f'no incident "{incident}" in this record; expected one of: {_some(there)}'

    def _wrong_text(self) -> Iterator[str]:
        given = self._given
        if self._text is None:
            yield from self._no_text()
            return
        clause = self._clause_of(self._text)
        if clause is None:
            known = [each.id for each in self._text.clauses]
            yield f'no clause "{given.clause}" in {self._text.id}; expected {_or(given.clause, known)}'
        elif given.party is not None and given.party not in self._bound(clause):
            yield f'clause {clause.id} of {self._text.id} does not bind "{given.party}"; it binds {_some(self._bound(clause))}'
        for option, actor in (("--authority", given.authority), ("--of", given.of)):
            if actor is not None and self._authority(actor) is None:
                named = _some(authorities(self._text))
                yield f'{option} "{actor}" is nobody in {self._text.id}; expected one of, or a body of one of: {named}'

    def _no_text(self) -> Iterator[str]:
        given, texts, theatre = self._given, self._theatre.agreements, self._theatre.name
        if not texts:
            yield f"the theatre {theatre} has no agreement that an incident could be held against"
        elif given.agreement is not None:
            yield f'no agreement "{given.agreement}" in the theatre {theatre}; expected one of: {_some(t.id for t in texts)}'
        else:
            known = {clause.id: None for text in texts if text.date <= given.on[:10] for clause in text.clauses}
            yield f'no agreement dated by {given.on[:10]} has a clause "{given.clause}"; expected {_or(given.clause, known)}'

    def _bound(self, clause: Clause) -> tuple[str, ...]:
        assert self._parties is not None, "asked only with a text at hand"
        if not clause.bound:
            return self._parties.agreement.parties
        return self._parties.all_holders(clause.bound, self._given.on[:10])

    def _wrong_parts(self) -> Iterator[str]:
        given = self._given
        if given.claim is not None and given.claim not in self._claims:
            yield f'no claim "{given.claim}" in this record; `truceline claims` lists them'
        if given.kind == "info_requested" and given.of is None:
            yield "information was asked of whom? give --of ACTOR"
        if given.kind != "info_requested" and (given.of is not None or given.due is not None):
            yield f"--of and --due belong to information that was asked (info_requested), not to {given.kind}"
        if given.kind == "response" and given.answer is None:
            yield f"what was the answer? give --answer with one of {', '.join(get_args(Answer))}"
        if given.kind != "response" and (given.answer is not None or given.answers is not None):
            yield f"--answer and --to belong to an answer (response), not to {given.kind}"
        if given.kind == "finding" and given.value is None:
            yield f"what was found? give --value with one of {', '.join(VALUES.get(given.axis or 'finding', ()))}"
        if given.kind != "finding" and (given.value is not None or given.axis is not None):
            yield f"--axis and --value belong to a finding, not to {given.kind}"

    def _wrong_days(self) -> Iterator[str]:
        given, day = self._given, self._given.on[:10]
        if given.due is not None and given.due[:10] < day:
            yield f"--due {given.due} lies before the day on which it was asked, {given.on}"
        if self._text is not None and day < self._text.date:
            yield f"--on {given.on} lies before the date of {self._text.id}, {self._text.date}"
        if self._record.kind != "exercise" and day > (utc_now() + TOMORROW).date().isoformat():
            yield f"--on {given.on} is still to come; expected the day on which the step was taken"
        happened = self._first_day()
        if happened is not None and day < happened:
            yield f"--on {given.on} lies before the first day of {given.incident}, {happened}"
        if given.answers is not None:
            asked = next((each.step for each in steps(self._record) if each.step.id == given.answers), None)
            violation = f"{given.incident}/{given.clause}/{given.party or NOBODY}"
            if asked is None or asked.violation != violation or asked.kind != "info_requested":
                yield f'--to "{given.answers}" is no question about {violation}; `truceline violations` shows its steps'
            elif day < asked.on[:10]:
                yield f"--on {given.on} lies before the question {asked.id}, asked on {asked.on}"

    def _first_day(self) -> str | None:
        """Return the first day on which the incident may have happened, by everything that nobody rejected."""
        links = [held.link for held in self._record.links() if held.link.incident == self._given.incident]
        wanted = self._sight.of({link.claim for link in links})
        told = [
            linker.Told(claim=held.claim, standing=held.standing)
            for held in self._record.claims()
            if held.claim.id in wanted and held.standing != "rejected"
        ]
        found = linker.incidents(told, links, (), registry_of(self._theatre.actors))
        time = found[0].time if found else None
        return time.start[:10] if time and time.start else None


def _or(word: str, allowed: Iterable[str]) -> str:
    """Return the nearest of the allowed words, or all of them."""
    known = list(allowed)
    return " or ".join(nearest(word, known)) or f"one of: {_some(known)}"


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:MOST_NAMED]) + (" ..." if len(listed) > MOST_NAMED else "") if listed else "none"
