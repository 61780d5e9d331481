"""Sign-in as this room wants it: nobody signs up; who comes in was invited."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):
    """Closes the open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the signature of allauth
        """Say no: an account is made from an invitation alone."""
        return False
