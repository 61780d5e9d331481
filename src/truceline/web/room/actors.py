"""Actors as of a day, and one actor: its names over time, who says that it is covered, what is alleged by and against it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import actors
from truceline.outputs.room.actors import ActorRoom, ActorsRoom
from truceline.outputs.views import Material
from truceline.web.access import needs
from truceline.web.asking import day_in, sheet_in, word_in
from truceline.web.chrome import labels_now
from truceline.web.record import kept
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show a sheet of actors, or those of a name."""
    on, name, sheet = day_in(request, "on"), word_in(request, "name"), sheet_in(request)
    lang = labels_now().lang

    def build(material: Material) -> ActorsRoom:
        return actors.listed(material, on=on, name=name, sheet=sheet, lang=lang)

    return show(request, "room/actors.html", kept(request, build, "actors", on, name, sheet, lang))


@needs("read", public=True)
@require_safe
def one(request: HttpRequest, actor: str) -> HttpResponse:
    """Show one actor."""
    on, labels = day_in(request, "on"), labels_now()

    def build(material: Material) -> ActorRoom:
        return actors.one(material, labels, actor, on=on)

    return show(request, "room/actor.html", kept(request, build, "actor", actor, on, labels.lang))
