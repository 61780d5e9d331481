"""A record on disk with a pack, two reports and their claims."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.small_reports import THEATRE, claim, report
from truceline.ledger import Record


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Record]:
    """A record with nothing but its first entry."""
    with Record.create(tmp_path / "record", "exercise", "valley") as made:
        yield made


@pytest.fixture
def record(empty: Record) -> Record:
    """A record with a pack and two reports with a claim each."""
    empty.append([empty.draft_pack(THEATRE, {"actors.yaml": b"actors: []\n"})])
    for number in (1, 2):
        told = report(number)
        draft = empty.draft_report(told, raw=told.text.encode(), media="text/plain")
        empty.append([draft, empty.draft_claim(claim(told))])
    return empty
