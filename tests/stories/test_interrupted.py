"""A process killed in the middle of an ingest: run again, no duplicate and no gap."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from fakes.command_line import Run
from truceline.ledger import Record

NUMBER = 100
"""More than are read and written together, so that there is a middle to be killed in."""


def write_many(folder: Path) -> Path:
    file = folder / "many.jsonl"
    lines = (
        {
            "id": f"r{number}",
            "text": f"Officials said that {number} shells fell on Idlib. The ministry denied that {number} people died.",
            "published_at": "2016-09-20",
            "lang": "en",
        }
        for number in range(NUMBER)
    )
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def entries(folder: Path) -> int:
    """How many entries the log has, 0 where there is none yet."""
    if not (folder / "truceline.toml").exists():
        return 0
    with Record.open(folder) as record:
        return record.size


def kill_in_the_middle(folder: Path, file: Path) -> int:
    """Start an ingest, kill it as soon as a first part of the reports is in, and return the size of the log."""
    command = [sys.executable, "-m", "truceline", "ingest", str(file), "--record", str(folder), "--theatre", "syria_2016"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while process.poll() is None and entries(folder) < 10 and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return entries(folder)


def ids(folder: Path) -> tuple[list[str], list[str]]:
    with Record.open(folder) as record:
        return [report.id for report in record.reports()], sorted(
            f"{held.claim.id} {held.claim.report}" for held in record.claims()
        )


def test_a_killed_ingest_run_again_has_no_duplicate_and_no_gap(truceline: Run, tmp_path: Path) -> None:
    """The record is then the same as one that was never interrupted."""
    file = write_many(tmp_path)
    broken, whole = tmp_path / "broken", tmp_path / "whole"
    size = kill_in_the_middle(broken, file)
    assert size >= 10
    assert truceline("verify", "--record", broken).code == 0
    again = truceline("ingest", file, "--record", broken)
    assert again.code == 0
    assert truceline("ingest", file, "--record", whole, "--theatre", "syria_2016").code == 0
    assert ids(broken) == ids(whole)
    assert len(ids(broken)[0]) == NUMBER
    assert entries(broken) == entries(whole)
    assert truceline("verify", "--record", broken).code == 0


def test_ctrl_c_ends_cleanly_and_says_what_to_do(tmp_path: Path) -> None:
    """No traceback; exit 130; the record holds together."""
    file = write_many(tmp_path)
    folder = tmp_path / "record"
    command = [sys.executable, "-m", "truceline", "ingest", str(file), "--record", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = time.monotonic() + 120
    while process.poll() is None and entries(folder) < 10 and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode in (130, 0)
    assert "Traceback" not in told
    if process.returncode == 130:
        assert "run the same command again" in told
    with Record.open(folder) as record:
        assert record.verify().ok
