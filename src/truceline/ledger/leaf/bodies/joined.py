"""Bodies of what people decide about whole incidents: that two are one, that one is two, and the taking back of either."""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.ledger.leaf.bodies.base import Body

Joining = Literal["merge", "split"]
Verdict = Literal["same", "different", "unsure"]


class Judged(msgspec.Struct, frozen=True):
    """A pair of claims that was judged anew, how, and the verdict that stood before: ``unsure`` where there was none."""

    left: str
    right: str
    verdict: Verdict = "same"
    before: Verdict = "unsure"


class IncidentsJoined(Body, frozen=True, kw_only=True):
    """``incidents.joined``: a person merged the first two ``incidents``, or split the first of them.

    ``claims`` are those that were moved: of the second incident, or out of the first. ``judged``: the pairs whose judgements,
    which follow, make it so. ``joining`` is its id (``j1``). Why is sealed, as ``note``. One too long for an entry stands in
    several.
    """

    joining: str
    act: Joining
    incidents: tuple[str, ...]
    claims: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()


class JoiningUndone(Body, frozen=True, kw_only=True):
    """``joining.undone``: what stood before it stands again, by judgements that follow. Why is sealed, as ``note``."""

    joining: str
