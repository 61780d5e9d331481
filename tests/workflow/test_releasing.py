"""Releasing: two people, exactly what was named, after the delay, and never a word more."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fakes.storytelling import Story
from truceline.errors import MeanwhileError, NotFoundError, UsageError
from truceline.ledger import Draft, Record
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import ReleaseGiven, StatementMarked, StepTaken
from truceline.ledger.marks import append_mark
from truceline.ledger.releases import GIVEN, releases
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.steps import append_step
from truceline.model import Link
from truceline.model.assertions import Telling
from truceline.model.movements import MovementNamed, Permit, Reached
from truceline.outputs import views
from truceline.outputs.views import Material, Selection, Viewer, gather, movement_lines, release_list, seen_by
from truceline.outputs.views.release_page import release_page
from truceline.workflow import redacting
from truceline.workflow.calls import Call, receive_call
from truceline.workflow.packs import load_theatre
from truceline.workflow.releasing import ask, changes, check_second, give, release_of, set_delay, withdraw
from truceline.workflow.telling import open_subject, tell

RELEASED = "Shells fell on Sarnum on 19 September, killing 3 people"
KEPT_BACK = "CANARYREST: the shells came from the east"
"""What stands in the same report and is released by nobody."""
NOW = dt.datetime(2016, 9, 21, 8, tzinfo=dt.UTC)
DUE = "2016-09-23T12:00:00Z"
"""The 19th has ended everywhere at noon of the 20th; three days later it may be shown."""


def at(instant: str = "2016-10-01T00:00:00Z") -> Viewer:
    """Everybody, at an instant."""
    return Viewer(at=instant, is_public=True)


def public(record: Record, instant: str = "2016-10-01T00:00:00Z", **selection: str | bool) -> Material:
    """What everybody sees."""
    return seen_by(record, gather(record, Selection(**selection)), at(instant))  # type: ignore[arg-type]


def pages(material: Material) -> str:
    """Everything that the views make of it."""
    made: list[object] = [
        views.incidents_page(material),
        *(views.incident_page(material, each.id) for each in views.incidents_page(material).incidents),
        *(views.report_page(material, each.report.id) for each in material.held),
        views.claims_page(material),
        views.sources_page(material),
        *movement_lines.lines(views.movements_page(material)),
        views.public_movements_page(material),
        views.public_sites_page(material, today="2016-10-01"),
        views.proposals_page(material),
        views.contacts_page(material),
        views.observations_page(material),
        views.actors_page(material),
        views.evidence(material),
        material.told,
        material.links,
        material.held,
        material.steps,
    ]
    return "\n".join(msgspec.json.encode(page).decode() for page in made)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with two claims of one incident, one of which waits; and a second incident."""
    story = Story("actual")
    text = f"{RELEASED}. {KEPT_BACK}. Nothing else was known."
    story.report("r1", text, published="2016-09-20", publisher="Agency", title="CANARYTITLE")
    story.claim(
        "r1",
        RELEASED,
        event="fell",
        counts=[("3 people", "killed", "people", 3, 3, "exact")],
        time=("19 September", "2016-09-19"),
        incident="i1",
        about=("occurrence",),
    )
    story.claim("r1", KEPT_BACK, event="came", incident="i1", about=("perpetrator",), standing="proposed")
    story.report("r2", "CANARYOTHER: shots were heard on 18 September.", published="2016-09-19", publisher="CANARYDESK")
    story.claim("r2", "shots were heard on 18 September", event="shots", time=("18 September", "2016-09-18"), incident="i2")
    folder = tmp_path_factory.mktemp("releasing") / "rec"
    with Record.create(folder, "actual", "world", clock=lambda: NOW) as made:
        story.record(made)
    return folder


@pytest.fixture
def record(template: Path, tmp_path: Path) -> Iterator[Record]:
    """A copy of it, to do with as one likes."""
    with Record.open(shutil.copytree(template, tmp_path / "rec"), clock=lambda: NOW) as made:
        yield made


def released(record: Record, target: str = "i1") -> str:
    """Release a thing by two people and return the release's id."""
    asked = ask(record, target, by="Ann Haddad").release
    give(record, asked.id, by="Ben")
    return asked.id


def test_nothing_is_public_where_nothing_is_released(record: Record) -> None:
    """Pages are empty, and no error."""
    shown = public(record, with_proposals=True)
    assert (shown.held, shown.told, shown.waiting, shown.is_public) == ((), (), (), True)
    assert "CANARY" not in pages(shown)
    with pytest.raises(NotFoundError):
        shown.read("r1")


def test_one_person_alone_releases_nothing(record: Record) -> None:
    """Asking is not giving, and asking twice is asking once."""
    first = ask(record, "i1", by="Ann Haddad")
    assert (ask(record, "i1", by="ann haddad").new, first.new, len(releases(record))) == (False, True, 1)
    assert not public(record).told


@pytest.mark.parametrize(
    "spelling",
    ["Ann Haddad", "ann.haddad", "ANN  HADDAD", "Ánn Haddad", "ann\u200bhaddad", "Haddad, Ann", "\u0410nn H\u0430ddad", "", "  "],
)
def test_nobody_gives_what_they_asked_for_under_another_spelling(record: Record, spelling: str) -> None:
    """Case, signs, accents, order, look-alike letters, invisible characters and blanks make nobody a second person."""
    asked = ask(record, "i1", by="Ann Haddad").release
    with pytest.raises(UsageError, match="expected a second person"):
        give(record, asked.id, by=spelling)
    assert release_of(record, asked.id).given is None


def test_a_giving_written_past_the_commands_by_the_same_name_counts_for_nothing(record: Record) -> None:
    """Whoever has the keyboard of the server can append an entry; the view looks at who stands behind it."""
    asked = ask(record, "i1", by="ann").release
    forged = ReleaseGiven(release=asked.id, asked_by="ben")
    record.append([Draft(kind=GIVEN, body=forged, by="ann", key="1", refs=asked.leaves)])
    assert not public(record).told


def test_only_the_words_of_released_claims_are_shown(record: Record) -> None:
    """Not the rest of the report, nor its title, nor what waits, nor who decided, nor any other incident."""
    released(record)
    shown = public(record, with_proposals=True)
    assert [told.claim.report for told in shown.told] == ["r1"]
    text = shown.read("r1")
    assert RELEASED in text
    assert (len(text), set(text.replace(RELEASED, ""))) == (len(record.report("r1").text), {"█"})
    made = pages(shown)
    assert "CANARY" not in made
    assert "i2" not in made
    assert "Agency" in made
    assert '"hand"' not in made
    assert shown.by_claim[shown.told[0].claim.id].claim.author == "a person"


def test_it_is_public_when_the_delay_after_the_last_moment_it_may_have_happened_is_over(record: Record) -> None:
    """Not one second before; and the list says from when."""
    name = released(record)
    page = release_list(record, gather(record), at="2016-09-23T11:59:59Z")
    assert [(each.id, each.state, each.public_from, each.until) for each in page.releases] == [
        (name, "given", DUE, "2016-09-20T12:00:00Z")
    ]
    assert not public(record, "2016-09-23T11:59:59Z").told
    assert public(record, DUE).told
    assert release_list(record, gather(record), at=DUE).releases[0].state == "public"


def test_an_earlier_known_day_brings_nothing_forward(record: Record) -> None:
    """The clocks choose what is shown, never when it may be."""
    released(record)
    for selection in ({"known": "2016-09-20"}, {"said": "2016-09-20"}, {"happened": "2016-09-19"}):
        assert not public(record, "2016-09-23T11:59:59Z", **selection).told
        assert public(record, DUE, **selection).told


def test_an_undated_incident_counts_from_receipt(tmp_path: Path) -> None:
    """What may have happened a minute ago waits the whole delay."""
    story = Story("actual")
    story.report("r9", "Shells fell on a town.", published="2016-09-01")
    story.claim("r9", "Shells fell on a town", event="fell", incident="i9")
    with Record.create(tmp_path / "undated", "actual", "world", clock=lambda: NOW) as made:
        story.record(made)
        released(made, "i9")
        assert release_list(made, gather(made), at=DUE).releases[0].public_from == "2016-09-24T08:00:00Z"


def test_a_shorter_delay_does_not_hurry_what_two_people_agreed_on_and_a_longer_one_holds_all_back(record: Record) -> None:
    """One person at the settings cannot undo what two signed."""
    released(record)
    set_delay(record, 0)
    assert not public(record, "2016-09-23T11:59:59Z").told
    set_delay(record, 200)
    assert not public(record, DUE).told
    with pytest.raises(UsageError, match="expected 0 to"):
        set_delay(record, -1)


def test_what_is_added_after_the_asking_is_not_public_and_the_second_person_is_told(record: Record) -> None:
    """Given all the same, it is as it was asked for; released again, it is whole."""
    asked = ask(record, "i1", by="ann").release
    waiting = next(each.claim.id for each in record.claims() if each.standing == "proposed")
    record.append([drafts.accepted(waiting, by="cleo")])
    with pytest.raises(MeanwhileError, match="added since: accepted") as told:
        give(record, asked.id, by="ben")
    (changed,) = told.value.changes
    assert (changed.what, changed.by, changed.entry) == (waiting, "cleo", record.size - 1)
    give(record, asked.id, by="ben", as_asked=True)
    assert "CANARYREST" not in pages(public(record))
    released(record)
    assert "CANARYREST" in pages(public(record))


def test_what_is_rejected_corrected_or_parted_after_the_release_is_not_shown_any_more(record: Record) -> None:
    """What people released is not what stands there now."""
    released(record)
    claim = public(record).told[0].claim.id
    record.append([drafts.unlinked(claim, "i1"), drafts.linked(Link(claim=claim, incident="i7", outcome="linked", why="moved"))])
    assert not public(record).told
    record.append([drafts.unlinked(claim, "i7"), drafts.linked(Link(claim=claim, incident="i1", outcome="linked", why="back"))])
    assert public(record).told
    record.append([drafts.rejected(claim, by="cleo")])
    assert not public(record).held


def test_what_is_redacted_after_the_release_is_gone_for_everybody(record: Record) -> None:
    """Neither its words nor that it was there."""
    released(record)
    redacting.approve(record, redacting.ask(record, "r1", basis="consent-withdrawn", by="ann").id, by="ben")
    shown = public(record)
    assert (shown.held, shown.told, views.incidents_page(shown).incidents) == ((), (), ())


def test_a_confidential_claim_that_joins_a_released_incident_changes_nothing(record: Record) -> None:
    """No count, no date, no origin of it; and no release ever covers it."""
    released(record)
    before = views.incidents_page(public(record)).incidents
    co = Compartments(record.origin).add("sources").id
    story = Story("actual")
    words = "Shells fell on Sarnum on 19 September, killing 77 people"
    story.report("CANARYID", f"{words}.", published="2016-09-19", publisher="CANARYGIVER")
    story.claim("CANARYID", words, event="fell", counts=[("77 people", "killed", "people", 77, 77, "exact")], incident="i1")
    given = story.reports["CANARYID"]
    record.append([record.draft_confidential(given, co, raw=b"raw", media="text/plain")])
    claim = msgspec.structs.replace(story.claims[0][0], report=record.confidential_id("CANARYID", co))
    record.append([record.draft_claim(claim, entered=True, by="hand")])
    record.append([drafts.linked(msgspec.structs.replace(story.links[0], claim=claim.id))])
    assert '"low":77,' in pages(gather(record))
    shown = public(record)
    assert views.incidents_page(shown).incidents == before
    assert not any(canary in pages(shown) for canary in ('"low":77,', "confidential", "CANARY"))
    assert changes(record, releases(record)[0]) == ()
    assert claim.id not in ask(record, "i1", by="cleo").release.claims
    with pytest.raises(NotFoundError, match="no claim"):
        ask(record, claim.id, by="cleo")


def test_withdrawn_is_not_shown_and_one_person_is_enough(record: Record) -> None:
    """At once; it is not given again, only asked for anew."""
    name = released(record)
    withdraw(record, name, by="ann", why="a family asked")
    assert not public(record).told
    with pytest.raises(UsageError, match="withdrawn by ann"):
        give(record, name, by="cleo")
    with pytest.raises(UsageError, match="withdrawn by ann"):
        withdraw(record, name, by="cleo")
    assert release_list(record, gather(record), at=DUE).releases[0].why_withdrawn == "a family asked"


def test_it_is_given_once_and_what_is_not_there_is_not_released(record: Record) -> None:
    """The refusals say what was expected."""
    name = released(record)
    with pytest.raises(UsageError, match="was given by Ben"):
        give(record, name, by="cleo")
    with pytest.raises(NotFoundError, match="no incident"):
        ask(record, "i99", by="ann")
    with pytest.raises(NotFoundError, match='no release "rl9"'):
        give(record, "rl9", by="ben")
    record.append([drafts.rejected(each.claim.id, by="cleo") for each in record.claims() if each.claim.report == "r2"])
    with pytest.raises(UsageError, match="nothing of i2 may be released"):
        ask(record, "i2", by="ann")
    with pytest.raises(UsageError, match="asked for by"):
        check_second(ask(record, "i1", by="dan").release, "Dan")


def test_the_note_of_a_call_is_never_released(record: Record) -> None:
    """Whoever called is protected by more than the seal on the name."""
    call = receive_call(record, Call(received="2016-09-20T08:00:00Z", about="shots", words="CANARYCALL words", caller="Z"), "ann")
    record.append([drafts.linked(Link(claim=call.claim, incident="i1", outcome="linked", why="a person says so"))])
    asked = ask(record, "i1", by="ann")
    assert {each.id: each.why for each in asked.left_out}[call.claim] == "it is the note of a call"
    give(record, asked.release.id, by="ben")
    assert "CANARYCALL" not in pages(public(record))


def test_a_finding_is_public_when_it_and_its_incident_are_released(record: Record) -> None:
    """Four eyes on the finding itself; the incident's release does not carry it."""
    step = StepTaken(
        step="", agreement="a", incident="i1", clause="c", kind="finding", value="confirmed", authority="un", on="2016-09-22"
    )
    name, _ = append_step(record, step, by="CANARYOFFICER", note="CANARYNOTE")
    finding = released(record, name)
    assert not public(record).steps
    released(record)
    shown = public(record)
    assert [each.id for each in shown.steps] == [name]
    assert "CANARY" not in pages(shown)
    withdraw(record, finding, by="ben")
    assert not public(record).steps


def test_a_mark_made_after_the_asking_is_not_public(record: Record) -> None:
    """What words do to an agreement is said by a person, and released with the claim as it then stood."""
    claim = next(each.claim.id for each in record.claims() if each.standing == "accepted")
    released(record)
    append_mark(record, StatementMarked(mark="", claim=claim, agreement="a", does="end"), by="CANARYMARKER")
    assert not public(record).marks.get(claim)
    released(record)
    assert [each.by for each in public(record).marks[claim]] == ["a person"]


def test_a_movement_is_shown_by_its_public_rendition_alone(record: Record) -> None:
    """Its name and reference are in no material; what was told later is not in the rendition."""
    name = open_subject(record, "movement", "CANARYCONVOY", reference="CANARYREF", by="ann").id
    facts = (
        MovementNamed(kind="convoy"),
        Permit(step="governor", requested="2016-09-10"),
        Reached(stage="delivered", at="2016-09-15"),
    )
    tell(record, name, Telling(by="un", facts=facts), by="ann")
    tell(record, open_subject(record, "movement", "CANARYTWO", by="ann").id, Telling(by="un", facts=facts), by="ann")
    assert views.public_movements_page(public(record)).movements == ()
    released(record, name)
    tell(record, name, Telling(by="CANARYLATER", facts=(Permit(step="governor", requested="2016-09-11"),)), by="ann")
    shown = public(record)
    assert (shown.assertions, shown.subjects) == ((), ())
    (movement,) = views.public_movements_page(shown, on="2016-09-30").movements
    assert movement.ended == "2016-09-15"
    assert "CANARY" not in pages(shown)
    with pytest.raises(UsageError, match="no public rendition"):
        ask(record, open_subject(record, "proposal", "a plan for talks", by="ann").id, by="ann")


def test_a_demonstration_is_released_as_a_whole(tmp_path: Path) -> None:
    """Everybody sees all of it that is in no compartment."""
    story = Story("demonstration")
    story.report("r1", f"{RELEASED}.", published="2016-09-20")
    story.claim("r1", RELEASED, event="fell", incident="i1")
    with Record.create(tmp_path / "demo", "demonstration", "world") as demo:
        story.record(demo)
        material = gather(demo)
        assert seen_by(demo, material, at()) is material
        assert release_list(demo, material, at=DUE).is_whole


@pytest.mark.parametrize(("lang", "who"), [("en", "United Nations"), ("ar", "الأمم المتحدة")])
def test_whoever_gives_a_release_reads_who_said_it_of_what_by_name(record: Record, lang: str, who: str) -> None:
    """No id stands where a name is known: nobody gives what they cannot read."""
    pack = load_theatre("world")
    record.append([record.draft_pack(pack.theatre, pack.files)])
    convoy = open_subject(record, "movement", "The convoy of 15 September", by="ann").id
    tell(record, convoy, Telling(by="un", facts=(Permit(step="governor", requested="2016-09-10"),)), by="ann")
    asked = ask(record, convoy, by="ann").release
    material = gather(record, Selection(with_proposals=True))
    (told,) = release_page(record, material, asked.id, at=NOW.isoformat(), lang=lang).others
    said = {part.name: part.values for part in told.parts}
    assert (said["said_by"], said["subject"]) == ((who,), ("The convoy of 15 September",))
