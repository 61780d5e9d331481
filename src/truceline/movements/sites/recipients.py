"""Where each recipient stands: what it holds, how it answered as each speaker tells it, what is missing, what has expired."""

from __future__ import annotations

from truceline.model.assertions import Assertion
from truceline.model.sites import Answered, SiteFact, Verb
from truceline.movements.sites.moments import between, days_later, earliest, in_order, latest
from truceline.movements.sites.saying import COUNTING, facts_of
from truceline.movements.sites.values import (
    ANSWERING,
    STATE_OF,
    Answer,
    Orphan,
    Recipient,
    Revocation,
    Sending,
    Stands,
    State,
    Version,
)
from truceline.movements.sites.versions import told

EXPIRING_DAYS = 14
"""So long before its end a notification is reminded of; that of a movement on the day itself."""
ENDED: frozenset[State] = frozenset({"recalled", "discontinued", "revoked"})


def answers_of(assertions: tuple[Assertion[SiteFact], ...]) -> tuple[tuple[str, Answer], ...]:
    """Return everything that is said of answers by its time, each with its recipient; once for each who says it."""
    disputed = facts_of(assertions, Answered, disputed=True)
    taken_back = {(says.by, *_what(fact.fact)) for fact in disputed for says in fact.says}
    facts = (*facts_of(assertions, Answered), *disputed)
    found = [
        (
            fact.fact.recipient,
            Answer(
                version=fact.fact.version,
                verb=fact.fact.verb,
                at=fact.fact.at,
                to_field=fact.fact.to_field,
                reason=fact.fact.reason,
                own=says.by == fact.fact.recipient,
                counts=says.stance in COUNTING and (says.by, *_what(fact.fact)) not in taken_back,
                says=says,
            ),
        )
        for fact in facts
        for says in fact.says
    ]
    return tuple(sorted(found, key=lambda pair: (in_order(pair[1].at), pair[0], *_rest(pair[1]))))


def _what(answered: Answered) -> tuple[str, int, Verb, str]:
    return answered.recipient, answered.version, answered.verb, answered.at


def recipients_of(
    ledger: tuple[Sending, ...],
    answers: tuple[tuple[str, Answer], ...],
    versions: tuple[Version, ...],
    revocations: tuple[Revocation, ...],
    *,
    on: str,
) -> tuple[Recipient, ...]:
    """Return where each recipient stands, by its name."""
    current = sorted((line for line in ledger if line.is_current), key=lambda line: line.recipient)
    newest = max((version.number for version in versions), default=0)
    return tuple(
        _recipient(line, tuple(answer for whose, answer in answers if whose == line.recipient), newest, revocations, on)
        for line in current
    )


def orphans_of(ledger: tuple[Sending, ...], answers: tuple[tuple[str, Answer], ...]) -> tuple[Orphan, ...]:
    """Return the answers of those to whom nothing is recorded as sent."""
    known = {line.recipient for line in ledger if not line.is_taken_back}
    return tuple(Orphan(recipient=whose, answer=answer) for whose, answer in answers if whose not in known)


def revoked_at(line_sent: str, revocations: tuple[Revocation, ...]) -> str | None:
    """Return when a sending was first taken back; what was sent after a revocation is not taken back by it."""
    later = (each.at for each in revocations if is_since(each.at, line_sent))
    return next(iter(sorted(later, key=in_order)), None)


def _recipient(
    line: Sending, answers: tuple[Answer, ...], newest: int, revocations: tuple[Revocation, ...], on: str
) -> Recipient:
    given = [each for each in answers if each.version == line.version and each.counts]
    states = [*_said(line, given), *_computed(line, newest, revocations, on)]
    in_use = not any(each.state in ENDED and set(each.by) - {line.recipient} for each in states)
    missing = in_use and not any(each.verb in ANSWERING for each in given)
    return Recipient(
        recipient=line.recipient,
        version=line.version,
        detail=line.detail,
        sent=line.sent,
        valid_to=line.valid_to,
        valid_by=line.valid_by,
        states=tuple(states),
        answers=answers,
        missing=missing,
        waited=between(line.sent, on) if missing else None,
        relayed=told(each.to_field for each in given),
        in_use=in_use,
    )


def _said(line: Sending, given: list[Answer]) -> list[Stands]:
    """Return the states that follow from what each speaker says last: two who differ make two states."""
    last: dict[str, Answer] = {}
    ended: dict[tuple[State, str], Answer] = {}
    for answer in given:
        state = STATE_OF.get(answer.verb)
        if state in ENDED and is_since(answer.at, line.sent):
            ended.setdefault((state, answer.says.by), answer)
        elif state in ENDED:
            continue  # it was sent again since
        elif state is not None:
            last[answer.says.by] = answer
    found: dict[State, list[Answer]] = {}
    for answer in (*last.values(), *ended.values()):
        found.setdefault(STATE_OF[answer.verb], []).append(answer)
    if not found:
        return [Stands(state="notified", by=tuple(dict.fromkeys(says.by for says in line.says)), at=line.sent)]
    return [
        Stands(
            state=state,
            by=tuple(sorted({each.says.by for each in several})),
            at=min((each.at for each in several), key=in_order),
        )
        for state, several in found.items()
    ]


def _computed(line: Sending, newest: int, revocations: tuple[Revocation, ...], on: str) -> list[Stands]:
    """Return the states that follow from dates and versions."""
    states = []
    if line.version < newest:
        states.append(Stands(state="superseded"))
    if line.is_expired:
        states.append(Stands(state="expired", at=line.valid_to))
    elif is_expiring(line, on):
        states.append(Stands(state="expiring", at=line.valid_to))
    if (taken_back := revoked_at(line.sent, revocations)) is not None:
        by = tuple(sorted({each.by for each in revocations if is_since(each.at, line.sent)}))
        states.append(Stands(state="revoked", by=by, at=taken_back))
    return states


def is_since(at: str, sent: str) -> bool:
    """Say whether an answer may have been given after a sending; of what is not dated it may."""
    end, start = latest(at), earliest(sent)
    return end is None or start is None or end >= start


def is_expiring(line: Sending, on: str) -> bool:
    """Say whether a sending ends soon after the day ``on``."""
    if line.valid_to is None or line.is_expired:
        return False
    days = 1 if line.valid_by in {"movement_end", "movement_plan"} else EXPIRING_DAYS
    soon, ends = latest(days_later(on, days)), latest(line.valid_to)
    return soon is not None and ends is not None and ends <= soon


def _rest(answer: Answer) -> tuple[str, ...]:
    """Return what puts answers of one time in an order that does not depend on who was entered first."""
    says = answer.says
    return (
        str(answer.version),
        answer.verb,
        says.by,
        says.source,
        says.stance,
        answer.reason or "",
        str(answer.to_field),
        *says.via,
    )
