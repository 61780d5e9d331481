"""The pages of deliveries, of attacks on medical care and of besieged people: who says it, and what the clocks let through."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from fakes.storytelling import Story
from truceline.model import Actor, ActorName, Place
from truceline.model.assertions import Assertion, Source
from truceline.model.deliveries import Delivered
from truceline.outputs import views
from truceline.outputs.views import Material

ACTORS = (
    Actor(id="kestria", kind="state", name="Kestria", names=(ActorName(text="Kestrian", demonym=True),)),
    Actor(id="velland", kind="state", name="Velland", names=(ActorName(text="Vellish", demonym=True),)),
)
PLACES = (
    Place(id="v", name="Velland", precision="country", kind="country"),
    Place(id="v.port", name="Port Lind", country="v", within="v"),
)
ARMS = "Kestria has delivered 15 tanks to Velland, an official told the Border Wire. Kestria denied it had delivered 15 tanks."
WARD = (
    "A hospital in Tarn was hit and three nurses were killed, the staff said. The army denied that the hospital was hit. "
    "Some 40,000 people are besieged in Ulme, an aid office said."
)


@pytest.fixture
def story() -> Story:
    """Two reports: one of arms, one of a hospital and a siege, and later a third."""
    made = Story(actors=ACTORS)
    made.report("arms", ARMS, publisher="Border Wire", published="2031-05-02")
    made.report("ward", WARD, publisher="Valley Post", published="2031-05-03")
    made.claim(
        "arms",
        "Kestria has delivered 15 tanks to Velland",
        speaker="an official",
        unnamed=True,
        via=("Border Wire",),
        counts=[("15", "other", "tanks", 15, 15, "exact")],
    )
    made.claim(
        "arms",
        "it had delivered 15 tanks",
        speaker="Kestria",
        actor="kestria",
        stance="deny",
        counts=[("15", "other", "tanks", 15, 15, "exact")],
    )
    hit = {"event": "hit", "targets": ("medical",), "incident": "i1"}
    made.claim(
        "ward",
        "A hospital in Tarn was hit and three nurses were killed",
        speaker="the staff",
        counts=[("three", "killed", "people", 3, 3, "exact")],
        **hit,  # type: ignore[arg-type]
    )
    made.claim("ward", "the hospital was hit", speaker="The army", stance="deny", **hit)  # type: ignore[arg-type]
    made.claim(
        "ward",
        "Some 40,000 people are besieged in Ulme",
        speaker="an aid office",
        event="besieged",
        kind="H.BESIEGE",
        targets=(),
        places=("Ulme",),
        counts=[("40,000", "other", "people", 40000, 40000, "about")],
        standing="proposed",
    )
    return made


def test_a_delivery_stands_with_its_relay_and_beside_its_denial(story: Story) -> None:
    """The figure is the official's through the wire; the denial stays a denial, and neither is added to the other."""
    page = views.deliveries_page(story.material())
    assert [(d.said.name, d.said.via, d.said.unnamed, d.said.stance, d.low) for d in page.deliveries] == [
        ("an official", ("Border Wire",), True, "assert", 15),
        ("Kestria", (), False, "deny", 15),
    ]


def test_what_people_entered_stands_beside_what_was_read_with_its_country_only(story: Story) -> None:
    """A port that a telling names is shown as its country, and words that name no country are not shown."""
    material = story.material()
    source = Source(id="tl1", known_on="2031-05-02", said_on="2031-05-02", standing="entered")
    facts = (Delivered(item="tanks", unit="tanks", country="v.port"), Delivered(item="guns", unit="guns", country="Lind quay"))
    entered = tuple(Assertion(subject="dl1", fact=fact, by="kestria", source=source) for fact in facts)
    page = views.deliveries_page(_with(material, assertions=entered, places=PLACES))
    assert [(d.item, d.country) for d in page.deliveries if d.said.source == "tl1"] == [("tanks", "Velland"), ("guns", None)]


def test_an_attack_on_care_keeps_every_account_of_it(story: Story) -> None:
    """Who says so and who denies it stand under one incident, each in the speaker's words."""
    (attack,) = views.care_page(story.material()).attacks
    assert (attack.incident, [(a.said.name, a.said.stance) for a in attack.accounts]) == (
        "i1",
        [("the staff", "assert"), ("The army", "deny")],
    )
    assert [(f.effect, f.low) for a in attack.accounts for f in a.figures] == [("killed", 3)]


def test_a_denial_alone_makes_no_attack_on_care() -> None:
    """Where nobody is counted as saying that a hospital was hit, whoever denies it does not say it."""
    made = Story(actors=ACTORS)
    made.report("ward", WARD, publisher="Valley Post", published="2031-05-03")
    made.claim(
        "ward", "the hospital was hit", speaker="The army", stance="deny", event="hit", targets=("medical",), incident="i1"
    )
    made.claim("ward", "people are besieged", speaker="The army", stance="deny", event="besieged", kind="H.BESIEGE", targets=())
    page = views.care_page(made.material())
    assert (page.attacks, [line.is_denied for line in page.besieged]) == ((), [True])


def test_an_attack_without_an_incident_has_no_day_of_its_own_saying(story: Story) -> None:
    """The day on which somebody spoke is not the day on which it happened."""
    story.report("late", "A clinic was hit, a nurse said.", publisher="Valley Post", published="2031-05-09")
    story.claim("late", "A clinic was hit", speaker="a nurse", event="hit", targets=("medical",), said="2031-05-09")
    (alone,) = (attack for attack in views.care_page(story.material()).attacks if attack.incident is None)
    assert alone.time is None


def test_besieged_people_are_somebody_s_figure_and_wait_like_any_claim(story: Story) -> None:
    """A proposal is not on the page until somebody decides, and the page says that one waits."""
    page = views.care_page(story.material())
    assert (page.besieged, page.waiting) == ((), 1)
    (siege,) = views.care_page(story.material(with_proposals=True)).besieged
    assert (siege.said.name, siege.places, siege.low, siege.bound, siege.stage) == (
        "an aid office",
        ("Ulme",),
        40000,
        "about",
        "occurred",
    )


def test_nothing_of_a_later_report_is_on_an_earlier_page(story: Story) -> None:
    """What nobody could know on that day is in no line, no name and no count."""
    page = views.care_page(story.material(known="2031-05-02", with_proposals=True))
    assert page.is_empty
    assert b"Ulme" not in msgspec.json.encode(page)
    assert not views.deliveries_page(story.material(known="2031-05-01", with_proposals=True)).deliveries


def _with(material: Material, **fields: object) -> Material:
    return dataclasses.replace(material, **fields)  # type: ignore[arg-type]
