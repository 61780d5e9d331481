"""Whom accounts name for an incident: by whom, against whom, and who denies that part. Being named is all that is said here.

Only who is alleged to have done it counts, exactly as named: an allegation against a body is none against what it belongs to.
Who is held responsible is another question and stands with the violations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from truceline.agreement.remembering import remembered
from truceline.linker import chief_incident
from truceline.outputs.labels import load
from truceline.outputs.report.spoken import Voice
from truceline.outputs.views import incident_list
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.names import actor_name, publisher_of

DENYING = frozenset({"deny", "reject"})
TAKING_BACK = frozenset({"retract"})


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """One account names somebody (``of``, an actor) for an incident, or denies (``is_denial``) that it was this one.

    ``speaker``: an actor of the pack, None for any other.
    """

    incident: str
    of: str
    speaker: str | None
    voice: Voice
    is_denial: bool


class BlameRow(msgspec.Struct, frozen=True, kw_only=True):
    """One incident for which somebody is named: on which day, who is named, who says so, who denies it."""

    incident: str
    on: str | None
    of: tuple[str, ...]
    says: tuple[Voice, ...]
    denies: tuple[Voice, ...]


def against(material: Material, actor: str, lang: str) -> tuple[BlameRow, ...]:
    """Return the incidents for which somebody names the actor, by day; those where it is only denied are among them."""
    return tuple(_rows(material, [each for each in _namings(material, lang) if each.of == actor]))


def by(material: Material, actor: str, lang: str) -> tuple[BlameRow, ...]:
    """Return the incidents for which the actor names somebody, by day, and whom."""
    return tuple(_rows(material, [each for each in _namings(material, lang) if each.speaker == actor]))


def _rows(material: Material, namings: list[Naming]) -> Iterator[BlameRow]:
    days = _days(material)
    groups: dict[str, list[Naming]] = {}
    for each in namings:
        groups.setdefault(each.incident, []).append(each)
    for incident in sorted(groups, key=lambda one: (days.get(one) is None, days.get(one) or "")):
        found = groups[incident]
        yield BlameRow(
            incident=incident,
            on=days.get(incident),
            of=tuple(dict.fromkeys(each.of for each in found)),
            says=_together(each.voice for each in found if not each.is_denial),
            denies=_together(each.voice for each in found if each.is_denial),
        )


def _together(voices: Iterator[Voice]) -> tuple[Voice, ...]:
    """Return each speaker once with all its claims, in the order in which they come."""
    found: dict[tuple[str, tuple[str, ...], str | None, bool], list[str]] = {}
    for each in voices:
        found.setdefault((each.name, each.via, each.stance, each.is_proposed), []).extend(each.sources)
    return tuple(
        Voice(name=name, via=via, stance=stance, is_proposed=is_proposed, sources=tuple(dict.fromkeys(sources)))
        for (name, via, stance, is_proposed), sources in found.items()
    )


@remembered
def _days(material: Material) -> Mapping[str, str | None]:
    found = incident_list.folded(material)
    return {each.id: each.time.start[:10] if each.time and each.time.start else None for each in found}


@remembered
def _namings(material: Material, lang: str) -> tuple[Naming, ...]:
    """Return every naming of the material, in the order of reports and text."""
    return tuple(
        each for told in material.told if told.claim.stance not in TAKING_BACK for each in _of_claim(material, told, lang)
    )


def _of_claim(material: Material, told: Told, lang: str) -> Iterator[Naming]:
    claim = told.claim
    named = [(who.actor, event.denied) for event in claim.events for who in event.actors if _is_named(who.role) and who.actor]
    incident = chief_incident(claim, material.links_of.get(claim.id, ())) if named else None
    if incident is None:
        return
    voice = _voice(material, told, lang)
    for actor, is_denied in dict.fromkeys(named):
        yield Naming(
            incident=incident,
            of=actor,
            speaker=claim.speaker.actor if claim.speaker and not claim.speaker.unnamed else None,
            voice=voice,
            is_denial=is_denied or claim.stance in DENYING,
        )


def _is_named(role: str) -> bool:
    return role == "alleged_perpetrator"


def _voice(material: Material, told: Told, lang: str) -> Voice:
    claim = told.claim
    if claim.speaker is None:
        name = publisher_of(material, [claim.report], load(lang))
    else:
        known = material.actors.get(claim.speaker.actor or "")
        name = actor_name(known, lang) if known and not claim.speaker.unnamed else claim.speaker.name
    return Voice(
        name=name,
        via=tuple(relay.name for relay in claim.via),
        stance=None if claim.stance == "assert" else claim.stance,
        sources=(claim.id,),
        is_proposed=told.standing == "proposed",
    )
