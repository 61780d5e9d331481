"""Neutrality: exchange the names of two parties in every report, and the page is the same with the names exchanged."""

from __future__ import annotations

import re

import pytest

from fakes.storytelling import Story
from truceline.model import Actor, ActorName
from truceline.outputs import report, views
from truceline.outputs.labels import languages

SAME_LENGTH = ("Norland", "Sutland")
DIFFERENT = ("Norland", "the Federation of the Two Coasts")
TEXT = (
    "{a} said that {b} had shelled the clinic at Midtown on 3 May and that at least 9 people were killed. "
    "{b} denied any part in it and said that {a} had fired first. A doctor said 11 people died; {b} took back that {a} had fired."
)


def _story(a: str, b: str) -> Story:
    actors = tuple(
        Actor(id=f"x.{n}", kind="state", name=name, names=(ActorName(text=f"Self {name}", self_name=True),))
        for n, name in (("1", a), ("2", b))
    )
    story = Story(actors=actors)
    text = TEXT.format(a=a, b=b)
    story.report("r1", text, published="2016-05-04", publisher="A desk")
    story.claim(
        "r1",
        f"{b} had shelled the clinic at Midtown on 3 May and that at least 9 people were killed",
        speaker=a,
        actor="x.1",
        cue="said",
        stance="accuse",
        about=("perpetrator", "count", "place", "time"),
        event="shelled",
        kind="V.SHELL",
        means="artillery",
        targets=("medical",),
        by=b,
        by_actor="x.2",
        counts=[("at least 9 people", "killed", "people", 9, None, "at_least")],
        places=("Midtown",),
        time=("3 May", "2016-05-03"),
        incident="i1",
    )
    story.claim(
        "r1", "any part in it", speaker=b, actor="x.2", cue="denied", stance="deny", about=("perpetrator",), incident="i1"
    )
    first = story.claim(
        "r1",
        f"{a} had fired first",
        speaker=b,
        actor="x.2",
        stance="accuse",
        about=("perpetrator",),
        event="had fired",
        by=a,
        by_actor="x.1",
        incident="i1",
    )
    story.claim(
        "r1",
        "11 people died",
        speaker="A doctor",
        unnamed=True,
        counts=[("11 people", "killed", "people", 11, 11, "exact")],
        event="died",
        about=("count",),
        incident="i1",
    )
    story.claim(
        "r1",
        f"that {a} had fired",
        speaker=b,
        actor="x.2",
        stance="retract",
        about=("perpetrator",),
        answers=(first,),
        incident="i1",
    )
    return story


def _exchanged(text: str, a: str, b: str) -> str:
    return text.replace(a, "\0").replace(b, a).replace("\0", b)


def _plain(html: str) -> str:
    """Return the page without the hashes of its texts, which must differ."""
    return re.sub(r'<span class="hash">.*?</span>', "", html)


@pytest.mark.parametrize("lang", languages())
def test_exchanging_two_names_exchanges_nothing_else_on_the_page(lang: str) -> None:
    """Every mark, stance, order, size and word stays; only the names change places."""
    a, b = SAME_LENGTH
    one = _plain(report.render(_story(a, b).material(), lang=lang))
    other = _plain(report.render(_story(b, a).material(), lang=lang))
    assert a in one
    assert _exchanged(other, a, b) == one


def test_a_longer_name_gets_no_other_place() -> None:
    """The same boxes in the same order, whatever stands in them."""
    a, b = DIFFERENT
    shapes = [_shape(report.render(_story(*names).material())) for names in ((a, b), (b, a))]
    assert shapes[0] == shapes[1]


def _shape(html: str) -> list[tuple[str, str]]:
    body = html[html.index("<body") :]
    return [(tag, re.sub(r'\sid="[^"]*"|\shref="[^"]*"', "", rest)) for tag, rest in re.findall(r"<(\w+)([^>]*)>", body)]


def test_exchanging_two_names_changes_no_stance_and_no_status() -> None:
    """What is contested, struck, counted and waiting does not depend on who is who."""
    a, b = SAME_LENGTH
    pages = [views.incident_page(_story(*names).material(), "i1") for names in ((a, b), (b, a))]
    facts = [(p.incident.contested, p.incident.killed, p.incident.standing, p.incident.origins, p.name) for p in pages]
    assert facts[0] == facts[1]
    assert [c.stance for c in pages[0].claims] == [c.stance for c in pages[1].claims]
    assert [[c.is_silent for c in r.cells] for g in pages[0].matrix.origins for r in g.rows] == [
        [c.is_silent for c in r.cells] for g in pages[1].matrix.origins for r in g.rows
    ]


def test_rows_of_rivals_have_the_same_parts() -> None:
    """Neither side's row has a box that the other's lacks."""
    matrix = views.incident_page(_story(*SAME_LENGTH).material(), "i1").matrix
    columns = {tuple(cell.column for cell in row.cells) for group in matrix.origins for row in group.rows}
    assert len(columns) == 1
