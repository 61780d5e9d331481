"""One witness asked over HTTP, within a time that it cannot draw out.

How long one read may wait says nothing of how long an answer takes: whoever sends one byte a second, or one preliminary answer
after another, is always just about to answer. So all that is asked of one witness has one deadline and is waited for no longer,
whatever the connection is at then: a name, a handshake, headers, a body.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time

from truceline.errors import NoteError, WitnessError
from truceline.ledger.notes.address import Address, parse_address
from truceline.ledger.notes.plain import MAX_BYTES, shown

SILENCE_S = 30.0
"""So long a connection may stand still."""
WHOLE_S = 60.0
"""So long may take all that is asked of one witness, together."""

HEADERS = {"Content-Type": "text/plain; charset=utf-8"}


class Asking:
    """Questions to one witness, answered within ``WHOLE_S`` seconds from now or not at all.

    Raises: NoteError where ``url`` is no address of a witness.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._address = parse_address(url)
        self._whole_s = WHOLE_S
        self._until = time.monotonic() + self._whole_s

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Return status and text of an answer.

        Raises: WitnessError where there is none in time, NoteError where it is longer than any witness answers.
        """
        exchange = _Exchange(self._address, method, path, body)
        exchange.start()
        exchange.join(max(0.0, self._until - time.monotonic()))
        if exchange.is_alive():
            exchange.cut()
            message = (
                f"the witness {self._url} did not finish answering within {self._whole_s:g} seconds; nothing it sent was kept; "
                "ask its keeper, or leave it out"
            )
            raise WitnessError(message)
        if exchange.answer is None:
            message = f"the witness {self._url} cannot be reached: {exchange.said}; is `truceline witness serve` running there?"
            raise WitnessError(message) from exchange.error
        status, data = exchange.answer
        if len(data) > MAX_BYTES:
            message = f"answer of {self._url}: longer than {MAX_BYTES} bytes; no witness answers so much"
            raise NoteError(message)
        return status, data.decode("utf-8", "replace")


class _Exchange(threading.Thread):
    """One question and its answer, on a thread that nobody has to wait for."""

    def __init__(self, address: Address, method: str, path: str, body: bytes | None) -> None:
        super().__init__(name="asking a witness", daemon=True)
        kind = http.client.HTTPSConnection if address.is_secure else http.client.HTTPConnection
        self._connection = kind(address.host, address.port, timeout=SILENCE_S)
        self._is_cut = threading.Event()
        self._question = (method, address.path + path, body, HEADERS)
        self._socket: socket.socket | None = None
        self.answer: tuple[int, bytes] | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        """Ask, and keep what came or what stood in the way."""
        try:
            self._connection.connect()
            self._socket = self._connection.sock
            if self._is_cut.is_set():
                return
            self._connection.request(*self._question)
            with self._connection.getresponse() as answer:
                self.answer = answer.status, answer.read(MAX_BYTES + 1)
        except (OSError, ValueError, http.client.HTTPException) as error:
            self.error = error
        finally:
            self._connection.close()

    @property
    def said(self) -> str:
        """What stood in the way; what the other side wrote is shown escaped."""
        return str(self.error) if isinstance(self.error, OSError) else shown(str(self.error))

    def cut(self) -> None:
        """End the connection, so that the thread ends; it may have ended by itself."""
        self._is_cut.set()
        if self._socket is not None:
            try:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # below TLS, which takes no word from another thread
            except OSError:
                return
