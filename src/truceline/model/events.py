"""Events: what a text says happened, was planned, demanded or refused; one mention, not yet an incident.

The codes are those of docs/formats/event-codes.md: ``V.*`` violence, ``C.*`` the ceasefire itself, ``M.*`` forces moving,
``H.*`` aid, ``D.*`` diplomacy, ``L.*`` detention.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model.spans import Span

Stage = Literal["occurred", "attempted", "threatened", "planned", "demanded", "refused"]
Certainty = Literal["fact", "claimed", "accused", "possible"]
Role = Literal["alleged_perpetrator", "target", "victim", "agent", "recipient", "party"]
Target = Literal[
    "convoy", "medical", "school", "market", "worship", "camp", "water", "troops", "base", "civilians", "journalists", "other"
]


class EventActor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in an event. ``actor`` is an actor id of the pack or None; the words stand at ``span``."""

    role: Role
    span: Span
    actor: str | None = None
    certainty: Certainty = "claimed"


class EventMention(msgspec.Struct, frozen=True, kw_only=True):
    """One mention of a happening. ``span`` is its trigger word or phrase ("the attack", "shelled").

    ``definite`` is true for a mention that points back ("the attack", "the incident"). ``denied`` is true where the words
    say that it did not happen or was not of this kind. ``times``, ``places`` are spans of the mentions that belong to it;
    ``counts`` are count ids.
    """

    id: str
    span: Span
    type: str
    stage: Stage = "occurred"
    means: str | None = None
    targets: tuple[Target, ...] = ()
    actors: tuple[EventActor, ...] = ()
    times: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()
    counts: tuple[str, ...] = ()
    definite: bool = False
    denied: bool = False
    claim: str | None = None
