"""Uploads as somebody on a poor line has them: the line breaks in the middle, the browser is closed, nothing is sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.rooms import cookie_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

LINE = '{"id": "line-%d", "text": "Shells fell on the town, a resident said.", "published_at": "2016-09-13"}\n'


def _sending(browser: Browser, served: str, *files: Path) -> Page:
    page = browser.new_context(base_url=served, locale="en").new_page()
    page.context.add_cookies([cookie_for("monitor", served)])  # type: ignore[list-item] # the three parts that a cookie needs
    page.goto("/desk/uploads")
    page.locator("[name=files]").set_input_files(files)
    return page


@pytest.mark.usefixtures("room")
def test_of_several_files_it_says_above_them_all_how_many_are_done(browser: Browser, served: str, tmp_path: Path) -> None:
    """What is refused is done too; it stands beside the file why, and the page stays."""
    from truceline.web.desk.models import Upload

    files = [tmp_path / name for name in ("several-1.jsonl", "several-2.txt", "several-3.jsonl")]
    for number, file in enumerate(files):
        file.write_text(LINE % number)
    files[1].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    page = _sending(browser, served, *files)
    assert not page.locator("[data-sending-all]").is_visible()
    page.locator("button[type=submit]", has_text="Send").click()
    page.locator("[data-sending-all]", has_text="Done: 3 of 3 files").wait_for()
    page.locator("[role=status]", has_text="Not taken: 1, sent: 2.").wait_for()
    assert page.locator("[data-sending-list] li.error").count() == 1
    page.context.close()
    Upload.objects.filter(name__startswith="several-").delete()


@pytest.mark.soak
@pytest.mark.usefixtures("room")
def test_a_broken_line_and_a_closed_browser_cost_one_part(browser: Browser, served: str, tmp_path: Path) -> None:
    """It says that the line is down and waits; in a new browser the same file goes on from the bytes that are here."""
    from truceline.web.desk import keeping
    from truceline.web.desk.models import Upload

    file = tmp_path / "line.jsonl"
    file.write_text("".join(LINE % number for number in range(60_000)))
    page = _sending(browser, served, file)
    page.locator("button[type=submit]", has_text="Send").click()
    page.locator("[data-sending-list]", has_text="sending").wait_for()
    page.context.set_offline(True)
    page.locator("[data-sending-list]", has_text="the line is down").wait_for()
    page.context.close()
    upload = Upload.objects.get(name="line.jsonl")
    there = keeping.got(upload.pk)
    assert 0 <= there < file.stat().st_size
    page = _sending(browser, served, file)
    offsets: list[str] = []
    page.on("request", lambda asked: offsets.append(asked.url.partition("offset=")[2]) if "offset=" in asked.url else None)
    page.locator("button[type=submit]", has_text="Send").click()
    page.wait_for_url("**/desk/uploads/*-*")
    page.context.close()
    assert offsets[0] == str(there)
    upload.refresh_from_db()
    assert upload.state == "waiting"
    Upload.objects.all().delete()
