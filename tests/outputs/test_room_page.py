"""The situation room as a page object: each figure by its rule, the days before beside it, nothing said apart from zero."""

from __future__ import annotations

import dataclasses
import json

import msgspec
import pytest

from fakes.convoys import Log
from fakes.truces import ACTORS, TRUCE, Chronicle, Saying
from truceline.errors import UsageError
from truceline.model import ActorName
from truceline.model.movements import Reached
from truceline.model.violations import ViolationStep
from truceline.outputs.labels import load
from truceline.outputs.views import Material, RoomFigure, RoomPage, incident_sheet, map_page, room_page
from truceline.outputs.views.room_values import Amount


def struck(actor: str, known: str, day: str, incident: str, **more: object) -> Saying:
    """Return a saying that an air strike happened on a day."""
    parts = {"event": "V.AIR", "day": day, "incident": incident, "known": known, "actor": actor} | more
    return Saying(**parts)  # type: ignore[arg-type]  # each test names the parts it means


TWO_DAYS = (
    struck("nor", "2020-05-14", "2020-05-14", "i1"),
    struck("sut", "2020-05-15", "2020-05-15", "i2"),
    struck("peak", "2020-05-15", "2020-05-15", "i2"),
    struck("un.envoy", "2020-05-15", "2020-05-15", "i3"),
)


def figure(page: RoomPage, code: str) -> RoomFigure:
    """Return one of the four figures."""
    return next(each for each in page.figures if each.code == code)


def low_high(amount: Amount | None) -> tuple[int, int] | None:
    """Return the two ends of an amount."""
    return (amount.low, amount.high) if amount else None


def with_steps(material: Material, *steps: ViolationStep) -> Material:
    """Return a material with findings that somebody entered."""
    return dataclasses.replace(material, steps=steps)


def finding(number: int, incident: str, authority: str, value: str = "confirmed") -> ViolationStep:
    """Return a finding on the first clause, of nobody in particular."""
    return ViolationStep(
        id=f"s{number}",
        violation=f"{incident}/no-attack/-",
        kind="finding",
        authority=authority,
        on="2020-05-16",
        axis="finding",
        value=value,
    )


def test_the_days_before_stand_beside_the_days_asked_for() -> None:
    """One day is compared with the one before it, by the day asked for and not by the clock on the wall."""
    page = room_page(Chronicle(*TWO_DAYS).material())
    assert page.on == "2020-05-15"
    assert page.window is not None
    assert page.window.before is not None
    assert (page.window.now.first, page.window.before.first) == ("2020-05-15", "2020-05-14")
    line = figure(page, "alleged").lines[0]
    assert (low_high(line.now), low_high(line.before)) == ((2, 2), (1, 1))
    assert (line.now.accounts, line.now.origins_high) == (3, 3)


def test_a_day_that_was_not_known_yet_is_not_in_the_figures() -> None:
    """The figures follow the day as known on: what was published later is nowhere."""
    page = room_page(Chronicle(*TWO_DAYS).material(known="2020-05-14"))
    assert page.on == "2020-05-14"
    assert low_high(figure(page, "alleged").lines[0].now) == (1, 1)
    assert [row.id for row in page.incidents] == ["i1"]


def test_chosen_days_are_counted_with_as_many_days_before_them() -> None:
    """The choice of days moves the window; a longer one has a longer stretch beside it."""
    page = room_page(Chronicle(*TWO_DAYS).material(), happened="2020-05-14..2020-05-15")
    assert page.window is not None
    assert page.window.before is not None
    assert (page.window.now.number, page.window.before.first) == (2, "2020-05-12")
    assert low_high(figure(page, "alleged").lines[0].now) == (3, 3)
    assert page.basis.selection.happened == "2020-05-14..2020-05-15"
    one = room_page(Chronicle(*TWO_DAYS).material(), happened="2020-05-14")
    assert [row.id for row in one.incidents] == ["i1"]


def test_days_without_a_beginning_have_none_before_them() -> None:
    """A choice that is open to the past is compared with nothing, and not with zero."""
    page = room_page(Chronicle(*TWO_DAYS).material(), happened="..2020-05-15")
    assert figure(page, "alleged").lines[0].before is None


def test_an_incident_on_either_of_two_days_is_surely_on_neither() -> None:
    """What may have been in the days is in the high end alone."""
    either = (struck("nor", "2020-05-15", "2020-05-14", "i1"), struck("sut", "2020-05-15", "2020-05-15", "i1"))
    page = room_page(Chronicle(*either).material())
    line = figure(page, "alleged").lines[0]
    assert low_high(line.now) in {(0, 1), (1, 1)}
    whole = room_page(Chronicle(*either).material(), happened="2020-05-14..2020-05-15")
    assert low_high(figure(whole, "alleged").lines[0].now) == (1, 1)


def test_what_nobody_dates_is_left_out_and_told() -> None:
    """An incident without a day is in no figure of days, and the page says how many are left out."""
    page = room_page(Chronicle(*TWO_DAYS, Saying(actor="nor", known="2020-05-15", event="V.AIR", incident="i9")).material())
    assert low_high(figure(page, "alleged").lines[0].now) == (2, 2)
    assert figure(page, "alleged").undated == 1


def test_only_what_is_confirmed_is_told_to_be_left_out_of_the_confirmed() -> None:
    """Of violations without a day none is left out of what authorities confirm unless one of them confirms it."""
    undated = Saying(actor="nor", known="2020-05-15", event="V.AIR", incident="i9")
    material = Chronicle(*TWO_DAYS, undated).material()
    assert figure(room_page(with_steps(material, finding(1, "i2", "peak"))), "confirmed").undated == 0
    assert figure(room_page(with_steps(material, finding(1, "i9", "peak"))), "confirmed").undated == 1


def test_days_of_which_all_figures_are_zero_lead_to_the_last_with_an_incident() -> None:
    """Whoever opens a room long after the last incident is told when it was; whoever looks at its day is not."""
    later = Saying(actor="nor", known="2020-06-30", event="V.AIR", incident="i9", about=())
    page = room_page(Chronicle(*TWO_DAYS, later).material(), happened="2020-06-20")
    assert page.busy is not None
    assert (page.busy.first, page.busy.last) == ("2020-05-09", "2020-05-15")
    assert room_page(Chronicle(*TWO_DAYS).material()).busy is None
    assert room_page(Chronicle(*TWO_DAYS).material(), happened="2020-05-01").busy is None


def test_no_finding_is_not_a_finding_of_none() -> None:
    """Where no authority has found anything there is no line, and no zero."""
    confirmed = figure(room_page(Chronicle(*TWO_DAYS).material()), "confirmed")
    assert (confirmed.lines, confirmed.silence) == ((), "no_finding")


def test_each_authority_confirms_for_itself() -> None:
    """Two authorities that confirm the same stand in two lines; who found otherwise has a zero of its own."""
    steps = (
        finding(1, "i2", "peak"),
        finding(2, "i2", "quay"),
        finding(3, "i3", "peak"),
        finding(4, "i3", "un.envoy", "rejected"),
    )
    page = room_page(with_steps(Chronicle(*TWO_DAYS).material(), *steps), happened="2020-05-15")
    found = {line.of: low_high(line.now) for line in figure(page, "confirmed").lines}
    assert found == {"peak": (2, 2), "quay": (1, 1), "un.envoy": (0, 0)}
    assert page.chart is not None
    assert {day.day: day.confirmed for day in page.chart.days if day.confirmed} == {"2020-05-15": 2}


def test_movements_of_which_nobody_tells_are_not_zero_movements() -> None:
    """Silence about movements is said to be silence."""
    moved = figure(room_page(Chronicle(*TWO_DAYS).material()), "movements")
    assert (moved.lines, moved.silence) == ((), "no_movement")


def test_a_delivery_that_somebody_denies_is_not_sure() -> None:
    """Delivered counts surely where nobody denies it, and possibly where anybody says so."""
    convoy = Log()
    convoy.tell("un.envoy", Reached(stage="delivered", at="2020-05-15"), "2020-05-15")
    material = dataclasses.replace(Chronicle(*TWO_DAYS).material(), assertions=tuple(convoy.words))
    sure = {line.code: low_high(line.now) for line in figure(room_page(material), "movements").lines}
    assert sure == {"delivered": (1, 1), "blocked": (0, 0), "attacked": (0, 0)}
    convoy.deny("nor", Reached(stage="delivered", at="2020-05-15"), "2020-05-15")
    material = dataclasses.replace(Chronicle(*TWO_DAYS).material(), assertions=tuple(convoy.words))
    denied = {line.code: low_high(line.now) for line in figure(room_page(material), "movements").lines}
    assert denied["delivered"] == (0, 1)


CONTEST = (
    struck("nor", "2020-05-14", "2020-05-14", "i1"),
    struck("sut", "2020-05-15", "2020-05-14", "i1", stance="deny"),
)


def test_an_incident_is_newly_contested_on_the_day_its_denial_became_known() -> None:
    """What began to differ on a day counts on that day, and not on the day before or after it."""
    page = room_page(Chronicle(*CONTEST).material())
    line = figure(page, "contested").lines[0]
    assert (low_high(line.now), low_high(line.before)) == ((1, 1), (0, 0))
    later = Chronicle(*CONTEST, struck("peak", "2020-05-16", "2020-05-14", "i1")).material()
    line = figure(room_page(later), "contested").lines[0]
    assert (low_high(line.now), low_high(line.before)) == ((0, 0), (1, 1))


def test_a_proposal_counts_only_among_those_that_would_change_a_figure() -> None:
    """What waits changes no figure; the page says how many would, and one about other days is not among them."""
    waits = struck("quay", "2020-05-15", "2020-05-15", "i4", standing="proposed")
    other = struck("quay", "2020-05-15", "2020-05-01", "i5", standing="proposed")
    page = room_page(Chronicle(*TWO_DAYS, waits, other).material())
    alleged = figure(page, "alleged")
    assert low_high(alleged.lines[0].now) == (2, 2)
    assert (alleged.proposals, alleged.lines[0].proposed) == (1, None)


def test_proposals_stand_beside_and_never_in_the_place_of_what_people_stand_behind() -> None:
    """With the proposals asked for, both amounts are on the page."""
    waits = struck("quay", "2020-05-15", "2020-05-15", "i4", standing="proposed")
    page = room_page(Chronicle(*TWO_DAYS, waits).material(with_proposals=True))
    line = figure(page, "alleged").lines[0]
    assert (low_high(line.now), low_high(line.proposed)) == ((2, 2), (3, 3))


def test_a_theatre_without_an_agreement_has_incidents_and_no_violations() -> None:
    """Nothing is held against what is not there; the days are drawn by incidents."""
    page = room_page(dataclasses.replace(Chronicle(*TWO_DAYS).material(), agreements=()))
    assert page.status is None
    assert figure(page, "alleged").silence == "no_agreement"
    assert page.chart is not None
    assert not page.chart.has_agreement
    assert page.chart.most == 2


def test_an_empty_record_says_nothing_instead_of_zero() -> None:
    """No report: no figures, no chart, no rows."""
    page = room_page(Chronicle().material())
    assert page.is_empty
    assert (page.window, page.figures, page.chart, page.incidents) == (None, (), None, ())


def test_a_day_without_any_report_is_marked_on_the_chart() -> None:
    """Zero on a day with a report is another thing than zero on a day without one."""
    page = room_page(Chronicle(*TWO_DAYS).material())
    assert page.chart is not None
    reported = {day.day: day.is_reported for day in page.chart.days}
    assert (reported["2020-05-13"], reported["2020-05-14"]) == (False, True)


def test_days_that_are_no_days_are_refused() -> None:
    """A choice that ends before it begins, and a chart that ends on no day, are told to whoever asked."""
    material = Chronicle(*TWO_DAYS).material()
    with pytest.raises(UsageError, match="ends before it begins"):
        room_page(material, happened="2020-05-15..2020-05-14")
    with pytest.raises(UsageError, match="is no day"):
        room_page(material, drawn="2020-02-31")


def test_the_latest_word_of_each_speaker_stands_for_its_assessments() -> None:
    """Somebody who says much does not push others off the page."""
    often = [Saying(actor="nor", known=f"2020-05-{day}", said=f"2020-05-{day}", does="assessment") for day in range(13, 19)]
    page = room_page(Chronicle(*often, Saying(actor="sut", known="2020-05-13", said="2020-05-13", does="assessment")).material())
    assert page.status is not None
    assert [each.actor for each in page.status.assessments] == ["nor", "sut"]
    assert page.status.more_assessments == 5


def exchanged(saying: Saying) -> Saying:
    """Return what is said with the parties exchanged."""
    swap = {"nor": "sut", "sut": "nor"}
    actor, party = swap.get(saying.actor or "", saying.actor), swap.get(saying.party or "", saying.party)
    return msgspec.structs.replace(saying, actor=actor, party=party)


def test_exchanging_the_parties_exchanges_them_on_the_page_and_nothing_else() -> None:
    """Whoever a party is, what is said of it stands in the same place, form and number."""
    sayings = (
        *TWO_DAYS,
        *CONTEST,
        Saying(actor="nor", known="2020-05-14", said="2020-05-14", does="suspend", party="nor"),
        Saying(actor="sut", known="2020-05-15", said="2020-05-15", does="assessment"),
    )
    swapped = msgspec.structs.replace(TRUCE, parties=("sut", "nor"))
    conditions = tuple(msgspec.structs.replace(each, counted_by=("co-chair", "sut", "nor", "un")) for each in swapped.conditions)
    other = msgspec.structs.replace(swapped, conditions=conditions)
    first = shape(room_page(Chronicle(*sayings).material()))
    second = shape(room_page(Chronicle(*map(exchanged, sayings), agreement=other).material()))
    assert first == second.replace("nor", "?").replace("sut", "nor").replace("?", "sut")


def shape(page: RoomPage) -> str:
    """Return a page as text without what names single claims, whose ids follow from who spoke."""
    told = json.loads(msgspec.json.encode(msgspec.structs.replace(page, names={})))
    return json.dumps(_without(told), sort_keys=True).replace("Norland", "nor").replace("Sutland", "sut")


PARTIES = ("Norland", "Sutland")


def _without(value: object) -> object:
    if isinstance(value, dict):
        kept = {key: _without(each) for key, each in value.items() if key not in {"claim", "claims", "why", "report", "words"}}
        if "claimed_by" in kept:  # several stand in the order of the ids of their claims
            kept["claimed_by"] = sorted(str(kept["claimed_by"]).split(", "), key=PARTIES.__contains__)
        return kept
    return [_without(each) for each in value] if isinstance(value, list) else value


def test_the_list_of_incidents_is_cut_into_sheets_newest_first() -> None:
    """A sheet beyond the last is the last, and a choice that fits nothing is an empty list."""
    many = [struck("nor", "2020-05-20", f"2020-05-{day:02d}", f"i{day}") for day in range(13, 20)]
    found = incident_sheet(Chronicle(*many).material(), sheet=99)
    assert (found.sheet, found.sheets, found.total) == (1, 1, 7)
    assert [row.id for row in found.rows] == [f"i{day}" for day in range(19, 12, -1)]
    assert incident_sheet(Chronicle(*many).material(), type="H").total == 0
    assert incident_sheet(Chronicle(*many).material(), type="V").types == (("V.AIR", 7),)


def test_an_incident_whose_means_are_contested_is_listed_as_an_attack_and_not_as_most_call_it() -> None:
    """Neither the list, nor its choices, nor the map settles what the accounts dispute."""
    two = (struck("nor", "2020-05-15", "2020-05-15", "i2"), struck("sut", "2020-05-15", "2020-05-15", "i2"))
    material = Chronicle(*two, struck("peak", "2020-05-15", "2020-05-15", "i2", event="V.SHELL")).material()
    found = incident_sheet(material)
    assert [(row.type, "means" in row.contested) for row in found.rows] == [("V.UNSPEC", True)]
    assert found.types == (("V.UNSPEC", 1),)
    assert incident_sheet(material, type="V.AIR").total == 0
    assert map_page(material).kinds == ("V.UNSPEC",)


def test_an_actor_is_called_in_arabic_as_it_calls_itself() -> None:
    """On an Arabic page a name is the actor's own, never one that others use for it; without one it keeps the pack's."""
    own, others = ActorName(text="نورلاند", lang="ar", self_name=True), ActorName(text="الشمال", lang="ar", used_by=("sut",))
    actors = (msgspec.structs.replace(ACTORS[0], names=(others, own)), *ACTORS[1:])
    page = room_page(Chronicle(*TWO_DAYS, actors=actors).material(), labels=load("ar"))
    assert (page.names["nor"], page.names["sut"]) == ("نورلاند", "Sutland")


def test_actors_of_the_theatre_are_called_by_their_names() -> None:
    """No id is shown where there is a name."""
    page = room_page(Chronicle(*TWO_DAYS).material())
    assert {page.names[actor.id] for actor in ACTORS} >= {"Norland", "Sutland"}
