"""One claim by its id: an address that leads to the claim in its report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from truceline.errors import NotFoundError
from truceline.web.access import needs
from truceline.web.asking import addressed, kept_in
from truceline.web.record import material


@needs("read", public=True)
@require_safe
def page(request: HttpRequest, claim: str) -> HttpResponse:
    """Lead to the claim in the text it is from, or to the movement of what a person entered.

    Raises:
        NotFoundError: this reader sees no such claim.
    """
    found = material(request)
    asked = kept_in(request)
    told = found.by_claim.get(claim)
    if told is not None:
        return redirect(f"{addressed(reverse('room:report', args=[told.claim.report]), asked)}#{claim}")
    entered = next((each for each in found.assertions if each.source.id == claim and each.source.report is None), None)
    if entered is not None and entered.subject.startswith("mv"):
        return redirect(addressed(reverse("room:movement", args=[entered.subject]), asked))
    message = f'no claim "{claim[:60]}" in this selection'
    raise NotFoundError(message)
