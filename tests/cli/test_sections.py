"""The list of commands: each under one heading, none forgotten."""

from __future__ import annotations

import pytest
import typer.main

from fakes.command_line import Run
from truceline.cli.app import app, with_only
from truceline.cli.sections import SECTIONS


def test_every_command_stands_under_exactly_one_heading() -> None:
    """A new command that nobody sorted would not be shown at all."""
    named = [name for names in SECTIONS.values() for name in names]
    assert sorted(named) == sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a group has them


def test_the_list_shows_headings_and_every_command(truceline: Run) -> None:
    """What a person sees first."""
    done = truceline("--help")
    assert done.code == 0
    for title, names in SECTIONS.items():
        assert f"{title}:\n" in done.out
        assert all(f"  {name} " in done.out for name in names)


@pytest.mark.parametrize("words", [["--help"], ["claim", "--help"], ["status", "--help"], ["exchange", "export", "--help"]])
def test_the_help_is_the_same_whether_one_command_is_ready_or_all(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Starting with only the command that was asked for changes no word of what is printed."""
    told = []
    for line in (app, with_only(words)):
        with pytest.raises(SystemExit):
            line(words, prog_name="truceline")
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != ""
