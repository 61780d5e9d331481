"""What was learned between two states: every line with the claims that made it so, and nothing that neither state shows."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from fakes.september import september
from fakes.storytelling import Story
from truceline.agreement.status import difference
from truceline.model import status as told
from truceline.model.agreements import Agreement, Calendar, Condition
from truceline.outputs.labels import load
from truceline.outputs.views import Material
from truceline.outputs.views.learned import LearnedPage, learned
from truceline.outputs.views.learned.wording import Wording


def fields(page: LearnedPage, incident: str) -> dict[str, tuple[str | None, str | None]]:
    return {
        f"{line.field} {line.what}".strip(): (line.before, line.after)
        for change in page.incidents
        if change.id == incident
        for line in change.changes
    }


def news(page: LearnedPage) -> dict[str, str]:
    return {line.claim: line.news for line in page.claims}


def two_days() -> Story:
    """A town is shelled: one count on the first day, another on the second, which takes the first back."""
    story = Story()
    story.report("r1", "A council said 12 people died in Urum.", published="2016-09-01", publisher="Desk")
    story.report("r2", "The council said it was wrong: 3 people died in Urum.", published="2016-09-02", publisher="Desk")
    first = story.claim(
        "r1",
        "12 people died in Urum",
        speaker="A council",
        event="died",
        counts=[("12", "killed", "people", 12, 12, "exact")],
        incident="i1",
    )
    story.claim(
        "r2",
        "3 people died in Urum",
        speaker="The council",
        stance="correct",
        answers=(first,),
        event="died",
        counts=[("3", "killed", "people", 3, 3, "exact")],
        incident="i1",
    )
    return story


def test_a_correction_names_the_claim_that_makes_it_and_the_one_it_corrects() -> None:
    """The earlier words are told as corrected, the figure with the claim that moved it."""
    story = two_days()
    (first, _), (second, _) = story.claims
    page = learned(story.material(known="2016-09-01"), story.material())
    assert news(page) == {first.id: "corrected", second.id: "added"}
    assert next(line.by for line in page.claims if line.claim == first.id) == (second.id,)
    (change,) = page.incidents
    assert all(line.claims for line in change.changes)
    assert {claim for line in change.changes if line.field == "figures" for claim in line.claims} <= {first.id, second.id}


def test_nothing_is_learned_where_nothing_changed(material: Material) -> None:
    """The same state twice has no line."""
    page = learned(material, september().material())
    assert page.is_empty


def test_going_back_takes_away_what_going_forward_brings() -> None:
    """What is learned forwards is gone backwards, and in both the same claims are named."""
    story = two_days()
    early, late = story.material(known="2016-09-01"), story.material()
    forwards, backwards = learned(early, late), learned(late, early)
    assert {claim for claim, what in news(forwards).items() if what == "added"} == {
        claim for claim, what in news(backwards).items() if what == "gone"
    }
    assert fields(forwards, "i1") == {name: (after, before) for name, (before, after) in fields(backwards, "i1").items()}


@pytest.mark.parametrize(("since", "known"), [("2016-09-19", "2016-09-21"), ("2016-09-20", "2016-11-04")])
def test_what_neither_state_shows_is_not_in_what_was_learned(since: str, known: str) -> None:
    """Later and undated reports leave no trace."""
    story = september()
    shown = msgspec.json.encode(learned(story.material(known=since), story.material(known=known))).decode()
    assert "CANARY" not in shown
    assert "board-later" not in shown


def test_every_claim_named_stands_in_one_of_the_states(story: Story) -> None:
    """No line refers to a claim that the reader cannot open."""
    before, after = story.material(known="2016-09-19"), story.material()
    page = learned(before, after)
    named = {c for i in page.incidents for line in i.changes for c in line.claims} | {c for i in page.incidents for c in i.claims}
    named |= {line.claim for line in page.claims} | {c for line in page.claims for c in line.by}
    assert named <= {*before.by_claim, *after.by_claim}


def test_a_decision_is_told_as_how_it_stood_and_stands() -> None:
    """A proposal that was accepted, and a claim that was rejected after it had been accepted."""
    story = two_days()
    before = story.material()
    one, two = before.told[:2]
    after = two_days().material()
    waiting = dataclasses.replace(before, told=(two,), waiting=(msgspec.structs.replace(one, standing="proposed"),))
    rejected = dataclasses.replace(before, told=(two,), rejected=(msgspec.structs.replace(one, standing="rejected"),))
    accepted = next(line for line in learned(waiting, after).claims if line.claim == one.claim.id)
    assert (accepted.news, accepted.before, accepted.after) == ("standing", "proposed", "accepted")
    gone = next(line for line in learned(after, rejected).claims if line.claim == one.claim.id)
    assert (gone.news, gone.before, gone.after) == ("standing", "accepted", "rejected")


def test_an_incident_that_went_into_another_says_where_its_claims_are() -> None:
    """Whoever kept the address finds on."""
    story, joined = two_days(), two_days()
    story.links = [msgspec.structs.replace(link, incident="i2" if n else "i1") for n, link in enumerate(story.links)]
    (gone,) = [change for change in learned(story.material(), joined.material()).incidents if change.news == "gone"]
    assert (gone.id, gone.now_in) == ("i2", ("i1",))


CALM = Condition(id="calm", summary="Seven days of calm.", kind="days", needed=7)
QUIET = told.Status(
    agreement="a",
    name="A",
    known=None,
    on="2016-09-20",
    arrangement=told.Arrangement(status="in_force", since=None, act=None, authority=(), joint=False, why=""),
    adherence=(),
    assessments=(),
    declarations=(),
    authority=(),
    conditions=(),
    phases=(),
    ground=told.Ground(incidents=(), by_day=(), undated=(), gaps=(), coverage=""),
    proposals_that_would_change_it=0,
)


def count(progress: int, **more: object) -> told.ConditionCount:
    """A count of the calm by x; ``more``: other fields of it."""
    plain = told.ConditionCount(
        id="calm",
        by="x",
        rule="own words",
        met=False,
        progress=progress,
        needed=7,
        since="2016-09-13",
        counted=("2016-09-13", "2016-09-20"),
        resets=(),
        missing=None,
    )
    return msgspec.structs.replace(plain, **more)


RESET = told.Reset(date="2016-09-19", incident="i1", claimed_by="y", claim="c_1", why="", without=None)
MET = {"met": True, "met_on": "2016-09-19"}


@pytest.mark.parametrize(
    ("was", "now", "codes"),
    [
        (count(3), count(5), ["then_open", "now_open", "days_passed"]),
        (count(8, **MET), count(1, **MET, resets=(RESET,)), ["then_met", "now_met_and_begun_anew", "interrupted_by"]),
        (count(1, resets=(RESET,)), count(6), ["then_open", "now_open", "interrupts_no_longer"]),
        (count(3), count(1, unrecorded=(("2016-09-14", "2016-09-19"),)), ["then_open", "now_open", "unrecorded"]),
        (count(0, counted=None), count(7), ["then_nothing_counted", "now_full", "days_passed"]),
        (None, count(2), ["then_not_counted", "now_open"]),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_count_says_in_sentences_what_held_and_what_made_it_so(
    was: told.ConditionCount | None, now: told.ConditionCount, codes: list[str], lang: str
) -> None:
    """Nobody has to work out why a count fell back: an interruption, a silence, the days, or one that counts no longer."""
    before = msgspec.structs.replace(QUIET, conditions=(was,) if was else ())
    after = msgspec.structs.replace(QUIET, conditions=(now,))
    agreement = Agreement(
        id="a",
        name="A",
        date="2016-09-09",
        calendar=Calendar(utc_offset="+03:00"),
        source_text=(),
        parties=(),
        conditions=(CALM,),
    )
    labels = load(lang)
    (change,) = difference(before, after)
    found = Wording(before, after, agreement, {}, labels).told(change, "conditions", "calm", None, None)
    assert [each.code for each in found] == codes
    assert all("{" not in labels.say("learned_told", each.code, **each.values) for each in found)
    assert all(labels.groups["learned_told"][each.code] for each in found)
