"""How large a request may be, and how many are answered at once: refused before Django writes their bytes to the disk.

Django reads a whole body before any of our code runs. So this stands in front of it: a body that says that it is too large, or
turns out to be, is read away without being kept, for a while, and then answered with a page that says so. Whoever asks first
(``Expect: 100-continue``) is answered before a byte is sent. A body of which nothing more comes for a while is given up, and only
so many large ones are taken at the same time: who sends them is not known before all of it is here.

Django answers each request in a thread of its own, with a line of its own to the database of accounts. PostgreSQL has a hundred;
so whoever comes when many are being answered waits for a turn. A stream gives its turn back as it begins.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MEGABYTE = 1024 * 1024
MOST = 3 * MEGABYTE
"""Forms, and parts of a file."""
MOST_OF = {"/desk/uploads": 80 * MEGABYTE, "/verification": 80 * MEGABYTE}
"""Where whole files come with a form, by path, if they say how large they are: what does not say it is held in memory."""
LARGE_AT_ONCE = 8
"""So many bodies larger than a form are taken at the same time."""
ANSWERED_AT_ONCE = 48
IDLE_S = 60.0
"""A body of which nothing came for so long does not come any more."""
PATIENCE_S = 30.0
MOST_READ_AWAY = 1024 * MEGABYTE
ANSWER = "/desk/too-large"


class TooSlowError(Exception):
    """Nothing more came of a body for too long."""


class Turn:
    """The turn of one request to be answered."""

    def __init__(self, turns: asyncio.Semaphore) -> None:
        self._turns = turns
        self._is_had = False

    def taken_with(self, receive: Receive) -> Receive:
        """Return what receives a body, and waits for the turn once all of it is here."""
        is_whole = False

        async def received() -> Message:
            nonlocal is_whole
            message = await receive()
            if not is_whole and message["type"] == "http.request" and not message.get("more_body", False):
                is_whole = True
                await self._turns.acquire()
                self._is_had = True
            return message

        return received

    def given_back_with(self, send: Send) -> Send:
        """Return what sends an answer, and gives the turn back when it begins."""

        async def sent(message: Message) -> None:
            self.give_back()
            await send(message)

        return sent

    def give_back(self) -> None:
        """Let the next one have it; a second time does nothing."""
        if self._is_had:
            self._is_had = False
            self._turns.release()


class Bounded:
    """An application whose requests have an end.

    ``idle_s``: so long it is waited for the next part of a body; ``at_once``: so many are answered at the same time.
    """

    def __init__(self, application: Application, *, idle_s: float = IDLE_S, at_once: int = ANSWERED_AT_ONCE) -> None:
        self._application = application
        self._idle_s = idle_s
        self._at_once = at_once
        self._large = 0
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; one that is too large is answered by the page that says so."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        most, length = MOST_OF.get(scope["path"], MOST), _length(scope)
        is_large = length is not None and most >= length > MOST
        turn = Turn(self._turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._at_once)))
        in_turn, sent = turn.taken_with(_in_time(receive, self._idle_s)), turn.given_back_with(send)
        self._large += is_large
        try:
            await self._bounded(scope, in_turn, sent, MOST if length is None or self._large > LARGE_AT_ONCE else most)
        except TooSlowError:
            await _give_up(send)
        finally:
            turn.give_back()
            self._large -= is_large

    async def _bounded(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        length = _length(scope)
        if length is None:
            await self._counted(scope, receive, send, most)
        elif length > most:
            if not any(name == b"expect" for name, _ in scope["headers"]):
                await _read_away(receive)
            await self._refuse(scope, send)
        else:
            await self._application(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        """Take a body that does not say how long it is, up to the limit and before anything else is done with it."""
        parts, total = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            total += len(message.get("body", b""))
            if total > most:
                await _read_away(receive)
                await self._refuse(scope, send)
                return
            parts.append(message)
            if not message.get("more_body", False):
                break
        held = iter(parts)

        async def again() -> Message:
            return next(held, None) or await receive()

        await self._application(scope, again, send)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        """Ask the application for the page that says what happened, in the place of what was asked."""
        dropped = (b"content-length", b"content-type", b"transfer-encoding", b"expect")
        headers = [(name, value) for name, value in scope["headers"] if name not in dropped]
        asked = {**scope, "method": "GET", "path": ANSWER, "raw_path": ANSWER.encode(), "query_string": b"", "headers": headers}
        is_first = True

        async def nothing() -> Message:
            nonlocal is_first
            if is_first:
                is_first = False
                return {"type": "http.request", "body": b"", "more_body": False}
            await asyncio.Event().wait()  # for ever: the page ends it
            return {"type": "http.disconnect"}

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), (b"connection", b"close")]}
            await send(message)

        await self._application(asked, nothing, closing)


def _length(scope: Scope) -> int | None:
    """Return how long a body says that it is; None where it comes in pieces of any length, whatever it says besides."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if b"transfer-encoding" in headers:
        return None
    return int(length) if length.isdigit() else 0


def _in_time(receive: Receive, idle_s: float) -> Receive:
    """Return what receives a body as long as something of it comes; afterwards it waits for the end of the line for ever."""
    is_whole = False

    async def received() -> Message:
        nonlocal is_whole
        if is_whole:
            return await receive()
        try:
            async with asyncio.timeout(idle_s):
                message = await receive()
        except TimeoutError:
            raise TooSlowError from None
        is_whole = not message.get("more_body", False)
        return message

    return received


async def _give_up(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": b"Nothing more came of this request; nothing was done. Send it again.\n"})


async def _read_away(receive: Receive) -> None:
    """Take what comes and keep none of it, so that a browser that only listens once it has sent all gets an answer."""
    until, total = time.monotonic() + PATIENCE_S, 0
    while time.monotonic() < until and total < MOST_READ_AWAY:
        message = await receive()
        total += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
