"""Laws of the folds of diplomacy: order, exchange of the parties, and that a denial adds nothing."""

from __future__ import annotations

import random
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy.diplomats import ACTORS, DIRECTORY, PLACES, said
from truceline.diplomacy.contacts import contacts
from truceline.diplomacy.directory import Directory
from truceline.diplomacy.proposals import proposals
from truceline.model.assertions import Assertion
from truceline.model.diplomacy import Channel, Contact, Position, Proposed, Threat

NAMES = ("aa", "aa.fm", "aa.person", "aa.mil", "bb", "bb.fm", "bb.mod", "group", "the opposition")
KINDS = ("pause", "flight_limit", "talks")
DAYS = ("2016-08-01", "2016-09-18", "2016-09-19", "2016-09-20", "2016-10-25")
WORDS = ("a pause in fighting", "no flights over aid routes", "talks on prisoners", "the plan")
names, days, words = st.sampled_from(NAMES), st.sampled_from(DAYS), st.sampled_from(WORDS)
facts = st.one_of(
    st.builds(
        Proposed,
        kind=st.sampled_from(KINDS),
        words=words,
        proposer=st.none() | names,
        lasts=st.sampled_from((None, "P3D", "P7D")),
        where=st.sampled_from(((), ("c.north",), ("c.south",))),
    ),
    st.builds(
        Position,
        kind=st.sampled_from(KINDS),
        office=names,
        stand=st.sampled_from(("proposes", "supports", "accepts", "opposes", "rejects", "existing_duty")),
        words=words,
        proposer=st.none() | names,
    ),
    st.builds(
        Contact,
        kind=st.sampled_from(("call", "meeting", "talks", "other")),
        participants=st.lists(names, max_size=3, unique=True).map(tuple),
        body=st.sampled_from((None, "group")),
        at=st.none() | days,
        minutes_low=st.sampled_from((None, 60, 240)),
        planned=st.booleans(),
    ),
    st.builds(
        Channel,
        between=st.lists(names, min_size=2, max_size=2, unique=True).map(tuple),
        what=words,
        act=st.sampled_from(("suspended", "resumed", "resumption_proposed")),
        at=st.none() | days,
    ),
    st.builds(Threat, kind=st.just("warning"), by=names, words=words, deadline=st.none() | days),
)
stances = st.sampled_from(("assert", "confirm", "accuse", "deny", "retract"))
heard = st.lists(st.tuples(facts, days, names, st.sampled_from(("r1", "r2", "r3")), stances), max_size=10)
EXCHANGED = str.maketrans({"a": "b", "b": "a"})


def told(found: list[Any]) -> list[Assertion[Any]]:
    """Assertions of these facts, each of a claim of its own."""
    return [
        said(fact, f"c{n}", day, by=by, report=report, stance=stance) for n, (fact, day, by, report, stance) in enumerate(found)
    ]


def folded(found: list[Assertion[Any]], directory: Directory = DIRECTORY) -> bytes:
    """Both folds as bytes."""
    return msgspec.json.encode([proposals(found, directory), contacts(found, directory, on="2016-10-01")])


@settings(max_examples=50, deadline=None)
@given(heard, st.integers())
def test_the_order_of_entry_makes_no_difference(found: list[Any], seed: int) -> None:
    """Whoever entered what first: the groups, the stands and every list are the same."""
    assertions = told(found)
    mixed = list(assertions)
    random.Random(seed).shuffle(mixed)
    assert folded(mixed) == folded(assertions)


def exchanged(name: str) -> str:
    """The same name of the other side."""
    return name.translate(EXCHANGED) if name[:2] in {"aa", "bb"} else name


def groups(found: list[Assertion[Any]]) -> list[Any]:
    """What the folds say with the names of the sides exchanged: ids, stands and who may be one, in no order."""
    folds = contacts(found, DIRECTORY, on="2016-10-01")
    return [
        {(each.id, each.grouped, frozenset(other.id for other in each.perhaps)) for each in proposals(found, DIRECTORY)},
        {
            (each.id, office.office.id, stood.day, stood.stand, office.contested)
            for each in proposals(found, DIRECTORY)
            for office in each.offices
            for stood in office.latest
        },
        {
            (each.id, side.side, frozenset(w.id for w in side.speaking_for), frozenset(w.id for w in side.speaking_against))
            for each in proposals(found, DIRECTORY)
            for side in each.dissent
        },
        {
            (each.id, each.day, each.contested, each.lapsed, frozenset(p.who.id for p in each.participants))
            for each in folds.encounters
        },
        {
            (each.id, frozenset(end.id for end in each.between), tuple(step.act for step in each.latest))
            for each in folds.channels
        },
        {(each.by.id, each.words, each.passed) for each in folds.threats},
    ]


def renamed(value: Any) -> Any:  # noqa: ANN401 - any value of the folds
    """A value with every name exchanged."""
    if isinstance(value, str):
        return exchanged(value)
    if isinstance(value, tuple | list | set | frozenset):
        return type(value)(map(renamed, value))
    return value


@settings(max_examples=50, deadline=None)
@given(heard)
def test_exchanging_the_parties_exchanges_them_and_nothing_else(found: list[Any]) -> None:
    """What is said of one side is shown as it would be of the other."""
    assertions = told(found)
    other = [
        msgspec.structs.replace(
            each,
            by=exchanged(each.by),
            fact=msgspec.convert(renamed_fact(msgspec.to_builtins(each.fact)), type(each.fact)),
        )
        for each in assertions
    ]
    assert groups(other) == renamed(groups(assertions))


def renamed_fact(fact: dict[str, Any]) -> dict[str, Any]:
    """A fact with the names in it exchanged; its words stay."""
    fields = ("proposer", "office", "by", "participants", "between")
    return {name: renamed(value) if name in fields else value for name, value in fact.items()}


@settings(max_examples=25, deadline=None)
@given(heard)
def test_what_is_denied_is_no_stand_no_proposer_and_no_contact(found: list[Any]) -> None:
    """If all of it is denied, nobody stands anywhere, nothing was held, and no threat was made by anybody's word."""
    denied = [msgspec.structs.replace(each, stance="deny") for each in told(found)]
    made = proposals(denied, DIRECTORY)
    assert all((each.offices, each.proposers, each.terms, each.dissent) == ((), (), (), ()) for each in made)
    folds = contacts(denied, DIRECTORY, on="2016-10-01")
    assert all(each.held == each.planned == () and not each.lapsed for each in folds.encounters)
    assert all(each.says == () for each in folds.threats)
    assert all(each.steps == each.latest == () for each in folds.channels)


@settings(max_examples=25, deadline=None)
@given(heard)
def test_nothing_told_is_lost(found: list[Any]) -> None:
    """Every source stands somewhere in what is shown."""
    text = folded(told(found)).decode()
    assert all(f'"c{n}"' in text for n in range(len(found)))


def test_a_directory_of_other_names_changes_no_group() -> None:
    """Labels decide nothing."""
    plain = Directory([msgspec.structs.replace(actor, name=actor.id) for actor in ACTORS], PLACES)
    found = [said(Proposed(kind="pause", words="w", proposer="aa.fm"), "c1"), said(Proposed(kind="pause", words="w"), "c2")]
    assert [each.id for each in proposals(found, plain)] == [each.id for each in proposals(found, DIRECTORY)] == ["pr:c1"]
