"""``truceline observations``: what monitors heard and saw, where they could not look; import of their tables; forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from truceline.cli.observing_tables import print_page
from truceline.cli.options import AsJson, By, CompartmentName, Entry, Happened, Known, Published, RecordDir, Said, day, moment
from truceline.cli.output import fault_line, isolated, plural, print_json, print_text, say

if TYPE_CHECKING:
    from truceline.workflow.observing import Imported

MOST_SHOWN = 60
"""As many faults are printed; a table that has more has one cause."""

app = typer.Typer(
    help="What monitors heard and saw, counted with how much they looked; import their tables; write forms.",
    rich_markup_mode=None,
    invoke_without_command=True,
)

Period = Annotated[
    str | None,
    typer.Option("--period", metavar="DATE", callback=day, help="Only this reporting day: it ends at the agreement's cut-off."),
]
AgreementId = Annotated[
    str | None,
    typer.Option("--agreement", metavar="ID", help="Whose calendar and lines [default: the latest of the theatre]."),
]


@app.callback()
def observations(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    period: Period = None,
    agreement: AgreementId = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    unsealed: Annotated[
        bool,
        typer.Option("--unsealed", help="With where observers stood, as far as the keys are here. Hand nothing of it on."),
    ] = False,
) -> None:
    """Print what monitors observed, with areas and distance ranges, counts per period and region, gaps and exposure.

    Where an observer stood is not shown. Nothing is concluded from the direction of fire.
    """
    if context.invoked_subcommand is not None:
        _refuse_misplaced(context)
        return
    from truceline.cli.listing import tell_provenance  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened)
    with opened(record) as held:
        page = views.observations_page(held, selection, agreement=agreement, period=period, is_unsealed=unsealed)
    if as_json:
        tell_provenance(page.provenance)
        for line in (*page.observations, *page.gaps, *page.exposures, *page.counts, *page.concerns):
            print_json(line)
    else:
        print_page(page)
    if not (page.observations or page.gaps or page.exposures):
        say("no observation to show; `truceline observations import FILE --map MAP.yaml` puts a table in")
        raise typer.Exit(4)


def _refuse_misplaced(context: typer.Context) -> None:
    """Refuse options before a subcommand: they would be passed over, and it would go to another record than was meant."""
    from truceline.errors import UsageError  # noqa: PLC0415

    given = [name for name in context.params if (found := context.get_parameter_source(name)) and found.name == "COMMANDLINE"]
    if given:
        named = ", ".join(f"--{name.replace('as_json', 'json')}" for name in given)
        message = (
            f"{named} before {context.invoked_subcommand}; expected behind it: observations {context.invoked_subcommand} ..."
        )
        raise UsageError(message)


@app.command("import")
def import_(  # noqa: PLR0913 - one parameter an option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: CSV, XLSX, or submissions of Kobo or ODK (CSV, JSON).")],
    *,
    mapping: Annotated[
        str,
        typer.Option(
            "--map", metavar="MAP.yaml", help="Which column is what; violation or checkpoint for the forms of this program."
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be entered.")] = False,
    skip_faulty: Annotated[
        bool, typer.Option("--skip-faulty", help="Leave rows out that cannot be read, instead of refusing the table.")
    ] = False,
    published: Published = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter the rows of a mission's table; the file is kept encrypted. The same table again adds nothing.

    Where a row cannot be read, nothing is written and every fault is told with its cell.
    """
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.workflow.observing import import_table  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        found = import_table(
            held,
            file,
            mapping,
            by=by or user_name(),
            published=published,
            skip_faulty=skip_faulty,
            dry_run=dry_run,
            co=compartment_of(held, compartment),
        )
    if as_json:
        print_json(found)
    _tell(found, dry_run=dry_run, skip_faulty=skip_faulty)


def _tell(found: Imported, *, dry_run: bool, skip_faulty: bool) -> None:
    """Say what came of an import, every fault with its place."""
    for fault in found.faults[:MOST_SHOWN]:
        say(fault_line(fault))
    if len(found.faults) > MOST_SHOWN:
        say(f"and {len(found.faults) - MOST_SHOWN:,} faults more")
    for remark in found.remarks:
        say(isolated(remark))
    is_refused = bool(found.faults) and not (skip_faulty and (found.entered or found.already))
    verb = "would be entered" if dry_run else "entered"
    parts = [f"{plural(found.rows, 'row')}", f"{found.entered:,} {verb}", f"{found.already:,} already there"]
    parts += [f"{found.refused:,} refused"] if found.refused else []
    say("; ".join(parts) + ("; nothing was written" if is_refused or dry_run else ""))
    if is_refused:
        if found.refused and not skip_faulty:
            say("mend the rows, or leave them out with --skip-faulty")
        raise typer.Exit(3)
    if not found.rows:
        raise typer.Exit(4)


@app.command("gap")
def gap(  # noqa: PLR0913 - one parameter an option
    *,
    observer: Annotated[str, typer.Option("--observer", metavar="ACTOR", help="Who could not look: an id or a name.")],
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="WORD",
            help="refused, not_asked, mines, fighting, no_line_of_sight, night, technical, jamming, weather or other.",
        ),
    ],
    since: Annotated[str, typer.Option("--from", metavar="TIME", callback=moment, help="From when: a day, or an instant.")],
    until: Annotated[str | None, typer.Option("--until", metavar="TIME", callback=moment, help="Until when.")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="PLACE", help="Where: an id or a name of the pack.")] = None,
    refused_by: Annotated[
        str | None, typer.Option("--refused-by", metavar="ACTOR", help="Who refused; sealed where it is no actor of the pack.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What happened. Sealed.")] = None,
    zone: Annotated[
        str, typer.Option("--zone", metavar="OFFSET", help="Distance from UTC of days given without an hour.")
    ] = "+00:00",
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter where, when and why monitors could not look, and by whom they were refused. The same gap twice is one."""
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.model.observations import GapReason  # noqa: PLC0415
    from truceline.workflow.observing import GapSaid, enter_gap  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    if reason not in (known := get_args(GapReason)):
        message = f'--reason "{reason}"; expected one of {", ".join(known)}'
        raise UsageError(message)
    start, end = _instants(since, until or since, zone)
    given = GapSaid(observer=observer, reason=reason, start=start, end=end, place=place, refused_by=refused_by, note=note)
    with opened(record) as held:
        entered = enter_gap(held, given, by=by or user_name(), co=compartment_of(held, compartment))
    if as_json:
        print_json(entered)
    else:
        print_text(entered.id)
    say(f"{'entered' if entered.new else 'already in the record'}: {entered.id}")


@app.command("withdraw")
def withdraw(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of observations, gaps or exposures.")],
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What was wrong about it. Sealed.")],
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw what was entered wrongly: it stays in the log, and is in no view and in no count from there on.

    With --entry, what stood before is shown as it stood. All of them are withdrawn, or none.
    """
    from truceline.workflow import observing  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        gone = observing.withdraw(held, ids, reason=reason, by=by or user_name())
    for each in gone:
        if as_json:
            print_json(each)
        else:
            print_text(each.id)
        say(f"withdrawn: {each.id}, entered at entry {each.entered}; entry {each.withdrawn} says so")


@app.command("form")
def form(
    name: Annotated[str, typer.Argument(metavar="violation|checkpoint", help="Which form.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The file to write; nothing is overwritten.")],
) -> None:
    """Write a form for telephones and tablets (XLSForm, English and Arabic), for Kobo or ODK.

    Its submissions come in with `observations import FILE --map` and the name of the form.
    """
    from truceline.outputs.forms import write_form  # noqa: PLC0415

    write_form(name, out)
    say(f"{out} written: upload it to Kobo or ODK; import submissions with `truceline observations import FILE --map {name}`")


def _instants(since: str, until: str, zone: str) -> tuple[str, str]:
    """Return two instants; a day is the whole day at the place."""
    start = since if "T" in since else f"{since}T00:00:00{zone}"
    end = until if "T" in until else f"{until}T23:59:59{zone}"
    return start, end
