"""Bodies of releases: what two people let everybody see, and the taking back of it."""

from __future__ import annotations

from typing import Literal

from truceline.ledger.leaf.bodies.base import Body

ReleaseOf = Literal["incident", "claim", "step", "subject"]
"""What is released: an incident, a claim, a step of a violation (such as a finding), a subject of tellings."""


class ReleaseAsked(Body, frozen=True, kw_only=True):
    """``release.asked``: a person asks that exactly these be shown to everybody. Nothing is shown yet.

    ``subject`` is the id of what it is; ``claims``, ``steps`` and ``tellings`` are all that it covers, whatever is added later.
    ``until``: the instant after which it can no longer have been happening; ``delay_hours`` are counted from there. A release too
    long for one entry stands in several with one id. A note is sealed as ``note``.
    """

    release: str
    of: ReleaseOf
    subject: str
    until: str
    delay_hours: int
    claims: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    tellings: tuple[str, ...] = ()


class ReleaseGiven(Body, frozen=True, kw_only=True):
    """``release.given``: a second person let it out, as it was asked for by ``asked_by``; ``refs`` are the leaves that asked."""

    release: str
    asked_by: str


class ReleaseWithdrawn(Body, frozen=True, kw_only=True):
    """``release.withdrawn``: it is not shown any more, or will not be. Why is sealed, as ``note``."""

    release: str
