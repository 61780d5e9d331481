"""Starting fast, and loading only what a command needs."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

pytestmark = pytest.mark.alone  # it measures CPU time

HEAVY = (
    "spacy", "sqlalchemy", "duckdb", "rich", "selectolax", "jinja2", "numpy", "ruamel.yaml", "cryptography", "rfc3161_client",
    "psycopg", "platformdirs", "django", "uvicorn",
)  # fmt: skip


def cpu_of(*arguments: str) -> float:
    """CPU seconds of one run of the command line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "truceline", *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_answers_within_two_fifths_of_a_cpu_second() -> None:
    """An old laptop in the field answers at once; the best of three runs counts."""
    assert min(cpu_of("--help") for _ in range(3)) < 0.4


def test_help_loads_nothing_heavy() -> None:
    """The parts that take seconds to load wait until a command needs them."""
    code = (
        "import sys\nfrom truceline.cli.app import run\n"
        "try:\n    run(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


def test_looking_at_a_record_loads_no_language_model(record: object) -> None:
    """Only reading and ingesting need the model."""
    code = (
        "import sys\nfrom truceline.cli.app import run\n"
        f"try:\n    run(['incidents', '--with-proposals', '--record', {str(record)!r}])\nexcept SystemExit:\n    pass\n"
        "print('spacy' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr.strip().endswith("False")
