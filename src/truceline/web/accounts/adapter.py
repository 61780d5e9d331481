"""Sign-in as this room wants it: nobody signs up; who comes in was invited. What allauth asks of a project is answered here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from truceline.web.accounts.addresses import address_of
from truceline.web.accounts.locking import locked, unlocked
from truceline.web.accounts.models import Account
from truceline.web.accounts.names import skeleton


class InvitationOnly(DefaultAccountAdapter):
    """Closes the open sign-up, and counts attempts by person and by address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the signature of allauth
        """Say no: an account is made from an invitation alone."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that attempts are counted for."""
        return address_of(request, settings.TRUSTED_PROXIES)

    def is_safe_url(self, url: str | None) -> bool:
        """Say whether one may be sent there after signing in: to a page of this room, and nowhere else."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(str(url), allowed_hosts=None)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ANN401, ARG002 - allauth's
        """Count attempts by the name alone. The host that was asked for is no part of it: whoever asks can choose it."""
        return skeleton(str(credentials.get("username") or ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:  # noqa: ANN401 - allauth's
        """Return who signs in; nobody for a deactivated account, so that it answers, and counts, as a wrong password does."""
        found: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if found is None or found.is_active:
            return found
        self.pre_authenticate(request, **credentials)  # the right password took its attempt off the count
        return None

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:  # noqa: ARG002 - allauth's
        """Answer a passkey of a deactivated account."""
        clear_login(request)
        messages.error(request, _("You could not be signed in with this. Ask an administrator of this room."))
        return redirect("account_login")


class SecondFactor(DefaultMFAAdapter):
    """Keeps the secrets of second factors locked, and names things as we do."""

    def encrypt(self, text: str) -> str:
        """Return a secret locked under the key of this room, which lies beside the database and not in it."""
        return locked(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a locked secret."""
        return unlocked(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return under which name an authenticator app lists the person."""
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return for which host a passkey is made, and under which name the device lists it."""
        return {"id": super().get_public_key_credential_rp_entity()["id"], "name": "truceline"}

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's signature
        """Return what a new key is called where the person does not say it."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Key %(number)s") % {"number": number}
