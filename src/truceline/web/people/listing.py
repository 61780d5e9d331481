"""The page of all people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.web.access import needs
from truceline.web.people.granting import grantable
from truceline.web.people.pages import people_page
from truceline.web.showing import show


@needs("people")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show who may come in, which links are open, and what was changed."""
    return show(request, "people/people.html", people_page(grantable()))
