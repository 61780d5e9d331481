"""``truceline agreement mark``: a person's word on what a claim says of an agreement."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import print_json, say

ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="Id of a claim, as `truceline claims` prints it.")]
Does = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="ACT",
        help="accept refuse undertake begin extend suspend resume end withdraw resume_operations exclude; "
        "or assessment, authority, tally, nothing.",
    ),
]
Party = Annotated[
    str | None, typer.Option("--party", metavar="ACTOR", help="The party whose act it is [default: that of the speaker].")
]
Of = Annotated[
    list[str] | None,
    typer.Option("--of", metavar="NAME", help="With --as authority: a capacity or actor who may do it; several times."),
]
Effective = Annotated[
    str | None, typer.Option("--effective", metavar="WHEN", help="From when it holds: a day, or an instant with zone.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="WHEN", help="Until when it holds, written the same way.")]
AgreementId = Annotated[
    str | None,
    typer.Option("--agreement", metavar="ID", help="Which agreement [default: the latest by the day of the claim's report]."),
]


def mark(  # noqa: PLR0913 - one parameter an option
    claim: ClaimId,
    *,
    does: Does,
    party: Party = None,
    of: Of = None,
    effective: Effective = None,
    until: Until = None,
    agreement: AgreementId = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Say what the words of a claim do to an agreement, where no rule reads them or a rule misread them.

    Your word stands instead of the rules, with your name. What it can change still follows from who speaks: a party's act changes
    its own adherence, the arrangement only the acts that its text names.
    """
    from truceline.workflow import statements  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    word = statements.Word(does=does, party=party, of=tuple(of or ()), effective=effective, until=until)
    with opened(record) as held:
        made = statements.mark(held, claim, word, by or user_name(), agreement=agreement)
    if as_json:
        print_json(made)
    else:
        say(f"{made.mark}: {made.claim} is {made.does} for {made.agreement}, by {made.by} (entry {made.entry})")
