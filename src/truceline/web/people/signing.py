"""The addresses of sign-in: those views of allauth that this room has.

None is for sign-up, for e-mail, or for a forgotten password.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from truceline.web.access import entrance, signed_in
from truceline.web.errors import too_many

View = Callable[..., HttpResponseBase]


def _ours(view: View) -> View:
    """Return a view of allauth as one of our own, so that what it needs is said on ours."""

    @functools.wraps(view)
    def answered(*arguments: Any, **named: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the address holds
        return view(*arguments, **named)

    return answered


def _counted(view: View) -> View:
    """Return a view that one address is answered only so often, also to look at: each look begins a session, which is kept."""

    @functools.wraps(view)
    def answered(request: HttpRequest) -> HttpResponseBase:
        if not ratelimit.consume(request, app="allauth.account", action="passkey", limit_get=True):
            return too_many(request)
        return view(request)

    return answered


def _for_all(route: str, view: View, name: str) -> URLPattern:
    return path(route, entrance(_ours(view)), name=name)


def _for_oneself(route: str, view: View, name: str) -> URLPattern:
    return path(route, signed_in(_ours(view)), name=name)


urlpatterns: list[URLPattern] = [
    _for_all("login/", account.login, "account_login"),
    _for_all("login/second/", factors.authenticate, "mfa_authenticate"),
    _for_all("login/passkey/", _counted(keys.login_webauthn), "mfa_login_webauthn"),
    _for_all("logout/", account.logout, "account_logout"),
    _for_oneself("", factors.index, "mfa_index"),
    _for_oneself("password/", account.password_change, "account_change_password"),
    _for_oneself("again/", account.reauthenticate, "account_reauthenticate"),
    _for_oneself("again/code/", factors.reauthenticate, "mfa_reauthenticate"),
    _for_oneself("again/passkey/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _for_oneself("app/", totp.activate_totp, "mfa_activate_totp"),
    _for_oneself("app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _for_oneself("codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _for_oneself("codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _for_oneself("codes/recovery-codes.txt", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    _for_oneself("passkeys/", keys.list_webauthn, "mfa_list_webauthn"),
    _for_oneself("passkeys/add/", keys.add_webauthn, "mfa_add_webauthn"),
    _for_oneself("passkeys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
    _for_oneself("passkeys/<int:pk>/name/", keys.edit_webauthn, "mfa_edit_webauthn"),
]
