"""Reading who is covered and who belongs to whom: the many ways to say it, and what says nothing of the kind."""

from __future__ import annotations

import pytest

from truceline.actors.delineation import read
from truceline.model import Actor, ActorName, Claim, Place, Span, Speaker
from truceline.model.claims import SpeechType, Stance
from truceline.model.coverage import Affiliated, Covered
from truceline.model.hearing import Heard, Hearing

ACTORS = (
    Actor(id="kes", kind="state", name="Kestria"),
    Actor(id="red", kind="armed_group", name="Red Front", names=(ActorName(text="al-Ahmar Front"),)),
    Actor(id="grey", kind="armed_group", name="Grey Host"),
    Actor(id="blue", kind="armed_group", name="Blue Guard"),
    Actor(id="scouts", kind="civil_society", name="Field Scouts"),
)
PLACES = (Place(id="ko.lor", name="Lor", precision="district"), Place(id="ko", name="Korland", precision="country"))


def heard(  # how the words were said
    words: str, *, by: str | None = "kes", stance: Stance = "assert", said: SpeechType = "indirect", sentence: str | None = None
) -> Heard:
    speaker = Speaker(name=by.title(), actor=by) if by else None
    claim = Claim(
        id="c_1",
        source=(),
        cue=(),
        content=(Span(0, len(words)),),
        type=said,
        voice="quoted" if by else "narration",
        speaker=speaker,
        stance=stance,
        rule="test",
        report="r",
        text_sha256="0",
        author="test",
    )
    return Heard(
        claim=claim, words=words, sentence=sentence or words, known_on="2016-09-20", said_on="2016-09-20", standing="accepted"
    )


def covered(one: Heard) -> list[tuple[str, str, str]]:
    hearing = Hearing(on="2016-09-20", heard=(one,), incidents=(), actors=ACTORS, places=PLACES)
    return [(each.fact.actor, each.fact.state, each.by) for each in read(hearing) if isinstance(each.fact, Covered)]


def related(one: Heard) -> list[tuple[str, str, str, str, str]]:
    hearing = Hearing(on="2016-09-20", heard=(one,), incidents=(), actors=ACTORS, places=PLACES)
    return [
        (each.fact.actor, each.fact.relation, each.fact.other, each.by, each.stance)
        for each in read(hearing)
        if isinstance(each.fact, Affiliated)
    ]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("the Red Front is not covered by the truce", "excluded"),
        ("the Red Front isn't covered by the week-long ceasefire", "excluded"),
        ("the ceasefire does not apply to the Red Front", "excluded"),
        ("the deal does not cover the Red Front", "excluded"),
        ("the truce, which excludes the Red Front, began", "excluded"),
        ("the Red Front was excluded from the cessation of hostilities", "excluded"),
        ("the Red Front falls outside the ceasefire", "excluded"),
        ("the Red Front has never been part of the truce", "excluded"),
        ("the Red Front, a group in the north, is covered by the ceasefire", "party"),
        ("the truce covers the Red Front", "party"),
        ("the Red Front is a party to the ceasefire agreement", "party"),
        ("the Red Front is not a signatory to the truce", "not_accepted"),
        ("the Red Front has accepted the ceasefire", "accepted"),
        ("the Red Front agreed to the ceasefire deal", "accepted"),
        ("the Red Front would abide by the truce", "accepted"),
        ("the Red Front pledged to respect the ceasefire", "accepted"),
        ("the truce was accepted by the Red Front", "accepted"),
        ("the Red Front rejected the truce", "not_accepted"),
        ("the Red Front has refused to sign the truce", "not_accepted"),
        ("the Red Front did not accept the ceasefire", "not_accepted"),
        ("the Red Front would not abide by the ceasefire", "not_accepted"),
        ("the Red Front had pulled out of the ceasefire", "not_accepted"),
        ("it is unclear whether the Red Front is covered by the truce", "disputed"),
        ("the two disagree over whether the Red Front is part of the truce", "disputed"),
    ],
)
def test_what_is_said_of_coverage_is_read_as_the_speaker_s(words: str, state: str) -> None:
    """Whoever speaks is the one who says that a group is covered or is not."""
    assert covered(heard(words)) == [("red", state, "kes")]


@pytest.mark.parametrize(
    "words",
    [
        "the Red Front could be covered by the truce",
        "the Red Front should be excluded from the truce",
        "if the Red Front rejects the truce, it will be attacked",
        "the Red Front broke the truce",
        "the Red Front rejected the claims that it violated the truce",
        "the Red Front was blamed for truce violations",
        "the Red Front rejected the proposal",
        "the Red Front accepted the offer of talks on a truce",
        "Lor was not covered by the truce",
        "the Red Front is not bound by the truce in Lor",
        "the storm covers the Red Front's camp",
    ],
)
def test_what_says_nothing_of_coverage_is_not_read_as_if_it_did(words: str) -> None:
    """A possibility, a breach, a place or another thing that is rejected is no word on who is covered."""
    assert covered(heard(words)) == []


def test_every_group_of_a_list_is_told_and_neither_and_except_turn_the_words_over() -> None:
    """ "Neither A nor B is covered" and "all but A are covered" say the same of A."""
    assert covered(heard("the Red Front and the Grey Host are excluded from the truce")) == [
        ("red", "excluded", "kes"),
        ("grey", "excluded", "kes"),
    ]
    assert covered(heard("neither the Red Front nor the Grey Host is part of the truce")) == [
        ("red", "excluded", "kes"),
        ("grey", "excluded", "kes"),
    ]
    assert covered(heard("all groups except the Red Front are covered by the truce")) == [("red", "excluded", "kes")]


def test_a_party_that_rejects_a_truce_speaks_of_itself() -> None:
    """ "It rejected the truce" and "we do not accept it" are the group's own words on its own part."""
    assert covered(heard("the truce", by="grey", stance="reject")) == [("grey", "not_accepted", "grey")]
    assert covered(heard("We have not accepted this ceasefire", by="grey", said="direct")) == [("grey", "not_accepted", "grey")]
    assert covered(heard("it would respect the ceasefire", by="grey")) == [("grey", "accepted", "grey")]


def test_narration_is_the_report_s_own_word() -> None:
    """Nobody who stands near is made the speaker of what the report tells itself."""
    assert covered(heard("The Red Front rejected the ceasefire", by=None)) == [("red", "not_accepted", "")]


@pytest.mark.parametrize(
    ("words", "relation", "stance"),
    [
        ("the Blue Guard is part of the Red Front", "part_of", "assert"),
        ("the Blue Guard belongs to the Red Front", "part_of", "assert"),
        ("the Blue Guard is the armed wing of the Red Front", "part_of", "assert"),
        ("the Blue Guard was linked to the Red Front", "close_to", "assert"),
        ("the Blue Guard has close ties to the Red Front", "close_to", "assert"),
        ("the Blue Guard is close to the Red Front", "close_to", "assert"),
        ("the Blue Guard is allied with the Red Front", "allied_with", "assert"),
        ("the Blue Guard fights alongside the Red Front", "allied_with", "assert"),
        ("the Blue Guard has broken ties with the Red Front", "parted_from", "assert"),
        ("the Blue Guard had distanced itself from the Red Front", "parted_from", "assert"),
        ("the Blue Guard must separate itself from the Red Front", "parted_from", "demand"),
        ("Korland had failed to separate the Blue Guard from the Red Front", "parted_from", "deny"),
        ("the Blue Guard has no links to the Red Front", "close_to", "deny"),
        ("the Blue Guard is not part of the Red Front", "part_of", "deny"),
        ("the Blue Guard, formerly known as the Red Front, said so", "renamed_from", "assert"),
    ],
)
def test_an_affiliation_is_read_with_its_speaker_and_stance(words: str, relation: str, stance: str) -> None:
    """What somebody demands or denies of two groups keeps that stance, and never counts as so."""
    (found,) = related(heard(words, said="direct"))
    assert found == ("blue", relation, "red", "kes", stance)


def test_an_epithet_beside_reported_words_is_the_report_s() -> None:
    """Nobody is made to say of a group what the report put beside his words."""
    one = heard("the Red Front-linked Blue Guard fired first")
    assert related(one) == [("blue", "close_to", "red", "", "assert")]
    sentence = "The Blue Guard, formerly known as the Grey Host, fired first, Kestria said."
    assert related(heard("fired first", sentence=sentence)) == [("blue", "renamed_from", "grey", "", "assert")]


def test_a_denial_of_a_civic_body_is_its_own_words() -> None:
    """What is said of a body that helps stands beside what it says itself."""
    assert related(heard("that they were linked to the Red Front", by="scouts", stance="deny")) == [
        ("scouts", "close_to", "red", "scouts", "deny")
    ]


def test_exchanging_the_names_exchanges_them_in_the_reading_and_nothing_else() -> None:
    """The words are read alike whoever they are about."""
    words = "the Blue Guard is part of the Red Front and is not covered by the truce"
    swapped = words.replace("Blue Guard", "X").replace("Red Front", "Blue Guard").replace("X", "Red Front")
    names = {"blue": "red", "red": "blue", "kes": "kes"}
    assert [(names[a], r, names[o], b, s) for a, r, o, b, s in related(heard(words))] == related(heard(swapped))
    assert [(names[a], state, b) for a, state, b in covered(heard(words))] == covered(heard(swapped))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("only members of the 'Field Scouts' organization close to the Red Front know", ("scouts", "close_to", "red")),
        ("the Field Scouts are volunteers and are often linked to militants from the Red Front", ("scouts", "close_to", "red")),
        ("the truce called for the so-called “moderate opposition,” armed by others, to separate itself from the Red Front",
         ("moderate opposition", "parted_from", "red")),
        ("the Grey Host affiliate, the Blue Guard, is strong", ("blue", "close_to", "grey")),
    ],
)  # fmt: skip
def test_who_is_said_to_be_near_whom_is_read_in_longer_sentences(words: str, found: tuple[str, str, str]) -> None:
    """What stands between the two names does not hide what is said of them."""
    assert found in [each[:3] for each in related(heard(words, said="direct"))]


@pytest.mark.parametrize(
    "words",
    [
        "it was not true that the Red Front was covered by the truce",
        "nobody said the Red Front was covered by the truce",
        "claims that the Red Front was excluded from the truce were false",
        "that the Red Front rejected the truce is a lie",
        "the Grey Host rejected accusations that the Red Front rejected the truce",
        "the Grey Host had said the Red Front accepted the ceasefire",
        "hardly anyone believed the Red Front accepted the truce",
        "the Red Front would accept the ceasefire if Lor was spared",
        "the Red Front is reportedly covered by the truce",
        "strikes on the Red Front are excluded from the truce",
        "areas held by the Red Front are not covered by the truce",
        "not all rebel groups are covered by the truce",
    ],
)
def test_what_others_say_or_what_does_not_hold_is_not_put_into_the_speaker_s_mouth(words: str) -> None:
    """Words that somebody passes on, doubts, calls untrue or makes conditional are no statement of his on coverage."""
    assert covered(heard(words)) == []


@pytest.mark.parametrize(
    "words",
    [
        "critics say the Field Scouts are linked to the Red Front",
        "the Field Scouts, who critics say work for others, are linked to the Red Front",
        "the Grey Host denied that the Field Scouts are linked to the Red Front",
        "allegations that the Field Scouts are linked to the Red Front are false",
        "nobody has shown that the Field Scouts are linked to the Red Front",
        "the Blue Guard broke the Red Front's siege",
        "the Blue Guard cut off the Red Front",
        "the Blue Guard fought with the Red Front over Lor",
    ],
)
def test_an_allegation_belongs_to_whoever_made_it_alone(words: str) -> None:
    """What critics say is not the word of whoever quotes them, a denial of another no claim, a fight no tie."""
    assert related(heard(words)) == []


def test_what_we_have_said_before_is_our_own_word() -> None:
    """A speaker who refers to himself states it still."""
    assert covered(heard("we have repeatedly said that the Red Front is covered by the truce", said="direct")) == [
        ("red", "party", "kes")
    ]


def test_neither_denies_of_both_and_a_rejected_charge_is_a_denial_by_whom_it_is_made_of() -> None:
    """ "Neither A nor B is part of C" denies both; "we reject accusations that we are linked to C" stands as our denial."""
    assert [one[-1] for one in related(heard("neither the Blue Guard nor the Grey Host is part of the Red Front"))] == [
        "deny"
    ] * 2
    rejected = heard("accusations that we are linked to the Red Front", by="scouts", stance="reject", said="direct")
    assert related(rejected) == [("scouts", "close_to", "red", "scouts", "deny")]
    told = heard("the accusations that they are linked to the Red Front", by="scouts", stance="reject")
    assert related(told) == [("scouts", "close_to", "red", "scouts", "deny")]


def test_declining_to_say_denies_nothing() -> None:
    """Who does not want to say whether a group is covered, or comment on a truce, has said nothing of it."""
    assert covered(heard("to confirm that the Red Front is covered by the truce", stance="decline")) == []
    assert covered(heard("the truce", by="grey", stance="decline")) == []


def test_working_together_is_told_without_being_called_an_alliance() -> None:
    """A rescue body that coordinates with whoever holds the ground is not said to be allied with it."""
    words = "the Field Scouts coordinated with the Red Front over access"
    assert related(heard(words)) == [("scouts", "other", "red", "kes", "assert")]
