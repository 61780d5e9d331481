"""What a viewer may not see is found by no word, counted in no facet, learned from no comparison, and stands in no history."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec

from fakes.storytelling import Story
from truceline.ledger import Record
from truceline.outputs import views
from truceline.outputs.bundle import Checked, Unreadable, check, proved
from truceline.outputs.views import Material
from truceline.outputs.views.learned import learned
from truceline.outputs.views.lineage import lineage
from truceline.outputs.views.search import Asked, search
from truceline.outputs.views.viewing import Viewer, hidden_from
from truceline.workflow.claims import decide

AT = "2026-01-01T00:00:00Z"


def two_sources() -> Story:
    """One report in the open, one from a confidential source, of the same incident."""
    story = Story()
    story.report("open", "Shells fell on Urum.", published="2016-09-01", publisher="Desk")
    story.report("secret-report", "CANARY witness said shells fell on Urum.", published="2016-09-02", publisher="CANARY Desk")
    story.claim("open", "Shells fell on Urum", event="fell", incident="i1", places=("Urum",))
    story.claim("secret-report", "shells fell on Urum", speaker="CANARY witness", event="fell", incident="i1")
    return story


def without_compartment(**selection: str) -> Material:
    """The story as somebody sees it to whom the compartment of the second report is not granted."""
    material = two_sources().material(**selection)
    held = tuple(
        msgspec.structs.replace(each, compartment="cp") if each.report.id == "secret-report" else each for each in material.held
    )
    return hidden_from(Viewer(at=AT, compartments=frozenset()), dataclasses.replace(material, held=held))


def test_a_compartment_that_is_not_granted_is_nowhere_in_a_search() -> None:
    """Neither by its words nor by its speaker, publisher or id; and no facet counts it."""
    material = without_compartment()
    questions = [
        Asked(),
        Asked(words="CANARY"),
        Asked(words="cana*"),
        Asked(words="-shells"),
        Asked(chosen={"publisher": ("CANARY Desk",)}),
        Asked(chosen={"speaker": ("name:CANARY witness",)}),
    ]
    for asked in questions:
        page = search(material, asked)
        shown = msgspec.json.encode(msgspec.structs.replace(page, words="", chosen=(), facets=_unchosen(page.facets)))
        assert b"CANARY" not in shown
        assert b"secret-report" not in shown
    assert search(material, Asked(words="CANARY")).total == 0


def _unchosen(facets: tuple[object, ...]) -> object:
    """The facets without the values that the question itself names."""
    return tuple(
        msgspec.structs.replace(facet, values=tuple(v for v in facet.values if not (v.is_chosen and not v.count)))  # type: ignore[attr-defined, type-var]  # facets of a page
        for facet in facets
    )


def test_a_compartment_that_is_not_granted_is_nowhere_in_what_was_learned() -> None:
    """Nothing tells that a second report came."""
    page = learned(without_compartment(known="2016-09-01"), without_compartment())
    assert page.is_empty
    assert b"CANARY" not in msgspec.json.encode(page)


def test_a_compartment_that_is_not_granted_is_nowhere_in_the_lineage() -> None:
    """The tree is that of what is seen."""
    material = without_compartment()
    (incident,) = views.incidents_page(material).incidents
    assert b"secret" not in msgspec.json.encode(lineage(material, incident))


def test_a_proof_rests_on_nothing_that_its_reader_may_not_see(tmp_path: Path) -> None:
    """The entries of a hidden report and its claims are not in the bundle."""
    with Record.create(tmp_path / "record", "demonstration", "world") as record:
        two_sources().record(record)
        hidden = next(held.entry for held in record.reports() if held.id == "secret-report")

        def see(material: Material) -> Material:
            held = tuple(
                msgspec.structs.replace(each, compartment="cp") if each.report.id == "secret-report" else each
                for each in material.held
            )
            return hidden_from(Viewer(at=AT, compartments=frozenset()), dataclasses.replace(material, held=held))

        whole, data = proved(record, "i1")
        less, seen = proved(record, "i1", see=see)
    assert less.entries < whole.entries
    assert b"secret-report" in data
    assert b"secret-report" not in seen
    assert hidden


def test_a_bundle_that_holds_and_is_out_of_date_says_so(tmp_path: Path) -> None:
    """A claim of it was rejected since: the proof still holds, and the answer tells of it."""
    with Record.create(tmp_path / "record", "demonstration", "world") as record:
        two_sources().record(record)
        data = proved(record, "i1")[1]
        fresh = check(record, views.gather(record), data)
        decide(record, [record.claims()[0].claim.id], "rejected", "Ada")
        later = check(record, views.gather(record), data)
    assert isinstance(fresh, Checked)
    assert fresh.against is not None
    assert not fresh.against.is_out_of_date
    assert isinstance(later, Checked)
    assert later.holds
    assert later.against is not None
    assert later.against.is_out_of_date


def test_a_bundle_of_another_history_of_this_log_is_told_apart(tmp_path: Path) -> None:
    """Of another record nothing is said; what is no bundle is not read."""
    with (
        Record.create(tmp_path / "one", "demonstration", "world") as one,
        Record.create(tmp_path / "two", "demonstration", "world") as two,
    ):
        two_sources().record(one)
        two_sources().record(two)
        answer = check(two, views.gather(two), proved(one, "i1")[1])
        broken = check(two, views.gather(two), b"MZ" + bytes(100))
    assert isinstance(answer, Checked)
    assert answer.holds
    assert answer.against is None
    assert isinstance(broken, Unreadable)
    assert broken.is_program
