"""Laws of marked text: whatever the text and wherever the marks, the words shown are the words written."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from fakes.storytelling import Story
from truceline.model import Claim, Span, text_digest
from truceline.outputs import report, views
from truceline.outputs.report import marks
from truceline.outputs.report.text import HIDDEN, shown
from truceline.outputs.views import ClaimView

TEXTS = st.text(min_size=2, max_size=80)
WILD = st.text(alphabet=st.sampled_from("aб <>&\"'\n{}%قف\u202e\u200b\u200d\ud800\x07\u0301👩20–1"), min_size=2, max_size=60)


def _spans(text: str) -> st.SearchStrategy[Span]:
    edges = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    return edges.filter(lambda e: e[0] < e[1]).map(lambda e: Span(*e))


def _claim(number: int, content: Span) -> ClaimView:
    return ClaimView(
        id=f"c_{number}",
        source=(),
        cue=(),
        content=(content,),
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


@given(TEXTS | WILD, st.data())
@settings(deadline=None, max_examples=100)
def test_pieces_put_together_are_the_text(text: str, data: st.DataObject) -> None:
    """However marks overlap, no character is lost or doubled, and each piece is marked throughout."""
    spans = data.draw(st.lists(_spans(text), max_size=5))
    pieces = marks.pieces(
        text, [_claim(n, span) for n, span in enumerate(spans)], data.draw(st.lists(st.integers(0, 100), max_size=4))
    )
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        depth = {sum(s.start <= at < s.end for s in spans) for at in range(piece.start, piece.start + len(piece.text))}
        assert depth == {piece.depth}


@given(TEXTS | WILD)
@settings(deadline=None, max_examples=100)
def test_foreign_text_is_only_ever_text(text: str) -> None:
    """No tag comes out of it, and nothing in it stays hidden."""
    html = str(shown(text))
    page = LexborHTMLParser(f"<body><p>{html}</p></body>")
    assert {node.tag for node in page.css("p *")} <= {"span"}
    assert not HIDDEN.search(html)
    html.encode("utf-8")


@given(WILD, st.data())
@settings(deadline=None, max_examples=40)
def test_any_text_with_any_claim_makes_a_page_whose_words_are_right(text: str, data: st.DataObject) -> None:
    """Speaker, relay, title and text may hold anything."""
    span = data.draw(_spans(text))
    story = Story()
    story.report("r", text, published="2016-09-20", publisher=text, title=text)
    claim = Claim(
        id="c_0",
        source=(),
        cue=(),
        content=(span,),
        type="direct",
        voice="narration",
        speaker=None,
        rule="by.hand",
        report="r",
        text_sha256=text_digest(text),
        author="hand",
        about=("means",),
    )
    story.claims.append((claim, "accepted"))
    material = story.material()
    (view,) = views.claims_page(material).claims
    assert view.words == " ".join(text[span.start : span.end].split())
    page = LexborHTMLParser(report.render(material))
    assert page.css("script, img, iframe") == []
    assert len(page.css("article.text")) == 1
