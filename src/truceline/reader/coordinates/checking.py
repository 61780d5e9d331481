"""Coordinates held against the place that was stated with them, and against the country of the theatre.

In northern Syria latitude and longitude lie so near to each other that exchanging them moves a point by a hundred kilometres and
it stays in the region: only the stated place tells. What lies within its reach is said, what does not is asked; nothing is
put right.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from truceline.model import Fault, Place, Span
from truceline.reader.coordinates.reasons import QUESTIONS
from truceline.reader.coordinates.sphere import distance_m
from truceline.reader.coordinates.squares import band_of, zone_of
from truceline.reader.coordinates.supposing import supposed
from truceline.reader.coordinates.values import Coordinates, Position

MARGIN = 1.0
"""How many degrees around the towns of a country still count as its frame: neighbours' border towns belong to most theatres."""
_WHOLE = ("exact", "town", "district")


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What a country spans: least and greatest latitude and longitude, margin included."""

    low: float
    high: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Say whether a point lies inside."""
        return self.low <= lat <= self.high and self.west <= lon <= self.east

    @property
    def zones(self) -> tuple[int, ...]:
        """The UTM zones that it meets, in order."""
        steps = {zone_of(lat, lon) for lat in _steps(self.low, self.high) for lon in _steps(self.west, self.east)}
        return tuple(sorted(steps))

    @property
    def bands(self) -> str:
        """The letters of the bands that it meets, from south to north."""
        return "".join(sorted({band for lat in _steps(self.low, self.high) if (band := band_of(lat))}))


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What coordinates are held against: the place that was stated, None where none was, and the frame of the country."""

    stated: Place | None = None
    country: Place | None = None
    frame: Frame | None = None


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """How a reading lies to its surroundings; None where there is nothing to hold it against.

    ``is_near``: not further from the stated place's point than the place reaches and the reading may be off.
    """

    position: Position
    distance_m: int | None = None
    is_near: bool | None = None
    is_in_frame: bool | None = None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """Coordinates held against their surroundings: each reading with its fit, what else would lie near, and what to ask.

    ``settled``: the reading to go on with: the only one there is, or the ordinary one where it alone lies near the stated place
    (without a stated place: in the country). None while something is to be asked: ``questions`` are empty exactly where it is
    settled.
    """

    coordinates: Coordinates
    fits: tuple[Fit, ...]
    others: tuple[Fit, ...] = ()
    questions: tuple[Fault, ...] = ()
    settled: Position | None = None


def surroundings(places: Iterable[Place], country: str | None, stated: Place | None = None) -> Surroundings:
    """Return what a theatre's places tell of where coordinates should lie; ``country`` is the id of its country, if any."""
    if country is None:
        return Surroundings(stated=stated)
    found = [place for place in places if country in {place.country, place.id}]
    points = [(float(p.lat), float(p.lon)) for p in found if p.lat and p.lon and p.precision in _WHOLE]
    itself = next((place for place in found if place.id == country), None)
    if not points:
        return Surroundings(stated=stated, country=itself)
    lats, lons = zip(*points, strict=True)
    frame = Frame(low=min(lats) - MARGIN, high=max(lats) + MARGIN, west=min(lons) - MARGIN, east=max(lons) + MARGIN)
    return Surroundings(stated=stated, country=itself, frame=frame)


def check(coordinates: Coordinates, around: Surroundings) -> Checked:
    """Hold every reading against the surroundings, and say what is to be asked; coordinates that were refused stay refused."""
    fits = tuple(fit_of(position, around) for position in coordinates.positions)
    if not fits:
        return Checked(coordinates=coordinates, fits=(), questions=coordinates.faults)
    others = () if any(fit.is_near for fit in fits) else _others(coordinates, around)
    questions = [*_doubts(coordinates, fits, around), *_far(fits, others, around), *_outside(coordinates, fits, around)]
    span = Span(0, len(coordinates.raw))
    found = tuple(msgspec.structs.replace(question, span=span) for question in questions)
    settled = None if found else fits[0].position
    return Checked(coordinates=coordinates, fits=fits, others=others, questions=found, settled=settled)


def fit_of(position: Position, around: Surroundings) -> Fit:
    """Return how one reading lies to its surroundings."""
    inside = around.frame.holds(position.lat, position.lon) if around.frame else None
    here = _point(around.stated)
    if around.stated is None or here is None:
        return Fit(position=position, is_in_frame=inside)
    far = distance_m((position.lat, position.lon), here)
    is_near = far <= around.stated.radius_km * 1000 + position.accuracy_m
    return Fit(position=position, distance_m=round(far), is_near=is_near, is_in_frame=inside)


def _others(coordinates: Coordinates, around: Surroundings) -> tuple[Fit, ...]:
    """Return what a usual slip would make of the text, where it lies near the stated place."""
    fits = (fit_of(position, around) for _, position in supposed(coordinates))
    return tuple(fit for fit in fits if fit.is_near)


def _doubts(coordinates: Coordinates, fits: tuple[Fit, ...], around: Surroundings) -> list[Fault]:
    """Return a question for each doubt, unless the ordinary reading alone lies where it was stated to lie."""
    where, inside = _inside(fits, around)
    if len(fits) == 1 or inside == [fits[0]]:
        return []
    if len(inside) == 1:
        tells = f"; only {inside[0].position.how} lies {where}, and that is not the ordinary reading"
    elif inside:
        tells = f"; {len(inside)} of {len(fits)} readings lie {where}"
    else:
        tells = ""
    return [
        Fault(code=f"coordinates.doubt-{doubt.replace('_', '-')}", message=f"{QUESTIONS[doubt]}{tells}; ask who wrote it")
        for doubt in coordinates.doubts
    ]


def _inside(fits: tuple[Fit, ...], around: Surroundings) -> tuple[str, list[Fit]]:
    """Return the readings that lie near the stated place, or in the country where none was stated, and where that is in words."""
    if around.stated is not None and fits[0].distance_m is not None:
        return f"near {around.stated.name}", [fit for fit in fits if fit.is_near]
    return f"in {_country(around)} or close to it", [fit for fit in fits if fit.is_in_frame]


def _far(fits: tuple[Fit, ...], others: tuple[Fit, ...], around: Surroundings) -> list[Fault]:
    """Return a question where no reading lies near the stated place, with what would."""
    if around.stated is None or fits[0].distance_m is None or any(fit.is_near for fit in fits):
        return []
    least = min(fit.distance_m for fit in fits if fit.distance_m is not None)
    what = f"{'no reading lies' if len(fits) > 1 else 'this does not lie'} near {around.stated.name}: {_km(least)} from it"
    expected = f"expected at most {around.stated.radius_km} km"
    hint = f"; {others[0].position.how} would lie {_km(others[0].distance_m or 0)} from it" if others else ""
    return [Fault(code="coordinates.far", message=f"{what}; {expected}{hint}; ask who wrote it")]


def _outside(coordinates: Coordinates, fits: tuple[Fit, ...], around: Surroundings) -> list[Fault]:
    """Return a question where a zone or band does not fit the country, or no reading lies in its frame."""
    frame, country = around.frame, _country(around)
    if frame is None:
        return []
    if coordinates.zone is not None and coordinates.zone not in frame.zones:
        zones = ", ".join(map(str, frame.zones))
        return [_zone(f"zone {coordinates.zone} does not meet {country}; expected one of {zones}")]
    if coordinates.band is not None and coordinates.band not in frame.bands:
        return [_zone(f"band {coordinates.band} does not meet {country}; expected one of {', '.join(frame.bands)}")]
    if any(fit.is_in_frame or fit.is_near for fit in fits):
        return []
    message = f"lies outside {country} and what is around it; expected a point within; ask who wrote it"
    return [Fault(code="coordinates.outside", message=message)]


def _country(around: Surroundings) -> str:
    return around.country.name if around.country else "the theatre's country"


def _zone(what: str) -> Fault:
    return Fault(code="coordinates.zone-elsewhere", message=f"{what}; ask who wrote it")


def _point(place: Place | None) -> tuple[float, float] | None:
    return (float(place.lat), float(place.lon)) if place and place.lat and place.lon else None


def _km(metres: int) -> str:
    return f"{metres / 1000:,.0f} km" if metres >= 9500 else f"{metres / 1000:.1f} km"


def _steps(low: float, high: float) -> list[float]:
    """Return values from low to high, none further apart than a degree."""
    count = max(1, int(high - low) + 1)
    return [low + (high - low) * n / count for n in range(count + 1)]
