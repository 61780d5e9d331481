"""A worker beside the server, for as long as the server runs: started with it, started again where it died, ended with it."""

from __future__ import annotations

import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

MODULE = "truceline.web.desk.worker"
AGAIN_S = (1.0, 5.0, 30.0, 60.0)
"""How long it is waited before a worker that died is started again, the longer the more often it did."""
END_S = 10.0


class Beside:
    """One worker process that is kept running.

    >>> with Beside():   # doctest: +SKIP
    ...     server.run()
    """

    def __init__(self) -> None:
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
        self._thread.join(END_S)

    def _keep(self) -> None:
        died = 0
        while not self._over.is_set():
            # In a session of its own: Ctrl-C at the terminal is for us, who tell the worker once; told twice it drops its job.
            command = [sys.executable, "-m", MODULE]
            with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:  # noqa: S603 - our own module
                self._process = process
                if self._over.is_set():
                    process.terminate()
                process.wait()
            self._over.wait(AGAIN_S[min(died, len(AGAIN_S) - 1)])
            died += 1


def worker() -> Beside:
    """Return a worker to run beside a server."""
    return Beside()
