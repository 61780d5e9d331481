"""What claims say of deliveries of arms, of forces and of leave to fly: by country, figure by figure, and never summed."""

from __future__ import annotations

import pytest

from movements.told_by import PLACES, hearing, told
from truceline.model.assertions import Assertion
from truceline.model.deliveries import Delivered, DeliveryFact, Overflight
from truceline.movements.deliveries import read


def said(words: str, by: str | None = None, **how: object) -> tuple[Assertion[DeliveryFact], ...]:
    """Return what one sentence says, told by the report itself unless somebody is named."""
    return read(hearing(told(words, by=by, **how)))  # type: ignore[arg-type]


def delivered(words: str) -> list[Delivered]:
    """Return what a sentence says was delivered; what it denies is not among it."""
    return [a.fact for a in said(words) if isinstance(a.fact, Delivered) and a.stance != "deny"]


def flown(words: str) -> list[Overflight]:
    """Return what a sentence says of leave to fly."""
    return [a.fact for a in said(words) if isinstance(a.fact, Overflight) and a.stance != "deny"]


def test_every_item_is_a_figure_of_its_own() -> None:
    """Tanks, guns and those whom housing is for stand apart; there is no total."""
    words = "The delivery to Velland included six T-90 tanks, 15 artillery pieces and housing for 1,500 people."
    assert [(d.item, d.unit, d.low, d.high) for d in delivered(words)] == [
        ("T-90 tanks", "tanks", 6, 6),
        ("artillery pieces", "artillery", 15, 15),
        ("housing", "people", 1500, 1500),
    ]


@pytest.mark.parametrize(
    ("words", "item", "supplier", "recipient"),
    [
        ("Kestria has delivered six tanks to Velland.", "tanks", "kestria", "velland"),
        ("Six tanks were delivered to Velland by Kestria.", "tanks", "kestria", "velland"),
        ("Velland received six tanks from Kestria.", "tanks", "kestria", "velland"),
        ("Kestria supplied Velland with six tanks.", "tanks", "kestria", "velland"),
        ("Kestria shipped anti-aircraft missiles to the Northern Front.", "anti-aircraft missiles", "kestria", "front"),
        ("Kestria sent 300 soldiers to Velland.", "soldiers", "kestria", "velland"),
        ("Some 200 Kestrian marines were deployed to Velland.", "Kestrian marines", "kestria", "velland"),
    ],
)
def test_who_brings_what_to_whom(words: str, item: str, supplier: str, recipient: str) -> None:
    """However it is written, supplier and recipient are those that the words name."""
    assert [(d.item, d.supplier, d.recipient) for d in delivered(words)] == [(item, supplier, recipient)]


@pytest.mark.parametrize(
    ("words", "per", "lasts"),
    [
        ("Two Kestrian military transport planes a day have landed at Port Lind for a week.", "day", "a week"),
        ("An average of two transport aircraft have been landing every day for the past 10 days at Port Lind.", "day", "10 days"),
        ("Three cargo ships dock in Port Lind every week.", "week", None),
    ],
)
def test_a_rate_stays_a_rate(words: str, per: str, lasts: str | None) -> None:
    """Two a day for ten days are never twenty."""
    (fact,) = delivered(words)
    assert (fact.per, fact.lasts, fact.country) == (per, lasts, "v")
    assert fact.low in {2, 3}


@pytest.mark.parametrize(
    "words",
    [
        "Kestria will deliver six tanks to Velland.",
        "Kestria plans to send 300 soldiers to Velland.",
        "Kestria offered to supply Velland with tanks.",
        "If Kestria delivers tanks to Velland, the truce will end.",
        "Norvan urged Kestria to stop sending weapons to Velland.",
        "Kestria should send six tanks to Velland.",
        "Six tanks were destroyed in Velland.",
        "The UN delivered 20 trucks of aid to Tarn.",
        "Two aid planes a day have landed at Port Lind.",
        "Kestria has 300 tanks.",
        "Kestrian soldiers killed six people in Tarn.",
        "Four rockets landed in Tarn.",
        "Helicopters dropped four barrel bombs on Tarn, killing ten people including a child.",
        "A convoy of buses carried 300 fighters out of Tarn.",
        "Volunteers transported water tanks to Tarn.",
    ],
)
def test_what_is_planned_offered_struck_or_aid_is_no_delivery(words: str) -> None:
    """Only arms and forces that somebody says were brought."""
    assert not delivered(words)


def test_a_denied_delivery_is_a_denial() -> None:
    """It stands beside what it denies and counts as nothing."""
    (found,) = said("that it had delivered six tanks to Velland", by="kestria", stance="deny", rule="deny.clause")
    assert (found.stance, found.by) == ("deny", "kestria")
    (plain,) = said("Kestria has not delivered tanks to Velland.")
    assert plain.stance == "deny"


def test_no_place_finer_than_a_country_is_kept() -> None:
    """Whatever town or port the words name, only its country stands in the fact."""
    finer = {each for place in PLACES if place.precision != "country" for each in (place.id, place.name)}
    for words in (
        "Kestria delivered six tanks to Tarn.",
        "Six tanks arrived in Port Lind.",
        "Two military cargo ships docked at Port Lind.",
    ):
        facts = delivered(words)
        assert facts
        assert all(fact.country == "v" for fact in facts)
        assert not any(each in str(fact) for fact in facts for each in finer)


def test_the_official_and_the_agency_each_have_their_own_words() -> None:
    """What an agency quotes is the official's; what it reports itself is its own."""
    rate = said("Two transport aircraft have landed every day.", by="a Kestrian official", via=("Border Wire",), unnamed=True)
    stock = said("that deliveries to Velland included six tanks", by="wire", rule="report.clause")
    assert [(a.by, a.via, a.unnamed) for a in rate] == [("a Kestrian official", ("Border Wire",), True)]
    assert [(a.by, a.via, a.unnamed) for a in stock] == [("wire", (), False)]


@pytest.mark.parametrize(
    ("words", "act", "flyer", "by", "of"),
    [
        ("Kestria asked Ostmark for permission to fly over its territory.", "requested", "kestria", "kestria", ("ostmark",)),
        ("Ostmark refused Kestria permission to use its airspace.", "refused", "kestria", "ostmark", ()),
        ("Ostmark closed its airspace to Kestrian military flights.", "refused", "kestria", "ostmark", ()),
        ("Ostmark granted Kestria overflight rights.", "granted", "kestria", "ostmark", ()),
        ("Ostmark has allowed Kestrian aircraft to use its airspace.", "granted", "kestria", "ostmark", ()),
        (
            "Norvan pressured Ostmark to deny Kestria permission to make the flights through its airspace.",
            "pressed_to_refuse",
            "kestria",
            "norvan",
            ("ostmark",),
        ),
        (
            "Norvan urged Ostmark to close its airspace to Kestrian planes.",
            "pressed_to_refuse",
            "kestria",
            "norvan",
            ("ostmark",),
        ),
        ("Kestrian planes have been rerouted over Norvan.", "rerouted", "kestria", None, ()),
        ("The Kestrian flights have shifted to a route over Norvan.", "rerouted", "kestria", None, ()),
    ],
)
def test_leave_to_fly_is_asked_refused_pressed_and_gone_round(
    words: str, act: str, flyer: str, by: str | None, of: tuple[str, ...]
) -> None:
    """Pressure to refuse is not a refusal, and another route is no admission of either."""
    assert [(o.act, o.flyer, o.by, o.of) for o in flown(words)] == [(act, flyer, by, of)]


@pytest.mark.parametrize(
    "words",
    [
        "Norvan called on Ostmark to end the fighting.",
        "Ostmark may close its airspace to Kestrian planes.",
        "If Ostmark closes its airspace, the flights will stop.",
        "Ostmark denied that it had closed its airspace.",
        "The Kestrian flights carried soldiers.",
    ],
)
def test_no_leave_is_read_into_words_that_tell_none(words: str) -> None:
    """A possibility, a condition and somebody's denial are none."""
    assert not flown(words)


def test_declining_to_say_is_told_as_that_and_only_after_words_on_flights() -> None:
    """Who declines to comment on pressure neither confirms nor denies it."""
    before = told("Norvan urged Ostmark to close its airspace to Kestrian planes.")
    silent = told("to comment on whether it pressed Ostmark", by="norvan", stance="decline", rule="decline.inf")
    (_, found) = read(hearing(before, silent))
    assert (found.fact, found.stance) == (Overflight(act="declined_to_say", by="norvan", of=("ostmark",)), "decline")
    assert read(hearing(silent)) == ()
