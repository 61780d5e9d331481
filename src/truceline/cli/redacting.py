"""``truceline redact``: take something out for good: one person asks, a second one approves, and every proof stays valid."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import console, isolated, plural, print_json, print_text, say, table

if TYPE_CHECKING:
    from truceline.ledger.redactions import Erased
    from truceline.workflow.redacting import Request

app = typer.Typer(
    help="Take something out for good: one person asks, a second one approves.", no_args_is_help=True, rich_markup_mode=None
)
UNREACHED = (
    "not reached: reports, exports, bundles and backups made earlier, copies that others have, snapshots of the file system and "
    "spare blocks of a solid-state disk; ask whoever has one, and destroy old backups"
)

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="Id of a request, as `truceline redact list` prints it.")]


@app.command("ask")
def ask(  # noqa: PLR0913 - one parameter an option
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help="Id of a report, call, file, table (with its rows), observation, step, telling, movement or site; number of an "
            "entry; compartment:NAME.",
        ),
    ],
    *,
    basis: Annotated[
        str,
        typer.Option("--basis", metavar="TEXT", help="On what legal basis: a code such as consent-withdrawn, or words (sealed)."),
    ],
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME", help="Only this sealed value, such as caller; may be given several times."),
    ] = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Ask that something be taken out; nothing goes before a second person has approved."""
    from truceline.workflow.opening import opened  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.redacting import ask as put  # noqa: PLC0415

    with opened(record) as held:
        request = put(held, target, basis=basis, by=by or user_name(), fields=field or ())
    if as_json:
        print_json(request)
    else:
        print_text(request.id)
    _tell(request)
    say(f"nothing has gone yet; next: somebody else runs `truceline redact approve {request.id} --by NAME`")


@app.command("approve")
def approve(
    request: RequestId,
    *,
    by: By = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again; needed where nobody sits at a terminal.")] = False,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Approve a request as its second person, and have it carried out: it cannot be undone."""
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.redacting import approve as put  # noqa: PLC0415
    from truceline.workflow.redacting import check_second, request_of  # noqa: PLC0415

    name = by or user_name()
    with opened(record) as held:
        wanted = request_of(held, request)
        check_second(wanted, name)
        _tell(wanted)
        if not yes and not sys.stdin.isatty():
            message = f"nobody is at a terminal to confirm {request}; expected --yes; nothing was done"
            raise UsageError(message)
        if not yes and not typer.confirm(f"Take this out for good, as {name}?", err=True):
            say("nothing was done")
            raise typer.Exit(1)
        done, erased = put(held, request, by=name)
    if as_json:
        print_json(done)
    else:
        print_text(f"{done.id} ordered at entry {done.order}")
    _tell_erased(erased)


@app.command("list")
def list_(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """List the requests: what was asked for, on what basis, by whom, and who approved it when."""
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.redacting import requests  # noqa: PLC0415

    with opened(record) as held:
        found = requests(held)
    if as_json:
        for each in found:
            print_json(each)
    elif found:
        columns = ("id", "asked by", "basis", "what", "approved by", "ordered at entry")
        print_rows = [
            (
                each.id,
                each.asked_by,
                each.basis,
                _what(each),
                each.approved_by or "",
                "" if each.order is None else str(each.order),
            )
            for each in found
        ]
        console().print(table(columns, print_rows))
    if not found:
        say("nobody has asked for anything to be taken out of this record")
        raise typer.Exit(4)


@app.command("finish")
def finish(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """Carry out every order again: after an interruption, or where an old file was put back. Doing it twice is harmless."""
    from truceline.ledger.redactions import carry_out  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        erased = carry_out(held)
    if as_json:
        print_json(erased)
    _tell_erased(erased)


def _what(request: Request) -> str:
    values = sum(len(part.fields) for part in request.parts)
    files = sum(len(part.files) for part in request.parts)
    return f"{plural(values, 'value')}, {plural(files, 'file')} of {plural(len(request.parts), 'entry', 'entries')}"


def _tell(request: Request) -> None:
    """Say exactly what is to go, part by part."""
    note = f": {request.note}" if request.note else ""
    say(isolated(f"{request.id}, asked for by {request.asked_by}, basis {request.basis}{note}"))
    for part in request.parts:
        say(
            isolated(f"  entry {part.entry} ({part.kind}): {', '.join([*part.fields, *(f'file {each}' for each in part.files)])}")
        )
        for each in part.stays:
            say(f"    stays, another entry names it too: {each}")


def _tell_erased(erased: Erased) -> None:
    say(f"gone: {plural(erased.values, 'sealed value')} with their keys, {plural(erased.files, 'file')}")
    for sha256, others in erased.kept.items():
        say(f"stays: file {sha256}, which entry {others[0]} names too; ask for that one as well")
    if not erased.is_thorough:
        say("another program reads the record: run `truceline redact finish` when it is done, to empty the journal too")
    say(UNREACHED)
