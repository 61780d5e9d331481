"""Exact positions: read strictly, sealed beside the telling of their version, and taken out for one site at a time.

No message repeats what was typed, nor tells a point; what is told of a doubt is how far its readings lie from the stated place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import get_args

import msgspec

from truceline.errors import KeyMissingError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.tellings import RecordedTelling, one_telling, tellings
from truceline.model import Place
from truceline.model.sites import Detail, SiteNamed
from truceline.movements.coarsening import DETAILS, Rendition, coarse
from truceline.movements.reminder import REMINDER
from truceline.movements.sites.reach import distance_km
from truceline.movements.sites.saying import COUNTING
from truceline.reader.coordinates import Coordinates, Notation, Order, Position, read
from truceline.workflow.notifying.words import NOTHING
from truceline.workflow.opening import theatre_of

POSITION = "position"
_OURS = re.compile(r"(-?\d{1,2}\.\d{6}) (-?\d{1,3}\.\d{6})", re.ASCII)
AS_GIVEN = "position_as_given"
DATUM = "position_datum"
ORDERS = get_args(Order)
NOTATIONS = get_args(Notation)
FAR_TIMES = 3
"""A position further from the stated place than so many times its radius is asked about."""


class PositionGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A position as typed, and what is known of how it was written; see docs/formats/coordinates.md."""

    words: str
    order: Order | None = None
    notation: Notation | None = None
    datum: str | None = None


class Exact(msgspec.Struct, frozen=True, kw_only=True):
    """The exact position of one version of one site, and how it was given."""

    site: str
    version: int
    lat: str
    lon: str
    accuracy_m: int | None
    as_given: str
    datum: str


class Shown(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="position"):
    """The position of one version of one site, as exact as asked for; ``as_given`` and ``datum`` only of an exact one."""

    site: str
    version: int
    detail: Detail
    lat: str | None
    lon: str | None
    accuracy_m: int | None
    place: str | None
    as_given: str | None
    datum: str | None
    reminder: str = REMINDER


def sealed_of(given: PositionGiven, place: Place | None) -> tuple[dict[str, str], int]:
    """Return what is to be sealed of a position, by name, and its accuracy in metres.

    Raises:
        UsageError: it cannot be read, or in several ways.
    """
    found = read(given.words, datum=given.datum, order=given.order, notation=given.notation)
    position = found.position
    if position is None:
        raise UsageError(_refusal(found, place))
    values = {
        POSITION: f"{position.lat:.6f} {position.lon:.6f}",
        AS_GIVEN: given.words.strip(),
        DATUM: f"{found.datum} {found.datum_basis}",
    }
    return values, position.accuracy_m


def _refusal(found: Coordinates, place: Place | None) -> str:
    if not found.positions:
        codes = ", ".join(dict.fromkeys(fault.code for fault in found.faults))
        return f"--position cannot be read ({codes}); expected coordinates, such as degrees with N and E, or MGRS; {NOTHING}"
    ways = [f"reading {number}{_from_place(each, place)}" for number, each in enumerate(found.positions, 1)]
    return (
        f"--position can be read in {len(ways)} ways ({', '.join(found.doubts)}): {'; '.join(ways)}; ask whoever wrote it, and "
        f"write N or S and E or W, or say --order lat_lon or lon_lat, or --notation decimal or degrees.minutes; {NOTHING}"
    )


def _from_place(position: Position, place: Place | None) -> str:
    far = _far(position.lat, position.lon, place)
    return f" lies {far} km from {place.name}" if far is not None and place is not None else ""


def _far(lat: float, lon: float, place: Place | None) -> int | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return round(distance_km((lat, lon), (float(place.lat), float(place.lon))))


def remarks_on(values: dict[str, str], place: Place | None) -> Iterator[str]:
    """Yield what does not fit between a position and the place that was stated, both ways round."""
    lat, lon = numbers_of(values)
    far, turned = _far(lat, lon, place), _far(lon, lat, place)
    if place is None or far is None or turned is None or far <= FAR_TIMES * place.radius_km:
        return
    hint = ", and with latitude and longitude exchanged it would lie near it" if turned <= place.radius_km * FAR_TIMES else ""
    yield f"the position lies {far} km from {place.name}{hint}: ask whoever wrote it; nothing was put right"


def exact_position(record: Record, site: str, version: int | None = None, *, upto: int | None = None) -> Exact:
    """Return the sealed position of one site: of a version, else of its newest (no newer than ``upto``) that has one.

    Raises:
        NotFoundError: none was given.
        KeyMissingError: there may be one, and the key to it is not here.
    """
    told = [each for each in tellings(record, of="site") if each.subject == site]
    found = [each for each in _exact(record, site, told, version) if upto is None or each.version <= upto]
    if not found:
        if any(each.telling is None for each in told):
            message = f"what is told of {site} is sealed under a key that is not here; `truceline compartments` lists the keys"
            raise KeyMissingError(message)
        of = f" version {version}" if version is not None else ""
        message = f"no position of {site}{of} in this record; `truceline site update {site} --position -` tells one"
        raise NotFoundError(message)
    return max(found, key=lambda each: each.version)


def shown_position(record: Record, site: str, detail: str, version: int | None = None, *, upto: int | None = None) -> Shown:
    """Return the position of one site, as exact as asked for.

    Raises:
        UsageError: ``detail`` is none of ours.
        NotFoundError, KeyMissingError: as for ``exact_position``.
    """
    if detail not in DETAILS:
        message = f'--detail "{detail}" is none of ours; expected coarse_1km or district, or --exact'
        raise UsageError(message)
    exact = exact_position(record, site, version, upto=upto)
    places = {place.id: place for place in theatre_of(record).places}
    named = _named(tellings(record, of="site"), site)
    place = next((each.place for each in named if each.version == exact.version and each.place), None)
    given = Rendition(lat=exact.lat, lon=exact.lon, accuracy_m=exact.accuracy_m, place=place)
    made = coarse(given, detail, places)
    is_exact = made.detail == "exact"
    return Shown(
        site=site,
        version=exact.version,
        detail=made.detail,
        lat=made.lat,
        lon=made.lon,
        accuracy_m=made.accuracy_m,
        place=made.place,
        as_given=exact.as_given if is_exact else None,
        datum=exact.datum if is_exact else None,
    )


def all_cells(record: Record) -> dict[str, Rendition]:
    """Return by site the cell of its newest position; exact ones do not leave this function."""
    told = tellings(record, of="site")
    found: dict[str, Exact] = {}
    for site in dict.fromkeys(each.subject for each in told):
        of_it = [each for each in told if each.subject == site]
        newest = max(_exact(record, site, of_it, None), key=lambda each: each.version, default=None)
        if newest is not None:
            found[site] = newest
    return {site: rendition_of(exact) for site, exact in found.items()}


def rendition_of(exact: Exact) -> Rendition:
    """Return the cell of a position, without a place."""
    return coarse(Rendition(lat=exact.lat, lon=exact.lon, accuracy_m=exact.accuracy_m), "coarse_1km", {})


def far_between_m(first: Exact, lat: float, lon: float) -> float:
    """Return how far a point lies from a known position, in metres."""
    return distance_km((float(first.lat), float(first.lon)), (lat, lon)) * 1000


def every_exact(record: Record) -> Iterator[Exact]:
    """Yield every position that can be read here; for comparing a new one with them, never for printing."""
    for each in tellings(record, of="site"):
        yield from _exact(record, each.subject, [each], None)


def numbers_of(values: dict[str, str]) -> tuple[float, float]:
    """Return latitude and longitude of what is to be sealed."""
    lat, _, lon = values[POSITION].partition(" ")
    return float(lat), float(lon)


def _exact(record: Record, site: str, told: list[RecordedTelling], version: int | None) -> Iterator[Exact]:
    for each in told:
        named = next(iter(_named([each], site)), None)
        if named is None or version not in (None, named.version):
            continue
        held = one_telling(record, each.id)
        point = _point(held.extra.get(POSITION)) if held is not None else None
        if held is not None and point is not None:
            yield Exact(
                site=site,
                version=named.version,
                lat=point[0],
                lon=point[1],
                accuracy_m=named.accuracy_m,
                as_given=held.extra.get(AS_GIVEN) or held.extra[POSITION],
                datum=held.extra.get(DATUM) or "WGS84 assumed",
            )


def _point(sealed: str | None) -> tuple[str, str] | None:
    """Return latitude and longitude of what was sealed, by us or as somebody wrote it; None where it tells no single point."""
    if sealed is None:
        return None
    if (ours := _OURS.fullmatch(sealed)) is not None:
        return ours[1], ours[2]
    position = read(sealed).position
    return (f"{position.lat:.6f}", f"{position.lon:.6f}") if position is not None else None


def _named(told: Iterable[RecordedTelling], site: str) -> list[SiteNamed]:
    return [
        fact
        for each in told
        if each.subject == site and each.telling is not None and each.telling.stance in COUNTING
        for fact in each.telling.facts
        if isinstance(fact, SiteNamed)
    ]
