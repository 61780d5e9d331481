"""Answers that are data: compressed where the browser takes that, and with a type that it does not guess at."""

from __future__ import annotations

import gzip

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

FOREVER = "public, max-age=31536000, immutable"
"""For what is nobody's, and asked for under an address that changes with the content."""


def json_answer(request: HttpRequest, packed: bytes, *, cached: str | None = None) -> HttpResponse:
    """Return JSON, given as gzip. ``cached``: how long it may be kept; None: as the room keeps what it tells somebody."""
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if takes_gzip else gzip.decompress(packed), content_type="application/json")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    if cached is not None:
        response.headers["Cache-Control"] = cached
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
