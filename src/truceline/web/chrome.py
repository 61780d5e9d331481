"""What stands around every page: which record, which part of it, who is signed in, where one can go."""

from __future__ import annotations

import datetime as dt
import functools

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from truceline.model import RecordKind
from truceline.outputs.labels import Labels, languages, load
from truceline.outputs.views import Selection
from truceline.web.accounts.roles import Act
from truceline.web.asking import BadSelectionError, selection_of
from truceline.web.record import desk


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One way to go: its words, the ``name`` of its address, whether one is there now."""

    words: str
    name: str
    is_here: bool


class Chrome(msgspec.Struct, frozen=True, kw_only=True):
    """Around the page. ``name`` of the signed-in person, None for the public; ``is_live``: shows the record as it stands now.

    ``is_open``: the reader may read here at all; to others theatre, size and root are not told, and no pages are listed.

    ``day_before`` and ``day_after`` lie beside the day that is looked at; ``learned`` leads to what was learned since.
    """

    kind: RecordKind
    is_open: bool
    theatre: str
    size: int | None
    root: str | None
    selection: Selection
    is_live: bool
    reading: tuple[Item, ...]
    working: tuple[Item, ...]
    name: str | None
    is_public: bool
    lang: str
    direction: str
    day_before: str | None = None
    day_after: str | None = None
    learned: str | None = None


READING: tuple[tuple[object, str], ...] = (
    (_("Situation room"), "room:home"),
    (_("Incidents"), "room:incidents"),
    (_("Map"), "maps:map"),
    (_("Agreement"), "room:agreement"),
    (_("Violations"), "room:violations"),
    (_("Movements"), "room:movements"),
    (_("Actors"), "room:actors"),
    (_("Sources"), "room:sources"),
    (_("Search"), "room:search"),
    (_("Verification"), "room:verification"),
)
WORKING: tuple[tuple[object, str, Act], ...] = (
    (_("Review"), "desk:review", "decide"),
    (_("Log a call"), "desk:call", "call"),
    (_("Upload"), "desk:uploads", "ingest"),
    (_("Join and split"), "desk:join", "join"),
    (_("Findings"), "desk:step", "step"),
    (_("Releases"), "desk:release", "release"),
    (_("Hand-over"), "desk:handover", "read"),
    (_("Theatre pack"), "desk:pack", "pack"),
    (_("People"), "accounts:people", "people"),
)


def chrome(request: HttpRequest) -> dict[str, object]:
    """Return the context that every template has."""
    return {"chrome": around(request), "labels": labels_now()}


def around(request: HttpRequest) -> Chrome:
    """Return what stands around the page of this request."""
    try:
        selection = selection_of(request)
    except BadSelectionError:
        selection = Selection()
    user = request.user if hasattr(request, "user") and request.user.is_authenticated else None
    with desk.borrow() as record:
        kind, pack, size, root = record.kind, record.pack(), record.size, record.log.root.hex()
        theatre = pack.title if pack else record.theatre
    labels = labels_now()
    is_open = settings.IS_PUBLIC if user is None else user.may("read")
    return Chrome(
        kind=kind,
        is_open=is_open,
        theatre=theatre if is_open else "",
        size=size if is_open else None,
        root=root if is_open else None,
        selection=selection,
        is_live=not (selection.known or selection.said or selection.entry is not None),
        reading=tuple(_item(request, words, name) for words, name in READING if is_open and _exists(name)),
        working=tuple(_item(request, words, name) for words, name, act in WORKING if user and user.may(act) and _exists(name)),
        name=user.get_username() if user else None,
        is_public=settings.IS_PUBLIC,
        lang=labels.lang,
        direction=labels.direction,
        day_before=_beside(selection.known, -1),
        day_after=_beside(selection.known, 1),
        learned=_learned(selection),
    )


def _beside(day: str | None, by: int) -> str | None:
    if day is None or not "0002" < day < "9999":
        return None
    return (dt.date.fromisoformat(day) + dt.timedelta(days=by)).isoformat()


def _learned(selection: Selection) -> str | None:
    if selection.known is None or not _exists("room:learned"):
        return None
    return f"{reverse('room:learned')}?{urlencode({'since': selection.known})}"


def labels_now() -> Labels:
    """Return the labels of the language of this request; English where there is no catalogue of it."""
    lang = (get_language() or "en").split("-", 1)[0]
    return load(lang if lang in languages() else "en")


def _item(request: HttpRequest, words: object, name: str) -> Item:
    match = request.resolver_match
    return Item(words=str(words), name=name, is_here=match is not None and match.view_name == name)


@functools.cache
def _exists(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
