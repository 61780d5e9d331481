"""Every address of the room, from Django's own list of them, each with arguments that lead to something in the demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from truceline.web.access import Needed, needed_by

NOTHING = (0, "0", "x-0", UUID(int=0), "0" * 64)
"""Arguments of every kind, each of something that is not there."""


@dataclass(frozen=True)
class Route:
    """One address: its ``name``, the names of its arguments, and what its view says that it needs (None: nothing)."""

    name: str
    arguments: tuple[str, ...]
    needed: Needed | None
    module: str

    def address(self, examples: dict[tuple[str, str], str]) -> str:
        """Return the address with example arguments; ``examples`` by (name of the address, argument)."""
        return reverse(self.name, kwargs={each: examples[self.name, each] for each in self.arguments})

    def nowhere(self) -> str:
        """Return an address with arguments that lead to nothing: who may come in is decided before anything is looked up."""
        for value in NOTHING:
            try:
                return reverse(self.name, kwargs=dict.fromkeys(self.arguments, value))
            except NoReverseMatch:
                continue
        message = f"{self.name} takes none of our examples for {self.arguments}; add one to NOTHING"
        raise AssertionError(message)


def every_route() -> tuple[Route, ...]:
    """Return all addresses, in the order of the list."""
    return tuple(_routes(get_resolver(), ""))


def _routes(resolver: URLResolver, space: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _routes(each, inner)
        elif isinstance(each, URLPattern):
            assert each.name, f"{each.pattern} has no name"
            view = each.callback
            yield Route(f"{space}{each.name}", tuple(each.pattern.converters), needed_by(view), view.__module__)
