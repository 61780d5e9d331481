"""``truceline export``: a part of the record as a file for other programs, with what is needed to make it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from truceline.cli.listing import tell_undated
from truceline.cli.options import Entry, Happened, Known, RecordDir, Said, WithProposals
from truceline.cli.output import plural, say

if TYPE_CHECKING:
    from truceline.outputs.exports import Format, Part


def _part(value: str) -> str:
    from truceline.outputs.exports import PARTS  # noqa: PLC0415 - imports wait until a command needs them

    if value not in PARTS:
        message = f'"{value}" cannot be exported; expected one of {", ".join(PARTS)}'
        raise typer.BadParameter(message)
    return value


def _format(value: str | None) -> str | None:
    from truceline.outputs.exports import FORMATS  # noqa: PLC0415

    if value is not None and value not in FORMATS:
        message = f'"{value}" is no format; expected one of {", ".join(FORMATS)}'
        raise typer.BadParameter(message)
    return value


def export(  # noqa: PLR0913 - one parameter an option
    part: Annotated[str, typer.Argument(metavar="PART", callback=_part, help="incidents, claims or sources.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The file to write.")],
    record: RecordDir = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", callback=_format, help="jsonl or csv [default: by the file's ending]."),
    ] = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write a part of the record to a file that names log, size, root, software and choice.

    With --entry N, as the file says it, the same export can be made again, byte for byte, also after more was recorded.
    """
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.outputs.exports import export as write  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    chosen = form or ("csv" if out.suffix.lower() == ".csv" else "jsonl")
    with opened(record) as held:
        material = views.gather(held, selection)
        made = write(material, cast("Part", part), out, form=cast("Format", chosen), force=force)
    one = part.removesuffix("s")
    say(f"wrote {plural(made.rows, one)} to {' and '.join(map(str, made.files))}; SHA-256 of the rows {made.sha256}")
    tell_undated(material.undated)
    if not made.rows:
        if material.waiting:
            say(f"{plural(len(material.waiting), 'proposed claim')} not counted; `truceline review`, or --with-proposals")
        raise typer.Exit(4)
