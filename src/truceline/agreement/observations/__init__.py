"""Observations: what a monitor's words say of where and how many, what is counted, and which lines it lies near.

Nothing here says who fired: the direction of fire is words, and no function takes it.
"""

from truceline.agreement.observations.areas import Area, area_of
from truceline.agreement.observations.counting import Counted, PeriodCount, counts, period_of
from truceline.agreement.observations.lines import Concern, concerns
from truceline.agreement.observations.places import Gazetteer, Spot, frame, has_coordinates
from truceline.agreement.observations.ranges import Range, read_bearing, read_distance, read_range

__all__ = [
    "Area",
    "Concern",
    "Counted",
    "Gazetteer",
    "PeriodCount",
    "Range",
    "Spot",
    "area_of",
    "concerns",
    "counts",
    "frame",
    "has_coordinates",
    "period_of",
    "read_bearing",
    "read_distance",
    "read_range",
]
