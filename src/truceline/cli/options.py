"""The options that several commands share, each checked the moment it is read."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated

import typer

from truceline.model.days import can_be_asked_for, in_plain_digits

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day(value: str | None) -> str | None:
    """Return a day of the calendar in figures 0 to 9, or end with exit code 2 and say what is wrong with it."""
    if value is None:
        return None
    value = in_plain_digits(value)
    if not DAY.fullmatch(value):
        message = f'"{value}" is not a day; expected YYYY-MM-DD, such as 2016-09-20'
        raise typer.BadParameter(message)
    try:
        dt.date.fromisoformat(value)
    except ValueError as error:
        message = f'"{value}" is not in the calendar ({error}); expected a day as YYYY-MM-DD, such as 2016-09-20'
        raise typer.BadParameter(message) from error
    if not can_be_asked_for(value):
        message = f'"{value}" is too far away; expected a day of the years 2 to 9998, such as 2016-09-20'
        raise typer.BadParameter(message)
    return value


def stretch(value: str | None) -> str | None:
    """Return days as ``FROM..TO``, or end with exit code 2 and say what is wrong with them."""
    if value is None:
        return None
    from truceline.errors import UsageError  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.outputs.views.happened import days_of  # noqa: PLC0415

    try:
        days = days_of(value)
    except UsageError as error:
        raise typer.BadParameter(str(error)) from error
    return f"{days.first or ''}..{days.last or ''}"


def moment(value: str | None) -> str | None:
    """Return an instant as RFC 3339 with its zone, or a day, or end with exit code 2."""
    if value is None or DAY.fullmatch(value):
        return day(value)
    try:
        read = dt.datetime.fromisoformat(value)
    except ValueError as error:
        message = f'"{value}" is not a time; expected 2016-09-20T07:00+03:00 or a day as 2016-09-20'
        raise typer.BadParameter(message) from error
    if read.tzinfo is None:
        message = f'"{value}" has no zone; add one, such as {value}+03:00 or {value}Z'
        raise typer.BadParameter(message)
    return read.isoformat()


RecordDir = Annotated[
    Path | None,
    typer.Option(
        "--record",
        metavar="DIR",
        envvar="TRUCELINE_RECORD",
        show_envvar=False,
        help="The record [default: TRUCELINE_RECORD, then the nearest truceline.toml upwards].",
    ),
]
Theatre = Annotated[
    str | None,
    typer.Option(
        "--theatre",
        metavar="NAME|DIR",
        help="Theatre pack: names of actors and places; a pack's name or a folder [default: world].",
    ),
]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="What the record is about: actual, exercise or demonstration [default: actual]."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, one object a line.")]
Known = Annotated[
    str | None,
    typer.Option(
        "--known",
        metavar="DATE",
        callback=day,
        help="Only what readers of these reports could know on that day (by day of publication).",
    ),
]
Said = Annotated[str | None, typer.Option("--said", metavar="DATE", callback=day, help="Only what had been said by that day.")]
Entry = Annotated[
    int | None,
    typer.Option("--entry", metavar="N", min=0, help="The record as it stood after entry N of its log, counted from 0."),
]
Happened = Annotated[
    str | None,
    typer.Option(
        "--happened",
        metavar="FROM[..TO]",
        callback=stretch,
        help="Only what may have happened on that day or in those days; what nothing dates is counted apart.",
    ),
]
WithProposals = Annotated[
    bool, typer.Option("--with-proposals", help="Count also claims that a machine proposed and nobody has decided on.")
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", callback=day, help="Day of publication of reports that give none themselves."),
]
Publisher = Annotated[
    str | None, typer.Option("--publisher", metavar="NAME", help="Publisher of reports that give none themselves.")
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Character encoding of the files, such as windows-1256 [default: UTF-8]."),
]
CompartmentName = Annotated[
    str | None,
    typer.Option(
        "--compartment",
        metavar="NAME",
        help="Whose key what is sealed is under: `truceline compartments` lists them [default: open].",
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides or enters [default: the name of the user of this computer]."),
]
