"""Coordinates among words: what looks like a point is repeated in no message, in whatever column it came."""

from __future__ import annotations

import pytest

from truceline.workflow.tables import tells_where


@pytest.mark.parametrize(
    ("words", "is_point"),
    [
        ("36.1397 36.9506", True),
        ("gate at 36.1397, 36.9506", True),
        ("37S CA 15 02", True),
        ("Governor of Aleppo", False),
        ("12.5 t of flour", False),
    ],
)
def test_words_that_tell_a_point_are_known_as_such(words: str, is_point: bool) -> None:  # noqa: FBT001 - a case
    """A message about the cell then shows none of it."""
    assert tells_where(words) is is_point
