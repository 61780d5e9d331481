"""Draw the pictures of the situation room anew: every page in English and Arabic, by day and by night, in headless chromium.

    make images

They are of the demonstration, opened by somebody with every role. ``docs/images/room/<page>-<language>-<light|dark>.png``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images" / "room"
DESK = ViewportSize(width=1180, height=820)
PHONE = ViewportSize(width=360, height=760)
NAME = "guide"
PASSWORD = "only for pictures, in a folder that is gone at once"  # noqa: S105 - of an account that is gone at once
ROLES = ("observer", "monitor", "analyst", "adjudicator", "publisher", "administrator")
PAGES = {
    "situation-room": "/",
    "incidents": "/incidents",
    "incident": "/incidents/{incident}",
    "proof": "/incidents/{incident}/proof",
    "report": "/reports/{report}",
    "map": "/map",
    "agreement": "/agreement",
    "violations": "/violations",
    "movements": "/movements",
    "movement": "/movements/{movement}",
    "deliveries": "/deliveries",
    "care": "/care",
    "sites": "/sites",
    "proposals": "/proposals",
    "contacts": "/contacts",
    "actors": "/actors",
    "actor": "/actors/{actor}",
    "sources": "/sources",
    "source": "{source}",
    "search": "/search?q=convoy",
    "learned": "/learned?known=2016-09-20",
    "verification": "/verification",
    "review": "/desk/review",
    "call": "/desk/call",
    "uploads": "/desk/uploads",
    "join": "/desk/join",
    "findings": "/desk/violations/step",
    "releases": "/desk/release",
    "hand-over": "/desk/handover",
    "pack": "/desk/pack",
    "people": "/people/",
    "person": "/people/{person}",
}
"""The pages by the name of their picture. What stands in braces is taken from the first link of the list that leads there."""
FROM = {"incident": "#matrix", "agreement": "main h2"}
"""Where a picture begins that would not show what the page is for from its top."""
LISTS = {
    "incident": ("/incidents", "/incidents/"),
    "report": ("/incidents/{incident}", "/reports/"),
    "movement": ("/movements", "/movements/"),
    "actor": ("/actors", "/actors/"),
    "source": ("/sources", "/sources/"),
    "person": ("/people/", "/people/"),
}
"""By what stands in braces: the page that has the link, and how the address begins."""
PARTS = {"person": "[0-9]+"}
"""How it goes on, where not every such link leads to one."""


def main() -> int:
    """Make the demonstration in a temporary folder, open its room, and take the pictures."""
    browser = shutil.which("chromium")
    if browser is None:
        print("room_images: no chromium here; on Debian: apt-get install chromium", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        record = Path(folder) / "record"
        with _served(record) as address:
            _person(record)
            chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--hide-scrollbars"])
            count = sum(1 for _ in _taken(chromium, address))
            chromium.close()
    print(f"wrote {count} pictures into {PICTURES.relative_to(ROOT)}")
    return 0


@contextmanager
def _served(record: Path) -> Iterator[str]:
    env = {**os.environ, "TRUCELINE_KEYS": str(record.parent / "keys"), "TRUCELINE_SECOND_FACTOR": "none"}
    command = [sys.executable, "-m", "truceline", "demo", "--record", str(record), "--serve", "--port", "0"]
    started = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=env)
    assert started.stderr is not None
    try:
        for line in started.stderr:
            if "http://" in line:
                yield "http://" + line.partition("http://")[2].split("/", 1)[0]
                break
    finally:
        started.kill()
        started.wait()
        started.stderr.close()


def _person(record: Path) -> None:
    """Make somebody with every role, beside the running room."""
    os.environ |= {"TRUCELINE_RECORD": str(record), "DJANGO_SETTINGS_MODULE": "truceline.web.settings"}
    code = (
        "from truceline.web import starting; starting.set_up()\n"
        "from truceline.web.accounts.models import Account\n"
        f"a = Account.objects.create_user(username={NAME!r}, password={PASSWORD!r})\n"
        f"for role in {ROLES!r}: a.memberships.create(role=role, authority='un' if role == 'adjudicator' else '')\n"
        "from django.test import Client; from django.conf import settings; settings.ALLOWED_HOSTS.append('testserver')\n"
        "c = Client(); c.force_login(a); print(c.cookies['sessionid'].value)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True)
    os.environ["TRUCELINE_PICTURES_SESSION"] = done.stdout.strip()


def _taken(chromium: Browser, address: str) -> Iterator[Path]:
    context = chromium.new_context(base_url=address, viewport=DESK)
    context.add_cookies([{"name": "sessionid", "value": os.environ["TRUCELINE_PICTURES_SESSION"], "url": address}])
    page = context.new_page()
    found = _found(page)
    for name, pattern in PAGES.items():
        place = pattern.format(**found)
        for lang in ("en", "ar"):
            page.goto(f"{place}{'&' if '?' in place else '?'}lang={lang}", wait_until="networkidle")
            if name in FROM:
                page.locator(FROM[name]).first.evaluate("it => it.scrollIntoView({block: 'start', behavior: 'instant'})")
            for light in ("light", "dark"):
                page.emulate_media(color_scheme="light" if light == "light" else "dark")
                yield _shot(page, f"{name}-{lang}-{light}")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    for name in ("situation-room", "incident"):
        page.goto(f"{PAGES[name].format(**found)}?lang=ar", wait_until="networkidle")
        yield _shot(page, f"{name}-ar-phone")


def _found(page: Page) -> dict[str, str]:
    """Return what the lists lead to, for the addresses of single pages."""
    found: dict[str, str] = {}
    for what, (place, start) in LISTS.items():
        page.goto(place.format(**found))
        links = page.eval_on_selector_all("main a[href]", "found => found.map((a) => new URL(a.href).pathname)")
        there = next(link for link in links if re.fullmatch(f"{start}{PARTS.get(what, '.+(?<!/proof)')}", link))
        found[what] = there if what == "source" else there.removeprefix(start)
    return found


def _shot(page: Page, name: str) -> Path:
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file)
    return file


if __name__ == "__main__":
    raise SystemExit(main())
