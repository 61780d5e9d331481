"""The disk is full: what does not fit fails whole with an error of ours, what was acknowledged stays, with room it goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes.filling import fill, until_refused
from fakes.limited import limited
from fakes.small_reports import THEATRE
from fakes.writers import draft
from truceline.errors import RecordError
from truceline.ledger import Record


def made(folder: Path) -> Path:
    with Record.create(folder, "exercise", "valley") as record:
        record.append([record.draft_pack(THEATRE, {})])
    return folder


@pytest.mark.parametrize("more", range(0, 32, 4))
def test_a_database_that_cannot_grow_refuses_whole_appends(tmp_path: Path, more: int) -> None:
    """For every size at which the pages run out: no half append, everything acknowledged is there, and it goes on later."""
    folder = made(tmp_path / "record")
    with Record.open(folder) as record:
        (pages,) = record.connection.exec_driver_sql("PRAGMA page_count").one()
        record.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")
        acknowledged = 0
        before = record.size
        with pytest.raises(RecordError, match="full; nothing was added"):  # noqa: PT012  # it fails somewhere on the way
            for number in range(500):
                assert record.append([draft(f"{number}.{at}") for at in range(5)])[0] == before + acknowledged
                acknowledged += 5
        assert record.size == before + acknowledged
        assert len(list(record.entries())) == record.size
        record.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        record.append([draft("after")])
        assert record.size == before + acknowledged + 1
        assert record.verify().ok


@pytest.mark.parametrize("limit", [100, 5000, 9000, 150_000, 300_000])
def test_files_that_may_not_grow_refuse_whole_appends(tmp_path: Path, limit: int) -> None:
    """The system refuses to let a file grow (a quota): a clean error, nothing lost, and the same open record goes on."""
    folder = made(tmp_path / "record")
    outcome = limited(fill, str(folder), os.environ["TRUCELINE_KEYS"], limit)
    assert not outcome.crashed, outcome.crashed
    assert not outcome.refused, outcome.refused
    told = msgspec.json.decode(outcome.returned)
    assert "Error: " in told["refused"]
    assert told["size"] == 2 + len(told["acknowledged"])
    assert {int(place): told["there"][int(place)] for place in told["acknowledged"]} == {
        int(place): leaf_hash for place, leaf_hash in told["acknowledged"].items()
    }
    assert told["after"] == told["size"] + 1
    assert told["problems"] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; only root can make one."""
    if os.geteuid() != 0:
        pytest.skip("NO SMALL DISK: only root can mount one; a full disk was NOT tested with a real one")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(
            f"NO SMALL DISK: it cannot be mounted here ({mounted.stderr.strip()}); a full disk was NOT tested with a real one"
        )
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_without_room_refuses_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    """Archive and database on a disk that fills up: a clean error, everything acknowledged readable, and it goes on with room."""
    blocker = small_disk / "blocker"
    blocker.write_bytes(bytes(700_000))
    folder = made(small_disk / "record")
    with Record.open(folder) as record:
        acknowledged, refused = until_refused(record)
        assert acknowledged
        assert "RecordError: " in refused
        assert {place: record.entry(place).leaf_hash.hex() for place in acknowledged} == acknowledged
    blocker.unlink()
    with Record.open(folder) as record:
        assert {place: record.entry(place).leaf_hash.hex() for place in acknowledged} == acknowledged
        record.append([draft("after")])
        verified = record.verify()
        assert verified.ok, verified.problems
