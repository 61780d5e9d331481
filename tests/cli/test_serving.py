"""`truceline serve` and `demo --serve` as a person starts them: a real process, a real port, stopped by Ctrl-C."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fakes.serving import serving
from truceline.workflow.opening import make


def test_the_demonstration_opens_as_a_room_that_anybody_reads(tmp_path: Path) -> None:
    """In the first five minutes: one command, one address, no account, and every page says that it is a demonstration."""
    with serving("demo", "--record", str(tmp_path / "record"), "--serve", "--port", "0") as address:
        with urllib.request.urlopen(address) as answer:
            page = answer.read().decode()
        with urllib.request.urlopen(f"{address}/desk/review") as asked:
            assert "/account/login/" in asked.url
    assert "Demonstration: not a record of actual monitoring" in page
    assert page.count("<h1") == 1


def test_a_port_in_use_is_said_before_anything_begins(tmp_path: Path) -> None:
    """A second room on the same port is refused with what to do, and no account was made."""
    make(tmp_path / "record").close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "truceline", "serve", "--record", str(tmp_path / "record"), "--port", port],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "try --port" in done.stderr
    assert not (tmp_path / "record" / ".truceline" / "room").exists()


def test_a_room_of_an_actual_record_shows_nobody_anything(tmp_path: Path) -> None:
    """Without sign-in nothing is read; with --public nothing either, until two people released it."""
    make(tmp_path / "record").close()
    with (
        serving("serve", "--record", str(tmp_path / "record"), "--port", "0") as address,
        urllib.request.urlopen(address) as answer,
    ):
        assert "/account/login/" in answer.url
    with serving("serve", "--public", "--record", str(tmp_path / "record"), "--port", "0") as address:
        with urllib.request.urlopen(f"{address}/incidents") as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/incidents/i1")
        refused.value.close()
        assert refused.value.code == 404


@pytest.mark.soak  # a process of its own, for one number
def test_many_lines_are_open_however_few_the_shell_allows(tmp_path: Path) -> None:
    """Where a shell allows 100 files a room still takes more readers than that, as far as the machine lets it."""
    make(tmp_path / "record").close()
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(100, allowed[1]), allowed[1]))
    try:
        with serving("serve", "--record", str(tmp_path / "record"), "--port", "0") as address:
            resource.setrlimit(resource.RLIMIT_NOFILE, allowed)
            place = urlsplit(address)
            lines = [socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=10) for _ in range(120)]
            with urllib.request.urlopen(f"{address}/account/login/", timeout=60) as answer:
                assert answer.status == 200
            for line in lines:
                line.close()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, allowed)
