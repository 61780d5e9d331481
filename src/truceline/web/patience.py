"""How long it is waited for the head of a request: a line that is opened and says nothing, or a letter now and then, is closed.

The server itself waits for ever, and each waiting line costs a file of the process. For the body see ``web.bodies``. Named by
string from the command line, as the room itself is.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class Patient(H11Protocol):
    """The protocol of the server, on which a head that was begun must come to its end in time."""

    head_s = 20.0
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the server's own
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._see_to_it()

    def data_received(self, data: bytes) -> None:
        """Take what came; begin to wait where it is the beginning of a head, and no more where it is the end of one."""
        super().data_received(data)
        self._see_to_it()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _see_to_it(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(self.head_s, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
