"""The past of an incident for its page: who cites whom, what people did with its claims, and where its proof is."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest
from django.urls import reverse

from truceline.outputs.views import Material, incident_list
from truceline.outputs.views.lineage import Lineage, lineage
from truceline.outputs.views.review_history import ReviewHistory, review_history
from truceline.web.asking import addressed, kept_in
from truceline.web.chrome import labels_now
from truceline.web.record import desk, kept
from truceline.web.settings import ENVIRONMENT


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What the templates of an incident's past are filled from; all None where this reader sees no such incident.

    ``proof_url`` is None too where this reader gets no proof.
    """

    lineage: Lineage | None = None
    history: ReviewHistory | None = None
    proof_url: str | None = None


def past_of(request: HttpRequest, incident: str) -> Past:
    """Return the past of an incident.

    Who did something is told to people of this room only.
    """
    labels, with_names = labels_now(), request.user.is_authenticated

    def build(material: Material) -> Past:
        found = next((each for each in incident_list.folded(material) if each.id == incident), None)
        if found is None:
            return Past()
        with desk.borrow() as record:
            acts = review_history(record, material, incident, with_names=with_names)
        return Past(lineage=lineage(material, found, labels), history=acts)

    found = kept(request, build, "past", incident, with_names, labels.lang)
    return msgspec.structs.replace(found, proof_url=_proof(request, incident) if found.lineage else None)


def _proof(request: HttpRequest, incident: str) -> str | None:
    """Return where the proof is to be had; None where this reader gets none."""
    if not request.user.is_authenticated and not (ENVIRONMENT.is_public and desk.kind == "demonstration"):
        return None
    return addressed(reverse("room:proof", args=[incident]), kept_in(request))
