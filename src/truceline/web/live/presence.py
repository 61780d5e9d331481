"""Who else is working on this: said when a page is opened, kept up by a heartbeat, forgotten when that stops.

It locks nothing and decides nothing: two people may work on one claim, and the second decision is told that there was a first.
A place is named to a browser only in signed form, made for the person to whom the page was shown, so that nobody can ask who
works on something that they may not see.

>>> here = at(request, "claim", claim_id)          # in a view; then show(..., here=here)
>>> # and in the template: {% include "live/working.html" %}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Literal

import msgspec
from django.core import signing
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from truceline.web.live.models import Presence

What = Literal["claim", "incident", "report", "call", "pack", "release", "handover"]
FRESH_S = 60
"""Whoever was not heard of for so long is gone; a browser says every 20 seconds that it is there."""
SALT = "truceline.live.place"
SIGNED_S = 12 * 3600
LONGEST_PLACE = 200


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of who works on the thing it shows: ``others`` by name, and the signed ``place`` for the heartbeat."""

    others: tuple[str, ...]
    place: str


def at(request: HttpRequest, what: What, thing: str) -> Here:
    """Note that the person has ``thing`` open, and return who else has."""
    assert request.user.is_authenticated, "presence is for people who are signed in"
    place = f"{what}:{thing}"[:LONGEST_PLACE]
    note(request.user.pk, place)
    signed = signing.dumps([request.user.pk, place], salt=SALT, compress=True)
    return Here(others=others_at([place], request.user.pk), place=signed)


def note(account: int, place: str) -> None:
    """Note that somebody is at ``place`` now: one question where they were there before, as a page asks this on every look."""
    now = timezone.now()
    if not Presence.objects.filter(account_id=account, place=place).update(seen_at=now):
        Presence.objects.get_or_create(account_id=account, place=place, defaults={"seen_at": now})


def leave(account: int, place: str) -> None:
    """Forget that somebody is at ``place``, and whatever is stale."""
    Presence.objects.filter(account_id=account, place=place).delete()
    Presence.objects.filter(seen_at__lt=timezone.now() - dt.timedelta(seconds=10 * FRESH_S)).delete()


def others_at(places: Collection[str], but: int) -> tuple[str, ...]:
    """Return the names of those who are at one of the places, sorted, without the person ``but``."""
    found = _fresh().filter(place__in=places).exclude(account_id=but)
    return tuple(sorted(set(found.values_list("account__username", flat=True))))


def all_working(but: int) -> dict[str, int]:
    """Return the names of all who have something open to work on it, with how many things, without the person ``but``."""
    found: dict[str, int] = {}
    for name in _fresh().exclude(account_id=but).order_by("account__username").values_list("account__username", flat=True):
        found[name] = found.get(name, 0) + 1
    return found


def all_at(places: Collection[str]) -> dict[str, dict[int, str]]:
    """Return who is at each of the places: account to name."""
    found: dict[str, dict[int, str]] = {place: {} for place in places}
    for place, account, name in _fresh().filter(place__in=places).values_list("place", "account_id", "account__username"):
        found[place][account] = name
    return found


def place_in(signed: str, account: int) -> str | None:
    """Return the place that was signed for this person, None where it was not or too long ago."""
    try:
        whose, place = signing.loads(signed, salt=SALT, max_age=SIGNED_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(place) if whose == account else None


def _fresh() -> models.QuerySet[Presence]:
    since = timezone.now() - dt.timedelta(seconds=FRESH_S)
    return Presence.objects.filter(seen_at__gte=since, account__is_active=True)
