"""The report page in a browser: on a phone, on paper, in the dark, from the right. Skipped aloud where chromium is absent."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from fakes.agreed import with_agreement
from fakes.september import september
from truceline.outputs import report

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a network."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: how the page looks is not tested here; install Debian's chromium")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["en", "ar"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the September story in each language, with a word that no line can hold."""
    story = september()
    story.report("long", "Q" * 300 + " was hit.", published="2016-09-21", publisher="P" * 120, title="T" * 150)
    story.claim(
        "long", "Q" * 300 + " was hit", speaker="Q" * 300, event="was hit", about=("means",), places=("Q" * 80,), incident="i1"
    )
    out = tmp_path_factory.mktemp("page") / f"{request.param}.html"
    out.write_text(report.render(with_agreement(story.material(with_proposals=True)), lang=request.param), encoding="utf-8")
    return out


def _shown(browser: Browser, file: Path, width: int, *, scheme: str = "light", media: str = "screen") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
    page.emulate_media(media=media, color_scheme=scheme)  # type: ignore[arg-type]  # screen or print
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(browser: Browser, file: Path, width: int) -> None:
    """From the smallest phone to a desk."""
    page = _shown(browser, file, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "[...document.querySelectorAll('main *')].filter(e => !e.closest('svg') && e.getClientRects().length)"
    out = page.evaluate(
        f"{wide}.filter(e => {{const r = e.getBoundingClientRect(); return r.right > innerWidth + 1 || r.left < -1}}).length"
    )
    page.close()
    assert out == 0


def test_the_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, file: Path) -> None:
    """No request but for the file itself, no message of the browser."""
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    page.close()
    assert asked == [file.as_uri()]
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_against_its_ground(browser: Browser, file: Path, scheme: str) -> None:
    """Contrast of at least 4.5 to 1 for every text on the page, by day and by night."""
    page = _shown(browser, file, 1280, scheme=scheme)
    pairs = page.evaluate(
        """() => {
        const seen = new Set();
        const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
            if (c !== 'rgba(0, 0, 0, 0)') return c; } return getComputedStyle(document.body).backgroundColor; };
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) { const e = walk.currentNode.parentElement;
            if (walk.currentNode.data.trim() && e.getClientRects().length)
                seen.add(getComputedStyle(e).color + '|' + ground(e)); }
        return [...seen]; }"""
    )
    page.close()
    poor = [pair for pair in pairs if _contrast(*pair.split("|")) < 4.5]
    assert len(pairs) > 5
    assert poor == []


def test_paper_cuts_no_column(browser: Browser, file: Path) -> None:
    """On A4 every table fits its sheet, upright or on its side."""
    page = _shown(browser, file, 1047, media="print")
    over = page.evaluate(
        "[...document.querySelectorAll('table')].filter(t => t.scrollWidth > t.parentElement.clientWidth + 1).length"
    )
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert over == 0
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert boxes
    for box in boxes:
        sides = sorted(float(side) for side in box)
        assert [round(side) for side in sides] == [595, 842]
    assert len(set(boxes)) == 2


def test_a_matrix_on_a_phone_is_a_card_for_each_account(browser: Browser, file: Path) -> None:
    """With the name of the column before each value."""
    page = _shown(browser, file, 360)
    shown = page.evaluate("getComputedStyle(document.querySelector('.matrix td')).display")
    label = page.evaluate("getComputedStyle(document.querySelector('.matrix td'), '::before').content")
    page.close()
    assert shown == "block"
    assert len(label) > 4


@pytest.mark.parametrize("media", ["screen", "print"])
def test_what_was_taken_back_is_struck_through(browser: Browser, file: Path, media: str) -> None:
    """On the screen and on paper, with a line and not only with a colour."""
    page = _shown(browser, file, 1280, media=media)
    lines = page.evaluate("[...document.querySelectorAll('table del .w')].map(e => getComputedStyle(e).textDecorationLine)")
    page.close()
    assert lines
    assert all("line-through" in line for line in lines)


def test_the_first_stop_of_the_keyboard_is_the_way_past_the_head(browser: Browser, file: Path) -> None:
    """And every stop shows where one is."""
    page = _shown(browser, file, 1280)
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.close()
    assert first == "skip"
    assert outline == "solid"


def test_the_page_is_whole_without_scripts_allowed(browser: Browser, file: Path) -> None:
    """There are none to allow."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("table.matrix").count() == 2
    with pytest.raises(Error):
        page.wait_for_selector("script", state="attached", timeout=50)
    context.close()


def _contrast(left: str, right: str) -> float:
    light, dark = sorted((_luminance(left), _luminance(right)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in itertools.islice(re.findall(r"\d+", colour), 3)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
