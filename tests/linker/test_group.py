"""Grouping by average link under people's judgements."""

from __future__ import annotations

from truceline.linker.group import group


def test_a_chain_of_chance_links_does_not_join_two_crowds() -> None:
    """One strong link between two well-joined groups is outweighed by all the pairs that do not fit."""
    crowds = {(a, b): 5.0 for part in ((0, 1, 2), (3, 4, 5)) for a in part for b in part if a < b}
    assert group(6, crowds | {(2, 3): 4.0}) == [[0, 1, 2], [3, 4, 5]]


def test_what_a_person_told_apart_is_never_joined() -> None:
    """A judgement of different holds however much speaks for joining, also through third parties."""
    bits = {(0, 1): 9.0, (1, 2): 9.0, (0, 2): 9.0}
    parts = group(3, bits, different=[(0, 2)])
    assert not any({0, 2} <= set(p) for p in parts)


def test_what_a_person_joined_stays_joined() -> None:
    """A judgement of same holds however much speaks against."""
    assert group(3, {(0, 1): -9.0}, same=[(0, 1)]) == [[0, 1], [2]]
