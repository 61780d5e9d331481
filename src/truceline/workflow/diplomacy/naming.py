"""Reading what was typed: actors and places of the pack, words of closed lists, times, durations, ranges; with all that is wrong.

An actor or a place that the pack does not have stays in words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TypeVar, cast

from truceline.actors import registry_of
from truceline.agreement.observations import Gazetteer
from truceline.model import Theatre

_LASTS = re.compile(r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?)?", re.ASCII)
_RANGE = re.compile(r"(\d{1,6})?(\.\.)?(\d{1,6})?", re.ASCII)
L = TypeVar("L", bound=str)


class Reading:
    """Reads what was typed against a theatre, and collects what is wrong."""

    def __init__(self, theatre: Theatre) -> None:
        self._registry = registry_of(theatre.actors)
        self._places = Gazetteer(theatre.places)
        self.faults: list[str] = []

    def actor(self, words: str | None, on: str | None = None) -> str | None:
        """Return the id of the actor that words name exactly on a day; else the words."""
        if words is None or words in self._registry:
            return words
        stripped = words.strip()
        return self._registry.resolve(stripped, (on or "")[:10] or None) or stripped

    def actors(self, several: Iterable[str], on: str | None = None) -> tuple[str, ...]:
        """Return the same for several, each once."""
        found = (self.actor(words, on) for words in several)
        return tuple(dict.fromkeys(each for each in found if each))

    def place(self, words: str | None) -> str | None:
        """Return the id of the place that words name, else the words."""
        found = self._places.find(words) if words else None
        return found.id if found else words

    def word(self, option: str, words: str, known: tuple[L, ...]) -> L:
        """Return a word of a closed list."""
        found = words.strip().replace("-", "_").casefold()
        if found not in known:
            self.faults.append(f'{option} "{words}"; expected one of {", ".join(known)}')
        return cast("L", found)

    def needed(self, option: str, words: str) -> str:
        """Return words that may not be empty."""
        if not words.strip():
            self.faults.append(f"{option} is empty; expected words")
        return words.strip()

    def time(self, option: str, words: str | None) -> str | None:
        """Return a day, or an instant with its zone."""
        if words is None:
            return None
        try:
            read = dt.datetime.fromisoformat(words)
        except ValueError:
            read = None
        is_day = len(words) == len("2016-09-20")
        if read is None or (not is_day and read.tzinfo is None):
            self.faults.append(f'{option} "{words}"; expected a day as 2016-09-20, or an instant as 2016-09-20T07:00+03:00')
        return words

    def lasts(self, option: str, words: str | None) -> str | None:
        """Return an ISO 8601 duration."""
        if words is not None and not _LASTS.fullmatch(words):
            self.faults.append(f'{option} "{words}"; expected a duration such as P3D (three days), PT48H or P6M')
        return words

    def numbers(self, option: str, words: str | None) -> tuple[int | None, int | None]:
        """Return the two ends of a number or range."""
        if words is None:
            return None, None
        found = _RANGE.fullmatch(words.strip())
        low, between, high = found.groups() if found else (None, None, None)
        if found is None or not (low or high) or (low and high and (not between or int(low) > int(high))):
            self.faults.append(
                f'{option} "{words}"; expected a number, or LOW..HIGH with either side left out, such as 60 or 20..25'
            )
            return None, None
        low_number = int(low) if low else None
        return low_number, int(high) if high else low_number if not between else None
