"""How far a person is in this sitting: which claims they decided on, kept with the session and with it forgotten."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "reviewed"
AT_MOST = 4_000


def decided(request: HttpRequest) -> tuple[str, ...]:
    """Return the claims that were decided on in this sitting, in order."""
    found = request.session.get(KEY, [])
    return tuple(each for each in found if isinstance(each, str))


def note(request: HttpRequest, claim: str) -> None:
    """Note a decision; only the latest `AT_MOST` are remembered."""
    request.session[KEY] = [*(each for each in decided(request) if each != claim), claim][-AT_MOST:]


def forget(request: HttpRequest, claim: str) -> None:
    """Forget a decision that was taken back."""
    request.session[KEY] = [each for each in decided(request) if each != claim]
