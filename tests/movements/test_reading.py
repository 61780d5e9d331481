"""What claims say of aid movements: many ways of writing one thing, and what must not be read into words."""

from __future__ import annotations

import pytest

from movements.told_by import hearing, told
from truceline.model.assertions import Assertion, Source
from truceline.model.movements import (
    Checkpoint,
    Delayed,
    Excluded,
    MovementFact,
    MovementNamed,
    Obstruction,
    Permit,
    Quantity,
    Reached,
)
from truceline.movements.reading import movements, read, waiting


def said(words: str, by: str | None = None, **how: object) -> tuple[Assertion[MovementFact], ...]:
    """Return what one sentence says, told by the report itself unless somebody is named."""
    return read(hearing(told(words, by=by, **how)))  # type: ignore[arg-type]


def of(kind: type[MovementFact], words: str, **how: object) -> list[MovementFact]:
    """Return the facts of a kind that a sentence asserts; what it denies is not among them."""
    return [a.fact for a in said(words, **how) if isinstance(a.fact, kind) and a.stance != "deny"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "decision", "issuer"),
    [
        ("The convoy had been approved by the Vellish government.", "granted", "velland.gov"),
        ("The Vellish government approved the convoy.", "granted", "velland.gov"),
        ("The Vellish government has allowed the aid convoy to enter Ulme.", "granted", "velland.gov"),
        ("The convoy received permits from the Vellish government.", "granted", "velland.gov"),
        ("The convoy got the go-ahead from the Vellish army.", "granted", "velland.mil"),
        ("Vellish authorities gave the green light for the convoy.", "granted", "velland.gov"),
        ("The Vellish government agreed to allow the convoy into Ulme.", "granted", "velland.gov"),
        ("The trucks of the aid convoy left with the approval of the Vellish government.", "granted", "velland.gov"),
        ("The Vellish government approved 25 of the 29 areas in the aid plan.", "partial", "velland.gov"),
        ("The aid plan was partially approved by the Vellish government.", "partial", "velland.gov"),
        ("The Vellish government refused permission for the convoy.", "refused", "velland.gov"),
        ("The convoy was denied entry by the Vellish army.", "refused", "velland.mil"),
        ("The Vellish government has refused to grant permits for the aid convoy.", "refused", "velland.gov"),
        ("The Vellish government did not allow the convoy to enter Ulme.", "refused", "velland.gov"),
        ("The Vellish government rejected the UN request to send aid to Ulme.", "refused", "velland.gov"),
        ("The convoy left after the Vellish government withdrew its permission.", "withdrawn", "velland.gov"),
        ("The UN received no reply from the Vellish government to its request for the convoy.", "no_reply", "velland.gov"),
        ("The UN said its requests for aid convoys had gone unanswered.", "no_reply", None),
        ("The Vellish government has not yet approved the convoy.", None, "velland.gov"),
        ("The aid convoy is still awaiting approval from the Vellish government.", None, "velland.gov"),
        ("The UN asked the Vellish government for permission to send an aid convoy.", None, "velland.gov"),
    ],
)
def test_leave_is_read_with_what_was_decided_and_by_whom(words: str, decision: str | None, issuer: str | None) -> None:
    """However a wire writes it, the step says who decided and how; what nobody answered is told apart from a refusal."""
    permits = [fact for fact in of(Permit, words) if isinstance(fact, Permit)]
    assert {(permit.decision, permit.issuer) for permit in permits} == {(decision, issuer)}


@pytest.mark.parametrize(
    "words",
    [
        "If the Vellish government approves the convoy, it will leave on Monday.",
        "The convoy will leave on Monday if the Vellish government approves it.",
        "The UN called on the Vellish government to allow the convoy to enter Ulme.",
        "The UN demanded that the convoy be allowed to enter Ulme.",
        "The convoy may be allowed to enter Ulme.",
        "The convoy should be allowed to enter Ulme.",
        "The Vellish government will approve the convoy.",
        "The Vellish government promised to let the convoy in.",
        "Had the convoy been approved, it would have left on Monday.",
        "The UN hopes that the convoy will be approved.",
        "The Vellish government approved the ceasefire.",
        "Was the convoy approved by the Vellish government?",
        "The Vellish government denied that it had refused permission for the convoy.",
    ],
)
def test_what_is_supposed_wished_or_to_come_is_no_leave(words: str) -> None:
    """Nothing follows from a condition, a demand, a hope, a promise or a question."""
    assert not of(Permit, words)


def test_two_steps_of_one_sentence_stay_two() -> None:
    """The approval and the permits are told apart by their names, both with their issuer."""
    words = "The aid convoy had been approved by and received permits from the Vellish government."
    assert {(p.name, p.issuer) for p in of(Permit, words) if isinstance(p, Permit)} == {
        ("approval", "velland.gov"),
        ("permits", "velland.gov"),
    }


def test_areas_approved_and_refused_are_named() -> None:
    """A plan is approved place by place."""
    (permit,) = of(Permit, "The government approved aid deliveries to Tarn and Ulme but not to Bresk.")
    assert isinstance(permit, Permit)
    assert (permit.decision, permit.areas_granted, permit.areas_refused) == ("partial", ("v.tarn", "v.ulme"), ("v.bresk",))


@pytest.mark.parametrize(
    ("words", "low", "high", "over", "by"),
    [
        ("The convoy left after several days of delays over a missing letter.", 72, None, "a missing letter", None),
        ("The convoy was delayed for two days by the Vellish army.", 48, 48, None, "velland.mil"),
        ("The Vellish army held up the convoy for 36 hours.", 36, 36, None, "velland.mil"),
        ("The convoy had to wait for 10 hours at a crossing.", 10, 10, None, None),
        ("After a three-day delay the convoy reached Ulme.", 72, 72, None, None),
        ("The convoy was delayed because of fighting near Bresk.", None, None, "fighting near Bresk", None),
    ],
)
def test_delay_is_so_long_over_something_and_by_somebody(
    words: str, low: int | None, high: int | None, over: str | None, by: str | None
) -> None:
    """A reason is words; somebody delays it only where the words say that they did."""
    delays = {(d.low_hours, d.high_hours, d.over, d.by) for d in of(Delayed, words) if isinstance(d, Delayed)}
    assert delays == {(low, high, over, by)}


@pytest.mark.parametrize(
    ("words", "demanded_by"),
    [
        ("Velland insisted that Kestrian officials not be allowed to accompany the aid convoy.", "velland"),
        ("Velland's insistence that Kestrian officials not accompany the convoy held it up.", "velland"),
        ("The Vellish government refused to let Kestrian officials accompany the convoy.", "velland.gov"),
        ("Kestrian officials were barred from joining the convoy by the Vellish government.", "velland.gov"),
        ("The Vellish government objected to the presence of Kestrian officials in the convoy.", "velland.gov"),
        ("Kestrian officials were not allowed to travel with the convoy.", None),
    ],
)
def test_who_may_not_come_along_stands_with_who_demands_it(words: str, demanded_by: str | None) -> None:
    """The people are named in the words as written, since "officials" are not the state itself."""
    (fact,) = of(Excluded, words)
    assert fact == Excluded(who="Kestrian officials", demanded_by=demanded_by)


@pytest.mark.parametrize(
    "words",
    [
        "Kestrian officials were allowed to accompany the convoy.",
        "Kestrian officials accompanied the convoy.",
        "Kestrian officials may accompany the convoy.",
        "The Northern Front was not allowed to join the talks.",
    ],
)
def test_who_comes_along_is_not_kept_out(words: str) -> None:
    """Only that somebody may not come is told here, and only of a movement."""
    assert not of(Excluded, words)


@pytest.mark.parametrize(
    ("words", "stage", "planned"),
    [
        ("The convoy left Tarn on 19 May.", "departed", False),
        ("The convoy has set off from Tarn.", "departed", False),
        ("The convoy is due to leave on Monday.", "departed", True),
        ("The convoy will leave Tarn on Monday.", "departed", True),
        ("The convoy was on its way to Ulme.", "en_route", False),
        ("The convoy reached Ulme.", "arrived", False),
        ("The trucks of the aid convoy entered Ulme.", "arrived", False),
        ("The convoy was unloading at a warehouse.", "unloading", False),
        ("The convoy was being unloaded.", "unloading", False),
        ("Aid was delivered to Ulme.", "delivered", False),
        ("The convoy was partially unloaded.", "partially_delivered", False),
        ("The convoy was held for two days at the Bresk checkpoint.", "held", False),
        ("The convoy has been stuck at the Bresk checkpoint.", "held", False),
        ("The Vellish army turned the convoy back.", "turned_back", False),
        ("The convoy was turned back at Bresk.", "turned_back", False),
        ("The convoy was rerouted through Bresk.", "rerouted", False),
        ("Gunmen looted the convoy.", "looted", False),
        ("The convoy was cancelled.", "aborted", False),
        ("The convoy was called off.", "aborted", False),
        ("The convoy has been postponed.", "postponed", False),
        ("Aid deliveries were suspended.", "suspended", False),
        ("The convoy was hit by an airstrike.", "attacked", False),
        ("Warplanes bombed the convoy.", "attacked", False),
    ],
)
def test_stages_are_read_and_plans_are_marked_as_plans(words: str, stage: str, *, planned: bool) -> None:
    """What has happened and what is only to happen are never the same."""
    assert (stage, planned) in {(r.stage, r.planned) for r in of(Reached, words) if isinstance(r, Reached)}


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("The convoy did not reach Ulme.", "arrived"),
        ("The convoy never arrived.", "arrived"),
        ("The convoy has not left Tarn.", "departed"),
        ("The convoy was unable to reach Ulme.", "arrived"),
        ("No aid was delivered to Ulme.", "delivered"),
        ("The convoy could not enter Ulme.", "arrived"),
    ],
)
def test_what_is_told_not_to_have_happened_is_a_denial(words: str, stage: str) -> None:
    """A plain negation never counts as the fact; it stands as what it is."""
    assert [(a.fact.stage, a.stance) for a in said(words) if isinstance(a.fact, Reached)] == [(stage, "deny")]


@pytest.mark.parametrize(
    "words",
    [
        "If the convoy leaves Tarn, it will be attacked.",
        "The UN urged the convoy to leave Tarn.",
        "The convoy could leave on Monday.",
        "The Front left Tarn while the convoy waited.",
        "The quarrel over the convoy reached the courts.",
        "The minister arrived in Tarn.",
        "The UN said it hoped the convoy would reach Ulme.",
        "We did not find any signs of ammunition having hit the convoy.",
        "The convoy caught fire.",
        "Fighting halted so that aid could reach Ulme.",
    ],
)
def test_no_stage_is_read_into_words_that_tell_none(words: str) -> None:
    """The movement itself must have done it or suffered it, and it must have been so."""
    assert not of(Reached, words)


def test_unloading_is_granted_even_by_a_question() -> None:
    """Who asks what happened during the unloading says that it was unloading."""
    found = said("What was the target during the convoy's stop and unloading?", by="velland.mil", stance="question")
    assert [(a.fact.stage, a.by, a.stance) for a in found if isinstance(a.fact, Reached)] == [
        ("unloading", "velland.mil", "assert")
    ]


def test_whose_convoy_it_is_did_not_strike_it() -> None:
    """Aid bodies named beside an attack are never read as who carried it out."""
    found = of(Reached, "Warplanes attacked a convoy escorted by the Vellish Red Crescent.")
    assert [r.by for r in found if isinstance(r, Reached)] == [None]


def test_a_convoy_that_was_bringing_aid_had_not_delivered_it() -> None:
    """What it was on its way to do is no delivery."""
    stages = {r.stage for r in of(Reached, "A convoy delivering aid to Ulme was hit by an airstrike.") if isinstance(r, Reached)}
    assert "delivered" not in stages


def test_a_checkpoint_is_held_by_whom_the_words_say() -> None:
    """And by nobody else."""
    words = "The convoy was held for 48 hours at a checkpoint run by the Vellish army."
    assert of(Checkpoint, words) == [Checkpoint(place="a checkpoint", controller="velland.mil")]
    assert of(Checkpoint, "The convoy was held at the Bresk checkpoint.") == [Checkpoint(place="v.bresk")]


@pytest.mark.parametrize(
    ("words", "phase", "item", "low", "of_total"),
    [
        ("The attack destroyed 18 out of 31 trucks of the aid convoy.", "destroyed", "trucks", 18, 31),
        ("The 31-vehicle convoy was hit.", "sent", "vehicles", 31, None),
        ("A convoy of 46 trucks entered Ulme.", "sent", "trucks", 46, None),
        ("The convoy will deliver aid to 40,000 people in Ulme.", "planned", "people", 40000, None),
        ("The convoy was carrying food for 78,000 people.", "loaded", "people", 78000, None),
        ("Aid was delivered to 27,500 people in Ulme.", "delivered", "people", 27500, None),
        ("70% of the medical supplies were removed from the convoy.", "removed", "medical supplies", 70, None),
        ("The Vellish government approved 25 of the 29 areas in the aid plan.", "approved", "areas", 25, 29),
        ("Some 1,200 people were evacuated from Ulme.", "sent", "people", 1200, None),
    ],
)
def test_each_figure_has_its_phase(words: str, phase: str, item: str, low: int, of_total: int | None) -> None:
    """Vehicles in the convoy are not vehicles destroyed, and people to be served are not people reached."""
    figures = {(q.phase, q.item, q.low, q.of_total) for q in of(Quantity, words) if isinstance(q, Quantity)}
    assert (phase, item, low, of_total) in figures


def test_what_was_taken_off_is_told_with_who_took_it() -> None:
    """Medical items removed, without a figure, are still a claim of their own."""
    (fact,) = of(Quantity, "Medical items were removed from the trucks of the convoy by the Vellish army.")
    assert isinstance(fact, Quantity)
    assert (fact.phase, fact.is_medical, fact.low, fact.bound, fact.removed_by) == (
        "removed",
        True,
        None,
        "unknown",
        "velland.mil",
    )


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("The Northern Front vowed to block any aid shipments.", "block"),
        ("The Northern Front threatened to attack the convoy.", "attack"),
        ("The Northern Front said it would not let any aid through.", "block"),
        ("The Northern Front demanded to search the trucks of the convoy.", "search"),
    ],
)
def test_a_threat_against_aid_is_no_act_yet(words: str, act: str) -> None:
    """It stands with who would do it; nothing was blocked or attacked by saying so."""
    (fact,) = of(Obstruction, words)
    assert isinstance(fact, Obstruction)
    assert (fact.by, fact.act) == ("front", act)
    assert not of(Reached, words)


def test_a_vow_read_as_a_claim_of_its_speaker_is_the_speaker_s() -> None:
    """The reader gives "vowed | to block aid" to the one who vowed."""
    (found,) = said("to block any aid shipments that came through Tarn", by="front", rule="vow.inf")
    assert (found.fact, found.by) == (Obstruction(by="front", act="block", condition="that came through Tarn"), "front")


def test_who_says_it_and_through_whom_stays_as_in_the_claim() -> None:
    """An official quoted by an agency is the speaker, the agency the way; an unnamed one stays unnamed."""
    (found,) = said("The convoy has left Tarn.", by="a Vellish official", via=("Border Wire",), unnamed=True)
    assert (found.by, found.name, found.via, found.unnamed) == (
        "a Vellish official",
        "a Vellish official",
        ("Border Wire",),
        True,
    )
    (own,) = said("The convoy has left Tarn.")
    assert (own.by, own.via, own.unnamed) == ("", (), False)


def test_a_denial_stays_a_denial() -> None:
    """Who denies having blocked a convoy does not say that it was blocked, nor that it was let through."""
    found = said("that it had turned back the convoy", by="front", stance="deny", rule="deny.clause")
    assert [(a.fact.stage, a.stance) for a in found if isinstance(a.fact, Reached)] == [("turned_back", "deny")]


def test_exchanging_the_names_exchanges_them_and_changes_nothing_else() -> None:
    """Whoever approves, refuses or threatens is read alike."""
    words = "{0} refused permission for the convoy after {1} officials were barred from joining the convoy."
    one = [a.fact for a in said(words.format("Velland", "Kestrian"))]
    other = [a.fact for a in said(words.format("Kestria", "Vellish"))]
    swapped = str(one).replace("velland", "*").replace("kestria", "velland").replace("*", "kestria")
    assert swapped.replace("Kestrian", "Vellish") == str(other)


# which movement


STRUCK = "The convoy was hit by an airstrike."


def test_what_is_said_of_a_struck_convoy_is_of_its_incident() -> None:
    """And of the movement that people tied to it, where they did."""
    heard = hearing(told(STRUCK, incidents=("i1",)), told("The convoy had left Tarn."))
    assert {a.subject for a in read(heard)} == {"mv:i1"}
    tie = Assertion(
        subject="mv3",
        fact=MovementNamed(of_incident="i1"),
        by="un",
        source=Source(id="tl1", known_on="2031-05-20", said_on="2031-05-20"),
    )
    assert movements(heard, [tie]) == {"i1": "mv3"}
    assert {a.subject for a in read(heard, [tie])} == {"mv3"}


def test_where_a_report_tells_of_two_struck_convoys_nobody_chooses() -> None:
    """What is said of neither by name stays without a subject."""
    heard = hearing(
        told(STRUCK, incidents=("i1",)), told("Another convoy was shelled.", incidents=("i2",)), told("The convoy had left Tarn.")
    )
    assert [a.subject for a in read(heard) if isinstance(a.fact, Reached) and a.fact.stage == "departed"] == [""]


def test_a_vow_against_any_aid_is_of_no_one_movement() -> None:
    """It was not said of the convoy that was struck."""
    heard = hearing(told(STRUCK, incidents=("i1",)), told("The Northern Front vowed to block any aid shipments."))
    assert [a.subject for a in read(heard) if isinstance(a.fact, Obstruction)] == [""]


def test_what_waits_is_read_apart() -> None:
    """A proposal counts for nothing until somebody decides, and what it would add can be told."""
    whole = hearing(told("The convoy had left Tarn."))
    apart = type(whole)(on=whole.on, heard=(), incidents=(), actors=whole.actors, waiting=whole.heard, places=whole.places)
    assert read(apart) == ()
    assert [a.fact for a in waiting(apart)] == [a.fact for a in read(whole)]
