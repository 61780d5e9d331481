"""What of an agreement was public on a day, and nothing of what was made public later."""

from __future__ import annotations

import msgspec

from truceline.agreement.disclosure import public
from truceline.agreement.status import assess
from truceline.model.agreements import (
    Acceptance,
    Act,
    Agreement,
    Breach,
    Calendar,
    Capacity,
    Clause,
    Condition,
    Contest,
    Coverage,
    DatedStep,
    Line,
    Phase,
    Procedure,
    SourceText,
    Step,
    ThirdParty,
)
from truceline.model.hearing import Hearing

TEXT = Agreement(
    id="truce",
    name="Truce",
    date="2027-04-10",
    calendar=Calendar(day_d="2027-04-15", utc_offset="+02:00"),
    source_text=(SourceText(citation="Early"), SourceText(citation="Late", published_at="2027-05-02")),
    parties=("aa", "bb"),
    capacities=(
        Capacity(name="chair", holders=("aa",), until="2027-06-01"),
        Capacity(name="chair", holders=("bb",), since="2027-06-02"),
    ),
    acceptances=(Acceptance(party="aa", on="2027-04-10"), Acceptance(party="bb", on="2027-04-20T23:30Z")),
    clauses=(
        Clause(id="open", number="1", kind="refrain", summary="Known."),
        Clause(id="secret", number="2", kind="do", summary="Hidden words.", phase="second", disclosed_at="2027-05-02"),
        Clause(
            id="claimed",
            kind="do",
            summary="Perhaps.",
            existence="contested",
            contests=(
                Contest(claimed_by="aa", says="duty", on="2027-04-25"),
                Contest(claimed_by="bb", says="new_proposal", on="2027-04-28"),
            ),
        ),
    ),
    conditions=(
        Condition(id="quiet", kind="days", summary="Hidden count.", counted_by=("aa",), interrupted_by=("open", "secret")),
    ),
    phases=(Phase(id="first", name="First"), Phase(id="second", name="Hidden phase", after=("quiet",))),
    procedures=(Procedure(id="ask", name="Hidden asking", clauses=("secret",), steps=(Step(id="s", do="inform"),)),),
    acts=(Act(act="suspend", by=("aa",), clause="secret", to="suspended"),),
    timetable=(DatedStep(id="back", summary="Hidden step", at="D+2", clause="secret"),),
)


def test_before_its_terms_are_public_a_clause_is_a_number_and_nothing_else() -> None:
    """What only an undisclosed clause is about goes with it: its phase, what the phase waits for, its acts and its dates."""
    shown = public(TEXT, "2027-05-01")
    said = msgspec.json.encode(shown).decode()
    assert not any(word in said for word in ("secret", "Hidden", "second", "quiet", "2027-05-02", "suspend"))
    assert [(part.part, part.number) for part in shown.withheld] == [
        ("clause", "2"),
        ("phase", None),
        ("condition", None),
        ("procedure", None),
        ("act", None),
        ("timetable", None),
    ]


def test_from_the_day_on_which_they_are_public_the_terms_are_there() -> None:
    """On the day itself everything can be read."""
    shown = public(TEXT, "2027-05-02")
    assert not shown.withheld
    assert (shown.agreement.clauses, shown.agreement.acts) == (TEXT.clauses, TEXT.acts)
    assert public(TEXT, None).agreement == TEXT


def test_a_line_on_the_ground_that_only_hidden_terms_name_goes_with_them() -> None:
    """Where a line runs tells what a clause on withdrawal asks; one that public terms name too stays."""
    both = tuple(Line(id=each, name=f"{each} line", points=("50.0,30.0", "50.0,31.0"), accuracy_km=5) for each in ("near", "far"))
    clauses = tuple(msgspec.structs.replace(each, breach=Breach(line="near")) for each in TEXT.clauses[:2])
    steps = (msgspec.structs.replace(TEXT.timetable[0], line="far"),)
    text = msgspec.structs.replace(TEXT, lines=both, clauses=(*clauses, TEXT.clauses[2]), timetable=steps)
    assert [line.id for line in public(text, "2027-05-01").agreement.lines] == ["near"]
    assert public(text, "2027-05-02").agreement.lines == both


def test_a_procedure_without_a_day_of_its_own_is_as_public_as_the_text() -> None:
    """As its clauses are."""
    text = msgspec.structs.replace(
        TEXT, disclosed_at="2027-05-02", procedures=(Procedure(id="late", name="Steps", steps=(), clauses=("open",)),)
    )
    assert [len(public(text, day).agreement.procedures) for day in ("2027-05-01", "2027-05-02")] == [0, 1]


def test_a_contested_clause_is_there_from_the_first_word_about_it() -> None:
    """Before anybody spoke of it there was nothing to withhold; afterwards, only what had been said by then."""
    before, first, both = (public(TEXT, day) for day in ("2027-04-24", "2027-04-25", "2027-04-28"))
    assert [clause.id for clause in before.agreement.clauses] == ["open"]
    assert [part.number for part in before.withheld if part.part == "clause"] == ["2"]
    assert [contest.claimed_by for contest in first.agreement.clauses[1].contests] == ["aa"]
    assert [contest.claimed_by for contest in both.agreement.clauses[1].contests] == ["aa", "bb"]


def test_acceptances_and_holders_are_those_of_the_day() -> None:
    """A party that accepted later has not accepted yet; who will hold a capacity, and that it will end, is not known yet."""
    shown = public(TEXT, "2027-04-20").agreement
    assert [acceptance.party for acceptance in shown.acceptances] == ["aa"]
    assert [(capacity.holders, capacity.until) for capacity in shown.capacities] == [(("aa",), None)]
    assert [source.citation for source in shown.source_text] == ["Early"]
    assert [acceptance.party for acceptance in public(TEXT, "2027-04-21").agreement.acceptances] == ["aa", "bb"]


def test_what_the_whole_text_says_waits_for_the_text() -> None:
    """Its limits, the day on which it became public and prose written with hindsight are not told before."""
    text = msgspec.structs.replace(
        TEXT, disclosed_at="2027-05-02", about="It failed in June.", coverage=Coverage(places=("xa",), words="Hidden limits.")
    )
    shown = public(text, "2027-05-01")
    said = msgspec.json.encode(shown).decode()
    assert not any(word in said for word in ("Hidden", "failed", "2027-05-02"))
    assert (shown.withheld[0].part, shown.agreement.coverage.places) == ("text", ("xa",))
    assert public(text, "2027-05-02").agreement.about is None
    assert public(text, None).agreement.about == "It failed in June."


def test_a_part_of_others_and_a_procedure_may_become_public_later_than_the_rest() -> None:
    """A procedure published in summer is no procedure of spring, nor is a part that somebody was given then."""
    text = msgspec.structs.replace(
        TEXT,
        third_parties=(
            ThirdParty(actor="un", role="Hidden part", disclosed_at="2027-06-01"),
            ThirdParty(actor="cc", role="host"),
        ),
        procedures=(Procedure(id="late", name="Hidden steps", steps=(), disclosed_at="2027-06-01"),),
    )
    early, later = (public(text, day) for day in ("2027-05-31", "2027-06-01"))
    assert [each.actor for each in early.agreement.third_parties] == ["cc"]
    assert (early.agreement.procedures, [each.part for each in early.withheld]) == ((), ["procedure"])
    assert (later.agreement.third_parties, later.agreement.procedures) == (text.third_parties, text.procedures)


def test_which_day_is_day_d_is_not_known_before_it_was_named() -> None:
    """A calendar that was to be filled in later counts nothing until it was."""
    text = msgspec.structs.replace(TEXT, calendar=Calendar(day_d="2027-06-01", utc_offset="+02:00", disclosed_at="2027-05-20"))
    assert public(text, "2027-05-19").agreement.calendar == Calendar(utc_offset="+02:00")
    assert public(text, "2027-05-20").agreement.calendar.day_d == "2027-06-01"


def test_a_phase_that_counts_from_a_day_nobody_has_named_is_still_to_come() -> None:
    """It has neither begun nor ended, whatever else is in force."""
    text = Agreement(
        id="truce",
        name="Truce",
        date="2027-04-10",
        calendar=Calendar(day_d="2027-06-01", disclosed_at="2027-05-20"),
        source_text=(),
        parties=("aa",),
        effective_at="2027-04-10",
        phases=(Phase(id="before", name="Before", begins="2027-04-10"), Phase(id="after", name="After", begins="D+5")),
    )
    hearing = Hearing(on="2027-05-01", heard=(), incidents=(), actors=())
    before, after = assess(public(text, hearing.on).agreement, hearing).phases
    assert before.state == "under_way"
    assert (after.state, after.since, after.waits_for) == ("to_come", None, ("day D to be named",))
