"""Everything that can be asked of a record, in one plain value, for comparing two records or one record before and after."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

import msgspec

from fakes.limited import Outcome, attempt
from truceline.cli.app import run
from truceline.ledger import Record


def answers(folder: str, keys: str) -> dict[str, object]:
    """Return all answers of a record: state, values, texts, raw bytes, and the incidents as JSON."""
    os.environ["TRUCELINE_KEYS"] = keys
    with Record.open(folder) as record:
        reports = record.reports()
        found: dict[str, object] = {
            "root": record.root,
            "opened": [record.kind, record.theatre, record.origin],
            "leaves": [entry.leaf_hash.hex() for entry in record.entries()],
            "reports": reports,
            "claims": record.claims(superseded=True),
            "then": record.claims(entry=record.size // 2),
            "links": record.links(),
            "copies": record.copies(),
            "judgements": record.judgements(),
            "calls": record.calls(),
            "texts": [record.report(each.id) for each in reports],
            "raw": [record.read_archived(each.raw_sha256).hex() for each in reports],
        }
    found["incidents"] = said("incidents", "--json", "--with-proposals", "--record", folder)
    return {name: msgspec.to_builtins(value) for name, value in found.items()}


def problems(folder: str, keys: str) -> list[str]:
    """Return what verifying the record says."""
    os.environ["TRUCELINE_KEYS"] = keys
    with Record.open(folder) as record:
        return [problem.message for problem in record.verify().problems]


def asked(folder: str, keys: str) -> list[Outcome]:
    """Return what came of asking, then of verifying."""
    return [attempt(answers, folder, keys), attempt(problems, folder, keys)]


def said(*arguments: str) -> str:
    """Run the command line and return what it wrote; an exit code other than 0 stands in front of it."""
    out, talk = io.StringIO(), io.StringIO()
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(talk):
        try:
            run(list(arguments))
        except SystemExit as end:
            code = end.code
    return out.getvalue() if code in (0, None) else f"exit {code}: {talk.getvalue()}"


def files(folder: Path) -> list[Path]:
    """Return the files of a record that hold something: the database, its write-ahead log, the archive."""
    inside = (file for file in (folder / ".truceline").rglob("*") if file.is_file() and file.stat().st_size)
    return sorted(file for file in inside if not file.name.endswith(("-shm", "lock", "lock.gate")))
