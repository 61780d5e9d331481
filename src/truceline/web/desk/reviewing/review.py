"""The review desk: one proposal after another, each decided on with one key or one button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from truceline.outputs.reading import Asked, review_read
from truceline.outputs.views import Selection
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.desk.reviewing import shown, sitting
from truceline.web.live import presence
from truceline.web.record import lately, viewer_of
from truceline.web.showing import show

FILTERS = ("report", "incident")


@needs("decide")
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Show the proposal to decide on now. Work is on the record as it stands now, whatever day the address names.

    In a large record others may have done more by now than is shown: a decision is held against the log itself.
    """
    held = shown.held_by(request)
    done = sitting.decided(request)
    asked = {name: request.GET.get(name) or None for name in FILTERS}
    found = lately(Selection(), viewer_of(request))
    page = review_read(
        found,
        Asked(
            report=asked["report"],
            incident=asked["incident"],
            claim=request.GET.get("claim") or None,
            after=request.GET.get("after") or None,
            decided=frozenset(done) | {each.claim for each in held},
        ),
        labels_now(),
    )
    kept = {name: value for name, value in asked.items() if value}
    return show(
        request,
        "desk/review.html",
        page,
        asked=asked,
        held=held,
        may=shown.may(request),
        here=presence.at(request, "claim", page.claim.id) if page.claim else None,
        done=len(done),
        all=len(done) + page.waiting,
        going_on=_address({**kept, "after": page.claim.id}) if page.claim else _address(kept),
        following=_address({**kept, "claim": page.following}) if page.following else None,
        previous=_address({**kept, "claim": page.previous}) if page.previous else None,
    )


def _address(asked: dict[str, str]) -> str:
    return f"{reverse('desk:review')}?{urlencode(asked)}" if asked else reverse("desk:review")
