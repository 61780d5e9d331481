"""The words of the pages: complete in English, complete enough in Arabic, and none that takes a side."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from truceline import outputs
from truceline.model import (
    About,
    Effect,
    Interval,
    PlaceMention,
    PlaceRelation,
    RecordKind,
    Span,
    Stance,
    Standing,
    Target,
    Voice,
    diplomacy,
    movements,
    sites,
)
from truceline.model.coverage import CoverageState
from truceline.model.deliveries import OverflightAct
from truceline.model.violations import StepKind, ViolationStep
from truceline.movements.board import values as board
from truceline.outputs.labels import languages, load
from truceline.outputs.views import Column
from truceline.outputs.views.release_page import CODES

VOCABULARIES = {
    "stance": Stance,
    "about": About,
    "effect": Effect,
    "standing": Standing,
    "voice": Voice,
    "kind": RecordKind,
    "column": Column,
    "movement_kind": movements.MovementKind,
    "stage": movements.Stage,
    "permit": movements.StepKind,
    "permit_asked": movements.StepKind,
    "permit_answered": movements.StepKind,
    "decision": movements.Decision,
    "outcome": movements.OutcomeClass,
    "cargo_phase": movements.Phase,
    "waits": board.Waits,
    "permission": board.Permission,
    "contradiction": board.ContradictionCode,
    "proposal_kind": diplomacy.ProposalKind,
    "stand": diplomacy.Stand,
    "contact_kind": diplomacy.ContactKind,
    "channel_act": diplomacy.ChannelAct,
    "threat_kind": diplomacy.ThreatKind,
    "overflight": OverflightAct,
    "coverage": CoverageState,
}
TEMPLATES = sorted(files(outputs).joinpath("report", "templates").iterdir(), key=str)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("group", VOCABULARIES)
def test_every_code_of_the_model_has_words(group: str, lang: str) -> None:
    """No code reaches a reader in any language."""
    assert set(get_args(VOCABULARIES[group])) <= set(load(lang).groups[group])


def test_every_target_has_words() -> None:
    """All but "other", of which nothing is said."""
    assert set(get_args(Target)) - {"other"} <= set(load().groups["target"])


@pytest.mark.parametrize("lang", languages())
def test_every_text_a_template_asks_for_is_there(lang: str) -> None:
    """A page never shows a key."""
    asked = {key for file in TEMPLATES for key in re.findall(r'\bt\(\s*"(\w+)"', file.read_text(encoding="utf-8"))}
    assert len(asked) > 50
    assert asked <= set(load(lang).groups["page"])


def test_arabic_has_all_that_english_has() -> None:
    """Every page can be read from the right."""
    english, arabic = load("en").groups, load("ar").groups
    assert {group: sorted(set(words) - set(arabic.get(group, {}))) for group, words in english.items()} == {
        group: [] if group != "relation" else ["between"] for group in english
    }


@pytest.mark.parametrize("lang", languages())
def test_fill_ins_are_the_same_in_every_language(lang: str) -> None:
    """A translation cannot drop a number."""
    for group, words in load(lang).groups.items():
        for code, text in words.items():
            english = load("en").groups.get(group, {}).get(code, text)
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english)), (group, code)


def test_a_month_is_a_word() -> None:
    """09/08/2016 is two different days to two different parties."""
    assert load().day("2016-09-08") == "8 Sep 2016"
    assert load().day("2016-09-19T19:10:00+03:00") == "19 Sep 2016 19:10"


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(start=None, end="2016-09-21"), "until 21 Sep 2016"),
        (Interval(start="2016-09-19", end="2016-09-19"), "19 Sep 2016"),
        (Interval(start="2016-09-17", end="2016-09-19"), "17 Sep 2016 – 19 Sep 2016"),
        (Interval(), ""),
        (None, ""),
    ],
)
def test_an_interval_says_where_it_is_open(interval: Interval | None, words: str) -> None:
    """An open side is a word, not a gap."""
    assert load().interval(interval) == words


def test_numbers_keep_the_wording_of_their_bounds() -> None:
    """At least 20 is not 20, and unknown is not 0."""
    words = load()
    assert words.number(20, None, "at_least") == "at least 20"
    assert words.number(None, 90, "up_to") == "up to 90"
    assert words.number(20, 21) == "20–21"
    assert words.number(40, 40, "about") == "about 40"
    assert words.number(None, None, "unknown") == "unknown"
    assert words.number(12000, 12000) == "12\u202f000"


def test_a_relation_is_not_said_twice() -> None:
    """The words may already have it."""
    span = Span(0, 1)
    near = PlaceMention(span=span, name="Aleppo", relation=PlaceRelation(kind="near"))
    border = PlaceMention(span=span, name="Syrian-Iraqi border", relation=PlaceRelation(kind="border_of"))
    assert (load().place(near), load().place(border)) == ("near Aleppo", "Syrian-Iraqi border")


@pytest.mark.parametrize("lang", languages())
def test_whatever_a_release_covers_has_words_part_by_part(lang: str) -> None:
    """Whoever gives a release reads what it shows in their own language: each kind of fact and step, each part, and each code."""
    groups = load(lang).groups
    facts = [*get_args(movements.MovementFact), *get_args(sites.SiteFact)]
    kinds = {"": ViolationStep} | {fact.__struct_config__.tag: fact for fact in facts}
    assert {*kinds} - {""} <= groups["fact"].keys()
    assert {*get_args(StepKind)} <= groups["procedure_step"].keys()
    assert {"said_by", "subject", "yes", "no"} <= {*groups["fact_part"], *groups["yes_no"]}
    for tag, kind in kinds.items():
        for name, hint in get_type_hints(kind).items():
            if (tag, name) in {("", "id"), ("", "kind")}:  # the heading
                continue
            assert name in groups["fact_part"], (tag, name)
            codes = {code for part in (hint, *get_args(hint)) if get_origin(part) is Literal for code in get_args(part)}
            assert not codes or codes <= groups[CODES[f"{tag}.{name}"]].keys(), (tag, name)


def test_a_code_without_words_is_shown_as_itself() -> None:
    """A new code never breaks a page."""
    assert load("ar").say("means", "thermobaric_bomb") == "thermobaric bomb"
