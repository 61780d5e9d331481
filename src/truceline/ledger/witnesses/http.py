"""A witness over HTTP: ``POST /add-checkpoint`` and ``GET /<origin hash>/checkpoint``. Source: C2SP tlog-witness.

It is meant for the machine itself or a closed network. A request is small and short, or it is dropped: a body of at most
``MAX_BODY`` bytes with its length said in advance, ``CONNECTION_S`` seconds for a whole connection, ``CONNECTIONS`` at once.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from truceline.errors import NoteError, TrucelineError
from truceline.ledger.witnesses.request import parse_request
from truceline.ledger.witnesses.witness import BAD, OK, TEXT, UNKNOWN, Answer, Witness

MAX_BODY = 256 * 1024
READ_S = 10.0
CONNECTION_S = 60.0
CONNECTIONS = 32
ADD = "/add-checkpoint"

_CHECKPOINT = re.compile(r"/([0-9a-f]{64})/checkpoint", re.ASCII)
_LENGTH = re.compile(r"[0-9]{1,9}", re.ASCII)

Told = Callable[[str], None]
"""Told one line for each answer, for people."""


class WitnessServer(ThreadingHTTPServer):
    """Serves one witness on ``host`` and ``port`` (0: any that is free).

    Raises: OSError where it cannot listen there, UnicodeError where no machine can be called ``host``.
    """

    daemon_threads = True
    request_queue_size = CONNECTIONS

    def __init__(self, witness: Witness, host: str = "127.0.0.1", port: int = 0, told: Told | None = None) -> None:
        self.witness = witness
        self.told = told or _tell_nobody
        self._places = threading.BoundedSemaphore(CONNECTIONS)
        host.encode("idna")  # as ``bind`` does, which hides the reason
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        """The submission prefix."""
        host, port = self.server_address[:2]
        shown = str(host)
        return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the signature of socketserver
        """Take a connection, or drop it where too many are open."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as above
        """Answer on one connection for as long as one may take."""
        ending = threading.Timer(CONNECTION_S, _cut, (request,))
        ending.daemon = True
        ending.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            ending.cancel()
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002 - as above
        """Say in one line that a connection broke; a traceback tells people nothing about it."""
        self.told(f"connection of {client_address[0]} broke off")


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    timeout = READ_S
    server_version = "truceline-witness"
    sys_version = ""
    error_message_format = "%(message)s\n"
    error_content_type = TEXT

    def do_POST(self) -> None:
        """Answer ``add-checkpoint``."""
        if self.path != ADD:
            self._send(Answer(UNKNOWN, f"no {self.path[:80]!a} here; expected POST {ADD}\n"), is_last=True)
            return
        lengths = self.headers.get_all("Content-Length", [])
        length = lengths[0] if len(lengths) == 1 else ""
        if not _LENGTH.fullmatch(length) or "Transfer-Encoding" in self.headers:
            self._send(Answer(BAD, "expected a Content-Length and a body of that length\n"), is_last=True)
        elif int(length) > MAX_BODY:
            self._send(Answer(BAD, f"a body of {length} bytes; at most {MAX_BODY} are read\n"), is_last=True)
        else:
            self._send(self._answer(self.rfile.read(int(length))))

    def do_GET(self) -> None:
        """Answer with the last note that was cosigned of a log; a body behind the question is not read."""
        has_body = "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
        found = _CHECKPOINT.fullmatch(self.path)
        try:
            last = self.server.witness.last(found[1]) if found else None
        except TrucelineError as error:
            self._send(self._failed(error), is_last=has_body)
        else:
            nothing = Answer(UNKNOWN, "nothing of such a log was cosigned here\n")
            self._send(Answer(OK, last) if last else nothing, is_last=has_body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Tell nobody: each answer is told once, by ``_send``."""

    def _answer(self, body: bytes) -> Answer:
        try:
            if len(parse_request(body).proofs) != 1:
                return Answer(BAD, "more than one `old` line; over HTTP there is exactly one\n")
            return self.server.witness.add_checkpoint(body)
        except NoteError as error:
            return Answer(BAD, f"{error}\n")
        except (TrucelineError, OSError) as error:
            return self._failed(error)

    def _failed(self, error: Exception) -> Answer:
        """Tell the keeper what is wrong, and whoever asked only that something is."""
        self.server.told(str(error))
        return Answer(500, "this witness cannot answer now\n")

    def _send(self, answer: Answer, *, is_last: bool = False) -> None:
        body = answer.body.encode("utf-8", "backslashreplace")
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if is_last:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.server.told(f"{self.command} {self.path[:80]!a} -> {answer.status}")


def _cut(connection: socket.socket) -> None:
    """End a connection whatever it waits for; it may have ended by itself."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _tell_nobody(_line: str) -> None:
    """Say nothing."""
