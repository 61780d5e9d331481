"""Listening to a room over plain sockets, as many at once as a test wants."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable


class Ear:
    """One open stream: what arrived, as (name, id, data)."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.status = 0
        self.heard: list[tuple[str, int | None, dict[str, object]]] = []
        self.is_over = False
        self.task: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Take in events until the server ends the stream."""
        self.status = int((await self.reader.readline()).split()[1])
        name, number = "", None
        while line := await self.reader.readline():
            text = line.decode().rstrip("\r\n")
            if text == "0":  # the last chunk
                break
            if text.startswith("event: "):
                name = text[7:]
            elif text.startswith("id: "):
                number = int(text[4:])
            elif text.startswith("data: "):
                self.heard.append((name, number, json.loads(text[6:])))
                name, number = "", None
        self.is_over = True

    def news(self) -> list[dict[str, object]]:
        """Return what was told of the log."""
        return [data for name, _, data in self.heard if name == "news"]


async def opened(address: str, cookie: str, query: str = "", last: int | None = None) -> Ear:
    """Open a stream, and listen in a task of its own."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    lines = [f"GET /live/events?{query} HTTP/1.1", f"Host: {parts.netloc}", f"Cookie: sessionid={cookie}"]
    lines += [f"Last-Event-ID: {last}"] if last is not None else []
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    await writer.drain()
    ear = Ear(reader, writer)
    ear.task = asyncio.create_task(ear.listen())
    return ear


async def hang_up(*ears: Ear) -> None:
    """Close streams, as a browser does that goes to another page."""
    for ear in ears:
        ear.writer.close()
        if ear.task is not None:
            ear.task.cancel()
    await asyncio.gather(*(ear.task for ear in ears if ear.task is not None), return_exceptions=True)
    await asyncio.gather(*(ear.writer.wait_closed() for ear in ears), return_exceptions=True)


async def until(holds: Callable[[], bool], within_s: float = 8.0) -> bool:
    """Wait until something holds; False where it does not in time."""
    for _ in range(int(within_s / 0.05)):
        if holds():
            return True
        await asyncio.sleep(0.05)
    return holds()
