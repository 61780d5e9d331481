"""Who is meant, and who says so: the two things that everything folded here is made of.

Nothing here is true by itself. Every value carries the ``Saying``s it rests on, and values that rule each other out stand beside
each other, each with its own.
"""

from __future__ import annotations

import msgspec

from truceline.model.claims import Stance, Standing


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """An office, a body or a person: ``id`` of the pack, or the words where the pack has none; ``name`` to show.

    ``side`` is the outermost body it is part of, by id; None where nothing tells.
    """

    id: str
    name: str
    side: str | None = None
    side_name: str | None = None


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says something: one line for each speaker, day, stance and way it came.

    ``by`` is empty where a report itself says it; ``name`` is whom to show. ``sources`` are ids of claims and tellings, a telling
    with the claim it stands on behind it; ``reports`` those the claims stand in. ``standing`` is the firmest of the sources'.
    Days are ``YYYY-MM-DD``.
    """

    by: str
    name: str
    said_on: str
    known_on: str
    stance: Stance
    standing: Standing
    sources: tuple[str, ...]
    reports: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    unnamed: bool = False


class Perhaps(msgspec.Struct, frozen=True, kw_only=True):
    """Another group that may be the same thing, kept apart because of ``why``; people join or part them."""

    id: str
    why: str
