"""allauth's forms, where ours must be stricter."""

from __future__ import annotations

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.cache import cache

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


def _unspent(form: OneTimeCode | OneTimeCodeAgain, code: str) -> str:
    is_app = form.authenticator.type == Authenticator.Type.TOTP
    if is_app and not cache.add(f"spent-code-{form.user.pk}-{normalize_user_code(code)}", 1, timeout=SPENT_S):
        raise get_adapter().validation_error(WRONG)
    return code
