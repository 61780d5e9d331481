"""Correcting claims: what is changed, what is kept, and whose it is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from truceline.errors import UsageError
from truceline.model import Claim, Report, Span, Theatre
from truceline.workflow.correcting import Correction, corrected
from truceline.workflow.figures import figure
from truceline.workflow.marking import Marking, claim_of
from truceline.workflow.protecting import Guarded

REPORT = Report(id="r1", text="The council said that 12 people were killed in Karm on Monday.", published_at="2016-09-20")
THEATRE = Theatre(name="t", title="T", version="1", actors=(), places=())


def old_claim() -> Claim:
    marking = Marking(
        spans=(Span(22, 61),),
        speaker="The council",
        figures=(figure("12", "killed", "people"),),
        when="2016-09-19",
        place="Karm",
    )
    return claim_of(marking, REPORT, THEATRE, "en-1")


def fix(old: Claim, **changes: object) -> Claim:
    correction = Correction(**changes)  # type: ignore[arg-type]  # names checked by msgspec
    return corrected(old, correction, REPORT, THEATRE, author="amal", guarded=Guarded())


def test_what_is_not_touched_is_taken_over() -> None:
    """Only the stance changes; words, speaker, figures, times and places stay."""
    old = old_claim()
    new = fix(old, stance="deny")
    assert (new.stance, new.supersedes, new.author) == ("deny", old.id, "amal")
    assert (new.content, new.speaker, new.times, new.places) == (old.content, old.speaker, old.times, old.places)
    assert [(c.low, c.claim) for c in new.counts] == [(12, new.id)]
    assert [(e.counts, e.claim) for e in new.events] == [(("n1",), new.id)]


def test_a_new_figure_takes_the_place_of_the_old_ones() -> None:
    """The mention of the happening points at the new figure."""
    new = fix(old_claim(), figures=(figure("20+", "killed", "people"),))
    assert [(c.low, c.high, c.bound) for c in new.counts] == [(20, None, "at_least")]
    assert new.events[0].counts == (new.counts[0].id,)


def test_a_figure_that_stays_keeps_its_words_and_what_it_is_a_part_of() -> None:
    """Who mends one of three figures does not make a whole of the part beside it, nor move a figure to another happening."""
    old = old_claim()
    whole = old.counts[0]
    part = replace(whole, id="n2", span=Span(35, 42), low=3, high=3, subset_of="n1", category="child")
    other = replace(whole, id="n3", span=Span(48, 54), low=9, high=9)
    raid = replace(old.events[0], id="e2", counts=("n3",))
    old = replace(old, counts=(whole, part, other), events=(replace(old.events[0], counts=("n1", "n2")), raid))
    mended = (figure("14", "killed", "people"), figure("3", "killed", "people", "child"), figure("9", "killed", "people"))
    new = fix(old, figures=mended)
    assert [(count.low, count.span, count.subset_of) for count in new.counts[1:]] == [
        (3, Span(35, 42), "n1"),
        (9, Span(48, 54), None),
    ]
    assert new.counts[0].id not in {"n1", "n2", "n3"}
    assert [event.counts for event in new.events] == [(new.counts[0].id, "n2"), ("n3",)]


def test_a_dash_makes_it_the_reports_own_voice() -> None:
    """Narration wrongly given to an official is given back."""
    new = fix(old_claim(), speaker="-")
    assert (new.voice, new.speaker, new.source) == ("narration", None, ())


def test_correcting_nothing_is_refused() -> None:
    """A correction changes something."""
    with pytest.raises(UsageError, match="nothing to correct"):
        fix(old_claim())


def test_the_same_hand_twice_gets_another_id() -> None:
    """Each step is a claim of its own, however often one goes back and forth."""
    old = old_claim()
    one = fix(old, figures=(figure("13", "killed", "people"),))
    two = corrected(
        one,
        Correction(figures=(figure("14", "killed", "people"),)),
        REPORT,
        THEATRE,
        author="amal",
        guarded=Guarded(),
        taken=frozenset({old.id, one.id}),
    )
    assert len({old.id, one.id, two.id}) == 3
    assert (one.author, two.author) == ("amal", "amal.2")


def test_times_and_places_given_anew_belong_to_the_mention() -> None:
    """The happening moves with them."""
    new = fix(old_claim(), when="2016-09-18", place="Elsewhere")
    assert [t.start for t in new.times] == ["2016-09-18"]
    assert [p.name for p in new.places] == ["Elsewhere"]
    assert new.events[0].times == (new.times[0].span,)
