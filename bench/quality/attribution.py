"""Who says what: content and speaker both right, by PolNeAR's and GUM's gold. Takes gold files, prints one line each."""

from __future__ import annotations

from pathlib import Path

from harness import Line, readings, reports, run, score


def measure(path: Path) -> Line:
    """Read every text of a gold file and score the attributions."""
    return score("score_attribution.py", path, readings(reports(path), "world"))


if __name__ == "__main__":
    run("attribution", measure, ["polnear/dev.jsonl.gz", "gum/gum_news.jsonl"])
