"""``truceline sites`` and ``truceline site``: notified sites and movements, each recipient by itself; positions under seal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from truceline.cli import notifying_steps
from truceline.cli.notifying_options import OPEN_TO_ANY, At, SaidBy, SiteId, ValidTo, VersionNumber, refuse_rest, tell, when
from truceline.cli.options import AsJson, By, CompartmentName, Entry, Happened, Known, Published, RecordDir, Said, day
from truceline.cli.output import isolated, print_json, print_text, say

if TYPE_CHECKING:
    from truceline.outputs.views import PublicSitesPage, SitesPage
    from truceline.outputs.views.site_list import SiteView
    from truceline.reader.coordinates import Notation, Order
    from truceline.workflow.notifying import PositionGiven

FROM_STDIN = "-"

app = typer.Typer(
    help="Enter notified sites and movements, to whom they were sent, how that was answered; show one. Nothing is sent by it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", callback=day, help="As things stand on that day [default: the last day of what is shown]."
    ),
]
KindOfSite = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="hospital clinic ambulance_post school shelter camp warehouse water power office worship other",
    ),
]
PlaceOf = Annotated[
    str | None,
    typer.Option("--place", metavar="PLACE", help="In which town or area: an id or a name of the pack, nothing finer."),
]
MovementOf = Annotated[
    str | None, typer.Option("--movement", metavar="ID", help="It is this movement that is notified (mv1, mv:i1).")
]
Owner = Annotated[str | None, typer.Option("--owner", metavar="WHO", help="Whose it is: an actor of the pack or a name.")]
Consent = Annotated[
    bool | None, typer.Option("--consent/--no-consent", help="The owner agrees to be notified, or does not [default: not told].")
]
PositionWords = Annotated[
    str | None,
    typer.Option(
        "--position",
        metavar="WORDS",
        help="The exact position, which is sealed; - asks for it unseen, so that it stands in no history of the shell.",
    ),
]
OrderOf = Annotated[
    str | None, typer.Option("--order", metavar="ORDER", help="lat_lon or lon_lat, where the position does not tell.")
]
NotationOf = Annotated[
    str | None, typer.Option("--notation", metavar="HOW", help="decimal or degrees.minutes, where the position does not tell.")
]
DatumOf = Annotated[str | None, typer.Option("--datum", metavar="DATUM", help="Of a paper map, or unknown [default: WGS84].")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Anything else; sealed.")]


def sites(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    public: Annotated[
        bool, typer.Option("--public", help="What may be shown to everybody: counts by kind and area, a day late.")
    ] = False,
    on: On = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
) -> None:
    """Print notified sites and movements: who was sent what, who has not answered, what has expired, what was struck.

    Exact positions are in none of this. A site that is not listed is protected no less.
    """
    from truceline.cli.listing import tell_provenance  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.cli.notifying_lines import print_public, print_sites  # noqa: PLC0415
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import now  # noqa: PLC0415

    with opened(record) as held:
        material = views.gather(held, views.Selection(known=known, said=said, entry=entry, happened=happened))
        page: SitesPage | PublicSitesPage = (
            views.public_sites_page(material, today=now().date().isoformat(), on=on)
            if public
            else views.sites_page(material, on=on)
        )
    if as_json:
        tell_provenance(material.provenance)
        _print_lines(page.sites if isinstance(page, views.PublicSitesPage) else _lines_of(page))
    elif isinstance(page, views.PublicSitesPage):
        print_public(page)
    elif page.sites:
        print_sites(page)
    if not page.sites:
        say("no notified site to show: that nothing is listed says nothing of what is protected")
        raise typer.Exit(4)


def _lines_of(page: SitesPage) -> Iterable[object]:
    return (*page.sites, *page.hits, *page.proposed, page.figures)


def _print_lines(lines: Iterable[object]) -> None:
    for line in lines:
        print_json(line)


@app.command("open", context_settings=OPEN_TO_ANY)
def open_(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="By which people know it; sealed. No address, no coordinates.")],
    *,
    kind: KindOfSite = "other",
    reference: Annotated[
        str | None, typer.Option("--reference", metavar="REF", help="By which its office knows it; sealed.")
    ] = None,
    place: PlaceOf = None,
    position: PositionWords = None,
    order: OrderOf = None,
    notation: NotationOf = None,
    datum: DatumOf = None,
    movement: MovementOf = None,
    owner: Owner = None,
    consent: Consent = None,
    valid_to: ValidTo = None,
    at: At = None,
    said_by: SaidBy = None,
    note: Note = None,
    published: Published = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Open a site, or a movement that is to be notified, with its first version: a draft. Nobody is notified by that."""
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.workflow.notifying import SiteGiven, open_site  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    refuse_rest(context)
    given = SiteGiven(
        kind=kind,
        position=_position(position, order, notation, datum),
        place=place,
        movement=movement,
        owner=owner,
        consents=consent,
        valid_to=valid_to,
        on=at,
        said_by=said_by,
        note=note,
        published=published,
    )
    with opened(record) as held:
        co = compartment_of(held, compartment)
        done = open_site(held, name, given, reference=reference, by=by or user_name(), co=co)
    tell([done], as_json=as_json)


@app.command("update", context_settings=OPEN_TO_ANY)
def update(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    site: SiteId,
    *,
    kind: KindOfSite = "other",
    place: PlaceOf = None,
    position: PositionWords = None,
    order: OrderOf = None,
    notation: NotationOf = None,
    datum: DatumOf = None,
    movement: MovementOf = None,
    owner: Owner = None,
    consent: Consent = None,
    valid_to: ValidTo = None,
    at: At = None,
    said_by: SaidBy = None,
    note: Note = None,
    published: Published = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Tell a new version of a site, all of it: a draft until two persons checked it, with nobody until it is sent."""
    from truceline.workflow.notifying import SiteGiven, update_site  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    refuse_rest(context)
    given = SiteGiven(
        kind=kind,
        position=_position(position, order, notation, datum),
        place=place,
        movement=movement,
        owner=owner,
        consents=consent,
        valid_to=valid_to,
        on=at,
        said_by=said_by,
        note=note,
        published=published,
    )
    with opened(record) as held:
        done = update_site(held, site, given, by=by or user_name())
    tell([done], as_json=as_json)


for step in (
    notifying_steps.check,
    notifying_steps.send,
    notifying_steps.answer,
    notifying_steps.revalidate,
    notifying_steps.revoke,
):
    app.command(step.__name__)(step)


@app.command("struck")
def struck(  # noqa: PLR0913 - one parameter an option
    site: Annotated[str | None, typer.Argument(metavar="SITE", help="Its id (st1) or its reference.")] = None,
    incident: Annotated[str | None, typer.Argument(metavar="INCIDENT", help="The incident (i1).")] = None,
    *,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", callback=when, help="When it was struck [default: as the incident says]."),
    ] = None,
    denied: Annotated[bool, typer.Option("--not", help="It was not struck in it, as you or --said-by say.")] = False,
    said_by: SaidBy = None,
    published: Published = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Confirm that a notified object was struck in an incident: for good. Without arguments, list incidents that may have.

    That list also holds incidents against cells of sealed positions, as far as the keys are here: hand nothing of it on.
    """
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.workflow import notifying  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    if site is None:
        _list_proposed(record, as_json=as_json)
        return
    if incident is None:
        message = f"in which incident was {site} struck? expected: site struck {site} INCIDENT"
        raise UsageError(message)
    with opened(record) as held:
        done = notifying.strike(
            held, site, incident, at=at, by=by or user_name(), said_by=said_by, denied=denied, published=published
        )
    tell([done], as_json=as_json)


def _list_proposed(record: Path | None, *, as_json: bool) -> None:
    """Print the incidents that may have struck a notified object, by place and by the cells of sealed positions."""
    from truceline.cli.notifying_lines import proposed_line  # noqa: PLC0415
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.notifying import propose_cells  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        page = views.sites_page(held, cells=propose_cells(held))
    if as_json:
        _print_lines(page.proposed)
    else:
        for each in page.proposed:
            print_text(isolated(proposed_line(each)))
        say(page.reminder)
    if not page.proposed:
        say("no incident that may have struck a notified object waits for a decision")
        raise typer.Exit(4)


@app.command("show")
def show(  # noqa: PLR0913 - one parameter an option
    site: SiteId,
    *,
    exact: Annotated[
        bool,
        typer.Option("--exact", help="With its exact position, where the key is here. Of one site only; hand nothing of it on."),
    ] = False,
    detail: Annotated[
        str | None, typer.Option("--detail", metavar="HOW", help="The position as it may be handed on: coarse_1km or district.")
    ] = None,
    version: VersionNumber = None,
    on: On = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Print one site with its disclosure ledger: every sending, every answer, and who says so."""
    from truceline.cli.notifying_lines import print_site  # noqa: PLC0415
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.notifying import shown_position  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    if exact and detail is not None:
        message = "--exact and --detail are two answers to one question; expected one of them"
        raise UsageError(message)
    with opened(record) as held:
        page = views.sites_page(held, views.Selection(known=known, said=said, entry=entry), on=on)
        one = _one(page, site)
        wanted = "exact" if exact else detail
        position = (
            shown_position(held, one.id, wanted, version, upto=max((v.number for v in one.versions), default=0))
            if wanted
            else None
        )
    if as_json:
        print_json(one)
        if position is not None:
            print_json(position)
    else:
        print_site(page, one, position)


def _one(page: SitesPage, wanted: str) -> SiteView:
    from truceline.errors import NotFoundError  # noqa: PLC0415

    found = next((each for each in page.sites if wanted in (each.id, each.reference)), None)
    if found is None:
        message = f"no such site in this selection; `truceline sites` lists the {len(page.sites)} there are"
        raise NotFoundError(message)
    return found


def _position(words: str | None, order: str | None, notation: str | None, datum: str | None) -> PositionGiven | None:
    """Return a position as typed, or asked for unseen where ``-`` stands for it; None where none was given.

    Raises:
        UsageError: it was asked for and did not come, or an option about it is none of ours. No message repeats it.
    """
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.workflow.notifying import NOTATIONS, ORDERS, PositionGiven  # noqa: PLC0415

    for option, word, known in (("--order", order, ORDERS), ("--notation", notation, NOTATIONS)):
        if word is not None and word not in known:
            message = f"{option} is none of ours; expected {' or '.join(known)}; nothing was written"
            raise UsageError(message)
    given = words
    if words == FROM_STDIN:
        given = typer.prompt("position", hide_input=True, err=True, default="") if sys.stdin.isatty() else sys.stdin.readline()
        if not given.strip():
            message = "--position -: no position came on stdin; expected one on a line of its own, or leave --position out"
            raise UsageError(message)
    if given is None or not given.strip():
        return None
    return PositionGiven(
        words=given.strip(), order=cast("Order | None", order), notation=cast("Notation | None", notation), datum=datum
    )
