"""Opening a site, and telling a new version of it: drafts, until two people have checked them. Nobody is sent anything yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

import msgspec

from truceline.errors import UsageError
from truceline.ledger import OPEN_COMPARTMENT, Record
from truceline.model import Theatre
from truceline.model.assertions import Telling
from truceline.model.event_codes import nearest
from truceline.model.sites import SiteKind, SiteNamed
from truceline.movements.reminder import REMINDER
from truceline.workflow.notifying.positions import (
    PositionGiven,
    every_exact,
    far_between_m,
    numbers_of,
    remarks_on,
    sealed_of,
)
from truceline.workflow.notifying.standing import compartment_of, facts_of, newest, site_id
from truceline.workflow.notifying.words import NOTHING, actor_of, movement_of, place_of, refuse_positions
from truceline.workflow.opening import theatre_of
from truceline.workflow.telling import open_subject, tell

MOVED_M = 500
SAME_M = 100
"""Source: usual checks of coordinates: a site that moved further is looked at again; two so near may be one."""


class SiteGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a site as a person gives it. ``consents``: the owner's, None where it is not told. ``said_by``: who says it.

    ``position`` is sealed; everything else is sealed with the telling, and shown to who reads the record.
    """

    kind: str
    position: PositionGiven | None = None
    place: str | None = None
    movement: str | None = None
    owner: str | None = None
    consents: bool | None = None
    valid_to: str | None = None
    said_by: str | None = None
    on: str | None = None
    published: str | None = None
    note: str | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the site, its version, the telling, whether it is new, and what is to be said about it."""

    site: str
    version: int
    telling: str
    new: bool
    remarks: tuple[str, ...] = ()
    reminder: str = REMINDER


def open_site(  # noqa: PLR0913 - what it is, by whom, under whose key
    record: Record, name: str, given: SiteGiven, *, reference: str | None = None, by: str, co: str = OPEN_COMPARTMENT
) -> Done:
    """Open a site, or a movement that is to be notified, with its first version. The same again is the same site.

    Raises:
        UsageError: something of it does not fit, or a site of this name or reference stands here with other data.
        NotFoundError: there is no such movement.
    """
    refuse_positions({"NAME": name, "--reference": reference})
    made = _Made(record, given)
    with record.log.writing():
        opened = open_subject(record, "site", name, reference=reference, by=by, co=co)
        done = made.told(opened.id, 1, by=by, co=co)
        if done.new and not opened.new:
            message = (
                f"{opened.id} stands here by that name or reference; `truceline site update {opened.id}` tells a new version; "
                f"{NOTHING}"
            )
            raise UsageError(message)
    return done


def update_site(record: Record, wanted: str, given: SiteGiven, *, by: str) -> Done:
    """Tell a new version of a site; whoever holds an older one has not got it until it is sent.

    Raises:
        UsageError: something of it does not fit.
        NotFoundError: there is no such site or movement.
    """
    site = site_id(record, wanted)
    made = _Made(record, given)
    with record.log.writing():
        facts = facts_of(record, site)
        last = newest(facts) or 0
        held = next((fact for fact in facts if isinstance(fact, SiteNamed) and fact.version == last), None)
        is_same = held is not None and msgspec.structs.replace(made.fact, version=last) == held and given.position is None
        return made.told(site, last if is_same else last + 1, by=by, co=compartment_of(record, site))


class _Made:
    """A version held against the pack, with what is sealed of it."""

    def __init__(self, record: Record, given: SiteGiven) -> None:
        self._record, self._given = record, given
        theatre = theatre_of(record)
        refuse_positions({"--owner": given.owner, "--note": given.note})
        place = place_of(theatre, given.place)
        self._place = next((each for each in theatre.places if each.id == place), None)
        self._sealed, accuracy = sealed_of(given.position, self._place) if given.position else ({}, None)
        self._said_by = actor_of(theatre, given.said_by) if given.said_by else None
        self.fact = SiteNamed(
            kind=_kind(given.kind),
            place=place,
            movement=movement_of(record, given.movement),
            owner=_owner(theatre, given.owner),
            consents=given.consents,
            accuracy_m=accuracy,
            valid_to=given.valid_to,
        )

    def told(self, site: str, version: int, *, by: str, co: str) -> Done:
        given = self._given
        fact = msgspec.structs.replace(self.fact, version=version)
        remarks = tuple(self._remarks(site, version))
        said = Telling(by=self._said_by or by, facts=(fact,), said_on=given.on[:10] if given.on else None, note=given.note)
        entered = tell(self._record, site, said, by=by, published_at=given.published, co=co, sealed=self._sealed)
        return Done(site=site, version=version, telling=entered.id, new=entered.new, remarks=remarks)

    def _remarks(self, site: str, version: int) -> Iterator[str]:
        if self.fact.consents is None:
            yield "the owner's consent is not told; say --consent or --no-consent"
        elif not self.fact.consents:
            yield "the owner does not agree to be notified"
        if not self._sealed:
            yield "no position given"
            return
        yield from remarks_on(self._sealed, self._place)
        lat, lon = numbers_of(self._sealed)
        near = [(far_between_m(each, lat, lon), each) for each in every_exact(self._record)]
        own = [pair for pair in near if pair[1].site == site and pair[1].version < version]
        before = max(own, key=lambda pair: pair[1].version, default=None)
        if before is not None and before[0] > MOVED_M:
            yield f"the position is over {MOVED_M} m from that of version {before[1].version}: a second person must look at it"
        same = dict.fromkeys(each.site for far, each in near if each.site != site and far <= SAME_M)
        if same:
            yield f"within {SAME_M} m of it lies {', '.join(same)}: is it the same?"


def _kind(word: str) -> SiteKind:
    known = get_args(SiteKind)
    if word not in known:
        meant = " or ".join(nearest(word, known)) or f"one of {', '.join(known)}"
        message = f'--kind "{word}" is none of ours; expected {meant}; {NOTHING}'
        raise UsageError(message)
    return cast("SiteKind", word)


def _owner(theatre: Theatre, owner: str | None) -> str | None:
    return actor_of(theatre, owner) if owner else None
