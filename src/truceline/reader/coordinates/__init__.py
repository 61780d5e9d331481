"""Coordinates as people write them, read strictly: degrees, UTM and MGRS, in Latin, Arabic and Persian digits.

A text that can be read in two ways keeps both readings with the doubt named; one that contradicts itself is refused, with the
place. Nothing is put right here: what lies near the place that was stated is told, and whoever wrote it is to be asked.

>>> read("36°09′N 36°57′E").position.accuracy_m
1197
>>> [position.how for position in read("36.15, 36.95").positions]
['latitude 36.15°, longitude 36.95°', 'latitude 36.95°, longitude 36.15°']
>>> read("36°65′N 36°57′E").faults[0].message
'"65" is not under 60 minutes; expected 0 to 59; ask what was meant'
"""

from truceline.reader.coordinates.checking import Checked, Fit, Frame, Surroundings, check, surroundings
from truceline.reader.coordinates.datums import NAMES as DATUM_NAMES
from truceline.reader.coordinates.datums import is_datum
from truceline.reader.coordinates.reading import read
from truceline.reader.coordinates.reasons import reason_of
from truceline.reader.coordinates.showing import in_all_ways, underlined
from truceline.reader.coordinates.signs import DIGITS
from truceline.reader.coordinates.values import Coordinates, Doubt, Format, Notation, Order, Position

__all__ = [
    "DATUM_NAMES",
    "DIGITS",
    "Checked",
    "Coordinates",
    "Doubt",
    "Fit",
    "Format",
    "Frame",
    "Notation",
    "Order",
    "Position",
    "Surroundings",
    "check",
    "in_all_ways",
    "is_datum",
    "read",
    "reason_of",
    "surroundings",
    "underlined",
]
