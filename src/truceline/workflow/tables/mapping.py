"""Mapping files: which column of a table is which field, in which words, units and formats (docs/formats/observations.md).

Nothing is guessed from a table: a date that is not written YYYY-MM-DD needs its format here, a time without zone its zone, a word
of a vocabulary that is not ours its meaning.
"""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Mapping as AbstractMapping
from typing import Literal, TypeVar, cast

import msgspec

from truceline.errors import InputError
from truceline.reader.coordinates import DATUM_NAMES, Notation, is_datum
from truceline.reader.formats.located_yaml import LocatedMap, Mistake, line_at, read_yaml, steps_of

T = TypeVar("T")
UNITS = ("m", "km", "ft", "mi")
MOST_TIMES = 1_000_000
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d")
_AT = re.compile(r" - at `\$([^`]*)`$")
_TOKENS = re.compile(r"YYYY|MON|MM|DD|hh|mm|ss")


class FieldMap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a field comes from: a ``column``, or one ``value`` for all rows; ``words`` of the table to words of ours.

    ``unit`` is for numbers without one, ``format`` for dates and instants, ``zone`` for instants without one, ``separator``
    for what stands between the parts of a list, ``times`` for what a number is multiplied by (tonnes with decimals, counted in
    kg: 1000). For coordinates: ``order`` says which number comes first (``geopoint``: latitude,
    longitude, altitude and accuracy, as Kobo and ODK write a point), ``notation`` whether 36.09 is decimals or minutes, ``datum``
    what they were measured from.
    """

    column: str | None = None
    value: str | None = None
    words: dict[str, str] = {}
    unit: str | None = None
    format: str | None = None
    zone: str | None = None
    separator: str | None = None
    times: int | None = None
    order: Literal["lat_lon", "lon_lat", "geopoint"] | None = None
    notation: Notation | None = None
    datum: str | None = None


class Only(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rows are meant: those whose ``column`` is one of ``are``; ``because`` says why the others are passed over."""

    column: str
    are: tuple[str, ...]
    because: str


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping file. ``about``: what a row is. ``empty``: what stands in a cell for nothing.

    ``merged``: ``repeat`` where cells merged downwards hold their value for each of their rows; else they are refused.
    """

    about: str
    fields: dict[str, FieldMap | str]
    zone: str | None = None
    date: str | None = None
    sheet: str | None = None
    header_row: int = 1
    delimiter: str | None = None
    encoding: str | None = None
    repeat: str | None = None
    empty: tuple[str, ...] = ()
    merged: Literal["refuse", "repeat"] = "refuse"
    only: Only | None = None
    title: str | None = None

    def field(self, name: str) -> FieldMap | None:
        """Return where a field comes from, its column, unit, format and zone filled in; None where the mapping has none."""
        found = self.fields.get(name)
        if found is None:
            return None
        said = FieldMap(column=found) if isinstance(found, str) else found
        return msgspec.structs.replace(said, format=said.format or self.date, zone=said.zone or self.zone)


def bundled() -> tuple[str, ...]:
    """Return the names of the mappings that come with the program, for the forms that it writes."""
    folder = importlib.resources.files(__package__).joinpath("mappings")
    return tuple(sorted(each.name.removesuffix(".yaml") for each in folder.iterdir() if each.name.endswith(".yaml")))


def bundled_mapping(name: str) -> bytes:
    """Return the bytes of a mapping that comes with the program."""
    return importlib.resources.files(__package__).joinpath(f"mappings/{name}.yaml").read_bytes()


def read_mapping(path: str, data: bytes, shapes: AbstractMapping[str, frozenset[str]]) -> Mapping:
    """Read a mapping. ``shapes`` are what a row may be about, each with the names of its fields.

    Raises:
        InputError: it has mistakes; the message names all of them, with their lines.
    """
    mistakes: list[Mistake] = []
    found = read_yaml(path, data, mistakes)
    mapping = None if mistakes else _converted(path, found, mistakes)
    if mapping is not None and isinstance(found, LocatedMap):
        mistakes += _check(path, mapping, found, shapes)
    if mistakes or mapping is None:
        listed = "\n  ".join(str(each) for each in mistakes)
        message = f"the mapping {path} has {len(mistakes)} mistakes; nothing was read:\n  {listed}"
        raise InputError(message)
    return mapping


def _converted(path: str, found: object, mistakes: list[Mistake]) -> Mapping | None:
    if not isinstance(found, LocatedMap):
        mistakes.append(Mistake(f"{path}:1", "says nothing; expected `about` and `fields`"))
        return None
    fields = found.get("fields")
    for name, said in fields.items() if isinstance(fields, LocatedMap) else ():
        if not isinstance(said, str):  # each on its own, so that the message knows which one it is
            _try(path, said, FieldMap, mistakes, found, ("fields", name))
    return None if mistakes else _try(path, found, Mapping, mistakes, found, ())


def _try(  # noqa: PLR0913, PLR0917 - a value, and how its place in the file is found
    path: str, said: object, kind: type[T], mistakes: list[Mistake], found: LocatedMap, above: tuple[str, ...]
) -> T | None:
    """Return a value as a type of ours, None with a located mistake where it is none."""
    try:
        return msgspec.convert(said, kind, strict=False)
    except msgspec.ValidationError as error:
        what = str(error)
        at = _AT.search(what)
        steps = tuple(steps_of(at.group(1))) if at else ()
        mistakes.append(
            Mistake(f"{path}:{line_at(found, (*above, *steps))}", _AT.sub(f" (in `{at.group(1)}`)" if at else "", what))
        )
        return None


def _check(path: str, mapping: Mapping, found: LocatedMap, shapes: AbstractMapping[str, frozenset[str]]) -> list[Mistake]:
    """Return what is wrong with the meaning of a mapping."""
    mistakes: list[Mistake] = []

    def wrong(what: str, *steps: str) -> None:
        mistakes.append(Mistake(f"{path}:{line_at(found, steps)}", what))

    if mapping.about not in shapes:
        wrong(f"about {mapping.about!r}; expected one of {', '.join(shapes)}", "about")
        return mistakes
    if mapping.header_row < 1:
        wrong(f"header_row {mapping.header_row}; expected 1 or more", "header_row")
    known = shapes[mapping.about]
    for name in mapping.fields:
        if name not in known:
            wrong(f"no field {name!r} of {mapping.about}; expected one of {', '.join(sorted(known))}", "fields", name)
        for what in _field_mistakes(cast("FieldMap", mapping.field(name))):
            wrong(f"{name}: {what}", "fields", name)
    for zone in [mapping.zone] if mapping.zone else []:
        if not _OFFSET.fullmatch(zone):
            wrong(f"zone {zone!r}; expected a distance from UTC such as +02:00, in quotation marks", "zone")
    if mapping.date and not _is_format(mapping.date):
        wrong(_format_mistake(mapping.date), "date")
    return mistakes


def _field_mistakes(field: FieldMap) -> list[str]:
    found = []
    if (field.column is None) == (field.value is None):
        found.append("expected either `column`, the header in the table, or `value`, the same for all rows")
    if field.unit is not None and field.unit not in UNITS:
        found.append(f"unit {field.unit!r}; expected one of {', '.join(UNITS)}")
    if field.format is not None and not _is_format(field.format):
        found.append(_format_mistake(field.format))
    if field.times is not None and not 1 <= field.times <= MOST_TIMES:
        found.append(f"times {field.times}; expected a whole number from 1 to {MOST_TIMES:,}")
    if field.datum is not None and not is_datum(field.datum):
        found.append(f"datum {field.datum!r}; expected one of {', '.join(DATUM_NAMES)}")
    if field.zone is not None and not _OFFSET.fullmatch(field.zone):
        found.append(f"zone {field.zone!r}; expected a distance from UTC such as +02:00, in quotation marks")
    return found


def _is_format(written: str) -> bool:
    tokens = _TOKENS.findall(written)
    has_day = "YYYY" in tokens and "DD" in tokens and ("MM" in tokens) != ("MON" in tokens)
    return has_day and len(tokens) == len(set(tokens)) and not re.search(r"[A-Za-z]", _TOKENS.sub("", written).replace("T", ""))


def _format_mistake(written: str) -> str:
    return f"date format {written!r}; expected YYYY, MM (or MON) and DD, maybe hh, mm, ss, such as DD.MM.YYYY hh:mm"
