"""Laws of claims in the log: any claim over any text comes back whole, and no word of a name stands in its entry."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from fakes.small_reports import THEATRE
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.bodies import ClaimCoded
from truceline.ledger.leaf.claim_body import Names, with_words, without_words
from truceline.model import Claim, PlaceMention, Relay, Span, Speaker, text_digest

WORDS = ["QUARRYMAN", "Amal", "وزارة", "the  office", "two\nlines", "Stone Bridge", "Ministry of Defence of the North"]
TEXTS = st.lists(st.sampled_from([*WORDS, "said", "that", "struck"]), min_size=3, max_size=12).map(" ".join)


@st.composite
def claims(draw: st.DrawFn) -> tuple[Claim, str]:
    """Return a claim with names from anywhere, and its text."""
    text = draw(TEXTS)

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    def name() -> str:
        return " ".join(draw(st.sampled_from(WORDS)).split())

    speaker = Speaker(
        name=name(),
        actor=draw(st.sampled_from([None, "north.mod", "gone"])),
        role=draw(st.none() | st.sampled_from(WORDS).map(lambda words: " ".join(words.split()))),
        unnamed=draw(st.booleans()),
        reason_unnamed=draw(st.none() | st.sampled_from(["not_named", "Amal", "asked us not to"])),
        named_at=draw(st.none() | st.just(span())),
    )
    made = Claim(
        id="c_1",
        source=(),
        cue=(),
        content=(span(),),
        type="indirect",
        voice="quoted",
        speaker=speaker,
        via=tuple(Relay(name=name(), span=draw(st.none() | st.just(span()))) for _ in range(draw(st.integers(0, 2)))),
        rule="say.that",
        report="r1",
        text_sha256=text_digest(text),
        author="en-1",
        places=tuple(
            PlaceMention(span=span(), name=name(), place="v.bridge", lat=36.2, lon=37.15) for _ in range(draw(st.integers(0, 2)))
        ),
    )
    return made, text


@given(claims())
def test_any_claim_comes_back_whole_and_without_words_in_its_entry(told: tuple[Claim, str]) -> None:
    """Round trip through the bytes of the leaf; names are nowhere in them."""
    claim, text = told
    names = Names(THEATRE)
    coded, sealed = without_words(claim, text, names)
    body = canonical.encode_struct(coded)
    read = msgspec.json.decode(body, type=ClaimCoded)
    assert read == coded
    assert with_words(read, text, names, {disclosure.name: disclosure.value for disclosure in sealed}) == claim
    written = body.decode()
    for word in ("QUARRYMAN", "Amal", "وزارة", "office", "Stone", "Ministry", "asked us"):
        assert word not in written
