"""Finding listed phrases quickly gives what looking at every word for every phrase gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.movements.wording.lists import Phrase, plain, table
from truceline.movements.wording.tokens import Hit, hits

WORDS = st.sampled_from("aid convoy of the trucks".split())
SENTENCES = st.lists(WORDS, max_size=8).map(tuple)
LISTED = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(tuple), max_size=5, unique=True)


def plainly(low: Phrase, listed: list[Phrase]) -> list[Hit]:
    """Look at each place for the longest phrase, and go on behind it."""
    found, i = [], 0
    while i < len(low):
        here = max((each for each in listed if low[i : i + len(each)] == each), key=len, default=None)
        if here is not None:
            found.append(Hit(i, i + len(here), " ".join(here)))
        i += len(here) if here is not None else 1
    return found


@settings(max_examples=50)
@given(SENTENCES, LISTED)
def test_phrases_are_found_as_a_plain_search_finds_them(low: Phrase, listed: list[Phrase]) -> None:
    """The longest at each place, none overlapping, whatever begins like another."""
    assert hits(low, table((each, " ".join(each)) for each in listed)) == plainly(low, listed)


def test_every_hyphen_and_apostrophe_is_compared_as_the_plain_one() -> None:
    """What a typesetter made of a word does not hide it."""
    assert plain("Cross‐Line") == plain("cross‑line") == "cross-line"
    assert plain("Doesn’t") == "doesn't"
