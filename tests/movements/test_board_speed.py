"""The board grows with what is told, and no faster."""

from __future__ import annotations

import gc
import importlib.util
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truceline.movements.board import board

pytestmark = pytest.mark.alone  # it measures CPU time


def bench(root: Path) -> Any:  # noqa: ANN401 - a script
    """Return the bench as a module."""
    spec = importlib.util.spec_from_file_location("bench_movements", root / "bench/speed/movements.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def least(measure: Callable[[], object]) -> float:
    """Return the least processor time of two runs."""
    took = []
    for _ in range(2):
        gc.collect()
        start = time.process_time()
        measure()
        took.append(time.process_time() - start)
    return min(took)


def test_ten_times_as_many_movements_take_about_ten_times_as_long(root: Path) -> None:
    """Every row of the board is made in time that grows with the tellings: at most 16-fold for tenfold."""
    script = bench(root)
    small, large = script.record(50), script.record(500)
    ratio = least(lambda: script.every_row(board(large, on=script.ON))) / least(
        lambda: script.every_row(board(small, on=script.ON))
    )
    assert ratio < 16, f"10 times the movements took {ratio:.1f} times as long"


def test_one_movement_of_which_much_is_told_stays_linear(root: Path) -> None:
    """Thousands of tellings of one convoy, all of them rivals, cost in proportion too."""
    script = bench(root)

    def crowded(count: int) -> Callable[[], object]:
        words = [script.told(1, 0, fact) for number in range(1, count // 10 + 1) for fact in script.facts(number)]

        def measure() -> None:
            (movement,) = board(words, on=script.ON).movements
            script.every_row(board(words, on=script.ON))
            script.every_part(movement)

        return measure

    ratio = least(crowded(1_000)) / least(crowded(100))
    assert ratio < 25, f"10 times the tellings took {ratio:.1f} times as long"
