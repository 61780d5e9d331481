"""What changed: the latest things that became known, newest first; on one day acts stand before incidents."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from truceline.model import Incident
from truceline.model.status import Status
from truceline.outputs.views.incident_list import folded
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import undisputed_type
from truceline.outputs.views.room_values import News

SHOWN = 12
TAKING_BACK = ("correct", "retract")


class _Placed(NamedTuple):
    """A piece of news and where it stands among those of its day."""

    day: str
    rank: int
    number: int
    news: News


def latest(material: Material, status: Status | None, name: Callable[[Incident], str]) -> tuple[News, ...]:
    """Return the latest news; ``name``: what the page calls an incident."""
    found = heapq.nlargest(SHOWN, _every(material, status), key=lambda each: each[:3])
    incidents = {each.id: each for each in folded(material)}
    return tuple(_named(each.news, incidents, name) for each in found)


def _every(material: Material, status: Status | None) -> Iterator[_Placed]:
    yield from _declared(material, status)
    yield from _taken_back(material)
    for number, step in enumerate(material.steps):
        news = News(
            day=step.on[:10], kind="step", code=step.kind, of=step.authority, words="", incident=step.violation.split("/", 1)[0]
        )
        yield _Placed(news.day, 2, number, news)
    for number, incident in enumerate(folded(material)):
        if incident.known:
            code = undisputed_type(incident)
            news = News(day=incident.known[:10], kind="incident", code=code, of="", words="", incident=incident.id)
            yield _Placed(news.day, 0, number, news)


def _declared(material: Material, status: Status | None) -> Iterator[_Placed]:
    for said in status.declarations if status else ():
        told = material.by_claim.get(said.claim)
        if told is not None:
            day = material.by_report[told.claim.report].known_on
            of = said.actor or said.speaker
            news = News(
                day=day,
                kind="declared",
                code=said.act,
                of=of,
                words=" ".join(said.words.split()),
                claim=said.claim,
                report=told.claim.report,
            )
            yield _Placed(day, 3, told.number, news)


def _taken_back(material: Material) -> Iterator[_Placed]:
    for told in material.told:
        claim = told.claim
        if claim.stance in TAKING_BACK:
            speaker = claim.speaker
            of = (speaker.actor or speaker.name) if speaker else ""
            linked = (link.incident for link in material.links_of.get(claim.id, ()) if link.outcome == "linked")
            day = material.by_report[claim.report].known_on
            news = News(
                day=day, kind="taken_back", code=claim.stance, of=of, words="", incident=next(linked, None), claim=claim.id
            )
            yield _Placed(day, 1, told.number, news)


def _named(news: News, incidents: Mapping[str, Incident], name: Callable[[Incident], str]) -> News:
    incident = incidents.get(news.incident or "")
    return msgspec.structs.replace(news, words=name(incident)) if incident else news
