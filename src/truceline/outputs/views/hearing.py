"""Hearing: the part of a record that an agreement is held against, with the words, the days and the incidents of every claim.

Everything that the selection leaves out is not in the material, so it cannot be heard. The day asked for is ``--known``, else
``--said``, else the last day on which anything of the material became known; never today's, so that the same record says the
same for ever. Where a day is named, every view is given the agreement as far as it was public by then, and no other.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from truceline.agreement.disclosure import Public, public
from truceline.agreement.remembering import remembered
from truceline.errors import NotFoundError
from truceline.model import Incident, Link
from truceline.model.agreements import Agreement
from truceline.model.days import FIRST, LAST
from truceline.model.hearing import Heard, Hearing
from truceline.outputs.views.incident_list import folded, refolded
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.sentences import around, starts


def day_asked_for(material: Material) -> str | None:
    """Return the day for which the selection asks; None where no day is named and nothing is known."""
    asked = material.selection
    day = asked.known or asked.said or max((*_dated(material), *(step.on[:10] for step in material.steps)), default=None)
    return day and min(max(day, FIRST), LAST)


def reported_on(material: Material) -> tuple[str, ...]:
    """Return the days on which the record reports: those on which reports were known, and those of observations.

    A report of which everything still waits has not been read by anybody, and makes no day a quiet one.
    """
    read = {told.claim.report for told in (*material.told, *material.rejected)}
    return tuple(sorted({*(material.by_report[report].known_on for report in read), *_observed(material)}))


def _dated(material: Material) -> set[str]:
    """Return the days on which a record surely reports.

    Days of publication and of observations, and those on which something is told to have been said; where nothing has any, the
    days that counted claims tell; where they tell none, the days of receipt, and of entering what has no other day. Old articles
    without a date, received today, say nothing of today.
    """
    published = {held.report.published_at[:10] for held in material.held if held.report.published_at}
    days = published | {*_observed(material), *material.told_on}
    entered = (each.source.known_on for each in material.assertions)
    return days or set(_told_days(material)) or {held.known_on for held in material.held} or set(entered)


def _told_days(material: Material) -> Iterator[str]:
    """Yield the days on which counted claims of people say that something was said or took place, none after its receipt."""
    for told in material.told:
        claim, known_on = told.claim, material.by_report[told.claim.report].known_on
        spans = {span for event in claim.events if event.stage == "occurred" for span in event.times}
        times = [claim.said_at, *(time for time in claim.times if time.span in spans)]
        ends = [time.end[:10] for time in times if time and time.end and time.basis not in {"published", "linked"}]
        yield from (day for day in ends if told.standing != "proposed" and day <= known_on)


def _observed(material: Material) -> Iterator[str]:
    return (day[:10] for each in material.observations if (day := each.period or each.start))


def day_named(material: Material) -> str | None:
    """Return the day that the selection names, by whose end something must have been public to be shown; None: all is shown."""
    return material.selection.known or material.selection.said


def dated(material: Material) -> tuple[Agreement, ...]:
    """Return the agreements of the theatre that are dated no later than the day named, by date."""
    day = day_named(material) or "9999"
    return tuple(each for each in material.agreements if each.date <= day)


def chosen(material: Material, agreement: str | None = None) -> Agreement | None:
    """Return the agreement of this id as far as it was public; without one, the latest by the day asked for.

    None where the theatre has none, or none yet on that day.

    Raises:
        NotFoundError: the theatre has no agreement of this id by the day named.
    """
    found = chosen_public(material, agreement)
    return found.agreement if found else None


def chosen_public(material: Material, agreement: str | None = None) -> Public | None:
    """Return the agreement chosen as ``chosen`` does, with what of it was not public.

    Raises:
        NotFoundError: the theatre has no agreement of this id by the day named.
    """
    day = day_named(material)
    if agreement is not None:
        found = next((each for each in dated(material) if each.id == agreement), None)
        if found is None:
            known, by = ", ".join(each.id for each in dated(material)) or "none", f" by {day}" if day else ""
            message = f'no agreement "{agreement}"{by} in the theatre {material.theatre}; expected one of: {known}'
            raise NotFoundError(message)
    else:
        last = day_asked_for(material) or "9999"
        of_that_day = (each for each in material.agreements if each.date <= last)
        found = max(of_that_day, key=lambda each: (each.date, each.id), default=None)
    return public(found, day) if found else None


def hear(material: Material, agreement: Agreement | None) -> Hearing:
    """Return what counts for an agreement, and what waits; the same material is heard once for all its pages.

    Without an agreement nothing that people marked for one is heard.
    """
    return _heard(material, agreement.id, agreement.date) if agreement else _heard(material, None, "9999-12-31")


@remembered
def _heard(material: Material, agreement: str | None, date: str) -> Hearing:
    counted, waiting = _unmarked(material)
    return Hearing(
        on=day_asked_for(material) or date,
        heard=_marked(material, counted, agreement),
        incidents=folded(material),
        actors=tuple(material.actors.values()),
        waiting=_marked(material, waiting, agreement),
        steps=material.steps,
        observations=material.observations,
        gaps=material.gaps,
        exposures=material.exposures,
        places=material.places,
        reported=reported_on(material),
    )


@remembered
def _unmarked(material: Material) -> tuple[tuple[Heard, ...], tuple[Heard, ...]]:
    """Return what counts and what waits without what people marked, which alone depends on the agreement."""
    ear = _Ear(material)
    return tuple(map(ear.heard, material.told)), tuple(ear.waiting())


def _marked(material: Material, several: tuple[Heard, ...], agreement: str | None) -> tuple[Heard, ...]:
    """Return claims with what people said that they do to this agreement; the same where nobody said anything."""
    found = {}
    for claim, marks in material.marks.items():
        found[claim] = next((mark for mark in marks if mark.agreement == agreement), None)
    if not any(found.values()):
        return several
    return tuple(
        msgspec.structs.replace(each, reading=found[each.claim.id]) if each.claim.id in found else each for each in several
    )


class _Ear:
    """Reads the words around the claims of one material; each text is read and cut into sentences once."""

    def __init__(self, material: Material) -> None:
        self._material = material

    def heard(self, told: Told, then: tuple[Incident, ...] = ()) -> Heard:
        claim, known_on = told.claim, self._material.by_report[told.claim.report].known_on
        text = self._text(claim.report)
        begin, end = around(text, claim.reach.start, claim.reach.end, self._starts(claim.report))
        links = self._material.links_of.get(claim.id, ())
        return Heard(
            claim=claim,
            words=" ".join(text[span.start : span.end] for span in claim.content),
            sentence=text[begin:end],
            sentence_at=begin,
            known_on=known_on,
            said_on=((claim.said_at.end or "")[:10] if claim.said_at else "") or known_on,
            standing=told.standing,
            incidents=tuple(link.incident for link in links if link.outcome == "linked"),
            mentions={link.incident: link.events for link in links if link.outcome == "linked"},
            possible=tuple(link.incident for link in links if link.outcome == "possible"),
            then=then,
        )

    def waiting(self) -> Iterator[Heard]:
        """Yield the proposals that do not count, each with its incidents as they would be if it alone were accepted."""
        for told in self._material.waiting:
            links = self._material.links_of.get(told.claim.id, ())
            yield self.heard(told, tuple(self._then(told, {link.incident for link in links if link.outcome == "linked"})))

    def _then(self, told: Told, incidents: set[str]) -> Iterator[Incident]:
        replaced = told.claim.supersedes
        touched = incidents | {link.incident for link in self._material.links_of.get(replaced or "", ())}
        for incident in sorted(touched):
            members = [t for t in self._counted(incident) if t.claim.id != replaced] + ([told] if incident in incidents else [])
            found = refolded(self._material, incident, members)
            if found is not None:
                yield found

    def _counted(self, incident: str) -> Sequence[Told]:
        return self._members.get(incident, ())

    @functools.cached_property
    def _members(self) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = defaultdict(list)
        for told in self._material.told:
            for incident in dict.fromkeys(link.incident for link in self._links(told)):
                found[incident].append(told)
        return found

    def _links(self, told: Told) -> tuple[Link, ...]:
        return self._material.links_of.get(told.claim.id, ())

    @remembered
    def _text(self, report: str) -> str:
        return self._material.read(report)

    @remembered
    def _starts(self, report: str) -> list[int]:
        return starts(self._text(report))
