"""The command line run inside the test's own process, and three small reports of its own to run it on."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from truceline.cli.app import run

REPORTS = (
    {
        "id": "east",
        "title": "Convoy hit near Urum al-Kubra",
        "publisher": "Desk East",
        "published_at": "2016-09-20",
        "lang": "en",
        "url": None,
        "text": (
            "Shells hit an aid convoy near Urum al-Kubra on Monday, killing at least 12 people.\n\n"
            "The Russian Ministry of Defence denied any role in the attack. “Our aircraft were not involved,” "
            "spokesman Igor Konashenkov said on Tuesday.\n\n"
            "According to the Red Cross, 14 people were killed and 18 of 31 trucks were destroyed.\n"
        ),
    },
    {
        "id": "west",
        "title": "Airstrike on convoy",
        "publisher": "Desk West",
        "published_at": "2016-09-21",
        "lang": "en",
        "url": None,
        "text": (
            "An airstrike struck the aid convoy in Urum al-Kubra on 19 September 2016, the White House said. "
            "It accused Russia of carrying out the attack.\n\n"
            "The United Nations said it could not verify who was responsible.\n"
        ),
    },
    {
        "id": "undated",
        "title": "A letter",
        "publisher": None,
        "published_at": None,
        "lang": "en",
        "url": None,
        "text": "A resident said that mortar shells killed three people in Idlib.\n",
    },
)


@dataclass(frozen=True)
class Done:
    """What a command left behind: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its stdout as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


def write_reports(folder: Path, reports: tuple[dict[str, Any], ...] = REPORTS) -> Path:
    """Write reports as JSON Lines and return the file."""
    file = folder / "reports.jsonl"
    file.write_text("".join(json.dumps(report, ensure_ascii=False) + "\n" for report in reports), encoding="utf-8")
    return file


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command line, with ``keys`` as what is piped into it."""

    def call(*arguments: str | Path, keys: str = "") -> Done:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(keys.encode("utf-8", "surrogateescape")), encoding="utf-8"))
        capsys.readouterr()
        if isinstance(sys.stderr, io.TextIOWrapper):
            sys.stderr.reconfigure(errors="backslashreplace")  # as Python itself opens it
        with pytest.raises(SystemExit) as end:
            run([str(argument) for argument in arguments])
        written = capsys.readouterr()
        code = end.value.code
        return Done(code=code if isinstance(code, int) else 0, out=written.out, err=written.err)

    return call


def make_record(folder: Path) -> Path:
    """Make a record of the three reports, ingested and linked; nobody decided on anything yet."""
    for arguments in (["ingest", str(write_reports(folder)), "--theatre", "syria_2016"], ["link"]):
        with pytest.raises(SystemExit) as end:
            run([*arguments, "--record", str(folder)])
        assert end.value.code == 0
    return folder
