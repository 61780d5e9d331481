"""Two offices exchange by stick: one view on both sides, two logs that stay whole, nothing twice, nobody overruled."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes import small_reports
from fakes.september import september
from fakes.two_offices import Office, one_report, unwatched
from truceline.errors import BundleError, ForkError, RolledBackError
from truceline.ledger import Record
from truceline.ledger.exchange import copies, mirror
from truceline.ledger.heads.succession import succeed
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import ImportBatch
from truceline.ledger.notes.signing import Signer
from truceline.ledger.sealed import keyring
from truceline.model import Judgement, Report
from truceline.outputs import views
from truceline.workflow import redacting
from truceline.workflow.exchanging import export_record
from truceline.workflow.linking import link_record
from truceline.workflow.merging import merge


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[Office, Office, Path]]:
    """Two offices with empty records, and an empty stick."""
    east, west = Office.at(tmp_path, "east"), Office.at(tmp_path, "west")
    (tmp_path / "stick").mkdir()
    with east.record, west.record:
        yield east, west, tmp_path / "stick"


def _files(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_the_other_office_sees_every_claim_and_who_decided(offices: tuple[Office, Office, Path]) -> None:
    """Reports, words, standings and the people behind them are the same on both sides."""
    east, west, stick = offices
    east.tell(september())
    east.put_on(stick)
    (done,) = west.take_from(stick)
    assert west.view() == east.view()
    assert {r.id: r.text_sha256 for r in west.record.reports()} == {r.id: r.text_sha256 for r in east.record.reports()}
    assert {r.id: r.title for r in west.record.reports()} == {r.id: r.title for r in east.record.reports()}
    assert (done.merged.refused, done.merged.differing, done.merged.withheld) == ((), (), 0)


def test_linking_goes_over_both_and_incidents_are_our_own(offices: tuple[Office, Office, Path]) -> None:
    """Links and incidents of the other office are not taken over; linking finds them anew."""
    east, west, stick = offices
    east.tell(september())
    east.put_on(stick)
    west.take_from(stick)
    assert west.record.links() == ()
    assert link_record(west.record).claims > 0


def test_importing_a_stick_three_times_adds_nothing(offices: tuple[Office, Office, Path]) -> None:
    """What is here is known again by the leaf it began with."""
    east, west, stick = offices
    east.tell(september())
    east.put_on(stick)
    west.take_from(stick)
    before = (west.record.size, west.record.root, _files(copies.peers_folder(west.record)))
    for _ in range(2):
        (again,) = west.take_from(stick)
        assert (again.merged.reports, again.merged.claims, again.merged.decisions) == ((), 0, 0)
    assert (west.record.size, west.record.root, _files(copies.peers_folder(west.record))) == before


def test_records_that_import_each_other_converge_and_duplicate_nothing(offices: tuple[Office, Office, Path]) -> None:
    """What came from us and comes back is ours; after one round each way both see the same, and further rounds add nothing."""
    east, west, stick = offices
    east.tell(one_report("north", "accepted"))
    west.tell(one_report("south", "rejected"))
    east.put_on(stick)
    west.take_from(stick)
    west.put_on(stick)
    east.take_from(stick)
    assert east.view() == west.view()
    assert len(east.view()) == 2
    sizes = (east.record.size, west.record.size)
    for _ in range(2):
        for office, other in ((east, west), (west, east)):
            office.put_on(stick)
            other.take_from(stick)
    assert (east.record.size, west.record.size) == sizes
    assert east.record.verify().ok
    assert west.record.verify().ok


def test_what_a_third_office_recorded_comes_once_by_whatever_way(offices: tuple[Office, Office, Path], tmp_path: Path) -> None:
    """Directly, and through an office that had taken it over before: the same leaf, taken once."""
    east, west, stick = offices
    with Office.at(tmp_path, "third").record as record:
        third = Office("third", record)
        third.tell(one_report("hill", "accepted"))
        third.put_on(tmp_path / "other")
        east.take_from(tmp_path / "other")
        east.put_on(stick)
        west.take_from(stick)
        assert list(west.view().values()) == [("accepted", "tester")]
        size = west.record.size
        west.take_from(tmp_path / "other")
        assert west.record.size == size
        third.put_on(stick)
        assert len(mirror.origins_on(stick)) == 2
        west.take_from(stick)
        assert west.record.size == size


def test_every_entry_taken_over_leads_to_the_leaf_it_began_with(offices: tuple[Office, Office, Path]) -> None:
    """The entry says from where, how much, and under which root; each that follows names its leaf there."""
    east, west, stick = offices
    east.tell(one_report("north", "accepted"))
    east.put_on(stick)
    west.take_from(stick)
    theirs = {entry.leaf_hash.hex(): entry for entry in east.record.entries()}
    entries = list(west.record.entries())
    (batch,) = (entry for entry in entries if isinstance(entry.body, ImportBatch))
    assert isinstance(batch.body, ImportBatch)
    assert (batch.body.origin, batch.body.root, batch.by) == (east.record.origin, east.record.root, "west")
    taken = entries[batch.idx + 1 : batch.idx + 1 + batch.body.taken]
    assert len(taken) == 3
    for entry in taken:
        there = theirs[entry.refs[0]]
        assert (entry.kind, entry.by, entry.body) == (there.kind, there.by, there.body)


def test_both_logs_stay_whole_and_neither_is_a_fork(offices: tuple[Office, Office, Path]) -> None:
    """The copy is the log as it was, leaf for leaf, and holds together by itself; so does ours."""
    east, west, stick = offices
    east.tell(september())
    there = east.put_on(stick)
    west.take_from(stick)
    copy = copies.peers_folder(west.record) / there.name
    assert _files(copy) == _files(there)
    assert list(mirror.problems(west.record)) == []
    assert west.record.verify().ok
    assert east.record.origin != west.record.origin


def test_a_changed_copy_of_another_log_is_noticed(offices: tuple[Office, Office, Path]) -> None:
    """One bit in one leaf of the copy."""
    east, west, stick = offices
    east.tell(september())
    there = east.put_on(stick)
    west.take_from(stick)
    bundle = next((copies.peers_folder(west.record) / there.name / "tile/entries").rglob("*.p/*"))
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)
    ((where, what),) = mirror.problems(west.record)
    assert there.name in where
    assert "tile/entries" in what or "root" in what
    found = west.record.verify()
    assert [p.message for p in found.problems] == [what if what.startswith(where) else f"{where} {what}"]


def test_a_second_export_adds_only_what_is_new(offices: tuple[Office, Office, Path]) -> None:
    """A stick is slow: what lies there already is compared and left alone."""
    east, _, stick = offices
    east.tell(september())
    first = export_record(east.record, stick, watch=unwatched)
    same = export_record(east.record, stick, watch=unwatched)
    assert (first.kept, same.new, same.kept) == (0, 0, first.new)
    east.tell(one_report("north"))
    more = export_record(east.record, stick, watch=unwatched)
    assert 0 < more.new < first.new


def test_the_same_state_is_the_same_files_whatever_was_on_the_stick(offices: tuple[Office, Office, Path], tmp_path: Path) -> None:
    """Exported step by step or at once; part-filled tiles of earlier states are gone."""
    east, _, stick = offices
    for name in ("north", "south", "hill"):
        east.tell(one_report(name, "accepted"))
        east.put_on(stick)
    east.put_on(tmp_path / "fresh")
    assert _files(stick) == _files(tmp_path / "fresh")


def test_a_second_import_takes_only_what_is_new(offices: tuple[Office, Office, Path]) -> None:
    """Sticks go to and fro for months."""
    east, west, stick = offices
    for name in ("north", "south"):
        east.tell(one_report(name, "accepted"))
        east.put_on(stick)
        (done,) = west.take_from(stick)
        assert (done.merged.reports, done.merged.claims, done.merged.decisions) == ((name,), 1, 1)
    assert done.met.before > 0


def test_an_older_stick_takes_nothing_back(offices: tuple[Office, Office, Path], tmp_path: Path) -> None:
    """It is the beginning of what is known: no fork, and the newer copy stays."""
    east, west, stick = offices
    east.tell(one_report("north"))
    east.put_on(tmp_path / "old")
    east.tell(one_report("south"))
    there = east.put_on(stick)
    west.take_from(stick)
    before = (west.record.size, _files(copies.peers_folder(west.record) / there.name))
    (done,) = west.take_from(tmp_path / "old")
    assert done.met.before > done.met.size
    assert (west.record.size, _files(copies.peers_folder(west.record) / there.name)) == before


def test_a_report_under_a_used_id_is_refused_with_both_named_and_the_rest_goes_on(offices: tuple[Office, Office, Path]) -> None:
    """Nobody's report is ever replaced by another of the same name."""
    east, west, stick = offices
    east.tell(one_report("north", "accepted", text="Shells hit the bridge, killing 3 people."))
    east.tell(one_report("south", "accepted"))
    west.tell(one_report("north"))
    ours = west.view()
    east.put_on(stick)
    (done,) = west.take_from(stick)
    (fault,) = done.merged.refused
    assert '"north"' in fault.message
    assert " here, " in fault.message
    assert " there" in fault.message
    assert done.merged.reports == ("south",)
    assert ours.items() <= west.view().items()
    assert len(west.view()) == 2


def test_the_same_report_in_both_offices_stays_one(offices: tuple[Office, Office, Path]) -> None:
    """Both archived the same article: one report, one claim, and the decision that the other office made."""
    east, west, stick = offices
    east.tell(one_report("north", "accepted"))
    west.tell(one_report("north"))
    east.put_on(stick)
    (done,) = west.take_from(stick)
    assert (done.merged.reports, done.merged.claims, done.merged.decisions) == ((), 0, 1)
    assert list(west.view().values()) == [("accepted", "tester")]


@pytest.mark.parametrize("ours", ["accepted", "entered", "rejected"])
def test_a_decision_of_the_other_office_never_overrules_ours(offices: tuple[Office, Office, Path], ours: str) -> None:
    """It is noted with who made it and shown beside the incident; ours stands, also after many imports."""
    east, west, stick = offices
    theirs = "accepted" if ours == "rejected" else "rejected"
    east.tell(one_report("north", theirs))
    west.tell(one_report("north", ours))
    (claim,) = west.view()
    east.put_on(stick)
    (done,) = west.take_from(stick)
    size = west.record.size
    (again,) = west.take_from(stick)
    assert west.view()[claim][0] == ours
    (noted,) = done.merged.differing
    assert (noted.claims, noted.decision, noted.by) == ((claim,), f"claim.{theirs}", "tester")
    assert (again.merged.differing, west.record.size) == ((), size)
    material = views.gather(west.record, views.Selection(with_proposals=True))
    (shown,) = material.differing
    assert (shown.standing, shown.decision, shown.origin) == (ours, f"claim.{theirs}", east.record.origin)


def test_our_decision_after_theirs_holds_and_goes_back_as_ours(offices: tuple[Office, Office, Path]) -> None:
    """Taken over first, decided here later: here it is ours; there it is noted as differing."""
    east, west, stick = offices
    east.tell(one_report("north", "accepted"))
    east.put_on(stick)
    west.take_from(stick)
    (claim,) = west.view()
    west.record.append([drafts.rejected(claim, by="ben")])
    west.take_from(stick)
    assert west.view()[claim] == ("rejected", "ben")
    west.put_on(stick)
    (done,) = east.take_from(stick)
    assert east.view()[claim] == ("accepted", "tester")
    assert [(d.decision, d.by) for d in done.merged.differing] == [("claim.rejected", "ben")]


def test_an_agreeing_decision_is_no_second_entry(offices: tuple[Office, Office, Path]) -> None:
    """Both decided alike: nothing to note."""
    east, west, stick = offices
    east.tell(one_report("north", "accepted"))
    west.tell(one_report("north", "accepted"))
    size = west.record.size
    east.put_on(stick)
    (done,) = west.take_from(stick)
    assert (done.merged.differing, west.record.size) == ((), size)


def test_a_correction_of_the_other_office_does_not_push_out_what_we_stand_behind(offices: tuple[Office, Office, Path]) -> None:
    """Both stand side by side, and the difference is noted."""
    east, west, stick = offices
    east.tell(one_report("north"))
    west.tell(one_report("north", "accepted"))
    (old,) = east.record.claims()
    new = msgspec.structs.replace(old.claim, id="c_corrected", author="amal", stance="deny", supersedes=old.claim.id)
    east.record.append([east.record.draft_claim(new, entered=True, by="amal")])
    east.put_on(stick)
    (done,) = west.take_from(stick)
    assert [d.decision for d in done.merged.differing] == ["superseded by c_corrected"]
    assert {held.claim.id: held.standing for held in west.record.claims()} == {old.claim.id: "accepted", "c_corrected": "entered"}


def test_judgements_on_pairs_come_along_and_never_replace_ours(offices: tuple[Office, Office, Path]) -> None:
    """They bear on linking like our own."""
    east, west, stick = offices
    for office in offices[:2]:
        office.tell(one_report("north"))
        office.tell(one_report("south"))
        office.tell(one_report("hill"))
    one, two, three = sorted(east.view())
    east.record.append([drafts.judged(Judgement(left=one, right=two, verdict="same"), by="amal")])
    east.record.append([drafts.judged(Judgement(left=one, right=three, verdict="same"), by="amal")])
    west.record.append([drafts.judged(Judgement(left=three, right=one, verdict="different"), by="ben")])
    east.put_on(stick)
    (done,) = west.take_from(stick)
    assert done.merged.judgements == 1
    assert [(d.claims, d.decision) for d in done.merged.differing] == [((one, three), "same")]
    stand = {frozenset((j.judgement.left, j.judgement.right)): (j.judgement.verdict, j.by) for j in west.record.judgements()}
    assert stand == {frozenset((one, two)): ("same", "amal"), frozenset((one, three)): ("different", "ben")}


@pytest.mark.parametrize(("kind", "theatre", "named"), [("exercise", "world", "exercise"), ("demonstration", "other", "other")])
def test_records_of_another_kind_or_theatre_never_mix(tmp_path: Path, kind: str, theatre: str, named: str) -> None:
    """An exercise would be taken for real, and places would be read wrongly; nothing is written."""
    with (
        Record.create(tmp_path / "a", kind, theatre) as theirs,  # type: ignore[arg-type]  # two of the three kinds
        Record.create(tmp_path / "b", "demonstration", "world") as ours,
    ):
        export_record(theirs, tmp_path / "stick", watch=unwatched)
        with pytest.raises(BundleError, match=rf"manifest.json.*{named}.*nothing was taken"):
            Office("ours", ours).take_from(tmp_path / "stick")
        assert ours.size == 1
        assert not any(copies.peers_folder(ours).glob("*"))


def test_a_fork_of_the_other_log_leaves_evidence_and_stops(
    offices: tuple[Office, Office, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two histories under one origin and key: the second one that comes is not taken, and a file shows both."""
    east, west, stick = offices
    east.tell(one_report("north"))
    east.put_on(stick)
    west.take_from(stick)
    shutil.copytree(east.record.folder, tmp_path / "clone")
    shutil.copytree(keyring.home(), tmp_path / "keys of the clone")
    east.tell(one_report("south"))
    east.put_on(tmp_path / "one")
    west.take_from(tmp_path / "one")
    with monkeypatch.context() as elsewhere:  # a cloned machine has a key folder, and a high-water mark, of its own
        elsewhere.setenv(keyring.VARIABLE, str(tmp_path / "keys of the clone"))
        with Record.open(tmp_path / "clone") as clone:
            one_report("hill").record(clone)
            export_record(clone, tmp_path / "other", watch=unwatched)
    before = (west.record.size, _files(copies.peers_folder(west.record)))
    with pytest.raises(ForkError, match="Evidence"):
        west.take_from(tmp_path / "other")
    assert (west.record.size, _files(copies.peers_folder(west.record))) == before
    assert list(west.record.folder.glob("*.fork.evidence"))
    assert list(mirror.problems(west.record)) == []


def test_exporting_an_old_copy_over_a_newer_state_is_refused(offices: tuple[Office, Office, Path], tmp_path: Path) -> None:
    """The stick knows more of this log than the record does."""
    east, _, stick = offices
    east.tell(one_report("north"))
    east.put_on(stick)
    shutil.copytree(east.record.folder, tmp_path / "old")
    east.tell(one_report("south"))
    east.put_on(stick)
    before = _files(stick)
    with pytest.raises((RolledBackError, ForkError)), Record.open(tmp_path / "old") as old:
        export_record(old, stick, watch=unwatched)
    assert _files(stick) == before


def test_a_key_that_differs_from_the_one_given_is_refused(offices: tuple[Office, Office, Path]) -> None:
    """Who brings the key of the other office by hand is not taken in by the stick's own."""
    east, west, stick = offices
    east.tell(one_report("north"))
    east.put_on(stick)
    wrong = Signer.fresh(east.record.origin).vkey
    with pytest.raises(BundleError, match="none of the keys"):
        west.take_from(stick, vkeys=(str(wrong),))
    assert west.record.size == 1


def test_folding_anew_gives_the_same_tables_after_an_import(offices: tuple[Office, Office, Path]) -> None:
    """Entries that were taken over are entries like any other."""
    east, west, stick = offices
    east.tell(september())
    east.put_on(stick)
    west.take_from(stick)
    before = west.record.dump()
    west.record.rebuild()
    assert west.record.dump() == before


def test_an_import_stopped_half_way_is_completed_by_the_next(offices: tuple[Office, Office, Path]) -> None:
    """Whole batches stay; the rest follows; nothing twice."""
    east, west, stick = offices
    east.tell(september())
    _, brought = mirror.take_in(west.record, east.put_on(stick), watch=unwatched)

    def pulled_out(done: int, _total: int | None) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merge(west.record, brought, by="west", watch=pulled_out, batch=5)
    assert 0 < len(west.view()) < len(east.view())
    west.take_from(stick)
    assert west.view() == east.view()
    assert west.record.verify().ok


def _words_of(folder: Path, words: bytes) -> list[str]:
    return [f.name for f in folder.rglob("*") if f.is_file() and words in f.read_bytes()]


def test_what_is_redacted_goes_from_the_copy_of_the_other_log_too(offices: tuple[Office, Office, Path]) -> None:
    """Text and title of a report taken over are nowhere in the folder of our record, also when the stick comes again."""
    east, west, stick = offices
    story = one_report("north", "accepted")
    told = Report(id="canary", text="Canary words that must go.", title="Sealed canary title", published_at="2016-09-20")
    east.tell(story)
    east.record.append([east.record.draft_report(told, raw=b"raw Canary words", media="text/html")])
    east.put_on(stick)
    west.take_from(stick)
    folder = west.record.folder
    assert _words_of(folder, b"Canary words")
    request = redacting.ask(west.record, "canary", basis="consent-withdrawn", by="ann")
    redacting.approve(west.record, request.id, by="bob")
    for _ in range(2):
        assert _words_of(folder, b"Canary words") == []
        assert _words_of(folder, b"canary title") == []
        assert west.record.verify().problems == ()
        west.take_from(stick)
    assert "north" in {report.id for report in west.record.reports()}


def test_taking_in_that_was_killed_at_any_rename_is_finished_at_the_next_opening(
    offices: tuple[Office, Office, Path], tmp_path: Path
) -> None:
    """Killed before the n-th renaming of a file: afterwards the copy is the one before or the new one, and verifies."""
    east, west, stick = offices
    east.tell(one_report("north"))
    east.put_on(stick)
    west.take_from(stick)
    east.tell(one_report("south"))
    east.put_on(stick)
    origin = west.record.origin
    west.record.close()
    ends = set()
    for number in range(1, 40):
        folder = shutil.copytree(tmp_path / "west", tmp_path / f"west{number}")
        keyring.folder_of(origin).joinpath("high-water.json").unlink(missing_ok=True)  # each copy is a world of its own
        killed = os.fork()
        if not killed:
            _take_in_until(folder, stick, number)
        ends.add(os.waitstatus_to_exitcode(os.waitpid(killed, 0)[1]))
        with Record.open(folder) as again:
            assert again.verify().problems == (), number
            assert not list(copies.peers_folder(again).glob(".*.whole"))
            if number % 4 == 0:
                Office("west", again).take_from(stick)
                assert len(again.claims()) == 2
        if 0 in ends:
            break
    assert ends == {0, 9}


def _take_in_until(folder: Path, stick: Path, number: int) -> None:
    """Take in the stick, and die before the n-th renaming: this runs in a process of its own."""
    left = number

    def die(event: str, _args: object) -> None:
        nonlocal left
        if event == "os.rename":
            left -= 1
            if not left:
                os._exit(9)

    try:
        sys.addaudithook(die)
        with Record.open(folder) as record:
            Office("west", record).take_from(stick)
        os._exit(0)
    finally:
        os._exit(1)


def test_a_log_that_goes_on_under_a_new_origin_is_taken_in_and_tied_to_the_one_known(
    offices: tuple[Office, Office, Path],
) -> None:
    """The same beginning, signed by the old key; what is new comes, what is known is not taken twice, and both copies stay."""
    east, west, stick = offices
    east.tell(one_report("north"))
    east.put_on(stick)
    west.take_from(stick)
    old, size = east.record.origin, east.record.size
    succeed(east.record, reason="other", by="amal")
    east.tell(one_report("south"))
    east.put_on(stick)
    done = {each.met.origin: each for each in west.take_from(stick)}
    (goes_on,) = next(each for origin, each in done.items() if origin != old).met.goes_on
    assert (goes_on.origin, goes_on.size, goes_on.lost, goes_on.is_endorsed) == (old, size, 0, True)
    assert west.view() == east.view()
    assert len(copies.folders(west.record)) == 2
    assert west.record.verify().problems == ()
    west.put_on(stick)
    assert [each.met.origin for each in east.take_from(stick)] == [west.record.origin]


def test_a_log_that_says_it_goes_on_from_another_and_does_not_is_refused(
    offices: tuple[Office, Office, Path], tmp_path: Path
) -> None:
    """Its beginning is another than that of the copy known here: a rewritten past under a new name."""
    east, west, stick = offices
    folder = shutil.copytree(tmp_path / "east", tmp_path / "liar")
    east.tell(one_report("north"))
    east.put_on(stick)
    west.take_from(stick)
    with Record.open(folder, is_checked=False) as record:
        liar = Office("liar", record)
        liar.tell(one_report("south", text="Something else hit the town, killing 3 people."))
        succeed(record, reason="other", by="mallory")
        liar.put_on(tmp_path / "other")
    before = (west.record.size, west.record.root)
    with pytest.raises(BundleError, match="goes on from the log"):
        west.take_from(tmp_path / "other")
    assert (west.record.size, west.record.root) == before


def test_names_of_another_edition_of_the_pack_stay_as_the_other_office_had_them(tmp_path: Path) -> None:
    """Each office calls the place otherwise: what was coded under one name is read under that name in both."""
    (place,) = small_reports.THEATRE.places
    theirs, ours = (
        msgspec.structs.replace(small_reports.THEATRE, version=name, places=(msgspec.structs.replace(place, name=name),))
        for name in ("Old Bridge", "Western Bridge")
    )
    told = small_reports.report()
    made = small_reports.claim(told)
    claim = msgspec.structs.replace(made, places=(msgspec.structs.replace(made.places[0], name="Old Bridge"),))
    first, second = (Office.at(tmp_path, name, theatre="valley") for name in ("east", "west"))
    with first.record as east, second.record as west:
        east.append([east.draft_pack(theirs, {})])
        east.append([east.draft_report(told, raw=b"raw", media="text/plain"), east.draft_claim(claim)])
        west.append([west.draft_pack(ours, {})])
        first.put_on(tmp_path / "stick")
        second.take_from(tmp_path / "stick")
        assert west.claims()[0].claim == east.claims()[0].claim == claim
        assert west.verify().problems == ()
        second.put_on(tmp_path / "stick")
        (back,) = first.take_from(tmp_path / "stick")
        assert (back.merged.claims, back.merged.already) == (0, 2)
