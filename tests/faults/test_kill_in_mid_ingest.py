"""kill -9 in the middle of taking reports in: nothing acknowledged is lost, and running again leaves no duplicate and no gap."""

from __future__ import annotations

import itertools
import random
import time
from pathlib import Path

import pytest

from fakes.forking import Child
from fakes.ingesting import LINES, heard, started
from fakes.small_reports import THEATRE, claim, report
from truceline.ledger import Record

ROUNDS = 6
REPORTS = 90


class Taking:
    """Processes that take reports into one record, and all that any of them was told is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = made(folder / "record")
        self.acknowledged: set[str] = set()
        self._outs = (folder / f"out{number}" for number in itertools.count())

    def start(self, first: int, last: int) -> tuple[Child, Path]:
        """Start one that takes in the reports from ``first`` up to ``last``; return it and the file that it writes to."""
        out = next(self._outs)
        return started(self.folder, out, first, last), out

    def kill(self, process: Child, out: Path, seconds: float) -> None:
        """Kill one without warning, so long after its first acknowledgement, and take down what it had been told."""
        until = time.monotonic() + 60
        while not heard(out) and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(seconds)
        process.kill()
        assert process.join() in {-9, 0}
        self.acknowledged.update(heard(out))


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


def test_a_killed_run_leaves_whole_reports_and_the_next_run_completes_it(tmp_path: Path) -> None:
    """Killed at any moment, opened, checked, and run again: in the end exactly what one run would have left."""
    chance = random.Random(_seed())
    taking = Taking(tmp_path)
    for turn in range(ROUNDS):
        taking.kill(*taking.start(0, REPORTS * (turn + 1) // ROUNDS), chance.uniform(0, 0.15 + turn / 20))
        check_whole(taking.folder, taking.acknowledged)
    last, _ = taking.start(0, REPORTS)
    assert last.join() == 0
    check_whole(taking.folder, {f"r{number}" for number in range(REPORTS)})
    with Record.open(taking.folder) as record:
        assert record.size == 2 + REPORTS * (1 + LINES)
        expected = [claim(report(number), about_line=line) for number in range(REPORTS) for line in range(LINES)]
        assert [held.claim for held in record.claims()] == expected


def test_two_runs_killed_over_one_another_leave_no_duplicate(tmp_path: Path) -> None:
    """Two processes take in overlapping reports at once and are both killed; the record stays whole."""
    chance = random.Random(_seed())
    taking = Taking(tmp_path)
    for _ in range(3):
        for process, out in [taking.start(first, first + 20) for first in (0, 10)]:
            taking.kill(process, out, chance.uniform(0, 0.2))
        check_whole(taking.folder, taking.acknowledged)


@pytest.mark.soak
def test_a_thousand_kills_lose_nothing(tmp_path: Path) -> None:
    """The same for as long as nobody waits for it."""
    chance = random.Random(_seed())
    taking = Taking(tmp_path)
    for number in range(1000):
        taking.kill(*taking.start(number * 10, number * 10 + 400), chance.uniform(0, 0.4))
        if number % 50 == 0:
            check_whole(taking.folder, taking.acknowledged)
    check_whole(taking.folder, taking.acknowledged)


def _seed() -> int:
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    return seed
