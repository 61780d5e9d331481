"""Sources, evidence, names, timeline: what each shows and, above all, what it does not."""

from __future__ import annotations

import pytest

from fakes.storytelling import Story
from truceline.outputs import views
from truceline.outputs.labels import load
from truceline.outputs.report import drawing
from truceline.outputs.views import Material, SourceView


def _source(material: Material, name: str) -> SourceView:
    return next(s for s in views.sources_page(material).sources if s.name == name)


def test_a_source_shows_what_was_corrected_and_whom_it_repeats(material: Material) -> None:
    """The facts from which a reader may judge; the judging is theirs."""
    un = _source(material, "UN Office for the Coordination of Humanitarian Affairs")
    assert [r.words for r in un.corrected] == ["air strikes"]
    copy = _source(material, "Third Desk")
    assert [(c.of, c.share_percent) for c in copy.repeats] == [("agency", 92)]


def test_no_source_has_a_score() -> None:
    """Nor a rank, nor a rate: no number but counts of claims and the share of a copy."""
    fields = set(SourceView.__struct_fields__)
    assert fields == {"name", "actor", "part", "reports", "claims", "stances", "corrected", "repeats", "passed_on_by"}


def test_a_publisher_answers_only_for_its_own_voice(material: Material) -> None:
    """What it passes on counts for the speaker."""
    assert _source(material, "Second Desk").claims == 0
    assert _source(material, "The Red Cross").passed_on_by == ("Second Desk",)


def test_an_unnamed_speaker_is_not_joined_across_reports(story: Story) -> None:
    """Two rescuers in two reports stay two."""
    story.report("other", "A rescuer said the road was closed.", published="2016-09-22", publisher="Fourth Desk")
    story.claim("other", "the road was closed", speaker="A rescuer", unnamed=True, about=("state",))
    names = [s.name for s in views.sources_page(story.material()).sources if s.part == "speaker"]
    assert names.count("A rescuer") == 2


def test_evidence_is_what_a_claim_names_with_its_side(material: Material) -> None:
    """A crater that is said not to be there is cited against the means."""
    items = views.evidence(material)
    assert [(e.kind, e.absent, e.side, e.reference.words) for e in items if e.reference.report == "agency"] == [
        ("video", False, "against", "video"),
        ("crater", True, "against", "crater"),
    ]


@pytest.mark.parametrize(
    ("words", "kind", "absent"),
    [
        ("satellite imagery shows the camp empty", "satellite", False),
        ("there is no intelligence that aircraft were there", "intelligence", True),
        ("the head of the intelligence service agreed", None, False),
        ("photographs of the tail fin were handed over", "photograph", False),
        ("radar data show two tracks", "flight_data", False),
        ("eyewitnesses heard a helicopter", "witness", False),
        ("nobody was seen there, not once, the video shows", "video", False),
        ("it was without any trace of shrapnel", "remnants", True),
        ("شهود رأوا الطائرة", "witness", False),
    ],
)
def test_the_lexicon_finds_what_is_named(words: str, kind: str | None, absent: bool) -> None:  # noqa: FBT001  # a table of cases
    """By whole words, in the languages in which people mark claims."""
    story = Story()
    story.report("r", f"Someone said: {words}.", published="2016-09-20")
    story.claim("r", words, about=("means",))
    found = [(e.kind, e.absent) for e in views.evidence(story.material())]
    assert found[:1] == ([(kind, absent)] if kind else [])


def test_a_self_name_stands_beside_the_names_that_others_use(material: Material) -> None:
    """And with each of those, who uses it."""
    name = next(n for n in views.sources_page(material).names if n.actor == "sy.gov")
    assert name.self_names == (("حكومة الجمهورية العربية السورية", "ar"),)
    assert name.others == (("Assad government", "en", ("US Department of State",)),)


def test_an_incident_with_contested_means_is_called_an_attack(material: Material) -> None:
    """Its name must not settle what its accounts dispute."""
    names = views.incidents_page(material).names
    assert names == {"i1": "Attack on a convoy", "i2": "Air strike on troops"}


def test_the_timeline_cuts_out_months_in_which_nothing_is_recorded(material: Material) -> None:
    """A finding three months later does not press September into a corner."""
    line = views.incidents_page(material).timeline
    assert line.stretches == (("2016-09-17", "2016-09-21"), ("2016-12-21", "2016-12-21"))
    drawn = drawing.timeline(line, load())
    assert all(0 <= dot <= 100 for strip in drawn.strips for dot in strip.dots)
    assert [cut.days for cut in drawn.cuts] == [90]


def test_a_bar_is_when_it_happened_and_a_dot_when_it_was_published(material: Material) -> None:
    """Two clocks, drawn differently."""
    strip = drawing.timeline(views.incidents_page(material).timeline, load()).strips[0]
    assert strip.bar is not None
    assert strip.bar.start == 0
    assert "happened 17 Sep 2016; reports published 18 Sep 2016" in strip.words


def test_open_bounds_are_drawn_open(material: Material) -> None:
    """At least 20 runs on; up to 90 begins nowhere in particular."""
    (killed,) = [d for d in drawing.figures(views.incident_page(material, "i1").matrix, load()) if d.title == "Killed: people"]
    assert [(b.words, b.bar.open_end) for b in killed.bars if b.bar] == [
        ("at least 20", True),
        ("21", False),
        ("0 (none)", False),
        ("at least 10", True),
    ]
    assert killed.accounts == 4


def test_a_figure_that_one_account_gives_twice_is_one_line(material: Material) -> None:
    """A copy is not a second account."""
    (trucks,) = [d for d in drawing.figures(views.incident_page(material, "i1").matrix, load()) if d.title == "Destroyed: trucks"]
    assert [(b.words, len(b.references)) for b in trucks.bars] == [("18 of 31 trucks destroyed", 2)]


def test_a_later_finding_does_not_swallow_the_earlier_range(material: Material) -> None:
    """What readers could know, from which day on, stands beside the range of all accounts."""
    (killed,) = [d for d in drawing.figures(views.incident_page(material, "i1").matrix, load()) if d.title == "Killed: people"]
    assert killed.steps == (("20 Sep 2016", "at least 20"), ("21 Sep 2016", "20–21"), ("21 Dec 2016", "10–21"))
