"""Permission steps: an open list, each with who asked whom and when, what is due, and every answer that somebody tells.

Two words are of one step where kind, name and issuer agree; who does not name the issuer, or the step, means the only one that
could be meant, and where several could, a step of its own. A step asked for once more is told apart by its name.

"No reply" said by somebody is an answer that leaves the step open: its clock runs until another answer is told. That a reply is
overdue is computed from ``due`` and nobody's words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from truceline.model.assertions import Assertion
from truceline.model.movements import Decision, Permit, StepKind
from truceline.movements.board.times import Clock, Moment, is_before
from truceline.movements.board.values import Answer, Lapse, Step, When, Word
from truceline.movements.board.voices import Denial, ordered, speaker, texts, told_at, told_of, whens

PermitWord: TypeAlias = Assertion[Permit]
Key: TypeAlias = tuple[StepKind, str | None, str | None]
Groups: TypeAlias = dict[Key, list[PermitWord]]
NO_ANSWER = frozenset({None, "no_reply"})


def by_step(words: Sequence[PermitWord]) -> Groups:
    """Return the words of each step."""
    groups: Groups = {}
    for word in words:
        fact = word.fact
        key = (fact.step, fact.name, fact.issuer)
        found = groups.get(key)
        if found is None:
            groups[key] = [word]
        else:
            found.append(word)
    if len(groups) > 1 and len({key[0] for key in groups}) < len(groups):
        return _joined(groups)
    return groups


def is_answered(words: Iterable[PermitWord]) -> bool:
    """Say whether anybody tells an answer: a decision that is not ``no_reply``, or when it was decided."""
    for word in words:  # a plain loop: this is asked of every step of every row
        decision = word.fact.decision
        if decision is None:
            if word.fact.decided:
                return True
        elif decision != "no_reply":
            return True
    return False


def current(words: Sequence[PermitWord], clock: Clock) -> list[PermitWord]:
    """Return what still stands of a step's answers: of each speaker those that no later one of its own follows.

    "No reply" does not stand against an answer that came after it was said, whoever tells it.
    """
    decided = [(word, clock[word.fact.decided]) for word in words if word.fact.decided and word.fact.decision != "no_reply"]
    newest: dict[str, Moment] = {}
    for word, moment in decided:
        who = speaker(word)
        if moment is not None and (who not in newest or is_before(newest[who], moment)):
            newest[who] = moment
    told = [moment for _, moment in decided if moment is not None]
    return [word for word in words if not _is_overtaken(word, newest, told, clock)]


def _is_overtaken(word: PermitWord, newest: dict[str, Moment], told: Sequence[Moment], clock: Clock) -> bool:
    if word.fact.decision == "no_reply":
        said = clock[word.source.said_on]
        return said is not None and bool(told) and not any(is_before(moment, said) for moment in told)
    mine = clock[word.fact.decided] if word.fact.decided else None
    latest = newest.get(speaker(word))
    return mine is not None and latest is not None and is_before(mine, latest)


def first_asked(key: Key, words: Sequence[PermitWord], clock: Clock) -> tuple[float, str, str, tuple[str, str, str]]:
    """Return by what the words of steps are put in order: when the step was first asked for, else answered."""
    asked = [word.fact.requested for word in words if word.fact.requested]
    times = clock.of(asked or [word.fact.decided for word in words if word.fact.decided])
    return min((moment.begins for moment in times), default=float("inf")), key[0], key[1] or "", min(map(told_at, words))


def steps(words: Sequence[PermitWord], denials: Sequence[Denial[Permit]], clock: Clock) -> tuple[Step, ...]:
    """Return the steps in the order in which they were asked for; those without a time last."""
    groups = by_step(words)
    denied: dict[Key, list[Denial[Permit]]] = {}
    keys = [(denial.fact.step, denial.fact.name, denial.fact.issuer) for denial in denials]
    meant = _meanings((*groups, *keys)) if keys else {}
    for key, denial in zip(keys, denials, strict=True):
        denied.setdefault(meant.get(key, key), []).append(denial)
    found = [_step(key, groups.get(key, []), denied.get(key, []), clock) for key in {**groups, **denied}]
    return tuple(sorted(found, key=lambda step: _place(step, clock)))


def overdue(due: Sequence[When], decided: Sequence[str], clock: Clock) -> Lapse | None:
    """Return how late an answer was, or, with none, is; None where nothing was due or it came in time."""
    if not due:
        return None
    if not decided:
        late = clock.running(texts(due))
        return late if late and late.high_days > 0 else None
    late = clock.lapse(texts(due), decided, is_signed=True)
    if late is None or not (late.high_days > 0 or late.low_hours > 0):
        return None
    return Lapse(
        low_days=max(late.low_days, 0),
        high_days=late.high_days,
        low_hours=max(late.low_hours, 0.0),
        high_hours=late.high_hours,
    )


def _step(key: Key, words: list[PermitWord], denials: list[Denial[Permit]], clock: Clock) -> Step:
    asked = whens(((word.fact.requested, word) for word in words), clock)
    due = whens(((word.fact.due, word) for word in words), clock)
    answers = _answers(words, denials, clock)
    real = [when.at for answer in answers if answer.says and answer.decision != "no_reply" for when in answer.decided]
    is_open = bool(words) and not is_answered(words)
    step, name, issuer = key
    return Step(
        step=step,
        name=name,
        issuer=issuer,
        says=ordered(words),
        asked=asked,
        due=due,
        answers=answers,
        documents=told_of(word.fact.document for word in ordered(words)),
        waited=clock.running(texts(asked)) if is_open else clock.lapse(texts(asked), real),
        overdue=overdue(due, real, clock) if is_open or real else None,
        is_open=is_open,
        denies=ordered(denial.word for denial in denials if denial.fact.decision is None),
    )


def _answers(words: list[PermitWord], denials: list[Denial[Permit]], clock: Clock) -> tuple[Answer, ...]:
    said: dict[Decision | None, list[PermitWord]] = {}
    for word in words:
        if word.fact.decision or word.fact.decided:
            said.setdefault(word.fact.decision, []).append(word)
    denied: dict[Decision | None, list[Word]] = {}
    for denial in denials:
        if denial.fact.decision:
            denied.setdefault(denial.fact.decision, []).append(denial.word)
    found = [_answer(decision, said.get(decision, []), denied.get(decision, []), clock) for decision in {**said, **denied}]
    return tuple(sorted(found, key=lambda answer: (*[when.at for when in answer.decided][:1], answer.decision or "")))


def _answer(decision: Decision | None, says: list[PermitWord], denies: list[Word], clock: Clock) -> Answer:
    return Answer(
        decision=decision,
        decided=whens(((word.fact.decided, word) for word in says), clock),
        says=ordered(says),
        denies=ordered(denies),
        areas_granted=told_of(area for word in ordered(says) for area in word.fact.areas_granted),
        areas_refused=told_of(area for word in ordered(says) for area in word.fact.areas_refused),
    )


def _joined(groups: Groups) -> Groups:
    """Put what names no issuer, or no step, with the only one that it can mean."""
    meant, found = _meanings(groups), Groups()
    for key, words in groups.items():
        found.setdefault(meant.get(key, key), []).extend(words)
    return found


def _meanings(keys: Iterable[Key]) -> dict[Key, Key]:
    """Return the fuller step for each key that leaves something out, where there is exactly one."""
    every, narrower = set(keys), defaultdict[Key, set[Key]](set)
    for step, name, issuer in every:
        if name is not None and issuer is not None:
            narrower[step, name, None].add((step, name, issuer))
            narrower[step, None, issuer].add((step, name, issuer))
    meant = {key: next(iter(narrower[key])) for key in every if len(narrower.get(key, ())) == 1}
    for step, name, issuer in every:
        if name is not None or issuer is not None:
            narrower[step, None, None].add(meant.get((step, name, issuer), (step, name, issuer)))
    bare = {key for key in every if key[1] is None and key[2] is None and len(narrower[key]) == 1}
    return meant | {key: next(iter(narrower[key])) for key in bare}


def _place(step: Step, clock: Clock) -> tuple[float, str, str, tuple[str, str, str]]:
    """Return by what steps are put in order: when asked for, else answered; then by when it was said, never by whose they are."""
    times = clock.of(texts(step.asked) or tuple(when.at for answer in step.answers for when in answer.decided))
    first = min((moment.begins for moment in times), default=float("inf"))
    return first, step.step, step.name or "", min(map(told_at, (*step.says, *_denying(step))))


def _denying(step: Step) -> Iterable[Word]:
    return (word for words in (step.denies, *(answer.denies for answer in step.answers)) for word in words)
