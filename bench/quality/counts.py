"""Counts as ranges with their effect. Takes gold files that have their reports beside them, prints one line each."""

from __future__ import annotations

from pathlib import Path

from harness import Line, readings, reports, run, score


def texts_of(path: Path) -> Path:
    """Return the file with the texts of a gold file: PART.counts.jsonl stands beside PART.reports.jsonl.gz."""
    part = path.name.removesuffix("counts.jsonl")
    packed = path.with_name(f"{part}reports.jsonl.gz")
    return packed if packed.is_file() else path.with_name(f"{part}reports.jsonl")


def measure(path: Path) -> Line:
    """Read every text and score the counts."""
    return score("score_counts.py", path, readings(reports(texts_of(path)), "world"))


if __name__ == "__main__":
    run("counts", measure, ["muc4/tst1.counts.jsonl", "muc4/tst2.counts.jsonl", "seeds/counts.jsonl"])
