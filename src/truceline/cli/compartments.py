"""``truceline compartments``: who may read which sealed values, by handing a key over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.handing import put_secret
from truceline.cli.options import AsJson, RecordDir
from truceline.cli.output import console, isolated, print_json, print_text, say, table

app = typer.Typer(
    help="Compartments of sealed values: whoever has the key of one reads what is in it, and nothing else.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the compartment; it stands beside the keys alone.")]


@app.command("list")
def list_(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """List the compartments that are known on this machine, and whether their keys are here."""
    from truceline.ledger.sealed.compartments import Compartments  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        found = Compartments(held.origin).all()
    if as_json:
        for each in found:
            print_json(each)
    else:
        rows = [(each.name, each.id, "here" if each.has_key else "not here") for each in found]
        console().print(table(("name", "id in the log", "key"), rows))


@app.command("add")
def add(name: Name, *, record: RecordDir = None) -> None:
    """Make a compartment with a key of its own; use it with `truceline ingest --compartment NAME` and `truceline call`."""
    from truceline.ledger.sealed.compartments import Compartments  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        made = Compartments(held.origin).add(name)
    print_text(made.id)
    say("its key lies in the key folder, apart from the record: keep a copy of it where the record is not")


@app.command("export")
def export(
    name: Name,
    *,
    to: Annotated[Path, typer.Option("-o", "--to", metavar="FILE", help="The file to write; who has it reads the values.")],
    record: RecordDir = None,
) -> None:
    """Write the key of a compartment into a file, to hand to one party over a way that both of you trust."""
    from truceline.ledger.sealed.compartments import Compartments  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        data = Compartments(held.origin).handed(name)
    put_secret(to, data)
    say(isolated(f'wrote the key of "{name}" to {to}: hand it over in person or encrypted, then delete the file'))


@app.command("import")
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `truceline compartments export` wrote.")],
    *,
    record: RecordDir = None,
) -> None:
    """Take in the key of a compartment that somebody handed over."""
    from truceline.errors import InputError  # noqa: PLC0415
    from truceline.ledger.sealed.compartments import LARGEST_FILE, Compartments  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    try:
        with file.open("rb") as source:
            data = source.read(LARGEST_FILE + 1)
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}; expected a file that `truceline compartments export` wrote"
        raise InputError(message) from error
    with opened(record) as held:
        taken = Compartments(held.origin).take(data, str(file))
    print_text(taken.id)
    say(isolated(f'the sealed values of "{taken.name}" can be read here now; delete {file}'))
