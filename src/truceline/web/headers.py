"""What every answer tells the browser beside the policy for content.

Which powers of the device no page needs, who may embed an answer, and that pages of somebody who is signed in are kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

NONE_OF = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
POWERS = ", ".join(
    (
        *(f"{power}=()" for power in NONE_OF),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    )
)
NOT_KEPT = "private, no-store"
ASKED_ANEW = "private, no-cache"


class CompressingMiddleware(GZipMiddleware):
    """Compresses pages for poor lines, with filling of random length so that a length tells nothing; streams stay as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer compressed, unless it goes on while it is sent."""
        if response.streaming:
            return response
        return super().process_response(request, response)


class HeadersMiddleware:
    """Adds the headers; a view that says of its answer that it is the same for everybody (``public``) keeps what it says."""

    sync_capable = True
    async_capable = False

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self._answer(request)
        response.headers.setdefault("Permissions-Policy", POWERS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_signed_in(request) and "public" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = NOT_KEPT
        elif hasattr(request, "user"):  # what everybody may see now may be withdrawn in a minute
            response.headers.setdefault("Cache-Control", ASKED_ANEW)
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    """Say whether the answer was made for somebody who is signed in; static files are answered before anybody asks who it is."""
    return hasattr(request, "user") and bool(request.user.is_authenticated)
