"""Reading a hearing: every counted claim, in the order of the hearing, into assertions of what diplomacy is told in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truceline.diplomacy.reading.antecedents import meant
from truceline.diplomacy.reading.asserting import Told
from truceline.diplomacy.reading.channels import channels, resumptions
from truceline.diplomacy.reading.contacts import contacts
from truceline.diplomacy.reading.demands import demands
from truceline.diplomacy.reading.memory import Memory
from truceline.diplomacy.reading.opinions import duties, opinions
from truceline.diplomacy.reading.people import People, people_of
from truceline.diplomacy.reading.positions import positions
from truceline.diplomacy.reading.proposals import proposals
from truceline.diplomacy.reading.scene import Scene
from truceline.diplomacy.reading.threats import threats
from truceline.diplomacy.reading.triggers import may_tell
from truceline.diplomacy.reading.undisclosed import undisclosed
from truceline.model.hearing import Heard, Hearing


def read(hearing: Hearing) -> tuple[Told, ...]:
    """Return what the claims that count say of diplomacy, in their order; empty where they say nothing of it.

    ``Source.standing`` says of each whether people stand behind its claim.
    """
    return tuple(_read(hearing.heard, people_of(hearing.actors)))


def waiting(hearing: Hearing) -> tuple[Told, ...]:
    """Return what the claims that wait would say of diplomacy, if they counted."""
    return tuple(_read(hearing.waiting, people_of(hearing.actors)))


def _read(heard: Iterable[Heard], people: People) -> Iterator[Told]:
    memory = Memory()
    for each in _by_report(heard):
        is_telling = may_tell(each.sentence) or may_tell(each.words)
        told = _each_once(_claim(each, people, memory)) if is_telling else ()
        memory.keep(told)
        yield from told


def _each_once(told: Iterable[Told]) -> tuple[Told, ...]:
    """Return what one claim tells, each fact once with each stance."""
    found: dict[tuple[object, ...], Told] = {}
    for each in told:
        found.setdefault((each.fact, each.stance, each.by), each)
    return tuple(found.values())


def _by_report(heard: Iterable[Heard]) -> list[Heard]:
    """Return claims with those of one report in the order of its words, reports in the order in which they come."""
    order: dict[str, int] = {}
    claims = list(heard)
    for each in claims:
        order.setdefault(each.claim.report, len(order))
    return sorted(claims, key=lambda each: (order[each.claim.report], each.claim.reach, each.claim.id))


def _claim(heard: Heard, people: People, memory: Memory) -> Iterator[Told]:
    scene = Scene(heard, people)
    proposed = (*proposals(scene), *demands(scene))
    yield from proposed
    yield from resumptions(proposed, memory)
    memory.keep(proposed)
    yield from positions(scene, memory)
    yield from opinions(scene, memory)
    yield from duties(scene)
    yield from meant(tuple(contacts(scene)), scene, memory)
    yield from channels(scene)
    yield from threats(scene)
    yield from undisclosed(scene)
