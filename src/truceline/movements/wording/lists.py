"""Word lists: phrases as tuples of words, the forms of verbs, and tables to look them up by their first word.

In the YAML files "_" stands for a space and verbs stand in their base form; a particle belongs to its verb ("turn_back").

>>> forms("deny").past, forms("set", {"set": "set"}).ing
('denied', 'setting')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple, TypeVar

import msgspec
from ruamel.yaml import YAML

Phrase = tuple[str, ...]
"""Words in lower case, in order."""
Table = dict[str, tuple[tuple[Phrase, str], ...]]
"""Phrases with a label each, by first word, the longest first."""
_VOWELS = frozenset("aeiou")
_DOUBLING = frozenset("ban bar drop get let permit plan put set stop strip hit cut run sit ship".split())
T = TypeVar("T")


def load(package: str, shape: type[T]) -> T:
    """Return ``words.yaml`` of a package as a value of type ``shape``; one that does not fit is our own mistake."""
    source = resources.files(package).joinpath("words.yaml")
    return msgspec.convert(YAML(typ="safe").load(source.read_text(encoding="utf-8")), shape)


def plain(word: str) -> str:
    """Return a word as it is compared: lower case, straight apostrophe, plain hyphen."""
    return word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")


def phrases(listed: str) -> tuple[Phrase, ...]:
    """Return the phrases of a list, each as its words."""
    return tuple(tuple(plain(word).split("_")) for word in listed.split())


def words(listed: str) -> frozenset[str]:
    """Return the single words of a list."""
    return frozenset(plain(word) for word in listed.split())


def table(entries: Iterable[tuple[Phrase, str]]) -> Table:
    """Turn phrases with a label into a table; of two labels for one phrase the first counts."""
    found: dict[str, dict[Phrase, str]] = {}
    for phrase, label in entries:
        found.setdefault(phrase[0], {}).setdefault(phrase, label)
    return {first: tuple(sorted(each.items(), key=lambda item: -len(item[0]))) for first, each in found.items()}


class Forms(NamedTuple):
    """The forms of a verb."""

    base: str
    third: str
    past: str
    participle: str
    ing: str


def forms(base: str, irregular: Mapping[str, str] | None = None) -> Forms:
    """Return the forms of a verb; ``irregular`` gives past and, where it differs, participle."""
    past, participle = _past(base), ""
    if irregular and base in irregular:
        past, _, participle = irregular[base].partition(" ")
    third = base + ("es" if base.endswith(("s", "x", "ch", "sh", "o")) else "s")
    if _ends_in_y(base):
        third = base[:-1] + "ies"
    return Forms(base, third, past, participle or past, _stem(base) + "ing")


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if _ends_in_y(base) else _stem(base) + "ed"


def _stem(base: str) -> str:
    """Return a verb as it stands before "ing"."""
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1]
    return base + base[-1] if base in _DOUBLING else base


def _ends_in_y(base: str) -> bool:
    return base.endswith("y") and base[-2:-1] not in _VOWELS


def verb_entries(listed: str, label: str, irregular: Mapping[str, str]) -> Iterator[tuple[Phrase, str]]:
    """Yield each form of each listed verb with ``label|form|base``; past and participle that look alike are yielded as both."""
    for each in phrases(listed):
        made = forms(each[0], irregular)
        for form, word in made._asdict().items():
            if form == "participle" and word == made.past:
                continue
            yield (word, *each[1:]), f"{label}|{form}|{' '.join(each)}"


@cache
def number_of(word: str) -> int | None:
    """Return the value of a number in digits or in words up to twenty; None for any other word.

    >>> number_of("18,000"), number_of("twelve"), number_of("few")
    (18000, 12, None)
    """
    digits = word.replace(",", "")
    if digits.isdecimal() and len(digits) < 12:
        return int(digits)
    return _NUMBERS.get(word)


_NUMBERS = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split(),
        1,
    )
}
