"""``truceline call``: what a duty officer writes down while somebody is on the telephone."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.claiming import Event, Injured, Killed, PlaceName, StanceName, When
from truceline.cli.corrections import figures_from, period
from truceline.cli.options import AsJson, By, CompartmentName, Kind, RecordDir, Theatre, moment
from truceline.cli.output import console, print_json, print_text, say, table

if TYPE_CHECKING:
    from truceline.workflow.calls import Call

FROM_STDIN = "-"
NOUNS = {"caller": "name"}


About = Annotated[
    str | None, typer.Option("--about", metavar="TEXT", help="What the call is about, in a line; not the caller's name.")
]
Listed = Annotated[bool, typer.Option("--list", help="List the calls instead: received when, about what, asked of whom by when.")]
Received = Annotated[
    str | None,
    typer.Option(
        "--received", metavar="TIME", callback=moment, help="When, with its zone: 2016-09-20T07:00+03:00 [default: now]."
    ),
]
Channel = Annotated[
    str, typer.Option("--channel", metavar="TEXT", help="By what channel: telephone, hotline, radio, message ...")
]
Caller = Annotated[
    str | None,
    typer.Option(
        "--caller",
        metavar="NAME|-",
        help="Who called. Sealed: stands in no text, view or export. - asks for it unseen, or reads a line of stdin, "
        "so that it stands in no list of processes and no history of the shell.",
    ),
]
Contact = Annotated[
    str | None,
    typer.Option("--contact", metavar="TEXT|-", help="How the caller is reached: a number, an address. Sealed, as the name is."),
]
Position = Annotated[
    str | None,
    typer.Option(
        "--position", metavar="TEXT|-", help="The exact position that was given: coordinates, a house. Sealed; --place is not."
    ),
]
Words = Annotated[
    str | None, typer.Option("--words", metavar="TEXT", help="The caller's words as you noted them, in any language.")
]
AskedOf = Annotated[
    str | None, typer.Option("--asked-of", metavar="ACTOR", help="Who was asked for an answer: an id or a name of the pack.")
]
AnswerBy = Annotated[
    str | None,
    typer.Option("--answer-by", metavar="TIME", callback=moment, help="Until when: a day, or an instant with its zone."),
]


def call(  # noqa: PLR0913 - one parameter an option
    *,
    about: About = None,
    listed: Listed = False,
    received: Received = None,
    channel: Channel = "telephone",
    caller: Caller = None,
    contact: Contact = None,
    position: Position = None,
    words: Words = None,
    place: PlaceName = None,
    when: When = None,
    killed: Killed = None,
    injured: Injured = None,
    event: Event = None,
    stance: StanceName = "assert",
    asked_of: AskedOf = None,
    answer_by: AnswerBy = None,
    by: By = None,
    record: RecordDir = None,
    theatre: Theatre = None,
    kind: Kind = None,
    compartment: CompartmentName = None,
    as_json: AsJson = False,
) -> None:
    """Record an allegation made by telephone: when, by what channel, about what, asked of whom by when; the caller is sealed."""
    from truceline.cli.recording import compartment_of, opened_or_made  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.workflow.calls import Call, receive_call  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    if listed:
        _list(record, as_json=as_json)
        return
    if not about:
        message = "what is the call about? expected --about TEXT, or --list to see the calls there are"
        raise UsageError(message)
    at = received or dt.datetime.now().astimezone().isoformat(timespec="minutes")
    if "T" not in at:
        message = f'--received "{at}" has no time of day; expected an instant with its zone, such as {at}T07:00+03:00'
        raise UsageError(message)
    written = Call(
        received=at,
        about=about,
        channel=channel,
        caller=_unseen("caller", caller),
        contact=_unseen("contact", contact),
        position=_unseen("position", position),
        words=words,
        place=place,
        when=period(when),
        asked_of=asked_of,
        answer_by=answer_by,
        event=event,
        stance=stance,
        figures=figures_from(killed, injured, []),
    )
    with opened_or_made(record, theatre, kind) as held:
        entered = receive_call(held, written, by or user_name(), compartment_of(held, compartment))
    if as_json:
        print_json(entered)
    else:
        print_text(entered.id)
    say(f"{'entered' if entered.new else 'already in the record'}: {entered.id}, claim {entered.claim}; {_said_of(written)}")
    say("next: `truceline link`")


def _said_of(written: Call) -> str:
    """Return which values are sealed now, by name."""
    names = [name for name in ("caller", "contact", "position") if getattr(written, name)]
    sealed = f"the {', '.join(names)} {'is' if len(names) == 1 else 'are'} sealed"
    return sealed if written.caller else f"no caller given; {sealed}" if names else "no caller given"


def _unseen(what: str, given: str | None) -> str | None:
    """Return what is to be sealed, asked for where ``-`` stands for it; None where nothing but spaces was given.

    Where several are asked for, each is a line of stdin, in the order of the options: caller, contact, position.

    Raises:
        UsageError: it was asked for and did not come.
    """
    from truceline.errors import UsageError  # noqa: PLC0415

    if given != FROM_STDIN:
        return (given or "").strip() or None
    asked = typer.prompt(what, hide_input=True, err=True, default="") if sys.stdin.isatty() else sys.stdin.readline()
    if not asked.strip():
        message = (
            f"--{what} -: no {NOUNS.get(what, what)} came on stdin; expected one on a line of its own, or leave --{what} out"
        )
        raise UsageError(message)
    return str(asked).strip()


def _list(record: Path | None, *, as_json: bool) -> None:
    """Print the calls of the record; a caller's name is never among what is printed."""
    from truceline.workflow.calls import calls_in  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        noted = calls_in(held)
    if as_json:
        for each in noted:
            print_json(each)
    elif noted:
        columns = ("id", "received", "channel", "about", "asked of", "answer due", "caller", "by")
        rows = [
            (
                each.id,
                each.received_at,
                each.channel,
                each.about or "",
                each.asked_of or "",
                each.answer_due or "",
                each.caller,
                each.by,
            )
            for each in noted
        ]
        console().print(table(columns, rows))
    if not noted:
        say("no call in this record")
        raise typer.Exit(4)
