"""What every part may rely on in the shared values."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.model import Claim, Count, Interval, Span, Speaker, claim_id, text_digest, words_at


def claim_over(text: str, start: int, end: int) -> Claim:
    """Make the plainest claim over some words of a text."""
    content = (Span(start, end),)
    digest = text_digest(text)
    return Claim(
        id=claim_id(digest, "en-1", content, "assert", ()),
        source=(),
        cue=(),
        content=content,
        type="indirect",
        voice="narration",
        speaker=None,
        rule="test",
        report="r1",
        text_sha256=digest,
        author="en-1",
    )


def test_a_span_gives_back_exactly_the_words_it_was_made_from() -> None:
    """Offsets are code points, also beside Arabic and combining marks."""
    text = "قالت وزارة: 21 قتيلا"
    at = text.index("21")
    assert Span(at, at + 2).of(text) == "21"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4)])
def test_an_empty_or_backward_span_is_refused(start: int, end: int) -> None:
    """A span that names no words cannot come into being."""
    with pytest.raises(ValueError, match="expected 0 <= start < end"):
        Span(start, end)


def test_a_span_is_written_as_two_numbers() -> None:
    """The contract writes ``[start, end]``, not an object."""
    assert msgspec.json.encode(Span(2, 9)) == b"[2,9]"


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_spans_meet_exactly_when_they_share_a_character(a: int, m: int, b: int, n: int) -> None:
    """``meets`` agrees with the sets of characters."""
    left, right = Span(a, a + m), Span(b, b + n)
    shared = set(range(a, a + m)) & set(range(b, b + n))
    assert left.meets(right) == bool(shared)
    assert left.holds(right) == (shared == set(range(b, b + n)))


def test_the_same_words_read_the_same_way_have_the_same_id_in_every_record() -> None:
    """A claim id depends on text, reader, spans, stance and speaker, and on nothing else."""
    assert claim_over("A strike hit the convoy.", 0, 8).id == claim_over("A strike hit the convoy.", 0, 8).id


@pytest.mark.parametrize(
    "other",
    [
        claim_id("t", "en-2", (Span(0, 3),), "assert", ()),
        claim_id("u", "en-1", (Span(0, 3),), "assert", ()),
        claim_id("t", "en-1", (Span(0, 4),), "assert", ()),
        claim_id("t", "en-1", (Span(0, 3),), "deny", ()),
        claim_id("t", "en-1", (Span(0, 3),), "assert", (Span(5, 7),)),
        claim_id("t", "en-1", (Span(0, 3),), "assert", "A duty officer"),
    ],
)
def test_a_claim_that_differs_in_anything_has_another_id(other: str) -> None:
    """Text, reader, words, stance and speaker each change the id."""
    assert other != claim_id("t", "en-1", (Span(0, 3),), "assert", ())


def test_a_claim_comes_back_from_json_as_it_went() -> None:
    """Nothing is lost on the wire."""
    claim = msgspec.structs.replace(
        claim_over("At least 20 people died, a doctor said.", 0, 24),
        speaker=Speaker(name="a doctor", unnamed=True, named_at=Span(25, 33)),
        counts=(Count(id="n1", span=Span(0, 11), low=20, high=None, bound="at_least", effect="killed", unit="people"),),
        said_at=Interval(end="2016-09-20", precision="range", basis="published"),
    )
    assert msgspec.json.decode(msgspec.json.encode(claim), type=Claim) == claim


def test_a_value_cannot_be_changed_after_it_was_made() -> None:
    """Claims are immutable: a better reader makes new ones."""
    claim = claim_over("A strike hit the convoy.", 0, 8)
    with pytest.raises(AttributeError):
        claim.stance = "deny"  # type: ignore[misc]


def test_an_unknown_stance_is_refused_on_reading_back() -> None:
    """A vocabulary is closed: a word that we do not know is an error, not a guess."""
    data = msgspec.json.encode(claim_over("A strike hit the convoy.", 0, 8)).replace(b'"assert"', b'"hint"')
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(data, type=Claim)


def test_words_at_several_spans_are_joined_by_an_ellipsis() -> None:
    """A quotation cut in two by its speaker is shown as one with a gap."""
    assert words_at('"No," he said, "not now."', (Span(1, 3), Span(16, 23))) == "No … not now"


def test_an_open_interval_has_no_first_day() -> None:
    """Said by the 21st at the latest, from when is not known: nothing is invented."""
    by_then = Interval(end="2016-09-21", precision="range", basis="published")
    assert by_then.first_day is None
    assert by_then.last_day is not None
    assert by_then.last_day.isoformat() == "2016-09-21"
