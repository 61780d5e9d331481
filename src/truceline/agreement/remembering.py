"""What a method has answered, kept with the object it was asked of and gone with it.

``functools.cache`` on a method keeps every object that was ever asked, and with it all that the object was made from; a server
would keep the material of every page it ever made.

>>> class Text:
...     @remembered
...     def word(self, number: int) -> str:
...         print("looked up")
...         return "peace"
>>> text = Text()
>>> text.word(1), text.word(1)
looked up
('peace', 'peace')
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

S = TypeVar("S")
R = TypeVar("R")
Given = TypeVarTuple("Given")


def remembered(method: Callable[[S, *Given], R]) -> Callable[[S, *Given], R]:
    """Ask a method once for each choice of its arguments, which are given by place and can be compared."""
    kept = f"_remembered_{method.__module__}.{method.__qualname__}"

    @functools.wraps(method)
    def asked(self: S, *given: *Given) -> R:
        answers: dict[Any, R] = self.__dict__.setdefault(kept, {})
        if given not in answers:
            answers[given] = method(self, *given)
        return answers[given]

    return asked
