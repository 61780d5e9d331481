"""allauth's forms, where ours must be stricter."""

from __future__ import annotations

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache

from truceline.web.accounts.models import Account

WRONG = "incorrect_code"
SPENT_S = 180
"""Longer than any code is taken, with the clock of a telephone half a minute early or late."""


class OneTimeCode(AuthenticateForm):
    """A code of an authenticator app opens the room once, as long as it is taken at all."""

    def clean_code(self) -> str:
        """Return a code that fits and was not used before."""
        return _unspent(self, str(super().clean_code()))


class OneTimeCodeAgain(ReauthenticateForm):
    """The same where somebody who is signed in shows again who they are."""

    def clean_code(self) -> str:
        """Return a code that fits and was not used before."""
        return _unspent(self, str(super().clean_code()))


class FirstCode(ActivateTOTPForm):
    """The code with which an app is set up opens nothing afterwards."""

    def clean_code(self) -> str:
        """Return a code that fits and was not used before."""
        return _spent(self.user, str(super().clean_code()))


def _unspent(form: OneTimeCode | OneTimeCodeAgain, code: str) -> str:
    return _spent(form.user, code) if form.authenticator.type == Authenticator.Type.TOTP else code


def _spent(person: Account, code: str) -> str:
    """Return a code that nobody can use any more; it is refused where it was used before."""
    if not cache.add(f"spent-code-{person.pk}-{normalize_user_code(code)}", 1, timeout=SPENT_S):
        raise get_adapter().validation_error(WRONG)
    return code
