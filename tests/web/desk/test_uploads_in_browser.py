"""Uploads as somebody on a poor line has them: the line breaks in the middle, the browser is closed, nothing is sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fakes.rooms import cookie_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

LINE = '{"id": "line-%d", "text": "Shells fell on the town, a resident said.", "published_at": "2016-09-13"}\n'


def _sending(browser: Browser, served: str, file: Path) -> Page:
    page = browser.new_context(base_url=served, locale="en").new_page()
    page.context.add_cookies([cookie_for("monitor", served)])  # type: ignore[list-item] # the three parts that a cookie needs
    page.goto("/desk/uploads")
    page.locator("[name=files]").set_input_files(file)
    return page


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
