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


def test_what_is_said_after_a_meeting_takes_the_day_of_the_meeting() -> None:
    """The sentence before dates the meeting; the day is counted from it and is no day that stands beside the words."""
    found = claims("Ministers met in Farville on 7 May. Norland said after the meeting that the truce was not dead.")
    said = next(c.said_at for c in found if c.speaker is not None)
    assert said is not None
    assert (said.start, said.basis) == ("2020-05-07", "relative")


def test_no_other_day_of_the_sentence_before_dates_what_is_said() -> None:
    """Neither an attack, nor a time counted from a meeting, nor a meeting that lies ahead dates words said beside them."""
    for text in (
        "Shells fell in Farville on 7 May. Norland said at the talks that the truce was over.",
        "Ministers met on 7 May. Two days after the talks, Norland said that the truce was over.",
        "Ministers will meet on 17 May. Norland said before the meeting that the truce was over.",
        "Ministers met on 5 May and on 7 May. Norland said after the meeting that the truce was over.",
    ):
        assert [c.said_at.start for c in claims(text) if c.speaker is not None and c.said_at is not None] in (
            [None],
            ["2020-05-09"],
        )
