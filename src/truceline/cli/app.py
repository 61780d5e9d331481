"""The commands and their order, and what happens to an error that reaches the edge.

The rules: 0 done, 1 the answer is no, 2 used wrongly, 3 input unreadable, 4 nothing found, 130 stopped by Ctrl-C. One of our
own errors is one message on stderr and never a traceback, and so is what the operating system says of a file that was named;
anything else is a fault in the program and shows itself whole.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from truceline import __version__
from truceline.cli.sections import SECTIONS, BySections, Listed
from truceline.errors import EncodingError, InputError, TrucelineError, UsageError

COMPLETION = "_TRUCELINE_COMPLETE"
"""Set by a shell that asks what a line may go on with."""
SETTINGS = {"coordinates": {"ignore_unknown_options": True}}
"""A latitude in the south begins with the sign with which options begin."""
STOPPED = 130
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that steer a terminal, but for the ends of lines and tabulators of our own messages."""
EPILOG = "Exit codes: 0 done, 1 the answer is no, 2 used wrongly, 3 input unreadable, 4 nothing found."


def _version(wanted: bool) -> None:  # noqa: FBT001 - the signature Typer asks of a callback
    if wanted:
        typer.echo(f"truceline {__version__}")
        raise typer.Exit


def _truceline(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Keep one verifiable record of a ceasefire from many conflicting accounts.

    Start with `truceline demo`. With your own material: `truceline ingest FILE...`, `truceline link`, `truceline review`,
    `truceline incidents`.
    """


def _root() -> typer.Typer:
    """Return the command line without any command."""
    made = typer.Typer(
        name="truceline",
        cls=BySections,
        help="Keep one verifiable record of a ceasefire from many conflicting accounts.",
        epilog=EPILOG,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    )
    made.callback()(_truceline)
    return made


def whole() -> typer.Typer:
    """Return the command line with every command and all options: for its manual, and for a shell that completes words."""
    made = _root()
    for section in SECTIONS.values():
        for each in section:
            _add(made, each)
    return made


def with_only(words: Sequence[str]) -> typer.Typer:
    """Return the command line in which only the command that ``words`` begin with is there with its options.

    All others stand there by name and help, for the list and for what somebody may have meant, and are not even loaded.
    """
    if COMPLETION in os.environ:
        return whole()
    wanted = next((word for word in words if not word.startswith("-")), None)
    made = _root()
    for section in SECTIONS.values():
        for each in section:
            if each.name == wanted:
                _add(made, each)
            else:
                made.command(each.name, help=each.about)(_another)
    return made


def _add(line: typer.Typer, listed: Listed) -> None:
    """Load a command and put it on the line."""
    loaded = listed.load()
    if isinstance(loaded, typer.Typer):
        line.add_typer(loaded, name=listed.name)
    elif callable(loaded):
        line.command(listed.name, context_settings=SETTINGS.get(listed.name))(loaded)


def _another() -> None:
    """Stand for a command that was not asked for."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line on ``arguments``, those of the process where none are given; always raises SystemExit."""
    try:
        with_only(sys.argv[1:] if arguments is None else arguments)(arguments, prog_name="truceline")
    except (EncodingError, UnicodeEncodeError) as error:
        _refuse_odd_bytes(sys.argv[1:] if arguments is None else arguments)
        if not isinstance(error, TrucelineError):
            raise
        _end(error, error.exit_code)
    except TrucelineError as error:
        _end(error, error.exit_code)
    except OSError as error:
        if not _is_named(error.filename, sys.argv[1:] if arguments is None else arguments):
            raise  # it is one of ours
        what = f"{error.filename!s:.300}: {error.strerror}; name another file or folder, or make this one usable"
        _end(what, InputError.exit_code)
    except KeyboardInterrupt:
        _stop()
    except SystemExit as end:
        if end.code == STOPPED:
            _stop()
        raise
    finally:
        _flush()


def _end(said: object, code: int) -> NoReturn:
    """End with a message; nothing in it steers the terminal, wherever it comes from."""
    sys.stderr.write(f"truceline: {_STEERING.sub(lambda found: ascii(found.group())[1:-1], str(said))}\n")
    sys.exit(code)


def _is_named(file: object, words: Sequence[str]) -> bool:
    """Say whether a file is one that was named on the command line, or lies in a folder that was."""
    if not isinstance(file, str):
        return False
    place = Path(os.path.abspath(file))  # noqa: PTH100 - ``resolve`` would ask for the very name that cannot be
    named = [word.partition("=")[2] if word.startswith("--") else word for word in words]
    return any(place.is_relative_to(os.path.abspath(each)) for each in named if each)  # noqa: PTH100 - as above


def _stop() -> NoReturn:
    sys.stderr.write("\ntruceline: stopped. What was written stays; run the same command again to go on.\n")
    sys.exit(STOPPED)


def _refuse_odd_bytes(arguments: Sequence[str]) -> None:
    """End where a word that was typed is no UTF-8: a file may be called so, but nothing that is written down."""
    for number, word in enumerate(arguments, 1):
        if not word.isascii() and any("\udc80" <= each <= "\udcff" for each in word):
            shown = os.fsencode(word).decode("utf-8", "backslashreplace")
            _end(f"word {number} after truceline, {shown:.80}, is no UTF-8; expected text; type it again", UsageError.exit_code)


def _flush() -> None:
    """Empty stdout while an error of the pipe behind it can still be caught."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
