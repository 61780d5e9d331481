"""``truceline movements``: the permission and delay board of aid movements; importing logs, writing a blank form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli import moving_access
from truceline.cli.agreements import ShowUnlessNamed
from truceline.cli.listing import tell_provenance, tell_undated
from truceline.cli.options import (
    AsJson,
    By,
    CompartmentName,
    Entry,
    Happened,
    Known,
    Published,
    RecordDir,
    Said,
    WithProposals,
    day,
)
from truceline.cli.output import fault_line, isolated, plural, print_json, print_text, say

if TYPE_CHECKING:
    from truceline.movements.board import Board, Movement, Plan
    from truceline.outputs.views import Material
    from truceline.outputs.views.movement_board import MovementsPage
    from truceline.workflow.moving import Imported

MOST_SHOWN = 40
"""As many faults are told; there may be one in every cell."""

app = typer.Typer(
    cls=ShowUnlessNamed,
    help="Show aid movements and plans: where each stands and who says so, for whom it waits, what was late; import logs; write "
    "a blank form. `truceline movements [ID]` is short for `truceline movements show [ID]`.",
    rich_markup_mode=None,
)


@app.command()
def show(  # noqa: PLR0913 - one parameter an option
    movement: Annotated[
        str | None, typer.Argument(metavar="ID", help="One movement or plan with everything told of it [default: all].")
    ] = None,
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    public: Annotated[
        bool, typer.Option("--public", help="What may be shown to everybody: what is over since a day, days and areas only.")
    ] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", callback=day, help="As things stand on that day [default: the day asked for]."),
    ] = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print the permission and delay board: the states of each movement with who says so, for whom it waits, what is overdue.

    Rivals stand side by side; what cannot all be so is shown, and nothing is taken out. Claims of reports count as everywhere:
    those that people entered or accepted; --with-proposals shows the board with the others behind the one without.
    """
    from truceline.outputs import views  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.outputs.views import movement_board  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = movement_board.listed(material, on=on)
        if as_json:
            tell_provenance(material.provenance)
        is_any = _print_public(material, on, as_json=as_json) if public else _print(page, movement, as_json=as_json)
    if not as_json:
        print_text(page.reminder)
    _tell_waiting(page, with_proposals=with_proposals, is_public=public)
    if not public:
        _tell_unread(material)
    tell_undated(page.basis.undated)
    if not is_any:
        say("no movement to show; `truceline movements import FILE --map MAP` and `truceline movement open NAME` put them in")
        raise typer.Exit(4)


def _print(page: MovementsPage, wanted: str | None, *, as_json: bool) -> bool:
    from truceline.cli.moving_lines import print_board, print_one  # noqa: PLC0415
    from truceline.outputs.views.movement_lines import lines  # noqa: PLC0415

    boards, only = _boards(page), _id_of(page, wanted)
    if as_json:
        for line in lines(page, only):
            print_json(line)
    else:
        for number, board in enumerate(boards):
            if number:
                print_text("With what a machine proposed and nobody has decided on:")
            one = board.of(only) if only else None
            if one is not None:
                print_one(page, one)
            elif only is None:
                print_board(page, board)
    return any(board.movements or board.plans or board.loose for board in boards)


def _print_public(material: Material, on: str | None, *, as_json: bool) -> bool:
    from truceline.cli.moving_lines import print_public  # noqa: PLC0415
    from truceline.outputs.views.movement_public import public  # noqa: PLC0415

    shared = public(material, on=on)
    if as_json:
        for movement in shared.movements:
            print_json(movement)
    else:
        print_public(shared)
    return bool(shared.movements)


def _id_of(page: MovementsPage, wanted: str | None) -> str | None:
    """Return the id of a movement or plan that is named by its id, its reference, its name or its incident.

    Raises:
        NotFoundError: there is none in this selection.
        UsageError: several are called so.
    """
    from truceline.errors import NotFoundError, UsageError  # noqa: PLC0415

    if wanted is None:
        return None
    every: dict[str, Movement | Plan] = {}
    for board in _boards(page):
        every |= {each.id: each for each in board.movements} | {each.id: each for each in board.plans}
    for found in (
        [each for each in every if each in (wanted, f"mv:{wanted}")],
        [each.id for each in every.values() if wanted in (each.reference, each.name)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            message = f'{len(found)} are called "{wanted}": {", ".join(found)}; expected the id of one of them'
            raise UsageError(message)
    some = ", ".join(list(every)[:30]) or "none"
    waits = f"; {plural(page.waiting, 'proposed claim')} may tell of more: `--with-proposals`" if page.waiting else ""
    message = f'no movement or plan "{wanted}" in this selection; expected one of: {some}{waits}'
    raise NotFoundError(message)


def _boards(page: MovementsPage) -> tuple[Board, ...]:
    return (page.board,) if page.proposed is None else (page.board, page.proposed)


def _tell_waiting(page: MovementsPage, *, with_proposals: bool, is_public: bool) -> None:
    """Say how many claims would add to the board or change it, and the two ways to see them."""
    if page.waiting and with_proposals and not is_public:
        say(f"{plural(page.waiting, 'proposed claim')} of the machine counted in the second board; `truceline review` decides")
    elif page.waiting:
        say(
            f"{plural(page.waiting, 'proposed claim')} of the machine would add to this or change it; "
            "decide on them with `truceline review`, or look with `--with-proposals`"
        )


def _tell_unread(material: Material) -> None:
    """Say of which movements and plans something is told that cannot be read: what is printed is not all of it."""
    unread = [each.id for each in material.subjects if each.unread and each.of in {"movement", "plan"}]
    if unread:
        more = f" and {len(unread) - MOST_SHOWN:,} more" if len(unread) > MOST_SHOWN else ""
        listed = ", ".join(unread[:MOST_SHOWN])
        say(f"told of {listed}{more}, and not readable here (key elsewhere, or ordered to go): this is not all of it")


@app.command("import")
def import_(  # noqa: PLR0913 - one parameter an option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A log: CSV, XLSX, or submissions of Kobo or ODK (CSV, JSON).")],
    *,
    mapping: Annotated[
        str,
        typer.Option("--map", metavar="MAP.yaml", help="Which column is what; movement for the form of this program."),
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
    """Enter the rows of a log of requests, permits, cargo, checkpoints or stages; the file is kept encrypted.

    The same log again adds its new rows only. Where a row cannot be read, nothing is written and every fault is told with its
    cell. What cannot be so, such as an answer before the request, is told with its cell and comes in as it stands.
    """
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.movements.reminder import REMINDER  # noqa: PLC0415
    from truceline.workflow.moving import import_log  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        found = import_log(
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
    say(REMINDER)
    _tell(found, dry_run=dry_run, skip_faulty=skip_faulty)


def _tell(found: Imported, *, dry_run: bool, skip_faulty: bool) -> None:
    """Say what came of an import, every fault with its place."""
    for fault in found.faults[:MOST_SHOWN]:
        say(fault_line(fault))
    if len(found.faults) > MOST_SHOWN:
        say(f"and {len(found.faults) - MOST_SHOWN:,} faults more")
    for doubt in found.doubts[:MOST_SHOWN]:
        say(isolated(f"look at this: {doubt}"))
    if len(found.doubts) > MOST_SHOWN:
        say(f"and {len(found.doubts) - MOST_SHOWN:,} more that cannot be so; `truceline movements` shows all of them")
    for remark in found.remarks:
        say(isolated(remark))
    is_refused = bool(found.faults) and not (skip_faulty and (found.entered or found.already))
    verb = "would be entered" if dry_run else "entered"
    parts = [f"{plural(found.rows, 'row')}", f"{found.entered:,} {verb}", f"{found.already:,} already there"]
    parts += [f"{found.refused:,} refused"] if found.refused else []
    if found.opened:
        parts.append(f"opened {found.opened[0]}" + (f" to {found.opened[-1]}" if len(found.opened) > 1 else ""))
    say("; ".join(parts) + ("; nothing was written" if is_refused or dry_run else ""))
    if is_refused:
        if found.refused and not skip_faulty:
            say("mend the rows, or leave them out with --skip-faulty")
        raise typer.Exit(3)
    if not found.rows:
        raise typer.Exit(4)


@app.command("form")
def form(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The file to write; nothing is overwritten.")],
) -> None:
    """Write a blank form for telephones and tablets (XLSForm, English and Arabic), for Kobo or ODK.

    Its submissions come in with `movements import FILE --map movement`.
    """
    from truceline.movements.reminder import REMINDER  # noqa: PLC0415
    from truceline.outputs.forms import MOVEMENT_FORMS, write_form  # noqa: PLC0415

    write_form(MOVEMENT_FORMS[0], out, MOVEMENT_FORMS)
    say(REMINDER)
    say(f"{out} written: upload it to Kobo or ODK; import submissions with `truceline movements import FILE --map movement`")


app.command("access")(moving_access.access)
