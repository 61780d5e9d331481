"""Texts come cut short: by a limit, a telephone, a broken download. Whatever is there is read."""

from __future__ import annotations

import pytest

from truceline.model import Report
from truceline.reader import Reader
from truceline.workflow.packs import load_theatre

TEXT = (
    "A spokesman for the army denied on Monday that at least 20 of the 31 trucks near Aleppo had been hit. "
    "Between 12 and 14 people, two of them children, were killed two days earlier, and dozens"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_theatre("world").theatre)


def test_a_text_may_stop_after_any_word(reader: Reader) -> None:
    """No last word, whatever it is, keeps a report from being read; every span stays inside the text."""
    ends = [at for at, letter in enumerate(TEXT) if letter == " "] + [len(TEXT)]
    reports = [Report(id=f"r{end}", text=TEXT[:end], published_at="2016-09-21") for end in ends]
    for report, reading in zip(reports, reader.read_all(reports), strict=True):
        assert all(count.span.end <= len(report.text) for count in reading.counts)
        assert all(time.span.end <= len(report.text) for time in reading.times)
