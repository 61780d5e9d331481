"""Taking turns: one writer at a time, in the order in which they came, and nobody waits for ever.

SQLite's own lock lets whoever asks most often win (measured: 871 commits of one process to 1 of another), so writers queue
at a file lock in front of it. Two locks make the queue: who waits holds the *gate*, so that a writer that has just finished
cannot slip in again before the one that waits.
"""

from __future__ import annotations

import fcntl
import os
import threading
import weakref
from pathlib import Path
from types import TracebackType

from truceline.errors import RecordBusyError


class Turns:
    """The queue of writers of one record, across threads and processes; ``wait_s`` is how long to stand in it.

    ``keeps``: the two lock files stay open between turns until ``close``, which saves most of what a turn costs.
    """

    def __init__(self, folder: Path, wait_s: float, *, keeps: bool = False) -> None:
        self._gate = folder / "lock.gate"
        self._work = folder / "lock"
        self._wait_s = wait_s
        self._keeps = keeps
        self._idle: list[tuple[int, int]] = []
        if keeps:
            _KEEPING.add(self)

    def turn(self, wait_s: float | None = None) -> Turn:
        """Wait for our turn and hold it; ``wait_s`` is given where this wait is to be another than usual.

        Raises: RecordBusyError when others hold the record for longer than we wait.
        """
        return Turn(self, self._wait_s if wait_s is None else wait_s)

    def close(self) -> None:
        """Close the files that are kept open."""
        self._keeps = False
        self.forget()

    def forget(self) -> None:
        """Close the files that are open without being locked."""
        while self._idle:
            for handle in self._idle.pop():
                os.close(handle)

    def take(self, wait_s: float) -> tuple[int, int]:
        """Return gate and lock as open files, the lock locked. What several threads want at once each opens for itself."""
        gate, work = self._opened()
        try:
            self._lock(gate, self._gate, wait_s)
        except BaseException:
            os.close(work)
            raise
        try:
            self._lock(work, self._work, wait_s)
        except BaseException:
            os.close(gate)
            raise
        fcntl.flock(gate, fcntl.LOCK_UN)
        return gate, work

    def give_back(self, gate: int, work: int) -> None:
        """Unlock."""
        if self._keeps and not self._idle:
            fcntl.flock(work, fcntl.LOCK_UN)
            self._idle.append((gate, work))
            return
        os.close(work)
        os.close(gate)

    def _opened(self) -> tuple[int, int]:
        try:
            gate, work = self._idle.pop()
        except IndexError:
            gate = _opened(self._gate)
            try:
                return gate, _opened(self._work)
            except BaseException:
                os.close(gate)
                raise
        if os.fstat(gate).st_nlink and os.fstat(work).st_nlink:
            return gate, work
        os.close(gate)  # somebody deleted the files: others queue at new ones
        os.close(work)
        return self._opened()

    def _lock(self, handle: int, path: Path, wait_s: float) -> None:
        """Lock an open file, or close it. A crash closes it too: no lock outlives its process."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait_for(handle, path, wait_s)
        except BaseException:
            os.close(handle)
            raise

    def _wait_for(self, handle: int, path: Path, wait_s: float) -> None:
        """Block in a thread of its own, because a blocking file lock knows no time limit."""
        waiting = _Waiting(handle)
        if not waiting.won(wait_s):
            message = f"record {path.parent} was held by others for more than {wait_s:g} s; try again when they are done"
            raise RecordBusyError(message)


class Turn:
    """A turn while it is held, for a ``with`` statement."""

    def __init__(self, turns: Turns, wait_s: float) -> None:
        self._turns = turns
        self._wait_s = wait_s

    def __enter__(self) -> None:
        self._held = self._turns.take(self._wait_s)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._turns.give_back(*self._held)


_KEEPING: weakref.WeakSet[Turns] = weakref.WeakSet()


def _forget_in_child() -> None:
    """Close in a forked process what its parent keeps open: the two would be one to the lock."""
    for turns in list(_KEEPING):
        turns.forget()


os.register_at_fork(after_in_child=_forget_in_child)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


class _Waiting:
    """A thread that waits for a lock and closes the file again if nobody wants it any more."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._state = threading.Lock()
        self._done = threading.Event()
        self._given_up = False
        threading.Thread(target=self._wait, daemon=True).start()

    def won(self, wait_s: float) -> bool:
        try:
            return self._done.wait(wait_s) or not self._gave_up()
        except BaseException:  # Ctrl-C: what is locked for us behind our back would stay locked
            if not self._gave_up():
                os.close(self._handle)
            raise

    def _gave_up(self) -> bool:
        with self._state:
            self._given_up = not self._done.is_set()
        return self._given_up

    def _wait(self) -> None:
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        with self._state:
            if self._given_up:
                os.close(self._handle)
            else:
                self._done.set()
