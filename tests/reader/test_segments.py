"""Segments: the cleaned view is as long as the text, and what is no running text is told apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reader.segments import clean

NOISE = st.text(alphabet="aZ.,:\"“”'’ \n\r\t\u00a0\u202e\u200b\x00#-é中😀", max_size=200)


def kinds(text: str) -> list[str]:
    return [paragraph.kind for paragraph in clean(text).paragraphs]


@given(NOISE)
def test_the_cleaned_view_is_as_long_as_the_text(text: str) -> None:
    """An offset into the view is the same offset into the report."""
    view = clean(text)
    assert len(view.text) == len(text)
    spans = [paragraph.span for paragraph in view.paragraphs]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(view.text).strip() for span in spans)


def test_direction_marks_are_blanked_in_the_view() -> None:
    """A right-to-left override cannot turn the order of the words that are read."""
    assert clean("the \u202econvoy\u202c left").text == "the  convoy  left"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "The talks were led by the deputy of the\n\nminister in the capital.",
            "The talks were led by the deputy of the  minister in the capital.",
        ),
        (
            "He met his colleague, Foreign Minister Ivan\n\nPetrov, who left early.",
            "He met his colleague, Foreign Minister Ivan  Petrov, who left early.",
        ),
        (
            "Shelling hit the western part, said some\n\nEuropean officials on Monday.",
            "Shelling hit the western part, said some  European officials on Monday.",
        ),
    ],
)
def test_a_sentence_broken_over_a_blank_line_is_one_paragraph(text: str, whole: str) -> None:
    """A page break in mid-sentence does not part a speaker from his words."""
    view = clean(text)
    assert [paragraph.span.of(view.text) for paragraph in view.paragraphs] == [whole]


def test_a_heading_is_not_joined_to_the_text_below_it() -> None:
    """A line without a full stop above a sentence stays a heading."""
    assert kinds("Attack on the market\n\nThe ministry said that nobody was hurt in it.") == ["heading", "body"]


def test_a_repeated_headline_and_boxes_are_not_read() -> None:
    """A headline given twice, links and comment boxes are no second account."""
    headline = "Truce holds in the north of the country"
    text = f"{headline}\n\n{headline}\n\nIt held.\n\nREAD MORE: other news\n\nAdd new comment"
    assert kinds(text) == ["heading", "boilerplate", "body", "boilerplate", "boilerplate"]


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    """A text file wrapped at seventy columns is read as the sentences it holds."""
    text = (
        "The observers reached the village on Tuesday and counted the craters in\n"
        "the market square before the light failed, and they asked the people of\n"
        "the village what they had heard in the night and from which side it had\n"
        "come to them.\n"
    )
    assert kinds(text) == ["body"]


def test_bylines_and_datelines_are_told_apart() -> None:
    """Who wrote it and when is no part of what is reported."""
    assert kinds("By Ada Lind\n\n21 September 2016\n\nThe truce held on Monday.") == ["byline", "byline", "body"]
