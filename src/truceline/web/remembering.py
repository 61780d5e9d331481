"""What was built, kept until something newer is built in its place; nobody waits for a slow building who can be shown the last.

A *built* thing says at which size of the log it stands, and what it cost. Where the last one cost little, the next is built while
the reader waits, so that what somebody has just done is there at once. Where it cost much, the last one is shown, and the next is
built behind it. A first building that takes longer than a reader's patience goes on, and the reader is told so.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

from truceline.errors import TrucelineError

T = TypeVar("T")
SLOW_S = 1.0
"""What cost more than this is built behind the reader's back once there is something to show."""
PATIENCE_S = 20.0
AT_ONCE = 3
"""So many things of one shelf are built at the same time; all others wait. What is built from another shelf's things may wait for
those: shelves are asked in one order only."""


SWITCH_S = 0.0005
"""After so long a building lets others on: with Python's own 5 ms a page would wait that long at each of its many small waits."""
sys.setswitchinterval(SWITCH_S)
gc.set_threshold(50_000, 20, 50)  # a building makes millions of values and few circles: a fifth of its time went into looking


class StillReadingError(TrucelineError):
    """What is asked for is being built and takes longer than somebody should wait for a page."""


class Built(Generic[T]):
    """One thing: ``thing``, the ``size`` of the log that it stands on, what it ``cost_s`` with everything it was made from."""

    def __init__(self, thing: T, size: int, cost_s: float) -> None:
        self.thing = thing
        self.size = size
        self.cost_s = cost_s
        self._at = time.monotonic()

    @property
    def is_slow(self) -> bool:
        """It cost so much that a reader should not wait for the next."""
        return self.cost_s > SLOW_S

    @property
    def is_due(self) -> bool:
        """As much time has gone by since as it took: a log that grows all the time leaves half of it for other things."""
        return time.monotonic() - self._at > self.cost_s


class Crowd:
    """Askers whom nobody knows: so many buildings at a time are theirs together, however many different things they ask for.

    A few wait for a turn; whoever comes when the line is full is told at once, so that they keep no other reader's place.
    """

    def __init__(self, at_once: int, in_line: int) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._line = threading.BoundedSemaphore(in_line)

    def enter(self, patience_s: float) -> None:
        """Take a turn.

        Raises:
            StillReadingError: none came free in that time, or too many wait already.
        """
        message = "others who are not signed in are asking for parts of this record that must be read first"
        if not self._line.acquire(blocking=False):
            raise StillReadingError(message)
        try:
            if not self._turns.acquire(timeout=patience_s):
                raise StillReadingError(message)
        finally:
            self._line.release()

    def leave(self) -> None:
        """Give the turn back."""
        self._turns.release()


_here = threading.local()


class _Job(Generic[T]):
    """A building under way, in a thread of its own that ends with the program."""

    def __init__(
        self, build: Callable[[], Built[T]], done: Callable[[Built[T] | None], None], turns: threading.Semaphore
    ) -> None:
        self._build = build
        self._turns = turns
        self._done = done
        self._ended = threading.Event()
        self._built: Built[T] | None = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, name="building", daemon=True).start()

    def _run(self) -> None:
        _here.is_building = True
        try:
            with self._turns:
                self._built = self._build()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread of whoever waits
            self._error = error
        finally:
            try:
                self._done(self._built)
            finally:
                self._ended.set()

    def result(self, patience_s: float) -> Built[T]:
        """Return what was built; raises what the building raised, and StillReadingError where it takes too long."""
        if not self._ended.wait(patience_s):
            message = "the record is large, and this part of it is being read for the first time"
            raise StillReadingError(message)
        if self._error is not None:
            raise self._error
        assert self._built is not None  # a building ends with one of the two
        return self._built


class Shelf(Generic[T]):
    """The last built thing of every place; the one not asked for longest goes first."""

    def __init__(self, room_for: int, weigh: Callable[[T], int] = lambda _: 1) -> None:
        self._room_for = room_for
        self._weigh = weigh
        self._kept: OrderedDict[Hashable, Built[T]] = OrderedDict()
        self._jobs: dict[Hashable, _Job[T]] = {}
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(AT_ONCE)

    def size_at(self, place: Hashable) -> int | None:
        """Return on what size of the log that stands which is kept at a place, None where nothing is."""
        with self._lock:
            found = self._kept.get(place)
        return found.size if found is not None else None

    def get(  # noqa: PLR0913 - what is asked for, and what will do in its place
        self,
        place: Hashable,
        size: int,
        build: Callable[[], Built[T]],
        *,
        may_wait: Callable[[int], bool],
        patience_s: float,
        enough: Callable[[int], bool] = lambda _size: False,
        crowd: Crowd | None = None,
    ) -> Built[T]:
        """Return what stands at ``place`` on a log of ``size``, or the last before it where that may be shown meanwhile.

        ``may_wait``: whether nothing was written since a smaller size that must be seen at once. ``enough``: whether something
        slow that stands on a smaller size will do, so that none is built anew. ``crowd``: whose turns the building takes; what
        is asked for while something is built belongs to that building. Raises: what ``build`` raises, and StillReadingError
        where there is nothing to show within ``patience_s``.
        """
        found = self._found(place)
        if found is not None and (found.size >= size or (found.is_slow and enough(found.size))):
            return found
        if found is not None and found.is_slow and may_wait(found.size):
            if found.is_due:
                with suppress(StillReadingError):  # others are first; what there is will do
                    self._building(place, size, build, crowd, 0.0)
            return found
        until = time.monotonic() + patience_s
        job, is_own = self._building(place, size, build, crowd, patience_s)
        if job is not None:
            built = job.result(max(0.0, until - time.monotonic()))
            if is_own or built.size >= size or (built.is_slow and enough(built.size)):
                return built
        # that one was begun before our entry, or ended while we stood in line
        return self.get(place, size, build, may_wait=may_wait, patience_s=patience_s, enough=enough, crowd=crowd)

    def _found(self, place: Hashable) -> Built[T] | None:
        """Return what stands at a place, which is asked for by that."""
        with self._lock:
            if place in self._kept:
                self._kept.move_to_end(place)
            return self._kept.get(place)

    def _building(
        self, place: Hashable, size: int, build: Callable[[], Built[T]], crowd: Crowd | None, patience_s: float
    ) -> tuple[_Job[T] | None, bool]:
        """Return the building of a place, and whether it was begun here; None where it was done while we stood in line."""
        if crowd is None or getattr(_here, "is_building", False):
            return self._begun(place, build, lambda: None)
        with self._lock:
            if place in self._jobs:
                return self._jobs[place], False
        crowd.enter(patience_s)
        is_own = False
        try:
            if (self.size_at(place) or -1) >= size:
                return None, False
            job, is_own = self._begun(place, build, crowd.leave)
        finally:
            if not is_own:
                crowd.leave()
        return job, is_own

    def _begun(self, place: Hashable, build: Callable[[], Built[T]], ended: Callable[[], None]) -> tuple[_Job[T], bool]:
        def done(built: Built[T] | None) -> None:
            try:
                self._put(place, built)
            finally:
                ended()

        with self._lock:
            if place in self._jobs:
                return self._jobs[place], False
            self._jobs[place] = _Job(build, done, self._turns)
            return self._jobs[place], True

    def _put(self, place: Hashable, built: Built[T] | None) -> None:
        with self._lock:
            del self._jobs[place]
            if built is None:  # whoever asks next waits, and is told what went wrong
                self._kept.pop(place, None)
            else:
                self._kept[place] = built
                self._kept.move_to_end(place)
                while len(self._kept) > 1 and sum(self._weigh(each.thing) for each in self._kept.values()) > self._room_for:
                    self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything that was built."""
        with self._lock:
            self._kept.clear()


def timed(make: Callable[[], T]) -> tuple[T, float]:
    """Return what is made, and how many seconds that took."""
    start = time.perf_counter()
    return make(), time.perf_counter() - start
