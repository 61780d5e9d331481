"""Shared by the quality benches: find gold and scorers, read texts, run a scorer by path, print one line.

Gold and scorers are outside the project (see bench/README.md). Where they are absent ``Absent`` is raised, ``run`` says so
aloud and prints a line with ``"skipped"``.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from truceline.model import Reading, Report
from truceline.reader import Reader
from truceline.workflow.packs import load_theatre

ROOT = Path(__file__).resolve().parent.parent.parent
Line = dict[str, Any]
"""One object of a JSON Lines file of somebody else's format."""


class Absent(Exception):  # noqa: N818 - not an error: the figure cannot be measured here
    """Gold or a scorer is not on this machine."""


def outside(variable: str, default: str) -> Path:
    """Return the folder that an environment variable names, else the default beside the repository."""
    return Path(os.environ.get(variable) or ROOT / default)


def gold(name: str) -> Path:
    """Return a gold file by its path, or by its name in the data folder. Raises Absent."""
    folder = outside("TRUCELINE_DATA", "../shared/data")
    found = next((path for path in (Path(name), folder / name) if path.is_file()), None)
    if found is None:
        message = f"{name}: neither here nor in {folder}; set TRUCELINE_DATA to the folder of measuring data"
        raise Absent(message)
    return found


def lines(path: Path) -> list[Line]:
    """Return every object of a JSON Lines file, packed or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.splitlines() if line.strip()]


def reports(path: Path) -> list[Report]:
    """Return one report for each text of a file; several gold lines may share one text."""
    fields = ("id", "text", "title", "publisher", "published_at", "lang", "url")
    by_id = {row["id"]: row for row in reversed(lines(path))}
    return [msgspec.convert({key: row.get(key) for key in fields}, Report) for _, row in sorted(by_id.items())]


def readings(texts: Iterable[Report], theatre: str) -> Iterator[Reading]:
    """Read reports with the packs as shipped."""
    return Reader(load_theatre(theatre).theatre).read_all(texts)


def score(script: str, gold_file: Path, answers: Iterable[object], *flags: str) -> Line:
    """Run a scorer by path on our answers and return its line of figures. Raises Absent."""
    folder = outside("TRUCELINE_BENCH", "../shared/bench")
    if not (folder / script).is_file():
        message = f"{script}: not in {folder}; set TRUCELINE_BENCH to the folder of scorers"
        raise Absent(message)
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as kept:
        for answer in answers:
            kept.write(msgspec.json.encode(answer) + b"\n")
        kept.flush()
        command = [sys.executable, str(folder / script), str(gold_file), kept.name, *flags]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: Line = json.loads(done.stdout)
    return figures


def run(bench: str, measure: Callable[[Path], Line], default: Sequence[str]) -> None:
    """Measure each file given on the command line, or the default ones, and print one line each."""
    for name in sys.argv[1:] or default:
        line: Line = {"bench": bench, "gold": name}
        try:
            line["figures"] = measure(gold(name))
        except Absent as absent:
            line["skipped"] = str(absent)
            print(f"SKIPPED {bench} on {name}: {absent}", file=sys.stderr)
        print(json.dumps(line, ensure_ascii=False), flush=True)
