"""Quotations: found where marks are whole, and where scraping has lost some of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reader.quotes import quotes
from truceline.reader.segments import clean


def found(text: str) -> list[str]:
    view = clean(text)
    return [quote.span.of(view.text) for quote in quotes(view)]


@pytest.mark.parametrize(
    "text",
    [
        "“We saw no craters,” the officer said.",
        '"We saw no craters," the officer said.',
        "''We saw no craters,'' the officer said.",
        "«We saw no craters,» the officer said.",
        "We saw no craters,” the officer said.",
        "“We saw no craters, the officer said.",
    ],
)
def test_a_quotation_is_found_with_either_mark_lost(text: str) -> None:
    """A scraped report that lost one of two marks still has its quotation."""
    assert found(text) == ["We saw no craters,"]


def test_a_word_before_a_lone_closing_mark_is_no_quotation() -> None:
    """A closing mark after a plain word does not make the whole paragraph direct speech."""
    assert found("The so-called rebels” left the town on Monday.") == []


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    """Printers open each paragraph of a long quotation and close only the last."""
    view = clean("“We are ready, and we have said so.\n\n“We will go on until it is done,” he said.")
    assert [quote.continues for quote in quotes(view)] == [False, True]


def test_a_paragraph_after_a_colon_is_quoted_without_marks() -> None:
    """A block quotation after "saying:" is direct speech even where its opening mark is gone."""
    text = "The envoy answered the council, saying:\n\nWe have nothing to confirm. It is too early.”"
    assert found(text) == ["We have nothing to confirm. It is too early."]


def test_an_apostrophe_opens_no_quotation() -> None:
    """ "Syria's" and "don't" are no marks."""
    assert found("Norland's troops don't leave the city's edge, and the others' camp is theirs.") == []


@given(st.text(alphabet="aB .,?\n\"“”'’«»`", max_size=120))
def test_quotations_lie_in_the_text_in_order(text: str) -> None:
    """Whatever marks a text has, no two quotations overlap and none is empty."""
    view = clean(text)
    spans = [quote.span for quote in quotes(view)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
