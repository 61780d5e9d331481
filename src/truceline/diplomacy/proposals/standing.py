"""Where offices stood on a proposal, over time: each for itself, by whom it is told, and which of one side stand opposite.

A proposal told again is no new stand: an office ``proposes`` on the day for which it was first told. Its ``latest`` stands are
those of the last day of which anything is told of it, whoever told it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from truceline.diplomacy.directory import Directory
from truceline.diplomacy.proposals.values import Dissent, OfficeStands, Stood
from truceline.diplomacy.saying import in_order, sayings, tells
from truceline.diplomacy.values import Who
from truceline.model.assertions import Assertion
from truceline.model.claims import Stance
from truceline.model.diplomacy import Position, Proposed, Stand

Positions: TypeAlias = Sequence[Assertion[Position]]
FOR: frozenset[Stand] = frozenset({"proposes", "supports", "accepts", "accepts_in_part"})
AGAINST: frozenset[Stand] = frozenset({"opposes", "rejects"})
ACCEPTED: frozenset[Stand] = frozenset({"accepts", "accepts_in_part"})
TAKING_BACK: frozenset[Stance] = frozenset({"retract", "deny"})
SUPPORTED: frozenset[Stand] = frozenset({"proposes", "supports"})


class Key(NamedTuple):
    """What makes two tellings of an office's stand the same one."""

    day: str
    stand: Stand
    person: str | None
    condition: str | None
    reason: str | None
    on_whom: tuple[str, ...]


def offices_of(proposed: Iterable[Assertion[Proposed]], positions: Positions, directory: Directory) -> tuple[OfficeStands, ...]:
    """Return every office of which a stand is told, in the order in which they come up; its proposer with them."""
    told = [*positions, *_as_positions(proposed, positions, directory)]
    made = [each for each in told if tells(each)]
    denied = [each for each in told if not tells(each)]
    found: dict[str, list[Assertion[Position]]] = defaultdict(list)
    for each in in_order(made):
        found[_office(each, directory)].append(each)
    stands = [_stands(office, told, denied, directory) for office, told in found.items()]
    return tuple(sorted(stands, key=lambda each: each.history[0].day))


def dissent_of(offices: Iterable[OfficeStands]) -> tuple[Dissent, ...]:
    """Return the sides of which one office stands for it and another one against it, by the latest stands."""
    sides: dict[str, tuple[str, list[Who], list[Who]]] = {}
    for each in offices:
        if each.office.side is not None:
            side = sides.setdefault(each.office.side, (each.office.side_name or each.office.side, [], []))
            stands = {stood.stand for stood in each.latest}
            side[1].extend([each.office] if stands & FOR else [])
            side[2].extend([each.office] if stands & AGAINST else [])
    return tuple(
        Dissent(side=side, side_name=name, speaking_for=tuple(for_it), speaking_against=tuple(against))
        for side, (name, for_it, against) in sides.items()
        if any(one != other for one in for_it for other in against)
    )


def standing(offices: Iterable[OfficeStands], stands: frozenset[Stand]) -> tuple[Who, ...]:
    """Return the offices of which one of these is among the latest stands."""
    return tuple(each.office for each in offices if any(stood.stand in stands for stood in each.latest))


def ever(offices: Iterable[OfficeStands], stand: Stand) -> tuple[Who, ...]:
    """Return the offices of which this stand was told at any time and not taken back."""
    return tuple(each.office for each in offices if any(s.stand == stand and not s.taken_back for s in each.history))


def _as_positions(
    proposed: Iterable[Assertion[Proposed]], positions: Positions, directory: Directory
) -> Iterator[Assertion[Position]]:
    """Yield the stand of a proposer for each who is said to have proposed it, where no position of the source tells it."""
    told = {(each.source.id, _office(each, directory)) for each in positions if each.fact.stand == "proposes"}
    for each in proposed:
        if each.fact.proposer is None:
            continue
        made = Position(kind=each.fact.kind, office=each.fact.proposer, stand="proposes", words=each.fact.words, at=each.fact.at)
        as_position = Assertion[Position](
            subject=each.subject,
            fact=made,
            by=each.by,
            source=each.source,
            name=each.name,
            via=each.via,
            stance=each.stance,
            unnamed=each.unnamed,
            rule=each.rule,
        )
        if (each.source.id, _office(as_position, directory)) not in told:
            yield as_position


def _office(each: Assertion[Position], directory: Directory) -> str:
    """Return the office a position is that of: the one that its person holds on the day, where a person is told for one."""
    return directory.seat(each.fact.office, _day(each))


def _day(each: Assertion[Position]) -> str:
    return (each.fact.at or each.source.said_on)[:10]


def _stands(office: str, told: Positions, denied: Positions, directory: Directory) -> OfficeStands:
    history = _history(office, told, denied, directory)
    standing_now = [stood for stood in history if not stood.taken_back]
    last = standing_now[-1].day if standing_now else None
    return OfficeStands(
        office=directory.who(office, history[-1].day),
        latest=tuple(stood for stood in standing_now if stood.day == last),
        history=tuple(history),
        contested=any(_rule_out(one.stand, other.stand) for one in history for other in history if one.day == other.day),
    )


def _history(office: str, told: Positions, denied: Positions, directory: Directory) -> list[Stood]:
    first = min((_day(each) for each in told if each.fact.stand == "proposes"), default="")
    found: dict[Key, list[Assertion[Position]]] = defaultdict(list)
    for each in told:
        fact = each.fact
        day = first if fact.stand == "proposes" and fact.at is None else _day(each)
        person = fact.person or (directory.label(fact.office) if fact.office != office else None)
        found[Key(day, fact.stand, person, fact.condition, fact.reason, fact.on_whom)].append(each)
    return sorted(
        (_stood(key, group, office, denied, directory) for key, group in found.items()),
        key=lambda stood: (stood.day, stood.says[0].said_on, stood.says[0].sources[0], stood.stand),
    )


def _stood(key: Key, group: Positions, office: str, denied: Positions, directory: Directory) -> Stood:
    against = [each for each in denied if each.fact.stand == key.stand and _office(each, directory) == office]
    return Stood(
        day=key.day,
        stand=key.stand,
        words=group[0].fact.words,
        says=sayings(group, directory),
        person=directory.label(key.person) if key.person else None,
        condition=key.condition,
        reason=key.reason,
        on_whom=tuple(map(directory.label, key.on_whom)),
        taken_back=all(any(_takes_back(other, each) for other in against) for each in group),
    )


def _takes_back(other: Assertion[Position], each: Assertion[Position]) -> bool:
    """Say whether who said this took it back since, under a name; what is retracted was said before, also on one day."""
    if other.stance not in TAKING_BACK or not each.by or other.by != each.by or other.unnamed or each.unnamed:
        return False
    if other.source.said_on == each.source.said_on:
        return other.stance == "retract" and other.source.recorded >= each.source.recorded
    return other.source.said_on > each.source.said_on


def _rule_out(one: Stand, other: Stand) -> bool:
    """Say whether an office cannot have both stands on one day: for it, against it, undecided, withdrawn. A duty is no stand."""
    classes = [_class(stand) for stand in (one, other)]
    return "" not in classes and classes[0] != classes[1]


def _class(stand: Stand) -> str:
    if stand in FOR:
        return "for"
    if stand in AGAINST:
        return "against"
    return "" if stand == "existing_duty" else stand
