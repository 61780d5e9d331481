"""Status: what changes the arrangement, what changes a party's adherence, and what changes neither."""

from __future__ import annotations

import msgspec
import pytest

from fakes.truces import BEGIN, ENDED_BY_BOTH, ENDED_BY_ONE, TRUCE, Chronicle, Does, Saying
from truceline.agreement.status import Evaluation, difference
from truceline.model.agreements import Acceptance, Act, Exclusion
from truceline.model.status import Adherence, Status

LATER = Saying(actor=None, known="2020-05-23")
"""Somebody writes something of no weight, so that the day asked for lies behind all others."""


def said(actor: str | None, does: Does, day: str, **more: str | bool | tuple[str, ...]) -> Saying:
    """Return a saying of one day that is known the same day."""
    return msgspec.convert({"actor": actor, "does": does, "said": day, "known": day, **more}, Saying)


def party(status: Status, name: str) -> Adherence:
    """Return the adherence of a party."""
    return next(each for each in status.adherence if each.party == name)


def test_it_begins_by_its_own_calendar_to_the_hour() -> None:
    """Before the hour that the text names it has not begun; from that hour on it is in force, on no claim at all."""
    quiet = Chronicle(Saying(actor=None, known="2020-05-10"), LATER)
    before, after = quiet.status(known="2020-05-11").arrangement, quiet.status(known="2020-05-12").arrangement
    assert (before.status, before.since) == ("not_yet", None)
    assert (after.status, after.since, after.act, after.authority, after.joint) == (
        "in_force",
        BEGIN,
        "begin",
        ("peak", "quay"),
        True,
    )
    assert after.claims == ()


def test_a_party_that_declares_it_over_changes_its_own_adherence_and_nothing_else() -> None:
    """The arrangement stays as it was; who says otherwise is shown beside it."""
    status = Chronicle(said("nor.army", "end", "2020-05-19")).status()
    assert status.arrangement.status == "in_force"
    assert [(each.according_to, each.status) for each in status.arrangement.versions] == [("nor", "ended")]
    assert (party(status, "nor").state, party(status, "nor").since) == ("withdrawn", "2020-05-19")
    assert party(status, "sut").state == "unknown"
    assert [each.scope for each in status.declarations] == ["own_adherence"]


def test_a_co_chair_that_declares_the_end_where_the_text_names_nobody_leaves_it_unverified() -> None:
    """Nothing says that it may, and nothing says that it may not."""
    status = Chronicle(said("peak", "end", "2020-05-19")).status()
    assert (status.arrangement.status, status.arrangement.since) == ("unverified", "2020-05-19")
    assert status.arrangement.authority == ("peak",)


def test_it_is_disputed_where_the_other_co_chair_says_on_that_day_or_later_that_it_holds() -> None:
    """Those with a say differ, and both words stand in the same size."""
    status = Chronicle(said("peak", "end", "2020-05-19"), said("quay", "extend", "2020-05-20")).status()
    assert status.arrangement.status == "disputed"
    assert {(each.according_to, each.status) for each in status.arrangement.versions} == {("peak", "ended"), ("quay", "in_force")}


def test_a_word_for_it_of_an_earlier_day_answers_no_later_word_against_it() -> None:
    """Whoever extended it last week has not spoken against today's end."""
    status = Chronicle(said("quay", "extend", "2020-05-14"), said("peak", "end", "2020-05-19")).status()
    assert status.arrangement.status == "unverified"


def test_an_end_that_the_text_gives_to_both_needs_the_word_of_both() -> None:
    """One alone leaves it as it was; with the other it is ended on the day of the second."""
    one = Chronicle(said("peak", "end", "2020-05-19"), agreement=ENDED_BY_BOTH).status()
    both = Chronicle(said("peak", "end", "2020-05-19"), said("quay", "end", "2020-05-20"), agreement=ENDED_BY_BOTH).status()
    assert one.arrangement.status == "in_force"
    assert (both.arrangement.status, both.arrangement.since, both.arrangement.joint) == ("ended", "2020-05-20", True)


def test_an_end_that_the_text_gives_to_each_alone_needs_one_word() -> None:
    """It is ended by whoever may, unless the other says that it holds."""
    alone = Chronicle(said("peak", "end", "2020-05-19"), agreement=ENDED_BY_ONE).status()
    against = Chronicle(said("peak", "end", "2020-05-19"), said("quay", "resume", "2020-05-19"), agreement=ENDED_BY_ONE).status()
    assert (alone.arrangement.status, alone.arrangement.authority) == ("ended", ("peak",))
    assert against.arrangement.status == "disputed"


def test_what_is_suspended_by_a_power_of_the_text_can_be_resumed() -> None:
    """Suspended since the one word, in force again since the other."""
    text = msgspec.structs.replace(
        TRUCE, acts=(*TRUCE.acts, Act(act="suspend", by=("co-chair",), manner="alone", to="suspended"))
    )
    suspended = Chronicle(said("peak", "suspend", "2020-05-15"), agreement=text)
    again = Chronicle(said("peak", "suspend", "2020-05-15"), said("peak", "resume", "2020-05-17"), agreement=text)
    assert (suspended.status().arrangement.status, suspended.status().arrangement.since) == ("suspended", "2020-05-15")
    assert (again.status().arrangement.status, again.status().arrangement.since) == ("in_force", "2020-05-17")


@pytest.mark.parametrize("who", ["un.envoy", "paper", None])
def test_whoever_has_no_power_and_is_no_party_only_has_an_opinion(who: str | None) -> None:
    """An envoy, a paper and a report may say that it is over; nothing changes."""
    status = Chronicle(said(who, "end", "2020-05-19")).status()
    assert status.arrangement.status == "in_force"
    assert {each.state for each in status.adherence} == {"unknown"}
    assert [each.scope for each in status.declarations] == ["opinion"]


def test_an_unnamed_official_ends_nothing() -> None:
    """Nobody answers for the words, so they are no act of the party."""
    status = Chronicle(said("peak", "end", "2020-05-19", unnamed=True), said("nor", "end", "2020-05-19", unnamed=True)).status()
    assert status.arrangement.status == "in_force"
    assert party(status, "nor").state == "unknown"


def test_an_undertaking_of_its_own_lapses_by_the_passing_of_its_time() -> None:
    """No claim is needed for that, and none is named."""
    chronicle = Chronicle(said("nor", "undertake", "2020-05-12", effective=BEGIN, until="2020-05-18T23:59:00+03:00"), LATER)
    running, over = party(chronicle.status(known="2020-05-18"), "nor"), party(chronicle.status(known="2020-05-19"), "nor")
    assert (running.state, running.until) == ("own_undertaking", "2020-05-18T23:59:00+03:00")
    assert [each.state for each in over.history] == ["own_undertaking", "lapsed"]
    assert (over.since, over.act, over.claims) == ("2020-05-18T23:59:00+03:00", None, ())


def test_an_undertaking_that_ends_with_a_day_holds_through_that_day() -> None:
    """Until 18 May is until midnight of that day, and as of the end of that day it still holds."""
    chronicle = Chronicle(said("nor", "undertake", "2020-05-12", until="2020-05-18"), LATER)
    assert party(chronicle.status(known="2020-05-18"), "nor").state == "own_undertaking"
    assert party(chronicle.status(known="2020-05-19"), "nor").state == "lapsed"


def test_a_party_goes_from_its_undertaking_over_its_withdrawal_to_operations() -> None:
    """Every step is its own act or the passing of its own time, in the order of the days and not of the log."""
    status = Chronicle(
        said("nor", "resume_operations", "2020-05-22"),
        said("nor.army", "end", "2020-05-19"),
        said("nor.army", "undertake", "2020-05-12", until="2020-05-18T23:59:00+03:00"),
    ).status()
    assert [each.state for each in party(status, "nor").history] == [
        "own_undertaking",
        "lapsed",
        "withdrawn",
        "resumed_operations",
    ]


def test_what_one_side_says_of_the_others_acts_changes_nothing() -> None:
    """ "They have resumed operations" is the speaker's word, marked as nobody's act but its own."""
    status = Chronicle(said("sut", "nothing", "2020-05-19")).status()
    assert {each.state for each in status.adherence} == {"unknown"}


def test_an_act_told_twice_is_one_step_with_two_claims() -> None:
    """Two reports of one declaration do not make two withdrawals, and one without a day of its own joins the dated one."""
    status = Chronicle(
        said("nor", "end", "2020-05-19"),
        Saying(actor="nor", does="end", said="2020-05-19", known="2020-05-20"),
        Saying(actor="nor.army", does="end", said="2020-05-19", known="2020-05-21"),
    ).status()
    adherence = party(status, "nor")
    assert [each.state for each in adherence.history] == ["withdrawn"]
    assert len(adherence.claims) == 3


def test_the_document_gives_acceptances_and_exclusions() -> None:
    """What the published text says of a party is its state until an act of its own, and stands on no claim."""
    text = msgspec.structs.replace(
        TRUCE, acceptances=(Acceptance(party="nor", on="2020-05-10"),), exclusions=(Exclusion(actor="sut"),)
    )
    status = Chronicle(LATER, agreement=text).status()
    assert [(each.party, each.state, each.since, each.claims) for each in status.adherence] == [
        ("nor", "accepted", "2020-05-10", ()),
        ("sut", "excluded", "2020-05-09", ()),
    ]


def test_a_time_that_the_text_sets_ends_it_unless_it_is_extended() -> None:
    """By its own text it is over after that; an extension told by those who may moves the day."""
    text = msgspec.structs.replace(
        TRUCE,
        ends_at="2020-05-14T19:00:00+03:00",
        acts=(*TRUCE.acts, Act(act="extend", by=("co-chair",), manner="joint", to="in_force")),
    )
    over = Chronicle(LATER, agreement=text).status().arrangement
    longer = Chronicle(
        said("peak", "extend", "2020-05-14", until="2020-05-20"),
        said("quay", "extend", "2020-05-14", until="2020-05-20"),
        Saying(actor=None, known="2020-05-18"),
        agreement=text,
    )
    assert (over.status, over.since) == ("ended", "2020-05-14T19:00:00+03:00")
    assert longer.status().arrangement.status == "in_force"


def test_what_was_ended_before_its_time_is_not_ended_again_by_its_time() -> None:
    """The day on which it ended, by whom and on whose word, stay as they were."""
    ends = Act(act="end", by=("co-chair",), manner="joint", to="ended")
    text = msgspec.structs.replace(TRUCE, ends_at="2020-05-14T19:00:00+03:00", acts=(*TRUCE.acts, ends))
    both = Chronicle(said("peak", "end", "2020-05-13"), said("quay", "end", "2020-05-13"), LATER, agreement=text).status()
    found = both.arrangement
    assert (found.status, found.since, found.authority, len(found.claims)) == ("ended", "2020-05-13", ("peak", "quay"), 2)


def test_a_claim_about_authority_changes_nothing_and_is_quoted() -> None:
    """That only the two co-chairs may end it is the envoy's word, with the envoy's name."""
    status = Chronicle(said("un.envoy", "authority", "2020-05-20", of=("co-chair",))).status()
    assert [(each.speaker, each.act, each.of) for each in status.authority] == [("Envoy", "end", ("co-chair",))]
    assert status.arrangement.status == "in_force"
    assert status.arrangement.versions == ()


def test_assessments_are_quoted_and_change_nothing() -> None:
    """ "In danger" is a sentence with a speaker."""
    status = Chronicle(said("un.envoy", "assessment", "2020-05-20")).status()
    assert [(each.date, each.speaker) for each in status.assessments] == [("2020-05-20", "Envoy")]
    assert status.arrangement.status == "in_force"


def test_the_difference_between_two_days_names_what_changed_and_by_which_claims() -> None:
    """Nothing that stayed is in it."""
    chronicle = Chronicle(Saying(actor=None, known="2020-05-18"), said("nor", "end", "2020-05-19"))
    changes = difference(chronicle.status(known="2020-05-18"), chronicle.status(known="2020-05-19"))
    told = {each.what: each for each in changes}
    assert (told["adherence nor"].before, told["adherence nor"].after) == ("unknown", "withdrawn since 2020-05-19")
    assert told["adherence nor"].claims
    assert "arrangement" not in told
    assert "adherence sut" not in told


@pytest.mark.parametrize("left_out", range(4))
def test_one_claim_put_in_later_gives_what_all_at_once_give(left_out: int) -> None:
    """The parts that a claim touches are made again, and no other is wrong."""
    sayings = (
        said("nor", "end", "2020-05-19"),
        Saying(actor="peak", known="2020-05-17", event="V.AIR", day="2020-05-17", incident="i1"),
        Saying(actor="un", known="2020-05-18", event="V.AIR", day="2020-05-17", incident="i1"),
        LATER,
    )
    whole = Chronicle(*sayings).hearing(known="2020-05-23")
    part = Chronicle(*sayings[:left_out], *sayings[left_out + 1 :]).hearing(known="2020-05-23")
    known = {each.claim.id for each in part.heard}
    grown = Evaluation(TRUCE, part)
    for each in whole.heard:
        if each.claim.id not in known:
            grown.add(each, whole.incidents)
    assert grown.status() == Evaluation(TRUCE, whole).status()
