"""When two assertions are about one proposal: its kind, who is said to have made it, its terms, and how far apart they are told.

The rules, in this order; what they leave open stays apart:

1. Of different kinds: two. Two given by one claim or telling: two. Told to be made more than 30 days apart: two.
2. Proposers who cannot stand for one another: two. Where they are offices of one side, or the terms are alike, both say so.
3. Durations that differ, places outside each other, different actors who would be bound: two, and both say so.
4. Told more than 30 days apart, in different reports: nothing is concluded.
5. Of a kind that says little (cooperation, talks, inquiry, sanctions, other) the words must have something in common.
   Two proposals that have not are two, also of a kind that leaves open of what (evacuation, withdrawal, aid access).
6. Where neither or only one names a proposer, one report, or terms alike, make it one; a position goes to a proposal of its kind.
   In different reports more than a week apart it is doubtful.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple, TypeAlias

from truceline.diplomacy.directory import Directory
from truceline.diplomacy.grouping import Verdict
from truceline.diplomacy.wording import day_number, length, shared, telling_words
from truceline.model.assertions import Assertion
from truceline.model.diplomacy import Position, Proposed

About: TypeAlias = Assertion[Proposed] | Assertion[Position]
MOST_DAYS_APART = 30
MOST_DAYS_UNNAMED = 7
SAID_OF_WHAT = frozenset({"evacuation", "withdrawal", "aid_access"})
"""Kinds of which one side may propose several at a time: what is evacuated or withdrawn is told by the words."""
LITTLE_SAID = frozenset({"cooperation", "talks", "inquiry", "sanctions", "other"})
RULE = "same kind, proposers and terms that fit one another, told at most 30 days apart or in one report"
ALIKE = 0.5
ONE, NONE, TWO = Verdict("one"), Verdict("none"), Verdict("no")


class Features(NamedTuple):
    """What of an assertion tells proposals apart. ``day`` counts days, ``proposer`` is a seat or words; None: not told.

    ``made``: the day on which it is told to have been made.
    """

    about: About
    kind: str
    words: str
    telling: frozenset[str]
    proposer: str | None
    lasts: tuple[int, int] | None
    where: tuple[str, ...]
    on_whom: tuple[str, ...]
    on: str
    day: int
    made: int | None
    is_proposed: bool

    @property
    def tier(self) -> int:
        """How much it tells of who proposed what."""
        return sum((self.proposer is not None, self.lasts is not None, bool(self.where), bool(self.on_whom), self.is_proposed))


def features(about: About, directory: Directory) -> Features:
    """Return what of an assertion tells proposals apart."""
    fact, on = about.fact, (about.fact.at or about.source.said_on)[:10]
    proposer = fact.proposer
    if isinstance(fact, Position) and fact.stand == "proposes":
        proposer = proposer or fact.office
    is_proposed = isinstance(fact, Proposed)
    return Features(
        about=about,
        kind=fact.kind,
        words=fact.words,
        telling=telling_words(fact.words),
        proposer=directory.seat(proposer, on) if proposer else None,
        lasts=length(fact.lasts) if isinstance(fact, Proposed) else None,
        where=fact.where if isinstance(fact, Proposed) else (),
        on_whom=fact.on_whom if isinstance(fact, Proposed) else (),
        on=on,
        day=day_number(on) or 0,
        made=day_number(fact.at) if is_proposed else None,
        is_proposed=is_proposed,
    )


def near(of: Features) -> Iterator[Hashable]:
    """Yield the keys that two about one proposal can share: the kind with the report, or with a time."""
    if of.about.source.report:
        yield of.kind, of.about.source.report
    month = of.day // MOST_DAYS_APART
    yield from ((of.kind, each) for each in (month, month + 1))


def closeness(one: Features, other: Features) -> int:
    """Return how close two stand to each other: in the same words of a source, in one source, in one report."""
    is_one_source = one.about.source.id == other.about.source.id
    return 3 if is_one_source and one.words == other.words else 2 if is_one_source else int(is_same_report(one, other))


def is_same_report(one: Features, other: Features) -> bool:
    """Say whether both stand in one report."""
    return one.about.source.report is not None and one.about.source.report == other.about.source.report


def judged(one: Features, other: Features, directory: Directory) -> Verdict:
    """Say whether two assertions are about one proposal, by the rules of this module."""
    are_proposed = one.is_proposed and other.is_proposed
    if one.kind != other.kind or (are_proposed and one.about.source.id == other.about.source.id) or _are_made_apart(one, other):
        return TWO
    verdict = _by_proposer(one, other, directory)
    if verdict is None and (unlike := _unlike(one, other, directory)):
        verdict = Verdict("no", unlike)
    if verdict is None and are_proposed and one.kind in LITTLE_SAID | SAID_OF_WHAT and not _share_words(one, other):
        verdict = Verdict("no", "of one kind, in words that have nothing in common")
    if verdict is None and not is_same_report(one, other):
        verdict = _apart(one, other)
    return verdict or ONE


def _apart(one: Features, other: Features) -> Verdict | None:
    """Return the verdict on two of different reports that nothing rules out; None where they are one."""
    if abs(one.day - other.day) > MOST_DAYS_APART:
        return NONE
    share = shared(one.telling, other.telling)
    if one.kind == "other" and share < ALIKE:
        return NONE
    if one.kind in LITTLE_SAID and not share:
        return Verdict("perhaps", "of one kind, in words that have nothing in common")
    are_told = one.proposer is not None and other.proposer is not None
    if not are_told and abs(one.day - other.day) > MOST_DAYS_UNNAMED:
        return Verdict("perhaps", "of one kind, told more than a week apart, and not every account tells who proposed it")
    is_position = not (one.is_proposed and other.is_proposed)
    if are_told or is_position or share >= ALIKE or (one.lasts is not None and one.lasts == other.lasts):
        return None
    return Verdict("perhaps", "of one kind, and not every account tells who proposed it")


def _are_made_apart(one: Features, other: Features) -> bool:
    return one.made is not None and other.made is not None and abs(one.made - other.made) > MOST_DAYS_APART


def _share_words(one: Features, other: Features) -> bool:
    """Say whether two descriptions have a word or the length in common; one without any words of its own fits all."""
    is_told = bool(one.telling and other.telling)
    return not is_told or bool(one.telling & other.telling) or (one.lasts is not None and one.lasts == other.lasts)


def _by_proposer(one: Features, other: Features, directory: Directory) -> Verdict | None:
    """Return the verdict that the proposers give; None where they fit one another, or are not both told."""
    if one.proposer is None or other.proposer is None or directory.is_related(one.proposer, other.proposer, one.on):
        return None
    is_near = is_same_report(one, other) or abs(one.day - other.day) <= MOST_DAYS_APART
    if not is_near:
        return TWO
    side = directory.side(one.proposer, one.on)
    if side is not None and side == directory.side(other.proposer, other.on):
        return Verdict("no", "of one kind, told of two offices of one side")
    is_alike = shared(one.telling, other.telling) >= ALIKE or (one.lasts is not None and one.lasts == other.lasts)
    return Verdict("no", "alike in its terms, and told of different proposers") if is_alike else TWO


def _unlike(one: Features, other: Features, directory: Directory) -> str:
    """Return which of the terms told rule each other out, in words; nothing where none do."""
    if one.lasts is not None and other.lasts is not None and one.lasts != other.lasts:
        return "of one kind, and the durations told differ"
    if one.where and other.where and all(directory.are_apart(a, b) for a in one.where for b in other.where):
        return "of one kind, and told of different places"
    both = [(a, b) for a in one.on_whom for b in other.on_whom]
    if both and all(_are_unlike(a, b, one.on, directory) for a, b in both):
        return "of one kind, and told to bind different actors"
    return ""


def _are_unlike(one: str, other: str, on: str, directory: Directory) -> bool:
    return directory.is_actor(one) and directory.is_actor(other) and not directory.is_related(one, other, on)
