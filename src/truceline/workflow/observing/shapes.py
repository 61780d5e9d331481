"""What a row of a mission's table can be about, and the fields of each (docs/formats/observations.md)."""

from __future__ import annotations

from typing import get_args

from truceline.model.observations import Assessment, GapReason, Sense, Unit
from truceline.workflow.tables import Field, Shape

_WHEN: Shape = {
    "date": Field("day"),
    "time": Field("clock"),
    "end_date": Field("day"),
    "end_time": Field("clock"),
    "start": Field("instant"),
    "end": Field("instant"),
    "zone": Field("zone"),
    "period": Field("day"),
}
_WHERE: Shape = {"place": Field("words"), "region": Field("code"), "description": Field("words", is_hidden=True)}

SHAPES: dict[str, Shape] = {
    "observation": {
        "observer": Field("code", is_required=True),
        "sense": Field("vocabulary", is_required=True, words=get_args(Sense)),
        "assessment": Field("vocabulary", words=get_args(Assessment)),
        "unit": Field("vocabulary", words=get_args(Unit)),
        "count": Field("count"),
        **_WHEN,
        **_WHERE,
        "position": Field("words", is_hidden=True),
        "position_lat": Field("latitude", is_hidden=True),
        "position_lon": Field("longitude", is_hidden=True),
        "range": Field("range", is_hidden=True),
        "bearing": Field("bearing", is_hidden=True),
        "distance": Field("distance"),
        "direction": Field("words"),
        "weapon": Field("code"),
        "device": Field("words", is_hidden=True),
        "line": Field("code"),
    },
    "gap": {
        "observer": Field("code", is_required=True),
        "reason": Field("vocabulary", is_required=True, words=get_args(GapReason)),
        "refused_by": Field("words"),
        **_WHEN,
        **_WHERE,
    },
    "exposure": {
        "observer": Field("code", is_required=True),
        "sensor": Field("vocabulary", is_required=True, words=get_args(Sense)),
        "hours": Field("whole"),
        "sorties": Field("whole"),
        **_WHEN,
        **_WHERE,
    },
}
FIELDS = {about: frozenset(shape) for about, shape in SHAPES.items()}
