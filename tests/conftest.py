"""What every test may use: the measuring data and scorers where they are at hand, and one loaded English pipeline."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no counterexample. The same examples every time, so that a red run can be had again and a green one
# means the same everywhere; `make soak` looks for new ones (profile "roaming", any seed).
_CALM = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("truceline", _CALM, derandomize=True)
settings.register_profile("roaming", _CALM)
settings.load_profile("truceline")

LONGEST = (
    "web/everywhere/",
    "docs/test_snippets.py",
    "cli/test_serving.py",
    "acceptance/test_cli_seeds.py",
    "faults/test_power_loss.py",
)
"""The files that take longest begin, so that no process waits for the last one. In any other order, and anew each time."""
ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first."""
    items.sort(key=lambda item: not item.nodeid.removeprefix("tests/").startswith(LONGEST))


def outside(variable: str, default: str) -> Path:
    """Return the folder that an environment variable names, else the default beside the repository.

    A test that needs it is skipped aloud where it is absent.
    """
    folder = Path(os.environ.get(variable) or ROOT / default)
    if not folder.is_dir():
        pytest.skip(f"{variable}: no folder {folder}; this test measures against data that is not part of the project")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _keys_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes a key where the person who runs it keeps their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUCELINE_KEYS", str(tmp_path_factory.mktemp("keys")))
        yield


@pytest.fixture(autouse=True)
def _seen_apart(_keys_apart: None) -> None:
    """Copies of one record that several tests make are no forks of each other: how far one test saw it, the next forgets."""
    for mark in Path(os.environ["TRUCELINE_KEYS"]).glob("*/high-water.json"):
        mark.unlink()


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of measuring data (TRUCELINE_DATA); skips the test where it is absent."""
    return outside("TRUCELINE_DATA", "../shared/data")


@pytest.fixture(scope="session")
def bench_scorers() -> Path:
    """The folder of scorers (TRUCELINE_BENCH); skips the test where it is absent."""
    return outside("TRUCELINE_BENCH", "../shared/bench")
