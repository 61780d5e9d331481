"""Conditions: counted by each authority from its own words, and as arithmetic under a rule; never by an allegation alone."""

from __future__ import annotations

import msgspec
import pytest

from fakes.truces import TRUCE, Chronicle, Saying
from truceline.agreement.statements.values import DayCount
from truceline.agreement.status import assess
from truceline.agreement.status.conditions import first_met
from truceline.agreement.status.runs import Run
from truceline.model.agreements import Agreement, Rule
from truceline.model.status import ConditionCount, Status
from truceline.model.violations import ViolationStep

END = Saying(actor=None, known="2020-05-20")
AUTHORITIES = ("peak", "quay", "nor", "sut", "un")


def attack(actor: str | None, day: str, **more: str | bool | tuple[str, ...] | None) -> Saying:
    """Return a saying that an air strike happened on a day, known that day."""
    return msgspec.convert({"actor": actor, "known": day, "event": "V.AIR", "day": day, "incident": f"i-{day}", **more}, Saying)


def count(status: Status, by: str, condition: str = "seven-days") -> ConditionCount:
    """Return one count."""
    return next(each for each in status.conditions if (each.id, each.by) == (condition, by))


def ruled(rule: Rule, *, continuous: bool = True) -> Agreement:
    """Return the truce with another rule for its days."""
    days = msgspec.structs.replace(TRUCE.conditions[0], rule=rule, continuous=continuous)
    return msgspec.structs.replace(TRUCE, conditions=(days, *TRUCE.conditions[1:]))


def test_a_day_counts_when_it_was_whole_and_is_over() -> None:
    """It began at 19:00 on the 12th: the 13th is the first whole day, and seven are complete on the 19th."""
    chronicle = Chronicle(END)
    progress = [count(chronicle.status(known=f"2020-05-{day}"), "arithmetic").progress for day in range(12, 20)]
    assert progress == [0, 1, 2, 3, 4, 5, 6, 7]
    reached = count(chronicle.status(known="2020-05-20"), "arithmetic")
    assert (reached.met, reached.met_on, reached.missing, reached.counted) == (
        True,
        "2020-05-19",
        None,
        ("2020-05-13", "2020-05-20"),
    )


def test_an_allegation_alone_resets_nobodys_count_but_its_authors() -> None:
    """Four others and the arithmetic go on; the author's starts anew, and the counterfactual stands beside it."""
    status = Chronicle(attack("nor", "2020-05-17"), END).status()
    assert {by: count(status, by).progress for by in (*AUTHORITIES, "arithmetic")} == {
        "peak": 8,
        "quay": 8,
        "nor": 3,
        "sut": 8,
        "un": 8,
        "arithmetic": 8,
    }
    reset = count(status, "nor").resets[0]
    assert (reset.date, reset.incident, reset.claimed_by, reset.without) == ("2020-05-17", "i-2020-05-17", "nor", 8)
    assert count(status, "nor").missing == "4 days more without an interruption"


def test_the_arithmetic_is_reset_by_two_independent_origins_whom_nobody_contradicts() -> None:
    """Two named bodies report it and no account denies that it happened."""
    status = Chronicle(attack("nor", "2020-05-17"), attack("un", "2020-05-17"), END).status()
    assert count(status, "arithmetic").progress == 3
    assert count(status, "arithmetic").resets[0].claimed_by == "Norland, United Nations"
    assert count(status, "sut").progress == 8


def test_two_reports_of_one_speaker_are_one_origin() -> None:
    """Repeating an allegation does not make it more than an allegation."""
    again = Saying(actor="nor", known="2020-05-18", event="V.AIR", day="2020-05-17", incident="i-2020-05-17")
    assert count(Chronicle(attack("nor", "2020-05-17"), again, END).status(), "arithmetic").progress == 8


def test_a_denial_that_it_happened_keeps_the_arithmetic() -> None:
    """With one account that denies the occurrence it is disputed; a denial of having done it is none of that."""
    two = (attack("nor", "2020-05-17"), attack("un", "2020-05-17"))
    denied = attack("sut", "2020-05-17", stance="deny")
    not_us = attack("sut", "2020-05-17", stance="deny", about=("perpetrator",))
    assert count(Chronicle(*two, denied, END).status(), "arithmetic").progress == 8
    assert count(Chronicle(*two, not_us, END).status(), "arithmetic").progress == 3


def test_a_denial_that_comes_later_does_not_raise_the_count_again() -> None:
    """Else whoever denies could bring back days that were interrupted; the reset says that it was denied later."""
    late = Saying(actor="sut", known="2020-05-19", event="V.AIR", day="2020-05-17", incident="i-2020-05-17", stance="deny")
    status = Chronicle(attack("nor", "2020-05-17"), attack("un", "2020-05-17"), late, END).status()
    assert count(status, "arithmetic").progress == 3
    assert "denied it only later" in count(status, "arithmetic").resets[0].why


def test_the_rule_calendar_counts_the_days_that_passed() -> None:
    """Nothing interrupts it, and its name says which rule it is."""
    found = count(
        Chronicle(attack("nor", "2020-05-17"), attack("un", "2020-05-17"), END, agreement=ruled("calendar")).status(),
        "arithmetic",
    )
    assert (found.rule, found.progress, found.resets) == ("calendar", 8, ())


def test_the_rule_agreed_is_interrupted_on_days_that_all_who_count_name() -> None:
    """Four of five are not all of them."""
    four = [attack(each, "2020-05-17") for each in AUTHORITIES[:4]]
    text = ruled("agreed")
    assert count(Chronicle(*four, END, agreement=text).status(), "arithmetic").progress == 8
    assert count(Chronicle(*four, attack("un", "2020-05-17"), END, agreement=text).status(), "arithmetic").progress == 3


def test_the_rule_found_is_interrupted_by_a_finding_of_those_who_count() -> None:
    """A finding "confirmed" of one of them interrupts; one of anybody else, or another word, does not."""
    step = ViolationStep(
        id="s1",
        violation="i-2020-05-17/no-attack/sut",
        kind="finding",
        authority="un",
        on="2020-05-18",
        axis="finding",
        value="confirmed",
    )
    hearing = Chronicle(attack("nor", "2020-05-17"), END).hearing()
    found = {
        name: count(assess(ruled("found"), msgspec.structs.replace(hearing, steps=(each,))), "arithmetic").progress
        for name, each in {
            "confirmed": step,
            "of others": msgspec.structs.replace(step, authority="paper"),
            "rejected": msgspec.structs.replace(step, value="rejected"),
        }.items()
    }
    assert found == {"confirmed": 3, "of others": 8, "rejected": 8}


def test_what_concerns_no_named_clause_interrupts_nothing() -> None:
    """A blocked convoy concerns access, and the seven days wait for the end of attacks."""
    blocked = attack("nor", "2020-05-17", event="H.BLOCK")
    assert count(Chronicle(blocked, END).status(), "nor").progress == 8


@pytest.mark.parametrize("stance", ["deny", "reject", "cannot_verify", "decline", "question"])
def test_whoever_does_not_say_that_it_happened_interrupts_nothing(stance: str) -> None:
    """A denial, a refusal, doubt and silence are no allegation."""
    assert count(Chronicle(attack("nor", "2020-05-17", stance=stance), END).status(), "nor").progress == 8


def test_whoever_blames_somebody_for_an_incident_says_that_it_happened() -> None:
    """Peakland has no word of its own for the attack, and holds somebody responsible for it: its count is interrupted."""
    blamed = Saying(
        actor="peak", known="2020-05-18", incident="i-2020-05-17", stance="accuse", about=("responsibility",), does=None
    )
    status = Chronicle(attack("nor", "2020-05-17"), blamed, END).status()
    assert count(status, "peak").progress == 3
    assert count(status, "quay").progress == 8


def test_words_about_means_alone_do_not_say_that_it_happened() -> None:
    """ "There were no craters" is an answer to an allegation and not another one."""
    answer = attack("sut", "2020-05-17", about=("means",))
    assert count(Chronicle(attack("nor", "2020-05-17"), answer, END).status(), "sut").progress == 8


def test_an_unnamed_speaker_counts_for_no_authority() -> None:
    """An official who gives no name does not count for the state."""
    assert count(Chronicle(attack("nor", "2020-05-17", unnamed=True), END).status(), "nor").progress == 8


def test_what_happened_on_the_first_day_without_an_hour_interrupts_nothing() -> None:
    """It may have been before 19:00; and that day counts for nobody anyway."""
    assert count(Chronicle(attack("nor", "2020-05-12"), END).status(), "nor").resets == ()


def test_two_incidents_of_one_day_have_no_single_counterfactual() -> None:
    """Without either of them the count would be the same, because the other is left."""
    other = attack("nor", "2020-05-17", incident="i-other")
    assert [each.without for each in count(Chronicle(attack("nor", "2020-05-17"), other, END).status(), "nor").resets] == [
        None,
        None,
    ]


def test_a_count_that_need_not_be_continuous_leaves_out_the_interrupted_days() -> None:
    """Eight days, one interrupted: seven."""
    found = count(Chronicle(attack("nor", "2020-05-17"), END, agreement=ruled("undisputed", continuous=False)).status(), "nor")
    assert (found.progress, found.met_on, found.resets[0].without) == (7, "2020-05-20", 8)


def test_what_was_met_once_stays_met_with_its_day() -> None:
    """Seven days were complete on the 19th; what happens on the 20th starts another count."""
    found = count(Chronicle(attack("nor", "2020-05-20")).status(), "nor")
    assert (found.progress, found.met, found.met_on) == (0, True, "2020-05-19")


def test_an_event_is_met_for_whoever_says_that_it_came() -> None:
    """One origin is not enough for the arithmetic, a second is."""
    aid = attack("un", "2020-05-16", event="H.AID_DELIVER", incident=None)
    one = Chronicle(aid, END).status()
    two = Chronicle(aid, attack("quay", "2020-05-17", event="H.AID_DELIVER", incident=None), END).status()
    assert (count(one, "un", "aid").met, count(one, "nor", "aid").met, count(one, "arithmetic", "aid").met) == (
        True,
        False,
        False,
    )
    assert (count(two, "arithmetic", "aid").met, count(two, "arithmetic", "aid").met_on) == (True, "2020-05-16")


def test_a_phase_differs_where_those_who_count_differ() -> None:
    """For the United Nations everything it waits for has come, for the others it has not."""
    aid = attack("un", "2020-05-16", event="H.AID_DELIVER", incident=None)
    status = Chronicle(aid, END).status()
    phase = next(each for each in status.phases if each.id == "centre")
    assert phase.state == "differs"
    assert {each.according_to: each.state for each in phase.versions} == {
        "peak": "waiting",
        "quay": "waiting",
        "nor": "waiting",
        "sut": "waiting",
        "un": "under_way",
    }
    assert phase.waits_for == ("aid (Peakland: 0 of 1, Quayland: 0 of 1, Norland: 0 of 1, Sutland: 0 of 1)",)


def test_the_ground_counts_incidents_reported_and_calls_none_a_violation() -> None:
    """By day of the calendar, with those without a day and those that may have been before it apart."""
    status = Chronicle(
        attack("nor", "2020-05-11"),
        attack("nor", "2020-05-12"),
        attack("nor", "2020-05-17"),
        attack("sut", "2020-05-17", incident="i-other"),
        Saying(actor="un", known="2020-05-18", event="V.AIR", incident="i-undated"),
    ).status()
    ground = status.ground
    assert ground.incidents == ("i-2020-05-17", "i-other")
    assert [(each.day, each.incidents) for each in ground.by_day] == [("2020-05-17", 2)]
    assert (ground.undated, ground.unsure) == (("i-undated",), ("i-2020-05-12",))
    assert "violation" not in ground.coverage


def test_runs_of_days_are_counted_to_the_day() -> None:
    """The day of an interruption does not count, and the next is the first again."""
    assert Run.of("2020-05-13", "2020-05-20", [], needed=7, continuous=True) == Run(8, "2020-05-13", "2020-05-20", "2020-05-19")
    assert Run.of("2020-05-13", "2020-05-20", ["2020-05-20"], needed=7, continuous=True) == Run(0, None, None, "2020-05-19")
    assert Run.of("2020-05-13", "2020-05-12", [], needed=7, continuous=True) == Run(0, None, None, None)


def spread(*days: int) -> Chronicle:
    """Return a chronicle in which something is reported on some days of May, and nobody is interrupted."""
    return Chronicle(*(Saying(actor=None, known=f"2020-05-{each:02d}") for each in days))


def test_silence_is_not_calm() -> None:
    """Nothing is reported from the 13th to the 29th: not one day of it counts, for no authority and under no rule."""
    found = count(spread(12, 30).status(), "arithmetic")
    assert (found.progress, found.met, found.met_on, found.unrecorded) == (1, False, None, (("2020-05-13", "2020-05-29"),))
    assert "nothing is recorded from 2020-05-13 to 2020-05-29" in (found.missing or "")
    assert {count(spread(12, 30).status(), by).progress for by in AUTHORITIES} == {1}
    calendar = Chronicle(*spread(12, 30).sayings, agreement=ruled("calendar")).status()
    assert (count(calendar, "arithmetic").progress, count(calendar, "arithmetic").met) == (1, False)


def test_a_record_without_any_report_meets_nothing() -> None:
    """With nothing recorded, seven days may have passed and nobody can say how."""
    for known in ("2020-05-19", "2020-05-20", "2020-06-30"):
        found = count(spread().status(known=known), "arithmetic")
        assert (found.met, found.met_on) == (False, None)
    assert count(spread().status(known="2020-06-30"), "arithmetic").progress == 0


def test_a_silence_of_as_many_days_as_are_asked_for_counts_and_a_longer_one_does_not() -> None:
    """Reports of the 12th and the 20th leave seven days between them, those of the 12th and the 21st eight."""
    assert count(spread(12, 20).status(), "arithmetic").progress == 8
    assert count(spread(12, 21).status(), "arithmetic").progress == 1


def test_nothing_is_met_before_a_report_of_that_day_or_a_later_one() -> None:
    """On the 19th seven days have passed since the last report: the count is full, and whether they were calm is not known."""
    before, after = spread(12, 20).status(known="2020-05-19"), spread(12, 20).status(known="2020-05-20")
    assert (count(before, "arithmetic").progress, count(before, "arithmetic").met) == (7, False)
    assert "a report of 2020-05-19 or later" in (count(before, "arithmetic").missing or "")
    assert (count(after, "arithmetic").met, count(after, "arithmetic").met_on) == (True, "2020-05-19")


def test_what_was_met_before_a_silence_stays_met() -> None:
    """Reports went on until the 20th and began again in July: met on the 19th, and a new count after the silence."""
    told = Chronicle(*spread(12, 15, 20).sayings, Saying(actor=None, known="2020-07-01")).status()
    found = count(told, "arithmetic")
    assert (found.met, found.met_on, found.progress) == (True, "2020-05-19", 1)


def test_days_that_need_not_be_continuous_leave_out_the_silence_too() -> None:
    """Three days before it and one after it."""
    text = ruled("calendar", continuous=False)
    found = count(Chronicle(*spread(12, 15, 30).sayings, agreement=text).status(), "arithmetic")
    assert (found.progress, found.met) == (4, False)


def test_an_attack_within_a_silence_leaves_no_count_before_it() -> None:
    """What is known to have interrupted it ends the count, also where nothing else is recorded of those days."""
    run = Run.of("2020-05-13", "2020-05-30", ["2020-05-20"], needed=7, continuous=True, silences=[("2020-05-16", "2020-05-30")])
    assert run.progress == 0


def test_a_report_that_nobody_has_read_makes_no_quiet_day() -> None:
    """Only proposals are told on the 20th: nobody has said yet what that report says."""
    unread = Saying(actor=None, known="2020-05-20", standing="proposed")
    status = Chronicle(*spread(12, 28).sayings, unread).status()
    assert count(status, "arithmetic").progress == 1
    assert status.proposals_that_would_change_it == 1


def test_whoever_says_nothing_is_shown_as_silent() -> None:
    """The United Nations said that nothing happened, Norland said nothing at all; neither was interrupted."""
    denied = attack("un", "2020-05-17", stance="deny")
    status = Chronicle(denied, END).status()
    assert [(by, count(status, by).met, count(status, by).silent) for by in ("un", "nor")] == [
        ("un", True, False),
        ("nor", True, True),
    ]
    assert "Norland said nothing that bears on it" in count(status, "nor").why
    assert not count(status, "arithmetic").silent


def test_who_speaks_only_of_its_own_part_is_silent_on_what_happens() -> None:
    """A withdrawal is no word on whether anybody attacked."""
    left = Saying(actor="nor", known="2020-05-16", said="2020-05-16", does="withdraw")
    assert count(Chronicle(left, END).status(), "nor").silent


def test_a_count_that_an_authority_calls_met_is_met_since_it_first_said_so() -> None:
    """Saying it again, or which day it is, moves no day; having taken it back does."""
    words = [
        DayCount(date=day, speaker="", actor=None, by="un", days=None, needed=7, is_met=met, words="", claim="c", rule="")
        for day, met in (("2020-05-14", True), ("2020-05-15", False), ("2020-05-16", True), ("2020-05-17", True), (None, None))
    ]
    assert first_met(words) == "2020-05-16"
    assert first_met(words[:1]) == "2020-05-14"
