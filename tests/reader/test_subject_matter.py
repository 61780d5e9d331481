"""What a claim is about: a denied part in a deed is no denied deed, and what is left open is only what is left open."""

from __future__ import annotations

import pytest

from fakes.speech import one, read


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norland denied any role in the attack.", "deny"),
        ("Norland denied that its aircraft had struck the convoy.", "deny"),
        ("Norland said that its army had not attacked the convoy.", "deny"),
        ("Norland denied involvement in the bombing.", "deny"),
        ("Norland rejected claims that it had attacked the hospital.", "reject"),
        ("Norland said that it could not identify the perpetrator of the attack.", "cannot_verify"),
    ],
)
def test_a_denied_part_in_a_deed_is_about_the_perpetrator(text: str, stance: str) -> None:
    """Whoever had no part in an attack, or cannot tell who did it, takes the attack for granted."""
    claim = one(text)
    assert claim.stance == stance
    assert "perpetrator" in claim.about
    assert "occurrence" not in claim.about


@pytest.mark.parametrize(
    "text",
    [
        "Norland denied that there had been an attack.",
        "Norland denied that the attack took place.",
        "Norland said that there was no such attack.",
        "Norland denied that the convoy had been hit.",
    ],
)
def test_a_denied_happening_is_about_the_occurrence(text: str) -> None:
    """Only words that speak of its happening dispute that it happened, and they name nobody."""
    claim = one(text)
    assert claim.stance == "deny"
    assert claim.about == ("occurrence",)


def test_aircraft_denied_are_means_denied() -> None:
    """A denial that names what it was done with is about that as well."""
    assert one("Norland denied that its aircraft had struck the convoy.").about == ("means", "perpetrator")


def test_an_air_attack_that_names_nobody_is_not_about_the_perpetrator() -> None:
    """ "Had hit the convoy" says how and that, not who."""
    assert one("The commission found that an air attack had hit the convoy.").about == ("occurrence", "means")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Anna Berg said that it could not determine whether air strikes had hit the clinic.", ("means",)),
        ("Anna Berg said that it could not determine how many people had been killed.", ("count",)),
        ("Anna Berg said that she had no evidence to conclude that the attack had been deliberate.", ("motive",)),
    ],
)
def test_what_is_left_open_is_only_the_open_detail(text: str, about: tuple[str, ...]) -> None:
    """How, how many and why are open; that it happened is not."""
    claim = one(text)
    assert (claim.stance, claim.about) == ("cannot_verify", about)


def test_what_cannot_be_confirmed_at_all_is_the_occurrence() -> None:
    """A report of an attack that nobody can confirm leaves open whether it happened."""
    claim = one("Norland said that it could not confirm the reports of an attack.")
    assert claim.stance == "cannot_verify"
    assert "occurrence" in claim.about


def test_holding_somebody_responsible_accuses() -> None:
    """The one held is accused, and not those who hold."""
    claim = one("Anna Berg said that Norland held Sudland responsible for the strike.")
    assert claim.stance == "accuse"
    assert "responsibility" in claim.about
    assert "perpetrator" not in claim.about


def test_clearing_the_way_for_others_is_responsibility() -> None:
    """Letting others do it is not doing it."""
    assert one("Norland accused Sudland of clearing the way for the attackers.").about == ("responsibility",)


@pytest.mark.parametrize("cue", ["said", "confirmed"])
def test_a_side_that_names_its_own_part_claims_responsibility(cue: str) -> None:
    """ "Norland's aircraft had taken part" is owned where Norland says it, and told where another does."""
    text = f"Norland {cue} that Norland aircraft had taken part in the strike."
    assert one(text).stance == "claim_responsibility"
    assert one("Sudland said that Norland aircraft had taken part in the strike.").stance != "claim_responsibility"


def test_a_refused_statement_is_its_owners_even_without_a_possessive() -> None:
    """ "Rejected the Sudland statement that" keeps the statement as Sudland's and never as that of who rejects it."""
    found = read("Anna Berg rejected the Sudland statement that the strike was an accident.")
    speakers = {(a.stance, a.speaker.actor if a.speaker else None) for a in found}
    assert ("reject", "no.mod") in speakers
    assert ("assert", "no.mod") not in speakers
