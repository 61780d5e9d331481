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


BARE = "import json, pathlib, subprocess, typer.main"
"""What any command line of this kind loads before it can say a word."""


def cpu_of(*arguments: str) -> float:
    """CPU seconds of one run of Python."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_costs_at_most_twice_what_its_library_costs_to_load() -> None:
    """An old laptop in the field answers at once; a ratio of the best of five, taken in turn, is the same on every machine."""
    pairs = [(cpu_of("-c", BARE), cpu_of("-m", "truceline", "--help")) for _ in range(5)]
    assert min(ours for _, ours in pairs) < 2 * min(bare for bare, _ in pairs)


def test_help_loads_no_command() -> None:
    """The list is printed from what stands in it; the module of a command waits until somebody wants that command."""
    code = (
        "import sys\nfrom truceline.cli.app import run\n"
        "try:\n    run(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted(name for name in sys.modules if name.startswith('truceline')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr.strip() == str(
        ["truceline", "truceline.cli", "truceline.cli.app", "truceline.cli.sections", "truceline.errors"]
    )


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
