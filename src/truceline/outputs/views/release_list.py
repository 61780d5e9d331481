"""Releases as a page: what is to be shown to everybody, who asked and who gave it, from when, and who may still give it.

Whoever asked may not give; everybody else who may release can. The page has nothing that is in a compartment: no release covers
such a thing.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.ledger import Record
from truceline.ledger.releases import Release, delay_hours, instant, releases
from truceline.outputs.views.material import Material

State = Literal["asked", "given", "public", "withdrawn"]
"""``given``: by two people, and the delay still goes by. ``public``: everybody sees it now."""


class ReleaseView(msgspec.Struct, frozen=True, kw_only=True):
    """One release. ``covers`` are all ids that it names, ``shown`` those of them that are in this material and would be seen now.

    ``public_from``: the instant from which everybody may see it, None while only one person stands behind it. ``until`` and
    ``delay_hours`` as they were asked for. Who asked may not give it.
    """

    id: str
    of: str
    subject: str
    state: State
    covers: tuple[str, ...]
    shown: int
    until: str
    delay_hours: int
    asked_by: str
    asked_at: str
    entry: int
    note: str | None = None
    given_by: str | None = None
    given_at: str | None = None
    withdrawn_by: str | None = None
    withdrawn_at: str | None = None
    why_withdrawn: str | None = None
    public_from: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a second person is still wanted."""
        return self.state == "asked"


class ReleasesPage(msgspec.Struct, frozen=True, kw_only=True):
    """All releases, those that wait for a second person first, then the latest. ``delay_hours``: the mission's delay now.

    ``is_whole``: the record is a demonstration, of which everything is shown without any release.
    """

    at: str
    delay_hours: int
    is_whole: bool
    releases: tuple[ReleaseView, ...]


def release_list(record: Record, material: Material, *, at: str) -> ReleasesPage:
    """Return the releases of ``record`` at the instant ``at``; ``material`` is what the viewer sees of it."""
    delay = delay_hours(record)
    there = {each.claim.id for each in material.told} | {each.id for each in material.steps}
    there |= {each.source.id for each in material.assertions}
    found = [_view(each, there, delay, at) for each in releases(record)]
    found.sort(key=lambda each: (not each.is_waiting, -each.entry))
    return ReleasesPage(at=at, delay_hours=delay, is_whole=record.kind == "demonstration", releases=tuple(found))


def _view(each: Release, there: set[str], delay: int, at: str) -> ReleaseView:
    covers = (*each.claims, *each.steps, *each.tellings)
    public_from = each.public_from(delay)
    return ReleaseView(
        id=each.id,
        of=each.of,
        subject=each.subject,
        state=_state(each, public_from, at),
        covers=covers,
        shown=sum(name in there for name in covers),
        until=each.until,
        delay_hours=each.delay_hours,
        asked_by=each.asked.by,
        asked_at=each.asked.at,
        entry=each.asked.entry,
        note=each.asked.note,
        given_by=each.given.by if each.given else None,
        given_at=each.given.at if each.given else None,
        withdrawn_by=each.withdrawn.by if each.withdrawn else None,
        withdrawn_at=each.withdrawn.at if each.withdrawn else None,
        why_withdrawn=each.withdrawn.note if each.withdrawn else None,
        public_from=public_from,
    )


def _state(each: Release, public_from: str | None, at: str) -> State:
    if each.withdrawn is not None:
        return "withdrawn"
    if public_from is None:
        return "asked"
    return "public" if instant(public_from) <= instant(at) else "given"
