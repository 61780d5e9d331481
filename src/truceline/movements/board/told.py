"""Everything told, sorted by subject, and of each subject by kind of fact and stance; what a board is folded from.

Three things are settled here, before anything is computed, and none depends on the order of entry:

1. *Ties.* What was read of an incident's movement (subject ``mv:<incident>``) belongs to the movement that somebody says is that
   incident's (``MovementNamed.of_incident``), and what was read from a claim to the subject of the tellings that stand on that
   claim. Where two subjects could be meant nobody has decided, and it stays where it is.
2. *Taken back.* A speaker's retraction takes that speaker's own earlier words on the same matter out of what is said, and a
   correction replaces them. They stay in sight: the value they gave is kept with the retraction or correction against it.
3. *Stances.* Only what is said counts; denials stand beside it, and what says neither is kept apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

import msgspec

from truceline.model.assertions import Assertion
from truceline.model.movements import (
    Checkpoint,
    Delayed,
    Excluded,
    Leg,
    MovementFact,
    MovementNamed,
    Obstruction,
    Outcome,
    Permit,
    PlanNamed,
    Quantity,
    Reached,
    Sealed,
)
from truceline.movements.board.values import Word
from truceline.movements.board.voices import AGAINST, SAYING, Denial, ordered, speaker

M = TypeVar("M", bound=MovementFact)
KINDS: frozenset[type] = frozenset(
    {
        MovementNamed,
        PlanNamed,
        Permit,
        Excluded,
        Delayed,
        Quantity,
        Sealed,
        Leg,
        Checkpoint,
        Reached,
        Outcome,
        Obstruction,
    }
)
_FROM_CLAIMS = "mv:"
Groups: TypeAlias = dict[str, list[Word]]


class Told:
    """The words of one subject by kind of fact: who says it, what is denied, what is neither."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._says: dict[type, list[Word]] = {}
        self._denials: dict[type, list[Denial[MovementFact]]] = {}
        self.asides: list[Word] = []
        self.taken_back: list[Word] = []
        says, others = self._says, []
        for word in words:
            if word.stance != "assert":
                others.append(word)
                continue
            kind = type(word.fact)
            if kind in says:
                says[kind].append(word)
            else:
                says[kind] = [word]
        if others:
            self._sort(others)

    def says(self, kind: type[M]) -> Sequence[Assertion[M]]:
        """Return who says facts of a kind, in the order of entry."""
        return cast("Sequence[Assertion[M]]", self._says.get(kind, ()))

    def denials(self, kind: type[M]) -> Sequence[Denial[M]]:
        """Return what facts of a kind are denied, and by which words."""
        return cast("Sequence[Denial[M]]", self._denials.get(kind, ()))

    def _sort(self, words: Iterable[Word]) -> None:
        revising: list[Word] = []
        for word in words:
            kind = type(word.fact)
            if word.stance in AGAINST:
                self._denials.setdefault(kind, []).append(Denial(word.fact, word))
            elif word.stance in SAYING:
                self._says.setdefault(kind, []).append(word)
            else:
                self.asides.append(word)
            if word.stance in {"retract", "correct"}:
                revising.append(word)
        if revising:
            self._take_back(revising)

    def _take_back(self, revising: list[Word]) -> None:
        """Take what its own speaker revised out of what is said; it is kept with the revisions against it."""
        by_speaker: dict[tuple[type, str], list[Word]] = {}
        for word in revising:
            by_speaker.setdefault((type(word.fact), speaker(word)), []).append(word)
        for kind in {type(word.fact) for word in revising}:
            kept: list[Word] = []
            for word in ordered(self._says.get(kind, ())):
                later = [each for each in by_speaker.get((kind, speaker(word)), ()) if _revises(each, word)]
                (self.taken_back if later else kept).append(word)
                if later and all(map(_is_of_a_part, later)):
                    kept.append(_without_its_doer(word))
                for each in later:
                    self._denials.setdefault(kind, []).append(Denial(word.fact, each))
            self._says[kind] = kept


class Sorted(NamedTuple):
    """The words of each subject, and which subjects somebody says are plans."""

    groups: Groups
    plans: set[str]


def by_subject(assertions: Iterable[Assertion[Any]]) -> Sorted:
    """Return the words of each subject, in the order of entry, with what belongs together tied; no facts of other parts.

    The only walk over all words: one look at each.
    """
    groups: Groups = {}
    for word in assertions:
        subject = word.subject
        if subject in groups:
            groups[subject].append(word)
        else:
            groups[subject] = [word]
    plans: set[str] = set()
    for subject, words in list(groups.items()):
        kinds = {type(word.fact) for word in words}
        if PlanNamed in kinds and subject:
            plans.add(subject)
        if not kinds <= KINDS:
            groups[subject] = [word for word in words if type(word.fact) in KINDS]
            if kinds.isdisjoint(KINDS):
                del groups[subject]
    return Sorted(_tied(groups), plans)


def _tied(groups: Groups) -> Groups:
    """Move what was read of an incident, or from a claim, to the one subject that people said it belongs to."""
    loose = sorted(subject for subject in groups if subject[:3] == _FROM_CLAIMS or not subject)
    if not loose:
        return groups
    claims, incidents = _claims(groups), _incidents(groups)
    for subject in loose:
        whole = incidents.get(subject, subject)
        words = groups.pop(subject)
        for word in words:
            groups.setdefault(claims.get(word.source.id, whole), []).append(word)
    return groups


def _claims(groups: Groups) -> dict[str, str]:
    """Return of each claim the one subject of the tellings that stand on it."""
    return _only(
        (word.source.claim, subject) for subject, words in groups.items() if subject for word in words if word.source.claim
    )


def _incidents(groups: Groups) -> dict[str, str]:
    """Return of each subject known from claims alone the one movement that is said to be that incident's."""
    return _only(
        (_FROM_CLAIMS + word.fact.of_incident, subject)
        for subject, words in groups.items()
        if subject and subject[:3] != _FROM_CLAIMS
        for word in words
        if isinstance(word.fact, MovementNamed) and word.fact.of_incident and word.stance in SAYING
    )


def _revises(later: Word, word: Word) -> bool:
    """Say whether a retraction or correction is of a word of the same speaker: on the same matter, and not said before it."""
    if _is_of_a_part(later) and _doer(later.fact) != _doer(word.fact):
        return False
    return _is_earlier(word, later) and _matter(word.fact, later.stance) == _matter(later.fact, later.stance)


def _is_of_a_part(later: Word) -> bool:
    """Say whether a retraction takes back only who did it: it names somebody."""
    return later.stance == "retract" and _doer(later.fact) is not None


def _doer(fact: MovementFact) -> str | None:
    return fact.by if isinstance(fact, Reached) else None


def _without_its_doer(word: Word) -> Word:
    """Return what a word still says, once its speaker took back who did it."""
    return msgspec.structs.replace(word, fact=msgspec.structs.replace(word.fact, by=None))


def _is_earlier(word: Word, later: Word) -> bool:
    """Say whether a word can be what a later one revises; of words said on one day, what is no revision is the earlier."""
    if later.stance == "correct" and word.stance == "correct":
        return word.source.said_on < later.source.said_on
    return word.source.said_on <= later.source.said_on


def _only(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the one target of each, leaving out what has several."""
    found: dict[str, set[str]] = {}
    for one, target in pairs:
        found.setdefault(one, set()).add(target)
    return {one: next(iter(targets)) for one, targets in found.items() if len(targets) == 1}


def _matter(fact: MovementFact, stance: str) -> Hashable:  # noqa: PLR0911  # one line a kind of fact
    """Return what a fact is about, without the value it gives; a retraction is of the value too, where that names a stage."""
    match fact:
        case Reached(stage=stage, planned=planned):
            return stage if stance == "retract" or stage not in ENDS else "end", planned
        case Outcome(outcome=outcome):
            return outcome if stance == "retract" else ""
        case Permit(step=step, name=name, issuer=issuer):
            return step, name, issuer
        case Quantity():
            return fact.phase, fact.item, fact.unit, fact.consignment, fact.sector, fact.place
        case Sealed(vehicle=vehicle):
            return vehicle
        case Leg(number=number):
            return number
        case Checkpoint(place=place):
            return place
        case Excluded(who=who):
            return who
        case _:
            return ""


ENDS = frozenset({"delivered", "partially_delivered", "closed", "turned_back", "aborted", "withdrawn"})
"""Stages after which nothing comes but a new beginning."""
