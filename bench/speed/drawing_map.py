"""How soon the map with 5,000 incidents is ready in Chromium. The marks: 3 s, and 16 s on a poor line and a slow machine.

    .venv/bin/python bench/speed/drawing_map.py [--claims N] [--record DIR] [--runs N]

Makes the record (large_record.py: a tenth as many incidents as claims), or uses the one in DIR, opens its room, and opens the
page of the map once so that it is remembered. Then, in a fresh browser each time: ``ready_s`` from the first byte of the page
until the map says that it is ready, ``table_s`` until the table is there (medians of the runs), ``first_kb`` what came over the
line, ``again_kb`` at a second visit. ``poor_s`` and ``poor_table_s``: the same at 400 kbit/s with 400 ms and a fourth of the
processor. Without Chromium the bench is skipped and says so. One JSON line.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from large_record import made_record
from playwright.sync_api import Browser, Page, sync_playwright
from room import room, signed_in

MARK_S, MARK_POOR_S = 3, 16
CHROMIUM = Path("/usr/bin/chromium")
POOR = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
WAIT_MS = 600_000
READY = "html[data-ready=map]"


class Visit:
    """A page of the map in a browser that counts what comes over the line."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._bytes = 0
        self.line = page.context.new_cdp_session(page)
        self.line.send("Network.enable")
        self.line.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, float]) -> None:
        self._bytes += int(event["encodedDataLength"])

    def go(self, address: str) -> tuple[float, float, float]:
        """Return seconds until the table and until the map, from the first byte on, and kilobytes."""
        self._bytes = 0
        self._page.goto(address, wait_until="commit", timeout=WAIT_MS)
        start = time.perf_counter()
        self._page.wait_for_selector("#map-table tbody tr", state="attached", timeout=WAIT_MS)
        table_s = time.perf_counter() - start
        self._page.wait_for_selector(READY, state="attached", timeout=WAIT_MS)
        return table_s, time.perf_counter() - start, self._bytes / 1000


def visit(browser: Browser, address: str, session: str) -> Visit:
    """Return a visit with an empty cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return Visit(context.new_page())


def measured(folder: Path, runs: int) -> dict[str, float]:
    """Return what the map of a record costs."""
    session = signed_in(folder)
    with room(folder) as (address, _), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        first = visit(browser, address, session)
        while True:
            answer = first._page.goto(f"{address}/map", timeout=WAIT_MS)  # noqa: SLF001 - the same file
            if answer is not None and answer.ok:
                break
        seen = [(one := visit(browser, address, session), one.go(f"{address}/map")) for _ in range(runs)]
        again = seen[-1][0].go(f"{address}/map")
        poor = visit(browser, address, session)
        poor.line.send("Network.emulateNetworkConditions", POOR)
        poor.line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        slowly = poor.go(f"{address}/map")
        browser.close()
    return {
        "ready_s": round(statistics.median(found[1] for _, found in seen), 2),
        "table_s": round(statistics.median(found[0] for _, found in seen), 2),
        "first_kb": round(seen[0][1][2]),
        "again_kb": round(again[2]),
        "poor_s": round(slowly[1], 1),
        "poor_table_s": round(slowly[0], 1),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--record", type=Path, help="use this record, made here where it is not")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    if not CHROMIUM.exists():
        print(f"no {CHROMIUM}: the map cannot be measured here (apt-get install chromium)", file=sys.stderr)
        print(json.dumps({"bench": "drawing_map", "gold": f"{given.claims} claims", "skipped": "no chromium"}))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = given.record or Path(name) / "record"
        os.environ.setdefault("TRUCELINE_KEYS", f"{folder}-keys")
        made_record(folder, given.claims)
        figures = measured(folder, given.runs)
    marks = [MARK_S, MARK_POOR_S]
    print(json.dumps({"bench": "drawing_map", "gold": f"{given.claims} claims", "mark_s": marks, "figures": figures}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
