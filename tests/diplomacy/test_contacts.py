"""Contacts folded: rival accounts of one meeting side by side, series, bodies, channels, threats and deadlines."""

from __future__ import annotations

from diplomacy.diplomats import DIRECTORY, meeting, said
from truceline.diplomacy.contacts import Contacts, contacts
from truceline.model.assertions import Subject
from truceline.model.diplomacy import BodyNamed, Channel, Contact, TermsWithheld, Threat

ON = "2016-09-25"


def fold(*told: object, on: str = ON, subjects: tuple[Subject, ...] = ()) -> Contacts:
    """What these assertions come to on a day."""
    return contacts(told, DIRECTORY, subjects, on=on)  # type: ignore[arg-type]


def test_rival_accounts_of_one_meeting_stand_side_by_side() -> None:
    """An hour and four hours are both shown and called contested; so many ministers and so many nations do not differ."""
    found = fold(
        said(
            meeting(
                body="group",
                at="2016-09-20",
                minutes_low=60,
                minutes_high=60,
                attended_low=20,
                attended_high=20,
                attended_unit="foreign ministers",
            ),
            "c1",
        ),
        said(Contact(kind="talks", body="group", at="2016-09-20", minutes_low=240, minutes_high=240), "c2", report="r2"),
        said(
            meeting(body="group", at="2016-09-20", attended_low=18, attended_high=22, attended_unit="nations"), "c3", report="r3"
        ),
    )
    (one,) = found.encounters
    assert [(each.low, each.says[0].name) for each in one.durations] == [(60, "Wire One"), (240, "Wire Two")]
    assert [(each.low, each.high, each.unit) for each in one.attendance] == [(20, 20, "foreign ministers"), (18, 22, "nations")]
    assert one.contested == ("duration",)
    assert [body.meetings for body in found.bodies] == [("ct:c1",)]


def test_neighbouring_days_are_doubtful_and_others_are_not_joined() -> None:
    """A report from another zone may call it a day later; that is for people to say."""
    told = [said(meeting(body="group", at=f"2016-09-{day}"), f"c{day}", report=f"r{day}") for day in (20, 21, 24)]
    first, second, third = fold(*told).encounters
    assert [each.why for each in first.perhaps] == ["the days told lie next to each other"]
    assert (second.perhaps[0].id, third.perhaps) == (first.id, ())


def test_a_meeting_of_a_body_told_without_its_day_is_the_one_of_that_day_or_the_day_before() -> None:
    """Two lengths of it stand side by side; told later, or where two days fit, nobody knows which is meant."""
    dated = said(meeting(body="group", at="2016-09-20", minutes_low=60, minutes_high=60), "c1", "2016-09-21")
    undated = meeting(body="group", minutes_low=240, minutes_high=240)
    (one,) = fold(dated, said(undated, "c2", "2016-09-21", report="r2")).encounters
    assert ([each.low for each in one.durations], one.contested) == ([60, 240], ("duration",))
    for day in ("2016-09-19", "2016-09-22"):
        assert [len(each.perhaps) for each in fold(dated, said(undated, "c2", day, report="r2")).encounters] == [1, 1]
    again = said(meeting(body="group", at="2016-09-21"), "c3", "2016-09-21", report="r3")
    apart = fold(dated, again, said(undated, "c2", "2016-09-21", report="r2")).encounters
    assert [[(low.low, low.says[0].sources) for low in each.durations] for each in apart] == [
        [(60, ("c1",))],
        [],
        [(240, ("c2",))],
    ]


def test_a_call_is_no_meeting_and_an_office_stands_for_its_holder() -> None:
    """The minister by name and by office are one participant; a call on the day of a meeting is another contact."""
    found = fold(
        said(Contact(kind="call", participants=("aa.person", "bb.fm"), at="2016-09-20"), "c1"),
        said(Contact(kind="call", participants=("aa.fm", "bb.person"), at="2016-09-20"), "c2", report="r2"),
        said(meeting(participants=("aa.fm", "bb.fm"), at="2016-09-20"), "c3", report="r2"),
    )
    assert [(each.kinds, len(each.held)) for each in found.encounters] == [(("call",), 2), (("meeting",), 1)]
    (series,) = found.series
    assert ([who.id for who in series.between], series.contacts) == (["aa.fm", "bb.fm"], ("ct:c1", "ct:c3"))


def test_how_often_in_a_row_is_held_against_what_the_record_has() -> None:
    """The third call in ten days stays somebody's count, beside the number of those that the record knows."""
    pair = ("aa.fm", "bb.fm")
    found = fold(
        said(Contact(kind="call", participants=pair, at="2016-09-15", nth=3, within="P10D", nth_bound="about"), "c1"),
        said(Contact(kind="call", participants=pair, at="2016-09-09"), "c2", report="r2"),
        said(Contact(kind="call", participants=pair, at="2016-08-01"), "c3", report="r3"),
    )
    (series,) = found.series
    assert len(series.contacts) == 3
    assert [(each.nth, each.within, each.in_record) for each in series.nth] == [(3, "P10D", 2)]


def test_what_was_to_come_and_is_told_by_nobody_to_have_been_held_says_so() -> None:
    """A planned meeting is none that was held; once its day has passed that is told, and a denial that it took place is heard."""
    plan = meeting(body="group", at="2016-09-23", planned=True)
    assert [each.lapsed for each in fold(said(plan, "c1"), on="2016-09-23").encounters] == [False]
    (later,) = fold(said(plan, "c1"), on="2016-09-24").encounters
    assert (later.lapsed, later.held, len(later.planned)) == (True, (), 1)
    held, denied = meeting(body="group", at="2016-09-23"), meeting(body="group", at="2016-09-23")
    (both,) = fold(said(plan, "c1"), said(held, "c2"), said(denied, "c3", by="aa.mfa", stance="deny")).encounters
    assert (both.lapsed, both.contested, [each.name for each in both.not_so]) == (False, ("held",), ["Foreign Ministry of Aland"])


def test_two_meetings_of_one_telling_are_two() -> None:
    """Who lists two meetings in one breath means two, though the words for both fit each other."""
    found = fold(
        said(meeting(participants=("aa.fm", "bb.fm")), "c1"),
        said(Contact(kind="talks", participants=("aa.fm", "bb.fm")), "c1"),
    )
    assert [each.id for each in found.encounters] == ["ct:c1", "ct:c1.2"]


def test_a_channel_keeps_its_steps_and_a_request_leaves_it_as_it_was() -> None:
    """Suspended by one side, its resumption proposed by the other: it is suspended, as told, and somebody asks for more."""
    found = fold(
        said(Channel(between=("aa", "bb"), what="military contacts", act="suspended", by="aa", at="2016-09-01"), "c1"),
        said(Channel(between=("bb", "aa"), what="such contacts", act="resumption_proposed", by="bb"), "c2", by="aa.person"),
    )
    (line,) = found.channels
    assert [step.act for step in line.latest] == ["suspended"]
    assert [(step.act, step.by.id if step.by else None) for step in line.asked] == [("resumption_proposed", "bb")]
    assert [(step.day, step.act) for step in line.steps] == [("2016-09-01", "suspended"), ("2016-09-20", "resumption_proposed")]


def test_channels_with_nothing_in_common_but_their_ends_stay_apart() -> None:
    """A hotline and a working group of the same two sides are two, and say that they might be one."""
    found = fold(
        said(Channel(between=("aa", "bb"), what="hotline of pilots", act="opened"), "c1"),
        said(Channel(between=("aa", "bb"), what="working group on prisoners", act="suspended"), "c2"),
    )
    assert [len(each.perhaps) for each in found.channels] == [1, 1]


def test_a_deadline_passes_with_its_day() -> None:
    """An ultimatum says whether its deadline lies before the day asked for; one without a deadline says nothing."""
    threat = Threat(
        kind="ultimatum", by="aa.fm", against="the group", words="leave", condition="by Friday", deadline="2016-09-23"
    )
    told = said(threat, "c1", by="aa.mfa")
    assert [fold(told, on=day).threats[0].passed for day in ("2016-09-22", "2016-09-23", "2016-09-24")] == [False, False, True]
    open_end = said(Threat(kind="threat", by="aa.fm", words="confrontation"), "c2")
    assert fold(open_end).threats[0].passed is None
    again = said(threat, "c3", report="r2")
    assert [len(each.says) for each in fold(told, again).threats] == [2]
    denied = said(threat, "c4", by="aa.mfa", stance="deny")
    assert [(len(each.says), len(each.not_so)) for each in fold(told, denied).threats] == [(1, 1)]


def test_members_and_chairs_of_a_body_are_what_somebody_says() -> None:
    """How many members a body has may be told in two ways; both stay, with who says so."""
    found = fold(
        said(BodyNamed(body="group", members=("aa", "bb"), chairs=("aa", "bb")), "c1"),
        said(BodyNamed(body="group", members_low=20, members_high=20), "c2", report="r2"),
        said(BodyNamed(body="group", members=("x",)), "c3", by="bb.mfa", stance="deny"),
    )
    (body,) = found.bodies
    assert ([each.who.id for each in body.members], [each.who.id for each in body.chairs]) == (["aa", "bb"], ["aa", "bb"])
    assert ([(each.low, each.says[0].name) for each in body.counts], len(body.not_so)) == ([(20, "Wire Two")], 1)


def test_what_people_opened_holds_what_they_say_of_it() -> None:
    """Subjects of people come with their names, whatever the rules would have made of what is told."""
    subjects = (
        Subject(id="ct1", of="contact", name="The meeting in the city", reference="M-7"),
        Subject(id="ch1", of="channel", name="Red line"),
        Subject(id="bd1", of="body", name="The group"),
    )
    found = fold(
        said(meeting(at="2016-09-01"), "tl1", report=None, by="x", subject="ct1"),
        said(meeting(at="2016-09-09"), "tl2", report=None, by="y", subject="ct1"),
        said(Channel(between=("aa", "bb"), what="line", act="opened"), "tl3", report=None, by="x", subject="ch1"),
        said(BodyNamed(body="group", chairs=("aa",)), "tl4", report=None, by="x", subject="bd1"),
        subjects=subjects,
    )
    assert [(each.id, each.title, each.reference, each.contested) for each in found.encounters] == [
        ("ct1", "The meeting in the city", "M-7", ("day",))
    ]
    assert [(each.id, each.what) for each in found.channels] == [("ch1", "Red line")]
    assert [(each.id, each.who.name) for each in found.bodies] == [("bd1", "The group")]


def test_terms_that_are_kept_from_the_public_stand_with_who_says_so() -> None:
    """Who keeps them and who says so are two things."""
    (found,) = fold(said(TermsWithheld(of="the agreement", by="aa"), "c1", by="bb.mfa")).withheld
    assert (found.name, found.by and found.by.name, found.says[0].name) == ("the agreement", "Aland", "Foreign Ministry of Bland")
