"""What the commands share by which people enter proposals, contacts, channels and bodies: who says it, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from truceline.cli.options import day, moment
from truceline.cli.output import print_json, print_text, say

if TYPE_CHECKING:
    from truceline.model.assertions import SubjectOf
    from truceline.workflow.diplomacy import Says, Typed

SubjectId = Annotated[str, typer.Argument(metavar="ID", help="Its id, its reference or its name.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="By which people know it. Sealed.")]
Reference = Annotated[
    str | None,
    typer.Option("--reference", metavar="REF", help="By which its office knows it; tells two of one name apart. Sealed."),
]
SaidBy = Annotated[str, typer.Option("--said-by", metavar="WHO", help="Who says so: an actor of the pack, or words.")]
SaidOn = Annotated[
    str | None,
    typer.Option("--said-on", metavar="DATE", callback=day, help="When it was said [default: when it was published]."),
]
Via = Annotated[
    list[str] | None, typer.Option("--via", metavar="WHO", help="Through whom it came; several times, the outermost first.")
]
StanceOf = Annotated[
    str,
    typer.Option("--stance", metavar="WORD", help="assert, confirm, deny, retract ... A denial is no telling."),
]
Unnamed = Annotated[bool, typer.Option("--unnamed", help="The speaker is not named, only where they belong.")]
ClaimId = Annotated[
    str | None,
    typer.Option("--claim", metavar="CLAIM", help="The claim it stands on; it takes the place of what was read from that."),
]
Claims = Annotated[list[str], typer.Argument(metavar="CLAIM", help="Claims, as `truceline claims` prints them.")]
TellingIds = Annotated[
    list[str], typer.Argument(metavar="ID", help="Tellings (tl4), or a subject of which nothing is told any more.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="What was wrong about it. Sealed.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Free words. Sealed.")]
At = Annotated[
    str | None, typer.Option("--at", metavar="TIME", callback=moment, help="When it was: a day, or an instant with its zone.")
]


def says(  # noqa: PLR0913 - one parameter an option
    said_by: str,
    via: Sequence[str] | None,
    *,
    said_on: str | None,
    stance: str,
    unnamed: bool,
    published: str | None,
    note: str | None,
    claim: str | None,
) -> Says:
    """Return who says it, as the options tell."""
    from truceline.workflow.diplomacy import Says  # noqa: PLC0415 - imports wait until a command needs them

    return Says(
        by=said_by,
        via=tuple(via or ()),
        stance=stance,
        unnamed=unnamed,
        said_on=said_on,
        published_at=published,
        note=note,
        claim=claim,
    )


def enter(  # noqa: PLR0913 - what is entered where, and how it is told
    record: Path | None, subject: str, typed: Typed, said: Says, *, by: str | None, compartment: str | None, as_json: bool
) -> None:
    """Enter one thing that somebody says, and say what came of it."""
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.workflow import diplomacy  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        done = diplomacy.enter(held, subject, typed, said, by=by or user_name(), co=compartment_of(held, compartment))
    if as_json:
        print_json(done)
    else:
        print_text(done.id)
    say(f"{'entered' if done.new else 'already in the record'}: {done.id}, of {done.subject}")


def open_one(  # noqa: PLR0913 - what is opened, by whom, and how it is told
    record: Path | None,
    of: SubjectOf,
    name: str,
    reference: str | None,
    *,
    by: str | None,
    compartment: str | None,
    as_json: bool,
) -> None:
    """Open a subject and print its id."""
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.telling import open_subject  # noqa: PLC0415

    with opened(record) as held:
        done = open_subject(held, of, name, reference=reference, by=by or user_name(), co=compartment_of(held, compartment))
    if as_json:
        print_json(done)
    else:
        print_text(done.id)
    say(f"{'opened' if done.new else 'already in the record'}: {done.id}")


def join_claims(  # noqa: PLR0913 - what is joined where, by whom, and how it is told
    record: Path | None, subject: str, claims: Sequence[str], *, by: str | None, compartment: str | None, as_json: bool
) -> None:
    """Join what was read from claims to a subject, and say what came of it."""
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.ledger.tellings import kind_of  # noqa: PLC0415
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.outputs.views.diplomacy import read_from  # noqa: PLC0415
    from truceline.workflow import diplomacy  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        name = diplomacy.subject_named(held, subject)
        of = kind_of(name)
        sorts: tuple[type[Any], ...] = diplomacy.SORTS[of] if of else ()
        read = read_from(views.gather(held), claims, *sorts)
        done = diplomacy.join(held, name, read, by=by or user_name(), co=compartment_of(held, compartment))
    for each in done:
        if as_json:
            print_json(each)
        else:
            print_text(each.id)
        say(f"{'joined' if each.new else 'already joined'}: {each.claim} to {each.subject} by {each.id}")


def take_back(record: Path | None, wanted: Sequence[str], *, reason: str, by: str | None, as_json: bool) -> None:
    """Withdraw tellings or empty subjects, one after the other."""
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.telling import withdraw  # noqa: PLC0415

    with opened(record) as held:
        for each in wanted:
            gone = withdraw(held, each, reason=reason, by=by or user_name())
            if as_json:
                print_json(gone)
            else:
                print_text(gone.id)
            say(f"withdrawn: {gone.id}, entered at entry {gone.entered}; entry {gone.withdrawn} says so")
