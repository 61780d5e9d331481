"""Everything told, sorted once by kind of fact and subject; what a board is folded from.

Three things are settled here, before anything is computed, and none depends on the order of entry:

1. *Ties.* What was read of an incident's movement (subject ``mv:<incident>``) belongs to the movement that somebody says is that
   incident's (``MovementNamed.of_incident``), and what was read from a claim to the subject of the tellings that stand on that
   claim. Where two subjects could be meant nobody has decided, and it stays where it is.
2. *Taken back.* A speaker's retraction takes that speaker's own earlier words on the same matter out of what is said, and a
   correction replaces them. They stay in sight: the value they gave is kept with the retraction or correction against it.
3. *Stances.* Only what is said counts; denials stand beside it, and what says neither is kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any, TypeVar, cast

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
from truceline.movements.board.values import Word, Words
from truceline.movements.board.voices import AGAINST, SAYING, Denial, ordered, speaker

M = TypeVar("M", bound=MovementFact)
KINDS: tuple[type[MovementFact], ...] = (
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
)
_FROM_CLAIMS = "mv:"
_Lists = defaultdict[str, list[Word]]
_Denials = defaultdict[str, list[Denial[MovementFact]]]


class Told:
    """The words of a record by kind of fact and subject; ``subjects`` are the ids of all that something is told of."""

    def __init__(self, assertions: Iterable[Assertion[Any]]) -> None:
        self._says: dict[type, _Lists] = {kind: defaultdict(list) for kind in KINDS}
        self._denials: dict[type, _Denials] = {kind: defaultdict(list) for kind in KINDS}
        self._asides: _Lists = defaultdict(list)
        self._taken: _Lists = defaultdict(list)
        self._revising: _Lists = defaultdict(list)
        says = self._says
        for word in assertions:  # the only walk over all words: one look-up by type, one by subject
            kind = says.get(type(word.fact))
            if kind is None:
                continue
            if word.stance == "assert":
                kind[word.subject].append(word)
            else:
                self._sort(word, kind)
        self._tie()
        for subject, words in self._revising.items():
            self._take_back(subject, words)

    @property
    def subjects(self) -> set[str]:
        """The ids of everything of which something is told, however it is meant; not the words of no subject."""
        found = {subject for lists in self._says.values() for subject in lists}
        found |= {subject for lists in self._denials.values() for subject in lists}
        return (found | set(self._asides)) - {""}

    def says(self, kind: type[M], subject: str) -> list[Assertion[M]]:
        """Return who says facts of a kind of a subject, in the order of entry."""
        return cast("list[Assertion[M]]", self._says[kind].get(subject) or [])

    def all_of(self, kind: type[M]) -> Iterable[tuple[str, list[Assertion[M]]]]:
        """Return every subject of which somebody says facts of a kind, with those words."""
        return cast("dict[str, list[Assertion[M]]]", self._says[kind]).items()

    def denials(self, kind: type[M], subject: str) -> list[Denial[M]]:
        """Return what facts of a kind are denied of a subject, and by which words."""
        return cast("list[Denial[M]]", self._denials[kind].get(subject) or [])

    def asides(self, subject: str) -> Words:
        """Return the words that neither say nor deny what they are about."""
        return ordered(self._asides.get(subject, ()))

    def taken_back(self, subject: str) -> Words:
        """Return the words that their own speakers retracted or corrected."""
        return ordered(self._taken.get(subject, ()))

    def words(self, subject: str) -> Words:
        """Return all words of a subject, whatever their stance."""
        found = [word for lists in self._says.values() for word in lists.get(subject, ())]
        found += [denial.word for lists in self._denials.values() for denial in lists.get(subject, ())]
        return ordered((*found, *self._asides.get(subject, ()), *self._taken.get(subject, ())))

    def _sort(self, word: Word, kind: _Lists) -> None:
        if word.stance in AGAINST:
            self._denials[type(word.fact)][word.subject].append(Denial(word.fact, word))
        elif word.stance in SAYING:
            kind[word.subject].append(word)
        else:
            self._asides[word.subject].append(word)
        if word.stance in {"retract", "correct"}:
            self._revising[word.subject].append(word)

    def _tie(self) -> None:
        every: list[Iterable[str]] = [*self._says.values(), *self._denials.values(), self._asides]
        loose = {subject for lists in every for subject in lists if not subject or subject.startswith(_FROM_CLAIMS)}
        claimed = _only(self._claimed()) if loose else {}
        for subject in sorted(loose) if claimed else ():
            self._move(subject, claimed)
        ties = ((_FROM_CLAIMS + word.fact.of_incident, subject) for subject, word in self._named() if word.fact.of_incident)
        whole = _only(ties)
        for subject in loose:
            if target := whole.get(subject):
                self._move_all(subject, target)

    def _named(self) -> Iterable[tuple[str, Assertion[MovementNamed]]]:
        for subject, words in self._says[MovementNamed].items():
            for word in words:
                if not subject.startswith(_FROM_CLAIMS):
                    yield subject, cast("Assertion[MovementNamed]", word)

    def _claimed(self) -> Iterable[tuple[str, str]]:
        for lists in self._says.values():
            for subject, words in lists.items():
                for word in words:
                    if subject and word.source.claim:
                        yield word.source.claim, subject

    def _move(self, subject: str, targets: dict[str, str]) -> None:
        """Move the words of a subject that were read from a claim on which tellings of another stand."""
        for lists in (*self._says.values(), self._asides, self._revising):
            for word in lists.pop(subject, ()):
                lists[targets.get(word.source.id, subject)].append(word)
        for denials in self._denials.values():
            for denial in denials.pop(subject, ()):
                denials[targets.get(denial.word.source.id, subject)].append(denial)

    def _move_all(self, subject: str, target: str) -> None:
        for lists in (*self._says.values(), self._asides, self._revising):
            if words := lists.pop(subject, None):
                lists[target] += words
        for denials in self._denials.values():
            if found := denials.pop(subject, None):
                denials[target] += found

    def _take_back(self, subject: str, revising: list[Word]) -> None:
        """Take what its own speaker revised out of what is said of a subject; it is kept with the revisions against it."""
        for kind in {type(word.fact) for word in revising}:
            kept: list[Word] = []
            for word in self._says[kind].get(subject, ()):
                later = [each for each in revising if _revises(each, word)]
                (self._taken[subject] if later else kept).append(word)
                self._denials[kind][subject] += [Denial(word.fact, each) for each in later]
            self._says[kind][subject] = kept


def _revises(later: Word, word: Word) -> bool:
    """Say whether a retraction or correction is of a word: of the same speaker, on the same matter, not said before it."""
    return (
        type(later.fact) is type(word.fact)
        and speaker(word) == speaker(later)
        and _is_earlier(word, later)
        and _matter(word.fact, later.stance) == _matter(later.fact, later.stance)
    )


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
