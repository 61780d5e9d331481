"""The words of coordinates in English, Arabic, Persian, Russian, Ukrainian and Spanish: hemispheres, axes, units.

Only words that mean one thing are here. ``O`` is west in Spanish and east in German, so it is not; letters of other scripts that
look like N, S, E or W are told by name, never taken for them.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from truceline.reader.coordinates.signs import Signs, signs_of

Kind = Literal["hemisphere", "axis", "degree", "minute", "second", "filler"]


class Meaning(NamedTuple):
    """What a word is: its kind, and which hemisphere (N, S, E, W) or axis (lat, lon)."""

    kind: Kind
    value: str = ""


_WORDS: dict[Meaning, str] = {
    Meaning("hemisphere", "N"): "n north northern norte شمال شمالا شمالي ش с север сш",
    Meaning("hemisphere", "S"): "s south southern sur جنوب جنوبا جنوبي ج ю юг юш",
    Meaning("hemisphere", "E"): "e east eastern este شرق شرقا شرقي ق в восток вд",
    Meaning("hemisphere", "W"): "w west western oeste غرب غربا غربي غ з запад зд",
    Meaning("axis", "lat"): "lat latitude latitud العرض عرض широта шир",
    Meaning("axis", "lon"): "lon long lng longitude longitud الطول طول долгота довгота долг",
    Meaning("degree"): "d deg degs degree degrees grados درجه درجات град градус градуса градусов градусів",
    Meaning("minute"): "m min mins minute minutes minutos دقيقه دقائق دقايق мин минута минуты минут хв хвилин",
    Meaning("second"): "sec secs second seconds segundos ثانيه ثواني ثوان сек секунда секунды секунд",
    Meaning("filler"): (
        "and y و и та of at coordinates coordinate coords position gps geo point coordenadas "
        "إحداثيات الإحداثيات احداثيات الاحداثيات مختصات координаты точка"
    ),
}
_PHRASES: dict[Meaning, tuple[str, ...]] = {
    Meaning("hemisphere", "N"): (
        r"с\s?\.\s?ш\b\.?",
        r"северн\w{1,3}\s+широт\w",
        r"пн\s?\.\s?ш\b\.?",
        r"північн\w{1,3}\s+широт\w",
    ),
    Meaning("hemisphere", "S"): (r"ю\s?\.\s?ш\b\.?", r"южн\w{1,3}\s+широт\w", r"пд\s?\.\s?ш\b\.?", r"південн\w{1,3}\s+широт\w"),
    Meaning("hemisphere", "E"): (
        r"в\s?\.\s?д\b\.?",
        r"восточн\w{1,3}\s+долгот\w",
        r"сх\s?\.\s?д\b\.?",
        r"східн\w{1,3}\s+довгот\w",
    ),
    Meaning("hemisphere", "W"): (
        r"з\s?\.\s?д\b\.?",
        r"западн\w{1,3}\s+долгот\w",
        r"зх\s?\.\s?д\b\.?",
        r"західн\w{1,3}\s+довгот\w",
    ),
    Meaning("axis", "lat"): (r"و?(?:خط|دائره)\s+(?:ال)?عرض", r"و?عرض\s+جغرافيا?يي?"),
    Meaning("axis", "lon"): (r"و?خط\s+(?:ال)?طول", r"و?طول\s+جغرافيا?يي?"),
}
LOOK_ALIKE = {"е": "E", "ё": "E", "ε": "E", "ν": "N", "ѕ": "S", "տ": "S", "ա": "W", "ѡ": "W", "ԝ": "W"}
"""Letters of other scripts, in lower case, that look like a hemisphere's letter in one case or the other."""
TWO_WAYS = {"o": "west in Spanish and French, and east in German"}


def _plain(word: str) -> str:
    signs = signs_of(word)
    return signs.plain if isinstance(signs, Signs) else word


WORDS: dict[str, Meaning] = {_plain(word): meaning for meaning, words in _WORDS.items() for word in words.split()}
PHRASES: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern), meaning) for meaning, patterns in _PHRASES.items() for pattern in patterns
)


def meanings_of(run: str) -> tuple[tuple[str, Meaning], ...]:
    """Return the meaning of a run of letters, or of its two parts where a unit and a hemisphere stand together; () where none.

    >>> [meaning.value or meaning.kind for _, meaning in meanings_of("sn")]
    ['second', 'N']
    """
    if run in WORDS:
        return ((run, WORDS[run]),)
    unit = {"d": Meaning("degree"), "m": Meaning("minute"), "s": Meaning("second")}.get(run[:1])
    rest = WORDS.get(run[1:])
    if unit and rest and rest.kind == "hemisphere":
        return ((run[0], unit), (run[1:], rest))
    if run[:1] == "و" and run[1:] in WORDS:
        return (("و", Meaning("filler")), (run[1:], WORDS[run[1:]]))
    return ()
