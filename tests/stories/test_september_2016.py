"""September 2016 on the record of the demonstration, day by day: what the arrangement was, what each party did, who counted what.

Everything that the machine read counts here, so that the story does not hang on which proposals the demonstration accepts. The
times are those of Damascus.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from fakes.command_line import Run
from truceline.ledger import Record
from truceline.model.status import Adherence, ConditionCount, Status
from truceline.outputs.views import Selection
from truceline.outputs.views.status_page import status_page

AGREEMENT = "syria-2016-09-09"
BEGIN = "2016-09-12T19:00:00+03:00"
Told = Callable[[int], Status]


@pytest.fixture(scope="module")
def told(demonstration: Path) -> Told:
    """The status as it could be known on a day of September 2016."""

    @cache
    def status(number: int) -> Status:
        with Record.open(demonstration) as record:
            page = status_page(record, Selection(known=f"2016-09-{number:02d}", with_proposals=True), AGREEMENT)
        assert page.with_proposals is not None
        return page.with_proposals

    return status


def party(status: Status, name: str) -> Adherence:
    """Return a party's adherence."""
    return next(each for each in status.adherence if each.party == name)


def days(status: Status, by: str) -> ConditionCount:
    """Return how one counts the seven days."""
    return next(each for each in status.conditions if (each.id, each.by) == ("seven-days", by))


def test_from_the_9th_to_the_11th_it_is_agreed_and_has_not_begun(told: Told) -> None:
    """Both co-chairs announced it; its own text lets it begin on the 12th at 19:00."""
    for number in (9, 10, 11):
        status = told(number)
        assert (status.arrangement.status, status.arrangement.since) == ("not_yet", None)
        assert {party(status, name).state for name in ("us", "ru")} == {"accepted"}
        assert days(status, "us").progress == 0
        assert {phase.state for phase in status.phases} == {"to_come"}


def test_on_the_12th_at_19_00_it_is_in_force_by_the_word_of_both_co_chairs(told: Told) -> None:
    """The state has the hour, the act, those who may do it, and that they do it together."""
    arrangement = told(12).arrangement
    assert (arrangement.status, arrangement.since, arrangement.act) == ("in_force", BEGIN, "begin")
    assert (set(arrangement.authority), arrangement.joint) == ({"us", "ru"}, True)


def test_on_the_14th_damascus_keeps_an_undertaking_of_its_own(told: Told) -> None:
    """It is the army's own act, told by its own claim; two whole days are over."""
    status = told(14)
    assert (party(status, "sy").state, party(status, "sy").act) == ("own_undertaking", "undertake")
    assert party(status, "sy").claims
    assert days(status, "us").progress == 2


def test_an_extension_told_by_one_co_chair_says_whose_word_is_missing(told: Told) -> None:
    """The US spokesman said that both had agreed to 48 hours more; that is his word for both."""
    why = told(15).arrangement.why
    assert told(15).arrangement.status == "in_force"
    assert "the word of Russia on that is not among the counted claims" in why
    extension = next(each for each in told(15).declarations if each.act == "extend")
    assert (extension.scope, set(extension.by), extension.actor) == ("arrangement", {"us", "ru"}, "us.state")


def test_on_the_18th_each_counts_by_its_own_words(told: Told) -> None:
    """After the strike of the 17th the count of those who speak of it begins anew, and the others' goes on."""
    status = told(18)
    assert days(status, "ru").progress == 1
    assert {reset.date for reset in days(status, "ru").resets} >= {"2016-09-17"}
    assert days(status, "hnc").progress == 6
    assert days(status, "hnc").resets == ()
    assert party(status, "sy").state == "own_undertaking"


def test_on_the_19th_the_armys_word_ends_its_own_part_and_not_the_arrangement(told: Told) -> None:
    """Known on the 20th: Damascus has withdrawn since the 19th; the arrangement stands as it stood, and who differs is shown."""
    status = told(20)
    damascus = party(status, "sy")
    assert (damascus.state, damascus.since, damascus.act) == ("withdrawn", "2016-09-19", "end")
    assert "own_undertaking" in [each.state for each in damascus.history]
    assert (status.arrangement.status, status.arrangement.since) == ("in_force", BEGIN)
    assert ("sy", "ended") in {(each.according_to, each.status) for each in status.arrangement.versions}
    declared = next(each for each in status.declarations if each.act == "end")
    assert (declared.scope, declared.date, declared.party) == ("own_adherence", "2016-09-19", "sy")
    assert {party(status, name).state for name in ("us", "ru")} == {"accepted"}


def test_on_the_20th_an_attack_interrupts_the_count_of_those_who_speak_of_it(told: Told) -> None:
    """The UN's words are about the convoy of the 19th; without them its count would be complete."""
    status = told(20)
    assert (days(status, "un").progress, days(status, "un").met) == (1, False)
    assert [(reset.date, reset.without) for reset in days(status, "un").resets][-1] == ("2016-09-19", 8)
    assert status.ground.by_day
    assert {each.day for each in status.ground.by_day} == {"2016-09-17", "2016-09-19"}


def test_the_words_of_the_20th_are_quoted_with_their_speakers(told: Told) -> None:
    """ "Not dead", "in danger", "very slim", and who may announce its end: known on the 21st, and none of it an act."""
    status = told(21)
    said = {(each.actor or "").split(".")[0]: each.words for each in status.assessments}
    assert "not dead" in said["us"]
    assert "in danger" in said["un"]
    assert "very slim" in said["ru"]
    authority = next(each for each in status.authority if each.act == "end")
    assert (authority.actor, authority.of) == ("un.ose", ("co-chair",))
    assert (status.arrangement.status, status.arrangement.since) == ("in_force", BEGIN)


def test_on_the_22nd_damascus_announces_operations(told: Told) -> None:
    """Its state follows from its own acts alone, each with its day and its claim, oldest first."""
    damascus = party(told(23), "sy")
    assert (damascus.state, damascus.since) == ("resumed_operations", "2016-09-22")
    states = [each.state for each in damascus.history]
    assert [state for state in states if state != "lapsed"] == ["own_undertaking", "withdrawn", "resumed_operations"]
    assert all(each.claims for each in damascus.history if each.state != "lapsed")


def test_no_day_from_the_9th_to_the_23rd_has_an_end_or_a_jump(told: Told) -> None:
    """Nobody who may end it has, and every count grows by a day at most."""
    before: dict[tuple[str, str], int] = {}
    for number in range(9, 24):
        status = told(number)
        assert status.arrangement.status == ("not_yet" if number < 12 else "in_force")
        assert status.arrangement.why
        now = {(each.id, each.by): each.progress for each in status.conditions}
        assert all(progress <= before.get(slot, 0) + 1 for slot, progress in now.items())
        before = now


def test_the_joint_centre_waits_for_what_each_counts(told: Told) -> None:
    """The phase names what it waits for, and for whom."""
    centre = next(each for each in told(20).phases if each.id == "jic")
    assert centre.state in {"waiting", "differs"}
    assert any(each.startswith("access") for each in centre.waits_for)


def test_the_command_line_tells_the_same_in_words_and_as_json(demonstration: Path, truceline: Run) -> None:
    """Four blocks of the same columns for people; the keys of the contract for machines; the difference between two days."""
    chosen = ("--record", demonstration, "--known", "2016-09-20")
    people = truceline("status", *chosen)
    assert people.code == 0
    places = [people.out.index(f"\n{title} ") for title in ("Arrangement", "Adherence", "Assessments", "Ground")]
    assert places == sorted(places)
    assert people.out.count("why, and by which claims") == 4
    told = truceline("status", *chosen, "--json").lines[0]
    assert {"agreement", "known", "arrangement", "adherence", "assessments", "declarations", "conditions", "ground"} <= set(told)
    assert set(told["arrangement"]) >= {"status", "since", "act", "authority", "joint"}
    assert (told["agreement"], told["known"]) == (AGREEMENT, "2016-09-20")
    changed = truceline("status", *chosen, "--with-proposals", "--diff", "2016-09-18", "--json").lines[0]
    assert "adherence sy" in {each["what"] for each in changed["changes"]}
    assert truceline("status", *chosen, "--diff", "2016-09-21").code == 2
    assert truceline("status", *chosen, "--agreement", "no-such").code == 4
    early = truceline("status", "--record", demonstration, "--known", "2016-01-01")
    assert (early.code, "--agreement" in early.err) == (4, True)


def test_a_theatre_without_agreements_says_what_to_do(truceline: Run) -> None:
    """Exit 4, and where an agreement is to be put."""
    assert truceline("init", ".", "--theatre", "world").code == 0
    done = truceline("status")
    assert done.code == 4
    assert "agreement check" in done.err
