"""In which language a page answers: ``?lang=`` of the address, else what the reader chose before, else what the browser asks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

COOKIE = "language"
YEAR_S = 365 * 24 * 3600


class LanguageMiddleware:
    """Sets the language of one request; a choice made in the address is kept in a cookie that says nothing else."""

    sync_capable = True
    async_capable = False

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of this request."""
        asked = request.GET.get("lang")
        chosen = _known(asked) or _known(request.COOKIES.get(COOKIE)) or translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self._answer(request)
        response.headers.setdefault("Content-Language", chosen)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if _known(asked):
            response.set_cookie(
                COOKIE, chosen, max_age=YEAR_S, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
            )
        return response


def _known(code: str | None) -> str | None:
    return code if code in dict(settings.LANGUAGES) else None
