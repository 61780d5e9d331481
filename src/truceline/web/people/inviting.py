"""Inviting somebody, and taking an invitation back. A link is shown once, in the answer to the form that made it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from truceline.web.access import needs
from truceline.web.accounts import links
from truceline.web.accounts.models import Invitation
from truceline.web.people import words
from truceline.web.people.fields import InviteForm
from truceline.web.people.granting import grantable
from truceline.web.people.pages import LinkPage
from truceline.web.people.person import administrator
from truceline.web.showing import show


@needs("people")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite, and show the link."""
    names = grantable()
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        authorities=list(names.authorities.items()),
        compartments=list(names.compartments.items()),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        secret = links.invite(administrator(request), form.held(), data["compartments"], data["name"])
        return show_link(request, secret, "join", data["name"])
    roles = [(name, does) for name, does in words.ROLES.values()]
    return render(request, "people/invite.html", {"form": form, "roles": roles}, status=422 if form.errors else 200)


@needs("people")
@require_POST
def withdraw(request: HttpRequest, invitation: int) -> HttpResponse:
    """Take back a link that nobody used yet."""
    links.withdraw(administrator(request), get_object_or_404(Invitation, pk=invitation))
    messages.success(request, _("The link is worth nothing any more."))
    return redirect("accounts:people")


def show_link(request: HttpRequest, secret: str, purpose: str, whom: str) -> HttpResponse:
    """Show a link that was just made: here and never again."""
    address = request.build_absolute_uri(reverse("accounts:join", kwargs={"secret": secret}))
    until = timezone.now() + links.VALID
    page = LinkPage(purpose=purpose, whom=whom, address=address, until=f"{until:%Y-%m-%dT%H:%M:%SZ}")
    return show(request, "people/link.html", page)
