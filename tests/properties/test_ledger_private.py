"""The file of a record is its owner's, and what differs in it is said in short."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from truceline.ledger import Record

if TYPE_CHECKING:
    from pathlib import Path


def test_nobody_but_the_owner_can_read_a_new_log(tmp_path: Path) -> None:
    """Whatever the machine's habits are, the database is made for its owner alone."""
    before = os.umask(0)
    try:
        with Record.create(tmp_path / "record", "exercise", "world"):
            pass
    finally:
        os.umask(before)
    made = [f for f in (tmp_path / "record" / ".truceline").iterdir() if "sqlite" in f.name]
    assert made
    assert {f.stat().st_mode & 0o777 for f in made} == {0o600}


def test_a_changed_edge_is_told_by_its_first_digits(tmp_path: Path) -> None:
    """What differs is named, and no message prints every hash of the tree."""
    with Record.create(tmp_path / "record", "exercise", "world") as record:
        record.log.sql.execute("UPDATE tree_state SET edge = zeroblob(length(edge))")
        (problem,) = [p for p in record.verify().problems if "edge" in p.message]
    assert "edge differs in hash 1 of 1: stored 0000000000000000, computed" in problem.message
    assert len(problem.message) < 130
