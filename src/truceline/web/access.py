"""Who may open which page: every view says which act it needs, and a view that says nothing is opened for nobody.

>>> @needs("read", public=True)
... def page(request): ...
>>> page.needed
Needed(act='read', is_public=True, is_open=False)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from truceline.web.accounts.models import Account
from truceline.web.accounts.roles import Act
from truceline.web.resend import sent_again

View = TypeVar("View", bound=Callable[..., object])


class Needed(msgspec.Struct, frozen=True):
    """What a view needs: an act that a role allows, or with None only that somebody is signed in.

    ``is_public``: may be served without sign-in in a public room. ``is_open``: sign-in itself, for everybody.
    """

    act: Act | None
    is_public: bool = False
    is_open: bool = False


def needs(act: Act, *, public: bool = False) -> Callable[[View], View]:
    """Say which act a view needs."""
    return _marking(Needed(act, public))


def signed_in(view: View) -> View:
    """Say that a view is for everybody who is signed in, whatever their roles: what concerns their own sign-in."""
    return _marking(Needed(None))(view)


def entrance(view: View) -> View:
    """Say that a view is for everybody: where one signs in, or uses a link that was given to one."""
    return _marking(Needed(None, is_open=True))(view)


def _marking(needed: Needed) -> Callable[[View], View]:
    def marked(view: View) -> View:
        view.needed = needed  # type: ignore[attr-defined] # read again by the middleware
        return view

    return marked


def needed_by(view: object) -> Needed | None:
    """Return what a view says that it needs; None where it says nothing."""
    found = getattr(view, "needed", None)
    return found if isinstance(found, Needed) else None


class AccessMiddleware:
    """Refuses whatever was not allowed."""

    sync_capable = True
    async_capable = False

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; the decision is made once the view is known."""
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _arguments: object, _named: object
    ) -> HttpResponse | None:
        """Let the request through, send it to sign-in, or refuse it."""
        needed = needed_by(view)
        if needed is None:
            raise PermissionDenied(_("This page says for nobody that it may be opened."))
        if needed.is_open:
            return None
        if isinstance(request.user, Account):
            return None if needed.act is None else _for_person(request, request.user, needed.act)
        if needed.is_public and settings.IS_PUBLIC:
            return None
        return sent_again(request) or redirect_to_login(request.get_full_path())


def _for_person(request: HttpRequest, person: Account, act: Act) -> HttpResponse | None:
    """Let somebody who is signed in through; who has only to set up a second factor first is sent there."""
    if person.may(act):
        return None
    if not person.would(act):
        raise PermissionDenied(_("Your roles do not allow this. Ask an administrator of this room."))
    messages.warning(
        request,
        _("Your role rests until you have set up a second factor: an authenticator app or a passkey. Do it here, then go on."),
    )
    return redirect("mfa_index")
