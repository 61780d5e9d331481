"""Putting reports into a record: whole chunks, no duplicate, and one bad report never stops the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pytest

from truceline.errors import InputError
from truceline.ledger import Record
from truceline.model import Attribution, Count, Reading, Report, Span
from truceline.reader import Reader
from truceline.workflow.ingest import CLASH, TOO_LONG, Ingested, ingest
from truceline.workflow.opening import make
from truceline.workflow.reading import CHUNK, READER_FAILED, Defaults


class WholeTextReader:
    """Reads every report as one claim of its own voice; ``counts`` is how many figures it finds in it, to make a claim long."""

    def __init__(self, counts: int = 0) -> None:
        self.counts = counts
        self.read_ids: list[str] = []

    def read_all(self, reports: Iterable[Report]) -> Iterator[Reading]:
        """Yield one reading a report."""
        for report in reports:
            self.read_ids.append(report.id)
            span = Span(0, len(report.text.rstrip()))
            said = Attribution(
                id="c1", source=(), cue=(), content=(span,), type="indirect", voice="narration", speaker=None, rule="whole"
            )
            counts = tuple(
                Count(id=f"n{n}", span=span, low=n, high=n, bound="exact", effect="killed", unit="people", claim="c1")
                for n in range(self.counts)
            )
            yield Reading(
                id=report.id, reader="whole-1", published_at=report.published_at, attributions=(said,), counts=counts,
                times=(), places=(), events=(),
            )  # fmt: skip


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with make(tmp_path / "record") as made:
        yield made


def write(folder: Path, *texts: str, name: str = "r") -> Path:
    file = folder / f"{name}.jsonl"
    lines = (json.dumps({"id": f"{name}{number}", "text": text, "lang": "en"}) + "\n" for number, text in enumerate(texts))
    file.write_text("".join(lines), encoding="utf-8")
    return file


def put(record: Record, *paths: Path, reader: WholeTextReader | None = None) -> Ingested:
    return ingest(record, paths, defaults=Defaults(), reader=cast("Reader", reader or WholeTextReader()))


def test_every_report_is_archived_with_its_claims(record: Record, tmp_path: Path) -> None:
    """Bytes, text and proposals are there when ingest returns."""
    result = put(record, write(tmp_path, "One shell fell.", "Two shells fell."))
    assert (result.added, result.claims) == (("r0", "r1"), 2)
    assert [held.id for held in record.reports()] == ["r0", "r1"]
    assert [record.text(held.claim.text_sha256) for held in record.claims()] == ["One shell fell.", "Two shells fell."]
    assert {held.standing for held in record.claims()} == {"proposed"}


def test_what_is_in_the_record_is_not_read_again(record: Record, tmp_path: Path) -> None:
    """The tenth run of the day only reads what is new."""
    put(record, write(tmp_path, "One shell fell."))
    size = record.size
    reader = WholeTextReader()
    result = put(record, write(tmp_path, "One shell fell.", "Two shells fell."), reader=reader)
    assert (result.already, result.added) == (("r0",), ("r1",))
    assert reader.read_ids == ["r1"]
    assert record.size == size + 2


def test_reports_are_written_in_chunks(record: Record, tmp_path: Path) -> None:
    """Each chunk is one transaction, so a killed process leaves whole ones; progress is told report by report."""
    told: list[int] = []
    file = write(tmp_path, *(f"{number} shells fell." for number in range(CHUNK + 3)))
    ingest(
        record,
        [file],
        defaults=Defaults(),
        reader=cast("Reader", WholeTextReader()),
        watch=lambda done, _total: told.append(done),
    )
    assert told[-1] == CHUNK + 3
    assert told == sorted(told)
    assert len(record.reports()) == CHUNK + 3


def test_two_reports_of_the_same_words_are_two_reports(record: Record, tmp_path: Path) -> None:
    """Two monitors may write the same line; neither is lost."""
    put(record, write(tmp_path, "Nothing to report.", "Nothing to report."))
    assert [held.id for held in record.reports()] == ["r0", "r1"]
    assert record.verify().ok


def test_an_id_with_other_content_is_refused_and_noted_once(record: Record, tmp_path: Path) -> None:
    """The refusal is an entry, and running again adds no second one."""
    put(record, write(tmp_path, "One shell fell."))
    other = write(tmp_path, "Two shells fell.")
    first = put(record, other)
    size = record.size
    second = put(record, other)
    assert [fault.code for fault in first.refused] == [CLASH]
    assert first.refused == second.refused
    assert record.size == size


def test_a_claim_too_long_for_an_entry_is_said_and_everything_else_kept(record: Record, tmp_path: Path) -> None:
    """A table read as one sentence does not stop the day."""
    result = put(record, write(tmp_path, "A very long list."), reader=WholeTextReader(counts=500))
    assert [fault.code for fault in result.faults] == [TOO_LONG]
    assert (result.added, result.claims) == (("r0",), 0)
    assert [held.id for held in record.reports()] == ["r0"]
    assert record.verify().ok


def test_a_path_that_does_not_exist_is_refused_before_anything_is_written(record: Record, tmp_path: Path) -> None:
    """Also when it is the last of several."""
    size = record.size
    with pytest.raises(InputError, match="missing"):
        put(record, write(tmp_path, "One shell fell."), tmp_path / "missing.txt")
    assert record.size == size


class LyingReader(WholeTextReader):
    """A reader that fails on some reports. To make it lie, name their ids and what it raises on them."""

    def __init__(self, bad: Iterable[str], error: Exception) -> None:
        super().__init__()
        self.bad = set(bad)
        self.error = error

    def read_all(self, reports: Iterable[Report]) -> Iterator[Reading]:
        """Yield one reading a report until one of the bad ones."""
        for report in reports:
            if report.id in self.bad:
                raise self.error
            yield from super().read_all([report])


@pytest.mark.parametrize("error", [ValueError("day 31"), IndexError("5"), KeyError("x"), OverflowError(), RecursionError()])
def test_a_report_that_the_reader_fails_on_stops_no_other(record: Record, tmp_path: Path, error: Exception) -> None:
    """It is archived without claims, said, and noted in its entry; every other report is read."""
    file = write(tmp_path, "One shell fell.", "Two shells fell.", "Three shells fell.", "Four shells fell.")
    result = put(record, file, reader=LyingReader(("r1", "r3"), error))
    assert (result.added, result.claims) == (("r0", "r1", "r2", "r3"), 2)
    assert [(fault.code, fault.where) for fault in result.faults] == [
        (READER_FAILED, "report r1"),
        (READER_FAILED, "report r3"),
    ]
    assert all(type(error).__name__ in fault.message for fault in result.faults)
    assert [held.claim.report for held in record.claims()] == ["r0", "r2"]
    assert record.text(record.reports()[1].text_sha256) == "Two shells fell."
    noted = [getattr(entry.body, "faults", ()) for entry in record.entries() if entry.kind == "report.archived"]
    assert [[fault.code for fault in faults] for faults in noted] == [[], [READER_FAILED], [], [READER_FAILED]]
    assert record.verify().ok


def test_a_reader_that_gives_nothing_back_is_noticed(record: Record, tmp_path: Path) -> None:
    """A report without a reading is read again alone, and noted where that gives nothing either."""

    class ShortReader(WholeTextReader):
        """Lies by leaving the last report out."""

        def read_all(self, reports: Iterable[Report]) -> Iterator[Reading]:
            yield from list(super().read_all(reports))[:-1]

    result = put(record, write(tmp_path, "One shell fell.", "Two shells fell."), reader=ShortReader())
    assert (result.added, [fault.code for fault in result.faults]) == (("r0", "r1"), [READER_FAILED])


def test_a_mistake_of_ours_is_not_taken_for_odd_material(record: Record, tmp_path: Path) -> None:
    """What would fail on every report stops, and shows itself whole."""
    with pytest.raises(AttributeError):
        put(record, write(tmp_path, "One shell fell."), reader=LyingReader(("r0",), AttributeError("read")))
    assert record.reports() == ()
