"""People and their roles as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, roles, invitations."""

    name = "truceline.web.accounts"
    label = "accounts"
