"""Drawings: the timeline and the figure bars as positions in percent, so that one SVG fits every width without a script.

Positions run from 0 to 100 in reading direction; the page mirrors them for languages written from right to left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from truceline.model import Figure, Interval
from truceline.outputs.labels import Labels
from truceline.outputs.report.merged import said
from truceline.outputs.views.accounts_matrix import RULE
from truceline.outputs.views.cells import figure_words
from truceline.outputs.views.pages import Matrix, Reference, Row, Step, Timeline, Value
from truceline.outputs.views.steps import steps

GAP = 5.0
"""How wide a cut is drawn, in percent."""


ROOM = 12.0
"""How much of the width the words of a date need, in percent."""


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled position on an axis. ``minor``: left out where the page is narrow."""

    at: float
    label: str
    minor: bool = False


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """Where days were cut out of the axis, and how many."""

    at: float
    days: int


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch on an axis. ``open_end``: it runs on beyond what is known."""

    start: float
    width: float
    open_end: bool = False
    open_start: bool = False


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """One incident on the timeline: a bar for when it happened, dots for publications, and the same in words."""

    incident: str
    name: str
    words: str
    bar: Bar | None
    dots: tuple[float, ...]
    contested: bool


class TimelineDrawing(msgspec.Struct, frozen=True, kw_only=True):
    """The timeline: strips over one axis."""

    strips: tuple[Strip, ...]
    ticks: tuple[Tick, ...]
    cuts: tuple[Cut, ...]


class FigureBar(msgspec.Struct, frozen=True, kw_only=True):
    """One account's figure as a bar, in words, with its value and places (no value: the range over all accounts)."""

    name: str
    words: str
    bar: Bar | None = None
    value: Value | None = None
    references: tuple[Reference, ...] = ()
    published_at: str | None = None


class FigureDrawing(msgspec.Struct, frozen=True, kw_only=True):
    """All accounts of one figure over one axis from 0, then the range with its rule.

    ``steps`` are the ranges that readers could know from each day on, where that changed: a later finding may fall outside the
    earlier range, and then both are seen with their dates.
    """

    title: str
    bars: tuple[FigureBar, ...]
    range: FigureBar
    rule: str
    accounts: int
    steps: tuple[tuple[str, str], ...] = ()


class Axis:
    """Days to positions: each stretch gets room by its days, cuts get `GAP` each."""

    def __init__(self, stretches: Sequence[tuple[str, str]]) -> None:
        self.runs = [(dt.date.fromisoformat(a), dt.date.fromisoformat(b)) for a, b in stretches]
        days = sum((b - a).days + 1 for a, b in self.runs)
        self.per_day = (100 - GAP * (len(self.runs) - 1)) / max(days, 1)

    def at(self, day: dt.date) -> float:
        """Return where ``day`` begins."""
        left = 0.0
        for first, last in self.runs:
            if day <= last:
                return left + (day - first).days * self.per_day
            left += ((last - first).days + 1) * self.per_day + GAP
        return left

    def bar(self, interval: Interval) -> Bar | None:
        """Return an interval of days as a bar; None for one that has no two ends."""
        first, last = interval.first_day, interval.last_day
        if first is None or last is None:
            return None
        start = self.at(first)
        return Bar(start=_round(start), width=_round(self.at(last) + self.per_day - start))

    def dot(self, day: str) -> float:
        """Return the middle of a day."""
        return _round(self.at(dt.date.fromisoformat(day[:10])) + self.per_day / 2)

    def ticks(self, labels: Labels) -> tuple[Tick, ...]:
        """Return every day where there is room, else the first of every stretch, and its last where there is room for that."""
        found = []
        room = ROOM if len(labels.day("2016-09-19")) < 14 else 1.7 * ROOM
        for first, last in self.runs:
            length = (last - first).days
            step = length or 1
            if self.per_day >= room:
                step = 1
            elif length * self.per_day < 2 * room:
                step = length + 1
            for day in (first + dt.timedelta(days=n) for n in range(0, length + 1, step)):
                at = _round(self.at(day) + self.per_day / 2)
                found.append(Tick(at=at, label=labels.day(day.isoformat()), minor=day != first))
        return tuple(found)

    def cuts(self) -> tuple[Cut, ...]:
        """Return where the axis is broken."""
        pairs = zip(self.runs, self.runs[1:], strict=False)
        return tuple(Cut(at=_round(self.at(b[0]) - GAP / 2), days=(b[0] - a[1]).days - 1) for a, b in pairs)


def timeline(view: Timeline, labels: Labels) -> TimelineDrawing:
    """Return the timeline with every position worked out."""
    axis = Axis(view.stretches)
    strips = []
    for row in view.rows:
        happened = labels.interval(row.happened) or labels.text("no_time")
        published = ", ".join(labels.day(d) for d in row.published) or labels.text("undated")
        strips.append(
            Strip(
                incident=row.incident,
                name=row.name,
                words=labels.text("timeline_row", name=row.name, happened=happened, published=published),
                bar=axis.bar(row.happened) if row.happened else None,
                dots=tuple(axis.dot(day) for day in row.published),
                contested=row.contested,
            )
        )
    return TimelineDrawing(strips=tuple(strips), ticks=axis.ticks(labels), cuts=axis.cuts())


def figures(matrix: Matrix, labels: Labels) -> tuple[FigureDrawing, ...]:
    """Return a drawing for every figure of the incident that has a range: effect, unit and category apart, never added."""
    return tuple(drawing for total in matrix.incident.figures if (drawing := _figure(matrix, total, labels)))


def _figure(matrix: Matrix, total: Figure, labels: Labels) -> FigureDrawing | None:
    bars = [bar for group in matrix.origins for row in group.rows for bar in _bars(row, total)]
    if not bars:
        return None
    given = [bar.value.figure for bar in bars if bar.value and bar.value.figure]
    top = max([n for f in (*given, total) for n in (f.low, f.high) if n] or [1])
    return FigureDrawing(
        title=_title(total, labels),
        bars=tuple(msgspec.structs.replace(b, bar=_span(b.value.figure, top)) for b in bars if b.value),
        range=FigureBar(name=labels.text("range"), words=figure_words(total, labels), bar=_span(total, top)),
        rule=labels.say("rule", total.rule or RULE),
        accounts=total.accounts or 0,
        steps=_dated(steps(matrix.incident, total, labels), labels),
    )


def _dated(found: Iterable[Step], labels: Labels) -> tuple[tuple[str, str], ...]:
    """Return the steps that have a day, where there is more than one; the range itself stands above them."""
    dated = tuple((labels.day(step.day), step.words) for step in found if step.day)
    return dated if len(dated) > 1 else ()


def _bars(row: Row, total: Figure) -> list[FigureBar]:
    """Return the lines of one account: a figure that it gives several times is one line."""
    values = [v for cell in row.cells for v in cell.values if v.figure and _same(v.figure, total)]
    return [
        FigureBar(name=row.name, words=s.value.text, value=s.value, references=s.references, published_at=row.published_at)
        for s in said(values)
    ]


def _same(one: Figure, total: Figure) -> bool:
    parted = bool(total.subset_of)
    return (one.effect, one.unit, bool(one.subset_of)) == (total.effect, total.unit, parted) and (
        not parted or one.category == total.category
    )


def _title(total: Figure, labels: Labels) -> str:
    what = labels.say("unit", total.category or total.unit)
    return what.capitalize() if total.effect == "other" else f"{labels.say('effect', total.effect).capitalize()}: {what}"


def _span(figure: Figure | None, top: int) -> Bar | None:
    """Return the stretch from the low to the high bound; an open end runs on to the edge and is drawn open."""
    if figure is None or (figure.low is None and figure.high is None):
        return None
    scale = 88.0 / top
    start = (figure.low or 0) * scale
    end = figure.high * scale if figure.high is not None else 100.0
    return Bar(start=_round(start), width=_round(end - start), open_end=figure.high is None, open_start=figure.low is None)


def _round(number: float) -> float:
    return round(number, 2)
