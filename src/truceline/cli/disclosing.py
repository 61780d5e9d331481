"""``truceline disclose``: show some sealed values to somebody, and nothing of the others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.handing import put_secret
from truceline.cli.options import RecordDir
from truceline.cli.output import plural, say


def disclose(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help="Number of an entry, or id of an incident, a report or a call.")
    ],
    *,
    to: Annotated[Path, typer.Option("-o", "--to", metavar="FILE", help="The file to write, one line of JSON an entry.")],
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME", help="A sealed value, such as caller; may be given several times."),
    ] = None,
    compartment: Annotated[
        list[str] | None,
        typer.Option("--compartment", metavar="NAME", help="What lies in this compartment; with --field only that of it."),
    ] = None,
    record: RecordDir = None,
) -> None:
    """Write the sealed values that you name, each with the leaf it is checked against; nothing else can be read from the file."""
    import msgspec  # noqa: PLC0415 - imports wait until a command needs them

    from truceline.ledger.sealed.compartments import Compartments  # noqa: PLC0415
    from truceline.workflow.disclosing import disclose as show  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        known = Compartments(held.origin)
        found = show(held, target, fields=field or (), compartments=[known.id_of(name) for name in compartment or ()])
    put_secret(to, b"".join(msgspec.json.encode(line) + b"\n" for line in found))
    shown, hidden = sum(len(line.disclosures) for line in found), sum(line.hidden for line in found)
    say(f"wrote {plural(shown, 'sealed value')} of {plural(len(found), 'entry', 'entries')} to {to}; up to {hidden} stay shut")
    say("this shows that the record was not changed, never that what it says is true; protect the file like the people in it")
