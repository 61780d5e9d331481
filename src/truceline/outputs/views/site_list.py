"""Notified sites and movements as a page: who was sent what, what is to be looked at, what was struck after it was notified.

No type here has a field for a position: exact ones are sealed beside the tellings and read one at a time, elsewhere. The public
rendition is a page of its own type, made of counts by kind and area, so that nothing more can slip into it.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from truceline.errors import UsageError
from truceline.model import Place
from truceline.model.sites import SiteKind
from truceline.movements import sites as notified
from truceline.movements.board import Board, Movement
from truceline.movements.coarsening import Rendition, is_public, public_day, public_place
from truceline.movements.reading import read
from truceline.movements.reminder import REMINDER
from truceline.movements.sites import Figures, Hit, Proposed, Recipient, Site, Version, Way
from truceline.outputs.views import movement_board
from truceline.outputs.views.hearing import day_asked_for, hear
from truceline.outputs.views.incident_list import folded, waiting
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.released import for_rendition

NO_CELLS: Mapping[str, Rendition] = {}
NO_DAY = "9999-12-31"


class SiteView(Site, frozen=True, kw_only=True, tag_field="line", tag="site"):
    """One site. ``names``: what to call the actors, places and movements that it names by their ids."""

    names: dict[str, str]
    reminder: str = REMINDER


class HitView(Hit, frozen=True, kw_only=True, tag_field="line", tag="hit"):
    """A notification that was out when its object was struck, with the names of the site, the recipient and the speakers."""

    site_name: str
    recipient_name: str
    names: dict[str, str]
    reminder: str = REMINDER


class ProposedView(Proposed, frozen=True, kw_only=True, tag_field="line", tag="proposed"):
    """An incident that may have struck a notified object: for a person to confirm or to deny, counted nowhere."""

    site_name: str
    reminder: str = REMINDER


class FiguresView(Figures, frozen=True, kw_only=True, tag_field="line", tag="figures"):
    """The figures over all sites of the page, on the day ``on``."""

    on: str
    reminder: str = REMINDER


class SitesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every site, as on the day ``on``: the last one of what is shown, unless one was asked for.

    ``hits`` are certain or possible, by site; ``proposed`` wait for a person. No site is "not protected" for being absent here.
    """

    basis: Basis
    on: str
    sites: tuple[SiteView, ...]
    hits: tuple[HitView, ...]
    proposed: tuple[ProposedView, ...]
    figures: FiguresView
    reminder: str = REMINDER


class PublicSites(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="public"):
    """So many notified sites of a kind in an area no finer than a district, so many struck, and the days of that.

    ``area`` None: no such area is known. Nothing tells the sites of one line apart.
    """

    kinds: tuple[SiteKind, ...]
    area: str | None
    area_name: str | None
    notified: int
    struck: int
    days: tuple[str, ...] = ()
    reminder: str = REMINDER


class PublicSitesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What may be shown to everybody: of sites whose owners agreed, what was over since 24 hours."""

    on: str
    sites: tuple[PublicSites, ...]
    reminder: str = REMINDER


def listed(material: Material, *, on: str | None = None, cells: Mapping[str, Rendition] = NO_CELLS) -> SitesPage:
    """Return the sites of a material; ``on``: as on another day. ``cells``: of sealed positions, for incidents near."""
    listing = _Listing(material, on)
    found = listing.sites
    hits = notified.hits(found)
    near = notified.proposed(found, folded(material), listing.places, listing.ways, cells)
    return SitesPage(
        basis=material.basis(waiting(material)),
        on=listing.on,
        sites=tuple(SiteView(**msgspec.structs.asdict(each), names=listing.named(_named(each))) for each in found),
        hits=tuple(
            HitView(
                **msgspec.structs.asdict(each),
                site_name=listing.site_name(each.site),
                recipient_name=listing.label(each.recipient),
                names=listing.named(_speakers((*each.says, *each.denied_by, *each.strike_denied_by))),
            )
            for each in hits
        ),
        proposed=tuple(ProposedView(**msgspec.structs.asdict(each), site_name=listing.site_name(each.site)) for each in near),
        figures=FiguresView(**msgspec.structs.asdict(notified.figures(found, hits)), on=listing.on),
    )


def public(material: Material, *, today: str, on: str | None = None) -> PublicSitesPage:
    """Return the public rendition: late, by kind and area, in the order of these, in whatever order sites came in.

    ``today``: the day on which it is asked for; without ``on`` nothing later than that is shown either.

    Raises:
        UsageError: ``on`` is still to come, on which what was sent just now would be a day old.
    """
    if on is not None and on > today:
        message = (
            f"public as on {on}, which is still to come: what is shown to everybody is shown a day late; expected up to {today}"
        )
        raise UsageError(message)
    material = for_rendition(material)
    listing = _Listing(material, on or min(day_asked_for(material) or today, today))
    counted: dict[tuple[tuple[SiteKind, ...], str | None], list[Site]] = {}
    for site in listing.sites:
        if (version := listing.public_version(site)) is not None:
            areas = {public_place(place, listing.places) for place in version.places}
            area = areas.pop() if len(areas) == 1 else None
            counted.setdefault((version.kinds, area), []).append(site)
    return PublicSitesPage(
        on=listing.on,
        sites=tuple(
            _public(kinds, area, listing.label(area) if area else None, counted[kinds, area], listing.on)
            for kinds, area in sorted(counted, key=lambda key: (key[0], key[1] or ""))
        ),
    )


def _public(kinds: tuple[SiteKind, ...], area: str | None, name: str | None, sites: list[Site], on: str) -> PublicSites:
    struck = [[at for at in strike.at if is_public(at, on)] for site in sites for strike in site.strikes]
    days = Counter(day for times in struck if times and (day := public_day(times[0])))
    return PublicSites(
        kinds=kinds,
        area=area,
        area_name=name,
        notified=len(sites),
        struck=sum(any(is_public(at, on) for strike in site.strikes for at in strike.at) for site in sites),
        days=tuple(sorted(days.elements())),
    )


class _Listing:
    """The sites of a material with what they are called."""

    def __init__(self, material: Material, on: str | None) -> None:
        self._material = material
        self.on = on or day_asked_for(material) or NO_DAY
        self.places: Mapping[str, Place] = {place.id: place for place in material.places}
        told = (*material.assertions, *read(hear(material, None), material.assertions))
        times = {incident.id: incident.time for incident in folded(material)}
        told = notified.so_far(told, on, times) if on is not None else told
        self.ways: Mapping[str, Way] = notified.ways(told)
        self.sites = notified.sites(told, material.subjects, on=self.on, times=times)
        self._subjects = {subject.id: subject.name for subject in material.subjects}

    def label(self, name: str) -> str:
        if name in self.places:
            return self.places[name].name
        return self._subjects.get(name) or self._material.registry.label(name)

    def site_name(self, site: str) -> str:
        return self._subjects.get(site, site)

    def named(self, ids: Iterable[str]) -> dict[str, str]:
        """Return what to call those of some ids that have a name."""
        return {name: label for name in dict.fromkeys(ids) if name and (label := self.label(name)) != name}

    def public_version(self, site: Site) -> Version | None:
        """Return the version of a site that may be counted in public: the greatest that was sent a day ago; None for no site.

        Its owner agrees to that one and to the newest. A movement only once it is over, as the movement board has it: until then
        even its being on a list says where people are.
        """
        sent = {line.version for line in site.ledger if not line.is_taken_back and is_public(line.sent, self.on)}
        shown = next((each for each in reversed(site.versions) if each.number in sent), None)
        if shown is None or site.newest is None or {shown.consent, site.newest.consent} != {"yes"}:
            return None
        movements = {name for version in site.versions for name in version.movements}
        return shown if all(is_public(self._over(movement), self.on) for movement in movements) else None

    def _over(self, movement: str) -> str | None:
        found = self._board.of(movement)
        return found.over_since if isinstance(found, Movement) else None

    @functools.cached_property
    def _board(self) -> Board:
        return movement_board.listed(self._material, on=self.on).board


def _named(site: Site) -> Iterator[str]:
    """Yield everything that a site names: owners, places, movements, recipients, and who says what."""
    for version in site.versions:
        yield from (*version.owners, *version.places, *version.movements)
        yield from (says.by for says in version.says)
    for line in site.ledger:
        yield from (line.recipient, *(says.by for says in (*line.says, *line.denied_by)))
    for one in site.recipients:
        yield from _of_recipient(one)
    for revocation in site.revocations:
        yield from (revocation.by, revocation.says.by)
    for strike in site.strikes:
        yield from (says.by for says in (*strike.says, *strike.denied_by))
    for orphan in site.orphans:
        yield from (orphan.recipient, orphan.answer.says.by)
    yield from _speakers(site.disputed)


def _of_recipient(one: Recipient) -> Iterator[str]:
    yield from (by for state in one.states for by in state.by)
    yield from _speakers(answer.says for answer in one.answers)


def _speakers(says: Iterable[notified.Says]) -> Iterator[str]:
    return (each.by for each in says)
