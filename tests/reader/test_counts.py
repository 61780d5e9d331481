"""Counts: ranges with bound words, what befell what is counted, and how counts hang together."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.model import Count
from truceline.reader.counts import counts
from truceline.reader.segments import clean
from truceline.reader.times import times


def read(text: str) -> tuple[Count, ...]:
    """Return the counts of a text, its times left out."""
    view = clean(text)
    return counts(view, times(view, "2016-09-21"))


@pytest.mark.parametrize(
    ("words", "low", "high", "bound"),
    [
        ("20", 20, 20, "exact"),
        ("at least 20", 20, None, "at_least"),
        ("no fewer than twenty-one", 21, None, "at_least"),
        ("as many as 90", None, 90, "up_to"),
        ("over 60", 61, None, "more_than"),
        ("fewer than 60", None, 59, "at_most"),
        ("some 1,500", 1500, 1500, "about"),
        ("four or five", 4, 5, "exact"),
        ("between 10 and 15", 10, 15, "exact"),
        ("two hundred and six", 206, 206, "exact"),
        ("dozens of", 24, None, "at_least"),
        ("thousands of", 2000, None, "at_least"),
        ("another 100", 100, 100, "exact"),
    ],
)
def test_bound_words_make_a_range(words: str, low: int | None, high: int | None, bound: str) -> None:
    """A number is never bare: its wording says how far it may reach."""
    (count,) = read(f"The blast killed {words} people near the mill.")
    assert (count.low, count.high, count.bound, count.effect, count.unit) == (low, high, bound, "killed", "people")


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("A shell killed 21 people.", "killed"),
        ("21 people were reportedly killed on the road.", "killed"),
        ("The death of 21 people was confirmed.", "killed"),
        ("The raid left 21 dead.", "killed"),
        ("The death toll rose to 21 by evening.", "killed"),
        ("The raid took the lives of 21 guards.", "killed"),
        ("21 people, most of them farmers, were wounded.", "injured"),
        ("They abducted 21 teachers.", "detained"),
        ("21 villagers fled to the coast.", "displaced"),
        ("Gunners destroyed 21 trucks.", "destroyed"),
        ("The mission noted 21 violations.", "violations"),
        ("21 observers arrived from the port by sea.", "other"),
    ],
)
def test_what_befell_them_is_read_from_either_side(text: str, effect: str) -> None:
    """Active, passive, noun and toll all say what happened to the counted."""
    assert [c.effect for c in read(text) if c.low == 21] == [effect]


def test_children_among_the_dead_are_a_part_and_never_added() -> None:
    """38 dead, 14 of them children, is 38 dead."""
    whole, part = read("Mortars killed 38 civilians, 14 of them children.")
    assert (whole.low, whole.category, whole.subset_of) == (38, "civilian", None)
    assert (part.low, part.category, part.effect, part.subset_of) == (14, "child", "killed", whole.id)


def test_a_share_of_trucks_keeps_its_total() -> None:
    """18 out of 31 trucks is 18 destroyed, and 31 is never a figure of its own."""
    (count,) = read("Fire destroyed 18 out of 31 trucks.")
    assert (count.low, count.high, count.of_total, count.effect, count.unit) == (18, 18, 31, "destroyed", "trucks")


def test_killed_or_injured_is_not_split() -> None:
    """A count of killed or injured is neither a count of dead nor of injured."""
    (count,) = read("The blast killed or injured 30 people.")
    assert (count.effect, count.unit) == ("other", "casualties")


def test_each_verb_of_a_list_has_its_own_count() -> None:
    """Killed two and wounded seven stay apart."""
    assert [(c.low, c.effect) for c in read("The shell killed two people and wounded seven others.")] == [
        (2, "killed"),
        (7, "injured"),
    ]


def test_nobody_killed_is_zero_and_not_silence() -> None:
    """Nothing said, unknown and zero are three values."""
    assert [(c.low, c.high, c.effect) for c in read("No one was killed.")] == [(0, 0, "killed")]
    assert read("The shelling went on.") == ()


def test_soldiers_who_kill_are_not_killed() -> None:
    """The subject of an active verb is not its victim."""
    found = read("Twelve soldiers killed three farmers.")
    assert [(c.low, c.effect) for c in found if c.effect == "killed"] == [(3, "killed")]


def test_a_killer_after_by_is_not_a_victim() -> None:
    """Killed by two gunmen counts the gunmen, not the dead."""
    assert all(c.effect != "killed" for c in read("The mayor was killed by two gunmen."))


@pytest.mark.parametrize(
    "text",
    [
        "He is 14 years old.",
        "It was hit at 7:40 p.m.",
        "They spent $20 million.",
        "Some 20 percent agreed.",
        "Resolution 2254 was read.",
        "The T-90 rolled in.",
        "The third time it failed.",
        "The two countries talked.",
        "It was 19 September 2016.",
    ],
)
def test_what_only_looks_like_a_count_is_none(text: str) -> None:
    """Ages, hours, money, shares, documents, weapons, ordinals and dates are no counts."""
    assert read(text) == ()


def test_a_place_held_by_somebody_detains_nobody() -> None:
    """The adjective in "group-held" says nothing about the people counted there."""
    assert next(c.effect for c in read("Shells killed 12 people in two rebel-held quarters.")) == "killed"


@given(st.integers(min_value=2, max_value=999_999))
def test_a_written_number_is_read_back(number: int) -> None:
    """Any whole number with commas is read as that number."""
    (count,) = counts(clean(f"The flood displaced {number:,} people."))
    assert (count.low, count.high) == (number, number)


@pytest.mark.shared
def test_counts_of_the_seed_articles_are_read(shared_data: Path, bench_scorers: Path, tmp_path: Path) -> None:
    """At least 25 of the 26 ranges marked by hand come out right."""
    out = tmp_path / "counts.jsonl"
    with (shared_data / "seeds" / "reports.jsonl").open() as lines, out.open("w") as answers:
        for report in map(json.loads, lines):
            view = clean(report["text"])
            found = msgspec.to_builtins(counts(view, times(view, report["published_at"])))
            answers.write(json.dumps({"id": report["id"], "counts": found}) + "\n")
    command = [sys.executable, str(bench_scorers / "score_counts.py"), str(shared_data / "seeds" / "counts.jsonl"), str(out)]
    figures = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert figures["range"]["right"] >= 25
    assert figures["effect"]["right"] == figures["effect"]["gold"]
