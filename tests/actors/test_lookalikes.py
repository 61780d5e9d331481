"""Names that look like a known one: a warning that says how they differ, and never a merge."""

from __future__ import annotations

import pytest

from truceline.actors import Registry
from truceline.actors.lookalikes import Lookalikes, likes, mixed, oddities
from truceline.model import Actor, ActorName

RED = Actor(
    id="red",
    kind="armed_group",
    name="Jabhat al-Ahmar",
    names=(
        ActorName(text="Jabhat al-Ahmar", lang="ar-Latn"),
        ActorName(text="Red Front"),
        ActorName(text="جبهة الأحمر", lang="ar"),
    ),
)
LATER = Actor(id="later", kind="armed_group", name="Later", names=(ActorName(text="Victory Host", since="2016-07-28"),))
LOOKS = Lookalikes([RED, LATER])


@pytest.mark.parametrize(
    ("written", "how"),
    [
        ("R\u0435d Front", "letters"),
        ("Red\u200b Front", "invisible"),
        ("Red Fr\u00adont", "invisible"),
        ("Rеd Frоnt", "letters"),
        ("Red Fr0nt", "letters"),
        ("Red Fornt", "one_letter"),
        ("Red Frontt", "one_letter"),
        ("Джебхат аль-Ахмар", "script"),
        ("Jabhet al Ahmer", "spelling"),
    ],
)
def test_a_name_that_looks_like_a_known_one_is_said_to_and_stays_unknown(written: str, how: str) -> None:
    """Whoever types or reads it is warned, and the registry resolves it to nobody."""
    (found,) = LOOKS.of(written)
    assert (found.actor, found.how) == ("red", how)
    assert found.differs
    assert Registry([RED, LATER]).resolve(written) is None


@pytest.mark.parametrize("written", ["Red Front", "RED FRONT", "the Blue Guard", "Rita Farrant", "Ivan", "", "   ", "١٢٣"])
def test_a_known_name_and_one_like_no_other_are_not_warned_of(written: str) -> None:
    """A warning for every stranger would soon be read by nobody."""
    assert LOOKS.of(written) == ()


def test_the_letters_that_differ_are_named() -> None:
    """A person sees which letter is the other one, since both look the same."""
    (found,) = LOOKS.of("R\u0435d Front")
    assert "U+0435 CYRILLIC SMALL LETTER IE" in found.differs
    assert "U+0065 LATIN SMALL LETTER E" in found.differs


def test_a_name_of_a_later_day_is_not_what_an_earlier_one_looks_like() -> None:
    """What a page of July says must not give away a name of August."""
    assert LOOKS.of("Victory H\u043est", "2016-07-01") == ()
    assert [each.actor for each in LOOKS.of("Victory H\u043est", "2016-08-01")] == ["later"]


def test_a_word_of_two_scripts_and_what_cannot_be_seen_are_odd() -> None:
    """Whatever it looks like, such a name was not written by accident."""
    assert mixed("R\u0435d Front") == ("R\u0435d",)
    assert mixed("Red Front جبهة Ахрар") == ()
    assert [odd for name in ("R\u0435d", "Red\u202e") for odd in oddities(name)] == [
        "the word 'R\u0435d' mixes Cyrillic and Latin letters",
        "it holds what cannot be seen: U+202E RIGHT-TO-LEFT OVERRIDE",
    ]


def test_names_of_two_actors_that_look_alike_on_one_day_are_paired() -> None:
    """A pack's author is asked whether both are meant; names of different days are left alone."""
    other = Actor(
        id="other", kind="armed_group", name="R\u0435d Front", names=(ActorName(text="R\u0435d Front", since="2016-01-01"),)
    )
    assert [(a, b, how) for a, _, b, _, how in likes([RED, other])] == [("red", "other", "letters")]
    gone = Actor(id="gone", kind="armed_group", name="G", names=(ActorName(text="R\u0435d Front", until="2015-12-31"),))
    assert list(likes([other, gone])) == []


@pytest.mark.parametrize(
    "name", ["Da\u02bfesh", "Sana\u02bba", "Ma\u02bcarrat", "N\u00ba", "Yek\u00eetiya", "\uff32\uff45\uff44"]
)
def test_signs_of_romanisation_are_no_foreign_letters(name: str) -> None:
    """A half ring, an apostrophe letter or an accent is how a name is written, and nothing to warn of."""
    assert mixed(name) == ()


def test_a_name_with_a_foreign_letter_is_not_found_by_its_end() -> None:
    """What is made to look like a long name of a group is not taken for the group by the short name that it ends with."""
    front = Actor(
        id="front", kind="armed_group", name="Jabhat al-Nusra", names=(ActorName(text="al-Nusra"), ActorName(text="Nusra"))
    )
    registry = Registry([front])
    assert registry.find("J\u0430bhat al-Nusra said so") == ()
    assert [match.actor_id for match in registry.find("Jabhat al-Nusra said so, and al-Nusra again")] == ["front", "front"]
    assert [match.actor_id for match in registry.find("the gr\u043eup said that al-Nusra agreed")] == ["front"]
