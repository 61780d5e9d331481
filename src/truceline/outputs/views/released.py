"""Released: the part of a material that two people let everybody see, after the mission's delay, and nothing else of it.

* A claim is shown where a release that is in force and due names it and, if that is a release of an incident, while the claim
  still surely belongs to that incident. One that was rejected, corrected, or whose text went since, is not shown.
* Of a report nothing is read but the words of such claims; everything between is blank. Its title, which is words of it too, is
  not shown; who published it, where and when is.
* Marks count as far as they were made before the release was asked for; steps only where they were released themselves. Nobody
  who marked, decided or entered is named. Other offices' decisions, observations and proposals are not there at all.
* What is told of movements and sites is not in the material, but in ``renditions``, from which only the public renditions read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from truceline.ledger.leaf.claim_body import FILLING
from truceline.ledger.marks import RecordedMark
from truceline.ledger.releases import Release, instant
from truceline.model import Claim, Link, Report, Span
from truceline.outputs.views import tellings
from truceline.outputs.views.entered import Entered
from truceline.outputs.views.material import Held, Material, Told

A_PERSON = "a person"
"""Who marked or entered something, wherever everybody reads it."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What is due: pairs of incident and claim, claims released alone, steps, tellings; the entry up to which marks count."""

    pairs: frozenset[tuple[str, str]] = frozenset()
    alone: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    tellings: frozenset[str] = frozenset()
    asked: Mapping[str, int] = {}


def due(releases: Sequence[Release], delay_hours: int, at: str) -> Shown:
    """Return what is to be shown at an instant."""
    now = instant(at)
    there = [each for each in releases if (day := each.public_from(delay_hours)) is not None and instant(day) <= now]
    asked: dict[str, int] = {}
    for each in there:
        for claim in each.claims:
            asked[claim] = max(each.asked.entry, asked.get(claim, 0))
    return Shown(
        pairs=frozenset((each.subject, claim) for each in there if each.of == "incident" for claim in each.claims),
        alone=frozenset(claim for each in there if each.of == "claim" for claim in each.claims),
        steps=frozenset(step for each in there for step in each.steps),
        tellings=frozenset(telling for each in there for telling in each.tellings),
        asked=asked,
    )


def released_of(material: Material, shown: Shown) -> Material:
    """Return what of a material without compartments is due; its parts beside claims are still to be chosen (``completed``)."""
    readable = {each.report.id for each in material.held if each.withheld is None}
    links = [link for link in material.links if link.outcome == "linked" and (link.incident, link.claim) in shown.pairs]
    ids = {link.claim for link in links} | shown.alone
    told = [
        each
        for each in material.told
        if each.claim.id in ids and each.standing in {"entered", "accepted"} and each.claim.report in readable
    ]
    ids = {each.claim.id for each in told}
    reports = {each.claim.report for each in told}
    return dataclasses.replace(
        material,
        held=tuple(_held(each) for each in material.held if each.report.id in reports),
        told=tuple(_told(each, n, ids) for n, each in enumerate(told, 1)),
        waiting=(),
        rejected=(),
        links=tuple(_link(link) for link in links if link.claim in ids),
        copies=tuple(each for each in material.copies if each.report in reports and each.of in reports),
        differing=(),
        read=_blanked(material.read, told),
        entered=_entered(material.entered, shown, ids),
        renditions=_told_of(material.entered, shown),
        is_public=True,
    )


def for_rendition(material: Material) -> Material:
    """Return a material with what is released of movements and sites, for those views alone that make public renditions of it."""
    if not material.is_public:
        return material
    told = tellings.shown(material.renditions, material)
    return dataclasses.replace(material, assertions=told.assertions, subjects=told.subjects, told_on=told.days)


def _held(held: Held) -> Held:
    report = held.report
    shown = Report(
        id=report.id,
        text="",
        publisher=report.publisher,
        published_at=report.published_at,
        lang=report.lang,
        url=report.url,
        kind=report.kind,
    )
    return msgspec.structs.replace(held, report=shown)


def _told(told: Told, number: int, ids: set[str]) -> Told:
    answers = tuple(each for each in told.claim.answers if each in ids)
    claim = msgspec.structs.replace(told.claim, answers=answers, author=A_PERSON, supersedes=None)
    return msgspec.structs.replace(told, number=number, claim=claim)


def _link(link: Link) -> Link:
    return msgspec.structs.replace(link, why="", bits=0)


def _entered(entered: Entered, shown: Shown, ids: set[str]) -> Entered:
    return Entered(
        steps=tuple(
            msgspec.structs.replace(each, by=A_PERSON, note=None) for each in entered.steps if each.step.id in shown.steps
        ),
        marks={
            claim: tuple(_mark(mark) for mark in several if mark.entry <= shown.asked.get(claim, -1))
            for claim, several in entered.marks.items()
            if claim in ids
        },
    )


def _mark(mark: RecordedMark) -> RecordedMark:
    return msgspec.structs.replace(mark, by=A_PERSON)


def _told_of(entered: Entered, shown: Shown) -> Entered:
    told = tuple(each for each in entered.tellings if each.id in shown.tellings)
    about = {each.subject for each in told}
    return Entered(
        tellings=tuple(msgspec.structs.replace(each, by=A_PERSON, claim=None) for each in told),
        subjects=tuple(msgspec.structs.replace(each, by=A_PERSON) for each in entered.subjects if each.id in about),
    )


def _blanked(read: Callable[[str], str], told: Iterable[Told]) -> Callable[[str], str]:
    """Return what reads the words of some claims, and everything else of their reports as blank, character by character."""
    spans: dict[str, list[Span]] = {}
    for each in told:
        spans.setdefault(each.claim.report, []).extend(_spans(each.claim))

    def blanked(report: str) -> str:
        text = read(report)
        words = [FILLING] * len(text)
        for span in spans.get(report, ()):
            words[span.start : span.end] = text[span.start : span.end]
        return "".join(words)

    return blanked


def _spans(claim: Claim) -> Iterator[Span]:
    """Yield every place in the text at which something of a claim stands."""
    yield from (*claim.source, *claim.cue, *claim.content)
    if claim.speaker and claim.speaker.named_at:
        yield claim.speaker.named_at
    yield from (relay.span for relay in claim.via if relay.span)
    for slots in (claim.counts, claim.times, claim.places, claim.events):
        yield from (slot.span for slot in slots)
    yield from (actor.span for event in claim.events for actor in event.actors)
