"""Alleged violations on a terminal: every word whole, on a narrow one too."""

from __future__ import annotations

from fakes.allegations import AGREEMENT, Allegations
from truceline.agreement.violations import assess
from truceline.cli.violating import blocks


def test_on_a_narrow_terminal_rows_stand_one_under_the_other_with_whole_words() -> None:
    """Three axes with whoever stands where, what is overdue and who is held responsible: no word broken, no line too long."""
    story = Allegations()
    story.incident()
    story.says("north", "accuse", ("occurrence", "perpetrator"), of="south.army")
    story.says("south.army", "deny", ("perpetrator",), day="2016-09-17")
    story.says("north", "accuse", ("responsibility",), of="patron", role="party")
    story.step("info_requested", "monitors", "2016-09-17", of="south", due="2016-09-20")
    printed = "\n".join(blocks("Valley Truce (valley-2016), as of 2016-12-31", assess(AGREEMENT, story.hearing()), 60))
    assert "i1/attacks/south  2016-09-15" in printed
    assert "attribution: north: alleged (2016-09-16); south: contested" in printed
    assert "held responsible: patron: north" in printed
    assert "overdue: answer by south, due 2016-09-20" in printed
    assert max(map(len, printed.splitlines())) <= 60
