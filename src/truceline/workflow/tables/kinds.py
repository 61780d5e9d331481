"""What a cell can be read as. Each reading returns the value, or what was expected instead; none guesses.

A day is ``YYYY-MM-DD`` or in the mapping's format: 03/04/2016 is the third of April or the fourth of March, and only who made
the table knows. A formula is no value: nobody has computed it here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from truceline.agreement.observations import Range, read_bearing, read_distance, read_range
from truceline.reader.coordinates import DIGITS, Coordinates
from truceline.workflow.tables.cells import Value
from truceline.workflow.tables.mapping import FieldMap
from truceline.workflow.tables.points import read_coordinates
from truceline.workflow.tables.workbook import Formula

Kind = Literal[
    "words",
    "code",
    "vocabulary",
    "count",
    "whole",
    "latitude",
    "longitude",
    "day",
    "clock",
    "instant",
    "moment",
    "list",
    "range",
    "bearing",
    "distance",
    "zone",
    "coordinates",
]
LONGEST_WORDS = 4000
LONGEST_RANGE = 200
"""As many characters a distance and a direction can take; what is longer is free words in the wrong column."""
YEARS = range(1900, 2200)
"""Days of other years are mistyped, and would be reporting periods far from all others."""
_DIGITS = str.maketrans({**DIGITS, "٫": "."})
"""Digits as they are written in Arabic and in Persian, and the decimal sign that goes with them."""
_AS_WRITTEN = frozenset({"words", "list", "coordinates"})
"""Kinds that keep a cell's own characters."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNCOUNTED = frozenset({"several", "multiple", "many", "some", "numerous", "unknown", "not counted", "n/k", "uncounted"})
"""Words in the place of a number that say there was more than none and that nobody counted."""
_AT_LEAST, _AT_MOST = (
    ("at least", ">=", "≥", "min", "more than", "over", ">"),
    ("up to", "at most", "<=", "≤", "max", "less than", "<"),
)
_STRICT = frozenset({"more than", "over", ">", "less than", "<"})
_NO_COUNT = 'a whole number, "A to B", "at least A" or "up to B"; several, many for "not counted"'
_NUMBER = re.compile(r"\d{1,9}")
_CLOCK = re.compile(
    r"([01]?\d|2[0-4])[:.]([0-5]\d)(?:[:.]([0-5]\d))?(?:\s*(?:h|hrs?|hours))?|([01]\d|2[0-3])([0-5]\d)\s*(?:h|hrs?|hours)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_CODE = re.compile(r"[\w][\w .,()/+&'-]{0,79}")
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d")


class Wrong(msgspec.Struct, frozen=True):
    """What was expected of a cell, and what to do."""

    expected: str
    do: str = "mend the cell"


NOT_WHOLE = Wrong(
    "a whole number, in a smaller unit where there are decimals (12500 kg, not 12.5 t), no mark between thousands",
    "mend the cell, or say `times: 1000` for it in the mapping, and the smaller unit",
)
"""Of a number that is none of ours, but is one: nothing speaks for its column being another."""


class Count(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """At least and at most so many, None where that is open; both None: not counted. ``is_about``: that is how it is told."""

    low: int | None
    high: int | None
    is_about: bool = False


class Clock(msgspec.Struct, frozen=True):
    """A time of day, or from one to another; 24:00 is the end of a day."""

    first: dt.time
    last: dt.time
    ends_day: bool = False


Typed: TypeAlias = "str | int | float | Count | Clock | dt.date | dt.datetime | Range | tuple[str, ...] | Coordinates"


def read_as(kind: Kind, value: Value, field: FieldMap, words: tuple[str, ...]) -> Typed | Wrong:
    """Return what a cell says, read as ``kind``; ``words`` are those of a vocabulary."""
    if isinstance(value, Formula):
        return Wrong("a value, and this is a formula that nobody has computed here", "copy the column and paste it as values")
    if kind == "vocabulary":
        return _of_vocabulary(value, field, words)
    meant = _meaning(value, field)
    said = value if meant is None else meant
    found = _READERS[kind](said.translate(_DIGITS) if isinstance(said, str) and kind not in _AS_WRITTEN else said, field)
    if isinstance(found, dt.date) and found.year not in YEARS:
        return Wrong(f"a year from {YEARS[0]} to {YEARS[-1]}")
    return found


def _meaning(value: Value, field: FieldMap) -> str | None:
    return {_key(word): meaning for word, meaning in field.words.items()}.get(_key(value))


def _key(value: Value) -> str:
    return re.sub(r"\s+", " ", str(value)).strip().casefold()


def _of_vocabulary(value: Value, field: FieldMap, words: tuple[str, ...]) -> str | Wrong:
    meant = _meaning(value, field) or str(value).strip().casefold().replace(" ", "_")
    if meant in words:
        return meant
    known = ", ".join(dict.fromkeys((*field.words, *words)))
    return Wrong(f"one of {known}", "mend the cell, or say under `words` in the mapping what this word means")


def _words(value: Value, _field: FieldMap) -> str | Wrong:
    found = _clean(value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else str(value))
    return found if len(found) <= LONGEST_WORDS else Wrong(f"at most {LONGEST_WORDS:,} characters", "shorten it")


def _clean(words: str) -> str:
    return words.replace("\x00", "").strip()


def _code(value: Value, field: FieldMap) -> str | Wrong:
    found = _words(value, field)
    if isinstance(found, str) and not _CODE.fullmatch(found):
        return Wrong("a short name of letters, digits and - . / ( )", "write free words in the column of the description")
    return found


def _count(value: Value, field: FieldMap) -> Count | Wrong:
    return _whole_count(_multiplied(value, field.times) if field.times else value)


def _multiplied(value: Value, times: int) -> Value:
    """Return a cell with its numbers multiplied: 12.5 t are 12500 kg."""
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        text = f"{value:.9f}" if isinstance(value, float) else str(value)  # a spreadsheet keeps 12.3 as 12.300000000000001
        found = re.sub(r"(?<![\d.,])\d{1,9}(?:\.\d{1,9})?(?![\d.,])", lambda m: f"{Decimal(m[0]) * times:f}", text)
        return re.sub(r"(\d)\.0+(?!\d)", r"\1", re.sub(r"(\.\d*[1-9])0+(?!\d)", r"\1", found))
    return value


def _whole_count(value: Value) -> Count | Wrong:
    if isinstance(value, int) and not isinstance(value, bool):
        return Count(value, value) if 0 <= value < 10**9 else Wrong("a number from 0 on")
    if isinstance(value, float):
        return Count(int(value), int(value)) if value.is_integer() and value >= 0 else NOT_WHOLE
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return Wrong(
            'a number, "A to B" or "at least A"', "a spreadsheet made a date of it: format the cell as text and type it anew"
        )
    text = _key(value)
    if text in UNCOUNTED:
        return Count(None, None)
    plain = re.sub(r"^(?:about|around|approximately|approx\.?|circa|ca\.?|some|~)\s*", "", text)
    found = _bounded(plain)
    if found and plain != text:
        return Count(found.low, found.high, is_about=True)
    is_decimal = re.search(r"\d[.,]\d", text) is not None
    return found or (NOT_WHOLE if is_decimal else Wrong(_NO_COUNT))


def _bounded(text: str) -> Count | None:
    for open_high, bounds in ((True, _AT_LEAST), (False, _AT_MOST)):
        for bound in bounds:
            rest = text.removeprefix(bound).strip()
            if text.startswith(bound) and _NUMBER.fullmatch(rest):
                by_one = 1 if bound in _STRICT else 0
                return Count(int(rest) + by_one, None) if open_high else Count(None, max(0, int(rest) - by_one))
    parts = _BETWEEN.split(text)
    if not 1 <= len(parts) <= 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    low, high = int(parts[0]), int(parts[-1])
    return Count(low, high) if low <= high else None


def _whole(value: Value, field: FieldMap) -> int | Wrong:
    found = _count(value, field)
    return (
        found.low if isinstance(found, Count) and found.low is not None and found.low == found.high else Wrong("a whole number")
    )


def _degrees(limit: int) -> Callable[[Value, FieldMap], float | Wrong]:
    def read(value: Value, _field: FieldMap) -> float | Wrong:
        try:
            found = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
        except ValueError:
            found = None
        is_right = found is not None and -limit <= found <= limit
        return found if found is not None and is_right else Wrong(f"decimal degrees from -{limit} to {limit}, such as 48.14")

    return read


def _coordinates(value: Value, field: FieldMap) -> Coordinates | Wrong:
    found = read_coordinates(value, field)
    return found if isinstance(found, Coordinates) else Wrong(*found)


def _day(value: Value, field: FieldMap) -> dt.date | Wrong:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float | dt.time):
        return Wrong("a day", "if this is a spreadsheet's date, format the column as a date; else write it YYYY-MM-DD")
    found = _by_format(str(value), field.format) if field.format else None
    if isinstance(found, dt.datetime):
        return found.date()
    return found if isinstance(found, Wrong) else _iso_day(str(value))


def _iso_day(text: str) -> dt.date | Wrong:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        what = "a day as YYYY-MM-DD, since which part is the month must not be guessed"
        return Wrong(what, "say the format in the mapping, such as `date: DD.MM.YYYY`")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return Wrong("a day of the calendar")


def _by_format(text: str, written: str) -> dt.datetime | Wrong:
    """Return the day or instant that a format finds in a cell."""
    digits = {
        "YYYY": r"\d{4}",
        "MM": r"\d{1,2}",
        "DD": r"\d{1,2}",
        "hh": r"\d{1,2}",
        "mm": r"\d{2}",
        "ss": r"\d{2}",
        "MON": r"[A-Za-z]{3,9}\.?",
    }
    pattern = re.sub(
        r"YYYY|MON|MM|DD|hh|mm|ss", lambda m: f"(?P<{m.group()}>{digits[m.group()]})", re.escape(written).replace(r"\ ", " ")
    )
    found = re.fullmatch(pattern, text)
    if not found:
        return Wrong(f"a date written {written}, as the mapping says")
    parts = found.groupdict()
    month = (
        parts.get("MM") or MONTHS.index(parts["MON"][:3].lower()) + 1
        if parts.get("MM") or parts["MON"][:3].lower() in MONTHS
        else 0
    )
    try:
        hour, minute, second = (int(parts.get(name) or 0) for name in ("hh", "mm", "ss"))
        return dt.datetime(int(parts["YYYY"]), int(month), int(parts["DD"]), hour, minute, second)  # noqa: DTZ001 - the zone comes later
    except ValueError as error:
        return Wrong(f"a day of the calendar, written {written} ({error})")


def _clock(value: Value, _field: FieldMap) -> Clock | Wrong:
    if isinstance(value, dt.datetime):
        value = value.time()
    if isinstance(value, dt.time):
        return Clock(value.replace(tzinfo=None), value.replace(tzinfo=None))
    times = [_time(part) for part in _BETWEEN.split(str(value).strip())] if isinstance(value, str) else []
    if not 1 <= len(times) <= 2 or None in times:
        return Wrong("a time of day as 20:10, or from one to another as 20:10-23:55")
    (first, _), (last, ends) = [time for time in times if time][:1][0], [time for time in times if time][-1]
    return Clock(first, last, ends)


def _time(text: str) -> tuple[dt.time, bool] | None:
    """Return a time of day, and whether it is 24:00."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, second = int(found[1] or found[4]), int(found[2] or found[5]), int(found[3] or 0)
    if hour == 24:
        return (dt.time(0), True) if minute == second == 0 else None
    return dt.time(hour, minute, second), False


def _instant(value: Value, field: FieldMap) -> dt.datetime | Wrong:
    """Return an instant with its zone, that of the mapping where it says none."""
    if isinstance(value, dt.datetime):
        found: dt.datetime | Wrong = value
    elif isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", value):
        try:
            found = dt.datetime.fromisoformat(value)
        except ValueError:
            return Wrong("an instant such as 2016-09-11T20:10+02:00")
    elif isinstance(value, str) and field.format and "hh" in field.format:
        found = _by_format(value, field.format)
    else:
        return Wrong("an instant such as 2016-09-11T20:10+02:00", "or map a date and a time column instead")
    if isinstance(found, Wrong) or found.tzinfo is not None:
        return found
    return (
        found.replace(tzinfo=zone_of(field.zone))
        if field.zone
        else Wrong("an instant with its zone", "say `zone` in the mapping")
    )


def _moment(value: Value, field: FieldMap) -> dt.date | dt.datetime | Wrong:
    """Return a day, or an instant with its zone where a cell has an hour.

    A spreadsheet keeps a day as its midnight: that is a day here, as it was shown to who typed it.
    """
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time(0) and value.tzinfo is None else _instant(value, field)
    if not isinstance(value, str):
        return _day(value, field)
    text = value.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", text) or not (field.format and "hh" in field.format):
        return _instant(text, field) if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", text) else _day(text, field)
    as_day = _by_format(text, re.split(r"[ T,]*hh", field.format)[0])
    if isinstance(as_day, dt.datetime):
        return as_day.date()
    found = _instant(text, field)
    return as_day if isinstance(found, Wrong) and "calendar" in as_day.expected else found


def _list(value: Value, field: FieldMap) -> tuple[str, ...] | Wrong:
    """Return the parts of a cell: between semicolons and line ends, or whatever the mapping says stands between them."""
    found = _words(value, field)
    if isinstance(found, Wrong):
        return found
    parts = found.split(field.separator) if field.separator else re.split(r"[;؛\n]", found)
    known = {_key(word): meaning for word, meaning in field.words.items()}
    return tuple(dict.fromkeys(known.get(_key(part), part.strip()) for part in parts if part.strip()))


def zone_of(offset: str) -> dt.timezone:
    """Return a fixed distance from UTC that is written ``+02:00``."""
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return dt.timezone(dt.timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _zone(value: Value, _field: FieldMap) -> str | Wrong:
    text = str(value).strip()
    return text if _OFFSET.fullmatch(text) else Wrong("a distance from UTC such as +02:00")


def _range(value: Value, field: FieldMap) -> Range | Wrong:
    text = _short(f"{_written(value)} {field.unit}" if isinstance(value, int | float) and field.unit else _written(value))
    return read_range(text, field.unit) or Wrong('a distance and a direction, such as "2-7km NNE"')


def _bearing(value: Value, _field: FieldMap) -> Range | Wrong:
    text = f"{value} degrees" if re.fullmatch(r"\d{1,3}(?:\.0)?", str(value)) else _short(str(value))
    found = read_bearing(text.replace(".0 deg", " deg"))
    return Range(*found) if found else Wrong("a direction such as NNE, south-east or 120 (degrees)")


def _distance(value: Value, field: FieldMap) -> Range | Wrong:
    found = read_distance(_short(_written(value)).removesuffix(".0"), field.unit)
    what = 'a distance with its unit, such as "3 to 5 km"'
    return (
        Range(None, None, *found) if found else Wrong(what, "mend the cell, or say `unit: km` or `unit: m` for it in the mapping")
    )


def _written(value: Value) -> str:
    """Return a cell as it is written; the point of a spreadsheet's number is never one between thousands (1.125 is "1.1250")."""
    text = str(value)
    return f"{text}0" if isinstance(value, float) and re.search(r"\.\d{3}$", text) else text


def _short(text: str) -> str:
    """Return words with single spaces; nothing of what is too long to be a distance or a direction."""
    found = " ".join(text.split())
    return found if len(found) <= LONGEST_RANGE else ""


_READERS: dict[Kind, Callable[[Value, FieldMap], Typed | Wrong]] = {
    "words": _words, "code": _code, "count": _count, "whole": _whole, "latitude": _degrees(90), "longitude": _degrees(180),
    "day": _day, "clock": _clock, "instant": _instant, "moment": _moment, "range": _range, "bearing": _bearing,
    "distance": _distance, "zone": _zone, "list": _list, "coordinates": _coordinates,
}  # fmt: skip
