"""What the home page of the situation room costs on a record of 100,000 claims. The mark: p95 of 250 ms, asked on loopback.

    .venv/bin/python bench/speed/room.py [--claims N] [--record DIR] [--connections N] [--seconds N]

Makes the record (large_record.py), or uses the one in DIR, opens its room with ``truceline serve`` in a process of its own, signs
a person in, and asks for the home page with wrk. ``first_s``: from opening the room to the first whole home page; the server
begins to read by itself. ``p50_ms``, ``p95_ms``, ``p99_ms`` and ``rps``: the page as remembered. ``behind_p95_ms``: the same
right after an append, while the new page is being built behind the last one; ``shown_s``: until the new one is shown.
``first_cpu_s`` and ``shown_cpu_s`` are what the server computed by then, whoever else uses the machine; a new page is begun once
as much time has gone by as the last one took. ``page_kb`` is the page as sent; ``rss_mb`` what the server holds at the end.
Without wrk the bench is skipped and says so. One JSON line.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from costs import TRUCELINE
from large_record import made_record

from truceline.ledger import Record
from truceline.ledger.leaf import drafts

MARK_MS = 250
WAIT_S = 1800
SCRIPT = """done = function(summary, latency, requests)
  io.write(string.format("FOUND %d %d %d %d %d %d\\n", latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.requests, summary.duration, summary.errors.status + summary.errors.timeout + summary.errors.read))
end
"""


def signed_in(folder: Path) -> str:
    """Return the session of an observer of the room on ``folder``."""
    os.environ |= {"TRUCELINE_RECORD": str(folder), "DJANGO_SETTINGS_MODULE": "truceline.web.settings"}
    from truceline.web import starting  # noqa: PLC0415 - Django is set up on the record, which is named only now

    starting.prepare()
    from django.test import Client  # noqa: PLC0415

    from truceline.web.accounts.models import Account  # noqa: PLC0415

    account, _ = Account.objects.get_or_create(username="bench")
    account.memberships.get_or_create(role="observer", authority="")
    client = Client()
    client.force_login(account)
    return client.cookies["sessionid"].value


@contextlib.contextmanager
def room(folder: Path) -> Iterator[tuple[str, int]]:
    """Open the room, and yield its address and the id of its process."""
    with subprocess.Popen(
        [*TRUCELINE, "serve", "--record", str(folder), "--port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stderr is not None  # asked for above
        try:
            found = None
            while found is None:
                line = server.stderr.readline()
                if not line:
                    sys.exit("the room did not open")
                found = re.search(r"http://\S+?:\d+", line)
            yield found[0], server.pid
        finally:
            server.terminate()


def page(address: str, session: str) -> tuple[int, bytes]:
    """Return status and bytes of the home page."""
    asked = urllib.request.Request(f"{address}/", headers={"Cookie": f"sessionid={session}"})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(asked, timeout=WAIT_S) as answer:  # noqa: S310 - as above
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, b""


def until(address: str, session: str, *words: bytes) -> tuple[float, bytes]:
    """Ask again until the home page has come whole and has the words; return how many seconds that took, and the page."""
    start = time.perf_counter()
    while time.perf_counter() - start < WAIT_S:
        status, body = page(address, session)
        if status == 200 and all(each in body for each in words):
            return time.perf_counter() - start, body
        time.sleep(0.2)
    sys.exit("the home page did not come")


def asked(address: str, session: str, connections: int, seconds: int, script: Path) -> dict[str, float]:
    """Ask with wrk and return percentiles in milliseconds and requests a second."""
    script.write_text(SCRIPT, encoding="ascii")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), "-H", f"Cookie: sessionid={session}"]
    done = subprocess.run([*command, f"{address}/"], capture_output=True, text=True, check=True)
    line = next(each for each in done.stdout.splitlines() if each.startswith("FOUND "))
    p50, p95, p99, requests, took_us, errors = (int(each) for each in line.split()[1:])
    if errors:
        sys.exit(f"{errors} of {requests} requests failed")
    return {
        "p50_ms": round(p50 / 1000, 1),
        "p95_ms": round(p95 / 1000, 1),
        "p99_ms": round(p99 / 1000, 1),
        "rps": round(requests / took_us * 1e6, 1),
    }


def append(folder: Path) -> int:
    """Let somebody accept one claim that waits, and return how many entries the log has then."""
    with Record.open(folder) as record:
        waiting = next(held.claim.id for held in record.claims() if held.standing == "proposed")
        record.append([drafts.accepted(waiting, by="bench")])
        return record.size


def rss_mb(process: int) -> int:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return round(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024) if "VmRSS" in status else 0  # type: ignore[index]  # it is there


def cpu_s(process: int) -> float:
    """Return how many seconds of a processor a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(folder: Path, connections: int, seconds: int, script: Path) -> dict[str, float]:
    """Return what the home page of a record costs."""
    session = signed_in(folder)
    with room(folder) as (address, process):
        first_s, body = until(address, session)
        first_cpu_s = cpu_s(process)
        found = asked(address, session, connections, seconds, script)
        size = append(folder)
        behind = asked(address, session, connections, min(seconds, 5), script)
        before_s = cpu_s(process)
        shown_s, _ = until(address, session, f'data-size="{size}"'.encode())
        shown_cpu_s = cpu_s(process) - before_s
        return {
            **found,
            "behind_p95_ms": behind["p95_ms"],
            "first_s": round(first_s, 1),
            "first_cpu_s": round(first_cpu_s, 1),
            "shown_s": round(shown_s, 1),
            "shown_cpu_s": round(shown_cpu_s, 1),
            "page_kb": round(len(body) / 1000, 1),
            "rss_mb": rss_mb(process),
        }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--record", type=Path, help="use this record, made here where it is not")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=15)
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        print("no wrk: the speed of the room cannot be measured here (apt-get install wrk)", file=sys.stderr)
        print(json.dumps({"bench": "room", "gold": f"{given.claims} claims", "skipped": "no wrk"}))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = given.record or Path(name) / "record"
        os.environ.setdefault("TRUCELINE_KEYS", f"{folder}-keys")
        made_record(folder, given.claims)
        figures = measured(folder, given.connections, given.seconds, Path(name) / "asked.lua")
    print(json.dumps({"bench": "room", "gold": f"{given.claims} claims", "mark_ms": MARK_MS, "figures": figures}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
