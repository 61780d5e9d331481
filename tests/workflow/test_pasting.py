"""Words picked out of a text by hand: where they stand, and that no written character is cut in two."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.model import Span
from truceline.workflow import pasting

LETTERS = st.text(
    alphabet=st.sampled_from("ab \n\u064e\u0651قت\U0001f69a\U0001f469\U0001f3fd\u200d\u2695\ufe0f🇸🇾\u202ee\u0301"), min_size=1
)


def test_words_are_found_whatever_the_clipboard_made_of_spaces_and_unseen_marks() -> None:
    """Whoever pastes words from a browser finds them, though lines were broken elsewhere and a direction mark is gone."""
    text = "The\r\nconvoy \u202ewas\u202c hit. The convoy was seen."
    found = pasting.occurrences(text, "The convoy  was hit")
    assert [span.of(text) for span in found] == ["The\r\nconvoy \u202ewas\u202c hit"]


def test_other_words_are_not_found() -> None:
    """A word that differs in one letter stands nowhere: what is marked is what stands in the text."""
    assert pasting.occurrences("Two trucks burned.", "Two truck burned") == ()
    assert pasting.occurrences("Two trucks burned.", " \u200f ") == ()


def test_words_that_stand_several_times_are_all_found() -> None:
    """A person is asked which of them is meant, never given the first."""
    text = "It burned. It burned."
    assert pasting.occurrences(text, "It burned.") == (Span(0, 10), Span(11, 21))


def test_signs_of_patterns_are_only_signs() -> None:
    """Words with brackets and stars are looked for as they are."""
    assert pasting.occurrences("(a+)+$ [x]*", "(a+)+$ [x]*") == (Span(0, 11),)


def test_a_letter_keeps_its_vowel_signs_and_an_emoji_its_parts() -> None:
    """A span that begins or ends inside a written character is widened to the whole of it."""
    text = "قَا 👩🏽‍⚕️ 🇸🇾🇷🇺"
    assert pasting.whole(text, Span(0, 1)).of(text) == "قَ"
    doctor = text.index("👩")
    assert pasting.whole(text, Span(doctor + 1, doctor + 2)).of(text) == "👩🏽‍⚕️"
    flags = text.index("🇸")
    assert pasting.whole(text, Span(flags + 1, flags + 2)).of(text) == "🇸🇾"
    assert pasting.whole(text, Span(flags + 2, flags + 3)).of(text) == "🇷🇺"


@given(LETTERS, st.data())
@settings(max_examples=40, deadline=None)
def test_a_widened_span_holds_the_old_one_and_is_not_widened_again(text: str, data: st.DataObject) -> None:
    """Widening is done once: no marked character is lost, and it begins with no sign of another letter."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wide = pasting.whole(text, Span(start, end))
    assert wide.start <= start
    assert end <= wide.end <= len(text)
    assert pasting.whole(text, wide) == wide
    assert wide.start == 0 or not unicodedata.category(text[wide.start]).startswith("M") or text[wide.start - 1] in "\r\n"


@given(LETTERS, st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_copied_from_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    """Words copied from anywhere in a text are found at least there."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = pasting.without_edges(text, Span(start, end))
    if span is None or not any(pasting.is_same(letter, "") is False for letter in span.of(text)):
        return
    found = pasting.occurrences(text, span.of(text))
    assert len(found) == pasting.AT_MOST or any(each.start <= span.start or each.holds(span) for each in found)
