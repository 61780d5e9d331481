"""The page that says what came of a merge or a split that the worker does."""

from __future__ import annotations

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from truceline.web.access import needs
from truceline.web.desk.joins import BUSY
from truceline.web.desk.models import JoiningAsked
from truceline.web.desk.uploads import person
from truceline.web.showing import show

SHOWN = 5


class AskedView(msgspec.Struct, frozen=True, kw_only=True):
    """One that the person asked for: ``act`` by code, about ``first`` and ``second``, of how many ``claims``, and its ``state``.

    ``joining``: its id once it is written, with the ``incident`` where the moved claims are now; ``trouble``: why it was not.
    """

    id: str
    act: str
    first: str
    second: str
    claims: int
    asked_at: str
    state: str
    is_busy: bool
    joining: str
    incident: str
    trouble: str


class AskedPage(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one."""

    asked: AskedView


@require_http_methods(["GET", "HEAD"])
@needs("join")
def asked(request: HttpRequest, asked_id: str) -> HttpResponse:
    """Show what came of one that the person asked for; of those of others it is not even said that they are there."""
    found = JoiningAsked.objects.filter(pk=asked_id, account=person(request)).first()
    if found is None:
        raise Http404
    response = show(request, "desk/joining.html", AskedPage(asked=_view(found)))
    if found.state in BUSY:
        response.headers["Refresh"] = "5"
    return response


def latest(request: HttpRequest) -> tuple[AskedView, ...]:
    """Return the last that the person asked for, the newest first."""
    return tuple(_view(each) for each in JoiningAsked.objects.filter(account=person(request))[:SHOWN])


def _view(found: JoiningAsked) -> AskedView:
    return AskedView(
        id=str(found.pk),
        act=found.act,
        first=found.first,
        second=found.second,
        claims=len(found.claims),
        asked_at=f"{found.asked_at:%Y-%m-%dT%H:%MZ}",
        state=found.state,
        is_busy=found.state in BUSY,
        joining=found.joining,
        incident=found.incident,
        trouble=found.trouble,
    )
