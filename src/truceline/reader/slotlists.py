"""Word lists of the slot readers: YAML files in ``lexicons/``, read once and checked against a type.

What a reader knows about words is data that a lawyer can read; code only interprets it. A list that does not fit its type
is our own mistake and fails at once.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TypeVar

import msgspec
from ruamel.yaml import YAML

T = TypeVar("T")


@cache
def _tree(name: str) -> object:
    source = resources.files("truceline.reader").joinpath("lexicons", f"{name}.yaml")
    return YAML(typ="safe").load(source.read_text(encoding="utf-8"))


def word_list(name: str, shape: type[T]) -> T:
    """Return the list ``lexicons/<name>.yaml`` as a value of type ``shape``."""
    return msgspec.convert(_tree(name), shape)
