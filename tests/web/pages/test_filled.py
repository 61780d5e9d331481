"""Pages of which the demonstration has nothing to show: contacts, deliveries, care and sites with something in them."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from fakes.storytelling import Story
from truceline.model import Actor
from truceline.model.assertions import Assertion, Fact, Source, Subject
from truceline.model.deliveries import Delivered
from truceline.model.diplomacy import Channel, Contact, Threat
from truceline.model.movements import MovementNamed, Permit, PlanNamed
from truceline.outputs.labels import languages, load
from truceline.outputs.room import aid, diplomacy, movements, plan
from truceline.outputs.views.material import Material


def said(n: int, by: str, fact: Fact, subject: str) -> Assertion[Fact]:
    """What somebody says, as the telling of that number."""
    return Assertion(subject=subject, fact=fact, by=by, source=Source(id=f"tl{n}", known_on="2016-09-20", said_on="2016-09-20"))


@pytest.fixture
def material() -> Material:
    """A call, a channel, a threat and a delivery, each told by somebody; a hospital hit and a siege, told in a report."""
    story = Story(actors=(Actor(id="aa", kind="state", name="Kestria"),))
    words = "A hospital in Tarn was hit and three nurses were killed, the staff said. Some 40,000 people are besieged in Ulme."
    story.report("ward", words, publisher="Valley Post", published="2016-09-20")
    story.claim(
        "ward",
        "A hospital in Tarn was hit and three nurses were killed",
        speaker="the staff",
        unnamed=True,
        event="hit",
        kind="V.UNSPEC",
        targets=("medical",),
        places=("Tarn",),
        counts=[("three nurses", "killed", "people", 3, 3, "exact")],
        incident="i1",
    )
    told = (
        said(1, "One", Contact(kind="call", participants=("Office A", "Office B"), at="2016-09-19"), "ct1"),
        said(2, "Two", Channel(between=("A", "B"), what="line", act="suspended"), "ch1"),
        said(3, "Three", Threat(by="Office A", words="<b>we shall</b>", kind="ultimatum"), "ct1"),
        said(5, "Five", PlanNamed(start="2016-09-01", end="2016-09-30", areas=("Tarn", "Ulme")), "pl1"),
        said(6, "Six", Permit(step="plan_approval", decision="partial", areas_granted=("Tarn",), areas_refused=("Ulme",)), "pl1"),
        said(7, "Seven", Permit(step="plan_approval", decision="granted", areas_granted=("Ulme",)), "pl1"),
        said(8, "Eight", MovementNamed(kind="convoy", plan="pl1"), "mv1"),
        said(4, "Four", Delivered(item="tanks", unit="tanks", low=15, high=15, supplier="aa"), "dl1"),
    )
    subjects = (
        Subject(id="pl1", of="plan", name="September plan", reference="P-9", known_on="2016-09-01"),
        Subject(id="mv1", of="movement", name="First convoy", known_on="2016-09-01"),
        Subject(id="ct1", of="contact", name="A call", known_on="2016-09-18"),
        Subject(id="ch1", of="channel", name="A line", known_on="2016-09-18"),
    )
    return dataclasses.replace(story.material(), assertions=told, subjects=subjects)


def shown(template: str, page: object, lang: str) -> str:
    """Return the words of a page as Django draws it."""
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import get_template
    from django.test import RequestFactory
    from django.utils.translation import override

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with override(lang):
        html = get_template(template).render({"page": page}, request)
    assert "<b>we shall" not in html, "what others wrote is never markup"
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


@pytest.mark.parametrize("lang", languages())
def test_pages_with_something_in_them_say_who_says_it(room: Path, material: Material, lang: str) -> None:
    """Every line stands with its speaker, in every language."""
    labels = load(lang)
    contacts = shown("room/contacts.html", diplomacy.contacts(material, labels), lang)
    assert all(words in contacts for words in ("Office A", "tl1", "tl2", "we shall"))
    deliveries = shown("room/deliveries.html", aid.deliveries(material, labels), lang)
    assert "Kestria" in deliveries
    assert "15" in deliveries
    care = shown("room/care.html", aid.care(material, labels), lang)
    assert "the staff" in care
    assert "three nurses" in care


@pytest.mark.parametrize("lang", languages())
def test_a_plan_shows_who_granted_and_who_refused_each_area(room: Path, material: Material, lang: str) -> None:
    """Rival answers stand beside each other, each with its speaker; the movements of the plan are there."""
    labels = load(lang)
    assert "September plan" in shown("room/movements.html", movements.built(material, labels, movements.Asked()), lang)
    page = plan.built(material, labels, "pl1")
    assert [(row.area, len(row.asked), len(row.granted), len(row.refused)) for row in page.card.areas] == [
        ("Tarn", 1, 1, 0),
        ("Ulme", 1, 1, 1),
    ]
    words = shown("room/plan.html", page, lang)
    assert all(each in words for each in ("P-9", "Tarn", "Ulme", "Five", "Six", "Seven", "First convoy"))
