"""One look at the log for all who watch: what came in is read once and told to everybody, each as far as they may know.

There is one hub an event loop, and one task in it that looks at the head of the log while anybody is listening. A listener holds
no queue, only the number of entries that it was told of. So a slow reader costs nothing, misses nothing, and is told at once of
what came in meanwhile; whoever comes back after a broken line names the last number that arrived and goes on from there.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Hashable
from itertools import takewhile
from typing import Literal, TypeVar
from weakref import WeakKeyDictionary

import msgspec
from django.db import connections

from truceline.errors import RecordError
from truceline.outputs.views.arrivals import Arrival, News, arrivals, head_of, news
from truceline.outputs.views.viewing import Viewer
from truceline.web.live import presence, standing
from truceline.web.record import desk

T = TypeVar("T")
Ending = Literal["signed-out", "changed"]
LOOK_S = 0.5
"""How often the head of the log is looked at: half a second is soon enough for people."""
CHECK_S = 10.0
"""How often it is asked whether those who listen may still; signing out is told at once."""
PRESENCE_S = 2.0
STUCK_S = 120.0
"""A connection that takes nothing for so long is given up."""
REMEMBERED = 5_000
"""So many entries back are counted; whoever was away for longer is told that it is more."""


class Listener:
    """One open page: who looks, what it was told of, and whether it must end."""

    def __init__(self, *, account: int, session: str, viewer: Viewer, told: int | None, place: str | None) -> None:
        self.account = account
        self.session = session
        self.viewer = viewer
        self.told = told
        self.place = place
        self.others: tuple[str, ...] | None = None
        self.ending: Ending | None = None
        self.wake = asyncio.Event()
        self.task: asyncio.Task[object] | None = None
        self.sending_since: float | None = None

    def end(self, why: Ending) -> None:
        """Let the page be told that it ends; one that takes nothing is cut off at the next check."""
        if self.ending is not None and self.task is not None:
            self.task.cancel()
        self.ending = why
        self.wake.set()


class Hub:
    """All listeners of one event loop."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.size = 0
        self._recent: deque[Arrival] = deque(maxlen=REMEMBERED)
        self._counted_from = 0
        self._told: dict[Hashable, News] = {}
        self._task: asyncio.Task[None] | None = None
        self._checked = time.monotonic()
        self._seen_places = 0.0
        self._beginning = asyncio.Lock()

    async def join(self, listener: Listener) -> None:
        """Begin to tell a listener; the task that looks is started with the first one."""
        async with self._beginning:
            if self._task is None or self._task.done():
                await self._begin()
                self.listeners.add(listener)
                self._task = asyncio.get_running_loop().create_task(self._watch())
        self.listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        """Tell a listener no more."""
        self.listeners.discard(listener)

    def check_soon(self) -> None:
        """Ask at the next look whether those who listen may still."""
        self._checked = 0.0

    def end_session(self, session: str) -> None:
        """End whatever is open in a session that was left."""
        for listener in [each for each in self.listeners if each.session == session]:
            listener.end("signed-out")

    async def news_for(self, listener: Listener) -> News:
        """Return what a listener was not told of yet, as far as it may know."""
        since = self.size if listener.told is None else listener.told
        if since >= self.size:  # a page may be newer than our last look
            return News(size=since)
        key, size = (since, listener.viewer.granted), self.size
        found = self._told.get(key)
        if found is None:
            came, is_whole = await self._since(since, size)
            found = news(came, listener.viewer, size, is_whole=is_whole)
            if size == self.size:  # else more came in while the log was read: the next answer tells of it
                self._told[key] = found
        return found

    async def _since(self, since: int, size: int) -> tuple[list[Arrival], bool]:
        """Return what came in since, up to ``size``; from the log itself where that was before anybody listened here."""
        if since >= self._counted_from:
            return list(takewhile(lambda each: each.entry >= since, reversed(self._recent))), True
        start = max(since, size - REMEMBERED)
        found = await asyncio.to_thread(_read, lambda: _arrivals(start, size))
        return list(found), start == since

    async def _begin(self) -> None:
        self.size = await asyncio.to_thread(_read, _head)
        self._recent.clear()
        self._counted_from = self.size
        self._told.clear()

    async def _watch(self) -> None:
        """Look at the log, at who is where, and at who may still look, until nobody listens."""
        while self.listeners:
            await asyncio.sleep(LOOK_S)
            now = time.monotonic()
            await self._look()
            if now - self._seen_places >= PRESENCE_S:
                self._seen_places = now
                await self._look_around()
            if now - self._checked >= CHECK_S:
                self._checked = now
                await self._check(now)

    async def _look(self) -> None:
        """Read what is new. While the record cannot be read nothing is told; what came in is told afterwards."""
        old = self.size
        try:
            size = await asyncio.to_thread(_read, _head)
            if size == old:
                return
            first = max(old, size - REMEMBERED)
            came = await asyncio.to_thread(_read, lambda: _arrivals(first, size))
        except RecordError:
            return
        self.size = size
        if first != old:
            self._recent.clear()
            self._counted_from = first
        self._recent.extend(came)
        if len(self._recent) == REMEMBERED:
            self._counted_from = max(self._counted_from, self._recent[0].entry)
        self._told.clear()
        for listener in self.listeners:
            listener.wake.set()

    async def _look_around(self) -> None:
        """Tell those who have a thing open who else has."""
        places = {listener.place for listener in self.listeners if listener.place}
        if not places:
            return
        found = await asyncio.to_thread(_read, lambda: presence.all_at(places))
        for listener in [each for each in self.listeners if each.place]:
            there = found.get(listener.place or "", {})
            others = tuple(sorted(name for account, name in there.items() if account != listener.account))
            if others != listener.others:
                listener.others = others
                listener.wake.set()

    async def _check(self, now: float) -> None:
        """End what is open for somebody who may not look any more, or may look at something else than when it was opened."""
        listeners = list(self.listeners)
        asked = {(each.session, each.account) for each in listeners}
        found = await asyncio.to_thread(_read, lambda: standing.standing_of(asked))
        for listener in listeners:
            stands = found.get((listener.session, listener.account))
            if stands is None:
                listener.end("signed-out")
            elif stands != listener.viewer.compartments:
                listener.end("changed")
            elif listener.sending_since is not None and now - listener.sending_since > STUCK_S and listener.task is not None:
                listener.task.cancel()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """Return the hub of the running event loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())


def open_for(account: int) -> tuple[int, int]:
    """Return how many pages listen for one person, and for all."""
    listeners = [listener for each in list(_hubs.values()) for listener in list(each.listeners)]
    return sum(listener.account == account for listener in listeners), len(listeners)


def everywhere(act: Callable[[Hub], None]) -> None:
    """Do something with the hub of every event loop, from whatever thread."""
    for loop, each in list(_hubs.items()):
        if loop.is_running():
            loop.call_soon_threadsafe(act, each)


def _head() -> int:
    with desk.borrow() as record:
        return head_of(record)


def _arrivals(since: int, until: int) -> tuple[Arrival, ...]:
    with desk.borrow() as record:
        return arrivals(record, since, until)


def _read(ask: Callable[[], T]) -> T:
    """Ask something in a thread, and leave no connection to the accounts open behind."""
    try:
        return ask()
    finally:
        connections.close_all()


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the page is told of those who have its thing open too."""

    names: tuple[str, ...]
