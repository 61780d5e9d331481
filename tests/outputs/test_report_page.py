"""The report page: one file, no script, no request, nothing hidden, every number leading to its words."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from fakes.storytelling import Story
from truceline.errors import UsageError
from truceline.ledger import Record
from truceline.outputs import report
from truceline.outputs.labels import languages
from truceline.outputs.views import Material

HOSTILE = (
    "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)> \"'><style>*{display:none}</style> "
    "The \u202edenrut saw\u202c convoy was hit\u200b, {{ 7*7 }} javascript:alert(3) </blockquote></section> &amp; \x07 \ud800"
)


@pytest.fixture(params=languages())
def page(request: pytest.FixtureRequest, material: Material) -> HTMLParser:
    """The page in each language."""
    return HTMLParser(report.render(material, lang=request.param))


def test_the_page_has_no_script_and_loads_nothing(page: HTMLParser) -> None:
    """It can be mailed, archived and opened years later on a machine without a line."""
    assert page.css("script, iframe, object, embed, link, img, video, audio, form, base") == []
    html = page.html or ""
    assert not re.search(r"\bon[a-z]+\s*=", re.sub(r">[^<]*<", "><", html))
    assert "url(" not in html
    assert "@import" not in html
    assert all((a.attributes.get("href") or "").startswith("#") for a in page.css("a"))


def test_every_link_on_the_page_leads_somewhere_and_no_place_has_two_names(page: HTMLParser) -> None:
    """A broken link is a figure without its words."""
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    missing = {a.attributes["href"] for a in page.css("a")} - {f"#{i}" for i in ids}
    assert missing == set()


def test_every_value_of_the_matrix_leads_to_marked_words(page: HTMLParser) -> None:
    """From the cell to the place in the report's text."""
    links = [a.attributes["href"] or "" for a in page.css("table.matrix tbody a.w")]
    assert len(links) > 30
    for link in links:
        target = page.css_first(link.replace("#", "[id='") + "']")
        assert target is not None
        assert target.text()


def test_the_marked_text_is_the_whole_text(material: Material) -> None:
    """Marks change nothing."""
    page = HTMLParser(report.render(material))
    for number, held in enumerate(material.held, 1):
        body = page.css(f"#t{number} .body")[0]
        for extra in body.css("a.n"):
            extra.decompose()
        assert body.text() == material.read(held.report.id)


def test_kind_and_what_the_log_proves_stand_on_the_page(page: HTMLParser, material: Material) -> None:
    """Nobody takes a demonstration for a record, or a record for the truth."""
    html = page.html or ""
    assert page.css("body")[0].attributes["class"] == "demonstration"
    assert len(page.css(".kind")) == 2
    assert material.root in html


def test_the_log_never_claims_to_prove_a_claim_true(material: Material) -> None:
    """The sentence is there, word for word, at the top and at the end."""
    assert report.render(material).count("It never proves that a claim is true.") == 2


@pytest.mark.parametrize(
    ("kind", "word"), [("actual", "ACTUAL RECORD"), ("exercise", "EXERCISE"), ("demonstration", "DEMONSTRATION")]
)
def test_each_kind_of_record_says_so_on_every_sheet(kind: str, word: str) -> None:
    """On screen at the top, on paper at the head of each page."""
    story = Story(kind=kind)  # type: ignore[arg-type]  # the three kinds, each once
    html = report.render(story.material())
    assert word in HTMLParser(html).css("p.banner")[0].text()
    assert f'@top-center{{content:"{word}' in html


def test_every_figure_shows_its_rule(material: Material) -> None:
    """A range without the rule that made it is not shown."""
    page = HTMLParser(report.render(material))
    tables = page.css("table.figs")
    assert tables
    assert all("Rule: range of distinct accounts" in table.css("tfoot")[0].text() for table in tables)


def test_tables_name_their_columns_and_rows(page: HTMLParser) -> None:
    """A reader who hears the page knows where a cell belongs."""
    for table in page.css("table"):
        assert all(th.attributes.get("scope") for th in table.css("th"))
    for cell in page.css("table.matrix td, table.list td"):
        assert cell.attributes.get("data-label")


def test_headings_go_down_one_step_at_a_time(page: HTMLParser) -> None:
    """The outline of the page can be walked."""
    levels = [int(str(node.tag)[1]) for node in page.css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_hostile_texts_are_inert_and_visible(story: Story, tmp_path: Path) -> None:
    """Scripts are words, hidden characters are badges, and the page can still be written."""
    story.report("bad", HOSTILE, published="2016-09-20", publisher=HOSTILE, title=HOSTILE)
    story.claim(
        "bad",
        "convoy was hit",
        speaker="The \u202edenrut saw\u202c",
        event="hit",
        about=("means",),
        via=(HOSTILE,),
        incident="i1",
    )
    story.report("again", HOSTILE, published="2016-09-21", publisher=HOSTILE, title=HOSTILE, lang='en" onclick="x')
    story.claim("again", "convoy was hit", event="hit", counts=[("was hit", "other", HOSTILE, 1, 2, "exact")], incident="i1")
    story.claim("bad", "was hit", event="hit", places=("convoy",), about=("place",), incident="i1")
    story.copy("again", "bad")
    html = report.render(story.material())
    page = HTMLParser(html)
    assert page.css("script, img, [onclick]") == []
    assert len(page.css("style")) == 1
    assert "\u202e" not in html
    assert "\u200b" not in html
    badges = {badge.text() for badge in page.css(".ctl")}
    assert {"U+202E", "U+202C", "U+200B", "U+0007", "U+D800"} <= badges
    assert "{{ 7*7 }}" in html
    (tmp_path / "page.html").write_text(html, encoding="utf-8")


def test_a_text_of_another_script_finds_its_own_direction(page: HTMLParser) -> None:
    """An Arabic report reads from the right on an English page."""
    bodies = page.css(".body")
    assert all(body.attributes["dir"] == "auto" for body in bodies)
    assert any(body.attributes.get("lang") == "ar" for body in bodies)


def test_ranges_keep_their_order_on_a_page_read_from_the_right(material: Material) -> None:
    """20–21 never turns into 21–20."""
    html = re.sub(r"<style>.*?</style>", "", report.render(material, lang="ar"), flags=re.DOTALL)
    assert re.search(r"\d–\d", html)
    assert not re.search(r"\d–\d", re.sub(r'<bdi dir="ltr">[^<]*</bdi>', "", html))


def test_a_language_without_words_is_refused_with_those_there_are(material: Material) -> None:
    """The message says what there is."""
    with pytest.raises(UsageError, match='page texts in "xx"; expected one of: ar, en'):
        report.render(material, lang="xx")


def test_nothing_to_show_is_said() -> None:
    """An empty record makes a page that says that it is empty."""
    html = report.render(Story().material())
    assert "No incident can be shown for this selection." in html


def test_the_file_is_written_whole(story: Story, tmp_path: Path) -> None:
    """And nothing is left beside it."""
    with story.record(Record.create(tmp_path / "record", "demonstration", "world")) as record:
        out = tmp_path / "page.html"
        report.write(record, out)
        shown = report.write(record, out, with_proposals=True)
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert {part.incident.id for part in shown.incidents} == {"i1", "i2"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.html", "record"]


def test_the_page_of_a_small_record_is_light(material: Material) -> None:
    """Seven reports and nineteen claims on a poor line."""
    assert len(report.render(material).encode()) < 120_000
