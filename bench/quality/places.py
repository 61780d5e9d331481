"""Places found in the text and put on the right spot. Takes gold files, prints one line each."""

from __future__ import annotations

from pathlib import Path

from harness import Line, readings, reports, run, score


def measure(path: Path) -> Line:
    """Read every text and score the places; the world as a whole, or the theatre of the five articles."""
    beside = path.with_name("reports.jsonl")
    theatre, texts = ("syria_2016", beside) if beside.is_file() else ("world", path)
    return score("score_places.py", path, readings(reports(texts), theatre))


if __name__ == "__main__":
    run("places", measure, ["geoparsing/gwn.jsonl.gz", "geoparsing/geovirus.jsonl.gz", "seeds/places.jsonl"])
