"""``truceline compartments``: who may read which sealed values, by handing a key over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.handing import put_secret
from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import console, isolated, plural, print_json, print_text, say, table

app = typer.Typer(
    help="Compartments of sealed values: whoever has the key of one reads what is in it, and nothing else.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the compartment; it stands beside the keys alone.")]


@app.command("list")
def list_(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """List the compartments that are known on this machine, and whether their keys are here."""
    from truceline.ledger.rekeying import outdated  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.ledger.sealed.compartments import Compartments  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        found = Compartments(held.origin).all()
        old = outdated(held)
    if as_json:
        for each in found:
            print_json(each)
    else:
        key = {each.id: "here" if each.has_key else "not here" for each in found}
        key |= {co: f"an older one; it was changed at entry {idx}: ask for the new one" for co, idx in old.items()}
        rows = [(each.name, each.id, key[each.id]) for each in found]
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


@app.command("rotate")
def rotate(
    name: Name,
    *,
    now: Annotated[
        bool, typer.Option("--now", help="Take the old key away at once: nobody else is working with the record.")
    ] = False,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Change the key of a compartment: all that is sealed in it is locked under a new one, and the old one is taken away.

    Do it when somebody who has the key must read nothing more. What they have read or copied until now, they have. Where it is
    interrupted, it is gone on with when the record is next opened.
    """
    from truceline.ledger import rekeying  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.ledger.sealed.compartments import Compartments  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        done = rekeying.rotate(held, Compartments(held.origin).id_of(name), by=by or user_name(), at_once=now)
    if as_json:
        print_json(done)
    say(isolated(f'"{name}" has a new key: {plural(done.values, "value")} and {plural(done.files, "file")} are locked under it'))
    if done.is_awaited:
        say(
            "somebody is taking in a confidential file that the old key locks, or was cut off while doing so: the old key goes "
            "when the record is opened after that is done, or after two days"
        )
    elif not done.is_done:
        say(f"the old key still unlocks, for others who may be writing; it goes when the record is opened after {done.due}")
    say(
        "backups of the record, and of its keys, that were made before are old: what is sealed in them opens with the old key "
        "alone; make new ones. Whoever else has the old key needs the new one: `truceline compartments export`"
    )


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
