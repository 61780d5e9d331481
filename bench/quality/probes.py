"""Holder and stance of 64 hard attributions. Takes probe files beside their reports.jsonl, prints one line each."""

from __future__ import annotations

from pathlib import Path

from harness import Line, readings, reports, run, score


def measure(path: Path) -> Line:
    """Read the reports beside the probes and score them."""
    return score("score_probes.py", path, readings(reports(path.with_name("reports.jsonl")), "syria_2016"))


if __name__ == "__main__":
    run("probes", measure, ["seeds/probes.jsonl"])
