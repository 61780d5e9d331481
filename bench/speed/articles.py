"""CPU, wall and memory of many articles ingested and linked. The mark: 1,000 under 1.5 GB.

    .venv/bin/python bench/speed/articles.py [COUNT | FILE.jsonl ...]

Makes COUNT (1,000) articles of our own, or takes files of reports; prints one JSON line each.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from costs import TRUCELINE, Cost, cost_of, write


def figures(name: str, cost: Cost) -> dict[str, float]:
    """Return a cost under the name of its step."""
    return {f"{name}_cpu_s": round(cost.cpu_s, 1), f"{name}_wall_s": round(cost.wall_s, 1), f"{name}_rss_mb": round(cost.rss_mb)}


def measure(given: str, folder: Path) -> dict[str, float]:
    """Ingest and link into a record made for it."""
    material = write(folder / "articles.jsonl", int(given)) if given.isdigit() else Path(given)
    record = ["--record", str(folder / "record")]
    cost_of([*TRUCELINE, "init", str(folder / "record"), "--theatre", "syria_2016"])
    ingest = cost_of([*TRUCELINE, "ingest", str(material), *record])
    link = cost_of([*TRUCELINE, "link", *record])
    size = sum(file.stat().st_size for file in (folder / "record").rglob("*") if file.is_file())
    most = max(ingest.rss_mb, link.rss_mb)
    return {"rss_mb": round(most), **figures("ingest", ingest), **figures("link", link), "record_mb": round(size / 1e6, 1)}


if __name__ == "__main__":
    for each in sys.argv[1:] or ["1000"]:
        with tempfile.TemporaryDirectory() as temporary:
            print(json.dumps({"bench": "articles", "articles": each, "figures": measure(each, Path(temporary))}), flush=True)
