"""The one record of this room: borrowed for a moment, never kept; and what was last read of it, remembered per head of the log.

A page is built from material, material is read from the record: both are the same for everybody who may see the same and asks
for the same, until somebody appends. So both are remembered under (size of the log, selection, viewer).
"""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from truceline.errors import UsageError
from truceline.outputs import views
from truceline.outputs.views import Material, Selection
from truceline.outputs.views.viewing import Viewer, seen_by
from truceline.web.settings import ENVIRONMENT
from truceline.workflow import opening
from truceline.workflow.opening import Record

P = TypeVar("P")
OPEN_AT_ONCE = 8
REMEMBERED = 64
DAY = 10


class BadSelectionError(UsageError):
    """The address asks for a part of the record that cannot be, such as a day that does not exist."""


class Desk:
    """Open records to borrow: each to one request at a time, so that nobody waits for another's reading.

    They stay open, since remembered material reads its texts through the record that it came from.
    """

    def __init__(self) -> None:
        self._idle: queue.LifoQueue[Record] = queue.LifoQueue()
        self._turns = threading.BoundedSemaphore(OPEN_AT_ONCE)

    @contextmanager
    def borrow(self) -> Iterator[Record]:
        """Lend an open record until the end of the block."""
        with self._turns:
            try:
                record = self._idle.get_nowait()
            except queue.Empty:
                record = opening.opened(ENVIRONMENT.record)
            try:
                yield record
            finally:
                self._idle.put(record)

    def close(self) -> None:
        """Close what lies idle."""
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return


desk = Desk()


class Shelf:
    """What was built, by what it was built from; the oldest goes first. Two who ask for the same wait for one building."""

    def __init__(self, room_for: int = REMEMBERED) -> None:
        self._room_for = room_for
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()
        self._building: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, build: Callable[[], P]) -> P:
        """Return what stands under ``key``, built now where nothing does."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("P", self._kept[key])
            turn = self._building.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._kept:
                    return cast("P", self._kept[key])
            try:
                made = build()
                self._keep(key, made)
            finally:
                with self._lock:
                    self._building.pop(key, None)
            return made

    def _keep(self, key: Hashable, made: object) -> None:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._room_for:
                self._kept.popitem(last=False)


_materials = Shelf(8)
_pages = Shelf()


def material(request: HttpRequest) -> Material:
    """Return what this reader may see of what the address asks for."""
    return material_of(selection_of(request), viewer_of(request))


def material_of(selection: Selection, viewer: Viewer) -> Material:
    """Return what ``viewer`` may see of ``selection``."""
    with desk.borrow() as record:
        size = record.size

        def build() -> Material:
            return seen_by(record, views.gather(record, selection), viewer)

        return _materials.get((size, selection, viewer), build)


def kept(request: HttpRequest, build: Callable[[Material], P], *key: Hashable) -> P:
    """Return the page that ``build`` makes of the request's material, remembered under ``key`` beside selection and viewer."""
    found = material(request)
    place = (found.size, found.root, selection_of(request), viewer_of(request), *key)
    return _pages.get(place, lambda: build(found))


def selection_of(request: HttpRequest) -> Selection:
    """Return which part of the record the address asks for.

    Raises:
        BadSelectionError: a day that does not exist, an entry that is no number.
    """
    asked = {name: request.GET.get(name) or None for name in ("known", "said", "happened", "entry")}
    happened = asked["happened"]
    return Selection(
        known=_day(asked["known"]),
        said=_day(asked["said"]),
        happened=happened and "..".join(_day(part) or "" for part in happened.split("..", 1)),
        entry=_entry(asked["entry"]),
        with_proposals=request.GET.get("proposals") == "1",
    )


def _day(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text).isoformat() if len(text) == DAY else dt.date.fromisoformat("").isoformat()
    except ValueError:
        message = _("There is no day “%(day)s”. Write it as year-month-day, for example 2016-09-20.") % {"day": text[:40]}
        raise BadSelectionError(message) from None


def _entry(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        message = _("“%(entry)s” is no entry of the log. Entries are counted from 0, for example 1840.") % {"entry": text[:40]}
        raise BadSelectionError(message)
    return int(text)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks: a signed-in person with the compartments granted to them, or the public."""
    hour = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    at = f"{hour:%Y-%m-%dT%H:%M:%SZ}"
    if request.user.is_authenticated:
        return Viewer(compartments=request.user.compartments, at=at)
    return Viewer(compartments=frozenset(), is_public=True, at=at)


def by(request: HttpRequest) -> str:
    """Return the name that stands in the log for what this person does."""
    assert request.user.is_authenticated, "a view that writes needs sign-in"
    return request.user.get_username()
