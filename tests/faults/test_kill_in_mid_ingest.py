"""kill -9 in the middle of taking reports in: nothing acknowledged is lost, and running again leaves no duplicate and no gap."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fakes.small_reports import THEATRE, claim, report
from truceline.ledger import Record

ROUNDS = 6
REPORTS = 90
LINES = 4

WRITER = """
import sys
from fakes.small_reports import THEATRE, claim, report
from truceline.ledger import Record
folder, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with Record.open(folder) as record:
    for number in range(first, last):
        told = report(number)
        batch = [record.draft_report(told, raw=told.text.encode(), media="text/plain")]
        batch += [record.draft_claim(claim(told, about_line=line)) for line in range(4)]
        record.append(batch)
        sys.stdout.write(f"{told.id}\\n")
        sys.stdout.flush()
"""


def start(folder: Path, root: Path, program: str, *arguments: object) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(root / "tests")}
    command = [sys.executable, "-c", program, str(folder), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def killed_after(process: subprocess.Popen[str], seconds: float) -> list[str]:
    """Kill a process without warning, so long after its first acknowledgement, and return all it had acknowledged."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return [line.strip() for line in (first + said).splitlines(keepends=True) if line.endswith("\n")]


def made(folder: Path) -> Path:
    """Make a record with the pack that the reports need."""
    with Record.create(folder, "exercise", "valley") as record:
        record.append([record.draft_pack(THEATRE, {})])
    return folder


def check_whole(folder: Path, acknowledged: set[str]) -> None:
    """Whatever happened: every acknowledged report is there with all its claims, none twice, and the tree holds."""
    with Record.open(folder) as record:
        reports = [held.id for held in record.reports()]
        assert acknowledged <= set(reports)
        assert len(reports) == len(set(reports))
        claims = [(held.claim.report, held.claim.id) for held in record.claims()]
        assert len(claims) == len(set(claims)) == LINES * len(reports)
        found = record.verify()
        assert found.ok, found.problems


def test_a_killed_run_leaves_whole_reports_and_the_next_run_completes_it(tmp_path: Path, root: Path) -> None:
    """Killed at any moment, opened, checked, and run again: in the end exactly what one run would have left."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    chance = random.Random(seed)
    folder = made(tmp_path / "record")
    acknowledged: set[str] = set()
    for turn in range(ROUNDS):
        process = start(folder, root, WRITER, 0, REPORTS * (turn + 1) // ROUNDS)
        acknowledged.update(killed_after(process, chance.uniform(0, 0.15 + turn / 20)))
        check_whole(folder, acknowledged)
    last = start(folder, root, WRITER, 0, REPORTS)
    last.communicate()
    assert last.returncode == 0
    check_whole(folder, {f"r{number}" for number in range(REPORTS)})
    with Record.open(folder) as record:
        assert record.size == 2 + REPORTS * (1 + LINES)
        expected = [claim(report(number), about_line=line) for number in range(REPORTS) for line in range(LINES)]
        assert [held.claim for held in record.claims()] == expected


def test_two_runs_killed_over_one_another_leave_no_duplicate(tmp_path: Path, root: Path) -> None:
    """Two processes take in overlapping reports at once and are both killed; the record stays whole."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    chance = random.Random(seed)
    folder = made(tmp_path / "record")
    acknowledged: set[str] = set()
    for _ in range(3):
        writers = [start(folder, root, WRITER, first, first + 20) for first in (0, 10)]
        for process in writers:
            acknowledged.update(killed_after(process, chance.uniform(0, 0.2)))
        check_whole(folder, acknowledged)


@pytest.mark.soak
def test_a_thousand_kills_lose_nothing(tmp_path: Path, root: Path) -> None:
    """The same for as long as nobody waits for it."""
    folder = made(tmp_path / "record")
    acknowledged: set[str] = set()
    chance = random.Random(1)
    for number in range(1000):
        process = start(folder, root, WRITER, number * 10, number * 10 + 400)
        acknowledged.update(killed_after(process, chance.uniform(0, 0.4)))
        if number % 50 == 0:
            check_whole(folder, acknowledged)
    check_whole(folder, acknowledged)


def test_a_crash_before_the_commit_leaves_archived_bytes_that_harm_nothing(tmp_path: Path) -> None:
    """Bytes are archived before the entry that names them; without the entry they are in nobody's way."""
    with Record.create(tmp_path / "record", "exercise", "valley") as record:
        told = report(1)
        record.draft_report(told, raw=told.text.encode(), media="text/plain")
        record.files.settle()
    with Record.open(tmp_path / "record") as record:
        assert record.reports() == ()
        assert record.verify().ok
        record.append([record.draft_report(told, raw=told.text.encode(), media="text/plain")])
        assert record.report("r1").text == told.text
        assert record.verify().files == 1


def test_a_full_disk_adds_nothing_and_says_so(tmp_path: Path) -> None:
    """An append that does not fit fails whole with our own error; once there is room it goes through."""
    from truceline.errors import RecordError  # noqa: PLC0415  # only this test meets a full disk

    with Record.create(tmp_path / "record", "exercise", "valley") as record:
        (pages,) = record.log.sql.execute("PRAGMA page_count").fetchone()
        record.log.sql.execute(f"PRAGMA max_page_count = {pages + 12}")
        batches = [
            [record.draft_report(report(number), raw=b"", media="text/plain"), record.draft_claim(claim(report(number)))]
            for number in range(60)
        ]
        while len(record.reports()) < 8:
            record.append(batches[len(record.reports())])
        with pytest.raises(RecordError, match=r"could not be written: .*full; nothing was added"):
            record.append([draft for batch in batches for draft in batch])
        assert len(record.reports()) == 8
        assert record.verify().ok
        record.log.sql.execute("PRAGMA max_page_count = 100000")
        for batch in batches:
            record.append(batch)
        assert len(record.reports()) == 60
        assert record.verify().ok
