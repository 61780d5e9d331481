"""``truceline status``: the state of an agreement, its four sides beside each other, and what changed since another day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from truceline.cli.listing import tell_provenance, tell_waiting
from truceline.cli.options import AsJson, Entry, Known, RecordDir, Said, WithProposals, day
from truceline.cli.output import plural, print_json, say
from truceline.cli.status_lines import print_changes, print_status

if TYPE_CHECKING:
    from truceline.outputs.views import Material
    from truceline.outputs.views.status_page import StatusPage


def status(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="ID", help="Which agreement [default: the latest by the day asked for].")
    ] = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    with_proposals: WithProposals = False,
    diff: Annotated[
        str | None,
        typer.Option("--diff", metavar="DATE", callback=day, help="Print what changed since that day, and by which claims."),
    ] = None,
) -> None:
    """Print the state of an agreement: arrangement, adherence, assessments and ground, four things that are never merged.

    The arrangement changes by the acts that its text names, and only by those who may do them; a party's adherence by its own
    acts. Conditions are counted by each authority and as arithmetic under a named rule. Every line says why, with its claims. The
    day asked for is --known, else --said, else the last day on which anything in the record became known.
    """
    from truceline.outputs import views  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.outputs.views.status_page import status_page  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = status_page(material, agreement=agreement)
        if page.agreement is None:
            _end_without(page, material)
        if diff is None:
            _print(page, material, as_json=as_json)
        else:
            by_said = known is None and said is not None
            earlier = views.Selection(
                known=None if by_said else diff, said=diff if by_said else None, entry=entry, with_proposals=with_proposals
            )
            _print_since(page, status_page(held, earlier, page.agreement.id), as_json=as_json)
    if page.undisclosed:
        say(f"{plural(page.undisclosed, 'clause')}: terms not public by the day asked for; what they say is left out")
    tell_waiting(page.basis.waiting)
    counted = page.basis.counted
    if not (counted.accepted or counted.entered or (with_proposals and counted.proposed)) and page.basis.waiting.claims:
        say("no claim that anybody stands behind is counted; what is shown is what the text itself says")
        raise typer.Exit(4)


def _print(page: StatusPage, material: Material, *, as_json: bool) -> None:
    if not as_json:
        print_status(page)
        return
    tell_provenance(material.provenance)
    if page.with_proposals is None:
        print_json(page.status)
    else:
        import msgspec  # noqa: PLC0415 - as above

        both = {"with_proposals": page.with_proposals, "changes": page.changes}
        print_json(msgspec.to_builtins(page.status) | both)


def _print_since(page: StatusPage, earlier: StatusPage, *, as_json: bool) -> None:
    """Print what changed from one state to the other.

    Raises:
        UsageError: the day to compare with comes after the day asked for.
    """
    from truceline.errors import UsageError  # noqa: PLC0415 - as above
    from truceline.outputs.views.status_page import status_changes  # noqa: PLC0415

    before, after = (each.with_proposals or each.status for each in (earlier, page))
    if before is None or after is None:
        message = "one of the two days has no state of this agreement"
        raise UsageError(message)
    if before.on > after.on:
        message = f"--diff {before.on} comes after the day asked for, {after.on}; expected an earlier day, or a later --known"
        raise UsageError(message)
    changes = status_changes(before, after)
    if as_json:
        print_json(changes)
    else:
        print_changes(changes)


def _end_without(page: StatusPage, material: Material) -> NoReturn:
    """Say why there is no state to show and what to do; ends with exit 4."""
    if material.agreements:
        named = f" ({', '.join(page.agreements)})" if page.agreements else ""
        say(f"the theatre {material.theatre} has no agreement by that day; ask for a later one, or use --agreement{named}")
    else:
        say(
            f"the theatre {material.theatre} has no agreement; put one into its folder agreements/ "
            "(`truceline agreement check FILE` tells what is wrong with it), then ingest with `--theatre DIR`"
        )
    tell_waiting(page.basis.waiting)
    raise typer.Exit(4)
