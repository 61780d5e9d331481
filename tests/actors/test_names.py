"""When two names are the same name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.actors.names import fold, transliteration_key, words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Deir ez-Zor", "Dayr az-Zawr"),
        ("Duma", "Douma"),
        ("Qamishli", "Al-Kamishli"),
        ("Khan Shaykhun", "Khan Sheikhoun"),
        ("Ma'arat al-Numan", "Maarrat an Nu‘mān"),
        ("Tartus", "Tartous"),
    ],
)
def test_romanisations_of_one_name_have_one_key(left: str, right: str) -> None:
    """The spellings that agencies disagree on meet in one key."""
    assert transliteration_key(left) == transliteration_key(right)


@pytest.mark.parametrize(("left", "right"), [("Daraa", "Darayya"), ("Homs", "Hama"), ("Nawa", "Nubl"), ("Duma", "Dumayr")])
def test_two_towns_never_share_a_key(left: str, right: str) -> None:
    """The key is no measure of likeness: neighbours with similar names stay apart."""
    assert transliteration_key(left) != transliteration_key(right)


def test_accents_signs_and_case_do_not_count() -> None:
    """A name is the same with and without what scribes leave out."""
    assert fold("Çavuşoğlu") == fold("cavusoglu")
    assert fold("سُورِيَا") == fold("سوريا")
    assert fold("Дагестанё") == fold("дагестане")


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    """Whatever the text, the folded words point into it in order and never overlap."""
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.end
        assert fold(text[word.start : word.end]) == word.text
