"""Time expressions found and resolved. Takes gold files (with texts, or marks beside reports.jsonl), prints one line each."""

from __future__ import annotations

from pathlib import Path

from harness import Line, readings, reports, run, score


def measure(path: Path) -> Line:
    """Read every text and score the times."""
    beside = path.with_name("reports.jsonl")
    return score("score_times.py", path, readings(reports(beside if beside.is_file() else path), "world"))


if __name__ == "__main__":
    run("times", measure, ["time/aquaint.jsonl.gz", "seeds/times.jsonl"])
