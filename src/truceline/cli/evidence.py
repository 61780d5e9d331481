"""``truceline evidence``: keep files of any kind beside the reports, hand out copies, and print who had them in hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, By, CompartmentName, RecordDir
from truceline.cli.output import console, isolated, plural, print_json, print_text, say, table
from truceline.cli.progress import watching

if TYPE_CHECKING:
    from truceline.ledger.evidence import Belonging

TO_STDOUT = Path("-")

app = typer.Typer(
    help="Keep photographs, videos, documents; hand out copies; print the chain of custody.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="What for. Sealed; stands in the chain of custody.")]
FileId = Annotated[str, typer.Argument(metavar="SHA|ID", help="Evidence (ev1), a report's id, or 12 digits of a SHA-256.")]


@app.command("add")
def add(  # noqa: PLR0913 - one parameter an option
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Files of any kind and size.")],
    *,
    report: Annotated[str | None, typer.Option("--report", metavar="R", help="The report they belong to.")] = None,
    incident: Annotated[str | None, typer.Option("--incident", metavar="I", help="The incident they belong to.")] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="ID", help="The claim they belong to, or the evidence (ev1) they were made from."),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What it is, where from. Sealed.")] = None,
    compartment: CompartmentName = None,
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Encrypt the files too, under the key of the compartment.")
    ] = False,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Put files into the record, unchanged; the log only commits itself to which they are, names and notes are sealed.

    What a photograph says of where and with what it was taken stays in it: give copies without that to whoever must not know.
    """
    from truceline.cli.recording import compartment_of  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.evidence import add_files  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    kind, subject = _belonging(report, incident, of)
    with opened(record) as held, watching("evidence", "bytes") as watch:
        found = add_files(
            held,
            files,
            by=by or user_name(),
            of=kind,
            subject=subject,
            note=note,
            compartment=compartment_of(held, compartment),
            confidential=confidential,
            watch=watch,
        )
    for each in found:
        if as_json:
            print_json(each)
        else:
            print_text(isolated(f"{each.evidence}\t{each.sha256}\t{each.size}\t{each.media}\t{each.path}"))
    new = sum(each.new for each in found)
    say(f"{plural(new, 'file')} put in, {plural(len(found) - new, 'file')} already there")


def _belonging(report: str | None, incident: str | None, of: str | None) -> tuple[Belonging | None, str | None]:
    """Return what the files belong to, and its id.

    Raises: UsageError where several things are named.
    """
    from truceline.errors import UsageError  # noqa: PLC0415

    derived: Belonging = "evidence" if of and of.startswith("ev") and of[2:].isdecimal() else "claim"
    named: list[tuple[Belonging, str | None]] = [("report", report), ("incident", incident), (derived, of)]
    given = [(kind, subject) for kind, subject in named if subject]
    if len(given) > 1:
        message = f"{' and '.join(f'{kind} {subject}' for kind, subject in given)} are both named; expected one of them"
        raise UsageError(message)
    return given[0] if given else (None, None)


@app.command("list")
def listed(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """List all evidence: when it came in, what it is, what it belongs to. A value whose key is not here is shown as withheld."""
    from truceline.ledger.evidence import kept_files  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        found = list(kept_files(held))
    if as_json:
        for each in found:
            print_json(each)
    elif found:
        columns = ("id", "came in", "media", "bytes", "name", "belongs to", "SHA-256", "note", "by")
        rows = [
            (
                each.id,
                each.at,
                each.media or "[withheld]",
                f"{each.size:,}" if each.size is not None else "[withheld]",
                each.name or "[withheld]",
                f"{each.of} {each.subject}" if each.of else "",
                each.sha256 or "[withheld]",
                each.note or "",
                each.by,
            )
            for each in found
        ]
        console().print(table(columns, rows))
    if not found:
        say("no evidence in this record; `truceline evidence add FILE` puts some in")
        raise typer.Exit(4)


@app.command("get")
def get(
    wanted: FileId,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write the copy; - for stdout.")],
    reason: Reason,
    by: By = None,
    record: RecordDir = None,
) -> None:
    """Write a copy of a kept file, hashed anew on its way; the log says who got it, why and where to.

    Nothing is overwritten. The name the file came with is never used.
    """
    from truceline.workflow.custody import copy_out, show, wanted_file  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    who = by or user_name()
    with opened(record) as held, watching("copy", "bytes") as watch:
        meant = wanted_file(held, wanted)
        if out == TO_STDOUT:
            idx = show(held, meant, sys.stdout.buffer, by=who, reason=reason)
        else:
            idx = copy_out(held, meant, out, by=who, reason=reason, watch=watch)
    say(f"{meant.of} {meant.subject}: SHA-256 {meant.sha256} as recorded; entry {idx} says so")


@app.command("verify")
def verify(*, by: By = None, record: RecordDir = None, as_json: AsJson = False) -> None:
    """Hash everything kept anew, evidence and the bytes reports came in as, and write into the log how it was found."""
    from truceline.workflow.custody import check_all  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held, watching("hash", "files") as watch:
        result = check_all(held, by=by or user_name(), watch=watch)
    if as_json:
        print_json(result)
    else:
        for problem in result.problems:
            print_text(f"PROBLEM {isolated(problem)}")
        counts = f"{result.intact:,} intact, {result.changed:,} changed, {result.missing:,} missing"
        print_text(f"{plural(result.files, 'file')}: {counts}; {result.withheld:,} withheld; entry {result.entry}")
    if result.problems:
        raise typer.Exit(1)


@app.command("history")
def history(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="Evidence (ev1) or a report's id.")],
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Print the chain of custody of one file: how it came in, who saw it or got a copy, when, why, how its bytes were found."""
    from truceline.workflow.custody import history as told  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        steps = told(held, wanted)
    if as_json:
        for step in steps:
            print_json(step)
        return
    columns = ("entry", "when", "what", "by", "found", "why", "where to")
    rows = [(str(step.entry), step.at, step.kind, step.by, step.found or "", step.reason or "", step.to or "") for step in steps]
    console().print(table(columns, rows, title=f"Chain of custody of {isolated(wanted)}"))
    say("this shows what the record says was done with the file, never that what it shows is true")
