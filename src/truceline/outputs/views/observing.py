"""What monitors observed, as far as a selection lets it through: read with the rest of the record, by the same clocks.

``known`` and ``said`` go by the day the table was published, else entered; ``happened`` by the time observed, and what has no
time is left out. Everything here was entered by people, so no proposal is among it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from truceline.ledger.observations import Coverage, Recorded
from truceline.model import Interval
from truceline.model.observations import CoverageGap, Exposure, Observation
from truceline.outputs.views.happened import Days, days_of
from truceline.outputs.views.pages import Selection

V = TypeVar("V", Observation, CoverageGap, Exposure)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Observations, gaps and exposures of a selection, in the order of the log; observations without what is sealed of them."""

    observations: tuple[Observation, ...] = ()
    gaps: tuple[CoverageGap, ...] = ()
    exposures: tuple[Exposure, ...] = ()


def seen(found: Coverage, selection: Selection) -> Seen:
    """Return what the clocks of a selection let through of all that was entered up to its entry."""
    return Seen(
        observations=_chosen(found.observations, selection, Observation),
        gaps=_chosen(found.gaps, selection, CoverageGap),
        exposures=_chosen(found.exposures, selection, Exposure),
    )


def _chosen(found: Iterable[Recorded], selection: Selection, kind: type[V]) -> tuple[V, ...]:
    last = min((day for day in (selection.known, selection.said) if day), default="9999")
    days = days_of(selection.happened) if selection.happened else None
    known = (each.value for each in found if each.known_on <= last)
    return tuple(value for value in known if isinstance(value, kind) and (days is None or _overlaps(days, value)))


def _overlaps(days: Days, value: Observation | CoverageGap | Exposure) -> bool:
    return value.start is not None and days.overlaps(Interval(start=value.start, end=value.end))
