"""``truceline report``: the record as one page that opens anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.listing import end_if_empty, tell_undated
from truceline.cli.options import Entry, Happened, Known, RecordDir, Said, WithProposals
from truceline.cli.output import say


def report(  # noqa: PLR0913 - one parameter an option
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="The file to write.")],
    *,
    record: RecordDir = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Language of headings and labels: en or ar.")] = "en",
) -> None:
    """Write the record as one self-contained page without scripts: incidents, accounts, marked text, evidence, timeline."""
    from truceline.outputs import report as page  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        written = page.write(
            held, out, known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals, lang=lang
        )
    say(f"wrote {out} ({out.stat().st_size:,} bytes)")
    tell_undated(written.basis.undated)
    end_if_empty(bool(written.incidents), written.basis.waiting, "incident")
