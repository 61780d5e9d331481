"""Short ways to make claims and reports by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from truceline.linker import Telling
from truceline.model import (
    Claim,
    Count,
    EventActor,
    EventMention,
    PlaceMention,
    Report,
    Span,
    Speaker,
    Stance,
    Target,
    TimeMention,
)

POINTS = {"Northtown": (36.0, 37.0), "Easttown": (35.0, 40.0), "Midtown": (34.5, 37.9)}


class Teller:
    """Makes reports of one claim a sentence; every slot stands somewhere in the sentence's words."""

    def claim(
        self,
        report: str,
        at: int = 0,
        *,
        kind: str = "V.AIR",
        day: str | None = None,
        place: str | None = None,
        killed: int | None = None,
        targets: Sequence[Target] = (),
        striker: str | None = None,
        stance: Stance = "assert",
        speaker: str | None = None,
        definite: bool = False,
    ) -> Claim:
        base = at * 100
        span = Span(base, base + 90)
        times = (TimeMention(span=Span(base + 20, base + 30), value=day, start=day, end=day, precision="day"),) if day else ()
        lat, lon = POINTS[place] if place else (None, None)
        places = (
            (
                PlaceMention(
                    span=Span(base + 40, base + 50), name=place, place=f"xx.{place.lower()}", lat=lat, lon=lon, precision="town"
                ),
            )
            if place
            else ()
        )
        counts = (
            (
                Count(
                    id=f"n{at}",
                    span=Span(base + 60, base + 62),
                    low=killed,
                    high=killed,
                    bound="exact",
                    effect="killed",
                    unit="people",
                ),
            )
            if killed is not None
            else ()
        )
        event = EventMention(
            id=f"e{at}",
            span=Span(base + 5, base + 12),
            type=kind,
            targets=tuple(targets),
            actors=(EventActor(role="alleged_perpetrator", span=Span(base, base + 4), actor=striker),) if striker else (),
            times=tuple(t.span for t in times),
            places=tuple(p.span for p in places),
            counts=tuple(c.id for c in counts),
            definite=definite,
        )
        return Claim(
            id=f"c_{report}_{at}",
            source=(),
            cue=(),
            content=(span,),
            type="indirect",
            voice="quoted" if speaker else "narration",
            speaker=Speaker(name=speaker) if speaker else None,
            stance=stance,
            rule="test",
            report=report,
            text_sha256="0" * 64,
            author="test",
            counts=counts,
            times=times,
            places=places,
            events=(event,),
        )

    def telling(self, report: str, *claims: Claim, published: str | None = "2020-05-10", text: str | None = None) -> Telling:
        return Telling(report=Report(id=report, text=text or report.ljust(2000, "."), published_at=published), claims=claims)


@pytest.fixture
def teller() -> Teller:
    """Return a maker of claims and reports."""
    return Teller()


@pytest.fixture
def together() -> Callable[..., bool]:
    """Return a check whether claims are linked to one incident."""

    def check(linking: object, *claims: str) -> bool:
        homes = [{k.incident for k in linking.links if k.claim == c and k.outcome == "linked"} for c in claims]  # type: ignore[attr-defined]
        return bool(set.intersection(*homes)) if homes else False

    return check
