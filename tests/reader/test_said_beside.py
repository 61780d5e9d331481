"""What stands beside the cue says when and where something was said, and is no part of what is said."""

from __future__ import annotations

from functools import cache

from truceline.model import Actor, Claim, Place, Report, Theatre
from truceline.reader import Reader, claims_of

PLACES = tuple(
    Place(id=name.lower(), name=name, lat="35.0", lon="37.0", within="xx", country="xx") for name in ("Midtown", "Farville")
)
ACTORS = (Actor(id="no", kind="state", name="Norland"), Actor(id="so", kind="state", name="Sudland"))
THEATRE = Theatre(name="test", title="Test", version="1", actors=ACTORS, places=PLACES, country="xx")


@cache
def reader() -> Reader:
    """Return the reader of the small theatre, built once."""
    return Reader(THEATRE)


def claims(text: str) -> tuple[Claim, ...]:
    """Return the claims of a text."""
    report = Report(id="r", text=text, published_at="2020-05-10", lang="en")
    return claims_of(report, reader().read(report))


def test_where_and_when_it_was_said_is_not_where_and_when_it_happened() -> None:
    """ "Said in Farville on 9 May that" places and dates the words, not the attack."""
    (claim,) = claims("Norland said in Farville on 9 May that Sudland had shelled a clinic in Midtown.")
    assert [p.place for p in claim.places] == ["midtown"]
    assert (claim.times, [e.times for e in claim.events]) == ((), [()])
    assert claim.said_at is not None
    assert claim.said_at.start == "2020-05-09"


def test_the_day_inside_the_words_stays_the_day_of_the_deed() -> None:
    """A day in what is said is when it happened, beside another day on which it was said."""
    (claim,) = claims("Norland said on 9 May that Sudland had shelled a clinic on 7 May.")
    assert [t.start for t in claim.times] == ["2020-05-07"]


def test_a_phrase_cut_off_behind_the_words_is_no_claim_of_its_own() -> None:
    """ "In the fighting" left over from a sentence tells of nothing by itself."""
    assert all(c.voice == "quoted" for c in claims("Norland proposed a pause of three days in the fighting."))
