"""The list of commands: each under one heading, none forgotten."""

from __future__ import annotations

import pytest
import typer.main

from fakes.command_line import Run
from truceline.cli.app import whole, with_only
from truceline.cli.sections import SECTIONS


def test_every_command_stands_under_exactly_one_heading() -> None:
    """A new command that nobody sorted would not be shown at all."""
    named = [each.name for section in SECTIONS.values() for each in section]
    assert sorted(named) == sorted(typer.main.get_command(whole()).commands)  # type: ignore[attr-defined]  # a group has them


def test_the_list_shows_headings_and_every_command(truceline: Run) -> None:
    """What a person sees first."""
    done = truceline("--help")
    assert done.code == 0
    for title, section in SECTIONS.items():
        assert f"{title}:\n" in done.out
        assert all(f"  {each.name} " in done.out for each in section)


def test_what_the_list_says_of_a_command_is_how_its_help_begins() -> None:
    """The sentences of the list stand there a second time, so that nothing is loaded to print them: they are the same."""
    commands = typer.main.get_command(whole()).commands  # type: ignore[attr-defined]  # a group has them
    for section in SECTIONS.values():
        for each in section:
            assert " ".join(commands[each.name].help.split()).startswith(each.about), each.name
            assert each.about.endswith("."), each.name


@pytest.mark.parametrize("words", [["--help"], ["claim", "--help"], ["status", "--help"], ["exchange", "export", "--help"]])
def test_the_help_is_the_same_whether_one_command_is_ready_or_all(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Starting with only the command that was asked for changes no word of what is printed."""
    told = []
    for line in (whole(), with_only(words)):
        with pytest.raises(SystemExit):
            line(words, prog_name="truceline")
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != ""
