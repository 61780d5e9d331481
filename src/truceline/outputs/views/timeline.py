"""The timeline: when the accounts say that incidents happened, beside when reports of them were published.

Two clocks, drawn differently. Long stretches in which nothing is recorded are cut out, so that an incident a year earlier does
not press everything else into one corner.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from truceline.model import Incident
from truceline.outputs.labels import Labels
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Timeline, TimelineRow

CUT_DAYS = 9
"""A stretch of empty days longer than this is cut out."""
LONGEST_HAPPENING_DAYS = 62
"""An interval longer than this says too little to be drawn as a bar."""


def drawn(material: Material, incidents: Sequence[Incident], names: dict[str, str], labels: Labels) -> Timeline:
    """Return the timeline of ``incidents``; one without any date on either clock has no row."""
    rows = tuple(row for row in (_row(material, incident, names, labels) for incident in incidents) if _days(row))
    return Timeline(rows=rows, stretches=_stretches(day for row in rows for day in _days(row)))


def _row(material: Material, incident: Incident, names: dict[str, str], labels: Labels) -> TimelineRow:
    days = sorted({d for r in incident.reports if (d := material.by_report[r].report.published_at)})
    time = incident.time
    if time and time.first_day and time.last_day and (time.last_day - time.first_day).days > LONGEST_HAPPENING_DAYS:
        time = None
    return TimelineRow(
        incident=incident.id,
        name=names.get(incident.id) or labels.say("event", incident.type),
        happened=time if time and time.start and time.end else None,
        published=tuple(days),
        contested="time" in incident.contested,
    )


def _days(row: TimelineRow) -> list[dt.date]:
    found = [dt.date.fromisoformat(day[:10]) for day in row.published]
    if row.happened and row.happened.first_day and row.happened.last_day:
        length = (row.happened.last_day - row.happened.first_day).days
        found += [row.happened.first_day + dt.timedelta(days=n) for n in range(length + 1)]
    return found


def _stretches(days: Iterable[dt.date]) -> tuple[tuple[str, str], ...]:
    runs: list[tuple[dt.date, dt.date]] = []
    for day in sorted(set(days)):
        if runs and (day - runs[-1][1]).days <= CUT_DAYS:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple((first.isoformat(), last.isoformat()) for first, last in runs)
