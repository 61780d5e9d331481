"""What must be done before the room is open: its folder, its tables, its static files. Named by string from the command line."""

from __future__ import annotations

import os

import django
from django.core.management import call_command

from truceline.web.environment import SQLITE, environment


def prepare() -> None:
    """Set Django up, bring the tables of accounts up to date, and put the static files in place under hashed names."""
    lay_tables()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def is_nobodys() -> bool:
    """Say whether nobody can sign in, nor was invited to."""
    from truceline.web.accounts.models import Account, Invitation  # noqa: PLC0415 - models are there only once Django is set up

    return not (Account.objects.exists() or Invitation.objects.exists())


def lay_tables() -> None:
    """Set Django up, and bring the tables of accounts up to date; on SQLite in a file for its owner alone."""
    set_up()
    found = environment()
    found.room.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if found.accounts is None:
        (found.room / SQLITE).chmod(0o600)


def set_up() -> None:
    """Set Django up on the record that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truceline.web.settings")
    django.setup()
