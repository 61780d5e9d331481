"""Withdrawing what was entered wrongly: nothing is erased, and nothing of it counts from there on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.observations import recorded
from truceline.outputs import views
from truceline.workflow.observing import GapSaid, enter_gap, import_table, withdraw
from truceline.workflow.opening import make
from truceline.workflow.redacting import approve, ask

GAP = GapSaid(
    observer="osce.smm",
    reason="refused",
    start="2016-01-12T10:00:00+02:00",
    end="2016-01-12T11:00:00+02:00",
    place="Avdiivka",
)
TABLE = """\
Day,From,Until,Where,How,What,Stood
2016-01-12,10:00,10:30,Avdiivka,saw,152mm howitzer,CANARYROOF
2016-01-12,11:00,11:30,Avdiivka,heard,,CANARYYARD
"""
MAP = """\
about: observation
zone: "+02:00"
fields:
  {observer: {value: osce.smm}, date: Day, time: From, end_time: Until, place: Where, sense: How, weapon: What, position: Stood,
   count: {value: "3"}}
"""
LOOKED = "about: exposure\nzone: '+02:00'\nfields: {observer: {value: osce.smm}, sensor: S, date: D, hours: H, region: R}\n"


def put_in(record: Record, folder: Path, name: str, table: str, mapping: str) -> tuple[str, ...]:
    """Write a table with its mapping, import it, and return the ids of its rows."""
    (folder / f"{name}.csv").write_text(table)
    (folder / f"{name}.yaml").write_text(mapping)
    return import_table(record, folder / f"{name}.csv", str(folder / f"{name}.yaml"), by="ann").ids


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with two observations, a gap and an exposure. Copy it before you change it."""
    folder = tmp_path_factory.mktemp("entered")
    with make(folder / "rec", theatre="ukraine_2015", kind="exercise") as record:
        assert put_in(record, folder, "days", TABLE, MAP) == ("o1", "o2")
        assert put_in(record, folder, "looked", "S,D,H,R\ncamera,2016-01-12,24,Donetsk region\n", LOOKED) == ("x1",)
        assert enter_gap(record, GAP, by="ann").id == "g1"
    return folder


@pytest.fixture
def record(entered: Path, tmp_path: Path) -> Iterator[Record]:
    """A copy of that record."""
    shutil.copytree(entered, tmp_path, dirs_exist_ok=True)
    with Record.open(tmp_path / "rec") as found:
        yield found


def test_what_is_withdrawn_is_in_no_list_count_or_concern_and_as_it_was_before_that_entry(record: Record) -> None:
    """One observation after another, then the gap and the exposure; the log keeps all of it, and the reason is sealed."""
    before, size = views.observations_page(record), record.size
    assert {each.observation for each in before.concerns} == {"o1"}
    (gone,) = withdraw(record, ["o1"], reason="CANARYREASON", by="ben")
    assert (gone.withdrawn, record.entry(gone.entered).kind) == (size, "observation.entered")
    page = views.observations_page(record)
    assert ([each.id for each in page.observations], page.concerns) == (["o2"], ())
    assert {each.counted[0].low for each in page.counts if each.counted} == {3}
    withdraw(record, ["x1", "g1", "o2", "o2"], reason="CANARYREASON", by="ben")
    page = views.observations_page(record)
    assert (page.observations, page.gaps, page.exposures, page.counts, page.concerns) == ((), (), (), (), ())
    material = views.gather(record)
    assert (material.observations, material.gaps, material.exposures) == ((), (), ())
    then = views.observations_page(record, views.Selection(entry=size - 1))
    assert (then.observations, then.gaps, then.exposures) == (before.observations, before.gaps, before.exposures)
    assert (then.counts, then.concerns) == (before.counts, before.concerns)
    assert record.verify().ok
    assert b"CANARYREASON" not in b"".join(entry.leaf for entry in record.entries())


@pytest.mark.parametrize(
    ("ids", "reason", "error", "told"),
    [
        (["o2", "o9", "s1", "o0"], "wrong", NotFoundError, 'exposure "o9", "s1", "o0" in this record; it has o1 to o2, g1, x1'),
        (["o2", "o1"], "wrong", UsageError, "o1 at entry .* by ben; expected what still stands"),
        (["o2"], " ", UsageError, "for what reason"),
    ],
)
def test_all_are_withdrawn_or_none(record: Record, ids: list[str], reason: str, error: type[Exception], told: str) -> None:
    """An id that is not there, or was withdrawn before, or no reason: nothing is written, and it says what there is."""
    withdraw(record, ["o1"], reason="wrong", by="ben")
    size = record.size
    with pytest.raises(error, match=told):
        withdraw(record, ids, reason=reason, by="ann")
    assert record.size == size


def test_what_was_withdrawn_does_not_come_back_by_being_entered_again(record: Record, tmp_path: Path) -> None:
    """Neither from the table nor by hand; what was mended has a number of its own."""
    withdraw(record, ["o1", "g1"], reason="wrong", by="ben")
    again = import_table(record, tmp_path / "days.csv", str(tmp_path / "days.yaml"), by="ann")
    assert (again.entered, again.remarks) == (0, ("of the rows already there, 1 withdrawn: they stay so",))
    with pytest.raises(UsageError, match=r"entered as g1 and withdrawn at entry \d+"):
        enter_gap(record, GAP, by="ann")
    assert put_in(record, tmp_path, "mended", TABLE.replace("152mm", "122mm"), MAP) == ("o3",)
    assert [each.value.id for each in recorded(record).observations] == ["o2", "o3"]


def test_a_table_of_which_a_row_was_withdrawn_can_be_redacted_with_the_reason(record: Record) -> None:
    """Where the observers stood goes of every row, and so does what was said about it when it was withdrawn."""
    gone = withdraw(record, ["o1", "g1"], reason="stood in the yard", by="ben")
    asked = ask(record, "t1", basis="consent-withdrawn", by="ann")
    approve(record, asked.id, by="ben")
    assert [each.words.get("position") for each in recorded(record, gone[0].withdrawn - 1, is_unsealed=True).observations] == [
        None
    ] * 2
    assert [set(record.log.disclosures(each.withdrawn)) for each in gone] == [set(), {"note"}]
    assert record.verify().ok
