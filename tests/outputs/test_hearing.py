"""Hearing: which agreement is asked about on which day, and in which sentence a claim stands."""

from __future__ import annotations

import dataclasses
import gc
import weakref

import msgspec
import pytest

from fakes.storytelling import Story
from fakes.truces import TRUCE, Chronicle, Saying
from truceline.errors import NotFoundError
from truceline.outputs.views import Material, room_page, violations_page
from truceline.outputs.views.hearing import chosen, day_asked_for, hear
from truceline.outputs.views.sentences import around
from truceline.outputs.views.status_page import status_page

LATER = msgspec.structs.replace(TRUCE, id="later", date="2020-05-16")
CHRONICLE = Chronicle(Saying(actor="nor", known="2020-05-14"), Saying(actor="sut", known="2020-05-18", standing="proposed"))


def test_the_agreement_is_the_latest_of_the_day_asked_for() -> None:
    """No day of the computer's clock decides: --known, else the last day on which anything became known."""
    material = dataclasses.replace(CHRONICLE.material(), agreements=(TRUCE, LATER))
    early = dataclasses.replace(CHRONICLE.material(known="2020-05-15"), agreements=(TRUCE, LATER))
    assert (day_asked_for(material), day_asked_for(early)) == ("2020-05-18", "2020-05-15")
    assert [each.id for each in (chosen(material), chosen(early), chosen(material, "truce")) if each] == [
        "later",
        "truce",
        "truce",
    ]
    assert chosen(dataclasses.replace(early, agreements=())) is None
    with pytest.raises(NotFoundError, match='no agreement "later" by 2020-05-15'):
        chosen(early, "later")


def undated(chronicle: Chronicle) -> Material:
    """Return the material as if no report had a date, and all had been received years later."""
    material = chronicle.material()
    held = (
        msgspec.structs.replace(
            each, received_at="2026-11-22T10:00:00Z", report=msgspec.structs.replace(each.report, published_at=None)
        )
        for each in material.held
    )
    return dataclasses.replace(material, held=tuple(held))


def test_old_articles_received_today_say_nothing_of_today() -> None:
    """Days of publication come first, then the days that counted claims tell; the day of receipt only where there is no other."""
    told = Chronicle(Saying(actor="nor", known="2020-05-14", said="2020-05-13"), Saying(actor="sut", known="2020-05-18"))
    untold = Chronicle(Saying(actor="sut", known="2020-05-18"))
    half = undated(told)
    half = dataclasses.replace(half, held=(*half.held[:1], *told.material().held[1:]))
    assert [day_asked_for(each) for each in (half, undated(told), undated(untold))] == ["2020-05-18", "2020-05-13", "2026-11-22"]


def test_days_are_reported_by_reports_that_somebody_has_read() -> None:
    """A report of which everything waits makes no day a quiet one; one whose claims were refused has been read."""
    refused = Chronicle(Saying(actor="sut", known="2020-05-18", standing="rejected"))
    assert hear(CHRONICLE.material(), TRUCE).reported == ("2020-05-14",)
    assert hear(refused.material(), TRUCE).reported == ("2020-05-18",)


def test_an_agreement_that_is_not_there_is_refused_with_those_that_are() -> None:
    """Whoever mistypes an id reads which there are."""
    with pytest.raises(NotFoundError, match="expected one of: truce"):
        chosen(CHRONICLE.material(), "truse")


def test_what_waits_is_heard_apart_from_what_counts() -> None:
    """A proposal is no part of what is heard, with or without its incident."""
    hearing = hear(CHRONICLE.material(), TRUCE)
    assert [(len(hearing.heard), len(hearing.waiting))] == [(1, 1)]
    assert hearing.heard[0].sentence.startswith("Norland said ")
    assert hearing.heard[0].sentence_at == 0


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("He left. She said it rained. Nobody came.", "it rained", "She said it rained."),
        ("Lt. Gen. Aron spoke. He denied it.", "Aron", "Lt. Gen. Aron spoke."),
        ("A heading\n\nThe text begins here. It goes on.", "begins", "The text begins here."),
        ("“It is over.” They left.", "over", "“It is over.”"),
        ("قال إنه انتهى. ثم غادر.", "ثم", "ثم غادر."),
    ],
)
def test_a_claim_stands_in_whole_sentences(text: str, words: str, sentence: str) -> None:
    """Titles end no sentence; an empty line does."""
    begin = text.index(words)
    first, last = around(text, begin, begin + len(words))
    assert text[first:last] == sentence


def test_nothing_of_a_record_stays_behind_once_its_page_is_made() -> None:
    """A server makes one page after another; what the first was made from is gone with it."""
    material = dataclasses.replace(CHRONICLE.material(), agreements=(TRUCE,))
    assert status_page(material).status is not None
    assert violations_page(material).agreement is not None
    left = weakref.ref(material)
    del material
    gc.collect()
    assert left() is None


@pytest.mark.parametrize(("published", "asked"), [("9999-12-31", "9998-12-31"), ("0001-01-01", "0002-01-01")])
def test_a_report_of_an_absurd_day_stops_no_page(published: str, asked: str) -> None:
    """What a report says of its own day is asked no further than days can be counted with; other reports are read as before."""
    story = Story()
    story.report("r1", "A council said 12 people died in Urum.", published=published)
    story.claim("r1", "12 people died in Urum", speaker="A council", event="died", incident="i1")
    material = dataclasses.replace(story.material(), agreements=(TRUCE,))
    assert day_asked_for(material) == asked
    assert room_page(material).on == asked
