"""The printed manual is the program's own."""

from __future__ import annotations

from pathlib import Path

import typer.main

from truceline.cli.app import whole
from truceline.cli.manual import manual

COMMANDS = {
    "read", "init", "ingest", "link", "incidents", "show", "claims", "claim", "call", "review", "sources", "verify",
    "rebuild", "report", "demo",
}  # fmt: skip


def test_the_manual_is_current(root: Path) -> None:
    """conformance/CLI.md is what the commands print; write it anew with `python -m truceline.cli.manual`."""
    assert (root / "conformance" / "CLI.md").read_text(encoding="utf-8") == manual()


def test_every_promised_command_is_there() -> None:
    """No command of the contract is missing."""
    assert set(getattr(typer.main.get_command(whole()), "commands", {})) >= COMMANDS


def test_every_option_and_command_has_a_help_text() -> None:
    """Whoever asks for help gets a sentence for everything."""
    for section in manual().split("\n## ")[1:]:
        head, _, rest = section.partition("\n")
        bare = [line for line in rest.splitlines() if line.startswith("* ") and ": " not in line]
        assert not bare, (head, bare)
        assert rest.strip(), head
