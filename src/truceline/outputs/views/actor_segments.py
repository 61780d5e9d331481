"""The timeline of one actor as flat stretches: its names, others' names, offices and larger bodies, claims of coverage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from truceline.outputs.views.actor_pages import ActorTimeline, CoverageView, NameOnDay, RenamingView, Segment, TermView

MARGIN = dt.timedelta(days=30)
"""So much at least is drawn before the first and after the last thing that changed."""


def timeline_of(  # noqa: PLR0913, PLR0917 - what is drawn of an actor, row after row
    actor: str,
    name: str,
    on: str,
    names: Sequence[NameOnDay],
    renamed: tuple[RenamingView, ...],
    terms: Sequence[TermView],
    lines: Sequence[CoverageView],
) -> ActorTimeline:
    """Return what to draw, rows by kind, then by day.

    From the first to the last day on which the actor took another name or somebody says something else of it, with some room; of
    all its names and terms where nothing of that is known. What lasts longer goes on beyond the edge.
    """
    segments = (*_named(names, is_own=True), *_named(names, is_own=False), *_terms(terms), *_covered(lines))
    changes = [each.since for each in renamed] + [each.since for each in lines] + [each.until for each in lines if each.until]
    every = [day for each in segments for day in (each.since, each.until) if day]
    days = sorted(_day(day) for day in [*(changes or every), on])
    margin = max(MARGIN, (days[-1] - days[0]) / 10)
    first, last = days[0] - min(margin, days[0] - dt.date.min), days[-1] + min(margin, dt.date.max - days[-1])
    return ActorTimeline(
        actor=actor, name=name, first=first.isoformat(), last=last.isoformat(), on=on, segments=segments, renamed=renamed
    )


def _day(day: str) -> dt.date:
    return dt.date.fromisoformat(day[:10]) if day[:4] < "9990" else dt.date(9990, 1, 1)


def _named(names: Sequence[NameOnDay], *, is_own: bool) -> Iterator[Segment]:
    """Yield names: the actor's own, and of others' those that have dates or users, since undated ones say nothing of time."""
    chosen = [n for n in names if n.self_name == is_own and (is_own or n.since or n.until)]
    for name in sorted(chosen, key=lambda each: (each.since or "", each.until or "9999", each.text)):
        yield Segment(
            kind="self_name" if is_own else "other_name",
            label=name.text,
            lang=name.lang,
            note=", ".join(name.users),
            since=name.since,
            until=name.until,
        )


def _terms(terms: Sequence[TermView]) -> Iterator[Segment]:
    for term in terms:
        if term.since or term.until:
            yield Segment(kind="holder", label=term.name, lang="en", note="", since=term.since, until=term.until)


def _covered(lines: Sequence[CoverageView]) -> Iterator[Segment]:
    for line in lines:
        yield Segment(
            kind="coverage",
            label=line.by_name,
            lang="en",
            note=line.agreement_name or "",
            since=line.since,
            until=line.until,
            state=line.state,
            counts=line.counts,
        )
