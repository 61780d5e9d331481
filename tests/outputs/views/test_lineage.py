"""Who cites whom: origins at the top, those who pass words on below them, copies below what they copy."""

from __future__ import annotations

from fakes.storytelling import Story
from truceline.outputs.views import Material, incidents_page
from truceline.outputs.views.lineage import LineageNode, lineage


def drawn(material: Material, incident: str = "i1") -> list[str]:
    """The tree as indented lines."""
    (found,) = [each for each in incidents_page(material).incidents if each.id == incident]
    return [line for root in lineage(material, found).roots for line in lines(root, "")]


def lines(node: LineageNode, indent: str) -> list[str]:
    own = f"{indent}{node.kind} {node.report or node.name}{f' {node.copied}' if node.copied else ''}"
    return [own, *(line for child in node.children for line in lines(child, indent + "  "))]


def told(story: Story, report: str, words: str, **more: object) -> None:
    story.claim(report, words, event="died", incident="i1", **more)  # type: ignore[arg-type]  # as the test says


def test_relays_stand_between_the_speaker_and_the_report() -> None:
    """The innermost relay is nearest to whom it quotes."""
    story = Story()
    story.report("r1", "Wire quoted Paper quoting the council: people died in Urum.", published="2016-09-01")
    told(story, "r1", "people died in Urum", speaker="the council", via=("Wire", "Paper"))
    assert drawn(story.material()) == ["origin the council", "  relay Paper", "    relay Wire", "      report r1"]


def test_a_copy_hangs_below_what_it_copies_and_is_no_origin() -> None:
    """A report's own voice that others print again is one origin."""
    story = Story()
    for number, day in ((1, "01"), (2, "02"), (3, "03")):
        story.report(f"r{number}", f"People died in Urum. {number}", published=f"2016-09-{day}")
        told(story, f"r{number}", "People died in Urum")
    story.copy("r2", "r1")
    story.copy("r3", "r2")
    assert drawn(story.material()) == ["origin r1", "  report r2 near", "    report r3 near"]


def test_a_copy_that_is_not_shown_yet_leaves_no_trace() -> None:
    """Before its day nobody could read it."""
    story = Story()
    for number, day in ((1, "01"), (2, "02")):
        story.report(f"r{number}", f"People died in Urum. {number}", published=f"2016-09-{day}")
        told(story, f"r{number}", "People died in Urum")
    story.copy("r2", "r1")
    assert drawn(story.material(known="2016-09-01")) == ["origin r1"]


def test_people_who_are_not_named_in_two_reports_stay_two(story: Story) -> None:
    """Nobody unnamed is followed across reports; and every claim of the incident stands somewhere in the tree."""
    told_twice = Story()
    for number in (1, 2):
        told_twice.report(f"r{number}", f"An official said people died in Urum {number}.", published="2016-09-01")
        told(told_twice, f"r{number}", "people died in Urum", speaker="An official", unnamed=True)
    assert drawn(told_twice.material()) == ["origin An official", "  report r1", "origin An official", "  report r2"]
    material = story.material()
    for incident in incidents_page(material).incidents:
        whole = lineage(material, incident)
        assert {claim for root in whole.roots for claim in root.claims} == {c for a in incident.accounts for c in a.claims}
