"""Warming: the situation room is read when the server starts, so that whoever comes first does not begin the reading.

It is done behind the first readers, who wait for the same building where they come earlier. What is made is what people of this
room will ask for: of each set of compartments that is granted to somebody the pages are made as by those who ask, and kept under
what they may see, so that nobody is shown what was made for others.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter

from django.conf import settings
from django.db import connections

from truceline.errors import TrucelineError
from truceline.outputs.labels import languages, load
from truceline.outputs.views import MapChoice, Selection, Viewer
from truceline.web.accounts.models import Account
from truceline.web.maps.page import map_of
from truceline.web.record import FOREVER_S, lately, viewer_with
from truceline.web.room.home import room_for

MOST = 3
"""For so many sets of compartments the room is read at the start, those of the most people first."""


def begin() -> threading.Thread:
    """Begin to read, in a thread that ends with the program."""
    thread = threading.Thread(target=_warm, name="warming", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    """Make the pages; what cannot be read is told to whoever asks for it."""
    try:
        with contextlib.suppress(TrucelineError):
            for viewer in viewers():
                for lang in languages():
                    made = room_for(Selection(), viewer, load(lang), patience_s=FOREVER_S)
                    if not made.is_empty:
                        map_of(Selection(), viewer, load(lang), MapChoice(), patience_s=FOREVER_S)
                lately(Selection(), viewer)
    finally:
        connections.close_all()


def viewers() -> list[Viewer]:
    """Return for whom the room is read: the public where it is let in, then people by the compartments granted to them."""
    people = Account.objects.filter(is_active=True).prefetch_related("grants")
    granted = Counter(frozenset(each.compartment for each in person.grants.all()) for person in people)
    common = sorted(granted, key=lambda each: (-granted[each], sorted(each)))[:MOST] or [frozenset()]
    public = [viewer_with(None)] if settings.IS_PUBLIC else []
    return [*public, *map(viewer_with, common)]
