"""What a movement is, who may not come along, and what it is tied to: every answer that somebody gives, none preferred."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truceline.model.assertions import Assertion
from truceline.model.movements import Excluded, MovementNamed, Reached
from truceline.movements.board.values import Identity, NotAlong
from truceline.movements.board.voices import Denial, alleged, ordered, told_at, told_of

_FROM_CLAIMS = "mv:"


def identity(words: Sequence[Assertion[MovementNamed]]) -> Identity:
    """Return what is told of what a movement is."""
    facts = [word.fact for word in ordered(words)]
    return Identity(
        kinds=told_of(fact.kind for fact in facts),
        plans=told_of(fact.plan for fact in facts),
        leads=told_of(fact.lead for fact in facts),
        origins=told_of(fact.origin for fact in facts),
        destinations=told_of(place for fact in facts for place in fact.destinations),
        parties=told_of(party for fact in facts for party in fact.parties),
        crosses_lines=tuple(sorted({fact.crosses_lines for fact in facts if fact.crosses_lines is not None})),
    )


def incidents(subject: str, named: Iterable[Assertion[MovementNamed]], reached: Iterable[Assertion[Reached]]) -> tuple[str, ...]:
    """Return the incidents that a movement is tied to: as a whole, or by an attack or looting that somebody tells."""
    tied = {word.fact.of_incident for word in named} | {word.fact.incident for word in reached}
    if subject.startswith(_FROM_CLAIMS):
        tied.add(subject.removeprefix(_FROM_CLAIMS))
    return tuple(sorted(incident for incident in tied if incident is not None))


def not_along(words: Sequence[Assertion[Excluded]], denials: Sequence[Denial[Excluded]]) -> tuple[NotAlong, ...]:
    """Return who may not come along, in the order in which it was said: who says so, who denies it.

    A denial that names who demanded it denies that one's part, and not that somebody may not come along.
    """
    said: dict[str, list[Assertion[Excluded]]] = {}
    for word in ordered(words):
        said.setdefault(word.fact.who, []).append(word)
    denied: dict[str, list[Denial[Excluded]]] = {}
    for denial in sorted(denials, key=lambda denial: told_at(denial.word)):
        denied.setdefault(denial.fact.who, []).append(denial)
    return tuple(_excluded(who, said.get(who, []), denied.get(who, [])) for who in {**said, **denied})


def _excluded(who: str, words: list[Assertion[Excluded]], denials: list[Denial[Excluded]]) -> NotAlong:
    return NotAlong(
        who=who,
        demanded_by=alleged(
            ((word.fact.demanded_by, word) for word in words),
            ((denial.fact.demanded_by, denial.word) for denial in denials),
        ),
        reasons=told_of(word.fact.reason for word in ordered(words)),
        says=ordered(words),
        denies=ordered(denial.word for denial in denials if denial.fact.demanded_by is None),
    )
