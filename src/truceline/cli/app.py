"""The commands and their order, and what happens to an error that reaches the edge.

The rules: 0 done, 1 the answer is no, 2 used wrongly, 3 input unreadable, 4 nothing found, 130 stopped by Ctrl-C. One of our
own errors is one message on stderr and never a traceback; anything else is a fault in the program and shows itself whole.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from truceline import __version__
from truceline.cli import (
    agreements,
    backing_up,
    calling,
    channelling,
    checking,
    claiming,
    compartments,
    contacting,
    coordinates,
    deciding,
    delivering,
    demonstrating,
    disclosing,
    doctoring,
    evidence,
    exchanging,
    exporting,
    heads,
    joining,
    keys,
    listing,
    moving,
    moving_entry,
    naming,
    notifying,
    observing,
    peopling,
    policies,
    proposing,
    proving,
    reading,
    recording,
    redacting,
    releasing,
    reporting,
    serving,
    showing,
    status,
    succeeding,
    tallying,
    timestamping,
    violating,
    witnessing,
)
from truceline.cli.sections import BySections
from truceline.errors import TrucelineError

COMPLETION = "_TRUCELINE_COMPLETE"
"""Set by a shell that asks what a line may go on with."""
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


app = _root()
for name, command in (
    ("read", reading.read),
    ("init", recording.init),
    ("ingest", recording.ingest),
    ("link", recording.link),
    ("call", calling.call),
    ("review", deciding.review),
    ("status", status.status),
    ("incidents", listing.incidents),
    ("show", showing.show),
    ("claims", listing.claims),
    ("sources", listing.sources),
    ("violations", violating.violations),
    ("tallies", tallying.tallies),
    ("proposals", proposing.proposals),
    ("contacts", contacting.contacts),
    ("deliveries", delivering.deliveries),
    ("sites", notifying.sites),
    ("report", reporting.report),
    ("serve", serving.serve),
    ("export", exporting.export),
    ("prove", proving.prove),
    ("verify", recording.verify),
    ("fsck", checking.fsck),
    ("succeed", succeeding.succeed),
    ("rebuild", recording.rebuild),
    ("backup", backing_up.backup),
    ("restore", backing_up.restore),
    ("doctor", doctoring.doctor),
    ("disclose", disclosing.disclose),
    ("demo", demonstrating.demo),
):
    app.command(name)(command)
# A latitude in the south begins with the sign with which options begin.
app.command("coordinates", context_settings={"ignore_unknown_options": True})(coordinates.coordinates)
app.add_typer(claiming.app, name="claim")
app.add_typer(agreements.app, name="agreement")
app.add_typer(exchanging.app, name="exchange")
app.add_typer(evidence.app, name="evidence")
app.add_typer(observing.app, name="observations")
app.add_typer(naming.actors, name="actors")
app.add_typer(naming.actor, name="actor")
app.add_typer(moving.app, name="movements")
app.add_typer(moving_entry.app, name="movement")
app.add_typer(violating.app, name="violation")
app.add_typer(proposing.app, name="proposal")
app.add_typer(contacting.app, name="contact")
app.add_typer(channelling.channel, name="channel")
app.add_typer(channelling.body, name="body")
app.add_typer(notifying.app, name="site")
app.add_typer(compartments.app, name="compartments")
app.add_typer(redacting.app, name="redact")
app.add_typer(releasing.app, name="release")
app.add_typer(joining.app, name="incident")
app.add_typer(peopling.app, name="people")
app.add_typer(timestamping.app, name="timestamp")
app.add_typer(heads.checkpoints, name="checkpoint")
app.add_typer(keys.app, name="keys")
app.add_typer(witnessing.app, name="witness")
app.add_typer(policies.app, name="policy")


def with_only(words: Sequence[str]) -> typer.Typer:
    """Return the command line in which only the command that ``words`` begin with is there with its options.

    All others stand there by name and help, for the list and for what somebody may have meant. To take apart the options of
    them all costs more than half of the time in which ``--help`` answers; completion in a shell wants them all.
    """
    if COMPLETION in os.environ:
        return app
    wanted = next((word for word in words if not word.startswith("-")), None)
    made = _root()
    for command in app.registered_commands:
        if command.name == wanted:
            made.registered_commands.append(command)
        else:
            made.command(command.name, help=inspect.getdoc(command.callback))(_another)
    for group in app.registered_groups:
        if group.name == wanted:
            made.registered_groups.append(group)
        else:
            made.command(str(group.name), help=typer.main.solve_typer_info_help(group))(_another)
    return made


def _another() -> None:
    """Stand for a command that was not asked for."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line on ``arguments``, those of the process where none are given; always raises SystemExit."""
    try:
        with_only(sys.argv[1:] if arguments is None else arguments)(arguments, prog_name="truceline")
    except TrucelineError as error:
        sys.stderr.write(f"truceline: {error}\n")
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == 130:
            sys.stderr.write("\ntruceline: stopped. What was written stays; run the same command again to go on.\n")
        raise
    finally:
        _flush()


def _flush() -> None:
    """Empty stdout while an error of the pipe behind it can still be caught."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
