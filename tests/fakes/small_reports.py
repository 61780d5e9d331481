"""Short reports and claims with every kind of slot, for tests that need some and do not care which."""

from __future__ import annotations

from truceline.model import (
    Actor,
    Claim,
    Count,
    EventActor,
    EventMention,
    Interval,
    Place,
    PlaceMention,
    PlaceRelation,
    Relay,
    Report,
    Span,
    Speaker,
    Theatre,
    TimeMention,
    claim_id,
    text_digest,
)

THEATRE = Theatre(
    name="valley",
    title="The valley",
    version="1",
    actors=(
        Actor(id="north.mod", kind="ministry", name="Ministry of Defence of the North"),
        Actor(id="agency", kind="media", name="Valley News Agency", relay=True),
    ),
    places=(Place(id="v.bridge", name="Stone Bridge", lat="36.20", lon="37.15"),),
)


def report(number: int = 1, *, title: str | None = None) -> Report:
    """Return a report in which a ministry, quoted by an agency, denies a strike on a convoy."""
    text = (
        f"Report {number}. The agency quoted the ministry as saying on 20 September that its aircraft had not struck "
        f"the convoy near Stone Bridge, where {number + 10} people were killed."
    )
    return Report(id=f"r{number}", text=text, title=title, publisher="Valley Desk", published_at="2016-09-21", lang="en")


def claim(of: Report, *, author: str = "en-1", about_line: int = 0) -> Claim:
    """Return the denial in such a report; ``about_line`` makes several claims of one report differ."""
    source, cue = at(of, "the ministry"), at(of, "as saying")
    content = Span(at(of, "its aircraft").start, len(of.text) - 1 - about_line)
    count = Count(id="n1", span=at(of, "people"), low=11, high=11, bound="exact", effect="killed", unit="people")
    event = EventMention(
        id="e1",
        span=at(of, "struck"),
        type="V.AIR",
        means="airstrike",
        targets=("convoy",),
        actors=(EventActor(role="alleged_perpetrator", span=source, actor="north.mod"),),
        counts=("n1",),
        denied=True,
    )
    place = PlaceMention(
        span=at(of, "Stone Bridge"),
        name="Stone Bridge",
        place="v.bridge",
        lat=36.20,
        lon=37.15,
        precision="town",
        relation=PlaceRelation(kind="near", of="v.bridge"),
    )
    day = TimeMention(span=at(of, "20 September"), value="2016-09-20", start="2016-09-20", end="2016-09-20", precision="day")
    digest = text_digest(of.text)
    return Claim(
        id=claim_id(digest, author, (content,), "deny", (source,)),
        source=(source,),
        cue=(cue,),
        content=(content,),
        type="indirect",
        voice="quoted",
        speaker=Speaker(name="the ministry", actor="north.mod", named_at=source),
        via=(Relay(name="Valley News Agency", span=at(of, "The agency"), actor="agency"),),
        stance="deny",
        about=("perpetrator",),
        said_at=Interval(start="2016-09-20", end="2016-09-20", precision="day", basis="stated"),
        rule="quote.as_saying",
        report=of.id,
        text_sha256=digest,
        author=author,
        counts=(count,),
        times=(day,),
        places=(place,),
        events=(event,),
    )


def at(of: Report, words: str) -> Span:
    """Return where words first stand in a report."""
    start = of.text.index(words)
    return Span(start, start + len(words))
