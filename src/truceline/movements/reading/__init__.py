"""Reading: what counted claims say of aid movements, each fact with who says it. Pure: no clock, only its own word lists."""

from truceline.movements.reading.grouping import movements
from truceline.movements.reading.read import read, waiting

__all__ = ["movements", "read", "waiting"]
