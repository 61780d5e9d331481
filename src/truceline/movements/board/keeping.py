"""A value that is computed when it is first asked for, and then kept.

As ``functools.cached_property``, without the lock that Python 3.11 takes there: a board asks for a few of them in every row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

V_co = TypeVar("V_co", covariant=True)


class once(Generic[V_co]):  # noqa: N801  # read as a decorator
    """Decorate a method without arguments: its value is kept in the object under the method's name."""

    def __init__(self, compute: Callable[[Any], V_co]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> once[V_co]: ...
    @overload
    def __get__(self, owner: object, kind: type) -> V_co: ...
    def __get__(self, owner: object | None, kind: type) -> once[V_co] | V_co:
        """Compute the value and keep it; from then on it is found in the object itself."""
        if owner is None:
            return self
        found = owner.__dict__[self._name] = self._compute(owner)
        return found
