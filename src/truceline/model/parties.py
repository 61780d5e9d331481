"""Parties: everybody who acts or speaks: states, offices and their holders, armed groups, bodies, media as relays."""

from __future__ import annotations

from typing import Literal

import msgspec

ActorKind = Literal[
    "state",
    "government",
    "ministry",
    "military",
    "office",
    "person",
    "armed_group",
    "opposition_body",
    "intergovernmental",
    "un_body",
    "red_cross",
    "civil_society",
    "media",
    "coalition",
    "body",
]


class ActorName(msgspec.Struct, frozen=True, kw_only=True):
    """A name of an actor. ``self_name``: the actor uses it for itself. ``used_by``: who uses it (actor ids or plain words).

    ``since`` and ``until`` are inclusive days between which the name was in use, None where unknown or open.
    ``metonym``: a capital or a building that stands for the actor ("Moscow", "the Kremlin"). ``demonym``: the adjective or
    the people's name of a state ("Russian", "Russians"), which names the state only together with a noun.
    """

    text: str
    lang: str = "en"
    self_name: bool = False
    used_by: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    metonym: bool = False
    demonym: bool = False


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """A person holds an office from ``since`` to ``until`` (inclusive days; None is open)."""

    holder: str
    since: str | None = None
    until: str | None = None


class Within(msgspec.Struct, frozen=True, kw_only=True):
    """A larger body of which an actor was part from ``since`` to ``until`` (inclusive days; None is open)."""

    of: str
    since: str | None = None
    until: str | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor of a theatre pack: ``id`` like ``ru.mod``. ``within`` is the larger body it is part of.

    ``within_dated`` are those of which it was part for a time, and which count only where a day is asked for. ``relay`` is true
    for media and agencies, whose normal part is to pass on what others say. ``speaks_for`` names the actor for which a
    spokesperson or office speaks. Affiliation of a rescue, medical, media or civic body with an armed actor is never a fact of a
    pack. ``source`` is the public source of these facts.
    """

    id: str
    kind: ActorKind
    name: str
    names: tuple[ActorName, ...] = ()
    within: str | None = None
    speaks_for: str | None = None
    holders: tuple[Holding, ...] = ()
    relay: bool = False
    country: str | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None
    within_dated: tuple[Within, ...] = ()
