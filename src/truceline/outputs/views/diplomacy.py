"""What is told of diplomacy in a material: read from its claims, and entered by people; and who is who in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from truceline.agreement.remembering import remembered
from truceline.diplomacy.directory import Directory
from truceline.diplomacy.reading import read
from truceline.diplomacy.reading import waiting as read_waiting
from truceline.errors import NotFoundError
from truceline.model.assertions import Assertion, Fact
from truceline.outputs.labels import load
from truceline.outputs.views.hearing import day_asked_for, hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import publisher_of

NO_DAY = "9999-12-31"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ToldOfDiplomacy:
    """All assertions that count, those that wait for a decision, the day asked for, and the names."""

    counted: tuple[Assertion[Fact], ...]
    waiting: tuple[Assertion[Fact], ...]
    on: str
    directory: Directory


@remembered
def told_of_diplomacy(material: Material) -> ToldOfDiplomacy:
    """Return what a material tells of diplomacy; what people entered comes after what was read."""
    hearing, labels = hear(material, None), load()
    voices = {held.report.id: publisher_of(material, [held.report.id], labels) for held in material.held}
    return ToldOfDiplomacy(
        counted=(*read(hearing), *material.assertions),
        waiting=tuple(read_waiting(hearing)),
        on=day_asked_for(material) or NO_DAY,
        directory=Directory(material.actors.values(), material.places, voices, material.registry),
    )


def claims_with(assertions: tuple[Assertion[Fact], ...], *facts: type[Any]) -> int:
    """Return of how many claims something of these sorts was read."""
    return len({each.source.id for each in assertions if isinstance(each.fact, facts)})


def read_from(material: Material, wanted: Sequence[str], *facts: type[Any]) -> tuple[tuple[Assertion[Fact], str], ...]:
    """Return what was read, of these sorts, from counted claims of these ids, each with the name of who says it.

    Raises:
        NotFoundError: one is no claim that counts, or nothing of these sorts was read from it.
    """
    told = told_of_diplomacy(material)
    read = [each for each in told.counted if each.source.report is not None and isinstance(each.fact, facts)]
    missing = [name for name in wanted if all(each.source.id != name for each in read)]
    if missing:
        waits = {each.source.id for each in told.waiting}.intersection(missing)
        advice = "decide on it first with `truceline review`" if waits else "expected a claim that `truceline claims` lists"
        message = f"nothing of this sort was read from {', '.join(missing)}; {advice}; nothing was entered"
        raise NotFoundError(message)
    return tuple((each, _name(each, told.directory)) for each in read if each.source.id in wanted)


def _name(each: Assertion[Fact], directory: Directory) -> str:
    return each.name or directory.voice(each.source.report)
