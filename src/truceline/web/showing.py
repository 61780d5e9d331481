"""One typed page object into one template."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest, template: str, page: msgspec.Struct, *, status: int = 200, **more: object) -> HttpResponse:
    """Return ``template`` filled from ``page``; ``more`` are forms and choices of the person, never parts of the record."""
    response = render(request, template, {"page": page, **more}, status=status)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
