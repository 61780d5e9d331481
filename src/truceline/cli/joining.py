"""``truceline incident``: say that two incidents are one, or that one is two; every later linking keeps to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import console, isolated, plural, print_json, print_text, say, table

if TYPE_CHECKING:
    from truceline.workflow.joining import Joined

app = typer.Typer(
    help="Merge two incidents or split one, as people decide; linking keeps to it.", no_args_is_help=True, rich_markup_mode=None
)

IncidentId = Annotated[str, typer.Argument(metavar="INCIDENT", help="Id of an incident, as `truceline incidents` prints it.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, for those who look at it later; it is sealed.")]


@app.command("merge")
def merge(  # noqa: PLR0913 - one parameter an option
    first: IncidentId,
    second: IncidentId,
    *,
    why: Why,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Say that two incidents are one happening; the id of the first stays. No figure is merged: accounts stay side by side."""
    from truceline.workflow.joining import merge as put  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        done = put(held, first, second, by=by or user_name(), why=why)
    _tell(done, as_json=as_json)


@app.command("split")
def split(  # noqa: PLR0913 - one parameter an option
    incident: IncidentId,
    claim: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="The claims that are about something else.")],
    *,
    why: Why,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Say that some claims of an incident are about something else, all of them about the same."""
    from truceline.workflow.joining import split as put  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        done = put(held, incident, claim, by=by or user_name(), why=why)
    _tell(done, as_json=as_json)


@app.command("undo")
def undo(
    joining: Annotated[
        str, typer.Argument(metavar="JOINING", help="Id of a merge or split, as `truceline incident list` prints.")
    ],
    *,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why; it is sealed.")] = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Take a merge or a split back: everything is judged again as it was before it."""
    from truceline.workflow.joining import undo as put  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        done = put(held, joining, by=by or user_name(), why=why)
    _tell(done, as_json=as_json)


@app.command("list")
def list_(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """List what people merged, split and took back."""
    from truceline.workflow.joining import joinings  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        found = joinings(held)
    if as_json:
        for each in found:
            print_json(each)
    elif found:
        rows = [
            (each.id, each.act, ", ".join(each.incidents), str(len(each.claims)), each.by, each.note or "", each.undone_by or "")
            for each in found
        ]
        console().print(table(("id", "act", "incidents", "claims", "by", "why", "taken back by"), rows))
    if not found:
        say("nobody has merged or split an incident of this record")
        raise typer.Exit(4)


def _tell(done: Joined, *, as_json: bool) -> None:
    if as_json:
        print_json(done)
    else:
        print_text(done.id)
    for name in sorted({*done.before, *done.after}):
        say(isolated(f"  {name}: {plural(done.before.get(name, 0), 'claim')} before, {done.after.get(name, 0)} now"))
    if done.incident is None:
        say("  the claims that moved make no incident of their own")
    say(f"to take it back: `truceline incident undo {done.id}`" if done.act != "undo" else f"{done.id} is taken back")
