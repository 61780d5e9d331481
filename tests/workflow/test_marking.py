"""Marking words by hand, in a text of any language."""

from __future__ import annotations

import pytest

from truceline.errors import NotFoundError, UsageError
from truceline.model import Actor, ActorName, Place, PlaceName, Report, Span, Theatre, words_at
from truceline.workflow.figures import figure
from truceline.workflow.marking import Marking, claim_of, found_in, interval, place_named, span_of

ARABIC = Report(id="ar1", text="قال الهلال الأحمر إن اثني عشر شخصاً قتلوا في القصف.", published_at="2016-09-20", lang="ar")
ENGLISH = Report(
    id="r1", text="The ministry said that nobody was hurt near Karm. Nobody was hurt near Karm.", published_at="2016-09-20"
)
THEATRE = Theatre(
    name="t",
    title="T",
    version="1",
    country="xx",
    actors=(Actor(id="xx.min", kind="ministry", name="Ministry of X", names=(ActorName(text="Ministry"),)),),
    places=(
        Place(id="xx.karm", name="Karm", lat="36.1", lon="37.2", country="xx", population=10),
        Place(id="yy.karm", name="Karm", country="yy", population=9000, names=(PlaceName(text="Karm-y"),)),
    ),
)


def test_words_of_an_arabic_text_become_a_claim_with_their_own_offsets() -> None:
    """No reader for the language is needed: the person marks, the words stay exactly as they stand."""
    words = "اثني عشر شخصاً قتلوا"
    span = found_in(ARABIC, words)
    marking = Marking(spans=(span,), speaker="الهلال الأحمر", figures=(figure("12", "killed", "people"),))
    claim = claim_of(marking, ARABIC, THEATRE, "amal")
    assert words_at(ARABIC.text, claim.content) == words
    assert claim.speaker is not None
    assert claim.speaker.named_at is not None
    assert claim.speaker.named_at.of(ARABIC.text) == "الهلال الأحمر"
    assert (claim.counts[0].low, claim.counts[0].effect, claim.author) == (12, "killed", "amal")


def test_the_same_marking_by_the_same_person_has_the_same_id() -> None:
    """Marking twice is one claim, not two origins."""
    marking = Marking(spans=(Span(19, 36),), speaker="The ministry")
    assert claim_of(marking, ENGLISH, THEATRE, "a").id == claim_of(marking, ENGLISH, THEATRE, "a").id
    assert claim_of(marking, ENGLISH, THEATRE, "a").id != claim_of(marking, ENGLISH, THEATRE, "b").id


def test_without_a_speaker_it_is_the_reports_own_voice() -> None:
    """Narration is never given to the nearest official."""
    claim = claim_of(Marking(spans=(Span(23, 48),)), ENGLISH, THEATRE, "a")
    assert (claim.voice, claim.speaker, claim.source) == ("narration", None, ())


def test_a_speaker_is_resolved_by_exact_name_only() -> None:
    """A name that is nearly one of the pack's stays unresolved."""
    exact = claim_of(Marking(spans=(Span(0, 5),), speaker="The ministry"), ENGLISH, THEATRE, "a")
    near = claim_of(Marking(spans=(Span(0, 5),), speaker="The minister"), ENGLISH, THEATRE, "a")
    assert exact.speaker is not None
    assert near.speaker is not None
    assert (exact.speaker.actor, near.speaker.actor) == ("xx.min", None)


def test_an_unnamed_speaker_is_never_resolved() -> None:
    """A role given for a person who must stay unnamed has no actor, even if the words are a name of the pack."""
    claim = claim_of(Marking(spans=(Span(0, 5),), unnamed="The ministry"), ENGLISH, THEATRE, "a")
    assert claim.speaker is not None
    assert (claim.speaker.unnamed, claim.speaker.actor) == (True, None)


def test_what_is_said_in_a_dated_report_was_said_by_that_day() -> None:
    """No day is invented: the interval is open at its start."""
    claim = claim_of(Marking(spans=(Span(0, 5),)), ENGLISH, THEATRE, "a")
    assert claim.said_at is not None
    assert (claim.said_at.start, claim.said_at.end, claim.said_at.basis) == (None, "2016-09-20", "published")


def test_place_and_day_make_the_mention_that_linking_needs() -> None:
    """A claim entered by a person can be grouped like any other."""
    claim = claim_of(Marking(spans=(Span(19, 48),), place="Karm", when="2016-09-19"), ENGLISH, THEATRE, "a")
    assert (claim.places[0].place, claim.places[0].span.of(ENGLISH.text)) == ("xx.karm", "Karm")
    assert (claim.times[0].start, claim.times[0].precision) == ("2016-09-19", "day")
    assert claim.events[0].type == "V.UNSPEC"


def test_of_two_places_of_one_name_the_theatres_own_is_meant() -> None:
    """The larger town abroad does not win."""
    found = place_named("karm", THEATRE)
    assert found is not None
    assert found.id == "xx.karm"


def test_words_that_stand_twice_are_asked_about() -> None:
    """We never choose silently which of two places in a text a person meant."""
    with pytest.raises(UsageError, match="stands 2 times"):
        found_in(ENGLISH, "hurt near Karm")


def test_words_that_stand_nowhere_are_said_to() -> None:
    """A claim cannot rest on words that are not in the text."""
    with pytest.raises(NotFoundError, match="does not stand in report r1"):
        found_in(ENGLISH, "somebody was hurt")


@pytest.mark.parametrize("typed", ["", "5", "9:4", "4:4", "a:b", "-1:4", "1:2:3"])
def test_a_span_that_is_none_is_refused(typed: str) -> None:
    """Offsets are two numbers, the end after the start."""
    with pytest.raises(UsageError, match="is not a span"):
        span_of(typed)


def test_a_span_beyond_the_text_names_the_text_and_its_length() -> None:
    """The message says what would have been possible."""
    with pytest.raises(UsageError, match=f"from 0 to {len(ENGLISH.text)}"):
        claim_of(Marking(spans=(Span(0, 5000),)), ENGLISH, THEATRE, "a")


def test_a_stance_that_is_none_of_ours_is_refused() -> None:
    """The vocabulary is closed, and named in the message."""
    with pytest.raises(UsageError, match="cannot_verify"):
        claim_of(Marking(spans=(Span(0, 5),), stance="denies"), ENGLISH, THEATRE, "a")


def test_a_period_is_an_interval_and_a_day_is_one_day() -> None:
    """Two days joined by dots are kept as a range."""
    period, one = interval("2016-09-12..2016-09-19"), interval("2016-09-12")
    assert period is not None
    assert one is not None
    assert (period.start, period.end, period.precision) == ("2016-09-12", "2016-09-19", "range")
    assert (one.start, one.end, one.precision) == ("2016-09-12", "2016-09-12", "day")
