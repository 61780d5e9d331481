"""People on a database of the mission: the same room on PostgreSQL, by its URL alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes import postgres

ASK = """
import json
import io
import sys
from contextlib import redirect_stderr
from truceline.cli.app import run
said = io.StringIO()
codes = []
for _ in range(2):
    sys.stdin = io.StringIO("four plain words here 4\\n")
    try:
        with redirect_stderr(said):
            run(["people", "first", "Chief There", "--password-file", "-"])
    except SystemExit as end:
        codes.append(end.code)
from truceline.web import starting
starting.prepare()
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
from truceline.web.accounts import administering, links
from truceline.web.accounts.changes import first_broken
from truceline.web.accounts.models import Account, Change
told = {"vendor": connection.vendor, "codes": codes, "said": said.getvalue()}
chief = Account.objects.get()
secret = links.invite(chief, [("observer", "")])
client = Client()
chosen = {"name": "Joined There", "password1": "four plain words here 4", "password2": "four plain words here 4"}
told["joined"] = client.post(f"/people/join/{secret}", chosen).status_code
told["again"] = Client().get(f"/people/join/{secret}").status_code
told["in"] = client.get("/account/").status_code
told["wrong"] = [
    b"Too many" in Client().post("/account/login/", {"login": "Joined There", "password": "wrong"}).content for _ in range(6)
]
told["refused"] = []
for act in (lambda: Change.objects.all().delete(), lambda: Change.objects.update(whom="nobody"),
            lambda: connection.cursor().execute("TRUNCATE accounts_change")):
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        told["refused"].append("only grows" in str(error))
told["changes"] = [(each.by, each.what, each.whom) for each in Change.objects.order_by("pk")]
told["broken"] = str(first_broken())
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A database of our own for the length of this module."""
    if not postgres.is_at_hand():
        pytest.skip(postgres.MISSING)
    with postgres.server() as found:
        yield found


@pytest.mark.soak  # a cluster, a process of its own and a room on it
def test_people_live_on_postgresql_as_on_sqlite(url: str, demonstration: Path, tmp_path: Path) -> None:
    """The first administrator, an invitation, the limit on attempts and the list that only grows work there too."""
    record = tmp_path / "record"
    shutil.copytree(demonstration, record)
    told = {**os.environ, "TRUCELINE_RECORD": str(record), "TRUCELINE_ACCOUNTS": url, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    asked = subprocess.run([sys.executable, "-c", ASK], env=told, check=False, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    found = json.loads(asked.stdout)
    assert (found["codes"], "Chief There" in found["said"]) == ([0, 2], True)
    assert "four plain words" not in found["said"]
    assert not (record / ".truceline" / "room" / "accounts.sqlite3").exists()
    assert found["vendor"] == "postgresql"
    assert (found["joined"], found["again"], found["in"]) == (302, 404, 200)
    assert found["wrong"] == [False] * 5 + [True]
    assert found["refused"] == [True] * 3
    assert found["broken"] == "None"
    assert [tuple(each) for each in found["changes"]] == [
        ("", "first", "Chief There"),
        ("", "role_given", "Chief There"),
        ("Chief There", "invited", "#1"),
        ("Joined There", "joined", "Joined There"),
        ("Chief There", "role_given", "Joined There"),
    ]
