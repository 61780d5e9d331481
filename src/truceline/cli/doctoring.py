"""``truceline doctor``: whether this machine, and this record, are fit for work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from truceline.cli.options import AsJson, RecordDir
from truceline.cli.output import isolated, print_json, print_text, say

if TYPE_CHECKING:
    from truceline.workflow.doctor import Finding

MARKS = {"ok": "ok        ", "attention": "attention ", "fault": "FAULT     "}


def doctor(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """Look at this machine and the record that is meant, and say what is well, what needs attention, and what to do.

    Nothing is changed. Without a record, here or named, only the machine is looked at.
    """
    from truceline.workflow.doctor import examine, worst  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import nearest  # noqa: PLC0415

    findings = examine(record if record is not None else nearest(Path.cwd()))
    for finding in findings:
        _print(finding, as_json=as_json)
    state = worst(findings)
    if not as_json:
        say({"ok": "fit for work", "attention": "fit for work; see above"}.get(state, "not fit for work: see above"))
    if state == "fault":
        raise typer.Exit(1)


def _print(finding: Finding, *, as_json: bool) -> None:
    if as_json:
        print_json(finding)
        return
    print_text(isolated(f"{MARKS[finding.state]}{finding.what}: {finding.says}"))
    if finding.do:
        print_text(isolated(f"          do: {finding.do}"))
