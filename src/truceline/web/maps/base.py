"""The base map of the package, piece by piece, as docs/formats/base-map.md has it."""

from __future__ import annotations

import functools
import gzip
import hashlib
import importlib.resources
import io
import re
import zipfile

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from truceline.web.access import needs
from truceline.web.maps.answers import FOREVER, json_answer

CELL = re.compile(r"cell/-?\d{1,3}/-?\d{1,2}\.json")
EMPTY = gzip.compress(b'{"scale":1000,"land":[],"lines":{}}', mtime=0)
"""A cell of the open sea has no piece."""


@needs("read", public=True)
@require_safe
def piece(request: HttpRequest, name: str) -> HttpResponse:
    """Return one piece of the base map."""
    found = pieces().get(name)
    if found is None and not CELL.fullmatch(name):
        raise Http404
    return json_answer(request, found or EMPTY, cached=FOREVER)


@functools.cache
def pieces() -> dict[str, bytes]:
    """Return every piece by its name, compressed as it is served."""
    with zipfile.ZipFile(io.BytesIO(_archive())) as archive:
        return {name.removesuffix(".gz"): archive.read(name) for name in archive.namelist()}


@functools.cache
def version() -> str:
    """Return what changes when the base map does."""
    return hashlib.sha256(_archive()).hexdigest()[:12]


def _archive() -> bytes:
    return importlib.resources.files("truceline.web.maps").joinpath("basemap.zip").read_bytes()
