"""Theatres: the facts about one conflict that a reader and a linker need, as values. Packs on disk are read by workflow."""

from __future__ import annotations

import msgspec

from truceline.model.agreements import Agreement
from truceline.model.parties import Actor
from truceline.model.places import Place


class Theatre(msgspec.Struct, frozen=True, kw_only=True):
    """A theatre pack as read: who and where. ``country`` is the id of the place that a bare town name is first looked for in."""

    name: str
    title: str
    version: str
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    country: str | None = None
    sha256: str = ""
    agreements: tuple[Agreement, ...] = ()
