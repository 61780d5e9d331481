"""Who says something, as the page shows it: a name, through whom, and the claims it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from truceline.diplomacy.values import Saying
from truceline.model.assertions import Assertion, Source


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """One speaker. ``name``: of a report's own voice, its publisher; ``sources`` are ids of claims and of tellings.

    ``stance`` is None where it plainly says so. ``is_proposed``: no person stands behind it yet.
    """

    name: str
    sources: tuple[str, ...]
    via: tuple[str, ...] = ()
    stance: str | None = None
    is_proposed: bool = False


def voices(words: Iterable[Assertion[object]], names: Mapping[str, str], publishers: Mapping[str, str]) -> tuple[Voice, ...]:
    """Return who says these words, each speaker once with all the sources, in order; ``publishers`` by report.

    Unnamed speakers stay apart, also where they are called the same.
    """
    found: dict[tuple[str, tuple[str, ...], str | None, str], list[Source]] = {}
    for word in words:
        name = names.get(word.by, word.name or word.by) if word.by else publishers.get(word.source.report or "", "")
        stance = None if word.stance == "assert" else word.stance
        apart = word.source.id if word.unnamed else ""
        found.setdefault((name, tuple(names.get(each, each) for each in word.via), stance, apart), []).append(word.source)
    return tuple(
        Voice(
            name=name,
            via=via,
            stance=stance,
            sources=tuple(dict.fromkeys(source.id for source in sources)),
            is_proposed=all(source.standing == "proposed" for source in sources),
        )
        for (name, via, stance, _), sources in found.items()
    )


def of_sayings(says: Iterable[Saying], names: Mapping[str, str]) -> tuple[Voice, ...]:
    """Return who says something, from what diplomacy has put together."""
    return tuple(
        Voice(
            name=names.get(each.by, each.name),
            via=tuple(names.get(name, name) for name in each.via),
            stance=None if each.stance == "assert" else each.stance,
            sources=each.sources,
            is_proposed=each.standing == "proposed",
        )
        for each in says
    )
