"""Marking words in the browser: by pointer, by keys alone, and pasted where no script runs; in any language."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Page

    from truceline.model import Claim

TEXTS = {
    "mark-arabic": "قالَ الناطِقُ إنَّ القافِلةَ 🚚👩🏽‍⚕️ وَصَلَتْ إلى البَلدة.\nثم قال إن القافلة عادت في 19 أيلول.",
    "mark-odd": "Then \u202ewords\u202c turned \x07 round.\r\nA 🚚 burned. It is so. It is so.",
}


@pytest.fixture(scope="session")
def texts(room: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Reports to mark, in no language that the reader reads."""
    from truceline.workflow.ingest import ingest
    from truceline.workflow.opening import opened
    from truceline.workflow.reading import Defaults

    path = tmp_path_factory.mktemp("marks") / "marks.jsonl"
    facts = {"publisher": "a desk", "published_at": "2016-09-21", "lang": "ar"}
    path.write_text("\n".join(json.dumps({"id": name, "text": text, **facts}) for name, text in TEXTS.items()), encoding="utf-8")
    with opened(room) as record:
        assert not ingest(record, [path], defaults=Defaults()).refused
        return {name: record.report(name).text for name in TEXTS}


def entered(room: Path, where: str) -> Claim:
    """Return the claim that the address after marking leads to."""
    from truceline.workflow.claims import claim_in
    from truceline.workflow.opening import opened

    with opened(room) as record:
        held = claim_in(record, where.partition("#")[2])
    assert held.standing == "entered"
    return held.claim


def test_pasted_words_become_a_claim_without_a_script(
    texts: dict[str, str], client_as: Callable[[str], Client], room: Path
) -> None:
    """Whoever has no script pastes the words, and the claim stands in the report at once, with their name."""
    client = client_as("monitor")
    answer = client.post(
        "/desk/mark/mark-arabic",
        {
            "words": "القافِلةَ 🚚👩🏽‍⚕️   وَصَلَتْ",
            "voice": "named",
            "speaker": "الناطِقُ",
            "stance": "assert",
            "about": ["count", "time"],
            "event": "H.AID_DELIVER",
            "effect0": "delivered",
            "number0": "~20",
            "unit0": "trucks",
            "when_from": "2016-09-19",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    claim = entered(room, answer["Location"])
    text = texts["mark-arabic"]
    assert claim.content[0].of(text) == "القافِلةَ 🚚👩🏽‍⚕️ وَصَلَتْ"
    assert claim.speaker is not None
    assert claim.speaker.named_at is not None
    assert (claim.author, claim.counts[0].bound, claim.counts[0].low) == ("monitor", "about", 20)
    page = client.get(answer["Location"]).content.decode()
    assert f'id="{claim.id}"' in page


def test_words_that_stand_twice_are_chosen_among(texts: dict[str, str], client_as: Callable[[str], Client], room: Path) -> None:
    """Nobody's mark lands on the wrong words: where they stand in two places, the person says which."""
    client = client_as("monitor")
    typed = {"words": "It is so.", "voice": "report", "stance": "assert"}
    asked = client.post("/desk/mark/mark-odd", typed)
    assert asked.status_code == 422
    places = asked.context["form"].places
    assert len(places) == 2
    chosen = f"{places[1].start}:{places[1].end}"
    assert chosen in asked.content.decode()
    answer = client.post("/desk/mark/mark-odd", {**typed, "which": chosen})
    assert entered(room, answer["Location"]).content == (places[1],)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "never said"}, "do not stand in the text"),
        ({}, "No words are marked"),
        ({"spans": "0:99999", "words": "x"}, "do not lie in this text"),
        ({"spans": "0:4", "words": "other"}, "do not fit together"),
        ({"spans": "4:5", "words": " "}, "Only spaces"),
        ({"spans": "1:x", "words": "Then"}, "was not understood"),
        ({"words": "Then", "voice": "named"}, "Write the name"),
        ({"words": "Then", "number0": "many", "effect0": "killed"}, "is not a figure"),
        ({"words": "Then", "when_from": "2016-02-31"}, "There is no day"),
        ({"words": "Then", "when_from": "2016-03-02", "when_to": "2016-03-01"}, "before the beginning"),
        ({"words": "Then", "incident": "i999"}, "no incident of this number"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    typed: dict[str, str], said: str, texts: dict[str, str], client_as: Callable[[str], Client]
) -> None:
    """Every slip is answered in place, and everything else that was typed is still there."""
    answer = client_as("monitor").post(
        "/desk/mark/mark-odd", {"voice": "report", "stance": "deny", "place": "Idlib <b>", **typed}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert 'value="Idlib &lt;b&gt;"' in text
    assert 'value="deny" selected' in text


def test_a_protected_speaker_is_refused_with_what_to_do(client_as: Callable[[str], Client], room: Path) -> None:
    """Somebody whom a report leaves unnamed cannot be named by a reviewer, and the page says what can be done instead."""
    from truceline.workflow.claims import claim_in
    from truceline.workflow.opening import opened

    with opened(room) as record:
        unnamed = next(held.claim for held in record.claims() if held.claim.speaker and held.claim.speaker.unnamed)
        words = unnamed.content[0].of(record.report(unnamed.report).text)
        before = record.size
    client = client_as("monitor")
    answer = client.post(
        f"/desk/mark/{unnamed.report}", {"words": words, "voice": "named", "speaker": "Somebody Example", "stance": "assert"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "leaves unnamed" in text
    assert "“a resident”" in text
    assert "--" not in " ".join(answer.context["form"].non_field_errors())
    with opened(room) as record:
        assert record.size == before
        assert claim_in(record, unnamed.id).claim == unnamed


def mark_by_keys(page: Page, report: str, start: int, more: int) -> None:
    """Mark words by keys alone: go to the word of this number, and widen by so many."""
    page.goto(f"/desk/mark/{report}")
    page.wait_for_selector("html[data-page=ready]")
    page.locator("[data-mode]").focus()
    page.keyboard.press("Enter")
    for _ in range(start):
        page.keyboard.press("ArrowLeft")
    page.keyboard.down("Shift")
    for _ in range(more):
        page.keyboard.press("ArrowLeft")
    page.keyboard.up("Shift")
    page.keyboard.press("Enter")


def test_marking_by_keys_alone_in_arabic_with_vowel_signs_and_emoji(
    texts: dict[str, str], page_as: Callable[..., Page], room: Path
) -> None:
    """From right to left the left arrow goes on; the claim has exactly the words, however UTF-16 counts them."""
    page = page_as("monitor")
    mark_by_keys(page, "mark-arabic", start=3, more=3)
    words = page.locator("[name=words]").input_value()
    start, end = (int(number) for number in page.locator("[name=spans]").input_value().split(":"))
    text = texts["mark-arabic"]
    assert text[start:end] == words == "القافِلةَ 🚚👩🏽‍⚕️ وَصَلَتْ"
    assert page.evaluate("() => document.activeElement.name") == "voice"
    page.locator("[name=stance]").select_option("confirm")
    with page.expect_navigation():
        page.locator("[data-mark-form] button[type=submit]").click()
    assert entered(room, page.url).content[0].of(text) == words


SELECT = """(words) => {
  const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(words);
    if (at >= 0) return getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + words.length);
  }
}"""
"""Select words of the text, as a pointer does."""


def test_marking_by_pointer_over_badges_and_line_ends(texts: dict[str, str], page_as: Callable[..., Page], room: Path) -> None:
    """Characters that the page shows as badges, and ends of lines of two characters, do not shift what is marked after them."""
    page = page_as("monitor")
    page.goto("/desk/mark/mark-odd")
    page.wait_for_selector("html[data-page=ready]")
    page.evaluate(SELECT, "🚚 burned")
    page.wait_for_selector("[data-more-line]:not([hidden])")
    start, end = (int(number) for number in page.locator("[name=spans]").input_value().split(":"))
    assert texts["mark-odd"][start:end] == "🚚 burned"
    page.locator("[data-more]").click()
    earlier = texts["mark-odd"].split()[0]
    page.evaluate(SELECT, earlier)
    page.wait_for_function("() => document.querySelector('[name=spans]').value.includes(' ')")
    with page.expect_navigation():
        page.locator("[data-mark-form] button[type=submit]").click()
    marked = [span.of(texts["mark-odd"]) for span in entered(room, page.url).content]
    assert marked == [earlier, "🚚 burned"], "parts marked in any order stand in that of the text"


def test_only_who_may_mark_marks(client_as: Callable[[str], Client]) -> None:
    """An observer reads; the page has no way to mark for them, and the address is closed."""
    client = client_as("observer")
    assert client.get("/desk/mark/demo-04").status_code == 403
    assert b"/desk/mark/" not in client.get("/reports/demo-04").content
