"""Claims and links folded into incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from truceline.actors import Registry
from truceline.linker import Told, incidents, link
from truceline.model import Actor, Bound, Claim, Copy, Count, Incident, PlaceRelation, Relay, Speaker

if TYPE_CHECKING:
    from linker.conftest import Teller


def _count(claim: Claim, low: int | None, high: int | None, bound: Bound) -> Claim:
    count = msgspec.structs.replace(claim.counts[0], low=low, high=high, bound=bound)
    return msgspec.structs.replace(claim, counts=(count,))


def _fold(teller: Teller, *claims: Claim, copies: tuple[Copy, ...] = ()) -> Incident:
    reports: dict[str, list[Claim]] = {}
    for claim in claims:
        reports.setdefault(claim.report, []).append(claim)
    links = link([teller.telling(r, *cs) for r, cs in reports.items()]).links
    found = incidents([Told(claim=c, published_at="2020-05-10") for c in claims], links, copies)
    assert len(found) == 1
    return found[0]


def test_rival_figures_become_a_range_and_never_a_sum(teller: Teller) -> None:
    """Twelve in one account and twenty in another are 12 to 20 killed."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-09", place="Northtown", killed=20)
    killed = _fold(teller, a, b).killed
    assert killed is not None
    assert (killed.low, killed.high, killed.rule, killed.accounts) == (12, 20, "range of distinct accounts", 2)


def test_an_account_without_a_low_does_not_lower_it(teller: Teller) -> None:
    """ "As many as 90" beside "at least 60" is 60 to 90."""
    a = _count(teller.claim("a", day="2020-05-09", place="Northtown", killed=90), None, 90, "up_to")
    b = _count(teller.claim("b", day="2020-05-09", place="Northtown", killed=60), 60, None, "at_least")
    killed = _fold(teller, a, b).killed
    assert killed is not None
    assert (killed.low, killed.high) == (60, 90)


def test_at_least_ninety_does_not_vanish_behind_sixty_two(teller: Teller) -> None:
    """An open figure above the greatest high is kept in sight, and no high is made up for it."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=62)
    b = _count(teller.claim("b", day="2020-05-09", place="Northtown", killed=90), 90, None, "at_least")
    killed = _fold(teller, a, b).killed
    assert killed is not None
    assert (killed.low, killed.high, killed.greatest_low) == (62, 62, 90)


def test_parts_of_one_account_are_neither_added_nor_a_range(teller: Teller) -> None:
    """63 civilians and 153 soldiers, told by one speaker, are at least 153 people."""
    claim = teller.claim("a", day="2020-05-09", place="Northtown", killed=63)
    civilians = msgspec.structs.replace(claim.counts[0], category="civilian")
    soldiers = msgspec.structs.replace(claim.counts[0], id="n9", low=153, high=153, category="soldier")
    parted = msgspec.structs.replace(
        claim,
        counts=(civilians, soldiers),
        events=tuple(msgspec.structs.replace(e, counts=(*e.counts, "n9")) for e in claim.events),
    )
    incident = _fold(teller, parted)
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high) == (153, None)
    assert incident.killed.rule == "greatest part of one account; parts are not added"
    assert {f.rule for f in incident.figures} == {incident.killed.rule}
    other = _fold(teller, teller.claim("b", day="2020-05-09", place="Northtown", killed=200), parted)
    assert other.killed is not None
    assert (other.killed.low, other.killed.high) == (153, 200)
    assert other.killed.rule.startswith("range of distinct accounts; of one that gives parts only")


def test_no_deaths_alone_makes_no_incident(teller: Teller) -> None:
    """ "Recorded no deaths" without a time, a place or a target tells of no happening; a strike that killed nobody does."""
    nothing = teller.claim("a", kind="V.UNSPEC", killed=0)
    assert link([teller.telling("a", nothing)]).links == ()
    strike = teller.claim("a", day="2020-05-09", place="Northtown", killed=0)
    assert link([teller.telling("a", strike)]).links


def test_what_forces_move_for_carries_no_point(teller: Teller) -> None:
    """The place of ground taken is named as in the report, and nothing on it can be put on a map."""
    taken = teller.claim("a", day="2020-05-09", place="Northtown", kind="V.OFFENSIVE", killed=3)
    (place,) = _fold(teller, taken).places
    assert (place.name, place.lat, place.lon) == ("Northtown", None, None)
    (struck,) = _fold(teller, teller.claim("a", day="2020-05-09", place="Northtown", killed=3)).places
    assert (struck.lat, struck.lon) == (36.0, 37.0)


@pytest.mark.parametrize("relation", ["near", "north_of", "east_part_of", "north_countryside_of", "road_to"])
def test_what_lies_by_a_named_place_never_carries_its_point(teller: Teller, relation: str) -> None:
    """North of a town is not the town."""
    claim = teller.claim("a", day="2020-05-09", place="Northtown", killed=3)
    moved = tuple(msgspec.structs.replace(p, relation=PlaceRelation(kind=relation, of=p.place)) for p in claim.places)
    (place,) = _fold(teller, msgspec.structs.replace(claim, places=moved)).places
    assert (place.relation, place.lat, place.lon) == (moved[0].relation, None, None)


def test_a_state_and_the_coalition_it_is_part_of_are_no_rival_perpetrators(teller: Teller) -> None:
    """Blaming a coalition and blaming a member of it can both be right, where the theatre says who is its member."""
    told = [teller.claim(r, day="2020-05-09", place="Northtown", killed=12, striker=s) for r, s in (("a", "pact"), ("b", "xx"))]
    member = Registry(
        [Actor(id="pact", kind="coalition", name="Pact"), Actor(id="xx", kind="state", name="Xland", within="pact")]
    )
    strangers = Registry([Actor(id="pact", kind="coalition", name="Pact"), Actor(id="xx", kind="state", name="Xland")])
    links = link([teller.telling(c.report, c) for c in told]).links
    told_of = [Told(claim=c, published_at="2020-05-10") for c in told]
    assert [i.contested for i in incidents(told_of, links, (), member)] == [()]
    assert [i.contested for i in incidents(told_of, links, (), strangers)] == [("alleged_perpetrator",)]


def test_children_among_the_dead_are_never_added(teller: Teller) -> None:
    """38 killed, 14 of them children, is 38 killed."""
    claim = teller.claim("a", day="2020-05-09", place="Northtown", killed=38)
    part = Count(
        id="n9",
        span=claim.counts[0].span,
        low=14,
        high=14,
        bound="exact",
        effect="killed",
        unit="people",
        category="child",
        subset_of="n0",
    )
    incident = _fold(teller, msgspec.structs.replace(claim, counts=(*claim.counts, part)))
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high) == (38, 38)
    assert [f.low for f in incident.figures if f.subset_of] == [14]


def test_what_a_denial_names_is_nobodys_figure(teller: Teller) -> None:
    """A speaker who denies having killed 50 gives no figure; the denial contests who did it."""
    a = teller.claim("a", 0, day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("a", 1, killed=50, stance="deny", speaker="The ministry", definite=True)
    incident = _fold(teller, a, msgspec.structs.replace(b, about=("perpetrator",)))
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.high) == (12, 12)
    assert incident.contested == ("alleged_perpetrator",)


def test_repeating_a_speaker_is_not_a_second_origin(teller: Teller) -> None:
    """Two reports that quote the same monitor, one through an agency, have one origin."""
    quoted = [
        msgspec.structs.replace(
            teller.claim(r, day="2020-05-09", place="Northtown", killed=12, speaker="The monitor"),
            via=(Relay(name="The agency"),) if r == "b" else (),
        )
        for r in "ab"
    ]
    incident = _fold(teller, *quoted)
    assert (incident.origins.sure, incident.origins.possible) == (1, 1)
    assert len(incident.accounts) == 2


def test_a_near_copy_is_not_a_second_origin(teller: Teller) -> None:
    """Narration of a report that copies another counts with it."""
    told = [teller.claim(r, day="2020-05-09", place="Northtown", killed=12) for r in "ab"]
    apart = _fold(teller, *told)
    assert (apart.origins.sure, apart.origins.possible) == (1, 2)
    copied = _fold(teller, *told, copies=(Copy(report="b", of="a", share_percent=90),))
    assert (copied.origins.sure, copied.origins.possible) == (1, 1)


def test_unnamed_officials_are_never_one_person(teller: Teller) -> None:
    """The same role in two reports may be two people: two possible origins, not one."""
    speaker = Speaker(name="a senior official", unnamed=True, actor="xx")
    told = [
        msgspec.structs.replace(teller.claim(r, day="2020-05-09", place="Northtown", speaker="x"), speaker=speaker) for r in "ab"
    ]
    assert _fold(teller, *told).origins.possible == 2


def test_a_bombing_from_the_air_or_on_the_ground_contests_the_means(teller: Teller) -> None:
    """An air strike beside a car bomb contests the means; a mere attack beside an air strike does not."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-09", place="Northtown", killed=12, kind="V.EXPLOSIVE")
    c = teller.claim("c", day="2020-05-09", place="Northtown", killed=12, kind="V.UNSPEC")
    assert "means" in _fold(teller, a, b).contested
    assert "means" not in _fold(teller, a, c).contested


def test_the_fold_takes_any_part_of_the_record(teller: Teller) -> None:
    """Left with the claims of one report, the incident says only what that report says."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-09", place="Northtown", killed=20)
    links = link([teller.telling("a", a), teller.telling("b", b)]).links
    (only,) = incidents([Told(claim=b, published_at="2020-05-10")], links)
    assert only.reports == ("b",)
    assert only.killed is not None
    assert only.killed.low == 20
    assert incidents([], links) == ()


def test_a_rejected_claim_makes_no_account(teller: Teller) -> None:
    """What a person rejected is counted in the standing and nowhere else."""
    a = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    b = teller.claim("b", day="2020-05-09", place="Northtown", killed=99)
    links = link([teller.telling("a", a), teller.telling("b", b)]).links
    told = [
        Told(claim=a, standing="accepted", published_at="2020-05-10"),
        Told(claim=b, standing="rejected", published_at="2020-05-10"),
    ]
    (incident,) = incidents(told, links)
    assert incident.killed is not None
    assert incident.killed.high == 12
    assert (incident.standing.accepted, incident.standing.rejected) == (1, 1)


def test_a_link_to_an_event_that_the_claim_no_longer_has_gives_no_figure(teller: Teller) -> None:
    """A claim read back from a damaged record is folded without its figure, and nothing ends in the middle."""
    claim = teller.claim("a", day="2020-05-09", place="Northtown", killed=12)
    found = link([teller.telling("a", claim)]).links
    assert found[0].events
    damaged = msgspec.structs.replace(claim, events=())
    (incident,) = incidents([Told(claim=damaged, published_at="2020-05-10")], found, ())
    assert incident.killed is None
