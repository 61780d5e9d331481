"""The folded tables follow the log when somebody reads, and are never other than what a rebuild gives."""

from __future__ import annotations

import pytest

from fakes.engines import ENGINES
from fakes.small_reports import claim, report
from truceline.ledger import Record
from truceline.ledger.kernel import following
from truceline.ledger.kernel.log import BATCH
from truceline.ledger.leaf import drafts


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> str | None:
    """Every test here that has a record holds on every engine."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else None


def add(record: Record, number: int) -> None:
    told = report(number)
    record.append([record.draft_report(told, raw=b"", media="text/plain"), record.draft_claim(claim(told))])


def test_appending_folds_nothing_and_reading_folds_everything(record: Record) -> None:
    """The tables are behind after an append, and level with the log in every answer."""
    record.reports()
    record.append([drafts.sat(by="ann")])
    assert record.folded == record.size - 1
    add(record, 3)
    assert [held.id for held in record.reports()] == ["r1", "r2", "r3"]
    assert record.folded == record.size
    before = record.dump()
    record.rebuild()
    assert record.dump() == before


def test_a_reader_sees_everything_while_a_writer_holds_the_record(record: Record) -> None:
    """Where no turn is to be had, what is new is folded for the reader alone, and nothing of it stays."""
    with Record.open(record.folder, is_checked=False) as reader:
        reader.reports()
        add(record, 3)
        folded = reader.folded
        with record.log.writing():
            assert [held.id for held in reader.reports()] == ["r1", "r2", "r3"]
            assert len(reader.claims()) == 3
            assert reader.folded == folded
        assert len(reader.reports()) == 3
        assert reader.folded == reader.size
        assert reader.verify().ok


def test_a_crash_while_folding_leaves_tables_that_are_right_so_far(record: Record) -> None:
    """A portion is kept with the number it reaches, or not at all; the next reader goes on from there."""
    record.reports()
    add(record, 3)
    record.append([drafts.sat(by="ann") for _ in range(following.PORTION + BATCH // 2)])
    portions: list[str] = []

    def fail(name: str) -> None:
        portions.append(name)
        if name == "folded" and portions.count("folded") == 2:
            raise KeyboardInterrupt

    record.log.at_stage = fail
    with pytest.raises(KeyboardInterrupt):
        record.reports()
    record.log.at_stage = lambda _: None
    assert 0 < record.folded < record.size
    assert record.verify().ok
    assert [held.id for held in record.reports()] == ["r1", "r2", "r3"]
    assert record.verify().ok
