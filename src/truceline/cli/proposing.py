"""``truceline proposals`` and ``truceline proposal``: what is proposed between parties, and where every office stands on it.

Proposals here are those of diplomacy. What a machine proposes to the record is a proposed claim, and is decided on in ``review``.
"""

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
from truceline.cli.options import AsJson, By, CompartmentName, Entry, Happened, Known, Published, RecordDir, Said, WithProposals
from truceline.cli.output import plural, print_json, say

KIND_NAMES = (
    "flight_limit",
    "pause",
    "ceasefire",
    "transition",
    "talks",
    "evacuation",
    "withdrawal",
    "aid_access",
    "inquiry",
    "sanctions",
    "cooperation",
    "other",
)
KINDS = ", ".join(KIND_NAMES)
STANDS = "proposes, supports, accepts, accepts_in_part, existing_duty, undecided, opposes, rejects, withdraws"

app = typer.Typer(
    help="Enter diplomatic proposals, their terms and where an office stands on one; join what was read from reports.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def proposals(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=f"Only of this kind: {KINDS}.")] = None,
    office: Annotated[
        str | None, typer.Option("--office", metavar="ID", help="Only where a stand of this office, or of this side, is told.")
    ] = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print diplomatic proposals: who is said to have made them, their terms, and where every office stands, each for itself.

    Offices of one side may stand opposite each other. A limit on flights and a pause are proposals like others; "an existing
    duty" stands beside them. Doubtful groupings stay apart and name each other: `truceline proposal join` puts them together.
    """
    from truceline.cli.diplomacy_lines import PROPOSALS, print_rows, proposal_row  # noqa: PLC0415 - imports wait
    from truceline.cli.listing import end_if_empty, tell_provenance, tell_undated  # noqa: PLC0415
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = views.proposals_page(material)
    _refuse_unknown(kind)
    shown = [
        each
        for each in page.proposals
        if kind in {None, *each.kinds}
        and (office is None or any(office in {stands.office.id, stands.office.side} for stands in each.offices))
    ]
    if as_json:
        tell_provenance(material.provenance)
        for each in shown:
            print_json(each)
    else:
        print_rows(f"Diplomatic proposals, as of {page.on}", PROPOSALS, map(proposal_row, shown))
    if page.waiting:
        say(f"{plural(page.waiting, 'proposed claim')} of the machine would add a diplomatic proposal, or a stand on one")
    tell_undated(page.basis.undated)
    end_if_empty(bool(shown), page.basis.waiting, "diplomatic proposal")


def _refuse_unknown(kind: str | None) -> None:
    from truceline.errors import UsageError  # noqa: PLC0415

    if kind is not None and kind not in KIND_NAMES:
        message = f'--kind "{kind}"; expected one of {KINDS}'
        raise UsageError(message)


@app.command("open")
def open_(  # noqa: PLR0913 - one parameter an option
    name: Name,
    *,
    reference: Reference = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Open a diplomatic proposal under which people enter what is said of it; prints its id, such as pr1."""
    open_one(record, "proposal", name, reference, by=by, compartment=compartment, as_json=as_json)


@app.command("tell")
def tell(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What is proposed, in the words of who says so.")],
    *,
    said_by: SaidBy,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=f"{KINDS}.")],
    proposer: Annotated[
        str | None, typer.Option("--proposer", metavar="WHO", help="Who is said to have proposed it [default: not told].")
    ] = None,
    on_whom: Annotated[
        list[str] | None, typer.Option("--on-whom", metavar="WHO", help="Who would be bound; several times for several.")
    ] = None,
    where: Annotated[list[str] | None, typer.Option("--where", metavar="PLACE", help="Where; several times for several.")] = None,
    lasts: Annotated[
        str | None, typer.Option("--lasts", metavar="DURATION", help="How long: P3D (three days), PT48H, P6M.")
    ] = None,
    undisclosed: Annotated[bool, typer.Option("--undisclosed", help="Its terms are said not to be public.")] = False,
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
    """Enter that somebody says what is proposed, by whom and on what terms. Another account of it stands beside the first."""
    from truceline.workflow.diplomacy import ProposalTyped  # noqa: PLC0415

    typed = ProposalTyped(
        kind=kind,
        words=words,
        proposer=proposer,
        on_whom=tuple(on_whom or ()),
        where=tuple(where or ()),
        lasts=lasts,
        at=at,
        disclosed=not undisclosed,
    )
    who = says(said_by, via, said_on=said_on, stance=stance, unnamed=unnamed, published=published, note=note, claim=claim)
    enter(record, subject, typed, who, by=by, compartment=compartment, as_json=as_json)


@app.command("stand")
def stand(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="Whose stand: an office, not a side, as far as it is told.")],
    position: Annotated[str, typer.Argument(metavar="STAND", help=f"{STANDS}.")],
    *,
    said_by: SaidBy,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=f"Of the proposal: {KINDS}.")],
    words: Annotated[str, typer.Option("--words", metavar="TEXT", help="The words by which the proposal is meant.")] = "",
    person: Annotated[str | None, typer.Option("--person", metavar="WHO", help="Who speaks for the office.")] = None,
    condition: Annotated[str | None, typer.Option("--condition", metavar="TEXT", help="On what condition.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="The reason that is given.")] = None,
    on_whom: Annotated[
        list[str] | None, typer.Option("--on-whom", metavar="WHO", help="Of an existing duty: whose; several times for several.")
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
    """Enter where an office stands on a diplomatic proposal, as somebody says; what it said before stays in the history.

    With --stance deny somebody denies that the office stands so. That is no stand of the office, and none against it.
    """
    from truceline.workflow.diplomacy import PositionTyped  # noqa: PLC0415

    typed = PositionTyped(
        kind=kind,
        office=office,
        stand=position,
        words=words,
        person=person,
        condition=condition,
        reason=reason,
        on_whom=tuple(on_whom or ()),
        at=at,
    )
    who = says(said_by, via, said_on=said_on, stance=stance, unnamed=unnamed, published=published, note=note, claim=claim)
    enter(record, subject, typed, who, by=by, compartment=compartment, as_json=as_json)


@app.command("withhold")
def withhold(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    of: Annotated[str, typer.Argument(metavar="OF", help="Whose terms: an agreement, or words.")],
    *,
    said_by: SaidBy,
    whose: Annotated[str | None, typer.Option("--whose", metavar="WHO", help="Who keeps them from the public.")] = None,
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
    """Enter that terms are said to be kept from the public, and by whom."""
    from truceline.workflow.diplomacy import WithheldTyped  # noqa: PLC0415

    who = says(said_by, via, said_on=said_on, stance=stance, unnamed=unnamed, published=published, note=note, claim=claim)
    typed = WithheldTyped(of=of, whose=whose, at=at)
    enter(record, subject, typed, who, by=by, compartment=compartment, as_json=as_json)


@app.command("join")
def join(  # noqa: PLR0913 - one parameter an option
    subject: SubjectId,
    claims: Claims,
    *,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Say that what was read from claims is about this diplomatic proposal; from then on it is no part of another group.

    To part what was grouped, open a second one and join there what belongs to it. `proposal withdraw` takes a joining back.
    """
    join_claims(record, subject, claims, by=by, compartment=compartment, as_json=as_json)


@app.command("withdraw")
def withdraw(
    ids: TellingIds,
    *,
    reason: Reason,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw what was entered wrongly: it stays in the log, and is in no view from there on."""
    take_back(record, ids, reason=reason, by=by, as_json=as_json)
