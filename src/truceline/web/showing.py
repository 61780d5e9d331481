"""One typed page object into one template."""

from __future__ import annotations

import threading
from collections import OrderedDict

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

DRAWN_AT_ONCE = 100
_drawn: OrderedDict[tuple[object, ...], tuple[SafeString, tuple[msgspec.Struct, ...]]] = OrderedDict()
_lock = threading.Lock()


def show(request: HttpRequest, template: str, page: msgspec.Struct, *, status: int = 200, **more: object) -> HttpResponse:
    """Return ``template`` filled from ``page``; ``more`` are forms and choices of the person, never parts of the record."""
    response = render(request, template, {"page": page, **more}, status=status)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def drawn_once(request: HttpRequest, template: str, page: msgspec.Struct, *others: msgspec.Struct, **more: object) -> SafeString:
    """Return a part of a page, drawn once for everybody who is shown these very objects at this address in this language.

    The template may show nothing of who is signed in, of the time or of the log's head, and has no form that is posted; ``more``
    must follow from the address and the objects.
    """
    key = (template, get_language(), request.get_full_path(), id(page), *map(id, others))
    with _lock:
        found = _drawn.get(key)
        if found is not None:
            _drawn.move_to_end(key)
            return found[0]
    drawn = render_to_string(template, {"page": page, **more}, request)
    with _lock:
        _drawn[key] = (drawn, (page, *others))  # kept with them, so that no other object gets their ids
        while len(_drawn) > DRAWN_AT_ONCE:
            _drawn.popitem(last=False)
    return drawn
