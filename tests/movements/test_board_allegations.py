"""Who attacked, held or removed is a rival value of its own: only those count as alleging it who name somebody."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from fakes.convoys import Log, sources
from truceline.model.movements import Checkpoint, Leg, MovementNamed, Outcome, Permit, Quantity, Reached
from truceline.movements.board import Movement, access, board
from truceline.movements.board.values import Alleged
from truceline.outputs.views.movement_lines import plain


@pytest.fixture
def log() -> Log:
    return Log()


def only(log: Log, on: str = "2016-10-30") -> Movement:
    """Return the one movement of a log."""
    (movement,) = board(log.words, on=on, utc_offset="+03:00").movements
    return movement


def named(several: Iterable[Alleged]) -> list[tuple[str, list[str], list[str]]]:
    """Return who is named, by whom, and who denies it."""
    return [(each.who, sources(each.says), sources(each.denies)) for each in several]


def attacked(log: Log) -> Log:
    """Two tell of an attack and name nobody, one accuses, two deny a part, of those one of an actor that nobody names."""
    log.tell("un", Reached(stage="attacked", at="2016-09-19", place="town", incident="i1"), "2016-09-20")
    log.tell("agency", Reached(stage="attacked", incident="i1"), "2016-09-20")
    log.deny("army", Reached(stage="attacked", by="army", incident="i1"), "2016-09-21")
    log.deny("ally", Reached(stage="attacked", by="ally"), "2016-09-22")
    log.tell("inquiry", Reached(stage="attacked", by="army", incident="i1"), "2016-10-01", stance="accuse")
    return log


def test_only_who_names_somebody_alleges_and_who_denies_a_part_does_not_deny_the_attack(log: Log) -> None:
    """Reports that tell of an attack accuse nobody; "it was not us" leaves open that there was one."""
    (state,) = only(attacked(log)).states
    assert (state.code, state.place, sources(state.says), state.denies) == ("attacked", "town", ["tl1", "tl2", "tl5"], ())
    assert named(state.alleged) == [("army", ["tl5"], ["tl3"]), ("ally", [], ["tl4"])]
    (line,) = only(log).log
    assert (sources(line.undated), line.denies, named(line.alleged)) == (["tl2", "tl5"], (), named(state.alleged))
    table = access(board(log.words, on="2016-10-30"))
    assert table.attacked.low == table.attacked.high


def test_who_denies_that_there_was_an_attack_stands_against_it_and_not_against_an_allegation(log: Log) -> None:
    """A denial that names nobody is of the attack itself."""
    log.deny("governor", Reached(stage="attacked"), "2016-09-20")
    (state,) = only(attacked(log)).states
    assert sources(state.denies) == ["tl1"]
    assert all("tl1" not in sources(each.denies) for each in state.alleged)


def test_the_allegation_is_apart_in_the_lines_for_machines_too(log: Log) -> None:
    """A reader of the JSON finds under each alleged actor those alone who name it."""
    (state,) = json.loads(json.dumps(plain(only(attacked(log)).states)))
    assert "by" not in state
    assert [(each["who"], [word["by"] for word in each["says"]]) for each in state["alleged"]] == [
        ("army", ["inquiry"]),
        ("ally", []),
    ]


def test_a_part_that_nobody_alleges_makes_no_state_and_its_line_says_that_nobody_tells_it(log: Log) -> None:
    """Who denies having attacked what nobody says was attacked has not said that it was."""
    log.deny("army", Reached(stage="attacked", by="army"), "2016-09-21")
    movement = only(log)
    assert movement.states == ()
    (line,) = movement.log
    assert (line.actual, line.undated, line.planned, line.denies, named(line.alleged)) == (
        (),
        (),
        (),
        (),
        [("army", [], ["tl1"])],
    )


def test_a_denial_of_another_place_or_of_a_plan_is_none_of_this_stage(log: Log) -> None:
    """Not attacked at the bridge is not: not attacked in the town; a plan denied is no departure denied."""
    log.tell("un", Reached(stage="attacked", place="town"), "2016-09-20")
    log.deny("sy", Reached(stage="attacked", place="bridge"), "2016-09-20")
    log.tell("un", Reached(stage="departed", at="2016-09-18"), "2016-09-20")
    log.deny("sy", Reached(stage="departed", planned=True), "2016-09-20")
    movement = only(log)
    assert [state.denies for state in movement.states] == [(), ()]
    lines = {(line.code, line.place): line for line in movement.log}
    assert sources(lines["attacked", "bridge"].denies) == ["tl2"]
    assert (lines["departed", None].denies, sources(lines["departed", None].denies_plan)) == ((), ["tl4"])


def test_two_incidents_at_one_place_are_two_attacks(log: Log) -> None:
    """What is told of each stays with it; who names neither is taken for neither."""
    for incident in ("i1", "i2"):
        log.tell("un", Reached(stage="attacked", place="town", incident=incident), "2016-09-20")
    log.tell("sarc", Reached(stage="attacked"), "2016-09-20")
    log.deny("army", Reached(stage="attacked", by="army", incident="i2"), "2016-09-21")
    assert [(sources(state.says), named(state.alleged)) for state in only(log).states] == [
        (["tl3"], []),
        (["tl1"], []),
        (["tl2"], [("army", [], ["tl4"])]),
    ]


def test_who_holds_it_is_named_by_those_alone_who_say_so(log: Log) -> None:
    """Two rival holders are two lines; who only says that it is held names neither."""
    log.tell("un", Reached(stage="held", at="2016-09-19", place="gate"), "2016-09-19")
    log.tell("sarc", Reached(stage="held", at="2016-09-19", by="army"), "2016-09-19")
    log.tell("tr", Reached(stage="held", at="2016-09-19", by="council"), "2016-09-19")
    log.deny("army", Reached(stage="held", by="army"), "2016-09-20")
    assert [(each.who, sources(each.says), sources(each.denies), each.contested) for each in only(log).holders] == [
        ("army", ["tl2"], ["tl4"], True),
        ("council", ["tl3"], [], True),
    ]


def test_who_holds_a_checkpoint_is_named_by_those_alone_who_say_so(log: Log) -> None:
    """Who tells only of the stop names nobody; who denies holding it does not deny the stop."""
    log.tell("un", Checkpoint(place="gate", arrived="2016-09-19"), "2016-09-19")
    log.tell("sarc", Checkpoint(place="gate", controller="army", arrived="2016-09-19"), "2016-09-19")
    log.deny("army", Checkpoint(place="gate", controller="army"), "2016-09-20")
    (stop,) = only(log).stops
    assert (sources(stop.says), stop.denies, named(stop.controllers)) == (["tl1", "tl2"], (), [("army", ["tl2"], ["tl3"])])
    assert [(each.who, sources(each.says), sources(each.denies)) for each in only(log).holders] == [("army", ["tl2"], ["tl3"])]


def test_who_removed_something_is_named_by_those_alone_who_say_so(log: Log) -> None:
    """That kits were taken off is told by two, by whom only by one; who denies having done it denies no figure."""
    log.tell("un", Quantity(phase="removed", item="kits", unit="kits", low=5, high=5), "2016-09-19")
    log.tell("sarc", Quantity(phase="removed", item="kits", unit="kits", low=5, high=5, removed_by="army"), "2016-09-19")
    log.deny("army", Quantity(phase="removed", item="kits", unit="kits", low=5, high=5, removed_by="army"), "2016-09-20")
    (line,) = only(log).lines
    assert named(line.removed_by) == [("army", ["tl2"], ["tl3"])]
    assert [(sources(each.says), each.denies) for each in line.phases[0].amounts] == [(["tl1", "tl2"], ())]


def test_who_takes_back_an_allegation_still_says_that_it_happened(log: Log) -> None:
    """A retraction that names somebody is of that one's part alone, and is kept against it."""
    log.tell("un", Reached(stage="attacked", by="army", at="2016-09-19"), "2016-09-20")
    log.tell("un", Reached(stage="attacked", by="army"), "2016-09-22", stance="retract")
    movement = only(log)
    (state,) = movement.states
    assert (sources(state.says), state.denies, named(state.alleged)) == (["tl1"], (), [("army", [], ["tl2"])])
    assert sources(movement.taken_back) == ["tl1"]


def test_an_approval_that_is_denied_stands_with_its_denial_on_the_state_and_on_the_wait(log: Log) -> None:
    """ "It was granted", says one; "we granted nothing", says the other: the row shows both."""
    log.tell("un", MovementNamed(lead="un"), "2016-09-01")
    log.tell("un", Permit(step="governor", issuer="homs", decided="2016-09-03", decision="granted"), "2016-09-03")
    log.deny("homs", Permit(step="governor", issuer="homs", decision="granted"), "2016-09-04")
    movement = only(log)
    assert [(state.code, sources(state.denies)) for state in movement.states] == [("approved", ["tl3"])]
    assert [(each.waits, sources(each.denies), each.contested) for each in movement.holders] == [("departure", ["tl3"], True)]


def test_a_request_that_was_withdrawn_is_a_state_and_waits_for_no_departure(log: Log) -> None:
    """Granted, as one says, and withdrawn two days later, as another says: the row shows both."""
    log.tell("un", Permit(step="governor", decided="2016-09-03", decision="granted"), "2016-09-03")
    log.tell("sy", Permit(step="governor", decided="2016-09-05", decision="withdrawn"), "2016-09-05")
    movement = only(log)
    assert {state.code for state in movement.states} == {"approved", "request_withdrawn"}
    assert movement.holders == ()


def test_a_plan_without_a_time_is_not_told_as_something_that_came(log: Log) -> None:
    """A departure that was only planned has nobody who says that it came."""
    log.tell("un", Reached(stage="departed", planned=True), "2016-09-01")
    (line,) = only(log).log
    assert (line.actual, line.undated, sources(line.planned_undated)) == ((), (), ["tl1"])


def test_an_attack_has_no_length_and_what_somebody_ended_does_not_run_on(log: Log) -> None:
    """Nobody waits in an attack; once an end is told, how long it was unloading is not known, and not months."""
    log.tell("un", Reached(stage="attacked", at="2016-09-19"), "2016-09-20")
    log.tell("sarc", Reached(stage="unloading", at="2016-09-19"), "2016-09-20")
    log.tell("un", Checkpoint(place="gate", arrived="2016-09-18"), "2016-09-20")
    found = {state.code: state.lasting for state in only(log).states}
    assert found["attacked"] is None
    assert found["unloading"]
    assert [stop.held for stop in only(log).stops] == [None]
    log.tell("tr", Reached(stage="turned_back"), "2016-09-20")
    movement = only(log)
    assert [state.lasting for state in movement.states] == [None] * 3
    assert not any(line.lasting and line.lasting.is_open for line in movement.log)


def test_what_was_asked_of_two_on_one_day_stands_in_the_order_in_which_it_was_told() -> None:
    """The names of two parties put nothing before anything else."""
    orders = []
    for first, second in (("army", "council"), ("council", "army")):
        told = Log()
        for number, issuer in enumerate((first, second)):
            told.tell("un", Permit(step="route_party", issuer=issuer, requested="2016-09-01"), f"2016-09-0{number + 2}")
        told.tell("un", Reached(stage="held", by=first), "2016-09-02")
        movement = only(told)
        parts = (movement.steps, movement.holders, movement.log)
        orders.append([["1" if each.issuer == first else "2" for each in movement.steps], *[len(part) for part in parts]])
        orders.append([[line.who == first for line in movement.log if line.of == "asked"]])
        orders.append([[each.who == first for each in movement.holders]])
    assert orders[:3] == orders[3:]


_A = Reached(stage="arrived", at="2016-09-18T23:30:00Z")
"""Half past two in the night of the 19th at the place."""


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ([Permit(step="governor", requested="2016-09-19", decided="2016-09-18T23:30:00Z", decision="granted")], []),
        ([Permit(step="governor", requested="2016-09-19", decided="2016-09-18T20:30Z")], ["decided_before_asked"]),
        ([Reached(stage="departed", at="2016-09-19"), _A], []),
        ([Reached(stage="departed", at="2016-09-19T03:00:00+03:00"), _A], ["stages_out_of_order"]),
        ([Reached(stage="departed", at="2016-09-19T02:30:00+03:00"), _A], []),
        ([Reached(stage="departed", at="2016-09-20", planned=True), _A], []),
        ([Reached(stage="departed", at="2016-10-20", planned=True)], []),
        ([Checkpoint(place="gate", arrived="2016-09-19T02:00+03:00", left="2016-09-18T23:30Z")], []),
        ([Checkpoint(place="gate", arrived="2016-09-19T03:00+03:00", left="2016-09-18T23:30Z")], ["left_before_reached"]),
        ([Leg(number=1, departed="2016-09-19", arrived="2016-09-19"), Leg(number=2, departed="2016-09-19")], []),
        ([Reached(stage="delivered"), Reached(stage="closed", at="2016-09-20")], []),
        ([Outcome(outcome="partial", at="2016-09-19"), Outcome(outcome="facilitated", at="2016-09-19")], ["two_outcomes"]),
    ],
)  # fmt: skip
def test_days_instants_and_zones_contradict_only_where_it_is_certain(log: Log, facts: list[Reached], codes: list[str]) -> None:
    """A day is any moment of it at the place, an instant is itself in any zone, and a plan is no event."""
    for fact in facts:
        log.tell("un", fact, "2016-09-20")
    assert [each.code for each in only(log).contradictions] == codes
