"""A whole reading: every span fits the report's own text, whatever the text is like."""

from __future__ import annotations

import pytest

from truceline.model import Reading, Report, Theatre
from truceline.reader import READER, Reader, claims_of

ODD = (
    "",
    " \n\n\t ",
    "No.",
    "“Shells fell,” she said. “We ran",
    "\u202eShells\u202c killed 3 men\u00a0on Monday, the mayor said.\r\nREAD MORE: nothing",
    "The mayor denied that 12 people were killed. The ministry said the strike that killed 9 was a mistake.",
    "x" * 4000,
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Theatre(name="none", title="None", version="1", actors=(), places=()))


def _spans_fit(report: Report, reading: Reading) -> bool:
    slots = (reading.counts, reading.times, reading.places, reading.events)
    spans = [s.span for found in slots for s in found] + [
        s for a in reading.attributions for s in (*a.source, *a.cue, *a.content)
    ]
    return all(s.end <= len(report.text) and s.of(report.text).strip() for s in spans)


@pytest.mark.parametrize("text", ODD)
def test_offsets_are_right_in_any_text(reader: Reader, text: str) -> None:
    """Empty, broken, reversed or endless: nothing fails, and what is found stands where it says."""
    report = Report(id="r", text=text, published_at="2020-05-10", lang="en")
    reading = reader.read(report)
    assert (reading.id, reading.reader) == ("r", READER)
    assert _spans_fit(report, reading)
    assert len({c.id for c in claims_of(report, reading)}) == len(claims_of(report, reading))


def test_readings_come_in_the_order_of_the_reports(reader: Reader) -> None:
    """Reports read together keep their own findings, also where some have nothing to read."""
    reports = [Report(id=f"r{n}", text=text, lang="en") for n, text in enumerate(ODD)]
    together = list(reader.read_all(reports))
    assert [r.id for r in together] == [r.id for r in reports]
    assert together == [reader.read(r) for r in reports]


def test_a_language_that_is_not_read_is_passed_through_with_a_fault(reader: Reader) -> None:
    """Nothing is guessed in Arabic; the fault says what to do."""
    reading = reader.read(Report(id="r", text="قال المتحدث إن القصف أدى إلى مقتل عشرة أشخاص في السوق. " * 6))
    assert reading.attributions == ()
    assert [f.code for f in reading.faults] == ["language.unread"]
    assert "claim add" in reading.faults[0].message
