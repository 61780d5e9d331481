"""The vocabulary of happenings: one list, and nothing outside of it gets into the log."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from truceline.errors import UsageError
from truceline.model.event_codes import EVENT_CODES, MEANS, MEANS_OF
from truceline.reader.event_words import EventLists
from truceline.reader.slotlists import word_list
from truceline.workflow.marking import checked_happening

ROW = re.compile(r"^\| (`[A-Z]\.[^|]*)\|([^|]*)\|", re.MULTILINE)


def test_the_codes_and_means_are_those_of_the_document(root: Path) -> None:
    """What docs/formats/event-codes.md lists can be typed, and nothing else."""
    rows = ROW.findall((root / "docs/formats/event-codes.md").read_text(encoding="utf-8"))
    listed = {code: means for codes, means in rows for code in re.findall(r"`([^`]+)`", codes)}
    assert set(EVENT_CODES) == set(listed)
    assert {code: tuple(re.findall(r"`([^`]+)`", listed[code])) for code in MEANS_OF} == MEANS_OF


def test_every_code_and_means_that_the_reader_gives_can_also_be_typed() -> None:
    """A person can correct to whatever a machine may propose."""
    frames = word_list("events", EventLists).frames
    assert {frame.type for frame in frames} <= set(EVENT_CODES)
    assert {frame.means for frame in frames if frame.means} <= set(MEANS)


def test_a_slip_of_the_finger_is_answered_with_what_was_meant() -> None:
    """The nearest words are named, not the whole list."""
    with pytest.raises(UsageError, match=r"V\.SHELL"):
        checked_happening("V.SHEL", None)
    with pytest.raises(UsageError, match="airstrike"):
        checked_happening(None, "air_strike")


def test_nonsense_is_answered_with_what_is_allowed() -> None:
    """Also where nothing is near."""
    with pytest.raises(UsageError, match="mortar, rocket"):
        checked_happening(None, "qq")
