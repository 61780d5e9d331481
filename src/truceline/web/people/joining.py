"""What a link that was given to somebody opens: joining, a new password, a new second factor.

A link that was never made, was used, withdrawn or is too old answers in one way. To look at the page uses nothing up.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from truceline.errors import UsageError
from truceline.web.access import entrance
from truceline.web.accounts import links
from truceline.web.accounts.models import Account, Invitation
from truceline.web.errors import Trouble, too_many, trouble_page
from truceline.web.people.fields import JoinForm, NewPasswordForm, PasswordForm


@entrance
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for what the link is about, and do it."""
    if not ratelimit.consume(request, app="allauth.account", action="invitation", limit_get=True):
        return too_many(request)
    invitation = links.found(secret)
    if invitation is None:
        return _worthless(request)
    form = _form(request, invitation)
    if request.method == "POST" and form.is_valid():
        try:
            answer = _done(request, secret, invitation, form)
        except UsageError:
            return _worthless(request)
        if answer is not None:
            return answer
    shown = {"form": form, "invitation": invitation}
    return render(request, f"people/{invitation.purpose}.html", shown, status=422 if form.errors else 200)


def _form(request: HttpRequest, invitation: Invitation) -> Form:
    data = request.POST if request.method == "POST" else None
    match invitation.purpose:
        case "join":
            return JoinForm(data, given=invitation.name)
        case "password":
            return NewPasswordForm(data, person=invitation.account)
    return PasswordForm(data)


def _done(request: HttpRequest, secret: str, invitation: Invitation, form: Form) -> HttpResponse | None:
    """Do what the link is for, and return where to go on; None where the form is shown again with what was wrong."""
    data = form.cleaned_data
    match invitation.purpose:
        case "join":
            account = links.join(secret, data["name"], data["password1"])
            messages.success(request, _("Welcome. Set up a second factor now, so that your password alone opens nothing."))
            return _signed_in(request, account)
        case "password":
            links.set_password(secret, data["password1"])
            logout(request)
            messages.success(request, _("The new password is set. Sign in with it."))
            return redirect("account_login")
    return _without_factor(request, secret, invitation, form)


def _without_factor(request: HttpRequest, secret: str, invitation: Invitation, form: Form) -> HttpResponse | None:
    """Drop the second factor of somebody who shows their password; attempts are counted as at the door."""
    assert invitation.account is not None, "such a link is made for somebody"
    try:
        shown = get_adapter(request).authenticate(
            request, username=invitation.account.get_username(), password=form.cleaned_data["password"]
        )
    except ValidationError as error:
        form.add_error("password", error)
        return None
    if shown is None or shown.pk != invitation.account.pk:
        form.add_error("password", _("This is not your password. Whoever lost it too is invited anew, under another name."))
        return None
    account = links.drop_second_factor(secret)
    messages.success(request, _("The second factor you had is gone. Set up a new one now."))
    return _signed_in(request, account)


def _signed_in(request: HttpRequest, account: Account) -> HttpResponse:
    """Sign somebody in in a session of their own, and lead to the page where a second factor is set up."""
    logout(request)
    answer: HttpResponse = perform_password_login(
        request, {"username": account.get_username()}, Login(user=account, redirect_url=reverse("mfa_index"))
    )
    record_authentication(request, account, "password", reauthenticated=True)  # it was shown just now: ask for it no more
    return answer


def _worthless(request: HttpRequest) -> HttpResponse:
    trouble = Trouble(
        title=_("This link opens nothing"),
        what=_("It was used, was withdrawn, is older than 72 hours, or is not complete."),
        do=_("Ask the administrator who gave it to you for a new one."),
    )
    return trouble_page(request, trouble, 404)
