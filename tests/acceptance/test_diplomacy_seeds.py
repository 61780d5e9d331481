"""What the five real articles tell of proposals, positions, contacts, channels and threats, by all that the machine read."""

from __future__ import annotations

from typing import TypeVar

import pytest

from fakes.seen_articles import Seen
from truceline.diplomacy.reading import read, waiting
from truceline.ledger import Record
from truceline.model.assertions import Assertion
from truceline.model.diplomacy import BodyNamed, Channel, Contact, DiplomacyFact, Position, Proposed, TermsWithheld, Threat
from truceline.outputs.views import Selection
from truceline.outputs.views.gathering import gather
from truceline.outputs.views.hearing import hear

pytestmark = pytest.mark.shared

Told = Assertion[DiplomacyFact]
F = TypeVar("F")


@pytest.fixture(scope="module")
def told(seen: Seen) -> tuple[Told, ...]:
    with Record.open(seen.folder) as record:
        return read(hear(gather(record, Selection(with_proposals=True)), None))


def of(told: tuple[Told, ...], report: str, kind: type[F]) -> list[tuple[str, F]]:
    """Return the facts of a kind in a report, each with who says it."""
    return [(each.by, each.fact) for each in told if each.source.report == report and isinstance(each.fact, kind)]


def test_without_a_persons_word_nothing_is_read_and_everything_waits(seen: Seen, told: tuple[Told, ...]) -> None:
    """A machine's reading counts for nothing until people accept the claim, and it is told how much waits."""
    with Record.open(seen.folder) as record:
        hearing = hear(gather(record), None)
        assert read(hearing) == ()
        assert {each.fact for each in waiting(hearing)} >= {each.fact for each in told if isinstance(each.fact, Proposed)}


def test_the_flight_halt_has_its_proposer_and_two_offices_against_it(told: tuple[Told, ...]) -> None:
    """The secretary of state for it, an unnamed officer of the same state and a deputy minister of the other against."""
    proposed = [fact for _, fact in of(told, "004", Proposed) if fact.kind == "flight_limit"]
    assert {fact.proposer for fact in proposed} == {"us", "us.secstate"}
    assert ("all warplanes",) in {fact.on_whom for fact in proposed}
    assert ("aid routes",) in {fact.where for fact in proposed}
    stands = {(by, fact.office, fact.stand) for by, fact in of(told, "004", Position) if fact.kind == "flight_limit"}
    assert {
        ("us.mil", "us.mil", "opposes"),
        ("ru.mfa", "ru.deputy-fm", "opposes"),
        ("us.state", "us.secstate", "proposes"),
    } <= stands
    officer = next(
        each for each in told if isinstance(each.fact, Position) and each.fact.office == "us.mil" and each.by == "us.mil"
    )
    assert officer.unnamed
    assert officer.fact.person is None  # type: ignore[union-attr]  # a position, as just asked


def test_the_three_day_pause_is_a_proposal_of_its_own(told: tuple[Told, ...]) -> None:
    """The one who suggests it, how long, and that the group was to look at both."""
    pauses = [fact for _, fact in of(told, "004", Proposed) if fact.kind == "pause"]
    assert [(fact.proposer, fact.lasts) for fact in pauses] == [("ru", "P3D")]
    looked = {fact.kind for _, fact in of(told, "004", Position) if fact.office == "issg" and fact.stand == "undecided"}
    assert looked == {"flight_limit", "pause"}


def test_the_transition_is_proposed_by_one_minister_and_rejected_by_another_government(told: tuple[Told, ...]) -> None:
    """Six months, by the British minister; the rejection beside his words is the report's, and nobody's for it."""
    proposed = next(fact for _, fact in of(told, "001", Proposed) if fact.kind == "transition")
    assert (proposed.proposer, proposed.lasts) == ("gb.fm", "P6M")
    rejected = [(by, fact.office, fact.proposer) for by, fact in of(told, "001", Position) if fact.stand == "rejects"]
    assert rejected == [("", "sy", "gb.fm")]


def test_the_third_call_in_ten_days_is_counted_as_told(told: tuple[Told, ...]) -> None:
    """Between two named offices, on its day, in the ministry's words."""
    by, call = next((by, fact) for by, fact in of(told, "001", Contact) if fact.kind == "call")
    assert (by, call.participants, call.at) == ("us.state", ("us.secstate", "ru.fm"), "2015-09-15")
    assert (call.nth, call.within, call.nth_bound) == (3, "P10D", "about")


def test_rival_lengths_of_the_groups_meeting_stand_apart(told: tuple[Told, ...]) -> None:
    """An hour by one report with twenty ministers, four hours by the other; neither is changed by the other."""
    hour = next(fact for _, fact in of(told, "000", Contact) if fact.attended_low)
    assert (hour.body, hour.minutes_low, hour.attended_high, hour.attended_unit) == ("issg", 60, 20, "foreign ministers")
    assert any(fact.minutes_high == 240 for _, fact in of(told, "002", Contact))
    assert any(fact.minutes_high == 120 for _, fact in of(told, "004", Contact))
    assert any(fact.attended_high == 20 and fact.participants == ("us.secstate", "ru.fm") for _, fact in of(told, "004", Contact))


def test_the_group_has_two_chairs(told: tuple[Told, ...]) -> None:
    """Who chairs it is the report's word."""
    assert of(told, "002", BodyNamed) == [("", BodyNamed(body="issg", chairs=("us", "ru")))]
    assert any("ru.fm" in fact.chairs for _, fact in of(told, "000", Contact))


def test_channels_are_broken_off_suspended_and_offered_again(told: tuple[Told, ...]) -> None:
    """Military relations by one side; their resumption proposed by the other, as the first side's minister says."""
    acts = [(by, fact.act, fact.by, fact.between) for by, fact in of(told, "001", Channel)]
    assert acts == [("", "suspended", "us", ("us", "ru")), ("us.state", "resumption_proposed", "ru", ("us", "ru"))]
    assert [(fact.act, fact.by) for _, fact in of(told, "003", Channel)] == [("suspended", "us")]


def test_threats_are_their_speakers_own(told: tuple[Told, ...]) -> None:
    """A vow to block aid, a minister's word on those who refuse to leave, and a threat that the report calls one."""
    assert [(fact.kind, fact.by) for _, fact in of(told, "000", Threat)] == [("threat", "jfs")]
    assert [(fact.by, fact.against) for _, fact in of(told, "001", Threat)] == [("us.secstate", "ru")]
    refusing = [fact for _, fact in of(told, "003", Threat)]
    assert [(fact.kind, fact.by, fact.condition) for fact in refusing] == [
        ("ultimatum", "ru.fm", "refuse to leave eastern Aleppo")
    ]


def test_a_duty_is_claimed_and_practice_is_no_proposal(told: tuple[Told, ...]) -> None:
    """One office holds that grounding is owed already; that somebody does not fly at night proposes nothing."""
    duty = next((by, fact) for by, fact in of(told, "002", Position) if fact.stand == "existing_duty")
    assert (duty[0], duty[1].kind, duty[1].office, duty[1].on_whom) == ("us.presidency", "flight_limit", "us.presidency", ("ru",))
    assert [fact for _, fact in of(told, "002", Proposed) if fact.kind == "flight_limit"] == []


def test_the_terms_are_kept_by_the_one_who_insists_on_it(told: tuple[Told, ...]) -> None:
    """What is kept, and by whom."""
    assert of(told, "000", TermsWithheld) == [("us", TermsWithheld(of="the agreement", by="us"))]
