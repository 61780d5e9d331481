"""Whose claim each count and event is part of."""

from __future__ import annotations

from truceline.model import Attribution, Count, EventMention, Reading, Report, Span, Speaker, Stance
from truceline.reader.claims import claims_of
from truceline.reader.ownership import Owned, own
from truceline.reader.segments import clean
from truceline.reader.words import words_of

TEXT = (
    "Shells hit the market on Monday. The mayor rejected the claim that the strike that killed 62 men was an accident. "
    "The ministry said that rockets killed 9 guards, after a raid on the bridge."
)


def _span(words: str, of: str = TEXT) -> Span:
    return Span(of.index(words), of.index(words) + len(words))


def _event(name: str, words: str, *counts: str) -> EventMention:
    return EventMention(id=name, span=_span(words), type="V.UNSPEC", counts=counts)


def _count(name: str, words: str, number: int) -> Count:
    return Count(id=name, span=_span(words), low=number, high=number, bound="exact", effect="killed", unit="people")


def _said(name: str, source: str, cue: str, content: str, stance: Stance = "assert") -> Attribution:
    return Attribution(
        id=name,
        source=(_span(source),),
        cue=(_span(cue),),
        content=(_span(content),),
        type="indirect",
        voice="quoted",
        speaker=Speaker(name=source),
        stance=stance,
        rule="test",
    )


def _owned() -> Owned:
    said = [
        _said("c1", "The mayor", "rejected", "the claim that the strike that killed 62 men was an accident", "reject"),
        _said("c2", "The ministry", "said", "that rockets killed 9 guards"),
    ]
    events = [_event("e1", "hit"), _event("e2", "strike", "n1"), _event("e3", "rockets", "n2"), _event("e4", "raid")]
    counts = [_count("n1", "62 men", 62), _count("n2", "9 guards", 9)]
    return own(words_of(clean(TEXT)), said, counts, events)


def test_what_stands_in_nobodys_words_is_the_reports_own_claim() -> None:
    """A sentence without a speaker, and a clause outside somebody's words, are narration without a speaker."""
    owned = _owned()
    told = {a.id: a for a in owned.attributions}
    homes = {e.id: told[e.claim or ""] for e in owned.events}
    assert [homes[e].rule for e in ("e1", "e4")] == ["narration.sentence", "narration.clause"]
    assert homes["e1"].speaker is None
    assert [s.of(TEXT) for s in homes["e4"].content] == ["after a raid on the bridge"]


def test_what_stands_in_somebodys_words_is_theirs() -> None:
    """The figure inside the ministry's words is the ministry's."""
    owned = _owned()
    assert {c.id: c.claim for c in owned.counts}["n2"] == "c2"
    assert {e.id: e.claim for e in owned.events}["e3"] == "c2"


def test_a_denial_does_not_deny_what_it_takes_for_granted() -> None:
    """62 killed is narration, marked as presupposed, and never the object of the mayor's refusal."""
    owned = _owned()
    count = next(c for c in owned.counts if c.id == "n1")
    home = next(a for a in owned.attributions if a.id == count.claim)
    assert count.presupposed
    assert (home.rule, home.voice, home.stance) == ("narration.presupposed", "narration", "assert")
    assert home.content[0].of(TEXT) == "the strike that killed 62 men"


def test_a_denial_keeps_the_happening_without_its_figures() -> None:
    """The mayor's claim stays tied to the strike, but names no dead."""
    owned = _owned()
    reading = Reading(
        id="r",
        reader="en-1",
        published_at=None,
        attributions=owned.attributions,
        counts=owned.counts,
        times=(),
        places=(),
        events=owned.events,
    )
    claims = claims_of(Report(id="r", text=TEXT), reading)
    refusal = next(c for c in claims if c.stance == "reject")
    assert [e.id for e in refusal.events] == ["e2"]
    assert refusal.counts == ()
    assert refusal.events[0].counts == ()
    assert all(c.id.startswith("c_") and c.report == "r" for c in claims)
    assert claims == claims_of(Report(id="r", text=TEXT), reading)
