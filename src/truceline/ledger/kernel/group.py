"""Group commit: appends of several threads that come at once share one transaction, and so one wait for the disk.

Whoever gets to the front takes along all that wait and writes for all. Each gets its own places or its own error: what one of
them did wrong is refused for that one alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from truceline.errors import RecordBusyError, RecordError, TrucelineError
from truceline.ledger.kernel.leaves import Prepared
from truceline.ledger.leaf.entries import Draft


class Append:
    """Drafts that somebody wants to append, and what became of it."""

    def __init__(self, drafts: Sequence[Draft], prepared: Sequence[Prepared] | None) -> None:
        self.drafts = drafts
        self.prepared = prepared
        self.places: tuple[int, ...] | None = None
        self.error: TrucelineError | None = None

    @property
    def is_done(self) -> bool:
        """Whether somebody has written it, or tried."""
        return self.places is not None or self.error is not None

    def result(self) -> tuple[int, ...]:
        """Return the places, or raise what went wrong."""
        if self.error is not None:
            raise self.error
        assert self.places is not None, "the leader leaves nothing undone that it took"
        return self.places


class Group:
    """The queue of one process in front of its log. ``write`` writes several appends in one transaction."""

    def __init__(self, write: Callable[[Sequence[Append]], None], wait_s: float) -> None:
        self._write = write
        self._wait_s = wait_s
        self._waiting: list[Append] = []
        self._list = threading.Lock()
        self._front = threading.Lock()

    def append(self, wanted: Append) -> tuple[int, ...]:
        """Have drafts written, by us or by whoever is at the front, and return their places.

        Raises: RecordBusyError where the front is held for longer than we wait.
        """
        with self._list:
            self._waiting.append(wanted)
        if not self._front.acquire(timeout=self._wait_s):
            if self._withdrawn(wanted):
                message = f"other threads were appending for more than {self._wait_s:g} s; try again when they are done"
                raise RecordBusyError(message)
            self._front.acquire()  # whoever is at the front has taken ours along and will be done with it
        try:
            if not wanted.is_done:
                self._lead()
        finally:
            self._front.release()
        return wanted.result()

    def _withdrawn(self, wanted: Append) -> bool:
        with self._list:
            if wanted in self._waiting:
                self._waiting.remove(wanted)
                return True
        return False

    def _lead(self) -> None:
        with self._list:
            taken, self._waiting = self._waiting, []
        try:
            self._write_all(taken)
        except BaseException:
            for each in taken:
                if not each.is_done:
                    message = "the append was interrupted by another thread's; append again: what was added keeps its place"
                    each.error = RecordError(message)
            raise

    def _write_all(self, taken: Sequence[Append]) -> None:
        """Write all in one transaction or, where that fails, one by one: a disk may be too full for one and not for another."""
        try:
            self._write(taken)
        except RecordBusyError as error:
            for each in taken:
                each.error = RecordBusyError(str(error))
        except TrucelineError as error:
            if len(taken) == 1:
                taken[0].error = error
                return
            for each in taken:
                self._write_all([each])
