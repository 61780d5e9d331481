"""What is worked out once for many incidents gives what each would give by itself: the plain way is the judge of the fast one."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.allegations import AGREEMENT, PLACES, Allegations
from truceline.agreement.violations import Assessor, assess
from truceline.agreement.violations.concerns import Concern, Concerns, Ground, Seen, stretch_of
from truceline.model import About, Stance, Target
from truceline.model.agreements import Breach, Capacity, Clause, Coverage

KINDS = ("V.AIR", "V.SHELL", "H.AID_DENIED", "L.DETAIN")
TARGETS: tuple[Target, ...] = ("convoy", "medical", "school")
MEANS = ("airstrike", "artillery")
SPOTS = ("land", "valley", "mill", "bridge", "coast", "nowhere")
HOURS = (None, "2016-09-09", "2016-09-10", "2016-09-10T18:00:00+02:00", "2016-09-10T20:00:00+02:00", "2016-09-20", "2016-10-02")
TEXT = msgspec.structs.replace(
    AGREEMENT,
    ends_at="2016-10-01T12:00:00+02:00",
    coverage=Coverage(places=("land",)),
    capacities=(Capacity(name="keeper", holders=("north",), until="2016-09-15"),),
    clauses=(
        *AGREEMENT.clauses,
        Clause(
            id="schools",
            summary="No school.",
            kind="refrain",
            bound=("keeper",),
            breach=Breach(events=("V",), targets=("school",)),
        ),
        Clause(id="guns", summary="No guns.", kind="refrain", breach=Breach(events=("V.SHELL",), means=("artillery",))),
        Clause(id="mill", summary="Not at the mill.", kind="refrain", breach=Breach(places=("mill",)), since="2016-09-12"),
        Clause(
            id="late", summary="Later on.", kind="refrain", breach=Breach(events=("V", "L")), since="2016-09-20", until="D+12"
        ),
    ),
)
SEEN = st.builds(
    lambda kinds, targets, means, places, first, last: Seen(
        tuple(sorted(kinds)), frozenset(targets), frozenset(means), tuple(places), stretch_of(first, last, TEXT)
    ),
    st.sets(st.sampled_from(KINDS), min_size=1, max_size=2),
    st.sets(st.sampled_from(TARGETS), max_size=2),
    st.sets(st.sampled_from(MEANS), max_size=1),
    st.lists(st.sampled_from(SPOTS), max_size=2, unique=True),
    st.sampled_from(HOURS),
    st.sampled_from(HOURS),
)


@given(st.lists(SEEN, min_size=5, max_size=60))
@settings(max_examples=25)
def test_incidents_of_one_pattern_concern_the_same_clauses_for_the_same_reasons(every: list[Seen]) -> None:
    """Whatever was asked before, a clause is concerned just where it fits by itself, and says why in the same words."""
    shared, ground = Concerns(TEXT, PLACES), Ground(PLACES)
    plain = [Concern(clause, n, TEXT, ground) for n, clause in enumerate(TEXT.clauses)]
    for seen in every:
        expected = [(c.clause.id, c.why(seen)) for c in plain if c in _of_kinds(plain, seen.kinds) and c.fits(seen)]
        assert [(concern.clause.id, why) for concern, why in shared.concerned(seen)] == expected


def _of_kinds(every: list[Concern], kinds: tuple[str, ...]) -> list[Concern]:
    return [c for c in every if not c.events or any(f"{kind}.".startswith(f"{e}.") for kind in kinds for e in c.events)]


WHO = ("north", "north.army", "south", "south.army", "monitors", "monitors.inquiry", "patron", "band", "village", None)
STANCES: tuple[Stance, ...] = ("assert", "accuse", "deny", "confirm", "cannot_verify", "claim_responsibility", "retract")
ABOUT: tuple[tuple[About, ...], ...] = (("occurrence",), ("perpetrator",), ("occurrence", "perpetrator"), ("responsibility",), ())
CLAIMS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.sampled_from(WHO),
        st.sampled_from(STANCES),
        st.sampled_from(ABOUT),
        st.none() | st.sampled_from(("north", "south", "south.army", "band")),
        st.integers(10, 25),
        st.booleans(),
    ),
    max_size=24,
)
INCIDENTS = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(SPOTS), st.integers(9, 25)), min_size=8, max_size=8)


@given(INCIDENTS, CLAIMS)
@settings(max_examples=25)
def test_many_incidents_together_give_what_each_gives_alone(
    incidents: list[tuple[str, str, int]],
    told: list[tuple[int, str | None, Stance, tuple[About, ...], str | None, int, bool]],
) -> None:
    """Nothing that is kept from one incident shows in the lines of another."""
    story = Allegations()
    for number, (kind, place, day) in enumerate(incidents):
        story.incident(f"i{number}", kind=kind, places=(place,), day=f"2016-09-{day:02d}", origins=(number % 3, 3))
    for number, who, stance, about, of, day, unnamed in told:
        story.says(
            who,
            stance,
            about,
            of=of,
            incident=f"i{number}",
            day=f"2016-09-{day}",
            unnamed=unnamed,
            targets=(TARGETS[number % 3],),
        )
    hearing = story.hearing()
    alone = [
        line
        for one in hearing.incidents
        for line in Assessor(TEXT, hearing.actors, PLACES, on=hearing.on).of(
            one, [each for each in hearing.heard if one.id in each.incidents]
        )
    ]
    together = {line.id: line for line in assess(TEXT, hearing)}
    assert together == {line.id: line for line in alone}
    assert len(together) == len(alone)


def test_what_is_overdue_on_one_day_stands_in_one_order_for_ever() -> None:
    """Five questions due on one day are listed by whoever asked and when, in every run."""
    story = Allegations()
    story.incident()
    story.says("north", "accuse", ("occurrence", "perpetrator"), of="south")
    for day in (19, 17, 18, 16, 20):
        story.step("info_requested", "monitors", f"2016-09-{day}", of="south", due="2016-09-21")
    (line,) = assess(AGREEMENT, story.hearing())
    assert [each.why[21:31] for each in line.overdue] == [f"2016-09-{day}" for day in (16, 17, 18, 19, 20)]
