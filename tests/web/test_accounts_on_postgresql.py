"""People on a database of the mission: the same room on PostgreSQL, by its URL alone."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fakes import postgres
from fakes.listening import hang_up, opened, until
from fakes.serving import serving

CROWD = 90
"""More than the cluster of the tests takes lines (60)."""
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

BEGIN = """
import json
from truceline.web import starting
starting.set_up()
from django.test import Client
from truceline.web.accounts.models import Account
reader = Account.objects.create_user(username="Reader There", password="four plain words here 4")
reader.memberships.create(role="analyst")
client = Client()
client.force_login(reader)
print(json.dumps(client.cookies["sessionid"].value))
"""
SEND = """
import json
from truceline.web import starting
starting.set_up()
from truceline.web.accounts.models import Account
from truceline.web.desk import uploading
about = uploading.About({"published": "2016-09-20"}, compartments=[("open", "none")])
assert about.is_valid()
text = b"Shells hit the market of Aleppo on Monday and killed 5 people, the mayor said."
made = uploading.take_whole(Account.objects.get(username="Reader There"), "sent.txt", len(text), [text], about)
print(json.dumps(str(made.pk)))
"""
WAIT = """
import json
import time
from truceline.web import starting
starting.set_up()
from truceline.web.desk.models import Upload
while Upload.objects.get().state not in ("done", "failed"):
    time.sleep(0.5)
print(json.dumps(Upload.objects.get().state))
"""
LEAVE = """
import json
from truceline.web import starting
starting.set_up()
from truceline.web.accounts import administering
from truceline.web.accounts.models import Account
chief = Account.objects.create_user(username="Chief Too", password="four plain words here 4")
chief.memberships.create(role="administrator")
administering.deactivate(chief, Account.objects.get(username="Reader There"))
print(json.dumps("left"))
"""


@pytest.fixture
def url() -> Iterator[str]:
    """A database of our own for one test."""
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


def _does(script: str, told: dict[str, str]) -> str:
    """Do something beside the room, as a process of its own on the same accounts, and return what it says."""
    asked = subprocess.run([sys.executable, "-c", script], env=told, check=False, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    return str(json.loads(asked.stdout))


async def _a_shift(address: str, cookie: str, told: dict[str, str]) -> list[int]:
    """Listen with too many pages while a file is sent in and taken by the worker, until the reader is switched off."""
    ears = await asyncio.gather(*(opened(address, cookie) for _ in range(30)))
    assert await until(lambda: sum(bool(ear.news()) or ear.is_over for ear in ears) == len(ears), within_s=20)
    there = [ear for ear in ears if not ear.is_over and ear.status == 200]
    await asyncio.to_thread(_does, SEND, told)
    assert await until(lambda: all(any(came["reports"] for came in ear.news()) for ear in there), within_s=120)
    assert await asyncio.to_thread(_does, WAIT, told) == "done"
    await asyncio.to_thread(_does, LEAVE, told)
    assert await until(lambda: all(ear.is_over for ear in there), within_s=20)
    assert {ear.heard[-1][0] for ear in there} == {"goodbye"}
    await hang_up(*ears)
    return [len(there), sum(came["reports"] == 1 for came in there[0].news())]


def _status_of(address: str, cookie: str) -> int:
    place = urlsplit(address)
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=20) as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n".encode())
        return int(line.recv(100).split()[1])


@pytest.mark.soak  # a cluster, a server, its worker and the processes beside them
def test_streams_and_the_queue_of_work_live_on_postgresql(url: str, demonstration: Path, tmp_path: Path) -> None:
    """Pages listen, are counted and end; a file is taken in by the worker and told of; no cookie breaks the database."""
    record = tmp_path / "record"
    shutil.copytree(demonstration, record)
    told = {**os.environ, "TRUCELINE_RECORD": str(record), "TRUCELINE_ACCOUNTS": url}
    with serving("serve", "--record", str(record), "--port", "0", env=told) as address:
        cookie = _does(BEGIN, told)
        assert asyncio.run(_a_shift(address, cookie, told)) == [24, 1]
        broken = "\\000" * 9
        assert _status_of(address, f'sessionid="{broken}"') == 302
        with ThreadPoolExecutor(CROWD) as crowd:
            answers = list(crowd.map(lambda number: _status_of(address, f"sessionid={number:032}"), range(CROWD)))
        assert set(answers) == {302}, "each request has a line to the database, which has fewer than that"
