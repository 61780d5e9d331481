"""What comes of reading coordinates: every way in which a text can be read, never the one that would have been right.

A text that can be read in two ways keeps both, with the doubt named. Nobody's figures are put right: what was probably meant is
for whoever wrote them to say.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model import Fault

Format = Literal["decimal", "degrees_minutes", "dms", "utm", "mgrs"]
Order = Literal["lat_lon", "lon_lat"]
Notation = Literal["decimal", "degrees.minutes"]
Axis = Literal["lat", "lon"]
Basis = Literal["assumed", "stated"]
Doubt = Literal["order", "minutes", "band_or_hemisphere", "axes"]
"""Why there are two readings. ``order``: which number is the latitude. ``minutes``: whether 36.09 is 36°09′.
``band_or_hemisphere``: whether S or N after a zone is its band or its half of the earth. ``axes``: which is the easting."""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read a text: degrees of WGS 84, how far off by digits and datum, how it was read in words.

    ``accuracy_m``: half of the diagonal of what one step of the last digits covers, rounded up to whole metres. It says how
    finely the text tells, not how well anybody measured.
    """

    lat: float
    lon: float
    accuracy_m: int
    how: str


class Angle(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a text in degrees: its numbers as digits with a point, its sign (0: none), what axis it says it is."""

    numbers: tuple[str, ...]
    sign: int = 0
    axis: Axis | None = None
    is_marked: bool = False
    """Whether a mark or word says that the first number is degrees."""


class Coordinates(msgspec.Struct, frozen=True, kw_only=True):
    """A text read as coordinates. ``positions``: all ways to read it, the ordinary one first; none where it is refused.

    ``datum``: as stated, or WGS84 ``assumed``. ``faults``: why it was refused, with spans into ``raw``. ``angles``: both sides
    of a text in degrees, as written. ``zone`` and ``band``: those of UTM and MGRS.
    """

    raw: str
    format: Format | None = None
    datum: str = "WGS84"
    datum_basis: Basis = "assumed"
    positions: tuple[Position, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    faults: tuple[Fault, ...] = ()
    angles: tuple[Angle, Angle] | None = None
    zone: int | None = None
    band: str | None = None

    @property
    def position(self) -> Position | None:
        """The only way to read it; None where it is refused or there are several."""
        return self.positions[0] if len(self.positions) == 1 else None
