"""A room behind a real server, and people in it: nothing here stands for a part of ours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "a long enough passphrase 7"
ROLES = ("observer", "monitor", "analyst", "adjudicator", "publisher", "administrator")


def person(name: str, *roles: str, authority: str = "") -> None:
    """Make an account with these roles; where one of them rests without a second factor, it has an authenticator app."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from truceline.web.accounts.models import Account

    account = Account.objects.create_user(username=name, password=PASSWORD)
    for role in roles:
        account.memberships.create(role=role, authority=authority if role == "adjudicator" else "")
    if Account.objects.get(pk=account.pk).resting:
        TOTP.activate(account, generate_totp_secret())


@contextmanager
def opened_on(folder: Path) -> Iterator[None]:
    """Have the room open on another record until the end of the block; accounts stay those of the session."""
    from truceline.web import record

    before = record.desk.folder
    _forget(record)
    record.desk.folder = folder
    try:
        yield
    finally:
        _forget(record)
        record.desk.folder = before


def _forget(record: ModuleType) -> None:
    """Close the records that lie idle, and forget what was made of them."""
    record.desk.close()
    record.desk.__dict__.pop("kind", None)
    for shelf in (record._gathered, record._seen, record._chosen, record._prepared, record._worked_on, record._pages):
        shelf.clear()
    record.taken.forget()


class Served:
    """The room behind a real server on loopback."""

    def __init__(self) -> None:
        import uvicorn

        self._server = uvicorn.Server(
            uvicorn.Config(
                "truceline.web.asgi:application",
                http="truceline.web.patience:Patient",
                port=0,
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                h11_max_incomplete_event_size=32_768,
                lifespan="off",
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.02)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)


def cookie_for(name: str, address: str) -> dict[str, str]:
    """Return the session cookie of a signed-in person, for a browser."""
    from django.test import Client

    from truceline.web.accounts.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=name))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
