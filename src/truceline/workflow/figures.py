"""Figures as a person types them: a range with its wording, never a bare number.

``20`` is exactly 20, ``20+`` at least 20, ``20..25`` from 20 to 25, ``..90`` up to 90, ``~100`` about 100, ``18/31`` is 18 out
of 31, and ``?`` says that a number is expressly unknown.

>>> read = figure("20+", "killed", "people")
>>> read.low, read.high, read.bound
(20, None, 'at_least')
"""

from __future__ import annotations

import re
from typing import cast, get_args

from truceline.errors import UsageError
from truceline.model import Bound, Count, Effect, Figure, Span

FORMS: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (re.compile(r"(?P<low>\d+)/(?P<total>\d+)"), "exact"),
    (re.compile(r"(?P<low>\d+)\+"), "at_least"),
    (re.compile(r"(?P<low>\d+)(?:\.\.|-)(?P<high>\d+)"), "exact"),
    (re.compile(r"\.\.(?P<high>\d+)"), "up_to"),
    (re.compile(r"~(?P<low>\d+)"), "about"),
    (re.compile(r"(?P<low>\d+)"), "exact"),
    (re.compile(r"\?"), "unknown"),
)
LARGEST = 2**53 - 1


def figure(value: str, effect: str, unit: str, category: str | None = None) -> Figure:
    """Read one figure as typed.

    Raises:
        UsageError: not one of the forms, an effect that is none of ours, or a range whose end lies before its start.
    """
    if effect not in get_args(Effect):
        message = f'"{effect}" is not an effect of a count; expected one of {", ".join(get_args(Effect))}'
        raise UsageError(message)
    for form, bound in FORMS:
        if found := form.fullmatch(value.strip()):
            return _figure(found, bound, Figure(effect=cast("Effect", effect), unit=unit, category=category), value)
    forms = "20, 20+ (at least), 20..25, ..90 (up to), ~100 (about), 18/31 (out of) or ? (unknown)"
    message = f'"{value}" is not a figure; expected {forms}'
    raise UsageError(message)


def _figure(found: re.Match[str], bound: Bound, empty: Figure, value: str) -> Figure:
    groups = {name: int(digits) for name, digits in found.groupdict().items() if digits is not None}
    low, high, total = groups.get("low"), groups.get("high"), groups.get("total")
    if bound in ("exact", "about") and high is None:
        high = low
    if (low is not None and high is not None and high < low) or max(groups.values(), default=0) > LARGEST:
        message = f'"{value}" is not a range; expected the smaller number first, and none above {LARGEST:,}'
        raise UsageError(message)
    if total is not None and low is not None and low > total:
        message = f'"{value}": {low} cannot be out of {total}; expected the part first, then the whole'
        raise UsageError(message)
    return Figure(effect=empty.effect, unit=empty.unit, category=empty.category, low=low, high=high, bound=bound, of_total=total)


def figure_named(text: str) -> Figure:
    """Read ``EFFECT:UNIT:NUMBER``, such as ``destroyed:trucks:18/31`` or ``killed:people:20+``.

    Raises:
        UsageError: not three parts, or one of them is not what it should be.
    """
    parts = text.split(":")
    if len(parts) != 3 or not all(part.strip() for part in parts):
        message = f'"{text}" is not a count; expected EFFECT:UNIT:NUMBER, such as destroyed:trucks:18/31'
        raise UsageError(message)
    effect, unit, value = (part.strip() for part in parts)
    return figure(value, effect, unit)


def counts_at(span: Span, figures: tuple[Figure, ...], claim: str) -> tuple[Count, ...]:
    """Return the figures as counts of a claim, each anchored to the words that the person marked."""
    return tuple(
        Count(
            id=f"n{number}",
            span=span,
            low=each.low,
            high=each.high,
            bound=each.bound,
            effect=each.effect,
            unit=each.unit,
            category=each.category,
            of_total=each.of_total,
            claim=claim,
        )
        for number, each in enumerate(figures, 1)
    )
