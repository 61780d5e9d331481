"""Page objects of the room: sheets of long lists, choices among violations, whom accounts name, and neutrality of all of it."""

from __future__ import annotations

import dataclasses
import re

import msgspec
import pytest

from fakes.storytelling import Story
from truceline.model import Actor, ActorName
from truceline.model.agreements import Agreement, Breach, Calendar, Clause
from truceline.outputs.labels import languages, load
from truceline.outputs.room import actors, agreement, sources, violations
from truceline.outputs.room.blamed import against
from truceline.outputs.room.sheets import sheet_of
from truceline.outputs.room.sources import key_of
from truceline.outputs.room.violations import Asked
from truceline.outputs.views.material import Material

A, B = "Ruritania", "Graustark"


def told(a: str, b: str) -> Material:
    """Two parties accuse each other of one attack, and one denies it; a text binds both."""
    named = tuple(
        Actor(id=f"x.{n}", kind="state", name=name, names=(ActorName(text=f"Self {name}", self_name=True),))
        for n, name in (("1", a), ("2", b))
    )
    story = Story(actors=named)
    story.report(
        "r1",
        f"{a} said that {b} had shelled the clinic at Midtown on 3 May. {b} denied any part in it and said {a} had fired first.",
        published="2016-05-04",
        publisher="A desk",
    )
    story.claim(
        "r1",
        f"{b} had shelled the clinic at Midtown on 3 May",
        speaker=a,
        actor="x.1",
        cue="said",
        stance="accuse",
        about=("perpetrator", "occurrence"),
        event="shelled",
        kind="V.SHELL",
        by=b,
        by_actor="x.2",
        places=("Midtown",),
        time=("3 May", "2016-05-03"),
        incident="i1",
    )
    story.claim(
        "r1", "any part in it", speaker=b, actor="x.2", cue="denied", stance="deny", about=("perpetrator",), incident="i1"
    )
    story.claim(
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
    text = Agreement(
        id="text",
        name="A text",
        date="2016-05-01",
        calendar=Calendar(day_d="2016-05-01"),
        source_text=(),
        parties=("x.1", "x.2"),
        clauses=(Clause(id="calm", summary="No attack.", kind="refrain", number="1", breach=Breach(events=("V",))),),
    )
    return dataclasses.replace(story.material(), agreements=(text,))


def shown(material: Material, lang: str) -> str:
    """Return the pages of a material as text."""
    labels = load(lang)
    pages = (
        agreement.built(material, labels),
        violations.built(material, labels, Asked()),
        actors.listed(material),
        actors.one(material, labels, "x.1"),
        actors.one(material, labels, "x.2"),
        sources.listed(material, labels, "speaker"),
        sources.one(material, labels, "speaker", "x.1"),
        sources.one(material, labels, "speaker", "x.2"),
    )
    return "\n".join(msgspec.json.encode(page, enc_hook=str).decode() for page in pages)


@pytest.mark.parametrize("lang", languages())
def test_exchanging_two_parties_exchanges_nothing_else(lang: str) -> None:
    """Every order, number and word of the pages stays; only the names change places."""

    one, other = (numbered(shown(told(*names), lang)) for names in ((A, B), (B, A)))
    assert one == other.replace(A, "\0").replace(B, A).replace("\0", B)


def numbered(page: str) -> str:
    """Return a page whose hashes of words, which must differ, are numbers in the order in which they come."""
    found: dict[str, str] = {}
    return re.sub(r"\b(?:c_|tl-)[0-9a-f]{10,16}", lambda hit: found.setdefault(hit[0], f"#{len(found)}"), page)


def test_each_is_named_by_the_other_and_a_denial_names_nobody() -> None:
    """Against each stands exactly what the other says; who only denies has named nobody."""
    material = told(A, B)
    (first,), (second,) = against(material, "x.1", "en"), against(material, "x.2", "en")
    assert [voice.name for voice in first.says] == [B]
    assert [voice.name for voice in second.says] == [A]
    assert [row.of for row in actors.one(material, load(), "x.2").alleged_by] == [("x.1",)]


def test_ten_thousand_rows_are_shown_sheet_by_sheet_and_none_is_lost() -> None:
    """Sheets part a list; a number beyond the last shows the last."""
    rows = range(10_000)
    parts = [sheet_of(rows, number)[0] for number in range(1, 201)]
    assert [row for part in parts for row in part] == list(rows)
    shown_rows, sheet = sheet_of(rows, 999_999)
    assert (sheet.number, sheet.after, sheet.last, shown_rows[-1]) == (200, None, 10_000, 9_999)
    assert sheet_of((), 3)[1].count == 1


def test_a_source_of_any_name_has_an_address() -> None:
    """A name with a slash, a line feed or nothing in it is named by its digest, and two names never by one."""
    hostile = ["a/b", "a\nb", "", "..", "<script>", "\ud800", "اسم", "x" * 500]
    keys = [key_of(name) for name in hostile]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key.isalnum() and len(key) == 12 for key in keys)
    assert key_of("ru.mfa") == "ru.mfa"


def test_a_choice_by_status_asks_one_authority_at_a_time() -> None:
    """Two axes are asked of the same authority: what one says on one and another on the other is no answer."""
    material, labels = told(A, B), load()
    every = violations.built(material, labels, Asked())
    accused = violations.built(material, labels, Asked(authority="x.1", attribution="alleged"))
    assert every.all == accused.all
    assert 0 < accused.sheet.total < every.all
    assert violations.built(material, labels, Asked(party="nobody")).rows == ()
    assert violations.built(material, labels, Asked(since="2016-05-04")).rows == ()
