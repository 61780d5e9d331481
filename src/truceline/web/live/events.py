"""The stream of events that a page listens to: server-sent events, and nothing in them but numbers and names of people at work.

The id of an event is the number of entries in the log, so a browser that lost the line says where it was (``Last-Event-ID``) and
is told of everything since. A page may name the number that it was made from as ``since``. See docs/formats/live.md.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import msgspec
from asgiref.sync import SyncToAsync
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from truceline.web.access import needs
from truceline.web.live.hub import Hub, Listener, Said, hub, open_for
from truceline.web.live.presence import place_in
from truceline.web.record import viewer_of

BEAT_S = 15.0
RETRY_MS = 3_000
MOST_OF_ONE = 24
"""Pages that one person may have open; a browser shows six of them at once at most."""
MOST = 2_000
LONGEST_NUMBER = 15


@require_GET
@needs("read")
def events(request: HttpRequest) -> HttpResponseBase:
    """Open the stream of one page."""
    assert request.user.is_authenticated, "the access of the view"
    own, all_of_them = open_for(request.user.pk)
    if own >= MOST_OF_ONE or all_of_them >= MOST:
        words = "Too many pages are open. Close some, or load them by hand."
        return HttpResponse(words, status=503, content_type="text/plain", headers={"Retry-After": "60"})
    listener = Listener(
        account=request.user.pk,
        session=request.session.session_key or "",
        viewer=viewer_of(request),
        told=_number(request.headers.get("Last-Event-ID")) or _number(request.GET.get("since")),
        place=place_in(request.GET.get("place", ""), request.user.pk),
    )
    connections.close_all()
    return StreamingHttpResponse(
        stream(listener), content_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


async def stream(listener: Listener) -> AsyncIterator[bytes]:
    """Yield events for as long as somebody listens and may; a beat where nothing happens, so that a dead line is noticed."""
    _let_thread_go()
    listener.task = asyncio.current_task()
    found = hub()
    await found.join(listener)
    if _is_one_too_many(listener):  # many that asked at the same moment were counted before any of them listened
        found.leave(listener)
        return
    try:
        yield f"retry: {RETRY_MS}\n\n".encode()
        async for part in _told(found, listener):
            listener.sending_since = time.monotonic()
            yield part
            listener.sending_since = None
    finally:
        found.leave(listener)


def _is_one_too_many(listener: Listener) -> bool:
    own, all_of_them = open_for(listener.account)
    return own > MOST_OF_ONE or all_of_them > MOST


async def _told(found: Hub, listener: Listener) -> AsyncIterator[bytes]:
    others: tuple[str, ...] | None = None
    is_first = True
    while True:
        listener.wake.clear()
        if listener.ending == "signed-out":
            yield _event("goodbye", b"{}")
            return
        if listener.ending is not None:
            return
        if is_first or listener.told is None or listener.told < found.size:
            is_first = False
            came = await found.news_for(listener)
            listener.told = came.size
            yield _event("news", msgspec.json.encode(came), came.size)
        if listener.others is not None and listener.others != others:
            others = listener.others
            yield _event("here", msgspec.json.encode(Said(names=others)))
        try:
            await asyncio.wait_for(listener.wake.wait(), BEAT_S)
        except TimeoutError:
            yield b": here\n\n"


def _event(name: str, data: bytes, number: int | None = None) -> bytes:
    lead = b"" if number is None else b"id: %d\n" % number
    return lead + b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


def _let_thread_go() -> None:
    """End the thread that answered the request: it would wait beside the stream, one for each page that is open."""
    context = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context is not None else None
    if executor is not None:
        executor.shutdown(wait=False)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
