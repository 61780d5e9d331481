"""Access tables that were published come out again, to the last figure, of permit logs made for the purpose."""

from __future__ import annotations

import datetime as dt

import pytest

from fakes.convoys import Log
from truceline.model.movements import (
    Checkpoint,
    Decision,
    MovementNamed,
    Outcome,
    OutcomeClass,
    Permit,
    PlanNamed,
    Quantity,
    Reached,
    Stage,
)
from truceline.movements.board import access, board
from truceline.movements.board.counting import working_days
from truceline.movements.board.values import Access, Share


@pytest.fixture
def log() -> Log:
    return Log()


def day(year: int, number: int) -> str:
    """Return a day of a year, from 0."""
    return (dt.date(year, 1, 1) + dt.timedelta(days=number)).isoformat()


def counted(shares: tuple[Share, ...]) -> dict[str, int]:
    """Return the numbers of shares on which all accounts agree."""
    assert all(share.low == share.high for share in shares)
    return {share.code: share.low for share in shares}


def percent(table: Access, code: str) -> int:
    """Return the share of a course in whole percent."""
    (share,) = (each for each in table.courses if each.code == code)
    assert share.low_percent == share.high_percent
    assert share.low_percent is not None
    return round(share.low_percent)


def ask(
    log: Log, number: int, at: str, *, decision: Decision | None = None, decided: str | None = None, due: str | None = None
) -> str:
    """Enter one request for a convoy, with the answer to it; return the movement's id."""
    name = f"mv{number}"
    fact = Permit(step="plan_approval", issuer="government", requested=at, due=due, decided=decided, decision=decision)
    log.tell("office", fact, decided or at, of=name)
    return name


def test_syria_2015_113_requests_three_quarters_of_them_unanswered(log: Log) -> None:
    """2015: 113 requests; 10 % delivered, 10 % approved in principle and not carried out, 3 % put on hold, 75 % unanswered.

    Source: the humanitarian coordinator to the Security Council, January 2016.
    """
    for number in range(113):
        asked, answer = day(2015, number * 3), day(2015, number * 3 + 10)
        if number < 11:
            name = ask(log, number, asked, decision="granted", decided=answer)
            log.tell("office", Reached(stage="delivered", at=day(2015, number * 3 + 20)), day(2015, number * 3 + 20), of=name)
        elif number < 22:
            name = ask(log, number, asked, decision="granted", decided=answer)
            log.tell("office", Permit(step="facilitation_letter", issuer="ministry", requested=answer), answer, of=name)
        elif number < 25:
            name = ask(log, number, asked, decision="granted", decided=answer)
            log.tell("office", Reached(stage="suspended", at=answer, by="office"), answer, of=name)
        elif number < 110:
            ask(log, number, asked, decision="no_reply" if number % 2 else None, due=answer)
        else:
            ask(log, number, asked, decision="refused", decided=answer)
    table = access(board(log.words, on="2016-01-27"), since="2015-01-01", until="2015-12-31")
    assert (table.requests.low, table.requests.of) == (113, 113)
    shares = [percent(table, code) for code in ("delivered", "approved_not_carried_out", "put_off", "unanswered")]
    assert shares == [10, 10, 3, 75]
    assert counted(table.decisions) == {"granted": 25, "refused": 3, "no_reply": 85}
    assert all("plan approval" in share.rule for share in table.courses)
    assert access(board(log.words, on="2016-01-27"), since="2016-01-01").requests.of == 0


def test_october_2016_25_of_29_areas_approved(log: Log) -> None:
    """The plan of October 2016 asked for 29 areas, of which 25 were approved, east Aleppo not."""
    areas = (*(f"area {number}" for number in range(28)), "east Aleppo")
    log.tell("un", PlanNamed(start="2016-10-01", end="2016-10-31", areas=areas), "2016-09-20", of="pl1")
    fact = Permit(
        step="plan_approval",
        issuer="government",
        requested="2016-09-20",
        decided="2016-10-10",
        decision="partial",
        areas_granted=areas[:25],
        areas_refused=("east Aleppo",),
    )
    log.tell("un", fact, "2016-10-13", of="pl1")
    found = board(log.words, on="2016-10-13")
    table = access(found, plan="pl1")
    assert counted(table.areas) == {"asked": 29, "granted": 25, "refused": 1, "no_word": 3}
    (plan,) = found.plans
    assert [state.code for state in plan.states] == ["partially_approved"]


def test_january_2017_21_requests_for_914000_people_and_one_convoy_for_40000(log: Log) -> None:
    """The plan of January 2017: 21 requests for 914,000 people; one convoy reached 40,000."""
    log.tell("un", PlanNamed(start="2017-01-01", end="2017-01-31"), "2016-12-20", of="pl1")
    for number in range(21):
        name = ask(
            log, number, "2016-12-20", decision="granted" if number < 17 else None, decided="2017-01-02" if number < 17 else None
        )
        people = 40_000 if number == 0 else 43_700
        log.tell("un", MovementNamed(plan="pl1"), "2016-12-20", of=name)
        log.tell("un", Quantity(phase="requested", item="people", unit="people", low=people, high=people), "2016-12-20", of=name)
    log.tell("un", Reached(stage="departed", at="2017-01-28"), "2017-01-28", of="mv0")
    log.tell("un", Reached(stage="delivered", at="2017-01-29"), "2017-01-29", of="mv0")
    log.tell("un", Quantity(phase="delivered", item="people", unit="people", low=40_000, high=40_000), "2017-01-29", of="mv0")
    table = access(board(log.words, on="2017-02-07"), plan="pl1")
    assert table.requests.of == 21
    sums = {total.code: (total.low, total.high, total.movements) for total in table.people}
    assert (sums["requested"], sums["reached"]) == ((914_000, 914_000, 21), (40_000, 40_000, 1))
    assert counted(table.courses)["delivered"] == 1
    assert all("reached is not unique" in total.rule for total in table.people)
    assert (table.departing.low, table.departing.high, table.departing.of) == (39, 39, 1)


def test_north_gaza_january_2024_61_is_10_2_9_34_6(log: Log) -> None:
    """Of 61 missions planned, 10 were facilitated, 2 in part, 9 impeded, 34 denied and 6 cancelled by the organisations."""
    classes: dict[OutcomeClass, int] = {"facilitated": 10, "partial": 2, "impeded": 9, "denied": 34, "cancelled": 6}
    number = 0
    for outcome, count in classes.items():
        for _ in range(count):
            log.tell("un.ocha", Outcome(outcome=outcome, at=day(2024, number % 31)), "2024-02-01", of=f"mv{number}")
            number += 1
    table = access(board(log.words, on="2024-02-01"), since="2024-01-01", until="2024-01-31")
    assert table.requests.of == 61
    assert counted(table.outcomes) == classes


def test_where_accounts_differ_a_request_is_a_range_and_in_nobodys_share_for_sure(log: Log) -> None:
    """Delivered as one says and turned back as another says is at least none and at most one of each."""
    ask(log, 1, "2016-09-01", decision="granted", decided="2016-09-05")
    log.tell("sarc", Reached(stage="delivered", at="2016-09-19"), "2016-09-20")
    log.tell("sy", Reached(stage="turned_back", at="2016-09-19"), "2016-09-20")
    table = access(board(log.words, on="2016-09-30"))
    assert {share.code: (share.low, share.high) for share in table.courses} == {"delivered": (0, 1), "turned_back": (0, 1)}


def test_a_denial_counts_in_no_figure(log: Log) -> None:
    """Who denies that aid was delivered, or answered, or attacked, adds nothing to any number."""
    ask(log, 1, "2016-09-01")
    before = access(board(log.words, on="2016-09-02"))
    log.deny("sy", Reached(stage="delivered", at="2016-09-01"), "2016-09-01")
    log.deny("sy", Permit(step="plan_approval", issuer="government", decided="2016-09-01", decision="refused"), "2016-09-01")
    log.deny("sy", Reached(stage="attacked"), "2016-09-01")
    log.deny("sy", Quantity(phase="delivered", item="people", unit="people", low=9, high=9), "2016-09-01")
    assert access(board(log.words, on="2016-09-02")) == before


def test_speakers_figures_make_a_range_and_are_never_added(log: Log) -> None:
    """Douma, March 2018: 46 trucks; 27,500 people as one says, fewer as another: a range, and the medical part on its own."""
    ask(log, 1, "2018-03-01", decision="granted", decided="2018-03-03")
    for by, people in (("un", 27_500), ("other", 20_000)):
        log.tell(by, Quantity(phase="delivered", item="people", unit="people", low=people, high=people), "2018-03-10")
    for phase, item, kits, medical in (
        ("loaded", "health kits", 100, True),
        ("removed", "health kits", 70, True),
        ("loaded", "food", 500, False),
    ):
        log.tell("un", Quantity(phase=phase, item=item, unit="kits", low=kits, high=kits, is_medical=medical), "2018-03-10")  # type: ignore[arg-type]
    table = access(board(log.words, on="2018-03-11"))
    assert [(total.code, total.low, total.high) for total in table.people][-1] == ("reached", 20_000, 27_500)
    (cargo,) = table.cargo
    assert [(total.code, total.low) for total in cargo.phases] == [("loaded", 600), ("removed", 70)]
    assert cargo.medical_removed
    assert (cargo.medical_removed.low_percent, cargo.medical_removed.of) == (70, 100)


def test_working_days_leave_out_the_weekend_of_the_place_and_its_holidays(log: Log) -> None:
    """Whether a reply came within seven working days depends on the week, which the rule names."""
    ask(log, 1, "2016-10-02", decision="granted", decided="2016-10-11")
    found = board(log.words, on="2016-10-30")
    assert access(found).answered.low == 1
    assert access(found, weekend=(4, 5), working_days=6).answered.low == 0
    assert access(found, weekend=(4, 5), working_days=6, holidays=("2016-10-03",)).answered.low == 1
    assert "Friday, Saturday" in access(found, weekend=(4, 5)).answered.rule
    first = dt.date(2016, 10, 2)
    for length in range(30):
        days = [first + dt.timedelta(days=n) for n in range(1, length + 1)]
        plain = sum(each.weekday() not in {4, 5} for each in days)
        assert working_days(first, first + dt.timedelta(days=length), (4, 5), frozenset()) == plain


def test_attacks_and_hours_held_have_their_own_denominators(log: Log) -> None:
    """Attacked per hundred movements is of those that set out; hours held are of the stops whose both times are told."""
    road: tuple[Stage, ...] = ("departed", "departed", "attacked", "requested")
    for number, stage in enumerate(road):
        name = ask(log, number, "2016-09-01", decision="granted", decided="2016-09-05")
        log.tell("un", Reached(stage=stage, at="2016-09-06"), "2016-09-06", of=name)
    log.tell("un", Checkpoint(place="gate", arrived="2016-09-06T08:00Z", left="2016-09-06T20:00Z"), "2016-09-07", of="mv0")
    log.tell("un", Checkpoint(place="gate", arrived="2016-09-06T08:00Z"), "2016-09-07", of="mv1")
    table = access(board(log.words, on="2016-09-30"))
    assert (table.attacked.low, table.attacked.high, table.attacked.of) == (1, 1, 3)
    assert (table.held.low, table.held.high, table.held.of) == (12, 12, 1)
    assert (table.steps.low, table.steps.of) == (1, 4)


def test_what_was_delivered_stays_delivered_when_the_trucks_return(log: Log) -> None:
    """Returning and closed come after an end and are none of their own; closed alone says nothing of how it ended."""
    for number, stages in enumerate((("delivered", "returning"), ("turned_back", "closed"), ("closed",), ("returning",))):
        name = ask(log, number, "2016-09-01", decision="granted", decided="2016-09-05")
        for turn, stage in enumerate(stages):
            log.tell("un", Reached(stage=stage, at=f"2016-09-1{turn}"), "2016-09-20", of=name)  # type: ignore[arg-type]
    table = access(board(log.words, on="2016-09-30"))
    assert counted(table.courses) == {"delivered": 1, "turned_back": 1, "closed": 1, "under_way": 1}
