"""``truceline coordinates``: every way to read coordinates, and whether they lie where they are said to lie."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer

from truceline.cli.options import AsJson, Theatre
from truceline.cli.output import console, isolated, print_json, say, table
from truceline.errors import NotFoundError, UsageError
from truceline.model import Fault

if TYPE_CHECKING:
    from truceline.model import Place
    from truceline.reader.coordinates import Checked, Fit, Surroundings

READINGS = ("reading", "decimal degrees", "degrees, minutes, seconds", "MGRS", "accuracy")
PIPE = "-"


Text = Annotated[
    str,
    typer.Argument(metavar="TEXT", help="The coordinates as written, in quotation marks; - reads them from stdin, one a line."),
]
PlaceName = Annotated[
    str | None, typer.Option("--place", metavar="NAME", help="Where that is said to be: a place of the theatre, by name or id.")
]
DatumName = Annotated[
    str | None,
    typer.Option(
        "--datum", metavar="NAME", help="Datum of the map or device; unknown widens the accuracy [default: WGS84, assumed]."
    ),
]
OrderOf = Annotated[
    Literal["lat_lon", "lon_lat"] | None,
    typer.Option("--order", help="Which number comes first, where whoever wrote it said so."),
]
NotationOf = Annotated[
    Literal["decimal", "degrees.minutes"] | None,
    typer.Option("--notation", help="Whether 36.09 is decimals or 36°09′, where whoever wrote it said so."),
]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One reading as printed with --json; ``distance_m``: from the stated place."""

    lat: float
    lon: float
    accuracy_m: int
    how: str
    distance_m: int | None
    is_near: bool | None
    is_in_frame: bool | None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What --json prints for one text (docs/formats/coordinates.md)."""

    raw: str
    format: str | None
    datum: str
    datum_basis: str
    place: str | None
    readings: tuple[Reading, ...]
    doubts: tuple[str, ...]
    others: tuple[Reading, ...]
    questions: tuple[Fault, ...]
    settled: Reading | None


def coordinates(  # noqa: PLR0913 - one parameter an option
    text: Text,
    *,
    place: PlaceName = None,
    theatre: Theatre = None,
    datum: DatumName = None,
    order: OrderOf = None,
    notation: NotationOf = None,
    as_json: AsJson = False,
) -> None:
    """Read coordinates strictly, in degrees, UTM or MGRS, and hold them against the place that they are said to be of.

    Every reading is shown with its accuracy; nothing is put right. Exit codes: 0 one reading, 1 something is to be asked,
    3 not readable. What begins with a minus goes behind two dashes: truceline coordinates -- "-4.6, -74.1". What is typed here
    stays in the shell's history: exact positions of sites are better read from stdin with -.
    """
    from truceline.reader.coordinates import check, read  # noqa: PLC0415 - imports wait until a command needs them

    around = _surroundings(place, theatre)
    worst = found = 0
    for line in _lines(text):
        checked = check(read(line, datum=_datum(datum), order=order, notation=notation), around)
        _print(checked, around, as_json=as_json)
        found += 1
        worst = max(worst, 3 if not checked.fits else 1 if checked.questions else 0)
    if not found:
        message = "nothing was read; expected coordinates, one a line"
        raise NotFoundError(message)
    if worst:
        raise typer.Exit(worst)


def _lines(text: str) -> Iterator[str]:
    """Yield the texts to read; bytes that are no UTF-8 become U+FFFD, which is refused with its place."""
    if text != PIPE:
        yield text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return
    for line in sys.stdin.buffer:
        if line.strip():
            yield line.decode("utf-8", "replace").rstrip("\r\n")


def _datum(name: str | None) -> str | None:
    """Return the name of a datum that is known, or end with exit code 2."""
    from truceline.reader.coordinates import DATUM_NAMES, is_datum  # noqa: PLC0415

    if name is None or is_datum(name):
        return name
    message = f'datum "{name}" is not known; expected one of {", ".join(DATUM_NAMES)}'
    raise UsageError(message)


def _surroundings(place: str | None, theatre: str | None) -> Surroundings:
    """Return what the coordinates are held against; nothing where neither a place nor a theatre is named."""
    from truceline.reader.coordinates import Surroundings, surroundings  # noqa: PLC0415
    from truceline.reader.gazetteer import Gazetteer  # noqa: PLC0415
    from truceline.workflow.packs import without_agreements  # noqa: PLC0415

    if place is None and theatre is None:
        return Surroundings()
    loaded = without_agreements(theatre or "world")
    if place is None:
        return surroundings(loaded.places, loaded.country)
    gazetteer = Gazetteer(loaded.places)
    known = gazetteer.get(place)
    found = (known,) if known else gazetteer.named(place)
    own = [each for each in found if each.country == loaded.country]
    return surroundings(loaded.places, loaded.country, _only(place, own if len(own) == 1 else found, loaded.name))


def _only(name: str, found: Sequence[Place], theatre: str) -> Place:
    if not found:
        message = f'the theatre {theatre} has no place "{name}"; expected a name or id of its places; another one with --theatre'
        raise NotFoundError(message)
    if len(found) > 1:
        message = (
            f'"{name}" is {len(found)} places of the theatre {theatre}; expected one of {", ".join(each.id for each in found)}'
        )
        raise UsageError(message)
    if found[0].lat is None or found[0].lon is None:
        message = f'"{name}" ({found[0].id}) has no point in the theatre {theatre}; expected a place that has one'
        raise UsageError(message)
    return found[0]


def _print(checked: Checked, around: Surroundings, *, as_json: bool) -> None:
    if as_json:
        print_json(_answer(checked, around))
        return
    _print_readings(checked, around)
    for question in checked.questions:
        _print_question(checked.coordinates.raw, question)


def _print_readings(checked: Checked, around: Surroundings) -> None:
    """Print the readings, and below them what would lie near the stated place, as one table."""
    if not checked.fits:
        return
    text = checked.coordinates
    place = around.stated
    columns = (*READINGS, *([f"from {place.name}", "near"] if place else []))
    rows = [_row(fit, around) for fit in checked.fits]
    rows += [_row(fit, around, before="not written, would be near: ") for fit in checked.others]
    title = f"{isolated(text.raw)}  ({text.format}, datum {text.datum} {text.datum_basis})"
    console().print(table(columns, rows, title=title))


def _row(fit: Fit, around: Surroundings, before: str = "") -> tuple[str, ...]:
    from truceline.reader.coordinates import in_all_ways  # noqa: PLC0415

    position = fit.position
    ways = in_all_ways(position.lat, position.lon, position.accuracy_m)
    cells = (f"{before}{position.how}", *ways, *[""] * (3 - len(ways)), f"{position.accuracy_m:,} m")
    if around.stated is None or fit.distance_m is None:
        return cells
    return (*cells, f"{fit.distance_m / 1000:,.1f} km", "yes" if fit.is_near else "no")


def _print_question(raw: str, question: Fault) -> None:
    """Print a question on stderr, the text underlined where it is about a part of it."""
    from truceline.reader.coordinates import underlined  # noqa: PLC0415

    if question.span is not None and len(question.span) < len(raw):
        say("\n".join(f"    {line}" for line in underlined(raw, question.span).split("\n")))
    say(f"truceline: {isolated(question.message)} [{question.code}]")


def _answer(checked: Checked, around: Surroundings) -> Answer:
    text = checked.coordinates
    settled = next((fit for fit in checked.fits if fit.position == checked.settled), None)
    return Answer(
        raw=text.raw,
        format=text.format,
        datum=text.datum,
        datum_basis=text.datum_basis,
        place=around.stated.id if around.stated else None,
        readings=tuple(map(_reading, checked.fits)),
        doubts=text.doubts,
        others=tuple(map(_reading, checked.others)),
        questions=checked.questions,
        settled=_reading(settled) if settled else None,
    )


def _reading(fit: Fit) -> Reading:
    position = fit.position
    return Reading(
        lat=round(position.lat, 9),
        lon=round(position.lon, 9),
        accuracy_m=position.accuracy_m,
        how=position.how,
        distance_m=fit.distance_m,
        is_near=fit.is_near,
        is_in_frame=fit.is_in_frame,
    )
