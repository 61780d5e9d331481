"""Compartments: what a viewer is not granted is not there, in no view, as id, count, date or word."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes.storytelling import Story
from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.ledger.leaf import drafts
from truceline.ledger.sealed.compartments import Compartments
from truceline.model import Copy, Link
from truceline.model.assertions import Telling
from truceline.model.movements import Permit
from truceline.outputs import views
from truceline.outputs.views import Material, Selection, Viewer, gather, movement_lines, seen_by
from truceline.outputs.views.arrivals import arrivals, news
from truceline.workflow.calls import Call, receive_call
from truceline.workflow.observing import GapSaid, enter_gap
from truceline.workflow.telling import open_subject, tell

AT = "2016-11-01T00:00:00.000Z"
OPEN_WORDS = "Shells fell on Sarnum on 19 September, killing 3 people"
HIDDEN_WORDS = "CANARYWORDS: shells fell on Sarnum on 25 September, killing 77 people"
"""What a source says who must stay unknown."""


def open_part(record: Record) -> Link:
    """Write what everybody may see, and return the link of its claim."""
    story = Story("actual")
    story.report("r1", f"{OPEN_WORDS}.", published="2016-09-20", publisher="Agency")
    story.claim(
        "r1",
        OPEN_WORDS,
        event="fell",
        counts=[("3 people", "killed", "people", 3, 3, "exact")],
        time=("19 September", "2016-09-19"),
        incident="i1",
        about=("occurrence",),
    )
    story.record(record)
    open_subject(record, "movement", "the convoy", reference="IACP 14", by="ann")
    tell(record, "mv1", Telling(by="un", facts=(Permit(step="governor", requested="2016-09-10"),)), by="ann")
    return story.links[0]


def hidden_part(record: Record, co: str, link: Link) -> None:
    """Write everything that can be in a compartment, each with a canary, tied to what is open wherever it can be."""
    story = Story("actual")
    story.report("CANARYREPORT", f"{HIDDEN_WORDS}.", published="2016-09-26", publisher="CANARYGIVER", title="CANARYTITLE")
    report = story.reports["CANARYREPORT"]
    record.append([record.draft_confidential(report, co, raw=b"CANARYRAW", media="text/plain")])
    name = record.confidential_id(report.id, co)
    for incident, about in (("i1", HIDDEN_WORDS), ("i2", "shells fell on Sarnum on 25 September")):
        story.claim(report.id, about, event="fell", time=("25 September", "2016-09-25"), incident=incident, about=("occurrence",))
    claims = [msgspec.structs.replace(each, report=name, answers=(link.claim,)) for each, _ in story.claims]
    record.append([record.draft_claim(each, by="hand") for each in claims])
    record.append([drafts.accepted(claims[0].id, by="ann")])
    links = [msgspec.structs.replace(made, claim=each.id) for made, each in zip(story.links, claims, strict=True)]
    because = f"as in {name}: same town, same day"
    links.append(msgspec.structs.replace(link, why=because, bits=9))
    links.append(Link(claim=link.claim, incident="i2", outcome="possible", why=f"may be {because}", bits=2))
    record.append([drafts.linked(each) for each in links])
    record.append([drafts.copied(Copy(report="r1", of=name, share_percent=90))])
    call = Call(received="2016-09-27T08:00:00Z", about="CANARYCALL", words="CANARYCALLWORDS were heard", caller="Nour")
    receive_call(record, call, "ann", co)
    hidden = open_subject(record, "movement", "CANARYCONVOY", reference="CANARYREF", by="ann", co=co)
    tell(
        record, hidden.id, Telling(by="CANARYSPEAKER", facts=(Permit(step="governor", requested="2016-09-28"),)), by="ann", co=co
    )
    early = Telling(by="CANARYSPEAKER", facts=(Permit(step="governor", requested="2016-09-02"),), said_on="2016-09-03")
    tell(record, "mv1", early, by="ann", co=co, published_at="2016-09-03")
    gap = GapSaid(observer="CANARYOBSERVER", reason="refused", start="2016-09-20T00:00:00Z", end="2016-09-21T00:00:00Z")
    enter_gap(record, gap, by="ann", co=co)


def pages(material: Material) -> str:
    """Everything that the views make of a material, without the size and root of the log."""
    plain = dataclasses.replace(material, size=0, root="", provenance=None)
    made: list[object] = [
        views.incidents_page(plain),
        *(views.incident_page(plain, each.id) for each in views.incidents_page(plain).incidents),
        views.claims_page(plain),
        views.sources_page(plain),
        *movement_lines.lines(views.movements_page(plain)),
        views.proposals_page(plain),
        views.contacts_page(plain),
        views.observations_page(plain),
        views.actors_page(plain),
        views.evidence(plain),
        [msgspec.structs.replace(link, why="", bits=0) for link in plain.links],
        plain.copies,
        plain.told_on,
        plain.gaps,
        plain.undated,
        plain.waiting,
    ]
    return "\n".join(msgspec.json.encode(page).decode() for page in made)


class Two(msgspec.Struct):
    """A record with a compartment, one in which nothing was ever put into it, and the compartment's id."""

    whole: Record
    without: Record
    compartment: str


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Both records, their open parts the same to the entry; no test writes to them."""
    tmp_path = tmp_path_factory.mktemp("two")
    with Record.create(tmp_path / "a", "actual", "world") as whole, Record.create(tmp_path / "b", "actual", "world") as without:
        co = Compartments(whole.origin).add("sources").id
        hidden_part(whole, co, open_part(whole))
        open_part(without)
        yield Two(whole, without, co)


SELECTIONS = (
    Selection(),
    Selection(with_proposals=True),
    Selection(happened="2016-09-19"),
    Selection(happened="2016-09-25"),
    Selection(known="2016-09-04"),
    Selection(said="2016-09-27", with_proposals=True),
)


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_a_record_looks_as_if_what_is_hidden_had_never_come_in(two: Two, selection: Selection) -> None:
    """Whatever is asked for: the pages are those of a record without it, to the byte."""
    seen = seen_by(two.whole, gather(two.whole, selection), Viewer(at=AT, compartments=frozenset()))
    assert pages(seen) == pages(gather(two.without, selection))
    assert "confidential-" not in repr(seen.links) + repr(seen.entered)


def test_the_canaries_are_there_for_those_who_are_granted_them(two: Two) -> None:
    """The other test would see them; and who is granted everything is given the very same material."""
    material = gather(two.whole, Selection(with_proposals=True))
    shown = pages(material)
    assert all(canary in shown for canary in ("CANARYCALL", "CANARYWORDS", "CANARYCONVOY", "CANARYREF", "77"))
    assert seen_by(two.whole, material, Viewer(at=AT)) is material
    assert seen_by(two.whole, material, Viewer(at=AT, compartments=frozenset({two.compartment}))) is material


def test_a_hidden_text_is_not_read(two: Two) -> None:
    """Not even by who knows its id; the message has nothing of it but what was asked."""
    material = gather(two.whole)
    name = next(each.report.id for each in material.held if each.compartment != "open")
    assert "CANARYWORDS" in material.read(name)
    seen = seen_by(two.whole, material, Viewer(at=AT, compartments=frozenset({"k0000000000000000"})))
    with pytest.raises(NotFoundError, match=name):
        seen.read(name)
    assert OPEN_WORDS in seen.read("r1")


def test_what_is_done_to_a_hidden_claim_is_no_news(two: Two) -> None:
    """A decision on it is not counted either, though its own entry is in no compartment."""
    viewer = Viewer(at=AT, compartments=frozenset())
    seen = news(arrivals(two.whole, 0, two.whole.size), viewer, 0)
    assert seen == news(arrivals(two.without, 0, two.without.size), viewer, 0)
    granted = news(arrivals(two.whole, 0, two.whole.size), Viewer(at=AT), 0)
    assert granted.decisions > seen.decisions


def test_everybody_sees_nothing_of_an_actual_record_and_all_that_is_open_of_a_demonstration(two: Two, tmp_path: Path) -> None:
    """Compartments are nobody's there either, whatever the caller hands in."""
    everybody = Viewer(at=AT, is_public=True, compartments=frozenset({two.compartment}))
    nothing = seen_by(two.whole, gather(two.whole, Selection(with_proposals=True)), everybody)
    assert not any((nothing.held, nothing.told, nothing.waiting, nothing.assertions, nothing.subjects, nothing.gaps))
    with Record.create(tmp_path / "demo", "demonstration", "world") as demo:
        hidden_part(demo, Compartments(demo.origin).add("sources").id, open_part(demo))
        shown = pages(seen_by(demo, gather(demo), everybody))
    assert OPEN_WORDS in shown
    assert "CANARY" not in shown
