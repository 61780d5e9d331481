"""``truceline succeed``: go on with a restored copy under a new name, for everybody to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from truceline.cli.heads import succession_line
from truceline.cli.options import By, RecordDir
from truceline.cli.output import isolated, print_text, say

if TYPE_CHECKING:
    from truceline.ledger.leaf.bodies import SuccessionReason


def succeed(
    *,
    record: RecordDir = None,
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="REASON", help="restored (an older copy), cloned (one of two copies) or other."),
    ] = "restored",
    note: Annotated[
        str | None, typer.Option("--note", metavar="WORDS", help="What happened, in your words; it is sealed.")
    ] = None,
    by: By = None,
) -> None:
    """Declare that this copy of the record goes on under a new name, because the newer one is lost or another one goes on.

    All entries stay and work goes on with them. An entry says who declared it, why, and what the old log was known to have; its
    key signs it. Witnesses must be told the new key, and see it as another log. Only what cannot be undone any other way: look
    for the newer copy first.
    """
    from truceline.errors import UsageError  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.ledger.heads.succession import succeed as declare  # noqa: PLC0415
    from truceline.ledger.joint import standing  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    if reason not in ("restored", "cloned", "other"):
        message = f'"{reason}" is no reason; expected restored, cloned or other'
        raise UsageError(message)
    with opened(record, is_checked=False) as held:
        made = declare(held, reason=cast("SuccessionReason", reason), by=by or user_name(), note=note)
        is_key_listed = standing(held).is_key_listed
    print_text(made.body.vkey)
    say(isolated(succession_line(made.idx, made.body.old_origin, made.by, made.lost)))
    say("give the key above to every party, who compares it and runs `truceline witness trust KEY`")
    if not is_key_listed:
        say("the policy in force lists the key of the old log: make and set it anew, or nothing becomes joint")
