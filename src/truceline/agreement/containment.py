"""Which places contain a place, by what the places of a pack say they lie within, never by how their ids are spelled."""

from __future__ import annotations

from collections.abc import Mapping


def containing(place: str, within: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return a place and all that contain it, nearest first; ``within`` says of each place what it directly lies in.

    >>> containing("ua.mariupol", {"ua.mariupol": "ua.donets-k-region", "ua.donets-k-region": "ua", "ua": None})
    ('ua.mariupol', 'ua.donets-k-region', 'ua')
    """
    found: list[str] = []
    step: str | None = place
    while step is not None and step not in found:
        found.append(step)
        step = within.get(step)
    return tuple(found)
