"""A record on disk with a pack, two reports and their claims."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fakes import postgres
from fakes.engines import schemas_dropped
from fakes.small_reports import THEATRE, claim, report
from truceline.ledger import Record


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL to test on; where there is none, the tests that need it are skipped aloud."""
    if not postgres.is_at_hand():
        pytest.skip(postgres.MISSING)
    with postgres.server() as url:
        yield url


@pytest.fixture
def database() -> str | None:
    """Where the log of a record is: a file. A module whose tests must hold on every engine gives this fixture anew."""
    return None


@pytest.fixture
def empty(tmp_path: Path, database: str | None) -> Iterator[Record]:
    """A record with nothing but its first entry."""
    with ExitStack() as stack:
        if database is not None:
            stack.enter_context(schemas_dropped(database)).append(tmp_path / "record")
        yield stack.enter_context(Record.create(tmp_path / "record", "exercise", "valley", database=database))


@pytest.fixture
def record(empty: Record) -> Record:
    """A record with a pack and two reports with a claim each."""
    empty.append([empty.draft_pack(THEATRE, {"actors.yaml": b"actors: []\n"})])
    for number in (1, 2):
        told = report(number)
        draft = empty.draft_report(told, raw=told.text.encode(), media="text/plain")
        empty.append([draft, empty.draft_claim(claim(told))])
    return empty
