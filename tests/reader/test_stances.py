"""Stances: how a speaker puts it, from the cue word, negation and the head of what is said."""

from __future__ import annotations

import pytest

from fakes.speech import content, read


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norland said that the convoy had arrived.", "assert"),
        ("Norland denied any role in the attack.", "deny"),
        ("Norland denied that its planes hit the convoy.", "deny"),
        ("Norland said that its warplanes had not been involved.", "deny"),
        ("Norland's Defence Ministry pushed back against the charge that Norland had bombed the convoy.", "deny"),
        ("Norland blamed the attack on Sudland.", "accuse"),
        ("Norland declared Sudland responsible for the attack.", "accuse"),
        ("Norland accused Sudland of shelling the market.", "accuse"),
        ("Norland said that Sudland carried out the strike.", "accuse"),
        ("Norland said that two aircraft of the Sudland navy had carried out the strike.", "accuse"),
        ("Norland spoke of a deliberate attempt by Sudland to break the truce.", "accuse"),
        ("Norland admitted that it took part in the strike.", "claim_responsibility"),
        ("Norland acknowledged that its aircraft had bombed the hospital.", "claim_responsibility"),
        ("The group claimed responsibility for the attack.", "claim_responsibility"),
        ("The officials declined to comment on whether they knew.", "decline"),
        ("Norland said it could not confirm whether the convoy was hit.", "cannot_verify"),
        ("“We are not in a position to determine whether these were strikes,” Anna Berg said.", "cannot_verify"),
        ("Norland retreated from previous claims that the convoy was hit by planes.", "retract"),
        ("Anna Berg described the earlier reference as an error.", "correct"),
        ("The agency replaced the reference to strikes with a more general term.", "correct"),
        ("Norland confirmed that the convoy was hit.", "confirm"),
        ("Norland called on all parties to stop the shelling.", "demand"),
        ("Anna Berg asked whether the road was open.", "question"),
    ],
)
def test_the_stance_is_read_from_cue_and_words(text: str, stance: str) -> None:
    """A denial, an accusation, a refusal to speak are told apart, and nothing becomes its reverse."""
    assert [attribution.stance for attribution in read(text)] == [stance]


def test_a_negation_that_denies_no_deed_is_an_assertion() -> None:
    """ "The truce is not dead" is no denial of a deed."""
    assert [a.stance for a in read("“The truce is not dead,” Anna Berg said.")] == ["assert"]


def test_not_denying_is_no_denial() -> None:
    """A negated denial is not read as a denial."""
    assert "deny" not in {a.stance for a in read("Norland did not deny that the planes were its own.")}


def test_permission_that_is_denied_is_no_denial() -> None:
    """To deny somebody access is a deed, not a statement that something was not so."""
    assert "deny" not in {a.stance for a in read("Sudland denied the convoy permission to pass.")}


def test_what_cannot_be_told_is_parted_from_what_is_told() -> None:
    """One quotation that leaves the means open and confirms the attack is two claims."""
    text = "“We cannot determine whether these were strikes,” Anna Berg said. “We are able to say that the convoy was attacked.”"
    stances = {attribution.stance: content(attribution, text) for attribution in read(text)}
    assert "whether these were strikes" in stances["cannot_verify"]
    assert "the convoy was attacked" in stances["assert"]


def test_exchanging_the_parties_leaves_the_stances_unchanged() -> None:
    """Nothing in the reading prefers one party."""
    text = "Norland blamed Sudland for the strike. Sudland denied any role. Norland said that Sudland bombed the convoy."
    other = text.replace("Norland", "X").replace("Sudland", "Norland").replace("X", "Sudland")
    assert [a.stance for a in read(text)] == [a.stance for a in read(other)]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Norland said that Sudland carried out the strike.", "perpetrator"),
        ("Norland accused Sudland of allowing the strike to occur.", "responsibility"),
        ("Norland declared Sudland responsible for the attack.", "responsibility"),
    ],
)
def test_responsibility_is_not_perpetration(text: str, slot: str) -> None:
    """Who did it and who had to prevent it are different accusations."""
    (attribution,) = read(text)
    assert set(attribution.about) & {"perpetrator", "responsibility"} == {slot}


def test_a_denial_answers_the_accusation_before_it() -> None:
    """A denial points at the claim that it denies."""
    first, second = read("Norland accused Sudland of bombing the convoy. Sudland denied the allegations.")
    assert second.answers == (first.id,)


@pytest.mark.parametrize(
    "text",
    [
        "Norland rejected Sudland's claim that the strike on the troops was an accident.",
        "Norland dismissed Sudland's assertion that an errant strike that killed ten soldiers was unintentional.",
    ],
)
def test_refusing_that_it_was_an_accident_does_not_deny_the_strike(text: str) -> None:
    """What was meant is refused; that it happened, and to whom, is taken for granted."""
    found = read(text)
    assert [a.stance for a in found] == ["reject", "assert"]
    assert found[0].about == ("motive",)


def test_a_claim_that_is_refused_stays_the_claim_of_whoever_made_it() -> None:
    """The refusal is Norland's, the claim is Sudland's, and a clause in passing is neither's."""
    text = "Norland rejected Sudland's claim that an errant strike that killed ten soldiers was accidental."
    claims = {a.speaker.name: (a.stance, content(a, text)) for a in read(text) if a.speaker}
    assert claims["Norland"][0] == "reject"
    stance, words = claims["Sudland"]
    assert stance == "assert"
    assert "accidental" in words
    assert "killed" not in words
