"""Deliveries of arms and forces, and flights asked for, refused, rerouted, as somebody asserts them (docs/formats/deliveries.md).

No geometry finer than a country stands here, on purpose, and nothing is ever summed: this is who said what, not who is where.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from truceline.model.counts import Bound

OverflightAct = Literal["requested", "pressed_to_refuse", "refused", "granted", "rerouted", "declined_to_say"]


class Delivered(msgspec.Struct, frozen=True, kw_only=True, tag="delivery"):
    """So much of something was brought, as said: ``item`` in words, range and unit as in ``Count``; a rate has ``per`` ("day").

    ``supplier`` and ``recipient``: actors or words. ``country``: the id of a country, never of a place in it.
    """

    item: str
    unit: str
    low: int | None = None
    high: int | None = None
    bound: Bound = "exact"
    supplier: str | None = None
    recipient: str | None = None
    country: str | None = None
    per: str | None = None
    lasts: str | None = None
    at: str | None = None


class Overflight(msgspec.Struct, frozen=True, kw_only=True, tag="overflight"):
    """Leave to fly through somebody's airspace: who flies, over which countries, what was done, pressed by whom."""

    act: OverflightAct
    flyer: str | None = None
    over: tuple[str, ...] = ()
    by: str | None = None
    of: tuple[str, ...] = ()
    at: str | None = None


DeliveryFact: TypeAlias = Delivered | Overflight
