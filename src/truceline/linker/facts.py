"""Facts: what claims say of a happening, as fuzzy sets and ranges, never as points.

A place has a radius, a time is a window of days, a toll a range with open ends. Two sets of facts about one happening can
be put together; nothing is averaged away, all that was said stays in the sets.

>>> Window(10, 12).gap(Window(14, 14))
2
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from truceline.model import Effect, Interval, PlacePrecision

RADIUS_KM: dict[PlacePrecision, int] = {
    "exact": 2,
    "town": 6,
    "route": 15,
    "district": 20,
    "governorate": 90,
    "country": 500,
    "unlocated": 25,
}
"""How far what is meant may lie from the point of a place that was named with this precision."""


class Window(msgspec.Struct, frozen=True, order=True):
    """A stretch of days, both ends included, as ordinals of the calendar."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it spans."""
        return self.last - self.first + 1

    def gap(self, other: Window) -> int:
        """Return how many days lie between the two, 0 where they meet."""
        return max(0, other.first - self.last, self.first - other.last)

    def shared(self, other: Window) -> Window:
        """Return the days in both, or the narrower of the two where they do not meet."""
        if self.gap(other):
            return min((self, other), key=lambda w: (w.days, w))
        return Window(max(self.first, other.first), min(self.last, other.last))


def window(interval: Interval) -> Window | None:
    """Return the days of an interval that has both ends, else None."""
    first, last = interval.first_day, interval.last_day
    if first is None or last is None or last < first:
        return None
    return Window(first.toordinal(), last.toordinal())


@lru_cache(maxsize=4096)
def narrowest(windows: tuple[Window, ...]) -> Window | None:
    """Return the window that most of the others meet, the narrower and then the earlier named among equals."""
    votes = [(sum(not w.gap(o) for o in windows), -w.days, -at, w) for at, w in enumerate(windows)]
    return max(votes)[3] if votes else None


class Spot(msgspec.Struct, frozen=True):
    """A named place as far as it can be compared: a key, and a circle where it has a point.

    ``fine``: a town or less; ``wide``: a whole country; ``within``: the keys of what holds it, countries left out;
    ``loose``: a town that may stand for the province of its name.
    """

    key: str
    lat: float | None = None
    lon: float | None = None
    radius_km: int = 25
    fine: bool = False
    wide: bool = False
    within: frozenset[str] = frozenset()
    loose: bool = False

    def distance_km(self, other: Spot) -> float | None:
        """Return how far the two points lie apart, None where either has no point."""
        if self.lat is None or self.lon is None or other.lat is None or other.lon is None:
            return None
        mean = math.radians((self.lat + other.lat) / 2)
        east = (self.lon - other.lon) * math.cos(mean) * 111.2
        return math.hypot((self.lat - other.lat) * 111.2, east)


class Toll(msgspec.Struct, frozen=True, order=True):
    """How many, of what: a count with open ends as None."""

    effect: Effect
    unit: str
    low: int | None
    high: int | None

    def fits(self, other: Toll) -> bool:
        """Say whether one number could satisfy both."""
        low = max(self.low or 0, other.low or 0)
        high = min(self.high if self.high is not None else math.inf, other.high if other.high is not None else math.inf)
        return low <= high

    @property
    def size(self) -> int:
        """The number that was named, whichever bound it is."""
        return self.low if self.low is not None else self.high or 0


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that is said of one happening by one mention, or by several put together."""

    kinds: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    windows: tuple[Window, ...] = ()
    spots: frozenset[Spot] = frozenset()
    targets: frozenset[str] = frozenset()
    strikers: frozenset[str] = frozenset()
    victims: frozenset[str] = frozenset()
    tolls: frozenset[Toll] = frozenset()

    @property
    def when(self) -> Window | None:
        """The narrowest window that most mentions agree with; the earliest named among equals."""
        return narrowest(self.windows)

    @property
    def is_placed(self) -> bool:
        """Whether a town or an exact place is named."""
        return any(s.fine for s in self.spots)

    @property
    def substance(self) -> int:
        """How many of time, town, toll, target and victims are known: what makes it tellable from other happenings.

        A toll of zero ("recorded no deaths") tells of none by itself.
        """
        named = self.targets - {"other", "civilians"}
        harmed = any(t.high != 0 for t in self.tolls)
        return sum(map(bool, (self.windows, self.is_placed, harmed, named, self.victims)))


def together(parts: Iterable[Facts]) -> Facts:
    """Put facts about one happening together; windows keep the order of telling."""
    parts = list(parts)
    if len(parts) == 1:  # mostly so
        return parts[0]
    return Facts(
        kinds=frozenset().union(*(p.kinds for p in parts)),
        means=frozenset().union(*(p.means for p in parts)),
        windows=tuple(w for p in parts for w in p.windows),
        spots=frozenset().union(*(p.spots for p in parts)),
        targets=frozenset().union(*(p.targets for p in parts)),
        strikers=frozenset().union(*(p.strikers for p in parts)),
        victims=frozenset().union(*(p.victims for p in parts)),
        tolls=frozenset().union(*(p.tolls for p in parts)),
    )
