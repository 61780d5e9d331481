"""Run every bench and print one table: each figure, the best public tool on the same gold, and the mark that we aim at.

    .venv/bin/python bench/table.py [--freeze] [BENCH ...]

``--freeze`` keeps the figures in quality/results.json; the table shows how far each is from the one kept. What cannot be
measured here (no gold, no scorers) is a gap in the table and a line on standard error. The models are compared with
models.lock first: figures of another model would be figures of another program.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
QUALITY = ("attribution", "probes", "times", "counts", "places", "events", "documents", "clusters")
SPEED = (
    "reading",
    "help",
    "articles",
    "appending",
    "as_of",
    "checking",
    "agreement",
    "movements",
    "searching",
    "room",
    "drawing_map",
)
RESULTS = HERE / "quality" / "results.json"
PAGE = HERE.parent / "docs" / "quality.md"
MARKS = ("<!-- figures: written by bench/table.py --freeze -->", "<!-- end of figures -->")
Key = tuple[str, str]
Measured = dict[Key, dict[str, Any]]


def run_bench(name: str) -> Measured:
    """Run one bench and return its figures by bench and gold; what it says goes to standard error as it is."""
    script = HERE / ("speed" if name in SPEED else "quality") / f"{name}.py"
    done = subprocess.run([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, check=False, cwd=HERE.parent)
    if done.returncode:
        print(f"FAILED {name}: exit {done.returncode}", file=sys.stderr)
    lines = (json.loads(line) for line in done.stdout.splitlines())
    return {(line["bench"], line.get("gold", "")): line["figures"] for line in lines if "figures" in line}


def value(figures: Any, path: str) -> float | None:  # noqa: ANN401 - nested JSON of a scorer
    """Return the figure at a dotted path, None where there is none."""
    for part in path.split("."):
        if isinstance(figures, list) and part.isdigit() and int(part) < len(figures):
            figures = figures[int(part)]
        elif isinstance(figures, dict) and part in figures:
            figures = figures[part]
        else:
            return None
    return figures if isinstance(figures, int | float) else None


def shown(number: float | None) -> str:
    """Write a figure: shares without the zero before the point, whole numbers whole."""
    if number is None:
        return ""
    return f"{number:.3f}".removeprefix("0") if isinstance(number, float) and abs(number) < 10 else f"{number:,.0f}"


def reached(row: dict[str, Any], number: float | None) -> str:
    """Say whether the mark is reached."""
    if number is None or "mark" not in row:
        return ""
    good = number <= row["mark"] if row.get("less") else number >= row["mark"]
    return "yes" if good else "not yet"


def mark_of(row: dict[str, Any]) -> str:
    """Write the mark of a row, empty where it has none."""
    return (("at most " if row.get("less") else "at least ") + shown(row["mark"])) if "mark" in row else ""


def kept_figures() -> dict[str, float]:
    """Return the figures last frozen, by bench, gold and path."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.is_file() else {}


def key_of(row: dict[str, Any]) -> str:
    """Return the key of a row in results.json."""
    return " ".join(filter(None, (row["bench"], row.get("gold"), row["figure"])))


def fill(rows: list[dict[str, Any]], measured: Measured, kept: dict[str, float]) -> Table:
    """Return the table."""
    table = Table(title="How well and how fast: truceline beside the best public tool, by the same scorers", title_justify="left")
    for heading in ("figure", "truceline", "frozen", "best public tool", "", "mark", "reached"):
        table.add_column(
            heading,
            justify="right" if heading in {"truceline", "frozen", "best public tool", "mark"} else "left",
            overflow="fold",
        )
    for row in rows:
        number = value(measured.get((row["bench"], row.get("gold", ""))), row["figure"])
        table.add_row(
            row["says"],
            shown(number) or "-",
            shown(kept.get(key_of(row))),
            shown(row.get("peer")),
            row.get("by", ""),
            mark_of(row),
            reached(row, number),
        )
    return table


def freeze(rows: list[dict[str, Any]], figures: dict[str, float]) -> None:
    """Keep figures in results.json and write them into docs/quality.md between its marks."""
    RESULTS.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    lines = ["| figure | truceline | best public tool | mark |", "|---|---|---|---|"]
    for row in rows:
        peer = f"{shown(row['peer'])} ({row['by']})" if "peer" in row else ""
        lines.append(f"| {row['says']} | {shown(figures.get(key_of(row)))} | {peer} | {mark_of(row)} |")
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARKS[0])
    PAGE.write_text(before + "\n".join([MARKS[0], *lines, MARKS[1]]) + rest.partition(MARKS[1])[2], encoding="utf-8")


def fresh(rows: list[dict[str, Any]], measured: Measured) -> dict[str, float]:
    """Return the figures just measured, by the key of their row."""
    found = {key_of(row): value(measured.get((row["bench"], row.get("gold", ""))), row["figure"]) for row in rows}
    return {key: number for key, number in found.items() if number is not None}


def main() -> int:
    """Measure, print, and freeze where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/quality/results.json")
    parser.add_argument("bench", nargs="*", help=f"some of: {', '.join(QUALITY + SPEED)} (default: all)")
    given = parser.parse_args()
    if subprocess.run([sys.executable, str(HERE.parent / "scripts" / "check_models.py")], check=False).returncode:
        return 1
    every: list[dict[str, Any]] = json.loads((HERE / "quality" / "peers.json").read_text(encoding="utf-8"))
    rows = [row for row in every if row["bench"] in (given.bench or QUALITY + SPEED)]
    kept, measured = kept_figures(), Measured()
    for name in given.bench or QUALITY + SPEED:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        measured |= run_bench(name)
        if given.freeze:  # after each, so that what was measured is not lost with an interruption
            freeze(every, kept | fresh(rows, measured))
    Console(width=None if sys.stdout.isatty() else 150).print(fill(rows, measured, kept))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
