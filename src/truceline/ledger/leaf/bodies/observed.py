"""Bodies of what monitors observed, where they could not look, how much they looked, and the tables that say so.

Nothing in the open is there to tell where an observer stood: position, bearing, device and all free words of a row are sealed.
``observer``, ``weapon``, ``line`` and ``region`` are short names, in the open for good: of an office, never of a person.
"""

from __future__ import annotations

from typing import Literal

from truceline.ledger.leaf.bodies.base import Body
from truceline.model.observations import Assessment, GapReason, Sense, Unit

TableOf = Literal["observation", "gap", "exposure", "movement", "site", "diplomacy", "delivery", "actor"]


class ObservationEntered(Body, frozen=True, kw_only=True):
    """``observation.entered``: what a monitor heard or saw, in codes; the fields are those of ``Observation``.

    Sealed: ``position`` (where the observer stood), ``bearing`` (``FROM-TO``, degrees), ``range`` (distance and bearing as
    written), ``device``, ``area_words``, ``direction``, ``description``. ``mark`` is the same for the same row in this record and
    tells nobody else anything; ``table`` and ``row`` say where it came from.
    """

    observation: str
    mark: str
    observer: str
    sense: Sense
    assessment: Assessment
    unit: Unit
    low: int | None = None
    high: int | None = None
    start: str | None = None
    end: str | None = None
    area: str | None = None
    area_low_m: int | None = None
    area_high_m: int | None = None
    distance_low_m: int | None = None
    distance_high_m: int | None = None
    weapon: str | None = None
    line: str | None = None
    region: str | None = None
    period: str | None = None
    published_at: str | None = None
    table: str | None = None
    row: int | None = None


class GapNoted(Body, frozen=True, kw_only=True):
    """``coverage.gap``: where, and how long, monitors could not look. ``refused_by``: an actor of the pack.

    Sealed: ``area_words``, ``refused_words`` (who refused, where that is no actor of the pack), ``description``.
    """

    gap: str
    mark: str
    observer: str
    reason: GapReason
    start: str | None = None
    end: str | None = None
    area: str | None = None
    refused_by: str | None = None
    region: str | None = None
    period: str | None = None
    published_at: str | None = None
    table: str | None = None
    row: int | None = None


class ExposureNoted(Body, frozen=True, kw_only=True):
    """``coverage.exposure``: how much was looked, with what. Sealed: ``area_words``, ``description``."""

    exposure: str
    mark: str
    observer: str
    sensor: Sense
    start: str
    end: str
    area: str | None = None
    hours: int | None = None
    sorties: int | None = None
    region: str | None = None
    period: str | None = None
    published_at: str | None = None
    table: str | None = None
    row: int | None = None


class ObservationWithdrawn(Body, frozen=True, kw_only=True):
    """``observation.withdrawn``: an observation, gap or exposure was entered wrongly, and counts for nothing from here on.

    ``id`` is its id. Why is sealed, as ``note``; ``refs`` of the entry has the leaf that is withdrawn, which stays in the log.
    """

    id: str


class TableImported(Body, frozen=True, kw_only=True):
    """``table.imported``: a table was read. ``evidence`` and ``mapping`` are the kept files of table and mapping.

    Of ``rows`` so many were ``entered``, stood here ``already``, were ``refused`` or, by the mapping, ``passed_over``.
    """

    table: str
    about: TableOf
    evidence: str
    mapping: str
    rows: int
    entered: int = 0
    already: int = 0
    refused: int = 0
    passed_over: int = 0
    published_at: str | None = None
