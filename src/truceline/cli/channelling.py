"""``truceline channel`` and ``truceline body``: what became of a channel between sides; who belongs to a body and chairs it."""

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
from truceline.cli.options import AsJson, By, CompartmentName, Published, RecordDir

channel = typer.Typer(
    help="Enter what became of a channel between sides: opened, suspended, resumed. `truceline contacts` prints them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
body = typer.Typer(
    help="Enter who belongs to a body and who chairs it, as said. `truceline contacts` prints them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@channel.command("open")
def open_channel(  # noqa: PLR0913 - one parameter an option
    name: Name,
    *,
    reference: Reference = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Open a channel under which people enter what became of it; prints its id, such as ch1."""
    open_one(record, "channel", name, reference, by=by, compartment=compartment, as_json=as_json)


@channel.command("tell")
def tell_channel(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    act: Annotated[str, typer.Argument(metavar="ACT", help="opened, suspended, resumed, closed or resumption_proposed.")],
    *,
    said_by: SaidBy,
    between: Annotated[list[str], typer.Option("--between", metavar="WHO", help="Who is at its ends; once for each.")],
    what: Annotated[str, typer.Option("--what", metavar="TEXT", help="What it is called: military talks.")],
    whose: Annotated[str | None, typer.Option("--whose", metavar="WHO", help="Whose act it is said to be.")] = None,
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
    """Enter what somebody says became of a channel. To propose that it be resumed leaves it as it was."""
    from truceline.workflow.diplomacy import ChannelTyped  # noqa: PLC0415

    typed = ChannelTyped(act=act, between=tuple(between), what=what, whose=whose, at=at)
    who = says(said_by, via, said_on=said_on, stance=stance, unnamed=unnamed, published=published, note=note, claim=claim)
    enter(record, subject, typed, who, by=by, compartment=compartment, as_json=as_json)


@channel.command("join")
def join_channel(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    claims: Claims,
    *,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Say that what was read from claims is about this channel; then it is no part of another group."""
    join_claims(record, subject, claims, by=by, compartment=compartment, as_json=as_json)


@channel.command("withdraw")
def withdraw_channel(
    ids: TellingIds, *, reason: Reason, by: By = None, record: RecordDir = None, as_json: AsJson = False
) -> None:
    """Withdraw what was entered wrongly: it stays in the log, and is in no view from there on."""
    take_back(record, ids, reason=reason, by=by, as_json=as_json)


@body.command("open")
def open_body(  # noqa: PLR0913 - one parameter an option
    name: Name,
    *,
    reference: Reference = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Open a body under which people enter who belongs to it; prints its id, such as bd1."""
    open_one(record, "body", name, reference, by=by, compartment=compartment, as_json=as_json)


@body.command("tell")
def tell_body(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    named: Annotated[str, typer.Argument(metavar="BODY", help="The body: an actor of the pack, or its name.")],
    *,
    said_by: SaidBy,
    member: Annotated[list[str] | None, typer.Option("--member", metavar="WHO", help="Who belongs to it; several times.")] = None,
    chair: Annotated[list[str] | None, typer.Option("--chair", metavar="WHO", help="Who chairs it; several times.")] = None,
    size: Annotated[str | None, typer.Option("--size", metavar="N", help="How many members: a number, or LOW..HIGH.")] = None,
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
    """Enter what somebody says of the members and chairs of a body."""
    from truceline.workflow.diplomacy import BodyTyped  # noqa: PLC0415

    typed = BodyTyped(body=named, members=tuple(member or ()), chairs=tuple(chair or ()), size=size, at=at)
    who = says(said_by, via, said_on=said_on, stance=stance, unnamed=unnamed, published=published, note=note, claim=claim)
    enter(record, subject, typed, who, by=by, compartment=compartment, as_json=as_json)


@body.command("join")
def join_body(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    claims: Claims,
    *,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Say that what was read from claims is about this body."""
    join_claims(record, subject, claims, by=by, compartment=compartment, as_json=as_json)


@body.command("withdraw")
def withdraw_body(ids: TellingIds, *, reason: Reason, by: By = None, record: RecordDir = None, as_json: AsJson = False) -> None:
    """Withdraw what was entered wrongly: it stays in the log, and is in no view from there on."""
    take_back(record, ids, reason=reason, by=by, as_json=as_json)
