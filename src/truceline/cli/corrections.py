"""What a person types to correct a claim: ``FIELD=VALUE``, the same names as the options of ``truceline claim correct``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from truceline.cli.options import moment
from truceline.errors import UsageError

if TYPE_CHECKING:
    from truceline.model import Figure
    from truceline.workflow.correcting import Correction

FIELDS = (
    "stance",
    "speaker",
    "unnamed",
    "about",
    "killed",
    "injured",
    "count",
    "said-at",
    "when",
    "place",
    "event",
    "means",
    "span",
)
START = re.compile(r"[\w-]+=")
VALUE = re.compile(r"""(?:"([^"]*)"|'([^']*)')(?=\s|$)|(.*?)(?=\s+[\w-]+=|\s*$)""")


def parts_of(line: str) -> Iterator[str]:
    """Yield the ``FIELD=VALUE`` parts of a line; a value goes on to the next field, or stands in quotation marks.

    >>> list(parts_of("stance=deny speaker=Miles O'Brien"))
    ['stance=deny', "speaker=Miles O'Brien"]
    >>> list(parts_of('place="Bridge (x=2)" killed=3'))
    ['place=Bridge (x=2)', 'killed=3']
    """
    at = 0
    while rest := line[at:].strip():
        at = line.index(rest, at)
        start = START.match(line, at)
        value = VALUE.match(line, start.end()) if start else None
        if start is None or value is None:
            yield rest
            return
        yield start.group() + next((group for group in value.groups() if group is not None), "")
        at = value.end()


def correction_from(parts: Iterable[str]) -> Correction:
    """Read ``FIELD=VALUE`` parts.

    Raises:
        UsageError: a part has no ``=`` or no value, or names a field that is none of ours.
    """
    values: dict[str, list[str]] = {}
    for part in parts:
        name, equals, value = part.partition("=")
        if not (equals and value.strip()) or name not in FIELDS:
            message = f'"{part}" does not say what to correct; expected FIELD=VALUE with one of {", ".join(FIELDS)}'
            raise UsageError(message)
        values.setdefault(name, []).append(value)
    return _correction(values)


def _correction(values: dict[str, list[str]]) -> Correction:
    from truceline.workflow.correcting import Correction  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.marking import span_of  # noqa: PLC0415

    last = {name: given[-1] for name, given in values.items()}
    figures = figures_from(last.get("killed"), last.get("injured"), values.get("count", []))
    return Correction(
        spans=tuple(span_of(text) for text in values["span"]) if "span" in values else None,
        speaker=last.get("speaker"),
        unnamed=last.get("unnamed"),
        stance=last.get("stance"),
        about=subjects(values["about"]) if "about" in values else None,
        figures=figures or None,
        said_at=period(last.get("said-at")),
        when=period(last.get("when")),
        place=last.get("place"),
        event=last.get("event"),
        means=last.get("means"),
    )


def figures_from(killed: str | None, injured: str | None, counts: Iterable[str]) -> tuple[Figure, ...]:
    """Return the figures as typed, in the order killed, injured, others."""
    from truceline.workflow.figures import figure, figure_named  # noqa: PLC0415

    people = [(killed, "killed"), (injured, "injured")]
    return (
        *(figure(value, effect, "people") for value, effect in people if value is not None),
        *(figure_named(text) for text in counts),
    )


def subjects(given: Iterable[str]) -> tuple[str, ...]:
    """Return subjects given one by one or joined by commas."""
    return tuple(part.strip() for text in given for part in text.split(",") if part.strip())


def period(text: str | None) -> str | None:
    """Return a day, an instant, or two of them joined by ``..``, each checked.

    Raises:
        UsageError: one of them is not in the calendar.
    """
    if not text:
        return None
    try:
        return "..".join((moment(part) or "") if part else "" for part in text.split("..", 1))
    except typer.BadParameter as error:
        raise UsageError(str(error)) from error
