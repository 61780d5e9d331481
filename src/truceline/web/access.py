"""Who may open which page: every view says which act it needs, and a view that says nothing is opened for nobody.

>>> @needs("read", public=True)
... def page(request): ...
>>> page.needed
Needed(act='read', is_public=True)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from truceline.web.accounts.roles import Act
from truceline.web.settings import ENVIRONMENT

View = TypeVar("View", bound=Callable[..., object])
OPEN_APPS = ("allauth.account", "allauth.mfa")
"""Sign-in itself: those views guard themselves."""


class Needed(msgspec.Struct, frozen=True):
    """What a view needs: an act that a role allows; ``is_public``: may be served without sign-in in a public room."""

    act: Act
    is_public: bool = False


def needs(act: Act, *, public: bool = False) -> Callable[[View], View]:
    """Say which act a view needs."""

    def marked(view: View) -> View:
        view.needed = Needed(act, public)  # type: ignore[attr-defined] # read again by the middleware
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
        if getattr(view, "__module__", "").startswith(OPEN_APPS):
            return None
        needed = needed_by(view)
        if needed is None:
            raise PermissionDenied(_("This page says for nobody that it may be opened."))
        if request.user.is_authenticated:
            if not request.user.may(needed.act):
                raise PermissionDenied(_("Your roles do not allow this. Ask an administrator of this room."))
            return None
        if needed.is_public and ENVIRONMENT.is_public:
            return None
        return redirect_to_login(request.get_full_path())
