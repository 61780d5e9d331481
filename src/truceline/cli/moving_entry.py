"""``truceline movement``: opening a movement or plan, telling what somebody says of it, tying it to an incident, withdrawing."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.options import AsJson, By, CompartmentName, Published, RecordDir, day
from truceline.cli.output import isolated, print_json, print_text, say

app = typer.Typer(
    help="Open an aid movement or plan, enter what somebody says of it, tie it to its incident, withdraw what was wrong.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Movement = Annotated[str, typer.Argument(metavar="MOVEMENT", help="Its id (mv1, pl1), its reference or its name.")]
SaidBy = Annotated[str, typer.Option("--said-by", metavar="WHO", help="Who says so: an actor of the pack or a name.")]


@app.command("open")
def open_(  # noqa: PLR0913 - one parameter an option
    name: Annotated[str, typer.Argument(metavar="NAME", help="By which people know it; sealed.")],
    *,
    reference: Annotated[
        str | None,
        typer.Option("--reference", metavar="WORDS", help="By which its office knows it; the same again is the same movement."),
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="It is a plan for several areas, not a movement.")] = False,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Open a movement, or a plan, of which something is then told. The same reference, or without one the same name, is one."""
    from truceline.cli.recording import compartment_of  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.telling import open_subject  # noqa: PLC0415

    with opened(record) as held:
        co = compartment_of(held, compartment)
        made = open_subject(held, "plan" if plan else "movement", name, reference=reference, by=by or user_name(), co=co)
    _tell(made.id, is_new=made.new, what="opened", as_json=as_json)


@app.command("tell")
def tell(  # noqa: PLR0913 - one parameter an option
    movement: Movement,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="movement plan permit cargo checkpoint stage leg seal excluded delay obstruction outcome",
        ),
    ],
    fields: Annotated[
        list[str],
        typer.Argument(metavar="FIELD=VALUE", help="As in a table: step=governor requested=2016-09-10 decision=granted."),
    ],
    *,
    said_by: SaidBy,
    via: Annotated[
        list[str] | None, typer.Option("--via", metavar="WHO", help="Through whom, outermost first; may be given again.")
    ] = None,
    said_on: Annotated[
        str | None, typer.Option("--said-on", metavar="DATE", callback=day, help="On which day it was said.")
    ] = None,
    stance: Annotated[
        str | None, typer.Option("--stance", metavar="WORD", help="deny where it is said not to be so [default: assert].")
    ] = None,
    claim: Annotated[str | None, typer.Option("--claim", metavar="ID", help="The claim of a report that it stands on.")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Anything else; sealed.")] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="OFFSET", help="Distance from UTC of times given without one: +03:00.")
    ] = None,
    published: Published = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter what somebody says of a movement or plan, by the fields that a log has (docs/formats/movements.md).

    Nothing is judged: what cannot be so is said and entered all the same, and the board shows it.
    """
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.workflow.moving import type_in  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    given = _fields(fields) | {"by": said_by}
    given |= {name: words for name, words in (("said_on", said_on), ("stance", stance), ("note", note)) if words is not None}
    if via:
        given["via"] = ";".join(via)
    with opened(record) as held:
        found = type_in(
            held,
            movement,
            kind,
            given,
            by=by or user_name(),
            zone=zone,
            published=published,
            claim=claim,
            co=compartment_of(held, compartment),
        )
    for doubt in found.doubts:
        say(isolated(f"look at this: {doubt}"))
    _tell(found.id, is_new=found.new, what="entered", as_json=as_json)


@app.command("tie")
def tie(  # noqa: PLR0913 - one parameter an option
    movement: Movement,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="Its id, as `truceline incidents` lists it.")],
    *,
    said_by: Annotated[str | None, typer.Option("--said-by", metavar="WHO", help="Who says so [default: who enters it].")] = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter that this movement is the one of an incident: what reports say of that is shown with it from then on."""
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.workflow import moving  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    who = by or user_name()
    with opened(record) as held:
        co = compartment_of(held, compartment)
        found = moving.tie(held, movement, incident, by=who, said_by=said_by or who, co=co)
    _tell(found.id, is_new=found.new, what="entered", as_json=as_json)


@app.command("withdraw")
def withdraw(
    telling: Annotated[
        str, typer.Argument(metavar="TELLING", help="Its id (tl4), or a movement of which nothing is told (mv1).")
    ],
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What was wrong about it. Sealed.")],
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw a telling that was entered wrongly: it stays in the log, and counts for nothing from there on."""
    from truceline.movements.reminder import REMINDER  # noqa: PLC0415
    from truceline.workflow import telling as entering  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        gone = entering.withdraw(held, telling, reason=reason, by=by or user_name())
    if as_json:
        print_json(gone)
    else:
        print_text(gone.id)
    say(f"withdrawn: {gone.id}, entered at entry {gone.entered}; entry {gone.withdrawn} says so")
    say(REMINDER)


def _fields(given: list[str]) -> dict[str, str]:
    """Return fields by name.

    Raises:
        UsageError: one is not NAME=VALUE, or stands there twice.
    """
    from truceline.errors import UsageError  # noqa: PLC0415

    found: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name or not value.strip():
            message = f'"{each}" is no field; expected FIELD=VALUE, such as step=governor'
            raise UsageError(message)
        if name in found:
            message = f'"{name}" is given twice; expected it once, several values with a semicolon between them'
            raise UsageError(message)
        found[name] = value
    return found


def _tell(name: str, *, is_new: bool, what: str, as_json: bool) -> None:
    from truceline.movements.reminder import REMINDER  # noqa: PLC0415

    if as_json:
        print_json({"id": name, "new": is_new, "reminder": REMINDER})
    else:
        print_text(name)
    say(f"{what if is_new else 'already in the record'}: {name}")
    say(REMINDER)
