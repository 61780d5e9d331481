"""Actors as listed, and their timeline as drawn: names by day, claims with their speakers, nothing from after the day asked."""

from __future__ import annotations

import dataclasses
import re

import msgspec
import pytest

from truceline.model import Actor, ActorName
from truceline.model.agreements import Agreement, Calendar, Exclusion
from truceline.model.assertions import Assertion, Fact, Source
from truceline.model.claims import Stance
from truceline.model.coverage import Affiliated, Covered
from truceline.outputs.labels import load
from truceline.outputs.report.actor_timeline import drawn
from truceline.outputs.views import ActorView, Material, Selection, actors_page

ACTORS = (
    Actor(id="kes", kind="state", name="Kestria"),
    Actor(
        id="front",
        kind="armed_group",
        name="Northern Front",
        names=(
            ActorName(text="Northern Host", self_name=True, since="2014-01-01", until="2016-07-27"),
            ActorName(text="Northern Front", self_name=True, since="2016-07-28"),
            ActorName(text="the rebels of the north", used_by=("kes",)),
        ),
    ),
    Actor(id="scouts", kind="civil_society", name="Field Scouts"),
)
TRUCE = Agreement(
    id="truce",
    name="The Truce",
    date="2016-09-09",
    calendar=Calendar(),
    source_text=(),
    parties=("kes",),
    exclusions=(Exclusion(actor="front"),),
)


def told(fact: Fact, by: str, day: str = "2016-09-20", stance: Stance = "assert") -> Assertion[Fact]:
    return Assertion(subject="ac1", fact=fact, by=by, stance=stance, source=Source(id=f"tl_{by}", known_on=day, said_on=day))


@pytest.fixture
def of_actors(material: Material) -> Material:
    """A material without reports: three actors, a truce, and what people entered of them."""
    close = Affiliated(actor="scouts", other="front", relation="close_to", words="the Scouts work for the Front")
    away = Affiliated(actor="front", other="scouts", relation="close_to", words="the Front is near the Scouts")
    return dataclasses.replace(
        material,
        held=(),
        told=(),
        waiting=(),
        rejected=(),
        links=(),
        copies=(),
        selection=Selection(known="2016-09-30"),
        actors={actor.id: actor for actor in ACTORS},
        agreements=(TRUCE,),
        assertions=(
            told(Covered(actor="front", state="party"), "kes"),
            told(Covered(actor="Northern Hоst", state="excluded"), "kes"),
            told(close, "kes"),
            told(away, "kes"),
            told(close, "scouts", stance="deny"),
        ),
    )


def one(material: Material, name: str, on: str | None = None) -> ActorView:
    (found,) = actors_page(material, name=name, on=on).actors
    return found


def test_who_says_what_of_coverage_stands_beside_the_text_and_is_contested(of_actors: Material) -> None:
    """The agreement's text and a party that says otherwise are two lines, with their names, and neither is the answer."""
    front = one(of_actors, "front", "2016-09-25")
    assert {(line.by_name, line.state, line.current) for line in front.coverage} == {
        ("The Truce", "excluded", True),
        ("Kestria", "party", True),
    }
    assert front.is_contested
    assert not one(of_actors, "front", "2016-09-15").is_contested


def test_an_affiliation_of_a_civic_body_stands_on_its_own_page_with_its_own_words(of_actors: Material) -> None:
    """Nothing on an armed actor's page names a body that helps; on the body's page stand the speaker and its own denial."""
    scouts = one(of_actors, "scouts")
    assert {(quote.by_name, quote.words) for quote in scouts.quotes} == {
        ("Kestria", "the Front is near the Scouts"),
        ("Kestria", "the Scouts work for the Front"),
    }
    assert [(quote.by_name, quote.stance) for quote in scouts.own_words] == [("Field Scouts", "deny")]
    assert "Scouts" not in msgspec.json.encode(one(of_actors, "front")).decode()


def test_no_field_of_an_actor_says_to_whom_it_is_said_to_belong(of_actors: Material) -> None:
    """An affiliation is in quotations only: never a larger body, a name, a segment of the timeline."""
    scouts = one(of_actors, "scouts")
    rest = msgspec.structs.replace(scouts, quotes=(), own_words=())
    assert "front" not in msgspec.json.encode(rest).decode().lower()


def test_a_name_is_asked_for_as_of_a_day(of_actors: Material) -> None:
    """The page of a day calls an actor by its name then; a name of later days means nobody where it cannot be known."""
    assert one(of_actors, "Northern Host", "2016-01-01").name == "Northern Host"
    assert one(of_actors, "Northern Host", "2016-09-20").name == "Northern Front"
    early = dataclasses.replace(of_actors, selection=Selection(known="2016-07-01"), assertions=())
    page = actors_page(early, name="Northern Front")
    assert page.actors == ()
    assert page.not_known == ()
    assert "Northern Front" not in msgspec.json.encode(actors_page(early, name="front").actors).decode()


def test_a_name_that_only_looks_known_is_warned_of_and_kept_apart(of_actors: Material) -> None:
    """What was told of a look-alike is not put to the known group, and the page says what it looks like."""
    page = actors_page(of_actors)
    assert [(each.name, each.looks_like[0].actor) for each in page.unknown] == [("Northern Hоst", "front")]
    assert [(each.name, each.coverage[0].state) for each in page.groups] == [("Northern Hоst", "excluded")]
    asked = actors_page(of_actors, name="Northern Hоst")
    assert asked.actors == ()
    assert asked.oddities


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_timeline_is_told_in_words_and_mirrored_for_right_to_left(of_actors: Material, lang: str) -> None:
    """Whoever hears the page gets every stretch as a sentence; who reads from the right sees time run from the right."""
    labels = load(lang)
    line = one(of_actors, "front", "2016-09-25").timeline
    svg = str(drawn(line, labels))
    desc = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.DOTALL)
    assert desc is not None
    for part in ("Northern Host", "Northern Front", "The Truce", labels.say("coverage", "excluded"), labels.day("2016-07-28")):
        assert part in desc[1]
    assert f'direction="{labels.direction}"' in svg
    starts = [float(x) for x in re.findall(r'<rect class="tl-self_name[^"]*" x="([\d.]+)%"', svg)]
    assert (starts[0] < starts[1]) == (lang == "en")
    assert svg.count("<rect") == len(line.segments)


def test_a_name_can_neither_break_the_drawing_nor_hide_in_it(of_actors: Material) -> None:
    """Markup in a name is shown as what it is, and a character that turns the line around by its number."""
    evil = ActorName(text='<script>"x"\u202e', self_name=True, since="2016-01-01")
    front = msgspec.structs.replace(of_actors.actors["front"], names=(*of_actors.actors["front"].names, evil))
    svg = str(drawn(one(dataclasses.replace(of_actors, actors={"front": front}), "front").timeline, load()))
    assert "<script" not in svg
    assert "\u202e" not in svg
    assert "&lt;U+202E&gt;" in svg


def test_a_body_that_helps_and_that_no_pack_names_is_kept_from_an_armed_actor_s_page_too(of_actors: Material) -> None:
    """Words that sound like rescue, care or news are enough: what is said of them stands under them alone."""
    said = Affiliated(
        actor="front", other="Northern Rescue Volunteers", relation="close_to", words="the Front has its Volunteers"
    )
    page = actors_page(dataclasses.replace(of_actors, assertions=(told(said, "kes"),)))
    assert "Volunteers" not in msgspec.json.encode(page.actors).decode()
    assert [(group.name, group.quotes[0].by_name) for group in page.groups] == [("Northern Rescue Volunteers", "Kestria")]


def test_the_source_of_names_does_not_tell_what_came_later(of_actors: Material) -> None:
    """A source that speaks of a renaming is not shown on a day on which nobody could know of it."""
    front = msgspec.structs.replace(of_actors.actors["front"], source="Statement on the new name, 28 July 2016")
    early = dataclasses.replace(of_actors, actors={"front": front}, assertions=(), selection=Selection(known="2016-07-01"))
    assert one(early, "front").source is None
    assert one(dataclasses.replace(early, selection=Selection(known="2016-09-01")), "front").source == front.source


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_drawn_like_any_other(of_actors: Material, since: str) -> None:
    """A slip in one telling never takes the list and the page of everybody with it."""
    slip = told(Covered(actor="front", state="party", since=since), "kes")
    front = one(dataclasses.replace(of_actors, assertions=(slip,)), "front")
    assert since in {line.since for line in front.coverage}
    assert str(drawn(front.timeline, load())).startswith("<svg")
