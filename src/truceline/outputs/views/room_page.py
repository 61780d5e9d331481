"""The situation room as one page object: everything that somebody sees before they read anything.

Four things of the agreement in the same weight; four figures of some days with as many days before beside them; a chart of days
to choose from; the incidents; what changed; the head of the log that all of it stands on. Nothing is decided here.
"""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from truceline.errors import UsageError
from truceline.model.agreements import Agreement
from truceline.model.status import Assessment, Status
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import room_news
from truceline.outputs.views.hearing import day_asked_for, reported_on
from truceline.outputs.views.incident_list import folded, waiting
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name, incident_name
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.room_days import chart_of, last_busy, last_drawn, window_of
from truceline.outputs.views.room_figures import figures
from truceline.outputs.views.room_rows import newest_first, rows
from truceline.outputs.views.room_values import ConditionRow, FourThings, GroundLine, RoomFigure, RoomPage, Seal
from truceline.outputs.views.room_violations import is_in
from truceline.outputs.views.status_page import StatusPage, standing_only, status_page
from truceline.outputs.views.violation_list import assessed

SHOWN_INCIDENTS = 20
SHOWN_ASSESSMENTS = 6


def room_page(
    material: Material,
    *,
    days: int = 1,
    happened: str | None = None,
    drawn: str | None = None,
    labels: Labels | None = None,
) -> RoomPage:
    """Return the situation room.

    ``material`` is gathered without a choice of days: the choice is ``happened``, and the days before it stand beside it. Without
    one, the figures are about the last ``days`` days up to the day asked for. ``drawn``: the last day of the chart.

    Raises:
        UsageError: ``happened`` or ``drawn`` names no day.
    """
    words, on, standing = labels or load(), day_asked_for(material), standing_only(material)
    found = status_page(material)
    basis = _basis(material, happened)
    incidents = folded(standing)
    is_dated = on is not None and bool(incidents or standing.told or standing.held)
    window = window_of(on, days, happened, incidents) if on is not None and is_dated else None
    lines = assessed(standing, found.agreement) if found.agreement else None
    end = _day(drawn) if drawn else last_drawn(window, on) if window and on else None
    counted = figures(material, standing, found.agreement, window, on) if window and on else ()
    shown = newest_first(each for each in incidents if not happened or window is None or is_in(each, (window.now,)))
    return RoomPage(
        basis=basis,
        on=on,
        window=window,
        status=_four(found) if found.status else None,
        figures=counted,
        chart=chart_of(end, incidents, lines, reported_on(standing)) if end else None,
        incidents=rows(standing, shown[:SHOWN_INCIDENTS], found.agreement, words),
        more_incidents=max(0, len(shown) - SHOWN_INCIDENTS),
        news=room_news.latest(standing, found.status, lambda each: incident_name(standing, each, words)),
        seal=_seal(material),
        names={actor.id: actor_name(actor, words.lang) for actor in material.actors.values()},
        is_empty=not material.held,
        busy=last_busy(incidents, window) if window and not any(map(_says, counted)) else None,
    )


def _says(figure: RoomFigure) -> bool:
    """Say whether anything but zero stands in a figure for its days."""
    return any(line.now.high or (line.proposed and line.proposed.high) for line in figure.lines)


def _basis(material: Material, happened: str | None) -> Basis:
    """Return what the page stands on, with the days that were chosen for it."""
    basis = material.basis(waiting(material))
    return replace(basis, selection=replace(basis.selection, happened=happened))


def _four(found: StatusPage) -> FourThings:
    status, agreement = found.status, found.agreement
    assert status is not None and agreement is not None  # noqa: PT018 - there is a state only of an agreement
    latest = _latest(status)
    ground = status.ground
    return FourThings(
        agreement=agreement.id,
        name=agreement.name,
        on=status.on,
        arrangement=status.arrangement,
        adherence=status.adherence,
        assessments=latest[:SHOWN_ASSESSMENTS],
        more_assessments=len(status.assessments) - len(latest[:SHOWN_ASSESSMENTS]),
        ground=GroundLine(
            incidents=len(ground.incidents),
            undated=len(ground.undated),
            unsure=len(ground.unsure),
            gaps=len(ground.gaps),
            coverage=ground.coverage,
            since=ground.since,
        ),
        counted_by=tuple(dict.fromkeys(each.by for each in status.conditions)),
        conditions=_conditions(status, agreement),
        day_number=_day_number(ground.since, status.on),
        proposals=status.proposals_that_would_change_it,
        changes=found.changes,
    )


def _conditions(status: Status, agreement: Agreement) -> tuple[ConditionRow, ...]:
    """Return the conditions that anybody counts, each as all of them do."""
    by = tuple(dict.fromkeys(each.by for each in status.conditions))
    found = {(each.id, each.by): replace(each, resets=each.resets[-1:]) for each in status.conditions}
    counted = [each for each in agreement.conditions if any((each.id, who) in found for who in by)]
    return tuple(ConditionRow(summary=each.summary, counts=tuple(found.get((each.id, who)) for who in by)) for each in counted)


def _latest(status: Status) -> tuple[Assessment, ...]:
    """Return the latest assessment of each speaker, newest first."""
    by_speaker: dict[str, Assessment] = {}
    for each in reversed(status.assessments):
        by_speaker.setdefault(each.actor or each.speaker, each)
    return tuple(by_speaker.values())


def _day_number(since: str | None, on: str) -> int | None:
    """Return the day of the arrangement, from 1 on the day it began; None while it has not."""
    if since is None:
        return None
    number = (dt.date.fromisoformat(on[:10]) - dt.date.fromisoformat(since[:10])).days + 1
    return number if number > 0 else None


def _seal(material: Material) -> Seal:
    from_record = material.provenance
    return Seal(
        size=material.size,
        root=material.root,
        level=from_record.level if from_record else None,
        origin=from_record.origin if from_record else None,
    )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f'"{text}" is no day ({error}); expected one like 2016-09-19'
        raise UsageError(message) from error
