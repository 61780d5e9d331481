"""Who is covered by an arrangement, who is said to belong to whom: always as somebody's assertion (docs/formats/actors.md)."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

CoverageState = Literal["party", "accepted", "not_accepted", "excluded", "disputed"]
Relation = Literal["part_of", "allied_with", "close_to", "parted_from", "renamed_from", "other"]


class Covered(msgspec.Struct, frozen=True, kw_only=True, tag="coverage"):
    """Whether an actor is covered by an agreement (id or words), from ``since`` to ``until`` (inclusive days; None is open)."""

    actor: str
    state: CoverageState
    agreement: str | None = None
    since: str | None = None
    until: str | None = None


class Affiliated(msgspec.Struct, frozen=True, kw_only=True, tag="affiliation"):
    """Somebody says that one actor belongs to, works with, or has parted from another. Never a fact, never an edge of ours."""

    actor: str
    other: str
    relation: Relation
    words: str
    since: str | None = None
    until: str | None = None


CoverageFact: TypeAlias = Covered | Affiliated
