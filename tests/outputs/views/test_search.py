"""Search finds what a reader may see, in whatever way it is written, and tells nothing of the rest."""

from __future__ import annotations

import dataclasses
import string

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.september import september
from fakes.storytelling import Story
from truceline.model import Actor, ActorName
from truceline.outputs.labels import load
from truceline.outputs.views import Material
from truceline.outputs.views.search import Asked, SearchPage, search
from truceline.outputs.views.search.documents import Document
from truceline.outputs.views.search.index import MOST_RANKED, Index
from truceline.outputs.views.search.query import parsed
from truceline.outputs.views.search.words import folded, words


def told(*texts: str, **more: str) -> Material:
    """A material of some reports, one claim each, that says the whole of it."""
    story = Story()
    for number, text in enumerate(texts, 1):
        story.report(f"r{number}", text, published=f"2016-09-{number:02d}", publisher=f"Desk {number}", **more)
        story.claim(f"r{number}", text, speaker=None)
    return story.material()


def ids(page: SearchPage, kind: str = "report") -> set[str]:
    return {one.id for one in page.results if one.kind == kind}


def counted(page: SearchPage, facet: str) -> dict[str, int]:
    return {value.code: value.count for one in page.facets if one.code == facet for value in one.values}


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("وصلت القافلة إلى إدلب", "قافله ادلب"),
        ("وصلت القافلـــة", "القافلة"),
        ("في مُسْتَشْفَى المدينة", "مستشفي"),
        ("قُتل ٢٠ شخصا", "20"),
        ("قُتل ۲۰ شخصا", "٢٠"),
        ("Shells on Ḥasakah", "hasakah"),
        ("Shells on Al-Hasakah", "al-hasakah"),
        ("Ein Lager in Straße", "STRASSE"),
        ("the ﬁre", "fire"),
    ],
)
def test_words_are_found_however_they_are_written(written: str, asked: str) -> None:
    """Marks, cases, the forms of one Arabic letter and the digits of another script are no difference."""
    assert ids(search(told(written), Asked(words=asked))) == {"r1"}


def test_a_phrase_stands_together_and_an_exclusion_keeps_out() -> None:
    """Quotation marks of any script hold words together; a minus takes away."""
    material = told("aid workers left", "workers of aid left", "the aid workers stayed")
    assert ids(search(material, Asked(words="“aid workers”"))) == {"r1", "r3"}
    assert ids(search(material, Asked(words='"aid workers" -stayed'))) == {"r1"}
    assert ids(search(material, Asked(words="-stayed"))) == {"r1", "r2"}


def test_a_star_finds_what_begins_so_and_nothing_else_does() -> None:
    """Without a star the whole word counts, unless no text has it: then it is said that beginnings were taken."""
    material = told("shelling began", "a shell fell")
    assert ids(search(material, Asked(words="shell*"))) == {"r1", "r2"}
    assert ids(search(material, Asked(words="shell"))) == {"r2"}
    wider = search(material, Asked(words="shelli"))
    assert (ids(wider), wider.notes) == ({"r1"}, ("widened",))


def test_an_incident_is_told_by_when_where_and_how_many_and_not_by_its_index() -> None:
    """A result for an incident has its row; of the names by which it was found it has those that fit, and no others."""
    material = september().material()
    (found,) = search(material, Asked(words="i1", chosen={"kind": ("incident",)})).results
    assert found.row is not None
    assert (found.row.id, found.row.accounts > 0) == (found.id, True)
    assert [part.text for part in found.excerpt] == [found.id]
    listed = search(material, Asked(chosen={"kind": ("incident",)})).results
    assert {one.excerpt for one in listed} == {()}


def test_what_fits_is_marked_in_its_own_letters() -> None:
    """The pieces of an excerpt are the words of the text; those that fit are marked."""
    (found,) = [one for one in search(told("وصلت القافلة إلى إدلب"), Asked(words="قافله")).results if one.kind == "report"]
    assert [part.text for part in found.excerpt if part.is_found] == ["القافلة"]
    assert "".join(part.text for part in found.excerpt) == "وصلت القافلة إلى إدلب"


def test_counts_of_a_facet_are_what_its_other_values_would_leave() -> None:
    """Choosing one publisher does not make the others vanish, and narrows the other facets."""
    material = told("shells fell", "shells fell again", "nothing fell")
    page = search(material, Asked(words="shells", chosen={"publisher": ("Desk 1",), "kind": ("report",)}))
    assert ids(page) == {"r1"}
    assert counted(page, "publisher") == {"Desk 1": 1, "Desk 2": 1}


def test_days_are_days_of_publication() -> None:
    """Both ends count, and what bears no day is not among them."""
    material = told("shells", "shells", "shells")
    page = search(material, Asked(words="shells", published_from="2016-09-02", published_to="2016-09-03"))
    assert ids(page) == {"r2", "r3"}
    assert ids(search(material, Asked(published_to="2016-09-01"))) == {"r1"}


@pytest.mark.parametrize("day", ["2016-09-20", "2016-12-20"])
def test_what_a_selection_leaves_out_is_found_by_no_word_and_stands_in_no_facet(story: Story, day: str) -> None:
    """Not its words, its publisher, its id, nor a count of it."""
    material = story.material(known=day)
    for asked in (Asked(), Asked(words="CANARY*"), Asked(words="board-later"), Asked(chosen={"publisher": ("Board",)})):
        shown = msgspec.json.encode(msgspec.structs.replace(search(material, asked), words="", chosen=())).decode()
        assert "CANARY-LATER" not in shown
        assert "board-later" not in shown


def test_a_value_that_is_not_there_is_answered_like_one_that_never_was() -> None:
    """An actor of the pack of whom nothing is told gives its name to nobody who types its id."""
    story = Story(actors=(Actor(id="zz.secret", kind="office", name="Hidden Office", names=(ActorName(text="Hidden Office"),)),))
    story.report("r1", "Shells fell.", published="2016-09-01")
    story.claim("r1", "Shells fell.")
    page = search(story.material(), Asked(chosen={"speaker": ("zz.secret",)}))
    assert page.total == 0
    assert "Hidden" not in msgspec.json.encode(page).decode()
    assert search(story.material(), Asked(words="Hidden")).total == 0


def test_what_is_withheld_has_no_words(story: Story) -> None:
    """A withheld report and its claims are found by their day and kind only."""
    whole = story.material()
    held = tuple(msgspec.structs.replace(each, withheld="its key is not here") for each in whole.held)
    material = dataclasses.replace(whole, held=held)
    found = search(material, Asked(words="convoy"))
    assert not ids(found) | ids(found, "claim")
    assert counted(search(material, Asked(chosen={"kind": ("claim",)})), "speaker") == {}


def test_forces_are_not_listed_by_place() -> None:
    """A claim of forces moving has no place among its facets, though its words are found."""
    story = Story()
    story.report("r1", "Tanks moved to Urum.", published="2016-09-01")
    story.claim("r1", "Tanks moved to Urum.", event="moved", kind="M.MOBILISE", places=("Urum",))
    page = search(story.material(), Asked(words="tanks"))
    assert ids(page, "claim")
    assert counted(page, "place") == {}


def test_no_facet_tells_to_whom_a_body_belongs() -> None:
    """The facets are these, and none is of affiliation."""
    facets = {facet.code for facet in search(september().material(), Asked()).facets}
    assert facets <= {"kind", "speaker", "publisher", "stance", "about", "event", "place", "language", "standing", "contested"}


def test_people_who_are_not_named_are_one_value() -> None:
    """Nobody unnamed can be followed from report to report."""
    story = Story()
    for number in (1, 2):
        story.report(f"r{number}", "An official said shells fell.", published="2016-09-01")
        story.claim(f"r{number}", "shells fell", speaker="An official", unnamed=True)
    assert counted(search(story.material(), Asked(chosen={"kind": ("claim",)})), "speaker") == {"unnamed": 2}


HOSTILE = [
    "*" * 500,
    '"' * 99,
    "a* " * 400,
    "-" * 400,
    "NEAR(a b)",
    "a AND OR NOT",
    "col:x",
    "\x00\x1f",
    "\u202e\u2066x",
    "{" * 300,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_are_answered(text: str) -> None:
    """Whatever is typed is a question, of bounded length, and shown again without what turns a line around."""
    page = search(told("shells fell"), Asked(words=text, page=10**9))
    assert len(page.words) <= 300
    assert not set(page.words) & {"\x00", "\x1f", "\u202e", "\u2066"}


@given(st.text(alphabet=string.printable + "قافلة إأآـ٠\u202e\ud7ff“”«»", max_size=60))
@settings(max_examples=50, deadline=None)
def test_every_text_is_a_question(text: str) -> None:
    """No sequence of characters breaks the index, and what it finds is not more than there is."""
    page = search(_SEPTEMBER, Asked(words=text))
    assert page.total <= 100


@given(st.text(alphabet="اأإآٱىيةهءؤئـًٌٍَُِّْabcÀÉß ٠١٢", max_size=30))
@settings(max_examples=50, deadline=None)
def test_folding_again_changes_no_word(text: str) -> None:
    """A word found in a text is asked for as it is compared."""
    assert all(folded(word.folded).split()[:1] == [word.folded] for word in words(text) if not word.folded.startswith("ال"))


def test_more_documents_than_can_be_ranked_stand_newest_first_and_it_is_said_so() -> None:
    """However few a facet leaves of them: what the page says of its order is what the index did."""
    days = ["2016-09-19", "2016-09-21", "2016-09-20"] * (MOST_RANKED // 3 + 1)
    index = Index(Document(kind="claim", id=f"c{n}", title="", text="convoy", facets={}, day=day) for n, day in enumerate(days))
    query = parsed("convoy")
    assert not index.is_ranked(query)
    shown = [index.days[number] for number in index.in_order(index.matching(query), query, "best")]
    assert shown == sorted(days, reverse=True)
    assert index.is_ranked(parsed("aid"))


def test_the_page_speaks_the_language_asked_for() -> None:
    """Codes are said in the language of the reader."""
    page = search(september().material(), Asked(), load("ar"))
    kinds = {value.name for facet in page.facets if facet.code == "kind" for value in facet.values}
    assert "ادعاء" in kinds


_SEPTEMBER = september().material()
