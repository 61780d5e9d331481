"""What the commands about notified sites share: options, the present moment, and what is said once something was entered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import moment
from truceline.cli.output import isolated, print_json, print_text, say

if TYPE_CHECKING:
    from truceline.workflow.notifying import Done

SiteId = Annotated[str, typer.Argument(metavar="SITE", help="Its id (st1) or its reference.")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", callback=moment, help="When: a day, or an instant with its zone [default: now]."),
]
SaidBy = Annotated[
    str | None,
    typer.Option("--said-by", metavar="WHO", help="Who says so: an actor of the pack or a name [default: who enters it]."),
]
VersionNumber = Annotated[int | None, typer.Option("--version", metavar="N", min=1, help="Which version [default: the newest].")]
ValidTo = Annotated[
    str | None,
    typer.Option("--valid-to", metavar="TIME", callback=moment, help="Until when it holds: a day or an instant with its zone."),
]


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
