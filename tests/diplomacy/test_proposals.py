"""Proposals folded: what is one, what stays apart, and where every office stands, each for itself."""

from __future__ import annotations

from diplomacy.diplomats import DIRECTORY, pause, proposal, said, stand
from truceline.diplomacy.proposals import Proposal, proposals
from truceline.model.diplomacy import Position, Proposed, TermsWithheld


def one(*told: object) -> Proposal:
    """The only proposal that these assertions come to."""
    (found,) = proposals(told, DIRECTORY)  # type: ignore[arg-type]
    return found


def latest(found: Proposal) -> dict[str, list[str]]:
    """By office, its latest stands."""
    return {each.office.id: [stood.stand for stood in each.latest] for each in found.offices}


def test_a_minister_and_a_state_propose_one_thing_and_both_are_named() -> None:
    """That a state and its minister are said to have proposed it are two accounts of one proposal, side by side."""
    found = one(
        said(pause("a three-day pause", proposer="aa", lasts="P3D"), "c1"),
        said(pause("pausing the fighting", proposer="aa.person"), "c2", "2016-09-21", report="r2"),
    )
    assert [(each.who.id, [saying.name for saying in each.says]) for each in found.proposers] == [
        ("aa", ["Wire One"]),
        ("aa.fm", ["Wire Two"]),
    ]
    assert [each.lasts for each in found.terms] == ["P3D", None]


def test_two_offices_of_one_side_may_stand_opposite_each_other() -> None:
    """Dissent inside a side is shown with the names of the offices, and no side is given one stand."""
    found = one(
        said(pause(proposer="aa.fm"), "c1"),
        said(stand("aa.mil", "opposes", reason="a bad idea"), "c2", by="aa.mil", unnamed=True),
        said(stand("bb.fm", "opposes"), "c3", by="bb.mfa"),
    )
    assert latest(found) == {"aa.fm": ["proposes"], "aa.mil": ["opposes"], "bb.fm": ["opposes"]}
    (dissent,) = found.dissent
    assert (dissent.side, [w.name for w in dissent.speaking_for], [w.name for w in dissent.speaking_against]) == (
        "aa",
        ["Foreign Minister of Aland"],
        ["Army of Aland"],
    )
    assert [each.id for each in found.opposed_by] == ["aa.mil", "bb.fm"]


def test_a_denial_is_no_stand_and_no_proposal() -> None:
    """Who denies that somebody proposed or supports it is heard beside it, and changes nobody's stand."""
    found = one(
        said(pause(proposer="aa"), "c1", by="aa.mfa", stance="deny"),
        said(stand("bb.mod", "supports"), "c2", by="bb.mod", stance="deny"),
        said(stand("bb.fm", "accepts"), "c3", by="bb.mfa", stance="cannot_verify"),
    )
    assert (found.proposers, found.offices, found.supported_by, found.accepted_by) == ((), (), (), ())
    assert [(each.what, each.says[0].stance) for each in found.not_so] == [
        ("proposed", "deny"),
        ("supports", "deny"),
        ("accepts", "cannot_verify"),
    ]


def test_stands_change_over_time_and_the_history_stays() -> None:
    """A later stand is the latest one; what was said before stays, with who said it."""
    found = one(
        said(pause(proposer="aa"), "c1", "2016-09-10"),
        said(stand("bb.fm", "rejects"), "c2", "2016-09-11", by="bb.mfa"),
        said(stand("bb.fm", "accepts_in_part", condition="if it holds everywhere"), "c3", "2016-09-15", by="bb.mfa"),
        said(pause(proposer="aa"), "c4", "2016-09-20"),
    )
    office = next(each for each in found.offices if each.office.id == "bb.fm")
    assert [(stood.day, stood.stand) for stood in office.history] == [
        ("2016-09-11", "rejects"),
        ("2016-09-15", "accepts_in_part"),
    ]
    assert [(stood.stand, stood.condition) for stood in office.latest] == [("accepts_in_part", "if it holds everywhere")]
    assert [each.id for each in found.accepted_by] == ["bb.fm"]
    proposer = next(each for each in found.offices if each.office.id == "aa")
    assert [(stood.day, len(stood.says)) for stood in proposer.history] == [("2016-09-10", 2)], "told again is no new stand"


def test_two_accounts_of_one_day_that_differ_are_both_the_latest() -> None:
    """Nothing is chosen between speakers: both stands are shown, and the office is marked as told differently."""
    found = one(
        said(stand("bb.fm", "accepts", proposer="aa"), "c1", by="aa.mfa"),
        said(stand("bb.fm", "rejects", proposer="aa"), "c2", by="bb.mfa"),
    )
    (office,) = found.offices
    assert office.contested
    assert {stood.stand for stood in office.latest} == {"accepts", "rejects"}


def test_a_stand_on_something_unnamed_weeks_later_is_nobodys_stand_on_this() -> None:
    """Who refuses "the pause" three weeks on may mean another one: it stands apart, and both say so."""
    made = said(pause(proposer="aa.fm"), "c1", "2016-09-01")
    later = said(stand("bb", "rejects"), "c2", "2016-09-22", report="r2")
    assert [(latest(each), len(each.perhaps)) for each in proposals([made, later], DIRECTORY)] == [
        ({"aa.fm": ["proposes"]}, 1),
        ({"bb": ["rejects"]}, 1),
    ]
    soon = said(stand("bb", "rejects"), "c3", "2016-09-03", report="r2")
    assert latest(one(made, soon)) == {"aa.fm": ["proposes"], "bb": ["rejects"]}


def test_two_proposals_made_months_apart_are_two_even_in_one_report() -> None:
    """What was proposed in February and again in September by the same office is not one proposal."""
    told = [said(pause(proposer="aa.fm", at=f"2016-0{month}-09"), f"c{month}") for month in (2, 9)]
    assert [len(each.terms) for each in proposals(told, DIRECTORY)] == [1, 1]


def test_two_evacuations_proposed_by_one_office_are_two_where_others_would_leave() -> None:
    """The wounded of one town and the fighters of another: of one kind, in words that have nothing in common."""
    words = ("evacuating the wounded from Nortown", "safe passage out of Southport to fighters")
    told = [said(Proposed(kind="evacuation", words=each, proposer="aa"), f"c{n}") for n, each in enumerate(words)]
    told += [
        said(Position(kind="evacuation", office="aa", stand="proposes", words=each), f"c{n}") for n, each in enumerate(words)
    ]
    assert [(each.title, len(each.perhaps)) for each in proposals(told, DIRECTORY)] == [(words[0], 1), (words[1], 1)]


def test_whoever_no_longer_holds_an_office_speaks_for_no_side() -> None:
    """A former minister who speaks against it is no stand of the ministry, and no dissent within the state."""
    found = one(
        said(pause(proposer="bb"), "c1", "2017-01-15"),
        said(stand("aa.person", "supports", proposer="bb"), "c2", "2017-01-15"),
        said(stand("aa.person", "opposes", proposer="bb"), "c3", "2017-01-25"),
    )
    assert latest(found) == {"bb": ["proposes"], "aa.fm": ["supports"], "aa.person": ["opposes"]}
    assert (found.offices[2].office.side, found.dissent) == (None, ())


def test_who_takes_a_stand_back_no_longer_has_it() -> None:
    """Words taken back by the same speaker stay in the history and are the latest stand no more."""
    found = one(
        said(stand("bb.fm", "accepts", proposer="aa"), "c1", "2016-09-10", by="bb.mfa"),
        said(stand("bb.fm", "accepts", proposer="aa"), "c2", "2016-09-12", by="bb.mfa", stance="retract"),
    )
    (office,) = found.offices
    assert (office.latest, [stood.taken_back for stood in office.history]) == ((), [True])
    assert found.accepted_by == ()


def test_who_takes_back_that_something_was_proposed_leaves_nobody_proposing_it() -> None:
    """A retraction on the same day takes it back; that others say so still stands, and so does a denial by the office itself."""
    told, back = (
        said(pause(proposer="aa.fm"), "c1", by="bb.mfa"),
        said(pause(proposer="aa.fm"), "c2", by="bb.mfa", stance="retract"),
    )
    assert latest(one(told, back)) == {"aa.fm": []}
    denied = said(pause(proposer="aa.fm"), "c3", "2016-09-21", by="aa.mfa", stance="deny")
    found = one(told, denied)
    assert latest(found) == {"aa.fm": ["proposes"]}
    assert [(each.what, each.office and each.office.id, each.says[0].by) for each in found.not_so] == [
        ("proposed", "aa.fm", "aa.mfa")
    ]


def test_an_existing_duty_stands_beside_what_is_proposed() -> None:
    """That it is owed already is somebody's word about whose duty it is, and neither support nor acceptance."""
    found = one(
        said(pause(proposer="aa"), "c1"),
        said(stand("aa.mod", "existing_duty", on_whom=("bb",)), "c2", by="aa.mod"),
    )
    assert [each.id for each in found.existing_duty] == ["aa.mod"]
    assert (found.accepted_by, found.dissent) == ((), ())
    assert next(each for each in found.offices if each.office.id == "aa.mod").latest[0].on_whom == ("Bland",)


def test_rival_terms_are_two_proposals_that_name_each_other() -> None:
    """A pause of three days and one of seven are never made one; both say that they may be."""
    three, seven = proposals(
        [said(pause(proposer="aa", lasts="P3D"), "c1"), said(pause(proposer="aa", lasts="P7D"), "c2", report="r2")], DIRECTORY
    )
    assert [(each.id, each.why) for each in three.perhaps] == [(seven.id, "of one kind, and the durations told differ")]
    assert [each.id for each in seven.perhaps] == [three.id]
    assert one(said(pause(proposer="aa", lasts="P3D"), "c1"), said(pause(proposer="aa", lasts="PT72H"), "c2")).perhaps == ()


def test_a_word_that_fits_two_proposals_joins_neither() -> None:
    """Where two pauses were proposed, an objection to "the pause" in another report stands for itself, and says so."""
    told = [
        said(pause("a three-day pause", proposer="aa", lasts="P3D"), "c1"),
        said(pause("a seven-day pause", proposer="bb", lasts="P7D"), "c2"),
        said(stand("group", "opposes"), "c3", report="r2"),
    ]
    by_id = {each.id: each for each in proposals(told, DIRECTORY)}
    assert set(by_id) == {"pr:c1", "pr:c2", "pr:c3"}
    assert {(each.id, each.why) for each in by_id["pr:c3"].perhaps} == {
        ("pr:c1", "more than one could be meant"),
        ("pr:c2", "more than one could be meant"),
    }


def test_kinds_and_far_times_are_never_joined() -> None:
    """A limit on flights is no pause, and what is told two months later is not taken for the same."""
    told = [
        said(pause(proposer="aa"), "c1", "2016-09-01"),
        said(Proposed(kind="flight_limit", words="no flights over aid routes", proposer="aa"), "c2", "2016-09-01"),
        said(pause(proposer="aa"), "c3", "2016-11-20", report="r2"),
    ]
    assert [each.kinds for each in proposals(told, DIRECTORY)] == [("pause",), ("flight_limit",), ("pause",)]


def test_offices_of_one_side_that_propose_alike_stay_apart_and_say_so() -> None:
    """Whether the army and the minister propose the same thing is for people to say."""
    first, second = proposals([said(pause(proposer="aa.mil"), "c1"), said(pause(proposer="aa.fm"), "c2")], DIRECTORY)
    assert [each.why for each in first.perhaps] == ["of one kind, told of two offices of one side"]
    assert second.perhaps[0].id == first.id


def test_places_outside_each_other_are_two_proposals() -> None:
    """A pause in the north is none in the south; one in the whole country may be either."""
    north, south = pause(proposer="aa", where=("c.north",)), pause(proposer="aa", where=("c.south",))
    whole = pause(proposer="aa", where=("c",))
    assert len(proposals([said(north, "c1"), said(south, "c2")], DIRECTORY)) == 2
    assert len(proposals([said(north, "c1"), said(whole, "c2")], DIRECTORY)) == 1
    assert len(proposals([said(north, "c1"), said(south, "c2"), said(whole, "c3")], DIRECTORY)) == 3


def test_what_people_put_under_one_subject_is_one_however_unlike() -> None:
    """People may hold that rival proposers and terms belong to one proposal; all of it stands side by side."""
    (found,) = proposals(
        [
            said(pause(proposer="aa", lasts="P3D"), "tl1", report=None, by="Wire One", subject="pr1"),
            said(pause(proposer="bb", lasts="P7D"), "tl2", report=None, by="Wire Two", subject="pr1"),
        ],
        DIRECTORY,
        [proposal("pr1")],
    )
    assert (found.id, found.title, found.grouped) == ("pr1", "Pause pr1", "people entered it as one")
    assert [each.who.id for each in found.proposers] == ["aa", "bb"]
    assert [each.lasts for each in found.terms] == ["P3D", "P7D"]


def test_people_join_and_part_what_was_grouped() -> None:
    """What people say a claim is about is meant by that alone; what is left is grouped as if the claim were not there."""
    three, vague = pause("a three-day pause", proposer="aa", lasts="P3D"), pause("a pause", proposer="aa")
    read = [said(three, "c1"), said(vague, "c2")]
    assert [each.id for each in proposals(read, DIRECTORY)] == ["pr:c1"]
    parted = proposals(
        [*read, said(vague, "tl1", report=None, by="Wire One", subject="pr1", claim="c2")], DIRECTORY, [proposal("pr1")]
    )
    assert {each.id: [terms.words for terms in each.terms] for each in parted} == {
        "pr1": ["a pause"],
        "pr:c1": ["a three-day pause"],
    }
    assert {each.id: [other.why for other in each.perhaps] for each in parted} == {
        "pr1": ["fits what people entered as one"],
        "pr:c1": ["fits what people entered as one"],
    }
    terms = next(each for each in parted if each.id == "pr1").terms[0]
    assert (terms.says[0].sources, terms.says[0].reports) == (("tl1", "c2"), ("r1",)), "the claim stays within reach"


def test_a_corrected_reading_takes_the_place_of_the_machines_own() -> None:
    """Where people enter another stand as standing on the same claim, the stand that was read from it no longer counts."""
    read = said(stand("bb.fm", "rejects", proposer="aa"), "c1", by="bb.mfa")
    mine = said(stand("bb.fm", "opposes", proposer="aa"), "tl1", report=None, by="bb.mfa", subject="pr1", claim="c1")
    (found,) = proposals([read, mine], DIRECTORY, [proposal("pr1")])
    assert latest(found) == {"bb.fm": ["opposes"]}


def test_a_subject_of_which_nothing_is_told_is_there() -> None:
    """What people opened is listed before anything is said of it."""
    (found,) = proposals([], DIRECTORY, [proposal("pr1")])
    assert (found.id, found.first_day, found.offices) == ("pr1", "", ())


def test_terms_kept_from_the_public_are_said_with_their_speaker() -> None:
    """That terms are not public is somebody's word, under the proposal that people gave it to."""
    (found,) = proposals(
        [
            said(pause(proposer="aa"), "tl1", report=None, by="x", subject="pr1"),
            said(TermsWithheld(of="the deal", by="aa"), "tl2", report=None, by="Wire One", subject="pr1"),
            said(TermsWithheld(of="the deal", by="aa"), "tl3", report=None, by="aa.mfa", subject="pr1", stance="deny"),
        ],
        DIRECTORY,
        [proposal("pr1")],
    )
    assert [each.name for each in found.withheld] == ["Wire One"]


def test_unnamed_speakers_of_one_institution_take_nothing_back_for_each_other() -> None:
    """Two officials without a name are never taken for one person."""
    found = one(
        said(stand("aa.mil", "opposes", proposer="bb"), "c1", "2016-09-10", by="aa.mil", unnamed=True),
        said(stand("aa.mil", "opposes", proposer="bb"), "c2", "2016-09-12", by="aa.mil", unnamed=True, stance="retract"),
    )
    assert latest(found) == {"aa.mil": ["opposes"]}


def test_words_that_name_one_state_have_its_side_and_no_office() -> None:
    """ "The top officer of Aland" is an office in words on the side of Aland; which office it is, is not concluded."""
    office = "the top officer of Aland"
    found = one(
        said(pause(proposer="aa.fm"), "c1"), said(Position(kind="pause", office=office, stand="opposes", words="it"), "c2")
    )
    assert [each.side for each in found.dissent] == ["aa"]
    assert found.dissent[0].speaking_against[0].id == office
