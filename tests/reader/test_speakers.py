"""Speakers: names, pronouns and offices, and when they spoke."""

from __future__ import annotations

import pytest

from fakes.speech import one, read


def test_a_person_speaks_for_an_institution() -> None:
    """The actor of a spokesperson is the body spoken for."""
    speaker = one("Anna Berg said that the convoy had left.").speaker
    assert speaker is not None
    assert (speaker.name, speaker.actor, speaker.unnamed, speaker.inferred) == ("Anna Berg", "no.mod", False, False)


def test_a_pronoun_takes_the_last_speaker_and_says_that_it_is_inferred() -> None:
    """ "She" is resolved to a name, marked as inferred, with the place where the name stands."""
    text = "Spokeswoman Anna Berg said that the convoy had left. She added that it was safe."
    speaker = read(text)[1].speaker
    assert speaker is not None
    assert speaker.inferred
    assert speaker.named_at is not None
    assert (speaker.name, speaker.named_at.of(text)) == ("Anna Berg", "Anna Berg")


def test_a_title_takes_the_last_speaker_who_bears_it() -> None:
    """ "The general" is the general named before, not the last person named."""
    text = "General Anna Berg told Peter Lund that the road was open. “Nobody was hurt there,” the general said."
    speaker = read(text)[-1].speaker
    assert speaker is not None
    assert (speaker.name, speaker.inferred) == ("Anna Berg", True)


def test_a_surname_is_the_person_named_in_full() -> None:
    """A surname alone is the person whom the report named in full."""
    speaker = read("Anna Berg said that it was over. Berg said that nobody had been hurt.")[1].speaker
    assert speaker is not None
    assert (speaker.name, speaker.actor) == ("Anna Berg", "no.mod")


def test_an_unnamed_official_is_resolved_no_further_than_the_institution() -> None:
    """A source who asked not to be named stays unnamed, with the reason given."""
    text = "A senior Norland official, who was not authorised to speak to the press, said that the strike had been planned."
    speaker = one(text).speaker
    assert speaker is not None
    assert speaker.unnamed
    assert speaker.actor == "no"
    assert speaker.reason_unnamed is not None
    assert "not authorised to speak" in speaker.reason_unnamed


def test_the_role_beside_a_name_is_kept() -> None:
    """The office that the report gives stands beside the name."""
    speaker = one("Ministry spokeswoman Anna Berg said that the convoy had left.").speaker
    assert speaker is not None
    assert speaker.role == "Ministry spokeswoman"


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "basis"),
    [
        ("Anna Berg said on Tuesday that the convoy had left.", "2020-05-12", "2020-05-12", "day", "dateline"),
        ("Anna Berg said that the convoy had left.", None, "2020-05-14", "range", "published"),
        ("Anna Berg said that the convoy had left on Tuesday.", None, "2020-05-14", "range", "published"),
    ],
)
def test_when_it_was_said_is_only_what_the_text_gives(
    text: str, start: str | None, end: str | None, precision: str, basis: str
) -> None:
    """A day beside the cue dates the words; without one they were said by publication, and no more is known."""
    when = one(text).said_at
    assert when is not None
    assert (when.start, when.end, when.precision, when.basis) == (start, end, precision, basis)


def test_without_a_day_of_publication_nothing_is_dated() -> None:
    """A report without a date gives its claims no bound."""
    when = one("Anna Berg said that the convoy had left.", None).said_at
    assert when is not None
    assert (when.start, when.end, when.precision) == (None, None, "unresolved")


def test_the_statement_keeps_the_day_of_the_statement() -> None:
    """What "the statement said" was said when the statement was made."""
    text = "“We saw no craters,” Anna Berg said in a statement Tuesday.\n\n“Nobody was hurt,” the statement said."
    assert [a.said_at.start for a in read(text) if a.said_at] == ["2020-05-12", "2020-05-12"]


@pytest.mark.parametrize(
    "who",
    ["Norwegian rebels", "Norwegian-backed fighters", "Norway's allies", "Opposition figures in Norway", "Critics of Norway"],
)
def test_a_states_name_beside_who_does_not_speak_for_it_is_not_the_state(who: str) -> None:
    """The words of rebels, allies and critics never stand under the name of the state that describes them."""
    speaker = one(f"{who} said that the convoy had left.").speaker
    assert speaker is not None
    assert (speaker.name, speaker.actor) == (who, None)


def test_officials_of_a_state_still_speak_for_it() -> None:
    """An official without a name is the state's."""
    speaker = one("Norland officials said that the convoy had left.").speaker
    assert speaker is not None
    assert speaker.actor == "no"
