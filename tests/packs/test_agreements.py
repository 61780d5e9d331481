"""The agreements that come with the program: they load, they name their sources, and their days come out right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from truceline.agreement.document import read
from truceline.agreement.times import at
from truceline.model.agreements import Agreement, Clause
from truceline.reader.formats.located_yaml import Mistake
from truceline.workflow.packs import bundled, load_theatre

PACKS = Path(__file__).parents[2] / "src/truceline/packs"
FILES = sorted(PACKS.glob("*/agreements/*.yaml"))
every_agreement = pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.parent.name}/{p.stem}")


@cache
def loaded(path: Path) -> tuple[Agreement | None, tuple[Mistake, ...]]:
    theatre = load_theatre(path.parent.parent.name).theatre
    found, mistakes = read(path.name, path.read_bytes(), {a.id: a for a in theatre.actors}, {p.id for p in theatre.places})
    return found, tuple(mistakes)


def agreement(path: Path) -> Agreement:
    found, mistakes = loaded(path)
    assert found is not None, mistakes
    return found


def named(name: str) -> Agreement:
    return agreement(next(path for path in FILES if path.stem == name))


def clause(text: Agreement, name: str) -> Clause:
    return next(each for each in text.clauses if each.id == name)


def parts(text: Agreement) -> Iterator[msgspec.Struct]:
    """Yield everything of an agreement that says something about its text."""
    yield from (*text.clauses, *text.conditions, *text.phases, *text.procedures, *text.acts, *text.timetable, *text.lines)
    yield from (*text.signatories, *text.capacities, *text.third_parties, *text.exclusions, *text.acceptances)
    yield from (allowance for clause in text.clauses for allowance in clause.exceptions)
    yield from (contest for clause in text.clauses for contest in clause.contests)


def days(text: Agreement) -> dict[str, str]:
    found = {step.id: at(step.at, text) for step in text.timetable}
    return {name: moment.text for name, moment in found.items() if moment}


def test_four_agreements_of_three_conflicts_come_with_the_program() -> None:
    """One form holds a cessation between co-chairs, a signed package with lines, and a calendar of laying down arms."""
    assert {path.parent.parent.name for path in FILES} == {"syria_2016", "ukraine_2015", "colombia_2016"}
    assert {"syria_2016", "ukraine_2015", "colombia_2016"} <= set(bundled())
    assert len(FILES) == 4


@every_agreement
def test_an_agreement_that_we_ship_has_no_mistake(path: Path) -> None:
    """What we ask of others' files holds for ours."""
    assert loaded(path)[1] == ()


@every_agreement
def test_every_part_of_a_text_names_its_source(path: Path) -> None:
    """Whoever doubts a clause, an act or a signature can look it up."""
    text = agreement(path)
    assert [part for part in parts(text) if not getattr(part, "source", None)] == []
    assert all(source.citation and source.published_at for source in text.source_text)


@every_agreement
def test_what_could_not_be_checked_is_marked_in_the_file(path: Path) -> None:
    """A reader sees which wordings are sure; no file claims that it checked everything."""
    marks = [getattr(part, "verified", True) for part in parts(agreement(path))]
    assert False in marks
    assert True in marks


@every_agreement
def test_no_text_is_said_to_let_anybody_end_it_alone(path: Path) -> None:
    """None of the four names somebody who may end it; so no file does."""
    assert [act for act in agreement(path).acts if act.act == "end"] == []


@every_agreement
def test_a_rough_line_says_how_rough_it_is(path: Path) -> None:
    """A line of a few towns is never shown as if it were surveyed."""
    assert all(line.accuracy_km >= 10 and not line.verified for line in agreement(path).lines)


def test_the_arrangement_of_september_2016_begins_at_seven_in_the_evening_of_damascus() -> None:
    """Day D is 12 September, 19:00; 48 hours later is 14 September, 19:00, and the seventh day is the 19th."""
    assert days(named("2016-09-09")) == {
        "beginning": "2016-09-12T19:00:00+03:00",
        "first-end": "2016-09-14T19:00:00+03:00",
        "earliest-centre": "2016-09-19",
    }


def test_only_both_co_chairs_together_extend_the_arrangement_of_september_2016() -> None:
    """A Side may leave it for itself; nobody else stands among those who can change it."""
    text = named("2016-09-09")
    assert {(act.act, act.manner, act.changes) for act in text.acts} == {
        ("begin", "joint", "arrangement"),
        ("extend", "joint", "arrangement"),
        ("withdraw", "alone", "own_adherence"),
    }
    assert {holder for capacity in text.capacities for holder in capacity.holders} == {"us", "ru"}
    assert text.disclosed_at == "2016-09-22"


def test_a_duty_whose_existence_is_disputed_names_both_views() -> None:
    """Who says that grounding aircraft was owed, and who treats it as a new proposal, stand side by side."""
    disputed = clause(named("2016-09-09"), "grounding-where-aid-flows")
    assert disputed.existence == "contested"
    assert {(contest.claimed_by, contest.says) for contest in disputed.contests} == {
        ("us.presidency", "duty"),
        ("us.state", "new_proposal"),
        ("ru.mfa", "new_proposal"),
    }


def test_the_joint_centre_waits_for_seven_days_and_for_access_as_each_authority_counts() -> None:
    """Both conditions are counted by each co-chair, each party and the United Nations, not by us."""
    text = named("2016-09-09")
    phase = next(each for each in text.phases if each.id == "jic")
    assert phase.after == ("seven-days", "access")
    assert {(each.id, each.needed, each.counted_by) for each in text.conditions} == {
        ("seven-days", 7, ("co-chair", "sy", "hnc", "un")),
        ("access", 1, ("co-chair", "sy", "hnc", "un")),
    }


def test_acceptance_of_february_2016_was_asked_by_noon_of_the_day_before() -> None:
    """By 12:00 on 26 February to either co-chair; it began twelve hours later."""
    text = named("2016-02-22")
    assert days(text) == {"accept-by": "2016-02-26T12:00:00+02:00", "beginning": "2016-02-27T00:00:00+02:00"}
    assert {exclusion.actor for exclusion in text.exclusions} >= {"islamic-state", "jfs"}


@pytest.mark.parametrize(("class_", "within"), [("artillery", 25), ("rockets", 35), ("long-range", 70)])
def test_each_side_withdraws_from_its_own_line_in_ukraine(class_: str, within: int) -> None:
    """Half of the zone's width for each, from the line that the text gives to it; our reading, and marked so."""
    text = named("2015-02-12")
    one, other = clause(text, f"{class_}-ua"), clause(text, f"{class_}-areas")
    assert one.breach is not None
    assert other.breach is not None
    assert (one.breach.line, other.breach.line) == ("contact-line", "line-2014-09-19")
    assert one.breach.within_km == other.breach.within_km == within
    assert one.breach.weapons == other.breach.weapons
    assert not one.verified
    assert not other.verified


def test_the_timetable_of_ukraine_2015_counts_from_the_first_day_of_the_ceasefire() -> None:
    """Day 2 is 16 February; 30 days from the signing are 14 March; the reporting day ends at 19:30."""
    text = named("2015-02-12")
    found = days(text)
    assert found["begin"] == "2015-02-15T00:00:00+02:00"
    assert (found["withdrawal-begins"], found["withdrawal-complete"], found["area-named"]) == (
        "2015-02-16",
        "2015-03-02",
        "2015-03-14",
    )
    assert text.calendar.cut_off == "19:30"


def test_whoever_signed_in_minsk_stands_as_signed() -> None:
    """Two signed without a title, and the file gives them none."""
    signed = {each.party: each.as_signed for each in named("2015-02-12").signatories}
    assert set(signed) == {"osce", "ua", "ru", "donetsk-areas", "luhansk-areas"}
    assert all("no title" in signed[party] for party in ("donetsk-areas", "luhansk-areas"))


def test_what_russia_is_to_the_conflict_stays_a_claim_of_each() -> None:
    """Neither view is ours: both stand in the file with who holds them."""
    claimed = {each.claimed_by: each.name for each in named("2015-02-12").capacities if each.claimed_by}
    assert claimed == {"ua": "party to the conflict, as Ukraine says", "ru": "mediator, as Russia says"}


def test_the_calendar_of_colombia_counts_180_days_from_day_d() -> None:
    """D is 1 December 2016, and the steps fall where the Final Agreement's calendar puts them."""
    found = days(named("2016-06-23"))
    assert [found[name] for name in ("d", "d5-move", "d30-in-zones", "d60-containers")] == [
        "2016-12-01",
        "2016-12-06",
        "2016-12-31",
        "2017-01-30",
    ]
    assert [found[name] for name in ("d90-first", "d120-second", "d150-rest", "d180-taken-out")] == [
        "2017-03-01",
        "2017-03-31",
        "2017-04-30",
        "2017-05-30",
    ]


def test_the_ceasefire_of_colombia_was_in_force_before_day_d() -> None:
    """It held since 29 August 2016 by orders of both, three months before the calendar began."""
    text = named("2016-06-23")
    assert text.effective_at == "2016-08-29T00:00:00-05:00"
    assert {each.on for each in text.acceptances} == {"2016-08-29"}


@pytest.mark.parametrize("name", ["ukraine_2015", "colombia_2016"])
def test_a_pack_of_another_conflict_keeps_our_rules(name: str) -> None:
    """Sources everywhere, no civic body that belongs to anybody, no protected site, and no zone where people stay."""
    theatre = load_theatre(name).theatre
    civic = {"civil_society", "media", "red_cross"}
    kinds = {actor.id: actor.kind for actor in theatre.actors}
    assert [a.id for a in theatre.actors if not a.source] == []
    assert [a.id for a in theatre.actors if a.kind in civic and a.within and kinds[a.within] not in civic] == []
    assert not {p.kind for p in theatre.places} & {"hospital", "school", "shelter", "camp", "zone", "base"}


def test_a_body_whose_standing_is_disputed_has_its_own_name_beside_those_of_others() -> None:
    """The label is that of the signed text; its own name and those of others stand with who uses them."""
    actors = {actor.id: actor for actor in load_theatre("ukraine_2015").theatre.actors}
    for party in ("donetsk-areas", "luhansk-areas"):
        body = actors[party]
        assert body.name.startswith("Certain areas of the ")
        assert any(name.self_name and name.lang == "ru" for name in body.names)
        assert any(name.lang == "uk" for name in body.names)
        assert any(name.used_by for name in body.names)
