"""Every stage of an append fails, once it is done, with an error or with the end of the process; then the same is tried again.

Failing after a stage is failing before the next, so that each stage fails before and after it persisted. Whatever happens: all
of an append is there or nothing, and trying again leaves what one undisturbed run would have left.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes.forking import Child
from fakes.plain_tree import mth
from fakes.small_reports import THEATRE, claim, report
from fakes.writers import draft
from truceline.errors import TrucelineError
from truceline.ledger import Draft, Record
from truceline.ledger.heads import heads
from truceline.ledger.kernel.log import FOLDING_STAGES, STAGES

BEFORE = 255
"""So many entries before the one append that is disturbed: it fills a tile."""


class StageError(Exception):
    """What goes wrong in a test."""


def made(folder: Path) -> Path:
    with Record.create(folder, "exercise", "valley") as record:
        record.append([record.draft_pack(THEATRE, {})])
        record.append([draft(f"k{number}") for number in range(BEFORE - 2)])
    return folder


def drafted(record: Record) -> list[Draft]:
    """Return an append with everything: archived bytes, sealed values, several entries."""
    told = report(1, title="a title that is sealed")
    return [record.draft_report(told, raw=b"raw", media="text/plain"), record.draft_claim(claim(told)), draft("last")]


def at(stage: str, does: Callable[[], None]) -> Callable[[str], None]:
    return lambda name: does() if name == stage else None


def fail() -> None:
    message = "the disk makes a noise"
    raise StageError(message)


def end_at(folder: str, stage: str) -> None:
    """Append, and end the process without a word at a stage; run in a process of its own."""
    with Record.open(folder) as record:
        batch = drafted(record)
        record.log.at_stage = at(stage, lambda: os._exit(9))
        record.append(batch)


def check(folder: Path, size: int) -> None:
    """The record holds together, in exactly that many entries."""
    with Record.open(folder) as record:
        assert record.size == size
        assert mth([entry.leaf for entry in record.entries()]).hex() == record.root
        assert len({entry.id for entry in record.entries()}) == size
        verified = record.verify()
        assert verified.ok, verified.problems


def finish(folder: Path, places: tuple[int, ...] = tuple(range(BEFORE, BEFORE + 3))) -> None:
    """Try again, twice: the places are those that one run would have given."""
    for _ in range(2):
        with Record.open(folder) as record:
            assert record.append(drafted(record)) == places
            assert record.report("r1").title == "a title that is sealed"
            assert len(record.claims()) == 1
    check(folder, BEFORE + 3)


@pytest.mark.parametrize("stage", STAGES)
def test_an_error_at_any_stage_leaves_all_or_nothing_and_trying_again_completes_it(tmp_path: Path, stage: str) -> None:
    """After an error at any stage the same open record goes on, and so does another process."""
    folder = made(tmp_path / "record")
    with Record.open(folder) as record:
        batch = drafted(record)
        record.log.at_stage = at(stage, fail)
        with pytest.raises(StageError):
            record.append(batch)
        record.log.at_stage = lambda _name: None
        there = record.size
        assert there == (BEFORE + 3 if stage == "committed" else BEFORE)
        assert record.entry(there - 1).leaf_hash
        check(folder, there)
        assert record.append(drafted(record)) == tuple(range(BEFORE, BEFORE + 3))
    finish(folder)


@pytest.mark.parametrize("stage", STAGES)
def test_the_end_of_the_process_at_any_stage_leaves_all_or_nothing(tmp_path: Path, stage: str) -> None:
    """The same with nothing left to clean up: no lock stays, and trying again completes it."""
    folder = made(tmp_path / "record")
    assert Child(end_at, str(folder), stage).join() == 9
    with Record.open(folder, wait_s=5) as record:
        assert record.size in (BEFORE, BEFORE + 3)
        assert record.size == BEFORE or stage == "committed"
    finish(folder)


@pytest.mark.parametrize("stage", FOLDING_STAGES)
def test_an_error_while_entries_are_folded_shows_no_half_state(tmp_path: Path, stage: str) -> None:
    """Questions are answered from all of the log or not at all, and rebuilding gives the same."""
    folder = made(tmp_path / "record")
    with Record.open(folder) as record:
        record.append(drafted(record))
        record.log.at_stage = at(stage, fail)
        try:
            seen = [each.claim.id for each in record.claims()]
        except StageError:
            seen = []
        record.log.at_stage = lambda _name: None
        assert seen in ([], [claim(report(1)).id])
        assert len(record.claims()) == 1
        folded = record.dump()
        record.rebuild()
        assert record.dump() == folded
    check(folder, BEFORE + 3)


def sign(folder: str, stage: str) -> None:
    """Sign a checkpoint, and end the process at a stage of one of its transactions; run in a process of its own."""
    with Record.open(folder) as record:
        record.log.at_stage = at(stage, lambda: os._exit(9))
        heads.signed_head(record)


@pytest.mark.parametrize("stage", ["turn", "begun", "entries", "state", "committed"])
def test_signing_that_was_cut_short_never_signs_two_histories(tmp_path: Path, stage: str) -> None:
    """The process ends at a stage of signing the first checkpoint; afterwards there is one key, one entry for it, one head."""
    folder = made(tmp_path / "record")
    assert Child(sign, str(folder), stage).join() == 9
    with Record.open(folder) as record:
        first = heads.signed_head(record)
        assert heads.signed_head(record) == first
        assert [entry.kind for entry in record.entries()].count("key.added") == 1
    check(folder, BEFORE + 1)


def test_errors_of_ours_stay_errors_of_ours() -> None:
    """The trouble of these tests is none that the program expects, so that nothing catches it on purpose."""
    assert not issubclass(StageError, TrucelineError)
