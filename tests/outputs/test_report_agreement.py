"""The agreement on the report page: four things in one size, what was public that day, and every word leading to its claim."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from fakes.agreed import with_agreement
from fakes.storytelling import Story
from truceline.agreement.disclosure import is_public
from truceline.model.violations import Responsibility
from truceline.outputs import report
from truceline.outputs.labels import languages, load
from truceline.outputs.report import agreement_part, rendering
from truceline.outputs.report import page as pages
from truceline.outputs.views import Material, Selection


@pytest.fixture
def held(material: Material) -> Material:
    """The September story, held against the arrangement of that month."""
    return with_agreement(material)


@pytest.fixture(params=languages())
def page(request: pytest.FixtureRequest, held: Material) -> HTMLParser:
    """Its page in each language."""
    return HTMLParser(report.render(held, lang=request.param))


def test_the_four_things_stand_side_by_side_and_are_alike(page: HTMLParser) -> None:
    """None of them is made larger than the others, and none is left out."""
    four = page.css("#agreement .four > article")
    names = [each.attributes["id"] for each in page.css("#agreement .four > article > h3")]
    assert names == [f"four-{name}" for name in ("arrangement", "adherence", "assessments", "ground")]
    assert {each.attributes.get("class") for each in four} == {None}


def test_many_alleged_violations_are_folded_by_incident(held: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with hundreds of them is a list of incidents that open, without a script, and none is left out."""
    whole = HTMLParser(report.render(held))
    monkeypatch.setattr("truceline.outputs.report.agreement_part.FOLDED_FROM", 1)
    folded = HTMLParser(report.render(held))
    assert len(folded.css("details.case")) > 1
    assert [row.text() for row in folded.css(".violations tbody")] == [row.text() for row in whole.css(".violations tbody")]
    assert whole.css("details.case") == []


def test_without_an_agreement_the_page_does_not_speak_of_one(material: Material) -> None:
    """A theatre without a text has no strip, no stepper, no violations."""
    page = HTMLParser(report.render(material))
    assert page.css("#agreement, .four, .stepper, #violations") == []


def test_every_number_in_the_agreement_part_leads_to_a_claim(page: HTMLParser) -> None:
    """From a state, a reset or an axis to the words it stands on."""
    links = page.css("#agreement a.n")
    assert len(links) > 5
    assert all(page.css_first((link.attributes["href"] or "").replace("#", "[id='") + "']") is not None for link in links)


def test_terms_that_were_not_public_are_not_shown(story: Story) -> None:
    """Who asks for the 18th does not read what was published on the 22nd."""
    early = with_agreement(story.material(known="2016-09-20"))
    html = report.render(early)
    text = early.agreements[-1]
    hidden = [clause.summary for clause in text.clauses if not is_public(clause, text, "2016-09-20")]
    assert hidden
    assert not any(summary in html for summary in hidden)


def test_proposals_stand_apart_from_what_people_stand_behind(story: Story) -> None:
    """With proposals counted there are two strips, each with its heading; without, one."""
    both = HTMLParser(report.render(with_agreement(story.material(with_proposals=True))))
    alone = HTMLParser(report.render(with_agreement(story.material())))
    assert (len(both.css(".four")), len(alone.css(".four"))) == (2, 1)


def test_a_day_before_the_agreement_has_no_agreement(story: Story) -> None:
    """What had not been agreed on that day is on no page of that day."""
    material = with_agreement(story.material(known="2016-09-20"))
    none_yet = dataclasses.replace(
        material, agreements=tuple(msgspec.structs.replace(each, date="2016-09-21") for each in material.agreements)
    )
    assert none_yet.selection == Selection(known="2016-09-20")
    assert HTMLParser(report.render(none_yet)).css("#agreement") == []


@pytest.mark.parametrize("lang", languages())
def test_a_denied_responsibility_is_no_accusation(held: Material, lang: str) -> None:
    """Who denies an answer for it is not shown as holding anybody responsible; arithmetic has words in every language."""
    part = agreement_part.build(held, {}, load(lang))
    assert part is not None
    denial = Responsibility(by="ru", of="ru", claim="c_0", denied=True)
    (row, *_) = part.violations
    changed = msgspec.structs.replace(row, violation=msgspec.structs.replace(row.violation, responsibility=(denial,)))
    page = msgspec.structs.replace(pages.build(held, load(lang)), agreement=msgspec.structs.replace(part, violations=(changed,)))
    told = HTMLParser(rendering.html(page)).css_first("table.violations")
    assert told is not None
    assert load(lang).text("denies_responsible", by="Russia", of="Russia") in told.text()
    assert load(lang).text("held_responsible", by="Russia", of="Russia") not in told.text()
    assert "arithmetic" not in told.text() or lang == "en"
