"""Laws of the movement board, for logs that hypothesis makes up from tellings of everybody about everything."""

from __future__ import annotations

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.convoys import Telling, swapped
from truceline.model import Stance
from truceline.model.assertions import Assertion, Source
from truceline.model.movements import (
    Checkpoint,
    Decision,
    MovementFact,
    MovementNamed,
    Outcome,
    OutcomeClass,
    Permit,
    Phase,
    Quantity,
    Reached,
    Sealed,
    Stage,
)
from truceline.movements.board import Board, Movement, access, board

ON = "2016-09-30"
PARTIES = ("army", "council")
SPEAKERS = (*PARTIES, "un", "", "an official")
STAGES: tuple[Stage, ...] = (
    "planned",
    "loading",
    "departed",
    "held",
    "arrived",
    "delivered",
    "turned_back",
    "attacked",
    "closed",
)
PHASES: tuple[Phase, ...] = ("requested", "loaded", "removed", "delivered")
DECISIONS: tuple[Decision | None, ...] = (None, "granted", "refused", "no_reply", "partial")
CLASSES: tuple[OutcomeClass, ...] = ("facilitated", "impeded", "denied")
STANCES: tuple[Stance, ...] = ("assert", "assert", "assert", "accuse", "deny", "retract", "correct", "demand", "cannot_verify")
PARTS = (
    "words", "asides", "taken_back", "identity", "states", "holders", "steps", "log", "lines", "stops", "legs", "seals",
    "excluded", "delayed", "outcomes", "incidents", "contradictions", "is_over", "over_since", "departed_on",
)  # fmt: skip


def times() -> st.SearchStrategy[str | None]:
    """Make up days, instants, nothing, and now and then what is no time."""
    day = st.integers(1, 28).map(lambda number: f"2016-09-{number:02d}")
    return st.one_of(st.none(), day, day, st.builds("{}T{:02d}:30+03:00".format, day, st.integers(0, 23)), st.just("next week"))


def facts() -> st.SearchStrategy[MovementFact]:
    """Make up facts of a convoy, possible and impossible ones."""
    who = st.sampled_from([None, *PARTIES])
    amount = st.integers(0, 9)
    return st.one_of(
        st.builds(Reached, stage=st.sampled_from(STAGES), at=times(), until=times(), by=who, planned=st.booleans()),
        st.builds(
            Permit,
            step=st.sampled_from(["plan_approval", "governor"]),
            issuer=who,
            name=st.sampled_from([None, "north"]),
            requested=times(),
            due=times(),
            decided=times(),
            decision=st.sampled_from(DECISIONS),
        ),
        st.builds(Checkpoint, place=st.sampled_from(["gate", "bridge"]), controller=who, arrived=times(), left=times()),
        st.builds(
            Quantity,
            phase=st.sampled_from(PHASES),
            item=st.sampled_from(["kits", "Kits", "people"]),
            unit=st.sampled_from(["kits", "people"]),
            low=st.none() | amount,
            high=st.none() | amount,
            place=st.sampled_from([None, "town"]),
            is_medical=st.booleans(),
        ),
        st.builds(Sealed, vehicle=st.just("7"), intact=st.sampled_from([None, True, False]), at=times()),
        st.builds(Outcome, outcome=st.sampled_from(CLASSES), at=times()),
        st.builds(MovementNamed, lead=who, of_incident=st.sampled_from([None, "i1"])),
    )


@st.composite
def logs(draw: st.DrawFn) -> list[Telling]:
    """Make up a log of up to 10 tellings of two movements, an incident's, and none in particular."""
    words: list[Telling] = []
    for number, fact in enumerate(draw(st.lists(facts(), max_size=10))):
        said = f"2016-09-{draw(st.integers(1, 29)):02d}"
        source = Source(id=f"tl{number}", known_on=said, said_on=said, claim=draw(st.sampled_from([None, None, "tl1"])))
        by = draw(st.sampled_from(SPEAKERS))
        words.append(
            Assertion(
                subject=draw(st.sampled_from(["mv1", "mv1", "mv2", "mv:i1", ""])),
                fact=fact,
                by=by,
                source=source,
                stance=draw(st.sampled_from(STANCES)),
                unnamed=by == "an official",
            )
        )
    return words


def folded(words: list[Telling]) -> Board:
    """Return the board of tellings."""
    return board(words, on=ON, utc_offset="+03:00")


def shown(found: Board) -> dict[str, dict[str, object]]:
    """Return every part of every movement."""
    return {movement.id: {part: getattr(movement, part) for part in PARTS} for movement in found.movements}


def figures(movement: Movement) -> set[tuple[object, ...]]:
    """Return every figure on a board."""
    return {
        (line.item.casefold(), line.unit, phase.phase, amount.low, amount.high, amount.place)
        for line in movement.lines
        for phase in line.phases
        for amount in phase.amounts
    }


def standing(movement: Movement) -> list[tuple[object, ...]]:
    """Return what of a movement does not name anybody."""
    states = sorted((state.of, state.code, state.is_end, len(state.says), len(state.denies)) for state in movement.states)
    return [
        *states,
        *sorted((each.code,) for each in movement.contradictions),
        *sorted((each.waits,) for each in movement.holders),
    ]


@settings(max_examples=12, deadline=None)
@given(logs(), st.integers(0, 1000))
def test_the_order_of_entry_changes_nothing(words: list[Telling], seed: int) -> None:
    """Whoever enters first: the board and the access table are the same."""
    mixed = random.Random(seed).sample(words, len(words))
    assert shown(folded(words)) == shown(folded(mixed))
    assert access(folded(words)) == access(folded(mixed))
    assert folded(words).loose == folded(mixed).loose


@settings(max_examples=12, deadline=None)
@given(logs())
def test_nothing_told_is_lost(words: list[Telling]) -> None:
    """Every telling is on the board, of a movement or of none, whatever its stance and however impossible."""
    found = folded(words)
    kept = [word for movement in found.movements for word in movement.words] + list(found.loose)
    assert sorted(word.source.id for word in kept) == sorted(word.source.id for word in words)


@settings(max_examples=12, deadline=None)
@given(logs(), facts(), st.sampled_from(STANCES))
def test_one_more_telling_takes_no_figure_away(words: list[Telling], fact: MovementFact, stance: Stance) -> None:
    """Quantities never decrease what is known: what was given stays, also where it is denied, corrected or contradicted."""
    source = Source(id="tl99", known_on=ON, said_on=ON)
    more = [*words, Assertion(subject="mv1", fact=fact, by="army", source=source, stance=stance)]
    before, after = folded(words).of("mv1"), folded(more).of("mv1")
    assert isinstance(after, Movement)
    if isinstance(before, Movement):
        assert figures(before) <= figures(after)


@settings(max_examples=12, deadline=None)
@given(logs())
def test_exchanging_the_parties_exchanges_them_and_changes_nothing_else(words: list[Telling]) -> None:
    """What is shown of one party would be shown of the other, had it said the same."""
    one, other = folded(swapped(words, *PARTIES)), folded(words)
    assert access(one) == access(other)
    for mine, theirs in zip(one.movements, other.movements, strict=True):
        assert standing(mine) == standing(theirs)


@settings(max_examples=12, deadline=None)
@given(logs())
def test_denials_count_in_no_figure_and_make_no_state(words: list[Telling]) -> None:
    """A board without its denials has the same states and the same access table; only what stands beside them differs."""
    kept = [word for word in words if word.stance != "deny"]
    assert access(folded(words)).courses == access(folded(kept)).courses
    assert access(folded(words)).people == access(folded(kept)).people
    states = [
        {(m.id, s.of, s.code, tuple(w.source.id for w in s.says)) for m in folded(each).movements for s in m.states}
        for each in (words, kept)
    ]
    assert states[0] == states[1]


@settings(max_examples=12, deadline=None)
@given(logs())
def test_every_value_shown_names_who_says_it(words: list[Telling]) -> None:
    """No state, step, figure or contradiction stands on the board without the words it comes from."""
    for movement in folded(words).movements:
        assert all(state.says for state in movement.states)
        assert all(each.words for each in movement.contradictions)
        assert all(amount.says or amount.denies for line in movement.lines for each in line.phases for amount in each.amounts)
        assert msgspec.json.encode([getattr(movement, part) for part in PARTS])
    table = access(folded(words))
    assert all(
        0 <= share.low <= share.high <= share.of and share.rule for share in (*table.courses, *table.decisions, table.answered)
    )
