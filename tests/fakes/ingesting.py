"""A process that takes small reports in, one after the other, and writes down each one that the record acknowledged."""

from __future__ import annotations

import os
from pathlib import Path

from fakes.forking import Child
from fakes.small_reports import claim, report
from truceline.ledger import Record

LINES = 4
"""Claims of a report."""


def started(folder: Path, out: Path, first: int, last: int) -> Child:
    """Start a process that takes in the reports from ``first`` up to ``last``, and notes the id of each in the file ``out``."""
    return Child(take_in, str(folder), str(out), first, last)


def heard(out: Path) -> list[str]:
    """Return the reports that were acknowledged; half a line, cut off by a kill, is not counted."""
    lines = out.read_text("ascii").splitlines(keepends=True) if out.exists() else []
    return [line.strip() for line in lines if line.endswith("\n")]


def take_in(folder: str, out: str, first: int, last: int) -> None:
    """Take the reports in, in the process that was started for it."""
    acknowledged = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Record.open(folder) as record:
        for number in range(first, last):
            told = report(number)
            batch = [record.draft_report(told, raw=told.text.encode(), media="text/plain")]
            batch += [record.draft_claim(claim(told, about_line=line)) for line in range(LINES)]
            record.append(batch)
            os.write(acknowledged, f"{told.id}\n".encode())
