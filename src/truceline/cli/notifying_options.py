"""What the commands about notified sites share: options, the present moment, and what is said once something was entered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import moment
from truceline.cli.output import isolated, print_json, print_text, say

if TYPE_CHECKING:
    from truceline.workflow.notifying import Done

SiteId = Annotated[str, typer.Argument(metavar="SITE", help="Its id (st1) or its reference.")]
OPTION = re.compile("--[a-z]+(?:-[a-z]+)*")
OPEN_TO_ANY = {"allow_extra_args": True, "ignore_unknown_options": True}
"""The usual message about a word too many repeats it, and it may be half of a position: such words come to ``refuse_rest``."""


def when(value: str | None) -> str | None:
    """Return a day or an instant, or end with exit code 2; what looks like a position is not repeated."""
    from truceline.workflow.notifying import tells_position  # noqa: PLC0415 - imports wait until a command needs them

    if value is not None and tells_position(value):
        message = "this looks like a position; expected a day or an instant with its zone, and the position in --position"
        raise typer.BadParameter(message)
    return moment(value)


At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", callback=when, help="When: a day, or an instant with its zone [default: now]."),
]
SaidBy = Annotated[
    str | None,
    typer.Option("--said-by", metavar="WHO", help="Who says so: an actor of the pack or a name [default: who enters it]."),
]
VersionNumber = Annotated[int | None, typer.Option("--version", metavar="N", min=1, help="Which version [default: the newest].")]
ValidTo = Annotated[
    str | None,
    typer.Option("--valid-to", metavar="TIME", callback=when, help="Until when it holds: a day or an instant with its zone."),
]


def refuse_rest(context: typer.Context) -> None:
    """Refuse words that no option or argument takes, without repeating any that is not the name of an option.

    Raises:
        UsageError: there are some.
    """
    from truceline.errors import UsageError  # noqa: PLC0415

    if context.args:
        options = [word.partition("=")[0] for word in context.args if OPTION.fullmatch(word.partition("=")[0])]
        named = f"no option {', '.join(options)}; " if options else ""
        message = (
            f"{named}{len(context.args)} words too many; expected a name of several words in quotation marks, and a position "
            "with --position; nothing was written"
        )
        raise UsageError(message)


def now_or(at: str | None) -> str:
    """Return the time given, else the present one, to the minute."""
    from truceline.workflow.people import now  # noqa: PLC0415 - imports wait until a command needs them

    return at or now().isoformat(timespec="minutes")


def tell(done: Iterable[Done], *, as_json: bool) -> None:
    """Print what came of it, what is to be said about it, and the reminder."""
    from truceline.movements.reminder import REMINDER  # noqa: PLC0415

    for each in done:
        if as_json:
            print_json(each)
        else:
            print_text(each.site)
        say(f"{'entered' if each.new else 'already in the record'}: {each.telling}, of {each.site} version {each.version}")
        for remark in each.remarks:
            say(isolated(f"note: {remark}"))
    say(REMINDER)
