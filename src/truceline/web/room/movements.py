"""The board of aid movements by stage, and one movement; the public is shown its own rendition and never one movement alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.outputs.room import movement as of_one
from truceline.outputs.room import movements
from truceline.outputs.room import plan as of_plan
from truceline.outputs.room.movement import MovementRoom
from truceline.outputs.room.movements import Asked, MovementsRoom
from truceline.outputs.room.plan import PlanRoom
from truceline.outputs.views import Material, PublicMovementsPage, movement_public
from truceline.web.access import needs
from truceline.web.asking import day_in, sheet_in, word_in
from truceline.web.chrome import labels_now
from truceline.web.record import kept
from truceline.web.showing import show


@needs("read", public=True)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the board to whoever is signed in, and to everybody else what is over since a day."""
    labels = labels_now()
    if not request.user.is_authenticated:

        def public(material: Material) -> PublicMovementsPage:
            return movement_public.public(material, lang=labels.lang)

        return show(request, "room/movements_public.html", kept(request, public, "movements-public", labels.lang))
    asked = Asked(
        stage=word_in(request, "stage"),
        plan=word_in(request, "plan"),
        since=day_in(request, "since"),
        until=day_in(request, "until"),
        sheet=sheet_in(request),
    )

    def build(material: Material) -> MovementsRoom:
        return movements.built(material, labels, asked)

    return show(request, "room/movements.html", kept(request, build, "movements", asked, labels.lang))


@needs("read")
@require_safe
def one(request: HttpRequest, movement: str) -> HttpResponse:
    """Show one movement."""
    labels = labels_now()

    def build(material: Material) -> MovementRoom:
        return of_one.built(material, labels, movement)

    return show(request, "room/movement.html", kept(request, build, "movement", movement, labels.lang))


@needs("read")
@require_safe
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """Show one plan."""
    labels = labels_now()

    def build(material: Material) -> PlanRoom:
        return of_plan.built(material, labels, plan)

    return show(request, "room/plan.html", kept(request, build, "plan", plan, labels.lang))
