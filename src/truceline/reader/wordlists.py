"""Named sets of words that the attribution rules ask for, from ``lexicons/attribution_words.yaml``.

>>> "minister" in word_set("titles")
True
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec
from ruamel.yaml import YAML


@cache
def _sets() -> dict[str, frozenset[str]]:
    source = resources.files("truceline.reader").joinpath("lexicons", "attribution_words.yaml")
    tree = YAML(typ="safe", pure=True).load(source.read_text(encoding="utf-8"))
    lists = msgspec.convert(tree, dict[str, str])
    return {name: frozenset(word.replace("_", " ") for word in words.split()) for name, words in lists.items()}


def word_set(name: str) -> frozenset[str]:
    """Return the set of that name; an unknown name is our own mistake and raises ``KeyError``."""
    return _sets()[name]
