"""Whether what stands in a field is written as its form asks: an id, a day, a time counted from day D, a duration, a hash.

Each answer is None, or what is wrong with it and what was expected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

import msgspec

from truceline.agreement import times
from truceline.agreement.document.forms import Form
from truceline.model.agreements import Calendar

ID = r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*"
DAY = r"\d{4}-\d{2}-\d{2}"
INSTANT = DAY + r"T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})"
DURATION = r"P(?=.)(?:\d{1,4}W)?(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}S)?)?"
FROM_D = rf"D(?:[+-](?:\d{{1,5}}|{DURATION}))?"
POINT = r"-?\d{1,2}(?:\.\d+)?, ?-?\d{1,3}(?:\.\d+)?"
PATTERNS: Mapping[Form, str] = {
    "id": ID,
    "day": DAY,
    "time": f"{DAY}|{INSTANT}",
    "when": f"{FROM_D}|{DAY}|{INSTANT}",
    "duration": DURATION,
    "offset": r"[+-]\d{2}:\d{2}",
    "hour": r"\d{2}:\d{2}",
    "sha256": "[0-9a-f]{64}",
}
"""How each form is written, for whole values; also the patterns of the JSON Schema."""
EXPECTED: Mapping[Form, str] = {
    "id": "letters, digits, hyphens, underlines and full stops, like cease-attacks",
    "day": "a day like 2016-09-12",
    "time": "a day like 2016-09-12 or an instant with its zone like 2016-09-12T19:00+03:00",
    "when": "D, D+2, D-1, D+PT48H, a day like 2016-09-12 or an instant with its zone like 2016-09-12T19:00+03:00",
    "duration": "a duration like PT48H, P2D or P1W (months and years have no fixed length)",
    "offset": "the distance from UTC like +03:00",
    "hour": "an hour of the place like 19:30",
    "sha256": "64 hexadecimal digits in small letters",
}
_YEARS = range(1900, 2200)
_MOST_SHOWN = 60


def shown(text: str) -> str:
    """Return what stands in a file, short, for a message."""
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}...")


def odd(form: Form, text: str, calendar: Calendar) -> str | None:
    """Return what is wrong with a value of a form and what was expected, None where nothing is."""
    pattern = PATTERNS.get(form)
    if pattern is None:
        return None
    if not re.fullmatch(pattern, text, re.ASCII):
        return f"{shown(text)}; expected {EXPECTED[form]}"
    return _odd_time(form, text, calendar) if form in ("day", "time", "when") else _odd_measure(form, text)


def readable(calendar: Calendar) -> Calendar:
    """Return the calendar without the parts that cannot be read, so that everything else can still be checked."""
    given = msgspec.structs.asdict(calendar)
    forms: dict[str, Form] = {"utc_offset": "offset", "cut_off": "hour", "day_d": "time"}
    for field, form in forms.items():
        if given[field] is not None and odd(form, given[field], Calendar()):
            given.pop(field)
    return Calendar(**given)


def is_from_d(when: str) -> bool:
    """Return whether a time is counted from day D."""
    return re.fullmatch(FROM_D, when, re.ASCII) is not None


def _odd_time(form: Form, text: str, calendar: Calendar) -> str | None:
    if is_from_d(text) and calendar.day_d is None:
        return f"{text!r} counts from day D, and calendar.day_d does not say which that is; give it, or write a day"
    try:
        found = times.moment(text, calendar)
    except ValueError as error:
        return f"{text!r}: {error}; expected {EXPECTED[form]}"
    if found is not None and found.day.year not in _YEARS:
        return f"{text!r} lies in the year {found.day.year}; expected one from {_YEARS[0]} to {_YEARS[-1]}"
    return None


def _odd_measure(form: Form, text: str) -> str | None:
    read: Mapping[Form, Callable[[], object]] = {
        "duration": lambda: times.duration(text),
        "offset": lambda: times.zone(Calendar(utc_offset=text)),
        "hour": lambda: times.cut_off(Calendar(cut_off=text)),
    }
    try:
        value = read[form]() if form in read else None
    except ValueError as error:
        return str(error)
    if form == "hour" and value is None:
        return f"{text!r} is midnight, with which a day ends anyway; leave it out"
    return f"{text!r} is no time at all; expected {EXPECTED[form]}" if value == dt.timedelta() else None
