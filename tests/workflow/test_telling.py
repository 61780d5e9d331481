"""Entering what people tell: once each, by all four clocks, and withdrawn without being lost."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.tellings import subjects, tellings
from truceline.model.assertions import Telling
from truceline.model.movements import Outcome, Permit
from truceline.model.sites import Struck
from truceline.outputs import views
from truceline.outputs.views.hearing import day_asked_for
from truceline.outputs.views.tellings import told
from truceline.workflow.telling import ToOpen, ToTell, open_several, open_subject, tell, tell_several, withdraw

ASKED = Permit(step="governor", requested="2016-09-10")
GIVEN = Permit(step="governor", requested="2016-09-10", decided="2016-09-14", decision="granted")


def said(*facts: Permit | Outcome, by: str = "un", on: str | None = None, note: str | None = None) -> Telling:
    """Say facts of a movement."""
    return Telling(by=by, facts=facts, said_on=on, note=note)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with one movement."""
    with Record.create(tmp_path / "rec", "actual", "world") as made:
        open_subject(made, "movement", "the convoy", reference="IACP 14", by="ann")
        yield made


def test_the_same_reference_is_the_same_subject_and_without_one_the_same_name_is(record: Record) -> None:
    """Whatever it is called the second time; two that have different references may have one name."""
    again = open_subject(record, "movement", "another name", reference=" IACP 14", by="ben")
    assert (again.id, again.new) == ("mv1", False)
    found = open_several(
        record, "movement", [ToOpen(name="the convoy", reference="15"), ToOpen(name="x"), ToOpen(name=" x ")], by="ann"
    )
    assert [(each.id, each.new) for each in found] == [("mv2", True), ("mv3", True), ("mv3", False)]
    assert open_subject(record, "plan", "x", by="ann").id == "pl1"


def test_the_same_telling_twice_is_one_and_another_speaker_is_another(record: Record) -> None:
    """Also where it is published again, and within one import."""
    first = tell(record, "mv1", said(ASKED), by="ann", published_at="2016-09-20")
    again = tell(record, "mv1", said(ASKED), by="ben", published_at="2016-09-27")
    assert (first.id, first.new, again.id, again.new) == ("tl1", True, "tl1", False)
    several = [said(ASKED), said(ASKED, by="sarc"), said(ASKED, by="sarc"), said(GIVEN)]
    found = tell_several(record, [ToTell(subject="mv1", telling=each) for each in several], by="ann")
    assert [(each.id, each.new) for each in found] == [("tl1", False), ("tl2", True), ("tl2", False), ("tl3", True)]


def test_what_one_reader_may_see_and_what_lies_under_another_key_are_two(record: Record) -> None:
    """A mark under another key tells nothing of the one in the open; a record without that key is read all the same."""
    co = Compartments(record.origin).add("medics").id
    tell(record, "mv1", said(ASKED), by="ann")
    assert tell(record, "mv1", said(ASKED), by="ann", co=co).new
    marks = [entry.body.mark for entry in record.entries() if entry.kind == "telling.entered"]  # type: ignore[attr-defined]
    assert marks[0] != marks[1]
    record.vault.file(co).unlink()
    assert [each.telling for each in tellings(record)] == [said(ASKED), None]
    assert [each.source.id for each in views.gather(record).assertions] == ["tl1"]


def test_a_telling_is_known_from_its_day_of_publication_on_and_said_on_its_own(record: Record) -> None:
    """Before that day nothing of it is there, nor of a subject that was known through it alone."""
    tell(record, "mv1", said(ASKED, on="2016-09-12"), by="ann", published_at="2016-09-20")

    def seen(known: str | None = None, spoken: str | None = None) -> tuple[int, int]:
        found = told(record, views.Selection(known=known, said=spoken))
        return len(found.assertions), len(found.subjects)

    assert [seen("2016-09-19"), seen("2016-09-20")] == [(0, 0), (1, 1)]
    assert [seen(None, "2016-09-11"), seen(None, "2016-09-12")] == [(0, 0), (1, 1)]
    (subject,) = told(record, views.Selection()).subjects
    assert (subject.name, subject.known_on, subject.reference) == ("the convoy", "2016-09-20", "IACP 14")
    (assertion,) = views.gather(record).assertions
    assert (assertion.fact, assertion.by, assertion.rule) == (ASKED, "un", "told")
    assert (assertion.source.id, assertion.source.known_on, assertion.source.said_on) == ("tl1", "2016-09-20", "2016-09-12")


def test_without_a_day_it_is_known_and_said_on_the_day_it_was_entered(record: Record) -> None:
    """So a selection of an earlier day has neither the telling nor its subject."""
    tell(record, "mv1", said(ASKED), by="ann")
    today = dt.datetime.now(dt.UTC).date().isoformat()
    (assertion,) = views.gather(record).assertions
    assert (assertion.source.known_on, assertion.source.said_on) == (today, today)
    before = views.gather(record, views.Selection(known="2016-09-30"))
    assert (before.assertions, before.subjects) == ((), ())


def test_what_is_withdrawn_counts_for_nothing_from_there_on(record: Record) -> None:
    """As of an earlier entry it still stands; told again with other words it is new; the reason stands in no leaf."""
    tell(record, "mv1", said(ASKED), by="ann")
    tell(record, "mv1", said(GIVEN), by="ann")
    gone = withdraw(record, "tl1", reason="CANARY another convoy", by="ben")
    assert [each.source.id for each in views.gather(record).assertions] == ["tl2"]
    assert len(views.gather(record, views.Selection(entry=gone.withdrawn - 1)).assertions) == 2
    with pytest.raises(UsageError, match="withdrawn already: tl1 at entry 4 by ben"):
        withdraw(record, "tl1", reason="again", by="ben")
    with pytest.raises(UsageError, match="withdrawn already: tl1 at entry 4"):
        tell(record, "mv1", said(ASKED), by="ann")
    passed = tell_several(record, [ToTell(subject="mv1", telling=said(ASKED))], by="ann", again=True)
    assert [(each.id, each.new) for each in passed] == [("tl1", False)]
    assert [each.id for each in tellings(record)] == ["tl2"]
    assert tell(record, "mv1", said(ASKED, note="after all"), by="ann").id == "tl3"
    assert not any(b"CANARY" in entry.leaf for entry in record.entries())


def test_a_subject_goes_only_after_everything_that_is_told_of_it(record: Record) -> None:
    """And what has gone takes no telling any more."""
    tell(record, "mv1", said(ASKED), by="ann")
    with pytest.raises(UsageError, match="of mv1 is still told tl1"):
        withdraw(record, "mv1", reason="twice", by="ann")
    withdraw(record, "tl1", reason="wrong", by="ann")
    withdraw(record, "mv1", reason="twice", by="ann")
    assert subjects(record) == ()
    with pytest.raises(UsageError, match="withdrawn already: mv1"):
        tell(record, "mv1", said(GIVEN), by="ann")
    with pytest.raises(UsageError, match="give it another --reference"):
        open_subject(record, "movement", "the convoy", reference="IACP 14", by="ann")


def test_that_a_notified_object_was_struck_is_never_withdrawn(record: Record) -> None:
    """Whoever says that it was not so says it beside it."""
    tell(record, "mv1", Telling(by="un", facts=(Struck(incident="i1"),)), by="ann")
    with pytest.raises(UsageError, match="that stays for good"):
        withdraw(record, "tl1", reason="mistaken", by="ann")


@pytest.mark.parametrize(
    ("subject", "telling", "published", "words"),
    [
        ("mv1", said(ASKED, by=" "), None, "who says it of mv1"),
        ("mv1", said(), None, "nothing is said of mv1"),
        ("mv1", said(ASKED, on="2016-13-01"), None, "said on '2016-13-01', of mv1, is no day"),
        ("mv1", said(ASKED, on="20160901"), None, "is no day; expected YYYY-MM-DD"),
        ("mv1", said(ASKED), "2999-01-01", "published on '2999-01-01', of mv1, is still to come"),
        ("mv1", said(ASKED, note="CANARY \ud800"), None, "half a character"),
        ("mv1", said(ASKED, note="CANARY" * 20_000), None, "at most 65536 can be sealed"),
    ],
)
def test_a_telling_that_cannot_be_kept_is_refused_without_a_word_of_it(
    record: Record, subject: str, telling: Telling, published: str | None, words: str
) -> None:
    """What, where, what was expected; nothing of what would have been sealed; nothing written."""
    size = record.size
    with pytest.raises(UsageError, match=words) as raised:
        tell(record, subject, telling, by="ann", published_at=published)
    assert ("CANARY" in str(raised.value), record.size) == (False, size)


def test_of_several_tellings_all_are_entered_or_none(record: Record) -> None:
    """One whose subject or claim is not there stops the others."""
    size = record.size
    with pytest.raises(NotFoundError, match='no subject "mv7", "zz1" in this record'):
        tell_several(record, [ToTell(subject=name, telling=said(ASKED)) for name in ("mv1", "mv7", "zz1")], by="ann")
    with pytest.raises(NotFoundError, match="no claim c_0 in this record"):
        tell(record, "mv1", said(ASKED), by="ann", claim="c_0")
    with pytest.raises(UsageError, match="a movement without a name"):
        open_several(record, "movement", [ToOpen(name="a"), ToOpen(name="  ")], by="ann")
    with pytest.raises(UsageError, match="name of the movement to open has"):
        open_subject(record, "movement", "x" * 70_000, by="ann")
    assert record.size == size


def test_an_import_is_one_transaction_with_the_subjects_that_it_opens(record: Record) -> None:
    """What is refused at its end leaves nothing of its beginning."""
    size = record.size

    def imported() -> None:
        with record.log.writing():
            opened = open_subject(record, "movement", "new", by="ann")
            tell(record, opened.id, said(), by="ann")

    with pytest.raises(UsageError, match="nothing is said"):
        imported()
    assert (record.size, [each.id for each in subjects(record)]) == (size, ["mv1"])


def test_a_choice_of_days_keeps_what_overlaps_it_and_what_goes_with_that(record: Record) -> None:
    """From the first day of a telling to the last; a fact without a day, or on another day of a movement, goes with it."""
    open_subject(record, "movement", "the other", by="ann")
    tell(record, "mv1", said(GIVEN), by="ann")
    tell(record, "mv1", said(Outcome(outcome="partial")), by="ann")
    tell(record, "mv2", said(Outcome(outcome="denied")), by="ann")

    def seen(days: str) -> list[str]:
        found = told(record, views.Selection(happened=days))
        assert {each.id for each in found.subjects} == {each.subject for each in found.assertions}
        return [each.source.id for each in found.assertions]

    assert [seen("2016-09-12"), seen("2016-09-15"), seen("..2016-09-10")] == [["tl1", "tl2"], [], ["tl1", "tl2"]]
    tell(record, "mv1", said(Outcome(outcome="attacked", at="2016-09-19")), by="ann")
    assert seen("2016-09-19") == ["tl1", "tl2", "tl4"], "the convoy that was attacked had been granted its passage"


def test_a_name_is_not_shown_before_anything_of_its_subject_was_known(record: Record) -> None:
    """What was published earlier, and entered later, is shown under the id: the name came with what was told first."""
    tell(record, "mv1", said(GIVEN), by="ann", published_at="2016-09-20")
    tell(record, "mv1", said(ASKED), by="ann", published_at="2016-09-12")

    def called(known: str | None = None, happened: str | None = None) -> list[tuple[str, str | None]]:
        seen = told(record, views.Selection(known=known, happened=happened))
        return [(each.name, each.reference) for each in seen.subjects]

    assert [called(known="2016-09-11"), called(known="2016-09-12")] == [[], [("mv1", None)]]
    assert called(known="2016-09-20") == called(happened="2016-09-10") == [("the convoy", "IACP 14")]


def test_a_record_with_tellings_is_verified_and_opened_elsewhere_without_its_keys(record: Record, tmp_path: Path) -> None:
    """The log holds together, and pages are made, where nothing that is sealed can be read."""
    tell(record, "mv1", said(ASKED), by="ann")
    assert record.verify().problems == ()
    key = record.vault.file("open")
    shutil.move(key, tmp_path / "away")
    assert [each.telling for each in tellings(record)] == [None]
    material = views.gather(record)
    assert (material.assertions, [each.name for each in material.subjects]) == ((), ["mv1"])
    assert msgspec.json.encode(material.subjects)


def test_the_day_asked_for_goes_by_the_days_that_are_told_and_else_by_that_of_entering(record: Record) -> None:
    """A log of last year that is typed in today says nothing of today, unless nothing in the record has another day."""
    tell(record, "mv1", said(Outcome(outcome="denied")), by="ann")
    assert day_asked_for(views.gather(record)) == dt.datetime.now(dt.UTC).date().isoformat()
    tell(record, "mv1", said(Permit(step="governor", requested="2016-09-10", due="2016-09-21")), by="ann")
    assert day_asked_for(views.gather(record)) == "2016-09-10"
    tell(record, "mv1", said(GIVEN, on="2016-09-15"), by="ann")
    assert day_asked_for(views.gather(record)) == "2016-09-15"
    tell(record, "mv1", said(GIVEN), by="ann", published_at="2016-09-20")
    assert day_asked_for(views.gather(record)) == "2016-09-20"


def test_an_exercise_may_play_in_years_to_come(tmp_path: Path) -> None:
    """There a day that is still to come is no slip."""
    with Record.create(tmp_path / "played", "exercise", "world") as made:
        name = open_subject(made, "movement", "the convoy", by="ann").id
        assert tell(made, name, said(ASKED, on="2999-01-01"), by="ann").new
