"""The part of the page about names: the timeline of every actor whose name or coverage is told to have changed, or differs."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from markupsafe import Markup

from truceline.outputs.labels import Labels
from truceline.outputs.report.actor_timeline import drawn
from truceline.outputs.views import actor_list
from truceline.outputs.views.actor_pages import ActorView, QuoteView
from truceline.outputs.views.material import Material

OPEN = 4
"""So many timelines stand open on the page; the others are folded."""


class ActorRow(msgspec.Struct, frozen=True, kw_only=True):
    """One actor: what it is called on the day, its timeline, and what is quoted of its affiliation beside its own words."""

    id: str
    name: str
    timeline: Markup
    is_contested: bool
    quotes: tuple[QuoteView, ...]
    own_words: tuple[QuoteView, ...]


class ActorPart(msgspec.Struct, frozen=True, kw_only=True):
    """The timelines of a page: those that stand open, and those that are folded."""

    on: str
    open: tuple[ActorRow, ...]
    folded: tuple[ActorRow, ...]


def build(material: Material, labels: Labels) -> ActorPart | None:
    """Return the part, None where nothing of anybody's name, office or coverage changed or is told."""
    page = actor_list.listed(material)
    told = sorted(filter(_is_telling, page.actors), key=_weight)
    rows = tuple(_rows(told, labels))
    return ActorPart(on=page.on, open=rows[:OPEN], folded=rows[OPEN:]) if rows else None


def _is_telling(view: ActorView) -> bool:
    return bool(view.renamings or view.coverage or view.quotes)


def _weight(view: ActorView) -> tuple[bool, bool, bool]:
    """Return what puts first whom the accounts differ on, then who was renamed."""
    return (not view.is_contested, not view.renamings, not view.quotes)


def _rows(views: Iterable[ActorView], labels: Labels) -> Iterable[ActorRow]:
    for view in views:
        yield ActorRow(
            id=view.id,
            name=view.name,
            timeline=drawn(view.timeline, labels),
            is_contested=view.is_contested,
            quotes=view.quotes,
            own_words=view.own_words,
        )
