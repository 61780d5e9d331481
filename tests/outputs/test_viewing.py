"""Compartments: what a viewer is not granted is not there, in no view, as id, count, date or word."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes.hidden_sources import OPEN_WORDS, hidden_part, open_part
from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.ledger.sealed.compartments import Compartments
from truceline.outputs import views
from truceline.outputs.views import Material, Selection, Viewer, gather, movement_lines, seen_by
from truceline.outputs.views.arrivals import arrivals, news

AT = "2016-11-01T00:00:00.000Z"


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
