"""Taking turns: one writer at a time, in the order in which they came, and nobody waits for ever.

SQLite's own lock lets whoever asks most often win (measured: 871 commits of one process to 1 of another), so writers queue
at a file lock in front of it. Two locks make the queue: who waits holds the *gate*, so that a writer that has just finished
cannot slip in again before the one that waits.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from truceline.errors import RecordBusyError


class Turns:
    """The queue of writers of one record, across threads and processes; ``wait_s`` is how long to stand in it."""

    def __init__(self, folder: Path, wait_s: float) -> None:
        self._gate = folder / "lock.gate"
        self._work = folder / "lock"
        self._wait_s = wait_s

    @contextmanager
    def turn(self, wait_s: float | None = None) -> Iterator[None]:
        """Wait for our turn and hold it; ``wait_s`` is given where this wait is to be another than usual.

        Raises: RecordBusyError when others hold the record for longer than we wait.
        """
        waits = self._wait_s if wait_s is None else wait_s
        gate = self._locked(self._gate, waits)
        try:
            work = self._locked(self._work, waits)
        finally:
            os.close(gate)
        try:
            yield
        finally:
            os.close(work)

    def _locked(self, path: Path, wait_s: float) -> int:
        """Return an open, locked file; closing it lets go. A crash closes it too: no lock outlives its process."""
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait_for(handle, path, wait_s)
        return handle

    def _wait_for(self, handle: int, path: Path, wait_s: float) -> None:
        """Block in a thread of its own, because a blocking file lock knows no time limit."""
        waiting = _Waiting(handle)
        if not waiting.won(wait_s):
            message = f"record {path.parent} was held by others for more than {wait_s:g} s; try again when they are done"
            raise RecordBusyError(message)


class _Waiting:
    """A thread that waits for a lock and closes the file again if nobody wants it any more."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._state = threading.Lock()
        self._done = threading.Event()
        self._given_up = False
        threading.Thread(target=self._wait, daemon=True).start()

    def won(self, wait_s: float) -> bool:
        if self._done.wait(wait_s):
            return True
        with self._state:
            self._given_up = not self._done.is_set()
        return not self._given_up

    def _wait(self) -> None:
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        with self._state:
            if self._given_up:
                os.close(self._handle)
            else:
                self._done.set()
