"""Body of a person's word on what a claim says of an agreement."""

from __future__ import annotations

from typing import Literal

from truceline.ledger.leaf.bodies.base import Body
from truceline.model.agreements import ActKind

Does = ActKind | Literal["assessment", "authority", "tally", "nothing"]
"""What the words of a claim do to an agreement, or that they only assess it, say who may do what, count, or do nothing."""


class StatementMarked(Body, frozen=True, kw_only=True):
    """``statement.marked``: what the words of ``claim`` do to ``agreement``, as the person in ``by`` reads them.

    ``party``: whose act it is (absent: the speaker's). ``of``: for ``authority``, of whom it is said. ``effective`` and
    ``until``: days or instants. ``refs`` has the leaf of the claim. The latest mark of a claim and agreement stands.
    """

    mark: str
    claim: str
    agreement: str
    does: Does
    party: str | None = None
    of: tuple[str, ...] = ()
    effective: str | None = None
    until: str | None = None
