"""Laws of an agreement's status, for records that hypothesis makes up from sayings of everybody about everything."""

from __future__ import annotations

import datetime as dt
import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.truces import ACTORS, ENDED_BY_BOTH, ENDED_BY_ONE, TRUCE, Chronicle, Does, Saying
from truceline.agreement.status import Evaluation, assess
from truceline.model import Stance
from truceline.model.agreements import Agreement
from truceline.model.hearing import Hearing
from truceline.model.status import ConditionCount, Status

FIRST = dt.date(2020, 5, 10)
LAST = 18
"""So many days after the first does a record end."""
EVENTS = ("V.AIR", "V.SHELL", "H.AID_DELIVER", "H.BLOCK")
STANCES: tuple[Stance, ...] = ("assert", "accuse", "deny", "confirm", "cannot_verify")
ACTS: tuple[Does, ...] = (
    "accept", "undertake", "begin", "extend", "suspend", "resume", "end", "withdraw", "resume_operations", "assessment",
    "authority", "nothing",
)  # fmt: skip


def day(number: int) -> str:
    """Return a day of the story."""
    return (FIRST + dt.timedelta(days=number)).isoformat()


@st.composite
def sayings(draw: st.DrawFn) -> Saying:
    """Make up something that somebody says; an incident has its day in its name, so that all tell the same day of it."""
    said = draw(st.integers(0, LAST - 2))
    known = draw(st.integers(said, LAST - 1))
    actor = draw(st.sampled_from([actor.id for actor in ACTORS]))
    if draw(st.booleans()):
        until = draw(st.none() | st.integers(said, LAST))
        return Saying(
            actor=actor,
            known=day(known),
            said=draw(st.sampled_from([day(said), None])),
            does=draw(st.sampled_from(ACTS)),
            until=None if until is None else day(until),
            unnamed=draw(st.integers(0, 9)) == 0,
        )
    happened = draw(st.integers(max(0, said - 2), said))
    event = draw(st.sampled_from(EVENTS))
    return Saying(
        actor=actor,
        known=day(known),
        said=day(said),
        event=event,
        day=day(happened),
        incident=f"i{happened}-{draw(st.integers(1, 2))}" if event.startswith("V.") else None,
        stance=draw(st.sampled_from(STANCES)),
    )


RECORDS = st.lists(sayings(), min_size=1, max_size=14)
TEXTS = st.sampled_from([TRUCE, ENDED_BY_BOTH, ENDED_BY_ONE])


@settings(max_examples=25)
@given(RECORDS, TEXTS, st.randoms(use_true_random=False))
def test_any_order_of_entries_gives_the_same_status(told: list[Saying], text: Agreement, order: random.Random) -> None:
    """Status is a function of the record: of what was said, published and entered, not of the order of its lines."""
    shuffled = list(told)
    order.shuffle(shuffled)
    one, other = (Chronicle(*each, agreement=text) for each in (told, shuffled))
    assert one.status() == other.status()
    hearing = one.hearing()
    mixed = msgspec.structs.replace(
        hearing,
        heard=tuple(order.sample(hearing.heard, len(hearing.heard))),
        incidents=tuple(order.sample(hearing.incidents, len(hearing.incidents))),
    )
    assert assess(text, mixed) == one.status()


@settings(max_examples=25)
@given(RECORDS, TEXTS, st.sampled_from(["nor", "sut", "nor.army"]), st.integers(1, LAST - 1))
def test_a_withdrawal_changes_that_partys_adherence_and_nothing_else(
    told: list[Saying], text: Agreement, actor: str, on: int
) -> None:
    """The arrangement, the others' adherence, every count, phase and the ground stay; the words of it are quoted."""
    before = Chronicle(*told, agreement=text).hearing(known=day(LAST))
    after = Chronicle(*told, Saying(actor=actor, known=day(on), said=day(on), does="end"), agreement=text).hearing(
        known=day(LAST)
    )
    before = msgspec.structs.replace(before, reported=after.reported)  # that a report came is another thing than what it says
    one, other = assess(text, before), assess(text, after)
    mine = actor.split(".", maxsplit=1)[0]
    states = [(each.status, each.since, each.act, each.authority, each.claims) for each in (one.arrangement, other.arrangement)]
    assert states[0] == states[1]
    assert [each for each in one.adherence if each.party != mine] == [each for each in other.adherence if each.party != mine]
    assert (one.conditions, one.phases, one.ground, one.assessments) == (
        other.conditions,
        other.phases,
        other.ground,
        other.assessments,
    )


@settings(max_examples=25)
@given(RECORDS, st.lists(sayings(), max_size=6), TEXTS)
def test_proposals_change_no_status(told: list[Saying], proposed: list[Saying], text: Agreement) -> None:
    """Whatever a machine proposes, only the number of proposals that would change it is another."""
    waiting = [msgspec.structs.replace(each, standing="proposed") for each in proposed]
    one = Chronicle(*told, agreement=text).status(known=day(LAST))
    other = Chronicle(*told, *waiting, agreement=text).status(known=day(LAST))
    assert msgspec.structs.replace(other, proposals_that_would_change_it=0) == one


@settings(max_examples=25)
@given(RECORDS, st.lists(sayings(), min_size=1, max_size=6), TEXTS)
def test_the_number_of_proposals_that_would_change_it_is_exact(
    told: list[Saying], proposed: list[Saying], text: Agreement
) -> None:
    """Each is accepted by itself with its report read, everything is folded anew, and those count that make another result."""
    waiting = [msgspec.structs.replace(each, standing="proposed") for each in dict.fromkeys(proposed)]
    shown = Chronicle(*told, *waiting, agreement=text).status(known=day(LAST))
    hearing = Chronicle(*told, *waiting, agreement=text).hearing(known=day(LAST))
    changed = [each for each in hearing.waiting if _accepted(hearing, each.claim.id, text) != _plain(shown)]
    assert shown.proposals_that_would_change_it == len(changed)


def _accepted(hearing: Hearing, claim: str, text: Agreement) -> Status:
    """Return the status with one proposal accepted and the others gone, folded from the start."""
    one = next(each for each in hearing.waiting if each.claim.id == claim)
    then = {incident.id: incident for incident in one.then}
    kept = tuple(then.pop(each.id, each) for each in hearing.incidents)
    heard, reported = (*hearing.heard, one), (*(hearing.reported or ()), one.known_on)
    accepted = msgspec.structs.replace(
        hearing, heard=heard, incidents=(*kept, *then.values()), waiting=(), reported=tuple(sorted({*reported}))
    )
    return assess(text, accepted)


def _plain(status: Status) -> Status:
    return msgspec.structs.replace(status, proposals_that_would_change_it=0)


@settings(max_examples=25)
@given(RECORDS, TEXTS)
def test_a_conditions_progress_never_jumps(told: list[Saying], text: Agreement) -> None:
    """From one day to the next every count grows by one at most, or falls back."""
    chronicle = Chronicle(*told, agreement=text)
    before: dict[tuple[str, str], int] = {}
    for number in range(LAST + 1):
        status = chronicle.status(known=day(number))
        now = {(each.id, each.by): each.progress for each in status.conditions}
        jumps = {slot: (before.get(slot, 0), progress) for slot, progress in now.items() if progress > before.get(slot, 0) + 1}
        assert not jumps
        before = now


@settings(max_examples=25)
@given(RECORDS, TEXTS, st.integers(0, LAST))
def test_known_on_a_day_is_the_fold_of_what_was_published_by_then(told: list[Saying], text: Agreement, number: int) -> None:
    """What came later leaves no trace, not even in a sentence."""
    published = [each for each in told if each.known <= day(number)]
    assert Chronicle(*told, agreement=text).status(known=day(number)) == Chronicle(*published, agreement=text).status(
        known=day(number)
    )


@settings(max_examples=25)
@given(RECORDS, TEXTS)
def test_one_claim_after_another_gives_what_all_at_once_give(told: list[Saying], text: Agreement) -> None:
    """The parts that are kept between two claims are never wrong."""
    unique = list(dict.fromkeys(told))
    whole = Chronicle(*unique, agreement=text).hearing(known=day(LAST))
    first = Chronicle(unique[0], agreement=text).hearing(known=day(LAST))
    grown = Evaluation(text, first)
    for end in range(2, len(unique) + 1):
        part = Chronicle(*unique[:end], agreement=text).hearing(known=day(LAST))
        seen = {each.claim.id for each in first.heard}
        new = [each for each in part.heard if each.claim.id not in seen]
        for each in new:
            grown.add(each, [incident for incident in part.incidents if incident.id in each.incidents])
        first = part
    assert grown.status() == assess(text, whole)


@settings(max_examples=25)
@given(RECORDS, TEXTS, st.sampled_from([("nor", "sut"), ("peak", "quay")]))
def test_exchanging_two_names_exchanges_them_in_the_result_and_changes_nothing_else(
    told: list[Saying], text: Agreement, pair: tuple[str, str]
) -> None:
    """Who is who decides nothing: the same words from the other side have the same effect on the other side."""
    one, other = pair
    pairs = {one: other, other: one, f"{one}.army": f"{other}.army", f"{other}.army": f"{one}.army"}
    chronicle = Chronicle(*dict.fromkeys(told), agreement=text)
    hearing = chronicle.hearing(known=day(LAST))
    back = _renamed(assess(text, _with_names(hearing, pairs)), pairs)
    assert _shape(back) == _shape(assess(text, hearing))


def _with_names(hearing: Hearing, pairs: dict[str, str]) -> Hearing:
    """Return the same hearing with each saying in the mouth of the other side; claims keep their ids and places."""
    names = {actor.id: actor.name for actor in ACTORS}
    heard = []
    for each in hearing.heard:
        speaker = each.claim.speaker
        if speaker is not None and speaker.actor is not None:
            actor = pairs.get(speaker.actor, speaker.actor)
            speaker = msgspec.structs.replace(speaker, actor=actor, name=names[actor])
        heard.append(msgspec.structs.replace(each, claim=msgspec.structs.replace(each.claim, speaker=speaker)))
    return msgspec.structs.replace(hearing, heard=tuple(heard))


def _renamed(status: Status, pairs: dict[str, str]) -> Status:
    """Return a status with the exchanged ids put back."""
    raw = msgspec.json.encode(status).decode()
    for number, old in enumerate(pairs):
        raw = raw.replace(f'"{old}"', f'"\\u0000{number}"')
    for number, new in enumerate(pairs.values()):
        raw = raw.replace(f'"\\u0000{number}"', f'"{new}"')
    return msgspec.json.decode(raw.encode(), type=Status)


def _shape(status: Status) -> object:
    """Return all that must not depend on who is who: everything but the order of the parties in the document, and sentences."""
    arrangement = status.arrangement
    return (
        (arrangement.status, arrangement.since, arrangement.act, set(arrangement.authority), set(arrangement.claims)),
        {(each.according_to, each.status, each.claims) for each in arrangement.versions},
        {(each.party, each.state, each.since, each.act, each.claims, each.until, each.history) for each in status.adherence},
        {
            (each.id, each.by, each.rule, each.met, each.progress, each.since, each.met_on, each.said, _resets(each))
            for each in status.conditions
        },
        {(each.id, each.state, each.since, frozenset(each.versions)) for each in status.phases},
        status.ground,
        [(each.date, each.actor, each.act, each.scope, each.claim) for each in status.declarations],
        [(each.date, each.actor, each.claim) for each in status.assessments],
    )


def _resets(count: ConditionCount) -> tuple[object, ...]:
    return tuple((reset.date, reset.incident, reset.claim, reset.without) for reset in count.resets)
