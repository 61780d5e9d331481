"""Names over time: what one is called on a day, what one was called before, and what nobody could know yet."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.actors import Registry
from truceline.actors.naming import as_known, larger_bodies, offices_of, renamings
from truceline.model import Actor, ActorName, Holding
from truceline.model.parties import Within

FRONT = Actor(
    id="front",
    kind="armed_group",
    name="Northern Front",
    names=(
        ActorName(text="Northern Host", self_name=True, since="2014-01-01", until="2016-07-27"),
        ActorName(text="Northern Front", self_name=True, since="2016-07-28"),
        ActorName(text="the Host", used_by=("news media",)),
    ),
    within_dated=(Within(of="league", since="2017-01-28", until="2017-07-20"),),
    since="2014-01-01",
)
LEAGUE = Actor(id="league", kind="armed_group", name="The League", since="2017-01-28")
CHAIR = Actor(
    id="front.chair",
    kind="office",
    name="Chair of the Front",
    within="front",
    holders=(Holding(holder="ada", until="2015-12-25"), Holding(holder="bo", since="2015-12-26")),
)
BO = Actor(id="bo", kind="person", name="Bo Lind")


def test_a_renaming_is_told_with_its_day() -> None:
    """A monitor reads from when on a group calls itself otherwise, without comparing lists of names."""
    (found,) = renamings(FRONT)
    assert (found.before, found.after, found.since, found.both_until) == ("Northern Host", "Northern Front", "2016-07-28", None)


def test_two_own_names_on_the_same_days_are_told_with_these_days() -> None:
    """Neither name is dropped: until when both hold is said."""
    host, front, *others = FRONT.names
    late = ActorName(text=host.text, self_name=True, since=host.since, until="2016-08-15")
    (found,) = renamings(Actor(id="front", kind="armed_group", name="Northern Front", names=(late, front, *others)))
    assert found.both_until == "2016-08-15"


def test_spellings_of_one_time_are_no_renaming() -> None:
    """Two spellings that are in use on the same days are one name."""
    names = (
        ActorName(text="Lugansk Guard", self_name=True, since="2014-04-27", until="2015-01-01"),
        ActorName(text="Luhansk Guard", self_name=True, since="2014-04-27", until="2015-01-01"),
    )
    assert renamings(Actor(id="guard", kind="body", name="Guard", names=names)) == ()


def test_what_began_later_is_not_there_on_an_earlier_day() -> None:
    """A page of what could be known in July says neither the later name nor the end that was still to come."""
    known = as_known(FRONT, "2016-07-01")
    assert known is not None
    assert known.name == "Northern Host"
    assert [(name.text, name.until) for name in known.names] == [("Northern Host", None), ("the Host", None)]
    assert known.within_dated == ()
    assert as_known(LEAGUE, "2016-07-01") is None


def test_a_body_of_a_time_counts_on_its_days_only() -> None:
    """Without a day nobody is said to be part of what he was part of for half a year."""
    assert larger_bodies(FRONT, None) == ()
    assert larger_bodies(FRONT, "2017-03-01") == ("league",)
    assert larger_bodies(FRONT, "2017-07-21") == ()
    registry = Registry([FRONT, LEAGUE, CHAIR, BO])
    assert registry.state("bo", "2017-03-01") == "league"
    assert registry.state("bo", "2017-08-01") == "front"
    assert registry.state("bo") == "front"


def test_the_offices_of_a_person_come_with_their_terms() -> None:
    """Who held what from when is answered from the office's own list."""
    assert [(office.id, term.since) for office, term in offices_of(BO, [FRONT, CHAIR, BO])] == [("front.chair", "2015-12-26")]


DAYS = st.dates(min_value=dt.date(2014, 1, 1), max_value=dt.date(2018, 12, 31))


@settings(max_examples=30, deadline=None)
@given(changes=st.lists(DAYS, min_size=1, max_size=5, unique=True), on=DAYS)
def test_a_name_resolves_by_date(changes: list[dt.date], on: dt.date) -> None:
    """A name that passed from one to the next means whoever bore it on the day, and nobody before its first day."""
    days = sorted(changes)
    last = [day - dt.timedelta(days=1) for day in days[1:]]
    actors = [
        Actor(
            id=f"bearer-{n}",
            kind="armed_group",
            name=f"Bearer {n}",
            names=(ActorName(text="Free Guard", since=day.isoformat(), until=end.isoformat() if end else None),),
        )
        for n, (day, end) in enumerate(zip(days, [*last, None], strict=True))
    ]
    bearer = max((n for n, day in enumerate(days) if day <= on), default=None)
    for order in (actors, actors[::-1]):
        assert Registry(order).resolve("Free Guard", on.isoformat()) == (None if bearer is None else f"bearer-{bearer}")
