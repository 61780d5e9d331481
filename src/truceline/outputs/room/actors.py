"""The pages of actors: the list as of a day, and one actor with its names over time and what is alleged by and against it.

An affiliation is a quotation under whoever said it. Whom an actor belongs to is never a field of ours.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from markupsafe import Markup

from truceline.actors.lookalikes import LooksLike
from truceline.errors import NotFoundError
from truceline.outputs.labels import Labels
from truceline.outputs.report.actor_timeline import drawn
from truceline.outputs.room.blamed import BlameRow, against, by
from truceline.outputs.room.citing import Spot, actor_names, called, spots
from truceline.outputs.room.sheets import Sheet, sheet_of
from truceline.outputs.views import actor_list
from truceline.outputs.views.actor_pages import ActorView, GroupView, UnknownName
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis


class ActorsRoom(msgspec.Struct, frozen=True, kw_only=True):
    """Actors as of the day ``on``, a sheet of them. ``asked``: the name asked for, ``not_known`` what it looks like.

    ``groups`` that no pack names, and ``unknown`` names to look at, stand on the first sheet only. ``proposals``: how many
    claims that wait would add a line.
    """

    basis: Basis
    on: str
    rows: tuple[ActorView, ...]
    sheet: Sheet
    groups: tuple[GroupView, ...]
    unknown: tuple[UnknownName, ...]
    asked: str | None
    not_known: tuple[LooksLike, ...]
    oddities: tuple[str, ...]
    proposals: int
    spots: Mapping[str, Spot]


class ActorRoom(msgspec.Struct, frozen=True, kw_only=True):
    """One actor as of the day ``on``, with a ``drawing`` of its names and coverage over time.

    ``alleged_by``: incidents for which it names somebody; ``alleged_against``: for which somebody names it, with who denies that.
    """

    basis: Basis
    on: str
    actor: ActorView
    drawing: Markup
    alleged_by: tuple[BlameRow, ...]
    alleged_against: tuple[BlameRow, ...]
    proposals: int
    spots: Mapping[str, Spot]
    actors: Mapping[str, str]
    incidents: Mapping[str, str]


def listed(material: Material, *, on: str | None = None, name: str | None = None, sheet: int = 1, lang: str = "en") -> ActorsRoom:
    """Return the actors of whom something is said, or those called ``name``, as of a day (None: the day asked for)."""
    page = actor_list.listed(material, on=on, name=name, lang=lang)
    rows, shown = sheet_of(page.actors, sheet)
    is_first = shown.number == 1
    return ActorsRoom(
        basis=page.basis,
        on=page.on,
        rows=rows,
        sheet=shown,
        groups=page.groups if is_first else (),
        unknown=page.unknown if is_first else (),
        asked=page.asked,
        not_known=page.not_known,
        oddities=page.oddities,
        proposals=page.proposals,
        spots=spots(material),
    )


def one(material: Material, labels: Labels, actor: str, *, on: str | None = None) -> ActorRoom:
    """Return the page of the actor of that id, as of a day (None: the day asked for).

    Raises:
        NotFoundError: the pack had no such actor by the day named.
    """
    page = actor_list.listed(material, on=on, name=actor, lang=labels.lang)
    found = next((each for each in page.actors if each.id == actor), None)
    if found is None:
        message = f'no actor "{actor}" is known by the day you look at; the list of actors has those of whom something is said'
        raise NotFoundError(message)
    return ActorRoom(
        basis=page.basis,
        on=page.on,
        actor=found,
        drawing=drawn(found.timeline, labels),
        alleged_by=by(material, actor, labels.lang),
        alleged_against=against(material, actor, labels.lang),
        proposals=page.proposals,
        spots=spots(material),
        actors=actor_names(material, labels.lang),
        incidents=called(material, labels.lang),
    )
