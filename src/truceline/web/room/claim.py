"""One claim by its id: an address that leads to the claim in its report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from truceline.errors import NotFoundError
from truceline.web.access import needs
from truceline.web.record import material
from truceline.web.templatetags.room import KEPT


@needs("read", public=True)
@require_safe
def page(request: HttpRequest, claim: str) -> HttpResponse:
    """Lead to the claim in the text it is from, or to the movement of what a person entered.

    Raises:
        NotFoundError: this reader sees no such claim.
    """
    found = material(request)
    asked = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    question = f"?{urlencode(asked)}" if asked else ""
    told = found.by_claim.get(claim)
    if told is not None:
        return redirect(f"{reverse('room:report', args=[told.claim.report])}{question}#{claim}")
    entered = next((each for each in found.assertions if each.source.id == claim and each.source.report is None), None)
    if entered is not None and entered.subject.startswith("mv"):
        return redirect(f"{reverse('room:movement', args=[entered.subject])}{question}")
    message = f'no claim "{claim[:60]}" in this selection'
    raise NotFoundError(message)
