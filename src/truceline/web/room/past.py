"""The past of an incident for its page: who cites whom, what people did with its claims, and where its proof is."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from truceline.outputs.views import Material, incident_list
from truceline.outputs.views.lineage import Lineage, lineage
from truceline.outputs.views.review_history import ReviewHistory, review_history
from truceline.web.chrome import labels_now
from truceline.web.record import desk, kept
from truceline.web.settings import ENVIRONMENT
from truceline.web.templatetags.room import KEPT

Past = tuple[Lineage | None, ReviewHistory | None]


def past_of(request: HttpRequest, incident: str) -> dict[str, object]:
    """Return ``lineage``, ``history`` and ``proof_url`` for the template; None where this reader sees no such incident.

    Who did something is told to people of this room only.
    """
    labels, with_names = labels_now(), request.user.is_authenticated

    def build(material: Material) -> Past:
        found = next((each for each in incident_list.folded(material) if each.id == incident), None)
        if found is None:
            return None, None
        with desk.borrow() as record:
            acts = review_history(record, material, incident, with_names=with_names)
        return lineage(material, found, labels), acts

    tree, acts = kept(request, build, "past", incident, with_names, labels.lang)
    return {"lineage": tree, "history": acts, "proof_url": _proof(request, incident) if tree else None}


def _proof(request: HttpRequest, incident: str) -> str | None:
    """Return where the proof is to be had; None where this reader gets none."""
    if not request.user.is_authenticated and not (ENVIRONMENT.is_public and desk.kind == "demonstration"):
        return None
    asked = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    place = reverse("room:proof", args=[incident])
    return f"{place}?{urlencode(asked)}" if asked else place
