"""The word lists of tallies, from ``words.yaml``, read once and turned into patterns.

>>> bool(lexicon().nouns.fullmatch("breaches")), number_of("twelve"), number_of("1,204")
(True, 12, 1204)
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from importlib import resources

import msgspec
from ruamel.yaml import YAML

Pattern = re.Pattern[str]
DIGITS = r"\d{1,3}(?:[,.\u00a0\u202f]\d{3})+|\d{1,6}"
"""A number in digits of any script: ``302``, ``1,204``, ``١٢``."""


class _Lists(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``words.yaml`` as written."""

    nouns: str
    stops: str
    verbs: str
    times: str
    amounts: str
    reaches: str
    labels: str
    unreal: str
    bounds: dict[str, str]
    opens: str
    breaks: str
    auxiliaries: str
    passive: str
    rates: str
    pronouns: str
    opened: str
    by: str
    filler: str
    measures: str
    effects: dict[str, str]
    registers: str
    commits: str
    confirms: str
    registered_by: str
    classes: dict[str, str]
    same: str
    vague: str
    first: str
    last: str
    since: str
    until: str
    start: str
    units: dict[str, str]
    ordinals: str
    numbers: str
    scales: str


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """Patterns for lists of words, whole words in any case; ``bounds``, ``effects``, ``classes`` and ``units`` by what they mean.

    ``number`` finds a number in digits or in words, and no part of a longer one ("two hundred", "twenty five"); ``spelled`` finds
    such a longer one whole. ``ordinals`` are in order, the first being ``first``.
    """

    nouns: Pattern
    stops: Pattern
    verbs: Pattern
    times: Pattern
    amounts: Pattern
    reaches: Pattern
    labels: Pattern
    unreal: Pattern
    opens: Pattern
    breaks: Pattern
    auxiliaries: Pattern
    passive: Pattern
    rates: Pattern
    pronouns: Pattern
    opened: Pattern
    by: Pattern
    filler: Pattern
    measures: Pattern
    registers: Pattern
    commits: Pattern
    confirms: Pattern
    registered_by: Pattern
    same: Pattern
    vague: Pattern
    first: Pattern
    last: Pattern
    since: Pattern
    until: Pattern
    start: Pattern
    bounds: dict[str, Pattern]
    effects: dict[str, Pattern]
    classes: dict[str, Pattern]
    units: dict[str, Pattern]
    ordinals: tuple[str, ...]
    numbers: dict[str, int]
    number: Pattern
    spelled: Pattern


@cache
def lexicon() -> Lexicon:
    """Return the lists of ``words.yaml`` as patterns."""
    data = resources.files("truceline.agreement.tallies").joinpath("words.yaml").read_bytes()
    lists = msgspec.convert(YAML(typ="safe", pure=True).load(data), _Lists)
    spelled = {word: n for n, word in enumerate(lists.numbers.split(), 1)}
    return Lexicon(
        nouns=_pattern(lists.nouns),
        stops=_pattern(lists.stops),
        verbs=_pattern(lists.verbs),
        times=_pattern(lists.times),
        amounts=_pattern(lists.amounts),
        reaches=_pattern(lists.reaches),
        labels=_pattern(lists.labels),
        unreal=_pattern(lists.unreal),
        opens=_pattern(lists.opens),
        breaks=_pattern(lists.breaks),
        auxiliaries=_pattern(lists.auxiliaries),
        passive=_pattern(lists.passive),
        rates=_pattern(lists.rates),
        pronouns=_pattern(lists.pronouns),
        opened=_pattern(lists.opened),
        by=_pattern(lists.by),
        filler=_pattern(lists.filler),
        measures=_pattern(lists.measures),
        registers=_pattern(lists.registers),
        commits=_pattern(lists.commits),
        confirms=_pattern(lists.confirms),
        registered_by=_pattern(lists.registered_by),
        same=_pattern(lists.same),
        vague=_pattern(lists.vague),
        first=_pattern(lists.first),
        last=_pattern(lists.last),
        since=_pattern(lists.since),
        until=_pattern(lists.until),
        start=_pattern(lists.start),
        bounds=_patterns(lists.bounds),
        effects=_patterns(lists.effects),
        classes=_patterns(lists.classes),
        units=_patterns(lists.units),
        ordinals=tuple(lists.ordinals.split()),
        numbers=spelled,
        number=_number(spelled, lists.scales.split()),
        spelled=_spelled((*spelled, *lists.scales.split())),
    )


def number_of(words: str) -> int:
    """Return the number that digits (of any script, with marks between thousands) or a word up to twenty say.

    Raises:
        ValueError: they say none.
    """
    spelled = lexicon().numbers.get(words.lower())
    return spelled if spelled is not None else int(re.sub(r"[^\d]", "", words))


def _number(spelled: Collection[str], scales: Collection[str]) -> Pattern:
    words, larger = _any(spelled), _any(scales)
    part_of = [rf"(?<!\b{word}\s)" for word in (*spelled, *scales)]
    part_of += [rf"(?<!\b{scale}{also})" for scale in scales for also in (r"\sand\s", r"\sو", r"\sو\s", r"\sи\s", r"\sy\s")]
    return re.compile(
        rf"(?:(?<![\w.,-])|(?<=\sو))(?=\d|{words}){''.join(part_of)}(?:{DIGITS}|{words})"
        rf"(?![\w-]|[.,]\d|\s+(?:{larger})(?!\w)|\s+(?:{words})(?![\w-]))",
        re.IGNORECASE,
    )


def _spelled(words: Collection[str]) -> Pattern:
    """Return the pattern of several words for numbers, or digits and such words, that are one number."""
    each = rf"(?:{DIGITS}|{_any(words)})"
    return re.compile(rf"(?<![\w.,-]){each}(?:(?:\s+and)?[\s-]+{each})+(?!\w)", re.IGNORECASE)


def _any(words: Collection[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _patterns(listed: dict[str, str]) -> dict[str, Pattern]:
    return {name: _pattern(words) for name, words in listed.items()}


def _pattern(listed: str) -> Pattern:
    phrases = sorted(listed.split(), key=len, reverse=True)
    each = (re.escape(phrase).replace(r"\*", r"\w*").replace("_", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)
