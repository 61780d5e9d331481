"""Charts drawn by the server as SVG: readable without JavaScript, on paper, by keyboard and without colour.

Geometry stands in attributes, everything else in the style sheet: the policy of the pages lets no style stand in an element.

* ``{% day_chart chart window %}``: bars of days, each a link that chooses its day; a table with the same stands under it.
* ``{% interval_bar low high most words %}``: a range on a common scale; ``high`` None is open, both None is nothing said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from django import template
from django.template import Context
from django.utils.safestring import SafeString

from truceline.outputs.labels.catalogue import span_of
from truceline.outputs.report import text
from truceline.outputs.views import DayChart, IncidentRow
from truceline.outputs.views.room_values import Amount, DayCounts, Window

register = template.Library()
STEP = 26
"""Width of a day: wide enough to be hit by a finger."""
TALL, FOOT, TOP = 120, 34, 16
BAR_WIDE, BAR_TALL = 200, 14


class DayBar(msgspec.Struct, frozen=True, kw_only=True):
    """One day as drawn: where it stands, how high its bars are, whether it is chosen, whether its date is written out."""

    counts: DayCounts
    counted: int
    left: int
    bar_top: float
    bar_tall: float
    solid_top: float
    solid_tall: float
    middle: float
    is_chosen: bool
    is_labelled: bool


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A range as drawn, from 0 to ``BAR_WIDE``; ``is_open``: no upper end is told."""

    words: str
    start: float
    width: float
    is_open: bool
    is_told: bool


@register.inclusion_tag("charts/days.html", takes_context=True)
def day_chart(context: Context, chart: DayChart, window: Window) -> dict[str, object]:
    """Draw the days."""
    return {
        "bars": [_bar(each, number, chart, window) for number, each in enumerate(chart.days)],
        "chart": chart,
        "wide": STEP * len(chart.days),
        "tall": TOP + TALL + FOOT,
        "ground": TOP + TALL,
        "step": STEP,
        "labels": context["labels"],
        "request": context["request"],
    }


def _bar(counts: DayCounts, number: int, chart: DayChart, window: Window) -> DayBar:
    counted = counts.alleged if chart.has_agreement else counts.incidents
    tall, solid = (_height(value, chart.most) for value in (counted, counts.confirmed))
    return DayBar(
        counts=counts,
        counted=counted,
        left=number * STEP,
        bar_top=TOP + TALL - tall,
        bar_tall=tall,
        solid_top=TOP + TALL - solid,
        solid_tall=solid,
        middle=number * STEP + STEP / 2,
        is_chosen=window.now.first <= counts.day <= window.now.last,
        is_labelled=counts.day.endswith(("-01", "-11", "-21")) and 0 < number < len(chart.days) - 1,
    )


def _height(value: int, most: int) -> float:
    return round(TALL * value / most, 1) if value and most else 0.0


@register.inclusion_tag("charts/interval.html")
def interval_bar(low: int | None, high: int | None, most: int, words: str) -> dict[str, object]:
    """Draw a range; ``words`` say the same."""
    scale = BAR_WIDE / most if most else 0.0
    start, end = scale * (low or 0), scale * (most if high is None else high)
    return {
        "bar": Bar(
            words=words,
            start=round(min(start, BAR_WIDE), 1),
            width=round(max(min(end, BAR_WIDE) - start, 3.0), 1),
            is_open=high is None,
            is_told=low is not None or high is not None,
        ),
        "wide": BAR_WIDE,
        "tall": BAR_TALL,
    }


@register.simple_tag
def named(actor: str, names: Mapping[str, str]) -> SafeString:
    """Return what to call an actor, isolated; the words themselves where it is no actor of the theatre."""
    return SafeString(text.isolated(names.get(actor, actor)))


@register.simple_tag
def by_voice(claims: Sequence[str], names: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return claims by who says them, in the order in which each is first named."""
    found: dict[str, list[str]] = {}
    for claim in claims:
        found.setdefault(names.get(claim, claim), []).append(claim)
    return [(who, tuple(said)) for who, said in found.items()]


@register.simple_tag
def capped(progress: int, needed: int) -> int:
    """Return how far of what is needed something came: what goes beyond it is no progress any more."""
    return min(progress, needed)


@register.simple_tag
def entry_of(claim: str, entries: Mapping[str, int]) -> SafeString:
    """Return the number of the entry of the log by which a claim or telling came in; its id where that is not told."""
    return SafeString(text.ltr(entries.get(claim, claim)))


@register.filter
def range_of(amount: Amount) -> str:
    """Return an amount as one number or as a range."""
    return span_of(amount.low, amount.high)


@register.filter
def origins_of(told: Amount | IncidentRow) -> str:
    """Return how many independent origins something has, as one number or as a range."""
    return span_of(told.origins_low, told.origins_high)
