"""The pages of sources: what each publisher and speaker claimed, what it took back or corrected since, whom it repeats.

Never a score, nor the parts of one: nothing counts how much of what somebody claimed was corrected. Sources stand in the order
in which each was first told, whoever they are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from truceline.agreement.remembering import remembered
from truceline.errors import NotFoundError
from truceline.linker import chief_incident
from truceline.model import words_at
from truceline.outputs.labels import Labels, load
from truceline.outputs.room.citing import Spot, called, own_voices, spots
from truceline.outputs.room.sheets import Sheet, sheet_of
from truceline.outputs.views import incident_list, source_list
from truceline.outputs.views.cells import told_withheld
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.names import actor_called
from truceline.outputs.views.pages import Basis, Struck

Part = Literal["publisher", "speaker"]
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A source in the list: its ``key`` in an address, and in how many ``reports`` it speaks.

    ``repeats``: whose reports its own copy; ``passed_on_by``: who carries its words.
    """

    key: str
    name: str
    reports: int
    repeats: tuple[str, ...]
    passed_on_by: tuple[str, ...]


class SourcesRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of sources of one ``part``, those whose name has ``asked`` in it where a name is asked for."""

    basis: Basis
    part: Part
    asked: str | None
    rows: tuple[SourceRow, ...]
    sheet: Sheet


class ClaimRow(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of a source: its words, stance and topics, the incident it is mostly about, and what became of it, if anything."""

    claim: str
    report: str
    title: str
    day: str | None
    stance: str
    about: tuple[str, ...]
    words: str
    incident: str | None
    struck: Struck | None
    standing: str


class CorrectionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that was taken back or corrected: its words, by which claim, when, in which stance, and that one's words."""

    claim: str
    words: str
    by: str
    day: str | None
    stance: str
    new_words: str


class RepeatRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report of a publisher that repeats another's: which, of whom, how (code), and how much of the words, in percent."""

    report: str
    title: str
    of: str
    of_title: str
    whose: str
    kind: str
    share_percent: int


class SourceRoom(msgspec.Struct, frozen=True, kw_only=True):
    """One source. ``reports`` as (id, title, day); ``claims`` a sheet of them in the order of reports and text."""

    basis: Basis
    name: str
    part: Part
    actor: str | None
    reports: tuple[tuple[str, str, str | None], ...]
    rows: tuple[ClaimRow, ...]
    sheet: Sheet
    corrections: tuple[CorrectionRow, ...]
    repeats: tuple[RepeatRow, ...]
    passed_on_by: tuple[str, ...]
    spots: Mapping[str, Spot]
    incidents: Mapping[str, str]


def key_of(identity: str) -> str:
    """Return how an address names a source: its identity where that is plain, else twelve hex digits of its SHA-256."""
    if _PLAIN.fullmatch(identity):
        return identity
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:12]


class _Group(msgspec.Struct, frozen=True, kw_only=True):
    """All that one source said: its reports in the order in which they came, its claims in the order of the text."""

    key: str
    name: str
    part: Part
    actor: str | None
    reports: tuple[str, ...]
    told: tuple[Told, ...]


def listed(
    material: Material, labels: Labels, part: str = "publisher", *, asked: str | None = None, sheet: int = 1
) -> SourcesRoom:
    """Return a sheet of publishers or speakers, in the order in which each was first told.

    Raises:
        NotFoundError: ``part`` is neither.
    """
    groups = _groups(material, labels.lang)
    if part not in groups:
        message = f'no sources of the sort "{part}"; expected one of: {", ".join(groups)}'
        raise NotFoundError(message)
    found = [each for each in groups[part].values() if asked is None or asked.casefold() in each.name.casefold()]
    shown, where = sheet_of(found, sheet)
    return SourcesRoom(
        basis=material.basis(incident_list.waiting(material)),
        part="publisher" if part == "publisher" else "speaker",
        asked=asked,
        rows=tuple(_row(material, each, labels) for each in shown),
        sheet=where,
    )


def one(material: Material, labels: Labels, part: str, key: str, *, sheet: int = 1) -> SourceRoom:
    """Return the page of one source.

    Raises:
        NotFoundError: no such source in this selection.
    """
    group = _groups(material, labels.lang).get(part, {}).get(key)
    if group is None:
        message = f'no source "{part}/{key}" in this selection; the list of sources has all of it'
        raise NotFoundError(message)
    shown, where = sheet_of(group.told, sheet)
    return SourceRoom(
        basis=material.basis(incident_list.waiting(material)),
        name=group.name,
        part=group.part,
        actor=group.actor,
        reports=tuple((each, *_titled(material, each)) for each in group.reports),
        rows=tuple(_claim(material, each) for each in shown),
        sheet=where,
        corrections=tuple(each for told in group.told for each in _corrections(material, told)),
        repeats=_repeats(material, group, labels) if group.part == "publisher" else (),
        passed_on_by=_passed_on_by(material, group, labels) if group.part == "speaker" else (),
        spots=spots(material),
        incidents=called(material, labels.lang),
    )


@remembered
def _groups(material: Material, lang: str) -> Mapping[str, Mapping[str, _Group]]:
    """Return all sources by part and key."""
    return {
        "publisher": {each.key: each for each in _publishers(material, load(lang))},
        "speaker": {each.key: each for each in _speakers(material, lang)},
    }


def _publishers(material: Material, labels: Labels) -> Iterable[_Group]:
    reports: dict[str, list[str]] = {}
    for held in material.held:
        reports.setdefault(held.report.publisher or labels.text("no_publisher"), []).append(held.report.id)
    narrated: dict[str, list[Told]] = {}
    for told in material.told:
        if told.claim.voice == "narration":
            narrated.setdefault(told.claim.report, []).append(told)
    for name, several in reports.items():
        yield _Group(
            key=key_of(name),
            name=name,
            part="publisher",
            actor=None,
            reports=tuple(several),
            told=tuple(told for report in several for told in narrated.get(report, ())),
        )


def _speakers(material: Material, lang: str) -> Iterable[_Group]:
    groups: dict[str, list[Told]] = {}
    for told in material.told:
        if told.claim.speaker is not None:
            groups.setdefault(source_list.speaker_key(told), []).append(told)
    for identity, several in groups.items():
        speaker = several[0].claim.speaker
        assert speaker is not None, "only what a speaker says is grouped"
        is_known = speaker.actor in material.actors and not speaker.unnamed
        yield _Group(
            key=key_of(identity) if is_known else key_of(f"words: {identity}"),
            name=actor_called(material, speaker.actor or "", lang) if is_known else speaker.name,
            part="speaker",
            actor=speaker.actor if is_known else None,
            reports=tuple(dict.fromkeys(each.claim.report for each in several)),
            told=tuple(several),
        )


def _row(material: Material, group: _Group, labels: Labels) -> SourceRow:
    is_publisher = group.part == "publisher"
    repeated = (each.whose for each in _repeats(material, group, labels)) if is_publisher else ()
    return SourceRow(
        key=group.key,
        name=group.name,
        reports=len(group.reports),
        repeats=tuple(dict.fromkeys(repeated)),
        passed_on_by=() if is_publisher else _passed_on_by(material, group, labels),
    )


def _titled(material: Material, report: str) -> tuple[str, str | None]:
    held = material.by_report[report].report
    return held.title or held.id, held.published_at


def _words(material: Material, told: Told) -> str:
    held = material.by_report[told.claim.report]
    return told_withheld(held.withheld) if held.withheld else words_at(material.read(held.report.id), told.claim.content)


def _claim(material: Material, told: Told) -> ClaimRow:
    claim = told.claim
    title, day = _titled(material, claim.report)
    return ClaimRow(
        claim=claim.id,
        report=claim.report,
        title=title,
        day=day,
        stance=claim.stance,
        about=claim.about,
        words=_words(material, told),
        incident=chief_incident(claim, material.links_of.get(claim.id, ())),
        struck=material.struck.get(claim.id),
        standing=told.standing,
    )


def _corrections(material: Material, told: Told) -> Iterable[CorrectionRow]:
    struck = material.struck.get(told.claim.id)
    if struck is not None:
        new = material.by_claim[struck.claim]
        yield CorrectionRow(
            claim=told.claim.id,
            words=_words(material, told),
            by=struck.claim,
            day=struck.day,
            stance=new.claim.stance,
            new_words=_words(material, new),
        )


def _repeats(material: Material, group: _Group, labels: Labels) -> tuple[RepeatRow, ...]:
    found = (material.copy_of[report] for report in group.reports if report in material.copy_of)
    voices = own_voices(material, labels.lang)
    return tuple(
        RepeatRow(
            report=each.report,
            title=_titled(material, each.report)[0],
            of=each.of,
            of_title=_titled(material, each.of)[0],
            whose=voices[each.of],
            kind=each.kind,
            share_percent=each.share_percent,
        )
        for each in found
    )


def _passed_on_by(material: Material, group: _Group, labels: Labels) -> tuple[str, ...]:
    relays = [relay.name for told in group.told for relay in told.claim.via]
    voices = own_voices(material, labels.lang)
    return tuple(dict.fromkeys((*relays, *(voices[report] for report in group.reports))))
