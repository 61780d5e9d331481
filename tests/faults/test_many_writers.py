"""Several processes write and read one record at once: everybody gets a fair share, and all agree on one order."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes import postgres
from fakes.writers import Job, Told, draft, heard, started
from truceline.ledger import Record

pytestmark = pytest.mark.alone  # shares of a busy machine would be compared otherwise

WRITERS = 8


def at_once(jobs: list[tuple[str, Job]]) -> list[Told]:
    """Run jobs in processes of their own and return what they were told."""
    processes = [started(verb, job) for verb, job in jobs]
    until = time.monotonic() + 60
    while not all(Path(f"{job.out}.open").exists() for _, job in jobs) and time.monotonic() < until:
        time.sleep(0.01)
    Path(jobs[0][1].go).touch()
    for process in processes:
        assert process.join() == 0
    return [told for _, job in jobs for told in heard(Path(job.out))]


def write_for(target: str, out: Path, batch: int, seconds: float, writers: int = WRITERS) -> list[Told]:
    """Have so many writers append batches of that size for so long, all beginning at one time."""
    begin, go = time.monotonic(), str(out / f"go{batch}")
    jobs = [
        Job(target=target, who=f"w{n}", out=str(out / f"w{n}x{batch}"), batch=batch, begin_s=begin, end_s=begin + seconds, go=go)
        for n in range(writers)
    ]
    return at_once([("write", job) for job in jobs])


def check_fair(told: list[Told], record: Record, batch: int) -> None:
    """Nobody came to less than half of what another did, no place is missing or given twice, and all is there."""
    shares: dict[str, int] = defaultdict(int)
    for each in told:
        shares[each.who] += 1
    waits = sorted((each.ended_ns - each.begun_ns) / 1e6 for each in told)
    p99 = waits[int(len(waits) * 0.99)]
    counts, p50 = sorted(shares.values()), waits[len(waits) // 2]
    print(f"batch {batch}: {counts} appends a writer, wait p50 {p50:.1f} ms, p99 {p99:.1f} ms")  # noqa: T201  # measured
    assert len(shares) == WRITERS
    assert min(shares.values()) / max(shares.values()) >= 0.5
    hashes = {place: leaf_hash for each in told for place, leaf_hash in zip(each.places, each.hashes, strict=True)}
    assert len(hashes) == batch * len(told)
    places = set(range(1, record.size))
    assert hashes.keys() <= places
    assert all(
        record.entry(place).leaf_hash.hex() == hashes[place] for place in random.sample(sorted(hashes), min(200, len(hashes)))
    )
    assert all(each.places == tuple(range(each.places[0], each.places[0] + batch)) for each in told)


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    """A database on a PostgreSQL server; says aloud when there is none."""
    if not postgres.is_at_hand():
        pytest.skip(postgres.MISSING)
    with postgres.server() as url:
        yield url


@pytest.mark.parametrize("batch", [1, 20])
def test_eight_writers_share_a_record_fairly(tmp_path: Path, batch: int) -> None:
    """Eight processes at once: none starves, and no place is skipped or given twice."""
    Record.create(tmp_path / "record", "exercise", "valley").close()
    told = write_for(str(tmp_path / "record"), tmp_path, batch, 2.0)
    with Record.open(tmp_path / "record") as record:
        check_fair(told, record, batch)
        assert record.size == 1 + batch * len(told)
        assert record.verify().ok


@pytest.mark.parametrize("batch", [1, 20])
def test_eight_writers_share_a_record_in_postgresql_fairly(tmp_path: Path, postgres_url: str, batch: int) -> None:
    """The same with the log in PostgreSQL, in a schema of its own."""
    Record.create(tmp_path / "record", "exercise", "valley", database=postgres_url).close()
    told = write_for(str(tmp_path / "record"), tmp_path, batch, 2.0)
    with Record.open(tmp_path / "record") as record:
        check_fair(told, record, batch)
        assert record.size == 1 + batch * len(told)
        assert record.verify().ok


def places_of(told: list[Told]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for each in told:
        for key, place in zip(each.keys, each.places, strict=False):
            found[key].add(place)
    return found


def check_linearizable(told: list[Told], record: Record) -> None:
    """Hold a history against the model: a register for each id that is set once, and places that grow.

    For one append of an id to be the first, its answer must come after every question that found nothing had begun. And of two
    entries, one answered before the other was asked for stands before it.
    """
    places = places_of(told)
    assert all(len(found) == 1 for found in places.values()), "an id has two places"
    assert len({place for found in places.values() for place in found}) == len(places), "two ids have one place"
    set_by: dict[str, int] = {}  # key: when its place was certainly known to somebody
    for each in sorted(told, key=lambda answer: answer.ended_ns):
        if each.places:
            set_by.setdefault(each.keys[0], each.ended_ns)
    for each in told:
        if not each.places:
            assert each.begun_ns <= set_by.get(each.keys[0], each.begun_ns), f"{each.keys[0]} was there and then was not"
    first_begun: dict[str, int] = {}  # key: before this nobody had asked for it to be appended
    for each in told:
        if each.hashes:
            first_begun[each.keys[0]] = min(first_begun.get(each.keys[0], each.begun_ns), each.begun_ns)
    assert set(set_by) <= set(first_begun), "an id was found that nobody appended"
    assert all(first_begun[key] < ended for key, ended in set_by.items()), "an id was found before anybody appended it"
    newest_begun = 0
    for key in sorted(first_begun, key=lambda each: min(places[each])):
        assert set_by[key] >= newest_begun, f"{key} stands behind what was only asked for when it was there"
        newest_begun = max(newest_begun, first_begun[key])
    for key, found in places.items():
        body = record.entry(min(found)).body
        assert body == draft(key).body


def test_every_history_of_several_processes_is_one_that_a_single_one_could_have(tmp_path: Path) -> None:
    """Four processes append the same ids and look for them: each id gets one place, is never lost again, and order holds."""
    seed = random.randrange(2**32)
    print("seed", seed)  # noqa: T201  # seeds are printed
    folder = tmp_path / "record"
    Record.create(folder, "exercise", "valley").close()
    keys = tuple(f"k{number}" for number in range(100))
    begin, go = time.monotonic(), str(tmp_path / "go")
    jobs = [
        Job(
            target=str(folder),
            who=f"p{n}",
            out=str(tmp_path / f"p{n}"),
            keys=keys,
            seed=seed + n,
            begin_s=begin,
            end_s=begin + 30,
            go=go,
        )
        for n in range(4)
    ]
    told = at_once([("share", job) for job in jobs])
    with Record.open(folder) as record:
        check_linearizable(told, record)
        assert record.size == 1 + len({key for each in told if each.hashes for key in each.keys})
        assert record.verify().ok
    print(f"{len(told)} answers, {sum(not each.places for each in told)} of them that there is nothing")  # noqa: T201


def answer(keys: tuple[str, ...], places: tuple[int, ...], begun: int, ended: int, *, appended: bool) -> Told:
    return Told("p", keys, places, ("00",) * len(places) if appended else (), begun, ended)


@pytest.mark.parametrize(
    ("history", "says"),
    [
        ([answer(("x",), (1,), 0, 1, appended=True), answer(("x",), (), 2, 3, appended=False)], "was there and then was not"),
        ([answer(("x",), (1,), 0, 1, appended=True), answer(("x",), (2,), 2, 3, appended=False)], "two places"),
        ([answer(("x",), (1,), 0, 1, appended=True), answer(("y",), (1,), 2, 3, appended=True)], "have one place"),
        ([answer(("x",), (2,), 0, 1, appended=True), answer(("y",), (1,), 2, 3, appended=True)], "stands behind"),
        ([answer(("x",), (1,), 0, 1, appended=False), answer(("x",), (1,), 2, 3, appended=True)], "before anybody appended"),
    ],
)
def test_a_history_that_no_single_process_could_have_is_found_out(tmp_path: Path, history: list[Told], says: str) -> None:
    """The check itself: an entry lost again, given two places, sharing one, put before an earlier one, or read too early."""
    with (
        Record.create(tmp_path / "record", "exercise", "valley") as record,
        pytest.raises(AssertionError, match=says),
    ):
        check_linearizable(history, record)
