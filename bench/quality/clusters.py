"""Which reports tell of the same incident. Takes a gold file beside its reports.jsonl.gz, prints one line.

The whole way is measured: ``truceline ingest``, ``link`` and ``incidents --json`` on a record made for it.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import Line, run, score


def incidents(texts: Path, theatre: str) -> list[Line]:
    """Return the incidents of a record made from a file of reports."""
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / "reports.jsonl"
        unpacked.write_bytes(gzip.decompress(texts.read_bytes()))
        record = str(Path(folder) / "record")
        program = [sys.executable, "-m", "truceline"]
        for command in (
            ["init", record, "--theatre", theatre],
            ["ingest", str(unpacked), "--record", record],
            ["link", "--record", record],
        ):
            subprocess.run(
                [*program, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
            )
        listing = [*program, "incidents", "--json", "--with-proposals", "--record", record]
        printed = subprocess.run(listing, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    return [json.loads(line) for line in printed.splitlines()]


def measure(path: Path) -> Line:
    """Ingest, link and score."""
    return score("score_clusters.py", path, incidents(path.with_name("reports.jsonl.gz"), "syria_2016"))


if __name__ == "__main__":
    run("clusters", measure, ["fakes/incidents.jsonl"])
