"""kill -9 of three writers and a reader at once, over and over: nothing acknowledged is lost, and no place is given twice."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from fakes.plain_tree import mth
from fakes.writers import Job, heard, started
from truceline.ledger import Record

ROUNDS = 60
SOAK_ROUNDS = 1000
WRITERS = ("a", "b", "c")


class Replay:
    """The record as the acknowledgements tell it, kept apart from it: which leaf hash stands at which place."""

    def __init__(self) -> None:
        self.hashes: dict[int, str] = {}
        self.leaves: list[bytes] = []
        self.batches = 0

    def hear(self, file: Path) -> None:
        """Take what a writer was told before it was killed."""
        for told in heard(file):
            self.batches += bool(told.places)
            for place, leaf_hash in zip(told.places, told.hashes, strict=True):
                assert self.hashes.setdefault(place, leaf_hash) == leaf_hash, f"place {place} was given to two entries"

    def compare(self, record: Record, *, is_thorough: bool) -> None:
        """Hold the record against it; what came in without an acknowledgement may stand there too."""
        with record.log.reading():
            fresh = list(record.entries(len(self.leaves)))
            assert [entry.idx for entry in fresh] == list(range(len(self.leaves), record.size))
            self.leaves += [entry.leaf for entry in fresh]
            lost = {place for place in self.hashes if place >= record.size}
            assert not lost, f"{len(lost)} acknowledged entries are lost"
            wrong = [entry.idx for entry in fresh if self.hashes.get(entry.idx, entry.leaf_hash.hex()) != entry.leaf_hash.hex()]
            assert not wrong, f"entries {wrong} are not those acknowledged"
            if is_thorough:
                assert mth(self.leaves).hex() == record.root
        if is_thorough:
            verified = record.verify()
            assert verified.ok, verified.problems


def kill_all(folder: Path, out: Path, number: int, chance: random.Random) -> list[Path]:
    """Let everybody work for a moment, kill them at slightly different times, and return what each wrote down."""
    now = time.monotonic()
    files = [out / f"{number}{who}" for who in (*WRITERS, "reader")]
    processes = []
    for who, file in zip((*WRITERS, "reader"), files, strict=True):
        batch = chance.choice((1, 1, 3, 20))
        job = Job(target=str(folder), who=f"{who}{number}", out=str(file), batch=batch, begin_s=now, end_s=now + 60)
        processes.append(started("read" if who == "reader" else "write", job))
    until = time.monotonic() + 30
    while not any(file.exists() and file.stat().st_size for file in files) and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.12))
    for process in chance.sample(processes, len(processes)):
        process.kill()
        time.sleep(chance.choice((0, 0, chance.uniform(0, 0.01))))
    for process in processes:
        assert process.join() == -9, "it ended by itself"
    return files[:-1]


def rounds(tmp_path: Path, number: int) -> None:
    """Kill everybody so often."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    chance = random.Random(seed)
    folder = tmp_path / "record"
    Record.create(folder, "exercise", "valley").close()
    replay = Replay()
    for turn in range(number):
        for file in kill_all(folder, tmp_path, turn, chance):
            replay.hear(file)
            file.unlink(missing_ok=True)
        with Record.open(folder) as record:
            replay.compare(record, is_thorough=turn % 20 == 19 or turn == number - 1)
    assert replay.batches > number
    print(f"{number} rounds, {len(replay.leaves)} entries, {replay.batches} acknowledged appends, none lost")  # noqa: T201


def test_killing_three_writers_and_a_reader_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Whenever a writer said that an entry is safe, the entry is there with the same place and hash after any kill."""
    rounds(tmp_path, ROUNDS)


@pytest.mark.soak
def test_killing_them_a_thousand_times_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """The same for as long as nobody waits for it."""
    rounds(tmp_path, SOAK_ROUNDS)
