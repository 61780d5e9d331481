"""Days that are asked for: in the digits of any script, and never at the ends of the calendar."""

from __future__ import annotations

import unicodedata

FIRST, LAST = "0002-01-01", "9998-12-31"
"""The days beside a day are counted with, so none is asked for beyond these, whatever a report says of itself."""


def in_plain_digits(text: str) -> str:
    """Return a text with its decimal digits, whatever script they are of, as 0 to 9."""
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def can_be_asked_for(day: str) -> bool:
    """Say whether a day of the calendar, written YYYY-MM-DD, has days on both sides to be counted with."""
    return FIRST <= day <= LAST
