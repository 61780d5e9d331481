"""Steps about alleged violations and gradings of claims, as people enter them into a real record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes.allegations import ACTORS, AGREEMENT, PLACES
from fakes.storytelling import Story
from fakes.two_offices import Office
from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.steps import gradings, steps
from truceline.model import Theatre
from truceline.outputs import exports, report, views
from truceline.outputs.views import Selection
from truceline.workflow.claims import decide
from truceline.workflow.redacting import approve, ask
from truceline.workflow.violations import Given, grade, take_step

TEXT = (
    "Northland said on 16 September that Southland's Army had shelled the Mill on 15 September. "
    "Southland's Army denied any part in it. The Mill stood empty, the Village Council said."
)
THEATRE = Theatre(name="valley", title="Valley", version="1", actors=ACTORS, places=PLACES, agreements=(AGREEMENT,))
STEP = Given(
    incident="i1", clause="attacks", party="south", kind="info_requested", authority="monitors", on="2016-09-17", of="south"
)


def _story() -> Story:
    story = Story(actors=ACTORS)
    story.report("desk", TEXT, published="2016-09-16", publisher="A Desk")
    story.claim(
        "desk",
        "Southland's Army had shelled the Mill on 15 September",
        speaker="Northland",
        actor="north",
        stance="accuse",
        about=("occurrence", "perpetrator"),
        event="shelled",
        kind="V.SHELL",
        targets=(),
        by="Southland's Army",
        by_actor="south.army",
        time=("15 September", "2016-09-15"),
        said="2016-09-16",
        incident="i1",
    )
    story.claim(
        "desk",
        "any part in it",
        speaker="Southland's Army",
        actor="south.army",
        stance="deny",
        about=("perpetrator",),
        incident="i1",
    )
    return story


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small record. Copy it before you change it."""
    place = tmp_path_factory.mktemp("violations") / "record"
    with Record.create(place, "demonstration", "valley") as record:
        record.append([record.draft_pack(THEATRE, {})])
        _story().record(record)
    return place


@pytest.fixture(scope="module")
def untouched(made: Path) -> Iterator[Record]:
    """That record, for what is refused; other tests write into copies of it meanwhile."""
    with Record.open(made, is_checked=False) as opened:
        yield opened


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Iterator[Record]:
    """A record of one report on an attack at the mill, under the small agreement."""
    with Record.open(Path(shutil.copytree(made, tmp_path / "record"))) as opened:
        yield opened


def test_a_step_is_an_entry_and_stands_in_its_line(record: Record) -> None:
    """Who entered it, whose step it is, what of whom by when; free words are sealed."""
    taken = take_step(record, msgspec.structs.replace(STEP, due="2016-09-20", note="by letter to the colonel"), "ann")
    (held,) = steps(record)
    assert (taken.step, taken.violation, taken.new) == ("s1", "i1/attacks/south", True)
    assert (held.by, held.note, held.step.of, held.step.due) == ("ann", "by letter to the colonel", "south", "2016-09-20")
    assert b"colonel" not in record.entry(taken.entry).leaf
    (line,) = views.violations_page(record, Selection(known="2016-09-21")).violations
    assert line.finding["monitors"].steps == ("s1",)
    assert [each.due for each in line.overdue] == ["2016-09-20"]
    assert record.verify().ok


def test_the_same_step_given_again_is_the_same_step(record: Record) -> None:
    """A command run twice adds nothing."""
    first, again = take_step(record, STEP, "ann"), take_step(record, STEP, "ann")
    assert (first.new, again.new, again.step) == (True, False, first.step)
    assert take_step(record, msgspec.structs.replace(STEP, on="2016-09-18"), "ann").step == "s2"


def test_a_body_of_an_authority_is_entered_as_that_authority(record: Record) -> None:
    """The army answers for its state; an inquiry with a mandate of its own stays itself."""
    answer = msgspec.structs.replace(STEP, kind="response", authority="south.army", of=None, answer="denies")
    assert take_step(record, answer, "ann").authority == "south"
    visit = msgspec.structs.replace(STEP, kind="visit", authority="monitors.inquiry", of=None)
    assert take_step(record, visit, "ann").authority == "monitors.inquiry"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"incident": "i9"}, 'no incident "i9" in this record; expected one of: i1'),
        ({"clause": "atacks"}, 'has a clause "atacks"; expected attacks'),
        ({"clause": "atacks", "agreement": "valley-2016"}, 'no clause "atacks" in valley-2016; expected attacks'),
        ({"agreement": "minsk"}, 'no agreement "minsk" in the theatre valley; expected one of: valley-2016'),
        ({"party": "patron"}, 'clause attacks of valley-2016 does not bind "patron"; it binds north, south'),
        ({"clause": "flights", "party": "north"}, 'does not bind "north"; it binds south'),
        ({"authority": "relief"}, '--authority "relief" is nobody in valley-2016; expected one of'),
        ({"of": "relief"}, '--of "relief" is nobody in valley-2016'),
        ({"of": None}, "information was asked of whom"),
        ({"kind": "visited"}, 'KIND "visited" is none of ours; expected visit'),
        ({"due": "2016-09-16"}, "--due 2016-09-16 lies before the day on which it was asked, 2016-09-17"),
        ({"on": "2999-09-17"}, "--on 2999-09-17 is still to come; expected the day on which the step was taken"),
        ({"on": "2016-09-14"}, "--on 2016-09-14 lies before the first day of i1, 2016-09-15"),
        ({"on": "2016-09-01", "agreement": "valley-2016"}, "--on 2016-09-01 lies before the date of valley-2016, 2016-09-09"),
        ({"kind": "finding", "of": None, "value": "proven"}, '--value "proven" is no word of the axis finding'),
        ({"kind": "finding", "of": None, "axis": "truth", "value": "proven"}, '--axis "truth" is none of ours'),
        ({"kind": "finding", "of": None}, "what was found? give --value with one of"),
        ({"kind": "response", "of": None}, "what was the answer? give --answer with one of"),
        (
            {"kind": "response", "of": None, "answer": "denies", "answers": "s7"},
            '--to "s7" is no question about i1/attacks/south',
        ),
        ({"kind": "received"}, "--of and --due belong to information that was asked (info_requested), not to received"),
        ({"claim": "c_0"}, 'no claim "c_0" in this record'),
        ({"threat_to_truce": 6}, "--threat 6 is outside the scale; expected 1 (none) to 5"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_with_what_there_is(untouched: Record, wrong: dict[str, object], said: str) -> None:
    """Nothing is written, and the message says where it is wrong."""
    size = untouched.size
    with pytest.raises(UsageError) as refused:
        take_step(untouched, msgspec.structs.replace(STEP, **wrong), "ann")
    assert said in str(refused.value)
    assert untouched.size == size


def test_everything_that_is_wrong_is_said_at_once(untouched: Record) -> None:
    """One message for three mistakes."""
    with pytest.raises(UsageError) as refused:
        take_step(untouched, msgspec.structs.replace(STEP, incident="i9", party="patron", authority="relief"), "ann")
    assert len(str(refused.value).splitlines()) == 4


def test_a_record_without_an_agreement_says_so(tmp_path: Path) -> None:
    """There is nothing that an incident could be held against."""
    with Record.create(tmp_path / "record", "exercise", "valley") as record:
        record.append([record.draft_pack(msgspec.structs.replace(THEATRE, agreements=()), {})])
        _story().record(record)
        with pytest.raises(UsageError, match="the theatre valley has no agreement"):
            take_step(record, STEP, "ann")
        assert views.violations_page(record).violations == ()


def test_a_step_is_shown_no_earlier_than_it_and_its_claim_can_be_known(record: Record) -> None:
    """Not before its day, not before the report of its claim, and not before it was entered."""
    claim = next(held.claim.id for held in record.claims())
    on_claim = msgspec.structs.replace(STEP, kind="received", of=None, on="2016-09-15", claim=claim)
    taken = take_step(record, on_claim, "ann")
    later = take_step(record, msgspec.structs.replace(STEP, on="2016-09-19"), "ann")

    def shown(**chosen: str | int) -> list[str]:
        return [step.id for step in views.gather(record, Selection(**chosen)).steps]  # type: ignore[arg-type]

    assert shown() == [taken.step, later.step]
    assert shown(known="2016-09-15") == []
    assert shown(known="2016-09-16") == [taken.step]
    assert shown(said="2016-09-18") == [taken.step]
    assert shown(entry=later.entry - 1) == [taken.step]
    assert shown(happened="2016-10-01..") == []


def test_a_rejected_claim_is_not_named_by_the_step_that_stands_on_it(record: Record) -> None:
    """The step stays, since a person entered it; what was rejected is in no view."""
    claims = [held.claim for held in record.claims()]
    take_step(record, msgspec.structs.replace(STEP, claim=claims[1].id), "ann")
    decide(record, [claims[1].id], "rejected", "ann")
    (step,) = views.gather(record).steps
    assert step.claim is None


def test_letters_belong_to_one_claim_and_one_assessor_and_are_sealed(record: Record) -> None:
    """Two assessors differ; nothing is averaged, and no leaf has a letter."""
    claim = next(held.claim.id for held in record.claims())
    grade(record, claim, "B2", "ann", note="was there")
    grade(record, claim, "f6", "ben")
    found = gradings(record)
    assert [(each.source, each.information, each.by, each.claim) for each in found] == [
        ("B", "2", "ann", claim),
        ("F", "6", "ben", claim),
    ]
    leaf = msgspec.json.decode(record.entry(found[0].entry).leaf)
    assert leaf["body"] == {"claim": claim, "grading": "a1"}
    for letters in ("B7", "G1", "B", "22"):
        with pytest.raises(UsageError, match="expected a letter A to F"):
            grade(record, claim, letters, "ann")
    with pytest.raises(NotFoundError, match="no claim"):
        grade(record, "c_0", "B2", "ann")


def test_letters_are_on_no_page_and_in_no_export(record: Record, tmp_path: Path) -> None:
    """What anybody is shown is the same whether somebody graded or not; the assessor and the words are nowhere."""
    claim = next(held.claim.id for held in record.claims())
    before = _views(record)
    grade(record, claim, "C3", "zara the assessor", note="CANARY-NOTE")
    assert _views(record) == before
    material = views.gather(record)
    written = [report.render(material)]
    for part in exports.PARTS:
        exports.export(material, part, tmp_path / f"{part}.jsonl")
        written.append((tmp_path / f"{part}.jsonl").read_text(encoding="utf-8"))
    assert not any(mark in text for text in written for mark in ("CANARY-NOTE", "zara the assessor", "assessment.graded"))


def _views(record: Record) -> bytes:
    material = views.gather(record)
    pages = (
        views.violations_page(material).violations,
        views.incidents_page(material).incidents,
        views.claims_page(material).claims,
        views.sources_page(material).sources,
    )
    return b"\n".join(map(msgspec.json.encode, pages))


def test_steps_stay_with_the_office_that_took_them(record: Record, tmp_path: Path) -> None:
    """Incidents are each office's own, so another's steps stay in its copy, are counted by kind, and are shown by nobody else."""
    take_step(record, STEP, "ann")
    grade(record, next(held.claim.id for held in record.claims()), "B2", "ann")
    Office("east", record).put_on(tmp_path / "stick")
    west = Office.at(tmp_path, "west", theatre="valley")
    with west.record:
        (done,) = west.take_from(tmp_path / "stick")
        stay = dict(done.merged.stay)
        assert (stay["violation.step"], stay["assessment.graded"]) == (1, 1)
        assert (steps(west.record), gradings(west.record)) == ((), ())
        assert west.record.verify().ok


def test_a_report_that_goes_takes_what_assessors_and_steps_say_upon_its_claims(record: Record) -> None:
    """Letters, reasons and notes are gone for good; that there were a step and a grading stays."""
    claim = next(held.claim.id for held in record.claims())
    take_step(record, msgspec.structs.replace(STEP, claim=claim, note="CANARYSTEP"), "ann")
    take_step(record, msgspec.structs.replace(STEP, on="2016-09-18", note="stands on no claim"), "ann")
    grade(record, claim, "B2", "ann", note="CANARYGRADE")
    approve(record, ask(record, "desk", basis="consent-withdrawn", by="ann").id, by="ben")
    (grading,) = gradings(record)
    assert (grading.source, grading.information, grading.note) == (None, None, None)
    assert [each.note for each in steps(record)] == [None, "stands on no claim"]
    left = b"".join(file.read_bytes() for file in sorted(record.folder.rglob("*")) if file.is_file())
    assert b"CANARYSTEP" not in left
    assert b"CANARYGRADE" not in left
    assert record.verify().ok


def test_rebuilding_changes_no_step(record: Record) -> None:
    """Steps are read from their leaves alone."""
    take_step(record, STEP, "ann")
    before = (steps(record), record.dump())
    record.rebuild()
    assert (steps(record), record.dump()) == before
