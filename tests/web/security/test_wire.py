"""What is done to the room below its pages: requests that are no requests, that never end, or that come in a crowd."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from truceline.web.bodies import Receive, Scope, Send

SOON_S = 0.3
MEGABYTE = 1024 * 1024


@contextmanager
def _served_in_haste() -> Iterator[tuple[str, int]]:
    """Serve an application that says how much came, as the room is served, but with hardly any patience."""
    import uvicorn

    from truceline.web.bodies import Bounded
    from truceline.web.patience import Patient

    class Hasty(Patient):
        head_s = SOON_S

    async def counting(scope: Scope, receive: Receive, send: Send) -> None:
        came = 0
        while (message := await receive()).get("more_body"):
            came += len(message["body"])
        words = b"%s %d" % (scope["path"].encode(), came + len(message.get("body", b"")))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(words))]})
        await send({"type": "http.response.body", "body": words})

    bounded = Bounded(counting, idle_s=SOON_S)
    server = uvicorn.Server(uvicorn.Config(bounded, port=0, http=Hasty, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[:2]
    finally:
        server.should_exit = True
        thread.join(10)


def _answer(line: socket.socket) -> bytes:
    """Return what comes until the line is closed."""
    came = b""
    while part := line.recv(65_536):
        came += part
    return came


def test_a_line_that_says_nothing_is_closed() -> None:
    """Neither silence, nor half a head, nor a letter now and then holds a line open; a whole request in time is answered."""
    with _served_in_haste() as place:
        lines = [socket.create_connection(place, timeout=5) for _ in range(3)]
        lines[1].sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        whole = socket.create_connection(place, timeout=5)
        whole.sendall(b"GET /a HTTP/1.1\r\nHost: x\r\n")
        for letter in b"GET / HTTP/1.1"[:3]:
            lines[2].sendall(bytes([letter]))
        whole.sendall(b"Connection: close\r\n\r\n")
        assert _answer(whole).endswith(b"/a 0")
        assert [_answer(line) for line in lines] == [b""] * 3
        for line in (*lines, whole):
            line.close()


def test_a_body_that_stops_is_given_up() -> None:
    """Whoever announces more than comes is told so after a while, and nothing is kept open for them."""
    with _served_in_haste() as place, socket.create_connection(place, timeout=5) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        assert _answer(line).startswith(b"HTTP/1.1 408 ")


def test_only_so_many_large_bodies_are_taken_at_the_same_time() -> None:
    """A crowd of strangers cannot fill the disk with files that nobody will look at; forms are taken all the while."""
    from truceline.web.bodies import LARGE_AT_ONCE

    head = b"POST /verification HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    with _served_in_haste() as place:
        crowd = [socket.create_connection(place, timeout=5) for _ in range(LARGE_AT_ONCE)]
        for line in crowd:
            line.sendall(head % (20 * MEGABYTE))
            assert line.recv(200).startswith(b"HTTP/1.1 100 ")
        with socket.create_connection(place, timeout=5) as late:
            late.sendall(head % (20 * MEGABYTE))
            assert b"/desk/too-large" in _answer(late)
        with socket.create_connection(place, timeout=5) as form:
            form.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
            assert _answer(form).endswith(b"/ 3")
        for line in crowd:
            line.close()


@pytest.mark.parametrize("path", [b"/", b"/verification"])
def test_a_body_in_pieces_is_counted_whatever_it_says_of_its_length(path: bytes) -> None:
    """Pieces count, and not the length that was written beside them, which the server does not believe either."""
    head = (
        b"POST " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    piece = b"%x\r\n" % MEGABYTE + b"a" * MEGABYTE + b"\r\n"
    with _served_in_haste() as place, socket.create_connection(place, timeout=5) as line:
        line.sendall(head + piece * 4 + b"0\r\n\r\n")
        assert _answer(line).endswith(b"/desk/too-large 0")


def test_a_crowd_is_answered_in_turn() -> None:
    """Of twenty requests three are worked on at a time; a stream that has begun keeps nobody waiting, and all are answered."""
    from truceline.web.bodies import Bounded

    working: list[int] = [0]
    most, answered = [0], []

    async def slow(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        working[0] += 1
        most[0] = max(most[0], working[0])
        await asyncio.sleep(0.01)
        working[0] -= 1
        await send({"type": "http.response.start", "status": 200})
        await asyncio.sleep(0.2)  # a stream

    async def run() -> float:
        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Mapping[str, object]) -> None:
            answered.append(message)

        begun = time.monotonic()
        bounded = Bounded(slow, at_once=3)
        await asyncio.gather(*(bounded({"type": "http", "path": "/", "headers": []}, receive, send) for _ in range(20)))
        return time.monotonic() - begun

    took_s = asyncio.run(run())
    assert (most[0], len(answered)) == (3, 20)
    assert took_s < 20 * 0.2 / 3, "streams were waited for"


def test_a_cookie_that_is_no_session_is_not_asked_for(room: object) -> None:
    """Whatever is written into the cookie, the database is asked for keys that can be some: some fail on others."""
    from truceline.web.accounts.sessions import SessionStore

    keys = ("\x00" * 9, "a" * 20 + "\x00", "ключ-ключ-ключ", "' OR 1=1 --", "short", None, "a" * 32)
    assert [SessionStore(key).session_key for key in keys] == [None] * 6 + ["a" * 32]


FORM = "Content-Type: application/x-www-form-urlencoded"
HOSTILE: dict[str, tuple[str, ...]] = {
    "two lengths": ("POST /", "Content-Length: 3", "Content-Length: 40", "", "abcGET /hidden HTTP/1.1\r\n\r\n"),
    "a length below nothing": ("POST /", "Content-Length: -1"),
    "a length that is none": ("POST /", "Content-Length: 1e3"),
    "an unknown coding": ("POST /", "Transfer-Encoding: xchunked"),
    "a chunk that is none": ("POST /", "Transfer-Encoding: chunked", "", "zz\r\n"),
    "a length and chunks": (
        "POST /",
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        "",
        "0\r\n\r\nGET /hidden HTTP/1.1\r\n\r\n",
    ),
    "a head of 60 kB": ("GET /", f"X: {'a' * 60_000}"),
    "an address of 40 kB": (f"GET /search?q={'a' * 40_000}",),
    "10,000 parameters": (f"GET /incidents?{'a&' * 10_000}",),
    "10,000 fields": ("POST /desk/call", FORM, "Content-Length: 20000", "", "a&" * 10_000),
    "NUL in an address": ("GET /incidents/%00?q=%00&known=%00&place=%00",),
    "half a letter": ("GET /reports/%ED%A0%80?q=%ED%A0%80%FF",),
    "a raw letter": ("GET /reports/\xe9",),
    "a folder above": ("GET /static/../../secret",),
    "a folder above, hidden": ("GET /static/%2e%2e/%2e%2e%2fsecret",),
    "another host, in full": ("GET http://evil.example/",),
    "two hosts": ("GET /", "Host: evil.example"),
    "a method of its own": ("EVIL /",),
    "another method in a header": ("POST /people/", "X-HTTP-Method-Override: GET", "Content-Length: 0"),
    "an echo": ("TRACE /", "X: echoed"),
    "two slashes": ("GET //evil.example/%2e%2e",),
    "parts without an edge": ("POST /desk/uploads", "Content-Type: multipart/form-data", "Content-Length: 3", "", "abc"),
    "a charset that is none": ("POST /account/login/", f"{FORM}; charset=zz", "Content-Length: 3", "", "a=b"),
    "cookies in quotes": ("GET /", 'Cookie: sessionid="\\000\\000\\000aaaaaaaa"; csrftoken="\\000"; language="\\012"'),
    "numbers too large": ("GET /people/99999999999999999999999999?entry=999999999999999",),
}


def _sent(lines: tuple[str, ...], host: str, cookie: str) -> bytes:
    """Return a request as it is sent: what is asked, host and cookie, then what else was given, as it was given."""
    asked, *more = lines
    head = [f"{asked} HTTP/1.1", f"Host: {host}", "Connection: close", *([cookie] if "Cookie" not in str(more) else [])]
    return "\r\n".join([*head, *(more if "" in more else [*more, "", ""])]).encode("latin-1")


@pytest.mark.parametrize("signed", [False, True])
def test_no_request_breaks_the_room(signed: bool, served: str, client_as: Callable[..., Client]) -> None:  # noqa: FBT001 - a case
    """What is no request is refused, never answered as a fault of ours, leads nowhere else, and is not read as two requests."""
    parts = urlsplit(served)
    session = client_as("administrator").cookies["sessionid"].value if signed else ""
    wrong = {}
    for what, lines in HOSTILE.items():
        sent = _sent(lines, parts.netloc, f"Cookie: sessionid={session}")
        with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=20) as line:
            line.sendall(sent)
            came = _answer(line)
        status = int(came.split()[1])
        head = came.partition(b"\r\n\r\n")[0]
        told = [each for each in (b"Traceback", b"echoed", b"Location: http", b"Location: //", b"/hidden") if each in came]
        if status >= 500 or came.count(b"HTTP/1.1 ") != 1 or told or b"evil" in head:
            wrong[what] = (status, told, came[:300])
    assert not wrong, wrong


def test_ten_thousand_parameters_are_refused_and_not_a_fault_of_ours(client_as: Callable[..., Client]) -> None:
    """The page that refuses them is made without them."""
    for role in (None, "observer"):
        client = client_as(role)
        answer = client.get("/incidents?" + "a=1&" * 10_000)
        assert answer.status_code == 400, role
        assert b"<h1>" in answer.content
