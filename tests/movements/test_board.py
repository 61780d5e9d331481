"""The board shows what everybody says of a convoy: states as a set, clocks, who holds it, and what contradicts itself."""

from __future__ import annotations

import pytest

from fakes.convoys import Log, sources
from truceline.model.assertions import Assertion, Source, Subject
from truceline.model.deliveries import Delivered
from truceline.model.movements import (
    Checkpoint,
    Excluded,
    Leg,
    MovementNamed,
    Outcome,
    Permit,
    PlanNamed,
    Quantity,
    Reached,
    Sealed,
)
from truceline.movements.board import Board, Movement, Plan, board

ZONE = "+03:00"


@pytest.fixture
def log() -> Log:
    return Log()


def folded(log: Log, on: str = "2016-09-30") -> Board:
    """Return the board of a log."""
    return board(log.words, on=on, utc_offset=ZONE)


def only(log: Log, on: str = "2016-09-30") -> Movement:
    """Return the one movement of a log."""
    (movement,) = folded(log, on).movements
    return movement


def stages(movement: Movement) -> set[str]:
    """Return the stages that stand."""
    return {state.code for state in movement.states if state.of == "stage"}


def codes(movement: Movement | Plan) -> list[str]:
    """Return the kinds of contradiction."""
    return [each.code for each in movement.contradictions]


def test_delivered_by_one_and_refused_by_another_are_both_its_state(log: Log) -> None:
    """Nobody's account of where a convoy stands hides another's."""
    log.tell("sarc", Reached(stage="delivered", at="2016-09-19"), "2016-09-20")
    log.tell("sy", Permit(step="governor", issuer="sy", decided="2016-09-18", decision="refused"), "2016-09-20")
    assert {(state.code, *sources(state.says)) for state in only(log).states} == {("delivered", "tl1"), ("refused", "tl2")}


def test_two_ends_stand_side_by_side_whichever_was_told_later(log: Log) -> None:
    """An end that somebody tells is never taken off the board by another's word."""
    log.tell("sarc", Reached(stage="delivered", at="2016-09-19"), "2016-09-20")
    log.tell("sy", Reached(stage="turned_back", at="2016-09-18"), "2016-09-20")
    movement = only(log)
    assert stages(movement) == {"delivered", "turned_back"}
    assert codes(movement) == ["two_ends"]


def test_a_denial_stands_beside_the_stage_and_is_none(log: Log) -> None:
    """Who denies that it was delivered is shown with those who say so; where nobody says so, there is no such state."""
    log.tell("sarc", Reached(stage="delivered", at="2016-09-19"), "2016-09-20")
    log.deny("sy", Reached(stage="delivered"), "2016-09-20")
    log.deny("sy", Reached(stage="attacked"), "2016-09-20")
    (state,) = only(log).states
    assert (state.code, sources(state.says), sources(state.denies)) == ("delivered", ["tl1"], ["tl2"])
    denied = [line for line in only(log).log if line.code == "attacked"]
    assert [(line.actual, sources(line.denies)) for line in denied] == [((), ["tl3"])]


def test_a_later_stage_takes_an_earlier_one_of_another_speaker_off(log: Log) -> None:
    """Departed, as one says, and arrived later, as another says, is one way and no disagreement."""
    log.tell("un", Reached(stage="departed", at="2016-09-18"), "2016-09-18")
    log.tell("sarc", Reached(stage="arrived", at="2016-09-19"), "2016-09-19")
    assert stages(only(log)) == {"arrived"}


def test_an_attack_stays_on_the_board_whatever_followed(log: Log) -> None:
    """What became of it afterwards does not hide that somebody says it was attacked."""
    log.tell("sarc", Reached(stage="attacked", at="2016-09-19", incident="i1"), "2016-09-20")
    log.tell("sarc", Reached(stage="closed", at="2016-09-25"), "2016-09-25")
    movement = only(log)
    assert stages(movement) == {"attacked", "closed"}
    assert movement.incidents == ("i1",)
    assert movement.is_over
    assert movement.over_since == "2016-09-25"


def test_unnamed_speakers_are_never_taken_for_one_person(log: Log) -> None:
    """Two unnamed officials who say different things keep their own last words."""
    log.tell("an official", Reached(stage="held", at="2016-09-18"), "2016-09-18", unnamed=True)
    log.tell("an official", Reached(stage="delivered", at="2016-09-18"), "2016-09-18", unnamed=True)
    assert stages(only(log)) == {"delivered", "held"}


def test_it_waits_for_whoever_was_asked_and_has_not_answered(log: Log) -> None:
    """Each open step is a wait of its own, with the days since asking and since the reply was due."""
    log.tell(
        "un",
        Permit(step="plan_approval", issuer="sy.mfa", requested="2016-09-01", decided="2016-09-06", decision="granted"),
        "2016-09-06",
    )
    log.tell("un", Permit(step="facilitation_letter", issuer="sy.mod", requested="2016-09-07", due="2016-09-14"), "2016-09-07")
    (holder,) = only(log, "2016-09-19").holders
    assert (holder.waits, holder.who, holder.since) == ("reply", "sy.mod", "2016-09-07")
    assert holder.lasting
    assert (holder.lasting.low_days, holder.lasting.is_open) == (12, True)
    assert holder.overdue
    assert holder.overdue.low_days == 5


def test_no_reply_said_by_somebody_leaves_the_step_open(log: Log) -> None:
    """No reply is an outcome with a clock of its own, until an answer is told."""
    log.tell("un", Permit(step="plan_approval", issuer="sy", requested="2016-09-01", decision="no_reply"), "2016-09-10")
    waiting = only(log, "2016-09-11")
    (step,) = waiting.steps
    assert step.is_open
    assert step.waited
    assert (step.waited.low_days, step.waited.is_open) == (10, True)
    assert "no_reply" in {state.code for state in waiting.states}
    log.tell("un", Permit(step="plan_approval", issuer="sy", decided="2016-09-12", decision="granted"), "2016-09-12")
    (step,) = only(log).steps
    assert not step.is_open
    assert step.waited
    assert (step.waited.low_days, step.waited.is_open) == (11, False)
    assert [state.code for state in only(log).states] == ["approved"]


def test_a_reply_that_was_due_and_did_not_come_is_computed_and_nobodys_word(log: Log) -> None:
    """That a reply is overdue is marked as computed, from the words that tell when it was due; not on the day itself."""
    log.tell("un", Permit(step="plan_approval", issuer="sy", requested="2016-09-01", due="2016-09-10"), "2016-09-01")
    late = [state for state in only(log, "2016-09-11").states if state.code == "no_reply"]
    assert [(state.computed, sources(state.says)) for state in late] == [(True, ["tl1"])]
    assert [state.code for state in only(log, "2016-09-10").states] == ["requested"]


def test_rival_answers_to_one_step_stand_beside_each_other(log: Log) -> None:
    """Granted as one says and refused as another says is a contradiction shown, with both, and neither is dropped."""
    log.tell("un", Permit(step="governor", issuer="homs", requested="2016-09-01"), "2016-09-01")
    log.tell("un", Permit(step="governor", decided="2016-09-03", decision="granted"), "2016-09-03")
    log.tell("sy", Permit(step="governor", issuer="homs", decided="2016-09-04", decision="refused"), "2016-09-05", row="row 7")
    movement = only(log)
    (step,) = movement.steps
    assert [(answer.decision, sources(answer.says)) for answer in step.answers] == [("granted", ["tl2"]), ("refused", ["tl3"])]
    assert step.waited
    assert (step.waited.low_days, step.waited.high_days) == (2, 3)
    (found,) = movement.contradictions
    assert found.code == "two_decisions"
    assert "(tl3, row 7)" in found.says


def test_after_the_last_permission_it_waits_for_its_own_departure(log: Log) -> None:
    """With everything granted nothing more is asked of others."""
    log.tell("un", MovementNamed(lead="un"), "2016-09-01")
    log.tell("un", Permit(step="governor", requested="2016-09-01", decided="2016-09-03", decision="granted"), "2016-09-03")
    assert [(holder.waits, holder.who, holder.since) for holder in only(log).holders] == [("departure", "un", "2016-09-03")]
    log.tell("un", Reached(stage="departed", at="2016-09-05"), "2016-09-05")
    assert only(log).holders == ()


def test_hours_at_a_checkpoint_are_exact_between_instants_and_a_range_where_accounts_differ(log: Log) -> None:
    """Forty-eight hours are forty-eight; another account of reaching it makes them a range."""
    stop = Checkpoint(place="north gate", controller="sy.army", arrived="2016-09-01T10:00+03:00", left="2016-09-03T10:00+03:00")
    log.tell("un", stop, "2016-09-04")
    (found,) = only(log).stops
    assert found.held
    assert (found.held.low_hours, found.held.high_hours, found.held.low_days) == (48, 48, 2)
    log.tell("sy", Checkpoint(place="north gate", arrived="2016-09-01T14:00+03:00"), "2016-09-04")
    (found,) = only(log).stops
    assert found.held
    assert (found.held.low_hours, found.held.high_hours) == (44, 48)


def test_the_way_back_through_a_checkpoint_is_a_second_stop(log: Log) -> None:
    """A convoy passes the same gate twice, and each time counts for itself."""
    log.tell("un", Checkpoint(place="gate", arrived="2016-09-01T10:00Z", left="2016-09-01T12:00Z"), "2016-09-04")
    log.tell("un", Checkpoint(place="gate", arrived="2016-09-02T10:00Z", left="2016-09-02T11:00Z"), "2016-09-04")
    assert [stop.held and stop.held.low_hours for stop in only(log).stops] == [2, 1]
    assert codes(only(log)) == []


def test_at_a_checkpoint_that_nobody_tells_it_left_it_waits_for_who_holds_that(log: Log) -> None:
    """Who controls a checkpoint is told there and nowhere else."""
    log.tell("un", Reached(stage="departed", at="2016-09-01"), "2016-09-01")
    log.tell("un", Checkpoint(place="gate", controller="sy.army", arrived="2016-09-02"), "2016-09-02")
    (holder,) = only(log, "2016-09-04").holders
    assert (holder.waits, holder.who, holder.place) == ("checkpoint", "sy.army", "gate")
    assert holder.lasting
    assert holder.lasting.low_days == 2


def test_the_log_holds_planned_times_against_actual_ones_and_the_time_in_each_state(log: Log) -> None:
    """The vertical stage log reads from top to bottom in the order in which it went."""
    log.tell("un", Reached(stage="departed", at="2016-09-15", planned=True), "2016-09-10")
    log.tell("un", Reached(stage="loading", at="2016-09-16"), "2016-09-16")
    log.tell("un", Reached(stage="departed", at="2016-09-18T08:00+03:00"), "2016-09-18")
    log.tell("sarc", Reached(stage="arrived", at="2016-09-18T13:30+03:00"), "2016-09-18")
    log.tell("sarc", Reached(stage="delivered", at="2016-09-18"), "2016-09-19")
    lines = {line.code: line for line in only(log).log}
    assert [line.code for line in only(log).log] == ["loading", "departed", "arrived", "delivered"]
    departed = lines["departed"]
    assert [when.at for when in departed.planned] == ["2016-09-15"]
    assert departed.slip
    assert departed.slip.low_days == 3
    assert departed.lasting
    assert departed.lasting.low_hours == 5.5
    assert lines["loading"].lasting
    assert lines["loading"].lasting.low_days == 2
    assert lines["delivered"].lasting is None


def test_figures_of_two_speakers_are_never_added(log: Log) -> None:
    """Requested, loaded and delivered stand side by side, and each figure keeps who gives it."""
    log.tell("un", Quantity(phase="loaded", item="trucks", unit="trucks", low=31, high=31), "2016-09-18")
    log.tell("sarc", Quantity(phase="loaded", item="Trucks", unit="trucks", low=31, high=31), "2016-09-18")
    log.tell("sy", Quantity(phase="loaded", item="trucks", unit="trucks", low=20, high=20), "2016-09-18")
    log.deny("sy", Quantity(phase="delivered", item="trucks", unit="trucks", low=13, high=13), "2016-09-18")
    (line,) = only(log).lines
    assert [(each.low, sources(each.says)) for each in line.phases[0].amounts] == [(20, ["tl3"]), (31, ["tl1", "tl2"])]
    assert [(each.low, sources(each.says), sources(each.denies)) for each in line.phases[1].amounts] == [(13, [], ["tl4"])]


def test_who_may_not_come_along_stands_there_with_who_said_so(log: Log) -> None:
    """An exclusion is somebody's word, with who demanded it where that is told."""
    log.tell("tr", Excluded(who="observers", demanded_by="sy", reason="visas"), "2016-09-18")
    log.deny("sy", Excluded(who="observers"), "2016-09-19")
    log.tell("un", Excluded(who="observers"), "2016-09-20")
    log.deny("sy", Excluded(who="observers", demanded_by="sy"), "2016-09-21")
    (found,) = only(log).excluded
    assert (found.who, sources(found.says), sources(found.denies)) == ("observers", ["tl1", "tl3"], ["tl2"])
    assert [(each.who, sources(each.says), sources(each.denies)) for each in found.demanded_by] == [("sy", ["tl1"], ["tl4"])]


def test_a_correction_replaces_the_speakers_own_figure_and_leaves_it_in_sight(log: Log) -> None:
    """What was corrected no longer counts, is not lost, and nobody else's figure is touched."""
    log.tell("un", Quantity(phase="loaded", item="trucks", unit="trucks", low=46, high=46), "2016-09-18")
    log.tell("sarc", Quantity(phase="loaded", item="trucks", unit="trucks", low=46, high=46), "2016-09-18")
    log.tell("un", Quantity(phase="loaded", item="trucks", unit="trucks", low=44, high=44), "2016-09-19", stance="correct")
    movement = only(log)
    amounts = movement.lines[0].phases[0].amounts
    assert [(each.low, sources(each.says), sources(each.denies)) for each in amounts] == [
        (44, ["tl3"], []),
        (46, ["tl2"], ["tl3"]),
    ]
    assert sources(movement.taken_back) == ["tl1"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ([Permit(step="governor", requested="2016-09-10", decided="2016-09-05", decision="granted")], "decided_before_asked"),
        ([Permit(step="governor", requested="2016-09-10", due="2016-09-05")], "due_before_asked"),
        ([Checkpoint(place="gate", arrived="2016-09-10T10:00Z", left="2016-09-10T09:00Z")], "left_before_reached"),
        ([Reached(stage="departed", at="2016-09-12"), Reached(stage="unloading", at="2016-09-11")], "stages_out_of_order"),
        ([Reached(stage="held", at="2016-09-12", until="2016-09-11")], "ends_before_it_begins"),
        ([Leg(number=1, departed="2016-09-12", arrived="2016-09-11")], "ends_before_it_begins"),
        ([Reached(stage="departed", at="the 12th")], "time_unreadable"),
        ([Reached(stage="departed", at="2016-10-12")], "after_it_was_said"),
        ([Sealed(vehicle="7", seal="A", intact=True), Sealed(vehicle="7", seal="A", intact=False)], "seal_broken_and_intact"),
        ([Quantity(phase="destroyed", item="trucks", unit="trucks", low=40, high=40, of_total=31)], "above_the_total"),
        ([Quantity(phase="loaded", item="kits", unit="kits", low=9, high=5)], "low_above_high"),
    ],
)
def test_what_cannot_be_is_shown_with_its_place_and_nothing_is_lost(log: Log, facts: list[Permit], code: str) -> None:
    """Bad input is a finding that names its source and row; every word of it stays on the board."""
    for row, fact in enumerate(facts, 2):
        log.tell("un", fact, "2016-09-20", row=f"row {row}")
    movement = only(log)
    assert codes(movement) == [code]
    (found,) = movement.contradictions
    assert f"(tl{len(facts) if code == 'stages_out_of_order' else 1}, row" in found.says
    assert set(sources(movement.words)) == {f"tl{n + 1}" for n in range(len(facts))}


def test_more_delivered_than_loaded_is_a_contradiction_and_both_figures_stay(log: Log) -> None:
    """Delivered above loaded is shown, across speakers too, and never refused; "about" without a limit contradicts nothing."""
    log.tell("un", Quantity(phase="loaded", item="kits", unit="kits", low=100, high=100), "2016-09-18")
    log.tell("sarc", Quantity(phase="delivered", item="kits", unit="kits", low=120, high=None, bound="at_least"), "2016-09-19")
    log.tell("sarc", Quantity(phase="delivered", item="tents", unit="tents", low=5, high=5), "2016-09-19")
    movement = only(log)
    (found,) = movement.contradictions
    assert (found.code, found.first, found.second) == ("delivered_above_loaded", "120", "100")
    assert (sources(found.words), sources(found.against)) == (["tl2"], ["tl1"])
    assert sum(len(phase.amounts) for line in movement.lines for phase in line.phases) == 3


def test_a_seal_whole_when_leaving_and_broken_on_arrival_is_no_contradiction(log: Log) -> None:
    """What changed between two times is told by both."""
    log.tell("un", Sealed(vehicle="7", seal="A", intact=True, at="2016-09-18"), "2016-09-20")
    log.tell("sarc", Sealed(vehicle="7", seal="A", intact=False, at="2016-09-19"), "2016-09-20")
    assert codes(only(log)) == []


def test_a_second_leg_departs_after_the_first_arrived_and_that_is_in_order(log: Log) -> None:
    """Times are compared with the first of their kind that a speaker tells."""
    for stage, at in (("departed", "10"), ("arrived", "11"), ("departed", "12"), ("arrived", "13"), ("unloading", "13")):
        log.tell("un", Reached(stage=stage, at=f"2016-09-{at}", place=f"stop {at}"), "2016-09-20")  # type: ignore[arg-type]
    assert codes(only(log)) == []


def test_two_outcome_classes_are_shown_with_both_and_a_speakers_later_class_is_its_last(log: Log) -> None:
    """Impeded, then facilitated, as one office classes it, is no contradiction; another's class beside it is."""
    log.tell("un", Outcome(outcome="impeded", at="2016-09-18"), "2016-09-18")
    log.tell("un", Outcome(outcome="facilitated", at="2016-09-20"), "2016-09-20")
    assert codes(only(log)) == []
    log.tell("sy", Outcome(outcome="denied"), "2016-09-20")
    movement = only(log)
    assert [(each.code, each.first, each.second) for each in movement.contradictions] == [
        ("two_outcomes", "denied", "facilitated")
    ]
    assert [each.outcome for each in movement.outcomes if each.latest] == ["denied", "facilitated"]


def test_what_is_read_of_an_incident_joins_the_movement_that_a_person_tied_to_it(log: Log) -> None:
    """Claims and tellings of one convoy stand together once somebody says that they are one; two ties decide nothing."""
    log.tell("sarc", Reached(stage="attacked"), "2016-09-20", of="mv:i1")
    log.tell("us", Reached(stage="attacked"), "2016-09-20", of="mv:i2")
    log.tell("desk", MovementNamed(of_incident="i1"), "2016-09-21", of="mv3")
    assert [(movement.id, len(movement.words)) for movement in folded(log).movements] == [("mv3", 2), ("mv:i2", 1)]
    log.tell("desk", MovementNamed(of_incident="i1"), "2016-09-21", of="mv4")
    assert {movement.id for movement in folded(log).movements} == {"mv3", "mv4", "mv:i1", "mv:i2"}


def test_what_was_read_from_a_claim_joins_the_telling_that_stands_on_it(log: Log) -> None:
    """A person who enters something on the ground of a claim decides whose movement the claim is about."""
    read = log.tell("un", Reached(stage="held"), "2016-09-20", of="")
    log.words.append(
        Assertion(
            subject="mv2",
            fact=Reached(stage="departed"),
            by="un",
            source=Source(id="tl9", known_on="2016-09-20", said_on="2016-09-20", claim=read.source.id),
        )
    )
    found = folded(log)
    assert [(movement.id, len(movement.words)) for movement in found.movements] == [("mv2", 2)]
    assert found.loose == ()


def test_what_is_told_of_no_movement_is_kept_apart_and_other_parts_facts_are_passed_over(log: Log) -> None:
    """A vow against any aid stands on no convoy, and a delivery of arms is none of the board's."""
    log.tell("group", Reached(stage="held"), "2016-09-20", of="")
    arms = Assertion(
        subject="dl1",
        fact=Delivered(item="rifles", unit="rifles"),
        by="us",
        source=Source(id="c_1", known_on="2016-09-20", said_on="2016-09-20"),
    )
    found = board([*log.words, arms], on="2016-09-30")
    assert (found.movements, sources(found.loose)) == ((), ["tl1"])


def test_a_movement_that_was_only_opened_is_on_the_board_and_a_plan_knows_its_movements(log: Log) -> None:
    """Nothing told yet is a row with nothing in it; a movement names its plan by id or by name."""
    subjects = [
        Subject(id="mv10", of="movement", name="Convoy ten"),
        Subject(id="mv2", of="movement", name="Convoy two"),
        Subject(id="pl1", of="plan", name="October plan"),
        Subject(id="st1", of="site", name="Clinic"),
    ]
    log.tell("un", MovementNamed(plan="October plan"), "2016-09-20", of="mv2")
    log.tell("un", PlanNamed(areas=("a", "b")), "2016-09-20", of="pl1")
    log.tell(
        "un", Permit(step="plan_approval", areas_granted=("a",), areas_refused=("b",), decision="partial"), "2016-09-25", of="pl1"
    )
    log.tell("sy", Permit(step="plan_approval", areas_granted=("b",)), "2016-09-26", of="pl1")
    found = board(log.words, subjects, on="2016-09-30")
    assert [movement.id for movement in found.movements] == ["mv2", "mv10"]
    (plan,) = found.plans
    assert plan.movements == ("mv2",)
    assert [(area.area, sources(area.granted), sources(area.refused)) for area in plan.areas] == [
        ("a", ["tl3"], []),
        ("b", ["tl4"], ["tl3"]),
    ]
    assert codes(plan) == ["area_granted_and_refused"]
    assert found.of("mv10") is found.movements[1]


def test_a_day_that_is_none_is_refused_and_an_offset_too() -> None:
    """The board is asked for one day of one place."""
    for wrong in ({"on": "September"}, {"on": "2016-09-19T10:00Z"}, {"on": "2016-09-19", "utc_offset": "Damascus"}):
        with pytest.raises(ValueError, match=r"2016|September|Damascus"):
            board([], **wrong)  # type: ignore[arg-type]
