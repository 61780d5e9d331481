"""Notified sites folded: each recipient by itself, nothing merged, nothing taken away, whatever came in whichever order."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.noticing import SITE, answered, kinds, one, recipient, said, sent, states, validated
from truceline.model import Incident, Interval, Place, PlaceMention, Span
from truceline.model.assertions import Assertion, Fact, Subject
from truceline.model.claims import Stance
from truceline.model.incidents import Origins, StandingCount
from truceline.model.movements import Leg, MovementNamed, Reached
from truceline.model.sites import Checked, Disclosed, Revalidated, Revoked, SiteNamed, Struck
from truceline.movements.coarsening import Rendition
from truceline.movements.sites import Hours, figures, hits, proposed, sites, ways

STRUCK = Struck(incident="i1", at="2016-09-19T16:30:00Z")


def test_two_different_persons_make_a_version_validated() -> None:
    """One person under several spellings of the name, or in letters that only look so, is one person."""
    named = said(SiteNamed(kind="clinic"))
    alone = [named, *(said(Checked(version=1, person=person)) for person in ("Anna K", "  anna  k ", "\u0410nna K"))]
    assert one(alone).states == ("draft",)
    assert "not_validated" in kinds(one(alone))
    assert one([*alone, said(Checked(version=1, person="Ben"))]).states == ("validated",)


def test_a_denied_check_checks_nothing() -> None:
    """Who says that somebody did not check it stands beside the others and adds no person."""
    told = [said(SiteNamed(kind="clinic")), said(Checked(version=1, person="Anna"))]
    site = one([*told, said(Checked(version=1, person="Ben"), stance="deny")])
    assert not site.versions[0].is_validated
    assert [each.stance for each in site.disputed] == ["deny"]


def test_nobody_is_notified_by_default() -> None:
    """A validated site of which nothing was sent has no recipient, and that is said."""
    site = one(validated())
    assert (site.recipients, site.ledger) == ((), ())
    assert kinds(site) == {"nobody_notified"}


def test_each_recipient_stands_by_itself() -> None:
    """Two were sent the same; one acknowledged, of the other that is missing, with for how long."""
    told = [*validated(), said(sent("ru")), said(sent("us")), said(answered("acknowledge"), by="ru")]
    site = one(told, on="2016-03-05")
    assert (states(site), states(site, "us")) == ({"acknowledged"}, {"notified"})
    assert recipient(site, "us").missing
    assert recipient(site, "us").waited == Hours(48, 96)
    assert {(each.kind, each.recipient) for each in site.due} == {("not_relayed", "ru"), ("acknowledgement_missing", "us")}


def test_two_who_tell_an_answer_differently_both_stand() -> None:
    """The office says that it was confirmed, the recipient that it rejects: the state is both, each with who says so."""
    told = [*validated(), said(sent()), said(answered("confirm")), said(answered("reject", at="2016-03-04"), by="ru")]
    found = {each.state: each.by for each in recipient(one(told)).states}
    assert found == {"confirmed": ("un.ocha",), "rejected": ("ru",)}


def test_the_last_word_of_one_speaker_is_its_state() -> None:
    """Acknowledged, then complying: it complies, and both answers stay on the list."""
    said_so = (answered("acknowledge", at="2016-03-03"), answered("comply", at="2016-03-04"))
    told = [*validated(), said(sent()), *(said(each, by="ru") for each in said_so)]
    site = one(told)
    assert states(site) == {"complying"}
    assert [each.verb for each in recipient(site).answers] == ["acknowledge", "comply"]


def test_a_denied_acknowledgement_is_none() -> None:
    """Who denies that it was acknowledged is heard, and no acknowledgement is counted."""
    site = one([*validated(), said(sent()), said(answered("acknowledge"), by="ru", stance="deny")])
    assert recipient(site).missing
    assert [each.counts for each in recipient(site).answers] == [False]


def test_a_recipient_that_denies_having_got_it_is_heard_and_the_line_stays() -> None:
    """Both stand: the sending in the ledger, the denial beside it, and that they do not go together."""
    told = [*validated(), said(sent()), said(sent(at="2016-03-05", detail="district"), by="ru", stance="deny")]
    (line,) = one(told).ledger
    assert [each.by for each in line.denied_by] == ["ru"]
    assert [each.kind for each in one(told).contradictions] == ["said_not_to_be_so"]


@pytest.mark.parametrize(
    ("fact", "until", "why"),
    [
        (sent(), "2016-05-31", "default"),
        (sent(until="2016-04-01"), "2016-04-01", "told"),
        (sent(at="2016-03-02T23:30:00+03:00"), "2016-05-31", "default"),
    ],
)
def test_a_site_holds_for_ninety_days_or_as_told(fact: Fact, until: str, why: str) -> None:
    """The day of an instant is the one it was written with."""
    (line,) = one([*validated(), said(fact)]).ledger
    assert (line.valid_to, line.valid_by) == (until, why)


@pytest.mark.parametrize(
    ("on", "state"),
    [("2016-05-16", set()), ("2016-05-17", {"expiring"}), ("2016-05-31", {"expiring"}), ("2016-06-01", {"expired"})],
)
def test_expiry_is_announced_and_hides_nothing(on: str, state: set[str]) -> None:
    """A fortnight before its end it is reminded of; afterwards it is expired and still shown, with who has not answered."""
    site = one([*validated(), said(sent())], on=on)
    assert states(site) - {"notified"} == state
    assert recipient(site).in_use
    assert state <= kinds(site)


def test_looking_at_it_again_prolongs_what_nobody_was_told_an_end_of() -> None:
    """Who was told an end holds it until then, until the new one is sent too."""
    again = said(Revalidated(version=1, at="2016-05-20", valid_to="2016-08-20", person="Anna"))
    told = [*validated(), said(sent("ru")), said(sent("us", until="2016-05-31")), again]
    site = one(told, on="2016-06-10")
    assert (states(site), states(site, "us")) == ({"notified"}, {"notified", "expired"})
    assert [(each.recipient, each.at) for each in site.due if each.kind == "prolongation_not_sent"] == [("us", "2016-08-20")]


def test_a_new_version_is_with_nobody_until_it_is_sent() -> None:
    """Those who hold the old one are named; the one who got the new one is not."""
    told = [*validated(1), *validated(2), said(sent("ru")), said(sent("us")), said(sent("us", at="2016-03-04", version=2))]
    site = one(told)
    assert [each.recipient for each in site.due if each.kind == "newer_version_not_sent"] == ["ru"]
    assert states(site) == {"notified", "superseded"}
    assert len(site.ledger) == 3


def test_what_is_taken_back_stays_in_the_ledger() -> None:
    """A revocation ends the use of what was sent before it, not that it was sent; who was not told is named."""
    back = said(Revoked(at="2016-03-08", by="sarc", reason="the owner asks"))
    site = one([*validated(), said(sent("ru")), said(sent("us")), back, said(answered("recall", "us", at="2016-03-08"))])
    assert "revoked" in site.states
    assert (recipient(site).in_use, len(site.ledger)) == (False, 2)
    assert [each.recipient for each in site.due if each.kind == "revocation_not_sent"] == ["ru"]


def test_what_is_sent_after_a_revocation_is_told_as_such() -> None:
    """It is in use, and that it does not go together is said."""
    site = one([*validated(), said(sent()), said(Revoked(at="2016-03-03", by="sarc")), said(sent(at="2016-03-05"))])
    assert recipient(site).in_use
    assert [each.kind for each in site.contradictions] == ["sent_after_revocation"]


def test_a_recall_ends_what_was_sent_before_it_only() -> None:
    """Sent again after a recall, it is notified again."""
    told = [*validated(), said(sent()), said(answered("recall", at="2016-03-04"))]
    assert states(one(told)) == {"recalled"}
    assert states(one([*told, said(sent(at="2016-03-06"))])) == {"notified"}


@pytest.mark.parametrize(
    "after",
    [
        [],
        [said(Revoked(at="2016-10-01", by="sarc"))],
        [said(Struck(incident="i1"), by="ru", stance="deny")],
        [said(Struck(incident="i1"), by="un.ocha", stance="retract")],
        [said(answered("discontinue", at="2016-10-01"))],
        validated(2),
    ],
)
def test_a_strike_stays_whatever_comes_after_it(after: list[Assertion[Fact]]) -> None:
    """Neither expiry nor revocation, denial, retraction, end or new version undoes the link to the incident."""
    told = [*validated(), said(sent()), said(STRUCK), *after]
    for on in ("2016-09-20", "2020-01-01"):
        site = one(told, on=on)
        assert "struck" in site.states
        assert [each.incident for each in site.strikes] == ["i1"]
        assert [each.incident for each in hits([site])] == ["i1"]


def test_a_denial_of_a_strike_alone_is_no_strike() -> None:
    """Nobody says that it was struck: there is no link, and the incident is not proposed again."""
    site = one([*validated(), said(sent()), said(STRUCK, by="ru", stance="deny")])
    assert (site.strikes, site.not_struck) == ((), ("i1",))
    assert "struck" not in site.states


def test_hit_after_notification_says_who_held_what_for_how_long() -> None:
    """Sent before, acknowledged before, valid or expired by then; what was sent afterwards is no notification hit."""
    told = [
        *validated(),
        said(sent("ru", at="2016-09-18T16:30:00Z")),
        said(sent("us", at="2016-03-02")),
        said(sent("fr", at="2016-09-20")),
        said(sent("tr", at="2016-09-19")),
        said(answered("acknowledge", at="2016-09-18T20:00:00Z"), by="ru"),
        said(answered("acknowledge", "us", at="2016-09-21"), by="us"),
        said(STRUCK),
    ]
    found = {each.recipient: each for each in hits([one(told, on="2016-09-30")])}
    assert found.keys() == {"ru", "us", "tr"}
    assert (found["ru"].before, found["ru"].lead, found["ru"].acknowledged) == ("yes", Hours(24, 24), True)
    assert (found["us"].acknowledged, found["us"].was_valid) == (False, False)
    assert (found["tr"].before, found["tr"].lead) == ("may_be", Hours(-8, 17))


def test_a_strike_of_which_nobody_says_when_takes_the_time_of_its_incident() -> None:
    """Without either, whether it was notified before cannot be told, and that is said."""
    told = [*validated(), said(sent()), said(Struck(incident="i1"))]
    (dated,) = sites(told, [SITE], on="2016-09-30", times={"i1": Interval(start="2016-09-19", end="2016-09-19")})
    assert [each.before for each in hits([dated])] == ["yes"]
    assert [each.before for each in hits([one(told)])] == ["cannot_be_told"]


def test_no_single_time_told_of_a_strike_makes_a_hit_disappear() -> None:
    """Who tells an earlier time stands beside the others: whether it was sent before is then open, and the hit is still there."""
    told = [*validated(), said(sent("ru")), said(answered("acknowledge"), by="ru"), said(STRUCK)]
    site = one([*told, said(Struck(incident="i1", at="2016-03-01"), by="sy")], on="2016-09-30")
    (hit,) = hits([site])
    assert (hit.before, hit.times, hit.acknowledged) == ("may_be", ("2016-03-01", "2016-09-19T16:30:00Z"), None)
    assert hit.was_valid is None
    (spread,) = sites(
        [*validated(), said(sent("ru", at="2016-09-20")), said(Struck(incident="i1"))],
        [SITE],
        on="2016-09-30",
        times={"i1": Interval(start="2016-09-19", end="2016-09-21")},
    )
    assert [each.before for each in hits([spread])] == ["may_be"]


def test_a_hit_says_who_tells_that_it_was_sent_and_who_denies_it() -> None:
    """The recipient denies having got it, and somebody that it was struck: neither is taken for settled."""
    told = [*validated(), said(sent("ru")), said(sent("ru"), by="ru", stance="deny"), said(STRUCK)]
    (hit,) = hits([one([*told, said(STRUCK, by="sy", stance="deny")], on="2016-09-30")])
    assert [each.by for each in hit.says] == ["un.ocha"]
    assert [each.by for each in hit.denied_by] == ["ru"]
    assert [each.by for each in hit.strike_denied_by] == ["sy"]


def test_what_was_done_after_a_strike_makes_no_notification_valid_or_ended_then() -> None:
    """Looked at again only afterwards, it had expired; recalled or taken back before, it had ended; afterwards, it had not."""
    struck = [*validated(), said(sent("ru")), said(STRUCK)]
    late = said(Revalidated(version=1, at="2016-10-01", valid_to="2016-12-31", person="Anna"))
    early = said(Revalidated(version=1, at="2016-05-01", valid_to="2016-12-31", person="Anna"))
    assert [each.was_valid for told in ([late], [early]) for each in hits([one([*struck, *told])])] == [False, True]
    back = [said(Revoked(at=at, by="sarc")) for at in ("2016-09-01", "2016-10-01")]
    recalled = [said(answered("recall", at=at)) for at in ("2016-09-01", "2016-10-01")]
    found = [hits([one([*struck, each])])[0].ended for each in (*back, *recalled)]
    assert found == [("revoked",), (), ("recalled",), ()]


def test_an_answer_on_the_day_of_a_strike_may_have_come_before_or_after_it() -> None:
    """That it had not been acknowledged by then is said of no recipient of whom it cannot be told."""
    told = [*validated(), said(sent("ru")), said(answered("acknowledge", at="2016-09-19"), by="ru"), said(STRUCK)]
    assert [each.acknowledged for each in hits([one(told, on="2016-09-30")])] == [None]


def test_who_entered_a_sending_by_mistake_takes_it_back_and_the_line_stays() -> None:
    """It is no notification any more, and still a line of the ledger, a hit that is told as taken back, and no figure."""
    told = [*validated(), said(sent("ru")), said(sent("us")), said(sent("us"), stance="deny"), said(STRUCK)]
    site = one(told, on="2016-09-30")
    assert [(each.recipient, each.is_taken_back) for each in site.ledger] == [("ru", False), ("us", True)]
    assert [each.recipient for each in site.recipients] == ["ru"]
    assert [(each.recipient, each.is_taken_back) for each in hits([site])] == [("ru", False), ("us", True)]
    assert figures([site], hits([site])).notifications == 1
    only = one([*validated(), said(sent("us")), said(sent("us"), stance="deny"), said(STRUCK)], on="2016-09-30")
    assert figures([only], hits([only])).hit_after_notification == 0
    assert one([*validated(), said(sent("us")), said(sent("us"), by="us", stance="deny")]).recipients


def test_who_entered_an_answer_by_mistake_takes_it_back_and_it_stays_listed() -> None:
    """The same speaker denies the same answer: it counts no more; somebody else's denial leaves it standing."""
    told = [*validated(), said(sent()), said(answered("acknowledge"), by="ru")]
    by_itself = one([*told, said(answered("acknowledge"), by="ru", stance="deny")])
    assert (recipient(by_itself).missing, [each.counts for each in recipient(by_itself).answers]) == (True, [False, False])
    assert not recipient(one([*told, said(answered("acknowledge"), by="us", stance="deny")])).missing


@pytest.mark.parametrize(
    "word", [answered("discontinue", at="2016-03-05"), answered("recall", at="2016-03-05"), Revoked(at="2016-03-05", by="ru")]
)
def test_a_recipient_ends_no_notification_by_its_own_word(word: Fact) -> None:
    """It is shown with who says it, and the notification is in use; the sender's or the owner's word ends it."""
    told = [*validated(), said(sent())]
    assert recipient(one([*told, said(word, by="ru")])).in_use
    theirs = Revoked(at=word.at, by="sarc") if isinstance(word, Revoked) else word
    assert not recipient(one([*told, said(theirs)])).in_use


def test_what_cannot_be_read_is_not_taken_for_nobody() -> None:
    """A sending was ordered to go, or its key is elsewhere: nothing says that nobody was notified."""
    (site,) = sites(validated(), [Subject(id="st1", of="site", name="A clinic", unread=True)], on="2016-03-10")
    assert kinds(site) == {"partly_unreadable"}


def test_after_a_strike_answers_are_waited_for() -> None:
    """That no recipient has answered since is reminded of, with the incident, until one does."""
    told = [*validated(), said(sent()), said(answered("acknowledge"), by="ru"), said(STRUCK)]
    assert "strike_unanswered" in kinds(one(told, on="2016-10-01"))
    after = said(answered("reject", at="2016-09-25"), by="ru")
    assert "strike_unanswered" not in kinds(one([*told, after], on="2016-10-01"))


def test_consent_that_is_missing_is_said() -> None:
    """Not told, refused and told in two ways are three things."""
    for consents, kind in ((None, "consent_not_told"), (False, "consent_refused")):
        assert kind in kinds(one([said(SiteNamed(kind="clinic", consents=consents))]))
    both = [said(SiteNamed(kind="clinic", consents=c), by=b) for c, b in ((True, "un.ocha"), (False, "sarc"))]
    assert "consent_disputed" in kinds(one(both))
    assert "sent_without_consent" in {each.kind for each in one([*both, said(sent())]).contradictions}


def test_what_does_not_go_together_is_shown_and_forbidden_nowhere() -> None:
    """Sent before it was checked, a version that nobody described, an answer before the sending: all stand, all are told."""
    told = [
        said(SiteNamed(kind="clinic", consents=True)),
        said(SiteNamed(kind="hospital", consents=True), by="sarc"),
        said(sent(until="2016-03-01")),
        said(sent("us", version=7)),
        said(answered("acknowledge", at="2016-03-01"), by="ru"),
        said(answered("acknowledge", "fr"), by="fr"),
        said(Checked(version=9, person="Anna")),
    ]
    site = one(told)
    assert {each.kind for each in site.contradictions} == {
        "rival_versions",
        "sent_before_validated",
        "validity_ends_before_sent",
        "sent_version_unknown",
        "answered_before_sent",
        "answered_what_was_not_sent",
        "checked_version_unknown",
    }
    assert site.versions[0].kinds == ("clinic", "hospital")
    assert [each.recipient for each in site.orphans] == ["fr"]


def test_a_movement_is_notified_until_six_hours_after_its_end() -> None:
    """The end told goes before the planned one; with neither, until when is not told, and that is said."""
    told = [*validated(movement="mv1", place=None), said(sent())]
    assert one(told).ledger[0].valid_by == "nothing"
    assert "no_end_told" in kinds(one(told))
    plan = said(Leg(number=1, planned_departure="2016-03-04T06:00:00Z", planned_arrival="2016-03-04T12:00:00Z"), subject="mv1")
    line = one([*told, plan]).ledger[0]
    assert (line.valid_to, line.valid_by, line.lead) == ("2016-03-04T18:00:00Z", "movement_plan", Hours(30, 54))
    ended = said(Reached(stage="delivered", at="2016-03-05T10:00:00Z"), subject="mv1")
    assert one([*told, plan, ended]).ledger[0].valid_to == "2016-03-05T16:00:00Z"
    assert one([*told, plan, ended], on="2016-03-05T15:59:00Z").ledger[0].is_expired is False
    assert one([*told, plan, ended], on="2016-03-05T16:01:00Z").ledger[0].is_expired is True


def test_a_movement_that_only_arrived_is_not_over() -> None:
    """Unloading is still to come: an arrival ends no notification, and a denied end is none."""
    told = [*validated(movement="mv1"), said(sent())]
    arrived = said(Reached(stage="arrived", at="2016-03-04T12:00:00Z"), subject="mv1")
    denied = said(Reached(stage="delivered", at="2016-03-04T13:00:00Z"), by="sy", stance="deny", subject="mv1")
    assert one([*told, arrived, denied]).ledger[0].valid_by == "nothing"


facts = st.sampled_from(
    [
        *(assertion.fact for assertion in (*validated(1), *validated(2))),
        SiteNamed(kind="hospital", consents=False, movement="mv1"),
        *(sent(to, at=at, version=v) for to in ("ru", "us") for at in ("2016-03-02", "2016-03-04T10:00:00Z") for v in (1, 2)),
        sent("ru", until="2016-03-08", detail="district"),
        *(
            answered(verb, of, at=at)
            for verb in ("acknowledge", "reject", "recall")
            for of in ("ru", "fr")
            for at in ("2016-03-03", "odd")
        ),
        Checked(version=4, person="Carl"),
        Checked(version=5, person="Carl"),
        Revalidated(version=1, at="2016-03-08", valid_to="2016-09-08", person="Anna"),
        Revoked(at="2016-03-07", by="sarc"),
        Struck(incident="i1", at="2016-03-09"),
        Struck(incident="i2"),
    ]
)
told_lists = st.lists(
    st.builds(
        lambda fact, by, stance, number: said(fact, by, stance=stance, source=f"tl{number}"),
        facts,
        st.sampled_from(["ru", "us", "un.ocha"]),
        st.sampled_from(["assert", "assert", "deny", "retract"]),
        st.integers(1, 5),
    ),
    max_size=14,
)


@settings(max_examples=40)
@given(told_lists, st.randoms(use_true_random=False))
def test_the_order_of_entry_is_of_no_account(told: list[Assertion[Fact]], random: object) -> None:
    """The same things said in any order give the same site, figures and hits."""
    other = list(told)
    random.shuffle(other)  # type: ignore[attr-defined]
    here, there = one(told), one(other)
    assert here == there
    assert figures([here], hits([here])) == figures([there], hits([there]))


@settings(max_examples=40)
@given(told_lists, told_lists)
def test_nothing_said_later_takes_a_sending_or_a_strike_away(told: list[Assertion[Fact]], more: list[Assertion[Fact]]) -> None:
    """The ledger only grows, and so do strikes and the incidents that hit after notification."""

    def lines(found: list[Assertion[Fact]]) -> set[tuple[str, int, str, str]]:
        return {(each.recipient, each.version, each.sent, each.detail) for each in one(found).ledger}

    both = [*told, *more]
    assert lines(told) <= lines(both)
    assert {each.incident for each in one(told).strikes} <= {each.incident for each in one(both).strikes}


@settings(max_examples=40)
@given(told_lists)
def test_exchanging_two_parties_exchanges_them_and_nothing_else(told: list[Assertion[Fact]]) -> None:
    """No recipient is treated otherwise than another for being who it is."""
    swap = {"ru": "us", "us": "ru"}

    def exchanged(each: Assertion[Fact]) -> Assertion[Fact]:
        fact = each.fact
        if (name := getattr(fact, "recipient", None)) in swap:
            fact = type(fact)(**{**{f: getattr(fact, f) for f in fact.__struct_fields__}, "recipient": swap[name]})
        return said(fact, swap.get(each.by, each.by), stance=each.stance, source=each.source.id)

    here, there = one(told), one([exchanged(each) for each in told])
    assert here.states == there.states
    assert {swap.get(r.recipient, r.recipient): ({s.state for s in r.states}, r.missing, r.relayed) for r in here.recipients} == {
        r.recipient: ({s.state for s in r.states}, r.missing, r.relayed) for r in there.recipients
    }
    assert figures([here], hits([here])) == figures([there], hits([there]))


def test_figures_count_a_version_sent_to_a_recipient_once() -> None:
    """Sent twice it is one notification, by its first sending; only a recipient's own word is its own."""
    told = [
        *validated(),
        *(said(sent("ru", at=at)) for at in ("2016-03-02T10:00:00Z", "2016-03-04T10:00:00Z")),
        said(sent("us")),
        said(sent("fr")),
        said(answered("acknowledge", at="2016-03-03T10:00:00Z"), by="ru"),
        said(answered("confirm", "us")),
        said(STRUCK),
    ]
    site = one(told, on="2016-12-01")
    found = figures([site], hits([site]))
    assert (found.notifications, found.acknowledged, found.acknowledged_in_own_words, found.unanswered) == (3, 2, 1, 1)
    assert found.median_hours_to_acknowledge == Hours(0, 48)
    assert (found.in_use, found.expired_in_use, found.hit_after_notification) == (3, 3, 1)


PLACES = {
    each.id: each
    for each in (
        Place(id="sy", name="Syria", precision="country"),
        Place(id="sy.gov", name="Governorate", precision="governorate", within="sy", lat="36.0", lon="37.0"),
        Place(id="sy.town", name="Town", within="sy.gov", lat="36.10", lon="37.10"),
        Place(id="sy.near", name="Near", within="sy.gov", lat="36.13", lon="37.10"),
        Place(id="sy.far", name="Far", within="sy.gov", lat="36.50", lon="37.10"),
        Place(id="sy.gate", name="Gate", precision="exact", within="sy.town", lat="36.11", lon="37.11", radius_km=1),
    )
}


def struck_at(place: str, kind: str = "V.AIR", *, on: str = "2016-09-19", precision: str = "town") -> Incident:
    """An incident at a place."""
    mention = PlaceMention(span=Span(0, 1), name=place, place=place, precision=precision)  # type: ignore[arg-type]
    return Incident(
        id="i1",
        type=kind,
        time=Interval(start=on, end=on),
        places=(mention,),
        reports=(),
        main_of=(),
        possible=(),
        claims=(),
        accounts=(),
        figures=(),
        killed=None,
        contested=(),
        origins=Origins(sure=0, possible=0),
        standing=StandingCount(),
        known=None,
    )


@pytest.mark.parametrize(
    ("incident", "why"),
    [
        (struck_at("sy.town"), "same_place"),
        (struck_at("sy.gate", precision="exact"), "inside"),
        (struck_at("sy.near"), "near"),
        (struck_at("sy.far"), None),
        (struck_at("sy.gov", precision="governorate"), None),
        (struck_at("sy.town", "D.CONSULT"), None),
        (struck_at("sy.town", on="2016-03-01"), None),
    ],
)
def test_an_incident_within_reach_is_proposed_for_a_person(incident: Incident, why: str | None) -> None:
    """Attacks at, in or near the place after the first sending; a province tells too little, and nothing is linked by itself."""
    site = one([*validated(), said(sent())])
    assert [each.why for each in proposed([site], [incident], PLACES, {})] == ([why] if why else [])
    assert site.strikes == ()


def test_a_site_that_was_never_notified_has_no_proposal() -> None:
    """Nor has one whose incident somebody has decided on, either way."""
    incident = struck_at("sy.town")
    assert proposed([one(validated())], [incident], PLACES, {}) == ()
    stances: tuple[Stance, ...] = ("assert", "deny")
    for stance in stances:
        decided = one([*validated(), said(sent()), said(STRUCK, stance=stance)])
        assert proposed([decided], [incident], PLACES, {}) == ()


def test_the_attack_that_a_movement_tells_of_is_proposed() -> None:
    """By the incident of its stage, or the one it is known by, wherever that was."""
    told = [*validated(movement="mv1", place=None), said(sent())]
    attacked = said(Reached(stage="attacked", at="2016-09-19", incident="i1"), subject="mv1")
    tied = said(MovementNamed(of_incident="i1"), subject="mv1")
    for more in (attacked, tied):
        (found,) = proposed([one([*told, more])], [struck_at("sy.far")], PLACES, ways([*told, more]))
        assert found.why == "movement"


@settings(max_examples=25)
@given(st.lists(st.sampled_from(sorted(PLACES)), min_size=1, max_size=6), st.sampled_from(sorted(PLACES)))
def test_many_incidents_are_proposed_as_each_of_them_alone(named: list[str], place: str) -> None:
    """That they are looked up by place and latitude leaves none out and adds none."""
    site = one([*validated(place=place), said(sent())])
    cells = {"st1": Rendition(lat="36.005", lon="37.0051", accuracy_m=850, detail="coarse_1km")}
    incidents = [msgspec.structs.replace(struck_at(each), id=f"i{n}") for n, each in enumerate(named)]
    alone = [each for incident in incidents for each in proposed([site], [incident], PLACES, {}, cells)]
    assert list(proposed([site], incidents, PLACES, {}, cells)) == alone


def test_the_cell_of_a_position_is_held_against_incidents_without_a_distance() -> None:
    """Distances from several incidents would tell where the cell is; so none is told."""
    site = one([*validated(place=None), said(sent())])
    cell = Rendition(lat="36.515", lon="37.1050", accuracy_m=850, detail="coarse_1km")
    (found,) = proposed([site], [struck_at("sy.far")], PLACES, {}, {"st1": cell})
    assert (found.why, found.distance_km) == ("near_position", None)


def test_a_site_of_which_nothing_can_be_read_says_so() -> None:
    """What is sealed under a key that is not here is not taken for nobody having been notified."""
    (site,) = sites([], [Subject(id="st2", of="site", name="st2")], on="2016-03-01")
    assert kinds(site) == {"nothing_told"}


def test_odd_times_stop_nothing() -> None:
    """What cannot be read as a time is not dated, and everything else is there."""
    odd = Disclosed(recipient="ru", version=1, sent="19/9/16", detail="exact")
    site = one(
        [*validated(), said(odd), said(answered("acknowledge", at="soon"), by="ru"), said(Struck(incident="i1", at="dawn"))]
    )
    assert states(site) == {"acknowledged"}
    assert [each.before for each in hits([site])] == ["cannot_be_told"]
