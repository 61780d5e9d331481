"""Observations of monitors, and where they could not look (docs/formats/observations.md).

Where an observer stood is not where it happened, and is sealed by default. Which way something flew says nothing about who fired.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Sense = Literal["heard", "saw", "camera", "uav", "crater_analysis", "other"]
Assessment = Literal["incoming", "outgoing", "impact", "undetermined"]
Unit = Literal["explosion", "burst", "shot", "projectile", "airburst", "round", "flight", "other"]
GapReason = Literal[
    "refused", "not_asked", "mines", "fighting", "no_line_of_sight", "night", "technical", "jamming", "weather", "other"
]


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """What a monitor heard or saw. ``low``/``high`` count ``unit`` (None, None: not counted).

    ``area`` is the place (id) or, with ``area_words``, what was written; ``bearing_from``/``bearing_to`` degrees clockwise from
    north, ``distance_low_m``/``distance_high_m`` metres, both from where the observer stood, which is sealed as ``position``.
    ``area_low_m``/``area_high_m``: how far from the point of ``area`` it was, at least and at most, in whole kilometres (None: as
    far as the place reaches). ``direction`` is what was written of the direction of fire; nobody is named from it.
    ``start``/``end`` instants with zone; ``period`` the reporting day that the table itself gives. ``bearing_from``,
    ``bearing_to`` and ``device`` tell where the observer stood: they are sealed too, and None unless somebody asks for them.
    """

    id: str
    observer: str
    sense: Sense
    assessment: Assessment
    unit: Unit
    low: int | None
    high: int | None
    start: str | None
    end: str | None
    area: str | None = None
    area_words: str | None = None
    bearing_from: int | None = None
    bearing_to: int | None = None
    distance_low_m: int | None = None
    distance_high_m: int | None = None
    direction: str | None = None
    weapon: str | None = None
    device: str | None = None
    line: str | None = None
    region: str | None = None
    period: str | None = None
    report: str | None = None
    row: int | None = None
    area_low_m: int | None = None
    area_high_m: int | None = None


class CoverageGap(msgspec.Struct, frozen=True, kw_only=True):
    """Where, and how long, monitors could not look; why, and who refused (an actor or words; None: nobody did)."""

    id: str
    observer: str
    area: str | None
    area_words: str | None
    start: str | None
    end: str | None
    reason: GapReason
    refused_by: str | None = None
    report: str | None = None
    row: int | None = None
    region: str | None = None
    period: str | None = None


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """How much was looked: hours of patrol, of cameras, flights, in an area and period; published with every count."""

    id: str
    observer: str
    area: str | None
    start: str
    end: str
    sensor: Sense
    hours: int | None = None
    sorties: int | None = None
    report: str | None = None
    row: int | None = None
    region: str | None = None
    period: str | None = None
