"""Alleged violations: one line for an incident, a clause and a party, and where each authority stands, for itself."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.allegations import ACTORS, AGREEMENT, PLACES, PROCEDURE, Allegations
from truceline.agreement.violations import Assessor, assess
from truceline.agreement.violations.case import lines_of
from truceline.model import Stance
from truceline.model.agreements import Agreement, Capacity, Clause, Phase, Step
from truceline.model.violations import Position, Violation


@pytest.fixture
def told() -> Allegations:
    """One incident at the mill, of which Northland says that Southland did it."""
    story = Allegations()
    story.incident()
    story.says("north", "accuse", ("occurrence", "perpetrator"), of="south.army")
    return story


def lines(story: Allegations, on: str = "2016-12-31", agreement: Agreement = AGREEMENT) -> dict[str, Violation]:
    """Return what is alleged, by id."""
    return {each.id: each for each in assess(agreement, story.hearing(on))}


def values(positions: dict[str, Position]) -> dict[str, str]:
    """Return the word of each authority."""
    return {by: position.value for by, position in positions.items()}


LINE = "i1/attacks/south"


def test_whom_only_another_clause_binds_does_not_vanish_from_one_that_binds_all() -> None:
    """Where everybody alleged stands outside a clause for all, it keeps its line, of no party and with whoever is alleged."""
    alleged: dict[str | None, frozenset[str]] = {"army": frozenset({"army.air"})}
    assert lines_of(alleged, {"gov", "north"}, ("gov", "north"), binds_all=True) == [(None, frozenset({"army.air"}))]
    assert lines_of(alleged, {"north"}, ("gov", "north"), binds_all=False) == []


def test_a_denial_by_the_accused_stands_beside_the_accusation(told: Allegations) -> None:
    """Neither takes the place of the other, and the denial says nothing of whether it happened."""
    told.says("south.army", "deny", ("perpetrator",), day="2016-09-17")
    line = lines(told)[LINE]
    assert values(line.attribution) == {"north": "alleged", "south": "contested"}
    assert line.attribution["south"].since == "2016-09-17"
    assert line.attribution["south"].rule == "denies that it did it"
    assert "south" not in line.occurrence
    assert line.alleged == ("south.army",)


def test_an_allegation_by_one_party_is_no_finding_of_another(told: Allegations) -> None:
    """Who alleged nothing and found nothing stands nowhere."""
    line = lines(told)[LINE]
    assert values(line.finding) == {"north": "alleged"}
    assert "no finding" in line.finding["north"].rule
    assert set(line.attribution) == {"north"}


def test_two_who_may_judge_differ_for_ever(told: Allegations) -> None:
    """Two co-chairs find differently; both findings stay, each with its day."""
    chairs = msgspec.structs.replace(AGREEMENT, capacities=(Capacity(name="co-chair", holders=("patron", "monitors")),))
    told.step("finding", "patron", "2016-09-20", axis="finding", value="rejected")
    told.step("finding", "monitors", "2016-09-21", axis="finding", value="confirmed")
    line = lines(told, agreement=chairs)[LINE]
    assert values(line.finding) == {"north": "alleged", "patron": "rejected", "monitors": "confirmed"}
    assert (line.finding["patron"].since, line.finding["patron"].steps) == ("2016-09-20", ("s1",))


def test_each_rival_allegation_makes_its_own_line(told: Allegations) -> None:
    """Southland says that Northland did it itself: two lines, and neither word is a denial in the other."""
    told.says("south", "accuse", ("perpetrator",), of="north.army")
    found = lines(told)
    assert {LINE, "i1/attacks/north"} <= found.keys()
    assert values(found["i1/attacks/north"].attribution) == {"south": "alleged"}
    assert values(found[LINE].attribution) == {"north": "alleged"}
    assert [grading.word for each in found.values() if (grading := each.grading)] == ["contested"] * 2


def test_where_nobody_is_alleged_the_line_has_no_party() -> None:
    """Nobody is put where nobody was named, and a denial of one's own part names nobody else."""
    story = Allegations()
    story.incident()
    story.says("village", "assert")
    story.says("south", "deny", ("perpetrator",))
    story.says("monitors", "cannot_verify", ("perpetrator",), is_told=False)
    found = lines(story)
    assert set(found) == {"i1/attacks/-"}
    line = found["i1/attacks/-"]
    assert (line.party, line.grading) == (None, None)
    assert values(line.attribution) == {"south": "unattributed", "monitors": "unattributed"}
    assert "names nobody" in line.attribution["south"].rule


def test_somebody_who_is_no_party_has_no_line_of_a_party(told: Allegations) -> None:
    """An armed group that the text does not bind has no line beside a party's, but the allegation does not vanish."""
    told.says("south", "accuse", ("perpetrator",), of="band")
    found = lines(told)
    assert set(found) == {LINE}
    assert "also said to have done it, and no party: band" in found[LINE].why


def test_where_only_somebody_who_is_no_party_is_alleged_the_line_names_whom() -> None:
    """By name, and with who says so; a clause that binds one party alone is not concerned."""
    story = Allegations()
    story.incident(kind="V.AIR", places=("bridge",))
    story.says("south", "accuse", ("perpetrator",), of="band")
    found = lines(story)
    assert set(found) == {"i1/attacks/-"}
    assert found["i1/attacks/-"].alleged == ("band",)
    assert values(found["i1/attacks/-"].attribution) == {"south": "alleged"}


def test_a_clause_that_binds_one_party_is_not_concerned_by_what_another_did() -> None:
    """Flights over the bridge are forbidden to Southland; Northland is alleged, so no line comes of it."""
    story = Allegations()
    story.incident(kind="V.AIR", places=("bridge",))
    story.says("south", "accuse", ("perpetrator",), of="north")
    assert set(lines(story)) == {"i1/attacks/north"}


@pytest.mark.parametrize(
    ("kind", "places", "day", "expected"),
    [
        ("V.AIR", ("bridge",), "2016-09-15", {"i1/attacks/south", "i1/flights/south"}),
        ("V.AIR", ("valley",), "2016-09-15", {"i1/attacks/south", "i1/flights/south"}),
        ("V.AIR", ("mill",), "2016-09-15", {"i1/attacks/south"}),
        ("V.AIR", ("land",), "2016-09-15", {"i1/attacks/south"}),
        ("V.AIR", (), "2016-09-15", {"i1/attacks/south"}),
        ("V.SHELL", ("bridge",), "2016-09-15", {"i1/attacks/south"}),
        ("V.AIR", ("bridge",), "2016-10-01", {"i1/attacks/south"}),
        ("V.AIR", ("bridge",), "2016-09-09", set()),
        ("V.AIR", ("bridge",), "2016-09-10", {"i1/attacks/south", "i1/flights/south"}),
    ],
)
def test_a_clause_is_concerned_by_kind_place_and_time(kind: str, places: tuple[str, ...], day: str, expected: set[str]) -> None:
    """What does not fit is not looked at; what may fit, as a larger place or the day it began, is."""
    story = Allegations()
    story.incident(kind=kind, places=places, day=day)
    story.says("north", "accuse", ("perpetrator",), of="south")
    assert set(lines(story)) == expected


def test_what_cannot_be_told_is_said_with_the_line() -> None:
    """A whole province, and the day on which it began without an hour."""
    story = Allegations()
    story.incident(kind="V.AIR", places=("valley",), day="2016-09-10")
    story.says("north", "accuse", ("perpetrator",), of="south")
    why = lines(story)["i1/flights/south"].why
    assert "whether that was after its beginning is not said" in why
    assert "whether it lies where this applies is not known" in why


def test_a_target_must_be_said_by_somebody() -> None:
    """A clause on convoys is concerned only where an account says that a convoy was hit."""
    story = Allegations()
    story.incident()
    story.says("village", "assert")
    assert set(lines(story)) == {"i1/attacks/-"}
    story.says("relief", "assert", targets=("convoy",))
    assert set(lines(story)) == {"i1/attacks/-", "i1/convoys/-"}


def test_what_only_a_denial_tells_of_is_no_line() -> None:
    """A denial is never read as the reverse claim, nor as an incident of its own."""
    story = Allegations()
    story.incident()
    story.says("south", "deny", ("occurrence",), of="south")
    assert lines(story) == {}


@pytest.mark.parametrize(("origins", "word"), [((1, 1), "alleged"), ((1, 5), "alleged"), ((2, 2), "corroborated")])
def test_corroborated_needs_two_independent_origins(told: Allegations, origins: tuple[int, int], word: str) -> None:
    """However many repeat it; and it is arithmetic, no authority's word."""
    told.incident(origins=origins)
    line = lines(told)[LINE]
    assert line.occurrence["arithmetic"].value == word
    assert line.occurrence["north"].value == "alleged"


def test_who_says_that_it_did_not_happen_refutes_it_for_itself(told: Allegations) -> None:
    """The others still say that it did."""
    told.says("south", "deny", ("occurrence",))
    told.says("monitors", "confirm", ("occurrence",))
    told.says("patron", "cannot_verify", ("occurrence",))
    told_by = values(lines(told)[LINE].occurrence)
    assert told_by == {
        "north": "alleged",
        "south": "refuted",
        "monitors": "verified",
        "patron": "unverifiable",
        "arithmetic": "alleged",
    }


def test_taking_responsibility_is_accepting_for_oneself(told: Allegations) -> None:
    """For nobody else, and it is not a finding that it was a violation."""
    told.says("south.army", "claim_responsibility", ("perpetrator",), day="2016-09-18")
    line = lines(told)[LINE]
    assert values(line.attribution) == {"north": "alleged", "south": "accepted"}
    assert values(line.finding) == {"north": "alleged"}
    assert line.grading is not None
    assert line.grading.word == "confirmed"


def test_saying_that_one_may_have_done_it_is_no_acceptance(told: Allegations) -> None:
    """A part is accepted only in the words in which it is."""
    told.says("south", "assert", ("perpetrator",), of="south.army", perhaps=True)
    assert lines(told)[LINE].attribution["south"].rule == "says itself that it may have done it"
    assert lines(told)[LINE].attribution["south"].value == "alleged"


def test_an_excluded_group_is_out_of_scope_only_for_who_says_so(told: Allegations) -> None:
    """Southland says that it struck the Red Band; for Northland it stays alleged."""
    told.says("south", "assert", ("motive",), is_told=False, words="its aircraft had struck Red Band positions", day="2016-09-18")
    line = lines(told)[LINE]
    assert values(line.finding) == {"north": "alleged", "south": "out_of_scope"}
    assert line.exceptions == ("red-band",)
    assert [(each.by, each.kind) for each in line.invoked] == [("south", "excluded_group")]


@pytest.mark.parametrize(
    "words",
    [
        "the strike had helped the Red Band",
        "it had not targeted the Red Band",
        "an attack by the Red Band followed",
        "nobody knew who was there",
    ],
)
def test_naming_a_group_is_not_invoking_an_exception(told: Allegations, words: str) -> None:
    """Only who says that it was aimed at the group invokes it."""
    told.says("south", "assert", ("motive",), is_told=False, words=words)
    assert lines(told)[LINE].exceptions == ()


def test_a_response_is_justified_only_for_who_says_so_of_its_own_deed(told: Allegations) -> None:
    """Northland's own words about fire returned do not excuse Southland, nor does anything unsaid."""
    told.says("south.army", "assert", ("motive",), words="its soldiers had returned fire", day="2016-09-18")
    told.says("monitors", "assert", ("motive",), words="in response to the attack the bridge was closed", day="2016-09-18")
    line = lines(told)[LINE]
    assert values(line.finding) == {"north": "alleged", "south": "justified"}
    assert line.exceptions == ("defence",)


def test_a_guarantor_held_responsible_is_no_perpetrator(told: Allegations) -> None:
    """Responsibility stands apart, and makes no line and no attribution."""
    told.says("north", "accuse", ("responsibility",), of="patron", role="party")
    told.says("patron", "deny", ("responsibility",), is_told=False, words="any responsibility for it")
    found = lines(told)
    assert set(found) == {LINE}
    held = [(each.by, each.of, each.denied) for each in found[LINE].responsibility]
    assert held == [("north", "patron", False), ("patron", "patron", True)]
    assert "patron" not in found[LINE].attribution


def test_a_guarantor_named_only_in_the_words_is_found(told: Allegations) -> None:
    """By its name as the pack has it, never by likeness."""
    told.says("north", "accuse", ("responsibility",), is_told=False, words="that Northland held Patronia responsible")
    assert [(each.by, each.of) for each in lines(told)[LINE].responsibility] == [("north", "patron")]


def test_a_later_word_of_the_same_authority_replaces_its_own_and_nothing_else(told: Allegations) -> None:
    """What it said before stays as history, and stands on the days on which it was all that was known."""
    told.step("finding", "monitors", "2016-09-20", axis="finding", value="inconclusive")
    told.step("finding", "monitors", "2016-11-02", axis="finding", value="confirmed")
    now = lines(told)[LINE].finding["monitors"]
    assert (now.value, now.since) == ("confirmed", "2016-11-02")
    assert [(each.value, each.since) for each in now.history] == [("inconclusive", "2016-09-20")]
    assert lines(told, on="2016-10-01")[LINE].finding["monitors"].value == "inconclusive"
    assert lines(told)[LINE].finding["north"].value == "alleged"


def test_an_inquiry_is_not_taken_for_the_body_that_sent_it(told: Allegations) -> None:
    """Two bodies with mandates of their own differ, and both are shown."""
    told.says("monitors", "cannot_verify", ("perpetrator",), is_told=False, day="2016-09-20")
    told.says("monitors.inquiry", "accuse", ("perpetrator",), of="south.army", day="2017-03-01")
    assert values(lines(told, on="2017-04-01")[LINE].attribution) == {
        "north": "alleged",
        "monitors": "unattributed",
        "monitors.inquiry": "alleged",
    }


def test_somebody_unnamed_does_not_speak_over_somebody_named(told: Allegations) -> None:
    """An unnamed official's later word is heard only as long as nobody named of that authority says anything."""
    told.says("patron", "deny", ("perpetrator",), of="south", day="2016-09-17")
    told.says("patron", "accuse", ("perpetrator",), of="south", unnamed=True, day="2016-09-19")
    assert lines(told)[LINE].attribution["patron"].value == "contested"
    told.says("monitors", "accuse", ("perpetrator",), of="south", unnamed=True, day="2016-09-19")
    assert "unnamed" in lines(told)[LINE].attribution["monitors"].rule


def test_what_was_taken_back_does_not_hold(told: Allegations) -> None:
    """Northland takes its allegation back: there is no line against Southland any more."""
    told.says("north", "retract", ("perpetrator",), is_told=False, answers=("c0",), day="2016-09-19")
    told.says("village", "assert")
    assert set(lines(told)) == {"i1/attacks/-"}
    assert LINE in lines(told, on="2016-09-18")


def test_nobody_takes_back_the_word_of_another(told: Allegations) -> None:
    """Southland cannot correct what Northland said."""
    told.says("south", "correct", ("occurrence",), answers=("c0",), day="2016-09-19")
    assert lines(told)[LINE].attribution["north"].value == "alleged"


def test_overdue_answers_are_listed_with_their_day(told: Allegations) -> None:
    """Until an answer is entered, or whoever asked closes the matter; on the day itself nothing is overdue."""
    asked = told.step("info_requested", "monitors", "2016-09-17", of="south", due="2016-09-20")
    assert lines(told, on="2016-09-20")[LINE].overdue == ()
    (late,) = lines(told, on="2016-09-21")[LINE].overdue
    assert (late.step, late.by, late.due, late.procedure) == ("answer", "south", "2016-09-20", None)
    assert asked in late.why
    told.step("response", "south", "2016-09-23", answer="no_answer", answers=asked)
    assert lines(told, on="2016-09-24")[LINE].overdue == (late,)
    told.step("response", "south", "2016-09-25", answer="denies", answers=asked)
    assert lines(told, on="2016-09-26")[LINE].overdue == ()


def test_unverifiable_closes_the_queue(told: Allegations) -> None:
    """An authority that found that it cannot be told waits for nothing more."""
    told.step("info_requested", "monitors", "2016-09-17", of="south", due="2016-09-20")
    told.step("finding", "monitors", "2016-10-01", value="unverifiable")
    assert lines(told, on="2016-09-30")[LINE].overdue
    line = lines(told)[LINE]
    assert (line.overdue, line.finding["monitors"].value) == ((), "unverifiable")


def test_a_matter_under_review_is_so_until_it_is_closed(told: Allegations) -> None:
    """Closed without a finding it is not under review any more, and nothing was found."""
    told.step("received", "monitors", "2016-09-16")
    told.step("visit", "monitors", "2016-09-18")
    assert lines(told, on="2016-09-19")[LINE].finding["monitors"].value == "under_review"
    told.step("closed", "monitors", "2016-10-01")
    assert "monitors" not in lines(told)[LINE].finding
    assert [step.kind for step in lines(told)[LINE].steps] == ["received", "visit", "closed"]


def test_the_steps_of_the_text_are_due_after_what_came_before_them(told: Allegations) -> None:
    """Nothing is overdue of what nobody began; then asking within a day, an answer within 72 hours, an end within thirty days."""
    text = msgspec.structs.replace(AGREEMENT, procedures=(PROCEDURE,))
    assert lines(told, agreement=text)[LINE].overdue == ()
    told.step("received", "monitors", "2016-09-16")
    late = lines(told, on="2016-10-01", agreement=text)[LINE].overdue
    assert [(each.step, each.by, each.due) for each in late] == [("ask", "monitors", "2016-09-17")]
    told.step("info_requested", "monitors", "2016-09-17", of="south")
    late = lines(told, on="2016-10-01", agreement=text)[LINE].overdue
    assert [(each.step, each.by, each.due, each.procedure) for each in late] == [("answer", "south", "2016-09-20", "enquiry")]
    told.step("response", "south", "2016-09-19", answer="explains")
    late = lines(told, on="2016-10-17", agreement=text)[LINE].overdue
    assert [(each.step, each.due) for each in late] == [("close", "2016-10-16")]


def test_an_answer_counts_for_who_gives_it(told: Allegations) -> None:
    """Southland accepts: its own attribution and finding, and no other's."""
    told.step("response", "south", "2016-09-20", answer="accepts")
    line = lines(told)[LINE]
    assert values(line.attribution) == {"north": "alleged", "south": "accepted"}
    assert values(line.finding) == {"north": "alleged", "south": "confirmed"}


def test_a_step_makes_its_line_whatever_the_incident_looks_like(told: Allegations) -> None:
    """A person looks into what no account fits; the line says so."""
    told.step("received", "monitors", "2016-09-16", at="i1/flights/south", threat_to_truce=3)
    line = lines(told)["i1/flights/south"]
    assert "entered by a person" in line.why
    assert line.threat_to_truce == {"monitors": 3}


def test_a_contested_clause_says_by_whom_on_each_day() -> None:
    """What was not yet said on a day is not shown for that day."""
    story = Allegations()
    story.incident(kind="V.AIR", places=("bridge",))
    story.says("north", "accuse", ("perpetrator",), of="south")
    early, late = (lines(story, on=day)["i1/flights/south"].duty for day in ("2016-09-20", "2016-10-20"))
    assert early == "whether this clause exists is contested: north says that it is a duty"
    assert late == f"{early}; south says that it is a new proposal"
    assert lines(story)["i1/attacks/south"].duty is None


def test_a_clause_of_a_phase_that_waits_says_for_what(told: Allegations) -> None:
    """What is owed only after a condition is met is not shown as owed."""
    waiting = msgspec.structs.replace(AGREEMENT.clauses[0], phase="later")
    phase = Phase(id="later", name="Later", after=("seven-days",))
    text = msgspec.structs.replace(AGREEMENT, clauses=(waiting,), phases=(phase,))
    assert lines(told, agreement=text)[LINE].duty == "owed only once the phase later has begun, which waits for seven-days"


@pytest.mark.parametrize(
    ("others", "killed", "word"),
    [((), None, "weak"), (("village",), None, "fair"), (("north.army",), None, "weak"), (("village",), "soldier", "discounted")],
)
def test_the_grading_words_come_with_their_rule(
    told: Allegations, others: tuple[str, ...], killed: str | None, word: str
) -> None:
    """An allegation is graded by its independent origins; two bodies of one party are one origin."""
    told.incident(killed=killed)
    for who in others:
        told.says(who, "accuse", ("perpetrator",), of="south")
    grading = lines(told)[LINE].grading
    assert grading is not None
    assert grading.word == word
    assert grading.rule


def _exchanged(data: bytes) -> bytes:
    return data.replace(b"north", b"\0").replace(b"south", b"north").replace(b"\0", b"south")


def _of_exchanged(story: Allegations, agreement: Agreement) -> bytes:
    hearing = story.hearing()
    swapped = msgspec.json.decode(_exchanged(msgspec.json.encode(hearing)), type=type(hearing))
    text = msgspec.json.decode(_exchanged(msgspec.json.encode(agreement)), type=Agreement)
    return _exchanged(msgspec.json.encode(assess(text, swapped)))


STANCES: tuple[Stance, ...] = ("assert", "accuse", "deny", "confirm", "cannot_verify", "claim_responsibility", "question")
CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(("north", "south", "north.army", "south.army", "monitors", "patron", "village")),
        st.sampled_from(STANCES),
        st.sampled_from((("occurrence",), ("perpetrator",), ("occurrence", "perpetrator"), ("responsibility",), ())),
        st.none() | st.sampled_from(("north", "south", "south.army", "band")),
        st.sampled_from(("i1", "i2")),
        st.integers(11, 25),
    ),
    max_size=8,
)


def _story(told: list[tuple[str, Stance, tuple[str, ...], str | None, str, int]]) -> Allegations:
    story = Allegations()
    story.incident()
    story.incident("i2", kind="V.AIR", places=("bridge",), origins=(2, 3))
    for who, stance, about, of, incident, day in told:
        story.says(who, stance, about, of=of, incident=incident, day=f"2016-09-{day}")  # type: ignore[arg-type]
    story.step("info_requested", "monitors", "2016-09-26", of="south", due="2016-09-28")
    story.step("finding", "patron", "2016-09-27", value="confirmed", at="i2/flights/south")
    return story


@given(CLAIMS)
@settings(max_examples=25)
def test_exchanging_the_parties_exchanges_them_and_nothing_else(
    told: list[tuple[str, Stance, tuple[str, ...], str | None, str, int]],
) -> None:
    """Whatever is said by whom of whom."""
    story = _story(told)
    assert _of_exchanged(story, AGREEMENT) == msgspec.json.encode(assess(AGREEMENT, story.hearing()))


@given(CLAIMS, st.randoms())
@settings(max_examples=25)
def test_the_order_in_which_things_are_heard_changes_nothing(
    told: list[tuple[str, Stance, tuple[str, ...], str | None, str, int]], chance: random.Random
) -> None:
    """Claims, incidents and steps in any order give the same lines, byte for byte."""
    hearing = _story(told).hearing()
    turned = [list(part) for part in (hearing.heard, hearing.incidents, hearing.steps)]
    for part in turned:
        chance.shuffle(part)
    other = msgspec.structs.replace(hearing, heard=tuple(turned[0]), incidents=tuple(turned[1]), steps=tuple(turned[2]))
    assert msgspec.json.encode(assess(AGREEMENT, other)) == msgspec.json.encode(assess(AGREEMENT, hearing))


def test_one_incident_assessed_alone_gives_the_same_lines(told: Allegations) -> None:
    """What is new about one incident is worked out from that incident alone."""
    told.incident("i2", kind="V.AIR", places=("bridge",))
    told.says("south", "accuse", ("perpetrator",), of="north", incident="i2")
    hearing = told.hearing()
    one = Assessor(AGREEMENT, ACTORS, PLACES, on=hearing.on).of(hearing.incidents[1], hearing.heard[1:])
    assert one == tuple(each for each in assess(AGREEMENT, hearing) if each.incident == "i2")


def test_a_clause_without_a_breach_concerns_nothing(told: Allegations) -> None:
    """A definition is never broken."""
    text = msgspec.structs.replace(AGREEMENT, clauses=(Clause(id="words", summary="What is meant.", kind="definition"),))
    assert assess(text, told.hearing()) == ()


def test_two_attacks_told_in_one_sentence_keep_their_own_perpetrators() -> None:
    """Only the mentions that are this incident are read for it."""
    story = Allegations()
    story.incident()
    story.incident("i2")
    story.says("north", "accuse", ("perpetrator",), of="south")
    (first,) = story.heard
    other = msgspec.structs.replace(first.claim.events[0], id="e2", actors=())
    claim = msgspec.structs.replace(first.claim, events=(*first.claim.events, other))
    story.heard = [msgspec.structs.replace(first, claim=claim, incidents=("i1", "i2"), mentions={"i1": ("e1",), "i2": ("e2",)})]
    assert set(lines(story)) == {LINE, "i2/attacks/-"}


def test_mentioning_a_deed_of_ones_own_is_not_accepting_it(told: Allegations) -> None:
    """ "Would we bomb a convoy?" names the speaker, and neither accepts nor alleges anything."""
    told.says("south", "assert", ("means",), of="south.army")
    told.says("north", "assert", ("proposal",), of="north")
    found = lines(told)
    assert set(found) == {LINE}
    assert values(found[LINE].attribution) == {"north": "alleged"}


def test_who_takes_it_upon_itself_does_not_allege_it_of_its_ally(told: Allegations) -> None:
    """Patronia says that it took part in what Southland did: accepted by it, and no allegation of a breach."""
    told.says("patron", "claim_responsibility", ("perpetrator",), of="south", day="2016-09-18")
    line = lines(told)[LINE]
    assert values(line.attribution) == {"north": "alleged", "patron": "accepted"}
    assert values(line.finding) == {"north": "alleged"}


def test_who_cannot_tell_any_more_alleges_no_breach_any_more(told: Allegations) -> None:
    """The later word about who did it takes the allegation with it; the earlier one stays in the history."""
    told.says("north", "cannot_verify", ("perpetrator",), is_told=False, day="2016-09-20")
    line = lines(told)[LINE]
    assert (line.attribution["north"].value, line.finding) == ("unattributed", {})
    assert [each.value for each in line.attribution["north"].history] == ["alleged"]


@pytest.mark.parametrize(("who", "stance"), [("north", "accuse"), ("north", "assert"), ("monitors", "assert")])
def test_who_says_that_another_retaliated_excuses_nobody(told: Allegations, who: str, stance: Stance) -> None:
    """Only who speaks of a deed of its own can say that it was a response; the accuser's own word stays an allegation."""
    told.says(who, stance, ("perpetrator",), of="south.army", words="the shelling was in retaliation for an attack")
    line = lines(told)[LINE]
    assert (line.invoked, line.finding[who].value) == ((), "alleged")


def test_an_accusation_that_names_an_excluded_group_excuses_nobody(told: Allegations) -> None:
    """Northland accuses: that the strikes were meant for the Red Band is not its word for "out of scope"."""
    told.says("north", "accuse", ("perpetrator",), of="south.army", words="Southland's strikes on the Red Band killed villagers")
    told.says("patron", "assert", ("count",), of="band", role="victim")
    line = lines(told)[LINE]
    assert (line.invoked, line.finding["north"].value) == ((), "alleged")


def test_claiming_a_part_that_one_may_have_had_is_no_acceptance(told: Allegations) -> None:
    """ "It may have been us" stays an allegation, by whatever stance it is told."""
    told.says("south.army", "claim_responsibility", ("perpetrator",), of="south.army", perhaps=True)
    line = lines(told)[LINE]
    assert line.attribution["south"].value == "alleged"
    assert line.grading is not None
    assert line.grading.word != "confirmed"


@pytest.mark.parametrize(
    ("who", "stance", "of", "word"),
    [
        ("south", "accuse", "band", "contested"),
        ("band", "claim_responsibility", "band", "contested"),
        ("patron", "claim_responsibility", None, "weak"),
    ],
)
def test_a_rival_that_is_no_party_is_a_rival_all_the_same(
    told: Allegations, who: str, stance: Stance, of: str | None, word: str
) -> None:
    """Whom the text binds makes no difference to who did it; but to have taken part is nothing against others."""
    told.says(who, stance, ("perpetrator",), of=of)
    grading = lines(told)[LINE].grading
    assert grading is not None
    assert (grading.word, "band" in grading.rule) == (word, of is not None)


def test_only_who_alleges_it_has_to_report_it(told: Allegations) -> None:
    """Neither the party that denies a violation nor who took its word back is late with a reporter's step."""
    inform = Step(id="inform", do="inform", by=("monitors",))
    notify = Step(id="notify", do="notify", by=("reporter",), within="P1D")
    text = msgspec.structs.replace(AGREEMENT, procedures=(msgspec.structs.replace(PROCEDURE, steps=(inform, notify)),))
    told.says("south", "deny", ("perpetrator",), kind="C.VIOLATE")
    taken_back = told.says("patron", "accuse", ("perpetrator",), of="south")
    told.says("patron", "retract", ("perpetrator",), is_told=False, answers=(taken_back,), day="2016-09-17")
    told.step("received", "monitors", "2016-09-20")
    assert [(each.step, each.by) for each in lines(told, agreement=text)[LINE].overdue] == [("notify", "north")]


def test_what_is_closed_on_the_day_it_came_in_is_closed(told: Allegations) -> None:
    """Whether one of the two has its hour or not."""
    told.step("received", "monitors", "2016-09-20T10:00:00+02:00")
    told.step("closed", "monitors", "2016-09-20")
    assert "monitors" not in lines(told)[LINE].finding


def test_what_is_asked_after_a_matter_was_closed_can_be_overdue(told: Allegations) -> None:
    """It was opened again."""
    told.step("closed", "monitors", "2016-09-18")
    told.step("info_requested", "monitors", "2016-09-20", of="south", due="2016-09-22")
    assert [each.by for each in lines(told)[LINE].overdue] == ["south"]


def test_of_two_findings_on_one_day_the_later_hour_holds(told: Allegations) -> None:
    """In whatever zone the hours are written, and in whatever order they were entered."""
    told.step("finding", "monitors", "2016-09-20T17:00:00+02:00", value="rejected")
    told.step("finding", "monitors", "2016-09-20T16:30:00+03:00", value="confirmed")
    found = lines(told)[LINE].finding["monitors"]
    assert (found.value, [each.value for each in found.history]) == ("rejected", ["confirmed"])


def test_who_finds_that_it_cannot_tell_alleges_no_breach_any_more() -> None:
    """A step on who did it takes the same authority's allegation with it, as its words would."""
    story = Allegations()
    story.incident()
    story.says("monitors", "accuse", ("perpetrator",), of="south")
    story.step("finding", "monitors", "2016-09-20", axis="attribution", value="unattributed")
    line = lines(story)[LINE]
    assert (line.attribution["monitors"].value, line.finding) == ("unattributed", {})


def test_on_the_last_day_it_is_said_that_the_hour_is_not_known(told: Allegations) -> None:
    """The truce ends at noon of the day of the attack: it may have been after that."""
    text = msgspec.structs.replace(AGREEMENT, ends_at="2016-09-15T12:00:00+02:00")
    assert "whether that was before its end is not said" in lines(told, agreement=text)[LINE].why
    over = msgspec.structs.replace(AGREEMENT, ends_at="2016-09-14T12:00:00+02:00")
    assert lines(told, agreement=over) == {}
