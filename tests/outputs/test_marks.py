"""Marked text and foreign text: cut at every edge, never changed, nothing hidden."""

from __future__ import annotations

from truceline.model import Span
from truceline.outputs.report import marks, text
from truceline.outputs.views import ClaimView

WORDS = "The mayor said the clinic was hit."


def _claim(number: int, content: tuple[Span, ...]) -> ClaimView:
    return ClaimView(
        id=f"c_{number}",
        source=(Span(0, 9),),
        cue=(Span(10, 14),),
        content=content,
        type="indirect",
        voice="quoted",
        speaker=None,
        rule="by.hand",
        report="r",
        words="",
        standing="accepted",
        incident=None,
        number=number,
    )


def test_overlapping_marks_are_counted_not_nested() -> None:
    """Two claims over the same words are both seen."""
    pieces = marks.pieces(WORDS, [_claim(1, (Span(15, 33),)), _claim(2, (Span(26, 33),))])
    assert [(p.text, p.depth) for p in pieces if p.depth] == [("the clinic ", 1), ("was hit", 2)]
    assert [p.opens for p in pieces if p.opens] == [(1,), (2,)]


def test_pieces_are_the_text() -> None:
    """Not a character more or less."""
    pieces = marks.pieces(WORDS, [_claim(1, (Span(15, 33),))], anchors=[4, 19, 999])
    assert "".join(p.text for p in pieces) == WORDS
    assert [p.start for p in pieces if p.anchor] == [4, 19]


def test_a_text_without_marks_is_one_piece_and_an_empty_one_none() -> None:
    """Nothing to mark is nothing wrong."""
    assert [p.text for p in marks.pieces(WORDS, [])] == [WORDS]
    assert marks.pieces("", []) == ()


def test_hidden_characters_are_badges_with_their_name() -> None:
    """What would reorder the line is seen instead."""
    shown = str(text.shown("a\u202eb\ufeff\x00"))
    assert 'title="RIGHT-TO-LEFT OVERRIDE">U+202E<' in shown
    assert "U+FEFF" in shown
    assert "U+0000" in shown


def test_joiners_that_a_script_needs_are_left() -> None:
    """Persian is not written without them."""
    assert str(text.shown("می\u200cشود")) == "می\u200cشود"


def test_markup_in_a_text_is_words() -> None:
    """Escaped once, wherever it is put."""
    assert str(text.isolated("<b>&")) == "<bdi>&lt;b&gt;&amp;</bdi>"


def test_a_range_in_foreign_text_keeps_its_order() -> None:
    """Digits and a dash have no direction of their own."""
    assert str(text.isolated("بين 20–21 شخصا")) == '<bdi>بين <bdi dir="ltr">20–21</bdi> شخصا</bdi>'
