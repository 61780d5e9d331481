"""The page that checks a bundle: the same verdicts as the program, on a phone, in Arabic, by keyboard, without a network."""

from __future__ import annotations

import base64
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from fakes import hand_made_bundle as hand
from fakes.certificate_mazes import der, mazes
from fakes.changed_bundles import changed
from fakes.forged_bundles import FORGED, LAWFUL, with_extra_field
from truceline.ledger.verify_bundle import Pins, UnreadableError, certificates_of, verify
from truceline.outputs.bundle.page import page as page_text

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
ASK = """(bundles) => bundles.map((text) => {
  try {
    const r = verifyBundle(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
    const entries = r.entries.map((e) => [e.entry, e.leafHash, e.disclosed.length, e.withheld, e.ordered]);
    const seen = r.cosigned.map((c) => [c.name, c.at]);
    return [r.level, r.problems.map((p) => [p.code, p.where]), entries, seen, r.missing, r.texts.size];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return [error.code];
  }
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a network."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: the page is not tested here; install Debian's chromium")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as it lies in a bundle."""
    out = tmp_path_factory.mktemp("page") / "verify.html"
    out.write_text(page_text(), encoding="utf-8")
    return out


def opened(browser: Browser, file: Path, *, lang: str = "en") -> Page:
    """The page on a screen; whatever it complains about fails the test."""
    page = browser.new_page(viewport={"width": 1100, "height": 900}, locale=lang)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda told: pytest.fail(told.text))
    page.on("request", lambda asked: None if asked.url.startswith("file:") else pytest.fail(asked.url))
    page.goto(file.as_uri())
    return page


def put(page: Page, data: bytes) -> None:
    """Choose a bundle and wait for the answer."""
    page.set_input_files("#file", {"name": "x.tlp", "mimeType": "application/octet-stream", "buffer": data})
    page.wait_for_selector(".verdict")


def told_by_program(data: bytes) -> list[object]:
    """What the program says, in the form in which the page is asked."""
    try:
        r = verify(data)
    except UnreadableError as error:
        return [error.code]
    entries = [[e.entry, e.leaf_hash, len(e.disclosed), e.withheld, e.ordered] for e in r.entries]
    problems = [[problem.code, problem.where] for problem in r.problems]
    return [r.level, problems, entries, [list(one) for one in r.cosigned], r.missing, len(r.texts)]


def compare(page: Page, seed: int, rounds: int) -> None:
    """Ask both about the same changed bundles."""
    bundles = list(changed(random.Random(seed), rounds))
    for first in range(0, rounds, 100):
        some = bundles[first : first + 100]
        answers = page.evaluate(ASK, [base64.b64encode(data).decode() for data in some])
        for number, (data, answer) in enumerate(zip(some, answers, strict=True), first):
            assert answer == told_by_program(data), f"seed {seed}, bundle {number}"


def test_the_page_says_what_the_program_says(browser: Browser, file: Path) -> None:
    """Over hundreds of changed bundles, whole and damaged, both give the same level, problems, entries and witnesses."""
    compare(opened(browser, file), 20160917, 300)


def test_the_page_is_no_more_taken_in_by_a_forger_than_the_program(browser: Browser, file: Path) -> None:
    """Each forged bundle gets the same answer from both, and so does each lawful one that looks odd."""
    page = opened(browser, file)
    cases = {**{name: files for name, (files, _) in FORGED.items()}, **LAWFUL}
    twin, entries = hand.Signer("w.example/self", 1, 4), hand.leaves()
    policy = f"witness S {twin.vkey}\nquorum S\n".encode()
    cases["a-log-as-witness"] = {**hand.members(entries, hand.checkpoint(entries, [hand.LOG, twin])), "policy.txt": policy}
    bundles = {**{name: hand.packed(files) for name, files in cases.items()}, "extra": with_extra_field()}
    answers = page.evaluate(ASK, [base64.b64encode(data).decode() for data in bundles.values()])
    wrong = {name: (answer, told_by_program(bundles[name])) for name, answer in zip(bundles, answers, strict=True)}
    assert {name: both for name, both in wrong.items() if both[0] != both[1]} == {}


def test_the_page_finds_out_of_a_maze_of_certificates_where_the_program_does(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    """Neither is kept in it: both find the way to a trusted certificate among junk, and both give up at the same place."""
    page = opened(browser, file)
    ask = """([text, trusted]) => {
      const r = verifyBundle(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), pinsOf("", trusted));
      return [r.level, r.problems.map((p) => [p.code, p.where, p.message])];
    }"""
    for name, maze in mazes(tmp_path):
        data = hand.packed(maze.files)
        r = verify(data, Pins(anchors=certificates_of(maze.trusted, "mine")))
        answer = page.evaluate(ask, [base64.b64encode(data).decode(), maze.trusted.decode()])
        assert [name, *answer] == [name, r.level, [list(problem) for problem in r.problems]]
        assert r.level == maze.level


def test_the_page_refuses_an_identifier_as_long_as_a_token(browser: Browser, file: Path) -> None:
    """One number of 900 kB took the square of its length, and the page stood still."""
    page = opened(browser, file)
    data = hand.packed({**hand.members(), "timestamps/1.tsr": der(0x30, der(0x06, b"\x81" * 900_000 + b"\x01"))})
    put(page, data)
    words = page.inner_text("#answer")
    assert "timestamps/1.tsr" in words
    assert "an object identifier of 900001 bytes; at most 128 are read" in words


def test_a_field_of_comments_pins_nothing_and_is_refused(browser: Browser, file: Path) -> None:
    """What was put in and holds no key is said to hold none; only an empty field is none."""
    page = opened(browser, file)
    put(page, hand.packed(hand.members()))
    page.click("#pins summary")
    page.fill("#trusted", "# the key of the ministry\n")
    page.click("#again")
    assert "Cannot be read" in page.inner_text("#answer")
    assert "holds no key" in page.inner_text("#answer")
    page.fill("#trusted", " \n")
    page.click("#again")
    assert "Holds" in page.inner_text("#answer")


def test_the_page_does_not_vouch_for_the_summary_nor_for_keys_from_inside(browser: Browser, file: Path) -> None:
    """What nobody signed stands in a box that says so; only keys that the reader put in make the verdict a good one."""
    page = opened(browser, file)
    put(page, hand.packed(hand.members()))
    assert "nobody signed them" in page.inner_text("#more .verdict.warn")
    assert page.locator("#answer .verdict").get_attribute("class") == "verdict warn"
    page.click("#pins summary")
    page.fill("#trusted", hand.POLICY)
    page.click("#again")
    assert page.locator("#answer .verdict").get_attribute("class") == "verdict good"


def test_a_bundle_is_dropped_onto_the_page(browser: Browser, file: Path) -> None:
    """Wherever on the page it falls; the browser does not open it instead."""
    page = opened(browser, file)
    drop = """(text) => {
      const held = new DataTransfer();
      held.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], "x.tlp"));
      for (const name of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(name, { dataTransfer: held, bubbles: true, cancelable: true });
        if (document.querySelector("h1").dispatchEvent(event)) return `${name} is left to the browser`;
      }
      return "";
    }"""
    assert page.evaluate(drop, base64.b64encode(hand.packed(hand.members())).decode()) == ""
    page.wait_for_selector(".verdict")
    assert "Holds" in page.inner_text("#answer")
    assert "over" not in (page.get_attribute("#drop", "class") or "")


def test_what_is_printed_is_the_answer_with_every_entry(browser: Browser, file: Path, tmp_path: Path) -> None:
    """On paper nothing can be clicked open: entries, values and texts all stand there, and the form does not."""
    page = opened(browser, file)
    put(page, hand.packed(hand.members()))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    words = page.inner_text("body")
    assert "Choose a bundle" not in words
    assert [one for one in ("Holds", "Nadia", '"claim": "r1-c1"', "Shells fell on Kubla") if one not in words] == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "Nadia" not in page.inner_text("body")
    page.pdf(path=tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes()[:5] == b"%PDF-"


@pytest.mark.soak
def test_the_page_says_what_the_program_says_in_many_rounds(browser: Browser, file: Path) -> None:
    """The same with a seed of its own each time."""
    compare(opened(browser, file), random.SystemRandom().randrange(2**32), 10_000)


def test_the_pages_own_hashes_are_those_of_the_browser(browser: Browser, file: Path) -> None:
    """What the page computes by itself, so that it says the same everywhere, is what WebCrypto computes where it is there."""
    page = opened(browser, file)
    same = page.evaluate(
        """async () => {
          for (const length of [0, 1, 55, 56, 63, 64, 111, 112, 119, 120, 127, 128, 1000]) {
            const data = crypto.getRandomValues(new Uint8Array(length));
            for (const ours of ["sha1", "sha256", "sha384", "sha512"]) {
              const theirs = ours.toUpperCase().replace("SHA", "SHA-");
              if (!same(HASHES[ours](data), new Uint8Array(await crypto.subtle.digest(theirs, data)))) return [ours, length];
            }
          }
          return true;
        }"""
    )
    assert same is True


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_bundle_is_shown_with_its_level_in_words(browser: Browser, file: Path, lang: str) -> None:
    """The level stands there in words and with a sign, and so does what the keys are worth and what nothing here shows."""
    page = opened(browser, file, lang=lang)
    put(page, hand.packed(hand.members()))
    words = page.inner_text("#answer")
    wanted = {
        "en": ("Holds — Level 2", "By keys that came with the bundle", "never that what it says is true", "✔", "○"),
        "ar": ("سليمة", "المستوى 2", "بمفاتيح جاءت مع الحزمة", "ولا يبيّن أبدًا أن ما فيه صحيح"),
    }
    assert [one for one in wanted[lang] if one not in words] == []
    assert page.evaluate("document.documentElement.dir") == {"en": "ltr", "ar": "rtl"}[lang]
    assert "Nadia" in page.text_content("#more")  # type: ignore[operator]  # it is there
    assert page.locator("mark").first.inner_text() == hand.TEXT[:28]


def test_what_is_withheld_is_counted_and_its_order_named(browser: Browser, file: Path) -> None:
    """Two values are not shown; entry 9 ordered one of them to go."""
    page = opened(browser, file)
    put(page, hand.packed(hand.members()))
    entry = page.locator(".entry", has_text="call.received").inner_text()
    assert "2 sealed values withheld" in entry
    assert "taken out by order in entry 9" in entry


def test_a_changed_bundle_is_told_without_its_content(browser: Browser, file: Path) -> None:
    """What does not hold is not laid out as if it did; the place and the reason stand there."""
    page = opened(browser, file)
    files = hand.members()
    put(page, hand.packed({**files, "entries.jsonl": files["entries.jsonl"].replace(b'"by":"ann"', b'"by":"bob"', 1)}))
    assert "Does not hold" in page.inner_text("#answer")
    assert "proofs/0.tlog-proof" in page.inner_text("#answer")
    assert page.inner_text("#more") == ""
    put(page, b"no bundle")
    assert "Cannot be read" in page.inner_text("#answer")


def test_keys_that_the_reader_puts_in_are_the_only_ones_that_count(browser: Browser, file: Path) -> None:
    """With the right policy the page says so; with another key under the same name it says no."""
    page = opened(browser, file)
    put(page, hand.packed(hand.members()))
    page.click("#pins summary")
    page.fill("#trusted", hand.POLICY)
    page.click("#again")
    assert "By keys that you put in." in page.inner_text("#answer")
    page.fill("#trusted", hand.Signer(hand.ORIGIN, 9).vkey)
    page.click("#again")
    assert "Does not hold" in page.inner_text("#answer")


def test_nothing_in_a_bundle_becomes_markup(browser: Browser, file: Path) -> None:
    """A name made of tags, and one that turns the line, are shown as what they are."""
    nasty = hand.disclosure("caller", "<img src=x onerror=alert(1)>\u202e", 4)
    entries = hand.leaves()
    entries[5] = hand.leaf(5, "call.received", {"call": "c1", "report": "r1"}, (nasty,))
    page = opened(browser, file)
    put(page, hand.packed(hand.members(entries, disclosed=[nasty])))
    assert page.locator("#more img").count() == 0
    assert "<img src=x onerror=alert(1)><U+202E>" in (page.text_content("#more") or "")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_width_makes_the_page_scroll_sideways(browser: Browser, file: Path, lang: str) -> None:
    """On the narrowest phone every word is reached by scrolling down only."""
    page = opened(browser, file, lang=lang)
    put(page, hand.packed(hand.members(), zipfile.ZIP_DEFLATED))
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_is_used_by_keyboard_alone(browser: Browser, file: Path) -> None:
    """Language, file, keys and entries are reached by the tab key; the answer takes the focus when it comes."""
    page = opened(browser, file)
    put(page, hand.packed(hand.members()))
    assert page.evaluate("document.activeElement.id") == "answer"
    page.evaluate("document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus()")
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.parentElement.id || 'entry'"))
    assert seen[:3] == ["language", "file", "pins"]
    page.keyboard.press("Enter")


def test_the_page_allows_itself_nothing_but_its_own_program(file: Path) -> None:
    """Its policy names the hash of its style and of its program; there is no address in it that anything could be sent to."""
    text = file.read_text(encoding="utf-8")
    assert "default-src 'none'; style-src 'sha256-" in text
    assert "unsafe" not in text
    ways_out = ("http://", "https://", "//cdn", "fetch(", "XMLHttpRequest", "WebSocket", "import(", "innerHTML", "eval(")
    assert [one for one in ways_out if one in text] == []
