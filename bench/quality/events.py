"""Event type of a snippet, in the gold's own names. Takes gold files, prints one line each; maps/ has the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness import Line, readings, reports, run, score
from mapping import first, rows


def answers(path: Path, table: str) -> Iterator[Line]:
    """Yield each snippet's type, or none."""
    for reading in readings(reports(path), "world"):
        yield {"id": reading.id, "type": first(rows(table), reading.events)}


def measure(path: Path) -> Line:
    """Read every snippet and score the types."""
    return score("score_events.py", path, answers(path, "plover" if "plover" in path.name else "case"))


if __name__ == "__main__":
    run("events", measure, ["events/case.jsonl", "events/plover_gsr.jsonl"])
