"""Times: an interval with its precision and the basis on which we believe it.

``start`` and ``end`` are inclusive days (``2016-09-19``) or RFC 3339 instants with zone (``2016-09-19T19:10:00+03:00``), as
strings, so that a value reads the same in the log, on the wire and on the page. None means open on that side.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from truceline.model.spans import Span

Precision = Literal["instant", "hour", "night", "day", "range", "month", "year", "unresolved"]
Basis = Literal["stated", "dateline", "relative", "published", "linked"]
"""Why we believe a time: written out; counted from the dateline; counted from another event; only bounded by the day of
publication; or taken over from an incident this claim is linked to (withdrawn with the link, never evidence for it)."""


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """From ``start`` to ``end``, both included; None is open."""

    start: str | None = None
    end: str | None = None
    precision: Precision = "unresolved"
    basis: Basis = "stated"

    @property
    def first_day(self) -> dt.date | None:
        """The first day, in the zone in which it was said."""
        return dt.date.fromisoformat(self.start[:10]) if self.start else None

    @property
    def last_day(self) -> dt.date | None:
        """The last day, in the zone in which it was said."""
        return dt.date.fromisoformat(self.end[:10]) if self.end else None


class TimeMention(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression in a text; ``value`` is TIMEX3 (``2016-09-19``, ``2016-W38``, ``P3D``), None where unresolved."""

    span: Span
    value: str | None = None
    start: str | None = None
    end: str | None = None
    precision: Precision = "unresolved"
    basis: Basis = "stated"

    @property
    def interval(self) -> Interval:
        """The stretch of the calendar that the expression names."""
        return Interval(start=self.start, end=self.end, precision=self.precision, basis=self.basis)
