"""The care of a record on every engine: exchange, evidence, custody, time stamps, redaction, exports, backup, rebuilding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fakes.engines import ENGINES, schemas_dropped
from fakes.september import september
from fakes.timestamp_authority import Authority
from fakes.two_offices import Office, one_report
from truceline.ledger import Draft, Record, rekeying
from truceline.ledger.care.backups import back_up
from truceline.ledger.care.restoring import restore
from truceline.ledger.heads.log_keys import rotate
from truceline.ledger.heads.succession import succeed
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import (
    BODIES,
    ExposureNoted,
    GapNoted,
    LogPadded,
    ObservationEntered,
    StatementMarked,
    StepTaken,
    TableImported,
)
from truceline.ledger.marks import append_mark
from truceline.ledger.numbered import append_several
from truceline.ledger.observations import EXPOSURE, GAP, OBSERVED, TABLE, maker, recorded
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.stamps.timestamps import attach, query
from truceline.ledger.steps import append_grading, append_step
from truceline.ledger.tellings import tellings
from truceline.model import Judgement
from truceline.model.assertions import Telling
from truceline.model.movements import Outcome
from truceline.outputs import exports, views
from truceline.workflow import joining, releasing, telling
from truceline.workflow.calls import Call, receive_call
from truceline.workflow.custody import check_all, copy_out, wanted_file
from truceline.workflow.evidence import add_files
from truceline.workflow.linking import link_record
from truceline.workflow.observing import withdraw
from truceline.workflow.redacting import approve, ask
from truceline.workflow.telling import open_subject, tell

OTHERS = {"pack.archived", "report.refused", "policy.set", "claim.superseded", "review.decided", "link.unmade", "copy.noted"}
"""Kinds that the tests of rebuilding elsewhere write; all others are here."""


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An office with the September story, its log in a file or in PostgreSQL."""
    if request.param == "sqlite":
        with Record.create(tmp_path / "east", "demonstration", "world") as record:
            yield Office("east", september().record(record))
        return
    url = request.getfixturevalue("postgres_url")
    with schemas_dropped(url) as made, Record.create(tmp_path / "east", "demonstration", "world", database=url) as record:
        made.append(tmp_path / "east")
        yield Office("east", september().record(record))


def _observed(record: Record, co: str) -> None:
    """Enter a table with an observation, a gap and an exposure."""
    table = TableImported(table="", about="observation", evidence="ev2", mapping="ev2", rows=1, entered=1)
    hours: dict[str, Any] = {"observer": "smm", "start": "2016-09-20T00:00:00+03:00", "end": "2016-09-20T06:00:00+03:00"}
    heard = ObservationEntered(observation="", mark="0a", sense="heard", assessment="undetermined", unit="explosion", **hours)
    gap, exposure = (
        GapNoted(gap="", mark="0b", reason="night", **hours),
        ExposureNoted(exposure="", mark="0c", sensor="camera", **hours),
    )
    sealed = {"position": "52, 13", "bearing": "10-40", "description": "from the roof"}
    makers = [maker(TABLE, table, by="ann", sealed={}, co=co)]
    makers += [
        maker(kind, body, by="ann", sealed=sealed, co=co) for kind, body in ((OBSERVED, heard), (GAP, gap), (EXPOSURE, exposure))
    ]
    with record.log.writing():
        append_several(record, makers)


def _told(record: Record, co: str) -> None:
    """Open a movement, tell something of it twice, and withdraw the second."""
    name = open_subject(record, "movement", "the convoy", by="ann", co=co).id
    for outcome in ("denied", "cancelled"):
        tell(record, name, Telling(by="un", facts=(Outcome(outcome=outcome),)), by="ann", co=co, sealed={"position": "52, 13"})
    telling.withdraw(record, "tl2", reason="of another", by="ann")


def _released_and_joined(record: Record) -> None:
    """Release an incident and take that back; merge it with another and take that back too."""
    incidents = sorted({held.link.incident for held in record.links() if held.link.outcome == "linked"})
    release = releasing.ask(record, incidents[0], by="ann", note="for the briefing").release
    releasing.give(record, release.id, by="ben")
    releasing.withdraw(record, release.id, by="ann", why="a family asked")
    joining.undo(record, joining.merge(record, *incidents[:2], by="ann", why="one").id, by="ben")


def _cared_for(office: Office, folder: Path) -> None:
    """Do with a record everything that a year brings."""
    record = office.record
    co = Compartments(record.origin).add("medics").id
    for name, confidential in (("roof.jpg", False), ("window.mp4", True)):
        (folder / name).write_bytes(b"\xff\xd8\xff " + name.encode() * 1000)
        add_files(record, [folder / name], by="ann", note=name, compartment=co, confidential=confidential)
    copy_out(record, wanted_file(record, "ev2"), folder / "copy.mp4", by="ann", reason="for the court")
    check_all(record, by="ann")
    receive_call(record, Call(received="2016-09-20T07:00:00+03:00", about="shots", words="Shots at the mill.", caller="Z"), "ann")
    claims = [held.claim.id for held in record.claims()]
    judgement = Judgement(left=claims[0], right=claims[1], verdict="different")
    record.append([drafts.judged(judgement, by="ann"), Draft(kind="log.padded", body=LogPadded(), by="ann")])
    step = StepTaken(step="", agreement="a", incident="i1", clause="c", kind="received", authority="un", on="2016-09-21")
    append_step(record, step, by="ann", note="by letter")
    append_mark(record, StatementMarked(mark="", claim="c_0123456789abcdef", agreement="va-2016", does="end"), by="ann")
    append_grading(record, claims[0], source="B", information="2", by="ann")
    _observed(record, co)
    withdraw(record, ["x1"], reason="another day", by="ann")
    _told(record, co)
    link_record(record)
    _released_and_joined(record)
    authority = Authority(folder / "tsa")
    assert attach(record, authority.answer(query(record).data), "now.tsr", by="ann", trust=authority.root).holds
    approve(record, ask(record, "ev1", basis="consent-withdrawn", by="ann").id, by="ben")
    rekeying.rotate(record, co, by="ann", at_once=True)
    rotate(record, by="ann")
    succeed(record, reason="other", by="ann")


def test_a_record_that_was_cared_for_is_the_same_after_rebuilding_and_on_the_other_engine(office: Office, tmp_path: Path) -> None:
    """Every kind of entry: verified, folded anew to the same bytes, and from the backup in a file to the same bytes again."""
    stick = tmp_path / "stick"
    with Office.at(tmp_path, "west").record as record:
        west = Office("west", record)
        west.tell(one_report("north", "accepted"))
        west.put_on(stick)
        (taken,) = office.take_from(stick)
        assert taken.merged.reports == ("north",)
        _cared_for(office, tmp_path)
        office.put_on(stick)
        (back,) = west.take_from(stick)
        assert dict(back.merged.stay)["evidence.registered"] == 2
        assert record.verify().problems == ()
        assert [view for view in record.claims() if view.claim.report == "north"]
    ours = office.record
    missing = BODIES.keys() - {entry.kind for entry in ours.entries()} - OTHERS
    assert not {kind for kind in missing if not kind.startswith(("claim.", "key.", "custody."))}
    assert ours.verify().problems == ()
    before = ours.dump()
    ours.rebuild()
    assert ours.dump() == before
    exports.export(views.gather(ours), "claims", tmp_path / "before.jsonl")
    back_up(ours, tmp_path / "backup")
    size, root = ours.size, ours.root
    assert restore(tmp_path / "backup", tmp_path / "again").behind == 0
    with Record.open(tmp_path / "again") as again:
        assert (again.size, again.root, again.dump()) == (size, root, before)
        assert again.verify().problems == ()
        seen = recorded(again, is_unsealed=True)
        assert seen == recorded(ours, is_unsealed=True)
        assert ([each.words["position"] for each in (*seen.observations, *seen.gaps)], seen.exposures) == (["52, 13"] * 2, ())
        assert tellings(again) == tellings(ours)
        assert [each.telling and each.telling.facts for each in tellings(again)] == [(Outcome(outcome="denied"),)]
        exports.export(views.gather(again), "claims", tmp_path / "after.jsonl")
    assert (tmp_path / "after.jsonl").read_bytes() == (tmp_path / "before.jsonl").read_bytes()
