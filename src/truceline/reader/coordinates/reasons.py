"""Why coordinates are refused or doubtful, in sentences that show nothing of them: for messages about what is sealed."""

from __future__ import annotations

from truceline.reader.coordinates.values import Coordinates, Doubt

QUESTIONS: dict[Doubt, str] = {
    "order": "which of the two numbers is the latitude is not said",
    "minutes": "two decimals below 60 may be decimals of a degree, or minutes",
    "band_or_hemisphere": "the letter after the zone may be its band, or the half of the earth",
    "axes": "which of the two numbers is the easting is not said",
}
REASONS = {
    "axes": "easting and northing are not told apart, or stand the other way round",
    "band": "the letter after the zone is no band",
    "character": "a character that is no part of coordinates",
    "comma": "a comma that may be a decimal sign or stand between",
    "compact": "digits without marks, of a number that is no degrees, minutes and seconds",
    "contradiction": "two statements about a hemisphere or an axis that contradict each other",
    "datum": "a datum that is not known or not used so, or two of them",
    "decimals": "decimals before the last number of a side",
    "digits": "MGRS digits that are not as many for the easting as for the northing, or too many",
    "half-lettered": "a hemisphere or a label on one side only",
    "hemisphere": "a hemisphere that is missing or can be read in two ways",
    "length": "too long for coordinates",
    "look-alike": "a letter of another script that looks like N, S, E or W",
    "mark": "marks of degrees, minutes and seconds that do not go with the numbers",
    "minutes": "minutes that are not under 60, or no minutes where some were told",
    "mixed": "two sides, or two decimal signs, that are not written alike",
    "number": "a number is missing",
    "parts": "too many numbers, or numbers that nothing divides",
    "range": "no point on the earth",
    "scripts": "digits of two scripts in one number",
    "seconds": "seconds that are not under 60",
    "separator": "more than one sign between the two sides",
    "square": "an MGRS square that its zone or band does not have",
    "twice": "a hemisphere, label or sign that stands twice on one side",
    "utm": "UTM that is not understood",
    "word": "a word or sign that is not understood or stands at the wrong place",
    "zone": "a zone that there is not",
}
"""By the part of a fault's code behind the point."""


def reason_of(coordinates: Coordinates) -> str | None:
    """Return why a text gives not one point, with its place but with nothing of its figures; None where it gives one.

    >>> from truceline.reader.coordinates.reading import read
    >>> reason_of(read("36°61′N 36°57′E"))
    'minutes that are not under 60, or no minutes where some were told (characters 4 to 5)'
    """
    if coordinates.position is not None:
        return None
    if not coordinates.faults:
        return "; ".join(QUESTIONS[doubt] for doubt in coordinates.doubts)
    fault = coordinates.faults[0]
    where = f" (characters {fault.span.start + 1} to {fault.span.end})" if fault.span else ""
    return f"{REASONS[fault.code.partition('.')[2]]}{where}"
