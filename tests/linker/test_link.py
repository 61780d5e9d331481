"""From reports with claims to incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truceline.linker import Linking, Telling, link
from truceline.model import Judgement

if TYPE_CHECKING:
    from linker.conftest import Teller

Together = Callable[..., bool]


def test_same_day_place_and_kind_is_one_incident(teller: Teller, together: Together) -> None:
    """Two reports of an air strike on one town on one day are one incident."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-09", place="Northtown", killed=20)
    assert together(link([teller.telling("a", a), teller.telling("b", b)]), a.id, b.id)


def test_same_words_in_another_town_are_another_incident(teller: Teller, together: Together) -> None:
    """Wording and figures alone never join what happened in different places."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-09", place="Easttown", killed=12)
    assert not together(link([teller.telling("a", a), teller.telling("b", b)]), a.id, b.id)


def test_the_next_strike_on_the_town_is_another_incident(teller: Teller, together: Together) -> None:
    """The same town hit again four days later is another happening."""
    a = teller.claim("a", day="2020-05-04", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-08", place="Northtown", killed=12)
    assert not together(link([teller.telling("a", a), teller.telling("b", b)]), a.id, b.id)


def test_striker_victims_and_kind_without_time_or_place_are_possible_with_a_reason(teller: Teller) -> None:
    """What fits only by who was hit, how and by whom is offered as possible, never linked."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=62, targets=("troops",), striker="xx.air")
    b = teller.claim("b", killed=62, targets=("troops",), striker="xx.air")
    linking = link([teller.telling("a", a), teller.telling("b", b, published=None)])
    ways = {k.outcome: k.why for k in linking.links if k.claim == b.id}
    home = next(k.incident for k in linking.links if k.claim == a.id)
    assert [k.outcome for k in linking.links if k.claim == b.id and k.incident == home] == ["possible"]
    assert "target: troops" in ways["possible"]


def test_a_denial_stands_with_what_it_denies(teller: Teller, together: Together) -> None:
    """A denial of the attack told before it belongs to the same incident."""
    a = teller.claim("a", 0, day="2020-05-09", place="Northtown", targets=("convoy",))
    b = teller.claim("a", 3, kind="V.UNSPEC", stance="deny", speaker="The ministry", definite=True)
    assert together(link([teller.telling("a", a, b)]), a.id, b.id)


def test_two_attacks_in_one_report_stay_two(teller: Teller, together: Together) -> None:
    """A roundup of attacks in two towns is two incidents, and one of them at most is its main one."""
    a = teller.claim("a", 0, day="2020-05-09", place="Northtown", killed=4)
    b = teller.claim("a", 3, day="2020-05-09", place="Easttown", killed=6)
    linking = link([teller.telling("a", a, b)])
    assert not together(linking, a.id, b.id)
    assert len({k.incident for k in linking.links if k.main}) == 1


def test_people_have_the_last_word(teller: Teller, together: Together) -> None:
    """Judgements of same and different hold whatever the evidence says."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-09", place="Northtown", killed=12)
    c = teller.claim("c", day="2020-05-01", place="Easttown", kind="V.SHELL")
    tellings = [teller.telling("a", a), teller.telling("b", b), teller.telling("c", c)]
    decided = [Judgement(left=a.id, right=b.id, verdict="different"), Judgement(left=a.id, right=c.id, verdict="same")]
    linking = link(tellings, decided)
    assert not together(linking, a.id, b.id)
    assert together(linking, a.id, c.id)


def test_claims_of_one_report_can_be_told_apart_by_a_person(teller: Teller, together: Together) -> None:
    """A person may split what the machine saw as one happening inside one report."""
    a = teller.claim("a", 0, day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("a", 1, day="2020-05-09", place="Northtown", definite=True)
    assert together(link([teller.telling("a", a, b)]), a.id, b.id)
    apart = link([teller.telling("a", a, b)], [Judgement(left=a.id, right=b.id, verdict="different")])
    assert not together(apart, a.id, b.id)


def test_incidents_keep_their_ids(teller: Teller) -> None:
    """An incident keeps the id that most of its claims had; a new one never takes a used number."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-01", place="Easttown", killed=3)
    linking = link([teller.telling("a", a), teller.telling("b", b)], previous={a.id: "i7"})
    assert {k.claim: k.incident for k in linking.links} == {a.id: "i7", b.id: "i1"}


def _partition(linking: Linking) -> set[frozenset[tuple[str, str]]]:
    homes = defaultdict(set)
    for found in linking.links:
        homes[found.incident].add((found.claim, found.outcome))
    return {frozenset(h) for h in homes.values()}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_of_reports_gives_the_same_incidents(teller: Teller, data: st.DataObject) -> None:
    """Reports told in any order, at once or one after another, end in the same incidents."""
    drawn = st.tuples(
        st.sampled_from(["V.AIR", "V.SHELL", "V.UNSPEC"]),
        st.sampled_from([None, "2020-05-07", "2020-05-08", "2020-05-09"]),
        st.sampled_from([None, "Northtown", "Easttown", "Midtown"]),
        st.sampled_from([None, 3, 12, 14]),
    )
    rows = data.draw(st.lists(drawn, min_size=1, max_size=9))
    tellings: list[Telling] = []
    for n, (kind, day, place, killed) in enumerate(rows):
        report = f"r{n}"
        tellings.append(teller.telling(report, teller.claim(report, kind=kind, day=day, place=place, killed=killed)))
    whole = link(tellings)
    shuffled = data.draw(st.permutations(tellings))
    assert _partition(link(shuffled)) == _partition(whole)
    previous: dict[str, str] = {}
    for upto in range(1, len(shuffled) + 1):
        stream = link(shuffled[:upto], previous=previous)
        previous = {k.claim: k.incident for k in stream.links}
    assert _partition(stream) == _partition(whole)
