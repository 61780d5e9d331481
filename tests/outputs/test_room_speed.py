"""The situation room takes time that grows with the record, and no faster."""

from __future__ import annotations

import gc
import importlib.util
import time
from pathlib import Path
from typing import Any

import pytest

from truceline.outputs.views import Material, gather, room_page
from truceline.workflow.opening import opened

pytestmark = [pytest.mark.soak, pytest.mark.alone]  # it makes a record of 4,000 claims, and measures CPU time


def bench(root: Path) -> Any:  # noqa: ANN401 - a script
    """Return the maker of large records as a module."""
    spec = importlib.util.spec_from_file_location("bench_large_record", root / "bench/speed/large_record.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def took_s(folder: Path) -> float:
    """Return the processor time of reading a record and making its page, the less of two."""

    def once() -> float:
        gc.collect()
        with opened(folder) as record:
            start = time.process_time()
            found: Material = gather(record)
            room_page(found)
            return time.process_time() - start

    return min(once(), once())


def test_ten_times_as_many_claims_take_about_ten_times_as_long(root: Path, tmp_path: Path) -> None:
    """From the record to the whole page: at most 14-fold for tenfold."""
    script = bench(root)
    small, large = (script.made_record(tmp_path / str(claims), claims) for claims in (400, 4000))
    took_s(small)  # word lists are read once
    assert took_s(large) / took_s(small) < 14
