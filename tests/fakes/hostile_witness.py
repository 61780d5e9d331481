"""A witness on a real socket that never comes to an end of its answer, or answers what no witness does."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

PRELIMINARY = b"HTTP/1.1 100 Continue\r\n\r\n"
ONE_HEADER = b"X-More: to come\r\n"
SLOW_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"


@contextlib.contextmanager
def answering(first: bytes, again: bytes = b"") -> Iterator[str]:
    """Give the address of a witness that answers whoever connects with ``first``, then with ``again`` until that one hangs up.

    Without ``again`` it hangs up by itself.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()
        thread = threading.Thread(target=_answer, args=(listening, ended, first, again))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            ended.set()
            with socket.create_connection(listening.getsockname()):
                thread.join()


def _answer(listening: socket.socket, ended: threading.Event, first: bytes, again: bytes) -> None:
    while True:
        connection, _ = listening.accept()
        with connection, contextlib.suppress(OSError):
            if ended.is_set():
                return
            connection.recv(65536)
            connection.sendall(first)
            while again and not ended.wait(0.02):
                connection.sendall(again)
