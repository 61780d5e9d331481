"""The benches say what they cannot measure, and their table fits them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def test_a_bench_without_its_gold_says_so_aloud_and_measures_nothing(root: Path, tmp_path: Path) -> None:
    """A gap in the table is never mistaken for a figure."""
    env = {**os.environ, "TRUCELINE_DATA": str(tmp_path / "nowhere")}
    command = [sys.executable, str(root / "bench/quality/probes.py")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    line = json.loads(done.stdout)
    assert "figures" not in line
    assert "TRUCELINE_DATA" in line["skipped"]
    assert done.stderr.startswith("SKIPPED probes on seeds/probes.jsonl")


def test_every_row_of_the_table_belongs_to_a_bench_that_is_there(root: Path) -> None:
    """No figure is promised that nothing measures, and each has its own row."""
    rows = json.loads((root / "bench/quality/peers.json").read_text(encoding="utf-8"))
    for row in rows:
        assert [*(root / "bench").glob(f"*/{row['bench']}.py")], row
    keys = [(row["bench"], row.get("gold"), row["figure"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_articles_of_our_own_are_the_same_on_every_machine(root: Path) -> None:
    """Speed is compared on the same texts."""
    program = "from costs import article; print(article(3))"
    command = [sys.executable, "-c", program]
    printed = {
        subprocess.run(
            command,
            cwd=root / "bench/speed",
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert 300 < len(printed.pop().split()) < 600
