"""A story told by hand: reports and claims written down in a few words each, with every span found in the text.

Real values in a real shape; nothing is read by a machine here. Give a count, an event or a place by the words it stands at; a
word that stands more than once is found after the claim's own beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from truceline.ledger.leaf import drafts
from truceline.ledger.record import Record
from truceline.model import (
    About,
    Actor,
    Bound,
    Claim,
    Copy,
    Count,
    Effect,
    EventActor,
    EventMention,
    Interval,
    Link,
    PlaceMention,
    Relay,
    Report,
    Span,
    Speaker,
    Stance,
    Standing,
    Target,
    TimeMention,
    claim_id,
    text_digest,
)
from truceline.outputs.views import Held, Material, Selection, Told, select

Figure: TypeAlias = tuple[str, Effect, str, int | None, int | None, Bound]
"""The words of a count, what happened to whom, its low, its high and how firm they are."""


class Story:
    """Collects reports, claims and links; `material` gives what a record of them would give."""

    def __init__(
        self, kind: Literal["actual", "exercise", "demonstration"] = "demonstration", actors: Sequence[Actor] = ()
    ) -> None:
        self.kind = kind
        self.actors = tuple(actors)
        self.reports: dict[str, Report] = {}
        self.received: dict[str, str] = {}
        self.claims: list[tuple[Claim, Standing]] = []
        self.links: list[Link] = []
        self.copies: list[Copy] = []

    def report(
        self,
        report_id: str,
        text: str,
        *,
        published: str | None,
        publisher: str | None = None,
        received: str = "2016-10-01",
        lang: str | None = "en",
        title: str | None = None,
    ) -> None:
        """Add a report."""
        self.reports[report_id] = Report(
            id=report_id, text=text, title=title, publisher=publisher, published_at=published, lang=lang, kind=self.kind
        )
        self.received[report_id] = f"{received}T08:00:00.000Z"

    def claim(
        self,
        report_id: str,
        words: str,
        *,
        speaker: str | None = None,
        actor: str | None = None,
        unnamed: bool = False,
        cue: str | None = None,
        stance: Stance = "assert",
        about: tuple[About, ...] = (),
        via: tuple[str, ...] = (),
        counts: Sequence[Figure] = (),
        of_total: int | None = None,
        event: str | None = None,
        targets: tuple[Target, ...] = ("convoy",),
        kind: str = "V.UNSPEC",
        means: str | None = None,
        denied: bool = False,
        by: str | None = None,
        by_actor: str | None = None,
        places: Sequence[str] = (),
        time: tuple[str, str] | None = None,
        said: str | None = None,
        answers: tuple[str, ...] = (),
        incident: str | None = None,
        outcome: Literal["linked", "possible"] = "linked",
        standing: Standing = "accepted",
        supersedes: str | None = None,
    ) -> str:
        """Add a claim and return its id; with ``incident``, a link to it."""
        text = self.reports[report_id].text
        content = _find(text, words)
        named = _find(text, speaker) if speaker and speaker in text else None
        made = [
            Count(
                id=f"n{n}-{content.start}",
                span=_find(text, at, content.start),
                low=low,
                high=high,
                bound=bound,
                effect=effect,
                unit=unit,
            )
            for n, (at, effect, unit, low, high, bound) in enumerate(counts)
        ]
        if of_total is not None:
            made[-1] = Count(**{f: getattr(made[-1], f) for f in made[-1].__struct_fields__} | {"of_total": of_total})
        spots = tuple(PlaceMention(span=_find(text, at, content.start), name=at, precision="town") for at in places)
        times = (
            (TimeMention(span=_find(text, time[0], content.start), start=time[1], end=time[1], precision="day", basis="stated"),)
            if time
            else ()
        )
        events: tuple[EventMention, ...] = ()
        if event:
            actors = (EventActor(role="alleged_perpetrator", span=_find(text, by, content.start), actor=by_actor),) if by else ()
            events = (
                EventMention(
                    id=f"e{content.start}",
                    span=_find(text, event, content.start),
                    type=kind,
                    means=means,
                    denied=denied,
                    actors=actors,
                    targets=targets,
                    counts=tuple(c.id for c in made),
                    places=tuple(p.span for p in spots),
                    times=tuple(t.span for t in times),
                ),
            )
        digest = text_digest(text)
        identity = claim_id(digest, "hand", (content,), stance, speaker or "")
        claim = Claim(
            id=identity,
            source=(named,) if named else (),
            cue=(_find(text, cue, named.start if named else 0),) if cue else (),
            content=(content,),
            type="indirect",
            voice="quoted" if speaker else "narration",
            speaker=Speaker(name=speaker, actor=actor, unnamed=unnamed, named_at=named) if speaker else None,
            via=tuple(Relay(name=name) for name in via),
            stance=stance,
            about=about,
            answers=answers,
            said_at=Interval(start=said, end=said, precision="day") if said else None,
            rule="by.hand",
            report=report_id,
            text_sha256=digest,
            author="hand",
            counts=tuple(made),
            times=times,
            places=spots,
            events=events,
            supersedes=supersedes,
        )
        self.claims.append((claim, standing))
        if incident:
            self.links.append(
                Link(
                    claim=identity,
                    incident=incident,
                    outcome=outcome,
                    why="same place and day",
                    events=tuple(e.id for e in events),
                    main=True,
                )
            )
        return identity

    def copy(self, report_id: str, of: str, percent: int = 92) -> None:
        """Note that a report repeats another."""
        self.copies.append(Copy(report=report_id, of=of, share_percent=percent, kind="near"))

    def material(self, **selection: str | int | bool | None) -> Material:
        """Return the story as views see it."""
        return select(
            kind=self.kind,
            theatre="A made-up theatre",
            selection=Selection(**selection),  # type: ignore[arg-type]  # each test names the fields it means
            size=len(self.claims) + len(self.reports) + 1,
            root="9f3c" * 16,
            held=[
                Held(report=r, text_sha256=text_digest(r.text), received_at=self.received[r.id], entry=n)
                for n, r in enumerate(self.reports.values(), 1)
            ],
            claims=[Told(claim=c, standing=s, entry=n) for n, (c, s) in enumerate(self.claims, 100)],
            links=self.links,
            copies=self.copies,
            read=lambda report_id: self.reports[report_id].text,
            actors=self.actors,
        )

    def record(self, record: Record) -> Record:
        """Write the story into a real record and return it."""
        record.append([record.draft_report(r, raw=r.text.encode(), media="text/plain") for r in self.reports.values()])
        entered = {"entered"}
        record.append([record.draft_claim(c, entered=s in entered, by=c.author) for c, s in self.claims])
        record.append([drafts.accepted(c.id, by="tester") for c, s in self.claims if s == "accepted"])
        record.append([drafts.rejected(c.id, by="tester") for c, s in self.claims if s == "rejected"])
        record.append([drafts.linked(link) for link in self.links] + [drafts.copied(copy) for copy in self.copies])
        return record


def _find(text: str, words: str, after: int = 0) -> Span:
    start = text.find(words, after)
    if start < 0:
        start = text.index(words)
    return Span(start, start + len(words))
