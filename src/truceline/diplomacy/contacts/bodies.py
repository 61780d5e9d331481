"""Bodies: who belongs to one and who chairs it, as somebody says, how many it has, and its meetings in the record.

Two names are one body only where both are the same id or the same words, or people entered them under one subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from truceline.diplomacy.contacts.values import Body, Encounter, SaidCount, SaidWho
from truceline.diplomacy.directory import Directory
from truceline.diplomacy.saying import agreeing, in_order, sayings, tells
from truceline.diplomacy.values import Who
from truceline.model.assertions import Assertion, Subject
from truceline.model.diplomacy import BodyNamed

Told: TypeAlias = Sequence[Assertion[BodyNamed]]


def bodies(
    told: Iterable[Assertion[BodyNamed]], subjects: Sequence[Subject], met: Sequence[Encounter], directory: Directory
) -> tuple[Body, ...]:
    """Return the bodies that are named or that met: those that people opened first, then by the name to show.

    ``met``: encounters in the order of days.
    """
    given = in_order(told)
    opened = {subject.id: subject for subject in subjects}
    of_name = {each.fact.body: each.subject for each in given if each.subject in opened}
    members: dict[str, list[Assertion[BodyNamed]]] = {name: [] for name in opened}
    for each in given:
        key = each.subject if each.subject in opened else of_name.get(each.fact.body, each.fact.body)
        members.setdefault(key, []).append(each)
    meetings: dict[str, list[Encounter]] = {}
    for encounter in met:
        for key in dict.fromkeys(of_name.get(said.who.id, said.who.id) for said in encounter.body):
            meetings.setdefault(key, []).append(encounter)
    made = [
        _body(opened.get(key), _who(key, opened.get(key), members.get(key, ()), directory), members.get(key, ()), directory)
        for key in dict.fromkeys((*members, *meetings))
    ]
    by_id = {key: tuple(each.id for each in found) for key, found in meetings.items()}
    ordered = sorted(made, key=lambda each: (each.id not in opened, each.who.name.casefold(), each.id))
    return tuple(_meeting(each, by_id.get(each.id, ())) for each in ordered)


def _who(key: str, subject: Subject | None, told: Told, directory: Directory) -> Who:
    on = told[0].source.said_on if told else "9999"
    if subject is None:
        return directory.who(key, on)
    named = told[0].fact.body if told else None
    who = directory.who(named, on) if named else None
    return Who(
        id=named or subject.id, name=subject.name, side=who.side if who else None, side_name=who.side_name if who else None
    )


def _body(subject: Subject | None, who: Who, told: Told, directory: Directory) -> Body:
    counted = [each for each in told if tells(each)]
    sized = [each for each in counted if each.fact.members_low is not None or each.fact.members_high is not None]
    return Body(
        id=subject.id if subject else who.id,
        who=who,
        reference=subject.reference if subject else None,
        members=_people(counted, [each.fact.members for each in counted], directory),
        chairs=_people(counted, [each.fact.chairs for each in counted], directory),
        counts=tuple(
            SaidCount(
                low=group[0].fact.members_low,
                high=group[0].fact.members_high,
                at=group[0].fact.at,
                says=sayings(group, directory),
            )
            for group in agreeing(sized, lambda each: (each.fact.members_low, each.fact.members_high, each.fact.at))
        ),
        not_so=sayings((each for each in told if not tells(each)), directory),
    )


def _people(told: Told, named_by: Sequence[tuple[str, ...]], directory: Directory) -> tuple[SaidWho, ...]:
    pairs = [(name, each) for each, names in zip(told, named_by, strict=True) for name in names]
    return tuple(
        SaidWho(
            who=directory.who(group[0][0], group[0][1].fact.at or group[0][1].source.said_on),
            says=sayings((each for _, each in group), directory),
        )
        for group in agreeing(pairs, lambda pair: pair[0])
    )


def _meeting(body: Body, meetings: tuple[str, ...]) -> Body:
    return Body(
        id=body.id,
        who=body.who,
        reference=body.reference,
        members=body.members,
        chairs=body.chairs,
        counts=body.counts,
        meetings=meetings,
        not_so=body.not_so,
    )
