"""``truceline people``: the first administrator of a room, invitations, and who is there. No secret stands in an argument."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from truceline.cli.handing import put_secret
from truceline.cli.options import AsJson, RecordDir
from truceline.cli.output import console, isolated, print_json, print_text, say, table
from truceline.errors import UsageError

STARTING = "truceline.web.starting"
TERMINAL = "truceline.web.people.terminal"
"""The web face is named and not imported: the two faces do not know each other."""
ADDRESS = "http://localhost:8765"
STREAM = Path("-")

app = typer.Typer(
    help="People of the situation room: the first administrator, invitations, links for what was lost.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Accounts = Annotated[
    str | None,
    typer.Option(
        "--accounts",
        metavar="URL",
        help="The database of people, as for `truceline serve`; with a password in it, give it as TRUCELINE_ACCOUNTS instead.",
        envvar="TRUCELINE_ACCOUNTS",
    ),
]
LinkTo = Annotated[
    Path,
    typer.Option("-o", "--to", metavar="FILE", help="A new file for the link, readable for you alone; - writes it on stdout."),
]
At = Annotated[str, typer.Option("--at", metavar="URL", help="The address by which browsers reach the room.")]
Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role", metavar="ROLE", help="observer, monitor, analyst, adjudicator, publisher or administrator; repeatable."
    ),
]


@app.command("first")
def first(  # noqa: PLR0913 - who, how they sign in, and where
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that stands in the log under what they do.")],
    *,
    role: Roles = None,
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", metavar="FILE", help="Read the password from the first line of a file; - from stdin."),
    ] = None,
    link: Annotated[
        Path | None,
        typer.Option("--link", metavar="FILE", help="Ask for no password: write a link that works once into a new file."),
    ] = None,
    at: At = ADDRESS,
    record: RecordDir = None,
    accounts: Accounts = None,
) -> None:
    """Make the first administrator of a room, who may have other roles too; refused where there is one.

    Asks for the password on the terminal without showing it. It is printed nowhere.
    """
    people = _people(record, accounts)
    if link is not None:
        if password_file is not None:
            message = "--link goes without --password-file: whoever opens the link chooses the password"
            raise UsageError(message)
        _put(link, at, people.first_link(name, role or ()))
        return
    people.first(name, _password(password_file), role or ())
    say(isolated(f'"{name}" is administrator; next: `truceline serve`, sign in, and set up a second factor'))


@app.command("invite")
def invite(  # noqa: PLR0913 - what the link is for, and where it goes
    *,
    role: Roles = None,
    authority: Annotated[
        list[str] | None,
        typer.Option("--authority", metavar="ACTOR", help="For an adjudicator: in whose name findings are entered; repeatable."),
    ] = None,
    compartment: Annotated[
        list[str] | None, typer.Option("--compartment", metavar="NAME", help="A compartment they may see; repeatable.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The name they sign with; they choose it where not given.")
    ] = None,
    to: LinkTo,
    at: At = ADDRESS,
    record: RecordDir = None,
    accounts: Accounts = None,
) -> None:
    """Make a link by which somebody joins the room: it works once, for 72 hours."""
    people = _people(record, accounts)
    _put(to, at, people.invite(role or (), authority or (), compartment or (), name))


@app.command("renew")
def renew(  # noqa: PLR0913 - whose, what, and where the link goes
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose.")],
    what: Annotated[str, typer.Argument(metavar="password|factor", help="What was lost.")],
    *,
    to: LinkTo,
    at: At = ADDRESS,
    record: RecordDir = None,
    accounts: Accounts = None,
) -> None:
    """Make a link by which somebody sets a password, or a second factor, anew; the other of the two is still asked for."""
    if what not in {"password", "factor"}:
        message = f'"{what}" cannot be set anew; expected password or factor'
        raise UsageError(message)
    _put(to, at, _people(record, accounts).renew(name, what))


@app.command("list")
def list_(*, record: RecordDir = None, accounts: Accounts = None, as_json: AsJson = False) -> None:
    """List who may come in, with which roles."""
    found = _people(record, accounts).listed()
    if as_json:
        for each in found:
            print_json(each)
    elif found:
        rows = [
            (
                each.name,
                ", ".join((*each.roles, *each.authorities)),
                ", ".join(each.compartments),
                "set up" if each.second_factor else "missing: a role rests" if each.waits else "none",
                "yes" if each.active else "no",
                each.last_signed_in or "never",
            )
            for each in found
        ]
        console().print(table(("name", "roles", "compartments", "second factor", "may sign in", "last signed in"), rows))
    else:
        say("nobody is there yet: `truceline people first NAME` makes the first administrator")
        raise typer.Exit(4)


@app.command("changes")
def changes(*, record: RecordDir = None, accounts: Accounts = None, as_json: AsJson = False) -> None:
    """List what was changed of people, by whom, and check that the list was not altered; exit 1 where it was."""
    lines, broken = _people(record, accounts).changes()
    for each in lines:
        told = f"{each.at}  {each.by or 'command line'}: {each.what} {each.whom} {each.of}".rstrip()
        print_json(each) if as_json else print_text(isolated(told))
    if broken is not None:
        say(f"line {broken + 1} does not follow from the one before it: the list was altered in the database")
        raise typer.Exit(1)


def _people(record: Path | None, accounts: str | None) -> Any:  # noqa: ANN401 - a module that is named and not imported
    """Return the part of the room that deals with people, on this record."""
    from truceline.workflow.opening import opened  # noqa: PLC0415 - imports wait until a command needs them

    with opened(record) as held:
        os.environ["TRUCELINE_RECORD"] = str(held.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "truceline.web.settings"
    if accounts:
        os.environ["TRUCELINE_ACCOUNTS"] = accounts
    importlib.import_module(STARTING).lay_tables()
    return importlib.import_module(TERMINAL)


def _password(file: Path | None) -> str:
    """Return the password from a file, a pipe, or the terminal.

    Raises: UsageError where it can be had from none of them.
    """
    if file == STREAM or (file is None and not sys.stdin.isatty()):
        found = sys.stdin.readline()
    elif file is not None:
        try:
            found = file.read_text(encoding="utf-8").partition("\n")[0]
        except (OSError, UnicodeDecodeError) as error:
            message = f"{file} cannot be read: {error}; expected a file with the password in its first line"
            raise UsageError(message) from error
    else:
        found = str(typer.prompt("password", hide_input=True, confirmation_prompt="the same again", err=True))
    return found.rstrip("\r\n")


def _put(to: Path, at: str, path: str) -> None:
    link = f"{at.rstrip('/')}{path}"
    if to == STREAM:
        print_text(link)
    else:
        put_secret(to, f"{link}\n".encode())
        say(f"wrote the link to {to}: hand it over on a way that both of you trust; it works once, for 72 hours")
