"""Steps that should have been taken by a day and were not: answers that were asked for, and the steps of the text's procedures.

A day that is due is over when the next one begins. A procedure runs from the first step that somebody entered; a step of it is
due so long after the one before it was *taken*: of what nobody began nothing is overdue. An authority that closed the matter, or
found something final, waits for nothing more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from truceline.agreement.parties import Parties
from truceline.agreement.times import day_of, duration, is_within, zone
from truceline.agreement.violations.entered import done, is_no_earlier, step_order
from truceline.model.agreements import Agreement, Procedure, Step
from truceline.model.violations import Overdue, StepKind, ViolationStep

TAKEN_AS: Mapping[str, StepKind] = {
    "inform": "received",
    "enquire": "info_requested",
    "answer": "response",
    "visit": "visit",
    "find": "finding",
    "notify": "party_notified",
    "correct": "corrective_action",
    "close": "closed",
}
"""What a person enters when a step of a procedure was taken; that something was published is entered nowhere."""
NO_ANSWER = "no_answer"
ANSWER = "answer"
ALLEGED = "alleged_party"
REPORTER = "reporter"
"""Words of a document for whoever is alleged to have broken the clause, and for whoever alleged it."""
ANYBODY = "any"
"""Who has to take a step where the text names nobody."""


class Deadlines:
    """The deadlines of one agreement: ``overdue`` lists what is past them for one violation on a day."""

    def __init__(self, agreement: Agreement, parties: Parties) -> None:
        self._agreement = agreement
        self._parties = parties

    def overdue(
        self, clause: str, party: str | None, reporters: Sequence[str], steps: Sequence[ViolationStep], on: str
    ) -> tuple[Overdue, ...]:
        """Return what is overdue on the day ``on``, longest first; ``steps`` are of this violation, ``reporters`` allege it."""
        ordered = sorted(steps, key=step_order)
        found = [*self._unanswered(ordered, on)]
        for procedure in self._agreement.procedures:
            if not procedure.clauses or clause in procedure.clauses:
                found += self._of_procedure(procedure, {ALLEGED: (party,) if party else (), REPORTER: reporters}, ordered, on)
        return tuple(sorted(set(found), key=lambda each: (each.due, each.procedure or "", each.step, each.by, each.why)))

    def _unanswered(self, steps: Sequence[ViolationStep], on: str) -> Iterable[Overdue]:
        for asked in steps:
            if asked.kind != "info_requested" or asked.due is None or asked.of is None:
                continue
            if asked.authority in done(each for each in steps if is_no_earlier(each, asked)):
                continue
            if self._is_past(asked.due, on) and not any(_answers(each, asked) for each in steps):
                why = f"asked by {asked.authority} on {asked.on[:10]} ({asked.id}); no answer is entered"
                yield Overdue(step=ANSWER, by=asked.of, due=asked.due, procedure=None, why=why)

    def _of_procedure(
        self, procedure: Procedure, people: Mapping[str, Sequence[str]], steps: Sequence[ViolationStep], on: str
    ) -> Iterable[Overdue]:
        if not steps or is_within(steps[0].on, procedure.since, None, self._agreement) is False:
            return
        finished = done(steps)
        by_id = {step.id: step for step in procedure.steps}
        before: Step | None = None
        for step in procedure.steps:
            previous = by_id.get(step.after) if step.after else before
            before = step
            due = self._due(step, previous, steps)
            kind = TAKEN_AS.get(step.do)
            if due is None or kind is None or not self._is_past(due, on):
                continue
            why = f"{step.within} after {previous.id if previous else steps[0].kind}; none is entered"
            for by in self._who(step, people, due):
                if by not in finished and not any(each.kind == kind and by in {each.authority, ANYBODY} for each in steps):
                    yield Overdue(step=step.id, by=by, due=due, procedure=procedure.id, why=why)

    def _who(self, step: Step, people: Mapping[str, Sequence[str]], due: str) -> tuple[str, ...]:
        """Return who has to take a step: those the text names; the party alleged, where it must answer; else anybody."""
        if step.by:
            named = [who for name in step.by for who in people.get(name) or self._parties.holders(name, due[:10])]
            return tuple(dict.fromkeys(named))
        return (*people[ALLEGED],) if people[ALLEGED] and step.do in {"answer", "correct"} else (ANYBODY,)

    def _due(self, step: Step, previous: Step | None, steps: Sequence[ViolationStep]) -> str | None:
        """Return when a step is due: so long after the one before it was first taken; None where that is not known."""
        if step.within is None:
            return None
        kind = TAKEN_AS.get(previous.do) if previous else steps[0].kind
        begun = next((each.on for each in steps if each.kind == kind), None)
        return self._after(begun, step.within) if begun is not None else None

    def _after(self, when: str, within: str) -> str:
        """Return a day or instant so long after another; after a plain day, hours count from its end."""
        span = duration(within)
        if len(when) > 10:
            return (dt.datetime.fromisoformat(when) + span).isoformat()
        day = dt.date.fromisoformat(when)
        if span % dt.timedelta(days=1):
            end = dt.datetime.combine(day, dt.time(), zone(self._agreement.calendar)) + dt.timedelta(days=1)
            return (end + span).isoformat()
        return (day + span).isoformat()

    def _is_past(self, due: str, on: str) -> bool:
        return day_of(due, self._agreement.calendar) < on


def _answers(step: ViolationStep, asked: ViolationStep) -> bool:
    """Say whether a step is an answer to what was asked: one that names it, else any of the one asked, on that day or later."""
    if step.kind != "response" or step.answer == NO_ANSWER:
        return False
    if step.answers is not None:
        return step.answers == asked.id
    return step.authority == asked.of and is_no_earlier(step, asked)
