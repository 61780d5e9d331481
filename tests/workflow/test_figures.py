"""Figures as people type them."""

from __future__ import annotations

import pytest

from truceline.errors import UsageError
from truceline.model import Span
from truceline.workflow.figures import counts_at, figure, figure_named


@pytest.mark.parametrize(
    ("typed", "low", "high", "bound", "total"),
    [
        ("20", 20, 20, "exact", None),
        ("20+", 20, None, "at_least", None),
        ("20..25", 20, 25, "exact", None),
        ("20-25", 20, 25, "exact", None),
        ("..90", None, 90, "up_to", None),
        ("~100", 100, 100, "about", None),
        ("18/31", 18, 18, "exact", 31),
        ("0", 0, 0, "exact", None),
        ("?", None, None, "unknown", None),
        ("٣٨", 38, 38, "exact", None),
    ],
)
def test_a_typed_figure_keeps_its_bounds(typed: str, low: int | None, high: int | None, bound: str, total: int | None) -> None:
    """ "Bounds, "none" and "unknown" are kept apart from a bare number."""
    read = figure(typed, "killed", "people")
    assert (read.low, read.high, read.bound, read.of_total) == (low, high, bound, total)


@pytest.mark.parametrize("typed", ["", "many", "20..", "25..20", "12 to", "-3", "31/18", "1e3", "9" * 30])
def test_a_figure_that_is_none_is_refused_with_the_forms_that_are(typed: str) -> None:
    """A slip of the hand is never turned into a number of dead."""
    with pytest.raises(UsageError, match="expected"):
        figure(typed, "killed", "people")


def test_a_figure_of_something_else_names_effect_and_unit() -> None:
    """Trucks destroyed never become people killed."""
    read = figure_named("destroyed:trucks:18/31")
    assert (read.effect, read.unit, read.low, read.of_total) == ("destroyed", "trucks", 18, 31)


@pytest.mark.parametrize("typed", ["trucks:18", "burnt:trucks:18", "destroyed::18", "a:b:c:d"])
def test_a_count_without_its_three_parts_is_refused(typed: str) -> None:
    """What is counted and what happened to it is always said."""
    with pytest.raises(UsageError, match="expected"):
        figure_named(typed)


def test_counts_of_a_marked_claim_point_at_the_marked_words() -> None:
    """Every figure leads back to words, also one that a person typed."""
    counts = counts_at(Span(5, 30), (figure("3", "killed", "people"), figure("7", "injured", "people")), "c_1")
    assert [(c.id, c.span, c.claim) for c in counts] == [("n1", Span(5, 30), "c_1"), ("n2", Span(5, 30), "c_1")]
