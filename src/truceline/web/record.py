"""The one record of this room: borrowed for a moment, never kept; and what was last read of it, remembered per head of the log.

A page is built from material, material is read from the record: both are the same for everybody who may see the same and asks
for the same, until somebody appends. So both are remembered by selection and viewer, with the size of the log that they stand on
(``remembering`` says when a newer one is built).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import queue
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

import msgspec
from django.http import HttpRequest

from truceline.model import RecordKind
from truceline.outputs import views
from truceline.outputs.views import Material, Selection, incident_list
from truceline.outputs.views.viewing import Viewer, seen_by
from truceline.web.asking import selection_of
from truceline.web.remembering import PATIENCE_S, Built, Crowd, Shelf, timed
from truceline.web.settings import ENVIRONMENT
from truceline.workflow import opening
from truceline.workflow.opening import Record

P = TypeVar("P")
OPEN_AT_ONCE = 8
CLAIMS_AT_ONCE = 250_000
"""Materials of so many claims together are kept, and always the last one."""
PREPARED_AT_ONCE = 120_000
"""Materials of so many claims together are kept prepared, such as with an index of all their words, which is large."""
PAGES_AT_ONCE = 200
LARGE = 20_000
"""A log of more entries than this is large: linking it, or reading it anew after each act, is not waited for."""
FOREVER_S = 86_400.0


class Desk:
    """Open records to borrow: each to one thread at a time, so that nobody waits for another's reading.

    They stay open, since remembered material reads its texts through the record that it came from. A thread that has one is lent
    the same again: would each of several wait for a second one while it holds its first, all would wait for ever.
    """

    def __init__(self) -> None:
        self.folder = ENVIRONMENT.record
        self._idle: queue.LifoQueue[Record] = queue.LifoQueue()
        self._turns = threading.BoundedSemaphore(OPEN_AT_ONCE)
        self._lent = threading.local()

    @contextmanager
    def borrow(self) -> Iterator[Record]:
        """Lend an open record until the end of the block."""
        own: Record | None = getattr(self._lent, "record", None)
        if own is not None:
            yield own
            return
        with self._turns:
            try:
                record = self._idle.get_nowait()
            except queue.Empty:
                record = opening.opened(self.folder)
            self._lent.record = record
            try:
                yield record
            finally:
                self._lent.record = None
                self._idle.put(record)

    @functools.cached_property
    def kind(self) -> RecordKind:
        """Which kind of record this is; it never changes."""
        with self.borrow() as record:
            return record.kind

    def close(self) -> None:
        """Close what lies idle."""
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return


desk = Desk()


class Taken:
    """Up to where in the log something was taken from sight, as far as was looked: what was made before is not shown.

    What an address asks for up to an entry of the log never grows older by itself, so this is a part of every place on a shelf.
    """

    def __init__(self) -> None:
        self._looked: int | None = None
        self._at = {False: 0, True: 0}
        self._lock = threading.Lock()

    def at(self, *, is_public: bool) -> int:
        """Return the size of the log at which something was last taken from those who see everything, or from everybody."""
        with self._lock, desk.borrow() as record:
            size = record.size
            if self._looked is not None and size > self._looked:
                for whose in self._at:
                    if not views.may_wait(record, self._looked, is_public=whose):
                        self._at[whose] = size
            self._looked = size
            return self._at[is_public]

    def forget(self) -> None:
        """Forget up to where was looked: another record is opened."""
        with self._lock:
            self._looked, self._at = None, {False: 0, True: 0}


taken = Taken()


class Reading:
    """A material, and what everything made from it cost so far: that is what the next of its kind will cost again."""

    def __init__(self, material: Material, cost_s: float) -> None:
        self.material = material
        self.cost_s = cost_s

    def build(self, make: Callable[[Material], P]) -> Built[P]:
        """Return a page of it."""
        page, took_s = timed(lambda: make(self.material))
        self.cost_s += took_s
        return Built(page, self.material.size, self.cost_s)


_gathered: Shelf[Reading] = Shelf(CLAIMS_AT_ONCE, lambda reading: _weight(reading.material))
_chosen: Shelf[Reading] = Shelf(CLAIMS_AT_ONCE, lambda reading: _weight(reading.material))
_seen: Shelf[Reading] = Shelf(CLAIMS_AT_ONCE, lambda reading: _weight(reading.material))
_pages: Shelf[object] = Shelf(PAGES_AT_ONCE)
_anybody = Crowd(at_once=1, in_line=4)
"""The past has as many states as there are days and entries: whoever is not signed in has one at a time read, all together."""


def _weight(found: Material) -> int:
    """Return how much room a material takes: its claims, and a little for itself."""
    return 100 + len(found.told) + len(found.waiting) + len(found.rejected)


_prepared: Shelf[Material] = Shelf(PREPARED_AT_ONCE, _weight)
_worked_on: Shelf[Material] = Shelf(CLAIMS_AT_ONCE, _weight)


def material(request: HttpRequest) -> Material:
    """Return what this reader may see of what the address asks for.

    Raises:
        StillReadingError: it takes longer to read than somebody should wait.
    """
    return material_of(selection_of(request), viewer_of(request))


def material_of(selection: Selection, viewer: Viewer) -> Material:
    """Return what ``viewer`` may see of ``selection``."""
    return _reading(selection, viewer, crowd=_crowd(viewer, selection)).material


def _crowd(viewer: Viewer, *asked: Selection) -> Crowd | None:
    """Return whose turns it takes to read all of these: of what stands now, nobody's."""
    return _anybody if viewer.is_public and any(map(_is_past, asked)) else None


def _is_past(asked: Selection) -> bool:
    return any(each is not None for each in (asked.known, asked.said, asked.entry, asked.happened))


def kept(request: HttpRequest, build: Callable[[Material], P], *key: Hashable) -> P:
    """Return the page that ``build`` makes of the request's material, remembered under ``key`` beside selection and viewer.

    On a large record it may stand on an earlier state of the log for a while: the page says on which, in its basis.
    """
    return kept_for(selection_of(request), viewer_of(request), build, *key)


def prepared(request: HttpRequest, prepare: Callable[[Material], object], *key: Hashable) -> Material:
    """Return the request's material once ``prepare`` has put something large at hand in it, kept while there is room.

    As a page that is kept, it may stand on an earlier state of the log for a while.
    """
    selection, viewer = selection_of(request), viewer_of(request)
    place = (selection, _scope(viewer), key)
    may_wait = _waiting(is_public=viewer.is_public)
    enough = _newer(_prepared.size_at(place), may_wait)

    def made() -> Built[Material]:
        reading = _reading(selection, viewer, FOREVER_S, enough)
        built = reading.build(prepare)
        return Built(reading.material, built.size, built.cost_s)

    crowd = _crowd(viewer, selection)
    return _prepared.get(place, _size_for(selection), made, may_wait=may_wait, patience_s=PATIENCE_S, crowd=crowd).thing


def lately(selection: Selection, viewer: Viewer) -> Material:
    """Return what ``viewer`` may see of ``selection``; of a large record it may stand on an earlier state of the log for a while.

    For work that is held against the log itself when it is written, so that nobody waits for what they have just done themselves.
    """
    if _size_for(selection) <= LARGE:
        return material_of(selection, viewer)
    place = (selection, _scope(viewer))
    may_wait = _waiting(is_public=viewer.is_public)
    enough = _newer(_worked_on.size_at(place), may_wait)

    def made() -> Built[Material]:
        reading = _reading(selection, viewer, FOREVER_S, enough)
        built = reading.build(incident_list.folded)  # every page of it names incidents
        return Built(reading.material, built.size, built.cost_s)

    return _worked_on.get(place, _size_for(selection), made, may_wait=may_wait, patience_s=PATIENCE_S).thing


def kept_for(
    selection: Selection, viewer: Viewer, build: Callable[[Material], P], *key: Hashable, patience_s: float = PATIENCE_S
) -> P:
    """Return a page as ``kept`` does, for a selection and a viewer that no request names.

    ``key`` has every other selection that is read for it.
    """
    place = (selection, _scope(viewer), key)
    may_wait = _waiting(is_public=viewer.is_public)
    enough = _newer(_pages.size_at(place), may_wait)

    def made() -> Built[object]:
        return _reading(selection, viewer, FOREVER_S, enough).build(build)

    crowd = _crowd(viewer, selection, *(each for each in key if isinstance(each, Selection)))
    found = _pages.get(place, _size_for(selection), made, may_wait=may_wait, patience_s=patience_s, crowd=crowd)
    return cast("P", found.thing)


def _newer(shown: int | None, may_wait: Callable[[int], bool]) -> Callable[[int], bool]:
    """Return which slow material will do for a page: one that is newer than what is ``shown``, and of which nothing had to go.

    So a burst of appends is read once for all pages, and a page that nobody had opened yet does not wait for the next reading.
    """
    return lambda size: (shown is None or size > shown) and may_wait(size)


def _reading(
    selection: Selection,
    viewer: Viewer,
    patience_s: float = PATIENCE_S,
    enough: Callable[[int], bool] | None = None,
    crowd: Crowd | None = None,
) -> Reading:
    """Return the material for a viewer; days are chosen from what was read for the same without that choice.

    ``enough``: which older one will do, None for none.
    """
    enough = enough or _never
    if selection.happened is None:
        return _whole(selection, viewer, patience_s, enough, crowd)
    happened, whole = selection.happened, msgspec.structs.replace(selection, happened=None)

    def chosen() -> Built[Reading]:
        everything = _whole(whole, viewer, FOREVER_S, enough)
        found, took_s = timed(lambda: views.in_days(everything.material, happened))
        return Built(Reading(found, everything.cost_s + took_s), found.size, everything.cost_s + took_s)

    place = (selection, _scope(viewer))
    size = _size_for(selection)
    return _chosen.get(place, size, chosen, may_wait=_never, patience_s=patience_s, enough=enough, crowd=crowd).thing


def _whole(
    selection: Selection, viewer: Viewer, patience_s: float, enough: Callable[[int], bool], crowd: Crowd | None = None
) -> Reading:
    """Return the material for a viewer; where nothing is hidden from them, the same as for everybody."""

    def seen() -> Built[Reading]:
        everything = _gather(selection, enough)
        with desk.borrow() as record:
            found, took_s = timed(lambda: seen_by(record, everything.material, viewer))
        same = found is everything.material
        reading = everything if same else Reading(found, everything.cost_s + took_s)
        return Built(reading, found.size, reading.cost_s)

    place = (selection, _scope(viewer))
    size = _size_for(selection)
    return _seen.get(place, size, seen, may_wait=_never, patience_s=patience_s, enough=enough, crowd=crowd).thing


def _gather(selection: Selection, enough: Callable[[int], bool]) -> Reading:
    def gathered() -> Built[Reading]:
        with desk.borrow() as record:
            found, took_s = timed(lambda: _read_by_anybody(views.gather(record, selection)))
        return Built(Reading(found, took_s), found.size, took_s)

    place = (selection, taken.at(is_public=False))
    return _gathered.get(place, _size_for(selection), gathered, may_wait=_never, patience_s=FOREVER_S, enough=enough).thing


def _read_by_anybody(found: Material) -> Material:
    """Return the material with its texts read through whatever record is idle: the one it came from serves others by then."""
    texts = {held.report.id: held.text_sha256 for held in found.held}

    def read(report: str) -> str:
        with desk.borrow() as record:
            return record.text(texts[report])

    return dataclasses.replace(found, read=views.only(read, frozenset(texts)))


def _scope(viewer: Viewer) -> Hashable:
    """Return what of a viewer decides what is seen: the hour and the delay only where one runs; and what was taken from sight."""
    if viewer.is_public and desk.kind != "demonstration":
        with desk.borrow() as record:
            delay = views.delay_of(record)
        return (True, viewer.at, delay, taken.at(is_public=True))
    return (viewer.is_public, viewer.granted, taken.at(is_public=viewer.is_public))


def _size_for(selection: Selection) -> int:
    """Return at how many entries the log stands for this selection: what is asked up to an entry does not change any more."""
    with desk.borrow() as record:
        return record.size if selection.entry is None else min(record.size, selection.entry + 1)


def _never(_size: int) -> bool:
    """A material is never an older one where nobody says that one will do: what is built from it says what it stands on."""
    return False


def _waiting(*, is_public: bool) -> Callable[[int], bool]:
    """Return what says whether something older may be shown for now to everybody, or to people of this room."""

    def may_wait(size: int) -> bool:
        with desk.borrow() as record:
            return views.may_wait(record, size, is_public=is_public)

    return may_wait


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks: a signed-in person with the compartments granted to them, or the public."""
    return viewer_with(request.user.compartments if request.user.is_authenticated else None)


def viewer_with(compartments: frozenset[str] | None) -> Viewer:
    """Return a person of this room with these compartments, or (None) the public, at this hour."""
    hour = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
    at = f"{hour:%Y-%m-%dT%H:%M:%SZ}"
    return Viewer(compartments=compartments or frozenset(), is_public=compartments is None, at=at)


def by(request: HttpRequest) -> str:
    """Return the name that stands in the log for what this person does."""
    assert request.user.is_authenticated, "a view that writes needs sign-in"
    return request.user.get_username()
