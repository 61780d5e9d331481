"""Times as told, and how long things took: a plain day is any moment of that day at the place, an instant is itself.

Nothing is made sharper than it was told: between two plain days lie so many calendar days and a range of hours. One time lies
*before* another only where that is certain, so that "asked on the 5th, answered on the 5th" is never a contradiction.

>>> clock = Clock(on="2016-03-09", utc_offset="+02:00")
>>> clock.lapse(("2016-03-05T10:00:00+02:00",), ("2016-03-07T10:00:00+02:00",))
Lapse(low_days=2, high_days=2, low_hours=48.0, high_hours=48.0, is_open=False)
>>> clock.before("2016-03-05", "2016-03-05T23:00:00+02:00"), clock.before("2016-03-05", "2016-03-06")
(False, True)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

import msgspec

from truceline.movements.board.values import Lapse

_DAY_S = 86_400.0
_HOUR_S = 3_600.0


class Moment(msgspec.Struct, frozen=True, gc=False):
    """A time as told: the first and last second it can be (since 1970, UTC), and the number of its day at the place."""

    begins: float
    ends: float
    day: int


def is_before(one: Moment, other: Moment) -> bool:
    """Say whether ``one`` surely lies before ``other``."""
    return one.ends <= other.begins and one.begins < other.begins


class Clock(dict[str, Moment | None]):
    """The times of a board, each read once: ``clock[text]`` is None where a text is no day and no instant.

    ``on`` is the day that was asked for; ``utc_offset`` the distance of the place from UTC, also for instants without a zone.

    Raises:
        ValueError: ``on`` is no day, or ``utc_offset`` is not written like ``+03:00``.
    """

    def __init__(self, *, on: str, utc_offset: str = "+00:00") -> None:
        super().__init__()
        self.on = on
        self._zone = dt.datetime.strptime(utc_offset, "%z").tzinfo
        today = self._read(on)
        if today.begins == today.ends:
            message = f"{on!r} is no day; expected one like 2016-09-19"
            raise ValueError(message)
        self.today = self[on] = today
        self._since: dict[str, Lapse | None] = {}

    def __missing__(self, text: str) -> Moment | None:
        """Read a time that was not met before."""
        try:
            found = self._read(text)
        except (ValueError, OverflowError):
            found = None
        self[text] = found
        return found

    def of(self, texts: Iterable[str]) -> list[Moment]:
        """Return the moments of those texts that are times."""
        return [moment for text in texts if (moment := self[text]) is not None]

    def before(self, one: str, other: str) -> bool:
        """Say whether one time surely lies before another; False where either cannot be read."""
        first, second = self[one], self[other]
        return first is not None and second is not None and is_before(first, second)

    def lapse(self, since: Iterable[str], until: Iterable[str], *, is_signed: bool = False) -> Lapse | None:
        """Return how long it is from the times ``since`` to the times ``until``, as told; None where one is missing."""
        return between(self.of(since), self.of(until), is_signed=is_signed)

    def running(self, since: Collection[str]) -> Lapse | None:
        """Return how long it has been since, on the day asked for; None where no time is told or it lies after that day."""
        if len(since) > 1:
            return self._running(since)
        for text in since:  # the one time that mostly is told, and of a board again and again
            if text not in self._since:
                self._since[text] = self._running(since)
            return self._since[text]
        return None

    def _running(self, since: Iterable[str]) -> Lapse | None:
        starts = [moment for text in since if (moment := self[text]) is not None and moment.day <= self.today.day]
        return between(starts, (self.today,), is_open=True) if starts else None

    def _read(self, text: str) -> Moment:
        if text[4:5] != "-" or text[7:8] != "-" or (len(text) > 10 and text[10] != "T"):
            message = f"{text!r} is neither a day nor an instant"
            raise ValueError(message)
        if len(text) == 10:
            day = dt.datetime.fromisoformat(text).replace(tzinfo=self._zone)
            begins = day.timestamp()
            return Moment(begins, begins + _DAY_S, day.toordinal())
        read = dt.datetime.fromisoformat(text)
        here = (read if read.tzinfo else read.replace(tzinfo=self._zone)).astimezone(self._zone)
        return Moment(here.timestamp(), here.timestamp(), here.toordinal())


def between(starts: Sequence[Moment], ends: Sequence[Moment], *, is_signed: bool = False, is_open: bool = False) -> Lapse | None:
    """Return the lapse from some moments to some others, as a range over all of them; below zero only where ``is_signed``."""
    if not starts or not ends:
        return None
    if len(starts) == len(ends) == 1:
        first, last = starts[0], ends[0]
        low_days = high_days = last.day - first.day
        low, high = (last.begins - first.ends) / _HOUR_S, (last.ends - first.begins) / _HOUR_S
    else:
        low_days = min([m.day for m in ends]) - max([m.day for m in starts])
        high_days = max([m.day for m in ends]) - min([m.day for m in starts])
        low = (min([m.begins for m in ends]) - max([m.ends for m in starts])) / _HOUR_S
        high = (max([m.ends for m in ends]) - min([m.begins for m in starts])) / _HOUR_S
    if not is_signed:
        low_days, high_days = max(low_days, 0), max(high_days, 0)
        low, high = max(low, 0.0), max(high, 0.0)
    return Lapse(low_days=low_days, high_days=high_days, low_hours=round(low, 2), high_hours=round(high, 2), is_open=is_open)
