"""Coverage as claims: by speaker and day, rivals side by side, the text of an agreement as one voice among them."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.actors.coverage import ActorCoverage, by_text, coverage, quotes
from truceline.model.agreements import Acceptance, Agreement, Calendar, Exclusion
from truceline.model.assertions import Assertion, Source
from truceline.model.claims import Stance
from truceline.model.coverage import Affiliated, CoverageFact, CoverageState, Covered

TEXT = Agreement(
    id="truce",
    name="The Truce",
    date="2016-09-09",
    effective_at="2016-09-12T19:00:00+03:00",
    calendar=Calendar(),
    source_text=(),
    parties=("aa", "bb"),
    exclusions=(Exclusion(actor="red"), Exclusion(actor="blue", claimed_by="aa")),
    acceptances=(Acceptance(party="bb", on="2016-09-10", act="refuse"),),
)


def says(  # who says what, when, how
    by: str, state: CoverageState, day: str, *, stance: Stance = "assert", agreement: str | None = None, n: int = 0
) -> Assertion[CoverageFact]:
    source = Source(id=f"c_{by}{day}{state}{n}", known_on=day, said_on=day, report=None if by else f"r{n}")
    return Assertion(subject="", fact=Covered(actor="red", state=state, agreement=agreement), by=by, source=source, stance=stance)


def lines(found: tuple[ActorCoverage, ...]) -> list[tuple[str, str, str, str | None]]:
    return [(line.by, line.state, line.since, line.until) for each in found for line in each.lines]


def test_rivals_stand_side_by_side_and_nobody_wins() -> None:
    """Where two sides differ over whom a truce covers, a mediator sees both and who says which."""
    (red,) = coverage([says("aa", "excluded", "2016-09-20"), says("bb", "party", "2016-09-20")])
    assert {line.by: line.state for line in red.on("2016-09-20")} == {"aa": "excluded", "bb": "party"}
    assert red.is_contested("2016-09-20")
    assert not red.is_contested("2016-09-19")


def test_who_says_something_else_later_said_the_former_until_then() -> None:
    """What somebody said first stays, with its last day."""
    found = coverage([says("aa", "excluded", "2016-09-25"), says("aa", "party", "2016-09-20"), says("aa", "party", "2016-09-22")])
    assert lines(found) == [("aa", "party", "2016-09-20", "2016-09-24"), ("aa", "excluded", "2016-09-25", None)]


def test_a_denial_and_a_demand_are_shown_and_never_count() -> None:
    """That somebody denies that a group is excluded does not make it covered."""
    (red,) = coverage(
        [says("aa", "excluded", "2016-09-20", stance="deny"), says("bb", "excluded", "2016-09-20", stance="demand")]
    )
    assert red.on("2016-09-20") == ()
    assert [line.stance for line in red.lines] == ["deny", "demand"]


def test_each_report_and_each_unnamed_speaker_is_a_voice_of_its_own() -> None:
    """Two unnamed officials are not one person who changed his mind."""
    (red,) = coverage([says("", "excluded", "2016-09-20", n=1), says("", "party", "2016-09-21", n=2)])
    assert [line.until for line in red.lines] == [None, None]


def test_the_text_of_an_agreement_is_one_voice_and_an_exclusion_that_is_claimed_is_the_claimant_s() -> None:
    """What a text says stands beside what its parties say of it."""
    said = {(each.fact.actor, each.by, each.fact.state, each.fact.since) for each in by_text(TEXT)}
    assert said == {
        ("aa", "truce", "party", "2016-09-12"),
        ("bb", "truce", "party", "2016-09-12"),
        ("red", "truce", "excluded", "2016-09-12"),
        ("blue", "aa", "excluded", "2016-09-12"),
        ("bb", "bb", "not_accepted", "2016-09-10"),
    }
    bb = next(each for each in coverage(by_text(TEXT)) if each.actor == "bb")
    assert bb.is_contested("2016-09-12")


def test_agreements_are_told_apart_and_a_claim_that_names_none_is_held_against_each() -> None:
    """To be a party to one truce is no contradiction to being left out of another."""
    one, two = says("aa", "party", "2016-09-20", agreement="one"), says("bb", "excluded", "2016-09-20", agreement="two")
    assert not coverage([one, two])[0].is_contested("2016-09-20")
    assert coverage([one, says("bb", "excluded", "2016-09-20")])[0].is_contested("2016-09-20")


def test_an_affiliation_is_a_quotation_with_its_speaker() -> None:
    """Nothing is folded into who belongs to whom: each sentence stands under whoever said it."""
    fact = Affiliated(actor="scouts", other="red", relation="close_to", words="the Scouts work with Red")
    source = Source(id="c_1", known_on="2016-09-20", said_on="2016-09-20")
    said: list[tuple[str, Stance]] = [("aa", "assert"), ("scouts", "deny")]
    told = [Assertion[CoverageFact](subject="", fact=fact, by=by, source=source, stance=stance) for by, stance in said]
    assert [(quote.by, quote.stance, quote.words) for quote in quotes(told)] == [
        ("aa", "assert", "the Scouts work with Red"),
        ("scouts", "deny", "the Scouts work with Red"),
    ]
    assert coverage(told) == ()


STATES: tuple[CoverageState, ...] = ("party", "accepted", "not_accepted", "excluded", "disputed")
SAID = st.builds(
    says,
    st.sampled_from(["aa", "bb", ""]),
    st.sampled_from(STATES),
    st.sampled_from([f"2016-09-{n:02}" for n in range(10, 16)]),
    stance=st.sampled_from(["assert", "deny"]),
    n=st.integers(0, 3),
)


@settings(max_examples=25, deadline=None)
@given(said=st.lists(SAID, max_size=8), seed=st.integers(0, 99))
def test_the_order_of_entry_makes_no_difference(said: list[Assertion[CoverageFact]], seed: int) -> None:
    """Two offices that enter the same in another order see the same page."""
    mixed = list(said)
    random.Random(seed).shuffle(mixed)  # an order, no secret
    assert coverage(mixed) == coverage(said)
