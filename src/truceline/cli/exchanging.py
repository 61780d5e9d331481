"""``truceline exchange``: two offices without a network make one view of two records, each of which stays whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import fault_line, plural, print_json, say
from truceline.cli.progress import watching

if TYPE_CHECKING:
    from truceline.ledger.exchange.mirror import Met
    from truceline.workflow.exchanging import Imported

app = typer.Typer(
    help="Exchange records with another office by stick: both logs stay whole, and each office sees both.", no_args_is_help=True
)

WORDS = {
    "call.received": ("call", "calls"),
    "custody.accessed": ("look at a file", "looks at files"),
    "custody.copied": ("copy of a file handed out", "copies of files handed out"),
    "custody.verified": ("hashing anew of all files", "hashings anew of all files"),
    "evidence.registered": ("piece of evidence", "pieces of evidence"),
    "incidents.joined": ("merge or split of incidents", "merges or splits of incidents"),
    "redaction.asked": ("request to take something out", "requests to take something out"),
    "redaction.ordered": ("order to take something out", "orders to take something out"),
    "release.given": ("release to everybody", "releases to everybody"),
    "subject.opened": ("movement, site or proposal that was opened", "movements, sites or proposals that were opened"),
    "telling.entered": ("telling of such", "tellings of such"),
}
"""What of another office's log people would look for here, in the words they would use."""

Stick = Annotated[Path, typer.Argument(metavar="DIR", help="A folder on the stick.")]


@app.command("export")
def export(
    place: Stick,
    *,
    record: RecordDir = None,
    compartment: Annotated[
        list[str] | None,
        typer.Option("--compartment", metavar="NAME", help="Take the files of this compartment along too; may be given again."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the log of the record and its open files to DIR, for others to check and take over.

    A second time only what is new is written. Files of compartments, and every sealed value but titles, stay here.
    """
    from truceline.workflow.exchanging import export_record  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held, watching("export", "files") as watch:
        made = export_record(held, place, compartments=compartment or (), watch=watch)
    if as_json:
        print_json(made)
    say(f"wrote {plural(made.new, 'file')} to {made.folder}, {made.kept:,} were there; size {made.size}, root {made.root}")
    if made.withheld:
        say(f"{plural(made.withheld, 'archived file')} named in the log not taken along: confidential, or taken out")
    if made.evidence:
        pieces = plural(made.evidence, "piece of evidence", "pieces of evidence")
        say(f"{pieces} not taken along: hand copies over with `truceline evidence get`")
    say("next: the other office runs `truceline exchange import DIR`, then `truceline link`")


@app.command("import")
def import_(
    place: Stick,
    *,
    record: RecordDir = None,
    vkey: Annotated[
        list[str] | None,
        typer.Option("--vkey", metavar="KEY", help="The key of the other log as its keeper gave it; may be given again."),
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Check every log of another office in DIR, keep it as it is, and take over its reports, claims and decisions.

    Who decided stays who decided. A decision made here is never replaced: where the other office decided otherwise, both
    are shown.
    """
    from truceline.workflow.exchanging import import_records  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held, watching("import", "files and entries") as watch:
        done = import_records(held, place, by=by or user_name(), vkeys=vkey or (), watch=watch)
    for each in done:
        _tell(each)
        if as_json:
            print_json(each)
    if any(each.merged.refused for each in done):
        raise typer.Exit(3)


def _tell_met(met: Met) -> None:
    say(f"log {met.origin}: {met.size:,} entries hold together, root {met.root}")
    for old in met.goes_on:
        signed = "signed by its key" if old.is_endorsed else "NOT signed by a key known of it: ask its keeper"
        say(f"it goes on from the log {old.origin} after {plural(old.size, 'entry', 'entries')}, {signed}")
        if old.lost:
            say(f"{plural(old.lost, 'entry', 'entries')} known of that log are not in this one; they stay in the copy here")
    for key in met.new_keys:
        say(f"met for the first time; its key is believed from now on: {key}; compare it with what its keeper says")
    if met.before > met.size:
        say(f"the stick is older than the {met.before:,} entries known here; the newer copy is kept")


def _tell(imported: Imported) -> None:
    merged = imported.merged
    _tell_met(imported.met)
    say(
        f"taken over: {plural(len(merged.reports), 'report')}, {plural(merged.claims, 'claim')}, "
        f"{plural(merged.decisions, 'decision')}, {plural(merged.judgements, 'judgement')}; {merged.already:,} were here already"
    )
    if merged.withheld:
        entries = plural(merged.withheld, "entry", "entries")
        say(f"{entries} not taken over, because the report is confidential or its file did not come along")
    if told := [plural(number, *WORDS[kind]) for kind, number in merged.stay if kind in WORDS]:
        say(f"in their log, and not taken over: {', '.join(told)}; what they say is sealed there and does not travel by stick")
    if rest := sum(number for kind, number in merged.stay if kind not in WORDS):
        others = plural(rest, "other entry", "other entries")
        say(f"{others} of their log not taken over either (links, packs, keys ...); a copy of the whole log is kept here")
    for report in merged.withdrawn:
        say(f"report {report} was ordered to go there; it is still here; `truceline redact ask {report}` asks for the same")
    for differing in merged.differing:
        say(
            f"differs: {' and '.join(differing.claims)}: {differing.decision} by {differing.by} there; the decision made here "
            "stands, `truceline show` names both"
        )
    for fault in merged.refused:
        say(f"truceline: {fault_line(fault)}")
    if merged.reports or merged.claims or merged.decisions or merged.judgements:
        say("next: `truceline link`")
