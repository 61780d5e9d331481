"""Making a link by which somebody sets a password or a second factor anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truceline.web.access import needs
from truceline.web.accounts import links
from truceline.web.accounts.models import Account
from truceline.web.people.inviting import show_link
from truceline.web.people.person import administrator

RENEWED = ("password", "factor")


@needs("people")
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, person: int) -> HttpResponse:
    """Make the link and show it; who comes back to this address later is led to the person."""
    account = get_object_or_404(Account, pk=person, is_active=True)
    if request.method == "GET":
        return redirect("accounts:person", person=account.pk)
    purpose = request.POST.get("purpose", "")
    if purpose not in RENEWED:
        messages.error(request, _("Nothing was changed."))
        return redirect("accounts:person", person=account.pk)
    secret = links.renew(administrator(request), account, purpose)
    return show_link(request, secret, purpose, account.get_username())
