"""The competing-accounts matrix: every value leads to its words, and nothing is said for anybody."""

from __future__ import annotations

import msgspec
import pytest

from fakes.storytelling import Story
from truceline.model import Span, Stance
from truceline.outputs import views
from truceline.outputs.views import Cell, Column, Material, Matrix, Row, Value

TEXT = "Radio A said at least 20 people died in the raid. The minister denied that there had been a raid."


def _matrix(source: Material, incident: str = "i1") -> Matrix:
    return views.incident_page(source, incident).matrix


def _rows(matrix: Matrix) -> list[Row]:
    return [row for group in matrix.origins for row in group.rows]


def _cell(matrix: Matrix, name: str, column: Column) -> Cell:
    row = next(row for row in _rows(matrix) if row.name == name)
    return next(cell for cell in row.cells if cell.column == column)


def _values(matrix: Matrix) -> list[Value]:
    return [value for row in _rows(matrix) for cell in row.cells for value in cell.values]


def test_every_value_leads_to_the_words_it_comes_from(material: Material) -> None:
    """Whatever stands in a cell, the text at its spans is the words shown."""
    values = _values(_matrix(material)) + _values(_matrix(material, "i2"))
    assert values
    for value in values:
        text = material.read(value.reference.report)
        shown = " … ".join(" ".join(text[s.start : s.end].split()) for s in value.reference.spans)
        assert value.reference.words == shown


def test_a_figure_stands_at_its_own_words_not_at_the_whole_claim(material: Material) -> None:
    """A reader who follows a number finds that number."""
    (value,) = {v.reference.words: v for v in _cell(_matrix(material), "First Desk", "killed").values}.values()
    assert (value.text, value.reference.words) == ("at least 20", "at least 20 people")


def test_a_denial_is_shown_as_a_denial_and_never_as_the_reverse_claim(material: Material) -> None:
    """Who denies an air strike has not said that it was something else."""
    means = _cell(_matrix(material), "Russian Ministry of Defence", "means")
    assert [(v.kind, v.text, v.stance) for v in means.values] == [("denied", "air strike", "deny")]


def test_denying_a_part_in_it_does_not_deny_that_it_happened(material: Material) -> None:
    """A denial of one thing leaves standing what it only mentions."""
    happened = _cell(_matrix(material), "Russian Ministry of Defence", "occurrence")
    assert {(v.kind, v.presupposed) for v in happened.values} == {("stated", True)}


def test_cannot_tell_is_unknown_and_not_silence(material: Material) -> None:
    """Not knowing who did it is something said."""
    who = _cell(_matrix(material), "US Department of State", "perpetrator")
    assert [v.kind for v in who.values] == ["unknown"]
    assert _cell(_matrix(material), "US Department of State", "killed").is_silent


def test_nobody_died_is_zero_which_is_neither_unknown_nor_nothing_said(material: Material) -> None:
    """Three different values stay three."""
    killed = _cell(_matrix(material), "A visitor", "killed")
    assert [(v.kind, v.figure.high if v.figure else None) for v in killed.values] == [("zero", 0)]


def test_what_a_speaker_takes_back_stays_struck_with_its_date(material: Material) -> None:
    """A correction does not make the first words disappear."""
    means = _cell(_matrix(material), "UN Office for the Coordination of Humanitarian Affairs", "means")
    first, second = means.values
    assert first.text == "air strike"
    assert first.struck is not None
    assert first.struck.day == "2016-09-20"
    assert second.struck is None
    assert second.reference.number == first.struck.number


def test_a_correction_that_names_what_it_replaces_does_not_state_it(story: Story) -> None:
    """Who replaces "air strikes" by "attacks" no longer says air strike."""
    text = "The UN replaced air strikes with attacks in its statement."
    story.report("un", text, published="2016-09-20")
    words = "air strikes with attacks"
    story.claim(
        "un",
        words,
        speaker="The UN",
        stance="correct",
        about=("means",),
        event="air strikes",
        kind="V.AIR",
        means="airstrike",
        incident="i9",
    )
    foot = next(f for f in _matrix(story.material(), "i9").foot if f.column == "means")
    assert foot.lines == ("1 × corrects",)


def test_repeating_a_report_adds_no_row_and_no_origin(material: Material) -> None:
    """A copy stands beside what it copies."""
    matrix = _matrix(material)
    desk = next(row for row in _rows(matrix) if row.name == "First Desk")
    assert (desk.reports, desk.repeats) == (("agency",), ("copy",))
    assert not any(row.name == "Third Desk" for row in _rows(matrix))


def test_the_foot_gives_the_range_with_its_rule(material: Material) -> None:
    """No figure without saying how it was made."""
    foot = next(f for f in _matrix(material).foot if f.column == "killed")
    assert foot.rule == "range of distinct accounts"
    assert foot.steps[0][-1].words == "0–21"


def test_a_later_finding_does_not_swallow_the_range_that_stood_before_it(story: Story) -> None:
    """A finding of another authority outside the earlier range stands beside it, from its own day on."""
    for report, day, number in (("first", "2016-09-20", 12), ("second", "2016-09-20", 20), ("inquiry", "2016-12-21", 10)):
        text = f"The raid killed {number} people, {report} said."
        story.report(report, text, published=day, publisher=report)
        counts = [(str(number), "killed", "people", number, number, "exact")]
        story.claim(report, text, event="raid", counts=counts, about=("count",), incident="i8")  # type: ignore[arg-type]
    material = story.material()
    foot = next(f for f in _matrix(material, "i8").foot if f.column == "killed")
    assert foot.lines == ("12–20 (by 20 Sep 2016); 10–20 (from 21 Dec 2016)",)
    assert [(s.day, s.words) for s in foot.steps[0]] == [("2016-09-20", "12–20"), ("2016-12-21", "10–20")]
    assert views.incidents_page(material).killed["i8"] == foot.lines[0]


def test_incidents_stand_by_their_first_day_and_undated_ones_last(story: Story) -> None:
    """The order is that of the happenings, whatever number an incident has and whenever it became known."""
    for incident, day in (("i31", None), ("i32", "2016-09-02"), ("i33", "2016-09-01"), ("i4", None)):
        text = f"On that day the {incident} clinic was shelled, a nurse said."
        story.report(incident, text, published="2016-09-22")
        story.claim(incident, text, event="shelled", time=("On that day", day) if day else None, incident=incident)
    shown = [i.id for i in views.incidents_page(story.material()).incidents if i.id not in {"i1", "i2"}]
    assert shown == ["i33", "i32", "i4", "i31"]


def test_contested_columns_are_marked(material: Material) -> None:
    """Where accounts differ, the page says so."""
    contested = {f.column for f in _matrix(material).foot if f.contested}
    assert {"means", "perpetrator"} <= contested


def test_columns_about_which_nobody_says_anything_are_named_not_drawn(material: Material) -> None:
    """An empty column takes no paper, but its emptiness is stated."""
    matrix = _matrix(material, "i2")
    assert "injured" in matrix.silent
    assert set(matrix.silent).isdisjoint(matrix.columns)


def test_rows_stand_in_the_order_of_first_telling(material: Material) -> None:
    """Never by side and never by name."""
    firsts = [group.first_seen or group.received for group in _matrix(material).origins]
    assert firsts == sorted(firsts)


def test_an_unnamed_speaker_keeps_the_words_that_stand_for_it(material: Material) -> None:
    """Nobody puts a name in place of "a rescuer"."""
    row = next(row for row in _rows(_matrix(material)) if row.unnamed)
    assert (row.name, row.via) == ("A rescuer", ("Second Desk",))


def test_a_claim_about_two_happenings_gives_each_its_own_figures(story: Story) -> None:
    """A sentence about two attacks does not lend the dead of one to the other."""
    text = "Forty died in the first raid, and three in the second raid, the mayor said."
    story.report("two", text, published="2016-09-22", publisher="Fourth Desk")
    first = story.claim(
        "two", text, event="first raid", counts=[("Forty", "killed", "people", 40, 40, "exact")], about=("count",), incident="i8"
    )
    matrix = _matrix(story.material(), "i8")
    assert [v.text for v in _values(matrix) if v.figure] == ["40"]
    assert {v.reference.claim for v in _values(matrix)} == {first}


def test_an_unresolved_time_stands_in_its_own_words(story: Story) -> None:
    """That we could not work out a day is not that the speaker does not know it."""
    text = "The clinic was shelled some days ago, a nurse said."
    story.report("nurse", text, published="2016-09-22")
    story.claim("nurse", text, event="shelled", time=("some days ago", "2016-09-20"), incident="i9")
    claim, standing = story.claims[-1]
    unresolved = tuple(type(t)(span=t.span) for t in claim.times)
    story.claims[-1] = (type(claim)(**{f: getattr(claim, f) for f in claim.__struct_fields__} | {"times": unresolved}), standing)
    value = next(v for row in _rows(_matrix(story.material(), "i9")) for c in row.cells if c.column == "time" for v in c.values)
    assert (value.text, value.kind, value.quoted) == ("some days ago", "stated", True)


@pytest.mark.parametrize("stance", ["cannot_verify", "decline", "question"])
def test_who_leaves_it_open_states_nothing(stance: Stance) -> None:
    """Neither of the three becomes a claim about the means."""
    story = Story()
    story.report("r", TEXT, published="2016-09-20")
    story.claim(
        "r",
        "there had been a raid",
        speaker="The minister",
        stance=stance,
        about=("means",),
        event="raid",
        means="raid",
        incident="i1",
    )
    assert {v.kind for v in _values(_matrix(story.material())) if v.about == "means" and v.text == "raid"} == {"unknown"}


@pytest.mark.parametrize("number", [("no", 0), ("an unknown number of", None)])
def test_a_denied_zero_is_a_denial(story: Story, number: tuple[str, int | None]) -> None:
    """Who denies that nobody died, or that it is not known how many, has said neither."""
    words, figure = number
    text = f"The Front denied that the raid killed {words} civilians and injured {words} civilians."
    story.report("denial", text, published="2016-09-20")
    both = (f"killed {words} civilians", f"injured {words} civilians")
    counts = [(both[0], "killed", "people", figure, figure, "exact"), (both[1], "injured", "people", figure, figure, "exact")]
    story.claim("denial", text[:-1], speaker="The Front", stance="deny", about=("count",), counts=counts, incident="i7")  # type: ignore[arg-type]
    (value,) = _cell(_matrix(story.material(), "i7"), "The Front", "killed").values
    assert (value.kind, value.stance) == ("denied", "deny")


def test_one_claim_that_denies_two_things_is_one_denial_in_the_foot(story: Story) -> None:
    """The foot counts claims, so that nobody seems to deny twice what they denied in one breath."""
    text = "The Front denied that there had been a raid and shelling."
    story.report("twice", text, published="2016-09-20")
    told = {"speaker": "The Front", "stance": "deny", "about": ("occurrence",), "incident": "i6"}
    story.claim("twice", text[:-1], event="raid", kind="V.AIR", **told)  # type: ignore[arg-type]
    claim, standing = story.claims.pop()
    raid = claim.events[0]
    start = text.index("shelling")
    shelling = msgspec.structs.replace(raid, id="e2", type="V.SHELL", span=Span(start, start + len("shelling")))
    story.claims.append((msgspec.structs.replace(claim, events=(raid, shelling)), standing))
    story.links.append(msgspec.structs.replace(story.links.pop(), events=()))
    matrix = _matrix(story.material(), "i6")
    assert len(_cell(matrix, "The Front", "occurrence").values) == 2
    assert next(f for f in matrix.foot if f.column == "occurrence").lines == ("1 × denies",)
