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
    Excluded,
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
    StepKind,
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


def a_time(dice: random.Random) -> str | None:
    """Make up a day, an instant, nothing, or now and then what is no time."""
    day = f"2016-09-{dice.randint(1, 28):02d}"
    return dice.choice([None, day, day, f"{day}T{dice.randint(0, 23):02d}:30+03:00", "next week"])


def a_fact(dice: random.Random) -> MovementFact:
    """Make up a fact of a convoy, possible or impossible."""
    who, kind = dice.choice([None, *PARTIES]), dice.randint(0, 8)
    if kind < 3:
        incident, place = dice.choice([None, None, "i1"]), dice.choice([None, "town", "bridge"])
        planned = dice.random() < 0.3
        return Reached(
            stage=dice.choice(STAGES),
            at=a_time(dice),
            until=a_time(dice),
            place=place,
            by=who,
            incident=incident,
            planned=planned,
        )
    if kind == 3:
        step: StepKind = dice.choice(("plan_approval", "governor"))
        name, decision = dice.choice([None, "north"]), dice.choice(DECISIONS)
        asked, due, decided = a_time(dice), a_time(dice), a_time(dice)
        return Permit(step=step, issuer=who, name=name, requested=asked, due=due, decided=decided, decision=decision)
    if kind == 4:
        return Checkpoint(place=dice.choice(["gate", "bridge"]), controller=who, arrived=a_time(dice), left=a_time(dice))
    if kind == 5:
        low, high = (dice.choice([None, *range(10)]) for _ in range(2))
        item, unit, place = dice.choice(["kits", "Kits", "people"]), dice.choice(["kits", "people"]), dice.choice([None, "town"])
        phase = dice.choice(PHASES)
        return Quantity(phase=phase, item=item, unit=unit, low=low, high=high, place=place, removed_by=who, is_medical=low == 3)
    others: tuple[MovementFact, ...] = (
        Sealed(vehicle="7", intact=dice.choice([None, True, False]), at=a_time(dice)),
        Outcome(outcome=dice.choice(CLASSES), at=a_time(dice)),
        MovementNamed(lead=who, of_incident=dice.choice([None, "i1"])),
        Excluded(who=who or "observers", demanded_by=dice.choice(PARTIES)),
    )
    return dice.choice(others)


def a_log(seed: int) -> list[Telling]:
    """Make up a log of up to 12 tellings of two movements, an incident's, and none in particular."""
    dice = random.Random(seed)
    words: list[Telling] = []
    for number in range(dice.randint(0, 12)):
        said = f"2016-09-{dice.randint(1, 29):02d}"
        source = Source(id=f"tl{number}", known_on=said, said_on=said, claim=dice.choice([None, None, "tl1"]))
        by, subject, stance = dice.choice(SPEAKERS), dice.choice(["mv1", "mv1", "mv2", "mv:i1", ""]), dice.choice(STANCES)
        fact = a_fact(dice)
        words.append(Assertion(subject=subject, fact=fact, by=by, source=source, stance=stance, unnamed=by == "an official"))
    return words


def logs() -> st.SearchStrategy[list[Telling]]:
    """Make up logs; from numbers, since putting each together from strategies takes ten times as long as folding it."""
    return st.integers(0, 2**64).map(a_log)


def facts() -> st.SearchStrategy[MovementFact]:
    """Make up single facts."""
    return st.integers(0, 2**64).map(lambda seed: a_fact(random.Random(seed)))


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
    states = sorted(
        (
            *(state.of, state.code, state.is_end, len(state.says), len(state.denies)),
            *(part for each in state.alleged for part in (len(each.says), len(each.denies))),
        )
        for state in movement.states
    )
    return [
        *states,
        *sorted((each.code,) for each in movement.contradictions),
        *sorted((each.waits,) for each in movement.holders),
    ]


@settings(max_examples=20, deadline=None)
@given(logs(), st.integers(0, 1000))
def test_the_order_of_entry_changes_nothing(words: list[Telling], seed: int) -> None:
    """Whoever enters first: the board and the access table are the same."""
    mixed = random.Random(seed).sample(words, len(words))
    assert shown(folded(words)) == shown(folded(mixed))
    assert access(folded(words)) == access(folded(mixed))
    assert folded(words).loose == folded(mixed).loose


@settings(max_examples=20, deadline=None)
@given(logs())
def test_nothing_told_is_lost(words: list[Telling]) -> None:
    """Every telling is on the board, of a movement or of none, whatever its stance and however impossible."""
    found = folded(words)
    kept = [word for movement in found.movements for word in movement.words] + list(found.loose)
    assert sorted(word.source.id for word in kept) == sorted(word.source.id for word in words)


@settings(max_examples=20, deadline=None)
@given(logs(), facts(), st.sampled_from(STANCES))
def test_one_more_telling_takes_no_figure_away(words: list[Telling], fact: MovementFact, stance: Stance) -> None:
    """Quantities never decrease what is known: what was given stays, also where it is denied, corrected or contradicted."""
    source = Source(id="tl99", known_on=ON, said_on=ON)
    more = [*words, Assertion(subject="mv1", fact=fact, by="army", source=source, stance=stance)]
    before, after = folded(words).of("mv1"), folded(more).of("mv1")
    assert isinstance(after, Movement)
    if isinstance(before, Movement):
        assert figures(before) <= figures(after)


@settings(max_examples=20, deadline=None)
@given(logs())
def test_exchanging_the_parties_exchanges_them_and_changes_nothing_else(words: list[Telling]) -> None:
    """What is shown of one party would be shown of the other, had it said the same."""
    one, other = folded(swapped(words, *PARTIES)), folded(words)
    assert access(one) == access(other)
    for mine, theirs in zip(one.movements, other.movements, strict=True):
        assert standing(mine) == standing(theirs)


@settings(max_examples=20, deadline=None)
@given(logs())
def test_denials_count_in_no_figure_and_make_no_state(words: list[Telling]) -> None:
    """Had nobody denied anything, states and access table were the same; only what stands beside them differs."""
    kept = [msgspec.structs.replace(word, stance="demand") if word.stance == "deny" else word for word in words]
    assert access(folded(words)).courses == access(folded(kept)).courses
    assert access(folded(words)).people == access(folded(kept)).people
    states = [
        {(m.id, s.of, s.code, tuple(w.source.id for w in s.says)) for m in folded(each).movements for s in m.states}
        for each in (words, kept)
    ]
    assert states[0] == states[1]


@settings(max_examples=20, deadline=None)
@given(logs())
def test_every_value_shown_names_who_says_it(words: list[Telling]) -> None:
    """No state, step, figure or contradiction stands on the board without the words it comes from."""
    for movement in folded(words).movements:
        assert all(state.says for state in movement.states)
        assert all(each.says or each.denies for state in movement.states for each in state.alleged)
        assert all(each.words for each in movement.contradictions)
        assert all(amount.says or amount.denies for line in movement.lines for each in line.phases for amount in each.amounts)
        assert msgspec.json.encode([getattr(movement, part) for part in PARTS])
    table = access(folded(words))
    assert all(
        0 <= share.low <= share.high <= share.of and share.rule for share in (*table.courses, *table.decisions, table.answered)
    )


@settings(max_examples=20, deadline=None)
@given(logs())
def test_whoever_is_alleged_is_named_by_each_of_those_who_are_said_to_allege_it(words: list[Telling]) -> None:
    """No allegation is put into the mouth of somebody whose words name nobody, or somebody else."""
    for movement in folded(words).movements:
        named = [(each, word) for state in movement.states for each in state.alleged for word in (*each.says, *each.denies)]
        named += [(each, word) for line in movement.log if line.of == "stage" for each in line.alleged for word in each.says]
        assert all(isinstance(word.fact, Reached) and word.fact.by == each.who for each, word in named)
        for state in movement.states:
            denied = [word.fact for word in state.denies]
            assert all(fact.by is None and not fact.planned for fact in denied if isinstance(fact, Reached))
