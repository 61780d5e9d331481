"""``truceline timestamp``: have somebody outside say by when a checkpoint of the log was there (RFC 3161), by files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import console, isolated, plural, print_json, print_text, say, table

if TYPE_CHECKING:
    from truceline.ledger.stamps.timestamps import Judged

WHAT_IT_SHOWS = "a time stamp shows that the record was there by then and not changed since, never that a claim in it is true"

app = typer.Typer(
    help="Have an authority outside say by when the log was there (RFC 3161).", no_args_is_help=True, rich_markup_mode=None
)

Certificates = Annotated[
    Path | None,
    typer.Option("--ca", metavar="PEM", help="Certificates of the authority: its root and what stands between."),
]


@app.command("request")
def request(
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write the request, such as now.tsq.")],
    by: By = None,
    record: RecordDir = None,
) -> None:
    """Sign the log as it is and write a request for a time stamp, to be sent to as many authorities as you like."""
    from truceline.ledger.disk.whole_files import refuse_existing, whole_file  # noqa: PLC0415
    from truceline.ledger.stamps.timestamps import query  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    refuse_existing(out)
    with opened(record) as held:
        asked = query(held, by=by or user_name())
    with whole_file(out) as file:
        file.write(asked.data)
    print_text(f"size {asked.size}\nroot {asked.root}\nimprint {asked.imprint}")
    say(f"send {out} to a time-stamping authority (HTTP POST, content type application/timestamp-query);")
    say("then `truceline timestamp attach REPLY.tsr --ca ROOT.pem`")


@app.command("attach")
def attach(
    reply: Annotated[Path, typer.Argument(metavar="FILE.tsr", help="What the authority answered.")],
    *,
    ca: Certificates = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Put the answer of an authority into the record, after two verifiers were asked about it.

    Without --ca it is kept but counts for nothing: whose signature it is nobody can say then.
    """
    from truceline.ledger.notes.plain import read_limited  # noqa: PLC0415
    from truceline.ledger.stamps.timestamps import attach as put  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    data, trust = read_limited(reply), read_limited(ca) if ca is not None else None
    with opened(record) as held:
        found = put(held, data, str(reply), by=by or user_name(), trust=trust, trust_where=str(ca))
    _tell([found], as_json=as_json)
    if found.holds:
        say(WHAT_IT_SHOWS)


@app.command("list")
def listed(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """List the time stamps: of how many entries, by whom, when, and what the verifiers say of each now."""
    _all(record, None, as_json=as_json)


@app.command("verify")
def verify(*, ca: Certificates = None, record: RecordDir = None, as_json: AsJson = False) -> None:
    """Judge every time stamp anew, with --ca against certificates of your own; exit code 1 where one does not hold."""
    from truceline.ledger.notes.plain import read_limited  # noqa: PLC0415

    found = _all(record, read_limited(ca) if ca is not None else None, as_json=as_json)
    failing = sum(not each.holds for each in found)
    if failing:
        say(f"{plural(failing, 'time stamp')} of {len(found)} not held to be good")
        raise typer.Exit(1)
    say(WHAT_IT_SHOWS)


def _all(record: Path | None, trust: bytes | None, *, as_json: bool) -> list[Judged]:
    """Print every time stamp as judged now; exit code 4 where there is none."""
    from truceline.ledger.stamps.timestamps import judged, stamps  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        found = [judged(held, stamp, trust) for stamp in stamps(held)]
    _tell(found, as_json=as_json)
    if not found:
        say("no time stamp in this record; `truceline timestamp request -o FILE.tsq` asks for one")
        raise typer.Exit(4)
    return found


def _tell(found: list[Judged], *, as_json: bool) -> None:
    if as_json:
        for each in found:
            print_json(each)
    elif found:
        columns = ("entry", "size", "there by", "authority", "holds", "verifiers")
        rows = [
            (
                str(each.stamp.entry),
                f"{each.stamp.size:,}",
                each.stamp.at,
                isolated(each.stamp.tsa or "(no name)"),
                "yes" if each.holds else "NO",
                isolated(each.why),
            )
            for each in found
        ]
        console().print(table(columns, rows))
