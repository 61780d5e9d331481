"""``truceline contacts`` and ``truceline contact``: calls and meetings as told, rival accounts side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.diplomacy_options import (
    At,
    ClaimId,
    Claims,
    Name,
    Note,
    Reason,
    Reference,
    SaidBy,
    SaidOn,
    StanceOf,
    SubjectId,
    TellingIds,
    Unnamed,
    Via,
    enter,
    join_claims,
    open_one,
    says,
    take_back,
)
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
    moment,
)
from truceline.cli.output import plural, print_json, say

KINDS = "call, meeting, talks, visit, letter, other"

app = typer.Typer(
    help="Enter calls and meetings, and threats made there; join what was read from reports.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def contacts(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print calls and meetings, series of them, bodies, channels, threats with their deadlines, and terms kept from the public.

    Accounts that rule each other out stand side by side, each with who says so. Doubtful groupings stay apart and name each
    other: `truceline contact join` puts them together. Whether a deadline has passed goes by the day asked for.
    """
    from truceline.cli.diplomacy_lines import print_contacts  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.cli.listing import end_if_empty, tell_provenance, tell_undated  # noqa: PLC0415
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = views.contacts_page(material)
    if as_json:
        tell_provenance(material.provenance)
        for line in (*page.encounters, *page.series, *page.bodies, *page.channels, *page.threats, *page.withheld):
            print_json(line)
    else:
        print_contacts(page)
    if page.waiting:
        say(f"{plural(page.waiting, 'proposed claim')} of the machine would add a contact, a channel or a threat")
    tell_undated(page.basis.undated)
    end_if_empty(not page.is_empty, page.basis.waiting, "contact")


@app.command("open")
def open_contact(  # noqa: PLR0913 - one parameter an option
    name: Name,
    *,
    reference: Reference = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Open a call or a meeting under which people enter what is said of it; prints its id, such as ct1."""
    open_one(record, "contact", name, reference, by=by, compartment=compartment, as_json=as_json)


@app.command("tell")
def tell(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"{KINDS}.")],
    *,
    said_by: SaidBy,
    participant: Annotated[
        list[str] | None, typer.Option("--participant", metavar="WHO", help="Who took part; several times for several.")
    ] = None,
    body: Annotated[str | None, typer.Option("--body", metavar="WHO", help="Whose meeting it was.")] = None,
    chair: Annotated[list[str] | None, typer.Option("--chair", metavar="WHO", help="Who chaired it; several times.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", callback=moment, help="Until when: a day, or an instant.")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="PLACE", help="Where: an id, a name, or words.")] = None,
    minutes: Annotated[
        str | None, typer.Option("--minutes", metavar="N", help="How long: a number, or LOW..HIGH with either side left out.")
    ] = None,
    attended: Annotated[
        str | None, typer.Option("--attended", metavar="N", help="How many took part: a number, or LOW..HIGH.")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="WORDS", help="How many of what: foreign ministers.")] = None,
    nth: Annotated[int | None, typer.Option("--nth", metavar="N", help="The how manieth in a row it is said to be.")] = None,
    within: Annotated[str | None, typer.Option("--within", metavar="DURATION", help="In what time, such as P10D.")] = None,
    bound: Annotated[str | None, typer.Option("--bound", metavar="WORD", help="Of --within: exact, about, at_most ...")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="TEXT", help="What it was about.")] = None,
    planned: Annotated[bool, typer.Option("--planned", help="It was still to come when this was said.")] = False,
    at: At = None,
    said_on: SaidOn = None,
    via: Via = None,
    stance: StanceOf = "assert",
    unnamed: Unnamed = False,
    claim: ClaimId = None,
    note: Note = None,
    published: Published = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter what somebody says of a call or a meeting. Another account of it stands beside the first."""
    from truceline.workflow.diplomacy import ContactTyped  # noqa: PLC0415

    typed = ContactTyped(
        kind=kind,
        participants=tuple(participant or ()),
        body=body,
        chairs=tuple(chair or ()),
        at=at,
        until=until,
        place=place,
        minutes=minutes,
        attended=attended,
        unit=unit,
        nth=nth,
        within=within,
        bound=bound,
        about=about,
        planned=planned,
    )
    who = says(said_by, via, said_on=said_on, stance=stance, unnamed=unnamed, published=published, note=note, claim=claim)
    enter(record, subject, typed, who, by=by, compartment=compartment, as_json=as_json)


@app.command("threat")
def threat(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="threat, warning or ultimatum.")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What is threatened, in the words of who says so.")],
    *,
    said_by: SaidBy,
    whose: Annotated[str, typer.Option("--whose", metavar="WHO", help="Who is said to have made it.")],
    against: Annotated[str | None, typer.Option("--against", metavar="WHO", help="Against whom.")] = None,
    condition: Annotated[str | None, typer.Option("--condition", metavar="TEXT", help="On what condition.")] = None,
    deadline: Annotated[
        str | None,
        typer.Option("--deadline", metavar="TIME", callback=moment, help="By when: a day, or an instant."),
    ] = None,
    at: At = None,
    said_on: SaidOn = None,
    via: Via = None,
    stance: StanceOf = "assert",
    unnamed: Unnamed = False,
    claim: ClaimId = None,
    note: Note = None,
    published: Published = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter a threat, a warning or an ultimatum that somebody tells of, under a contact or a diplomatic proposal."""
    from truceline.workflow.diplomacy import ThreatTyped  # noqa: PLC0415

    typed = ThreatTyped(kind=kind, whose=whose, words=words, against=against, condition=condition, deadline=deadline, at=at)
    who = says(said_by, via, said_on=said_on, stance=stance, unnamed=unnamed, published=published, note=note, claim=claim)
    enter(record, subject, typed, who, by=by, compartment=compartment, as_json=as_json)


@app.command("join")
def join_contact(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    claims: Claims,
    *,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Say that what was read from claims is about this call or meeting; then it is no part of another group."""
    join_claims(record, subject, claims, by=by, compartment=compartment, as_json=as_json)


@app.command("withdraw")
def withdraw_contact(
    ids: TellingIds, *, reason: Reason, by: By = None, record: RecordDir = None, as_json: AsJson = False
) -> None:
    """Withdraw what was entered wrongly: it stays in the log, and is in no view from there on."""
    take_back(record, ids, reason=reason, by=by, as_json=as_json)
