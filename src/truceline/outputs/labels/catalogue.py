"""Catalogue of labels: codes of the model to words of one language.

A catalogue is ``<language>.yaml`` beside this file: groups (``stance``, ``means`` ...) of code to words. What another
language lacks is shown in English; what English lacks is shown as the code itself with its underscores opened, so that a new
code never breaks a page. Dates are written with the month as a word: 09/08/2016 is read differently by different parties.

>>> load("en").say("stance", "cannot_verify")
'cannot tell'
"""

from __future__ import annotations

import functools
import importlib.resources

import msgspec
from ruamel.yaml import YAML

from truceline.errors import UsageError
from truceline.model import Bound, Interval, PlaceMention


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one language. ``direction`` is ``ltr`` or ``rtl``; ``groups`` maps group and code to words."""

    lang: str
    direction: str
    groups: dict[str, dict[str, str]]
    fallback: Labels | None = None

    def find(self, group: str, code: str) -> str | None:
        """Return the words for ``code`` of ``group`` in this language, else in the fallback, else None."""
        words = self.groups.get(group, {}).get(code)
        if words is None and self.fallback is not None:
            return self.fallback.find(group, code)
        return words

    def say(self, group: str, code: str, **values: object) -> str:
        """Return the words for ``code``, with ``{name}`` filled in; a code without words is shown as itself."""
        words = self.find(group, code)
        if words is None:
            return code.replace("_", " ")
        return words.format(**values) if values else words

    def text(self, code: str, **values: object) -> str:
        """Return a text of the page itself."""
        return self.say("page", code, **values)

    def day(self, day: str) -> str:
        """Return ``2016-09-19`` (or an instant) with the month as a word; anything else unchanged."""
        year, month, number = day[:4], day[5:7], day[8:10]
        name = self.find("month", month)
        if name is None or not number:
            return day
        clock = f" {day[11:16]}" if len(day) > 11 else ""
        return f"{int(number)} {name} {year}{clock}"

    def interval(self, interval: Interval | None) -> str:
        """Return an interval of days in words; an empty text where there is none."""
        if interval is None or (interval.start is None and interval.end is None):
            return ""
        if interval.start is None:
            return self.text("until", day=self.day(interval.end or ""))
        if interval.end is None:
            return self.text("from", day=self.day(interval.start))
        if interval.start == interval.end:
            return self.day(interval.start)
        return f"{self.day(interval.start)} – {self.day(interval.end)}"

    def number(self, low: int | None, high: int | None, bound: Bound = "exact", greatest_low: int | None = None) -> str:
        """Return bounds in words: ``at least 20``, ``up to 90``, ``about 40``, ``20–25``, ``62 to at least 90``."""
        if low is None and high is None:
            return self.text("unknown")
        if low is not None and greatest_low is not None and greatest_low > (high or low):
            return self.text("open_range", low=_grouped(low), number=_grouped(greatest_low))
        if low is not None and high is not None:
            if bound == "about":
                return self.text("about", number=span_of(low, high))
            return span_of(low, high)
        return self.text("at_least" if high is None else "at_most", number=_grouped(low if high is None else high))

    def place(self, place: PlaceMention) -> str:
        """Return a place as the words gave it, with its relation: ``north of Aleppo``."""
        if place.relation is None:
            return place.name
        words = self.find("relation", place.relation.kind)
        if words is None or _says_already(words, place.name):
            return place.name
        return words.format(place=place.name)


def _says_already(words: str, name: str) -> bool:
    """Say whether a name as written ("Syrian-Iraqi border") has the relation in it."""
    spoken = [word for word in words.format(place="").lower().split() if len(word) > 3]
    return any(word.rstrip("s") in name.lower() for word in spoken)


def span_of(low: int, high: int) -> str:
    """Return two bounds as one range, or one number where they are the same."""
    return _grouped(low) if low == high else f"{_grouped(low)}–{_grouped(high)}"


def _grouped(number: int | None) -> str:
    return "" if number is None else f"{number:,}".replace(",", "\u202f")


def languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue."""
    files = importlib.resources.files(__package__).iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


@functools.cache
def load(lang: str = "en") -> Labels:
    """Return the labels of a language.

    Raises:
        UsageError: there is no catalogue of that language.
    """
    if lang not in languages():
        message = f'there are no page texts in "{lang}"; expected one of: {", ".join(languages())}'
        raise UsageError(message)
    source = importlib.resources.files(__package__).joinpath(f"{lang}.yaml").read_text(encoding="utf-8")
    groups = msgspec.convert(YAML(typ="safe").load(source), dict[str, dict[str, str]])
    about = groups.pop("language")
    return Labels(lang=lang, direction=about["direction"], groups=groups, fallback=None if lang == "en" else load("en"))
