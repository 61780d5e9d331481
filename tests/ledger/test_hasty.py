"""An append takes for granted that nobody else wrote and that no id stands already; where that is not so, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.engines import ENGINES
from truceline.errors import RecordBrokenError, RecordClashError
from truceline.ledger import CallReceived, Draft, Record
from truceline.ledger.kernel.tables import read_tile
from truceline.ledger.leaf import drafts


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> str | None:
    """Every test here holds on every engine."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else None


def called(name: str, channel: str = "telephone") -> Draft:
    """Return a call, whose id follows from its name."""
    call = CallReceived(call=name, report="r1", received_at="2016-09-20T10:00:00+03:00", channel=channel)
    return drafts.called(call, by="duty", caller="miller")


def test_two_who_append_in_turn_each_find_what_the_other_wrote(record: Record) -> None:
    """Neither asks before it writes; places follow one another all the same, and the tree is that of the leaves."""
    start = record.size
    with Record.open(record.folder, is_checked=False) as other:
        places = [who.append([drafts.sat(by="ann", accepted=1)]) for _ in range(4) for who in (record, record, other)]
    assert places == [(start + number,) for number in range(12)]
    assert record.verify().ok


def test_an_id_that_stands_already_keeps_its_place_among_new_ones(record: Record) -> None:
    """The database refuses it at first; then it is looked up, and the new ones around it are appended."""
    (there,) = record.append([called("k1")])
    record.append([drafts.sat(by="ann")])
    size = record.size
    assert record.append([drafts.sat(by="ann"), called("k1"), drafts.sat(by="ben")]) == (size, there, size + 1)
    assert record.size == size + 2
    assert record.append([drafts.sat(by="ann")]) == (size + 2,)
    assert record.verify().ok


def test_the_same_id_with_other_content_is_refused_after_new_ones_went_well(record: Record) -> None:
    """Nothing of the refused append stands, and the next goes on as if it had not been."""
    record.append([called("k1")])
    record.append([drafts.sat(by="ann")])
    size, root = record.size, record.root
    with pytest.raises(RecordClashError, match="already entry"):
        record.append([drafts.sat(by="ann"), called("k1", channel="radio")])
    assert (record.size, record.root) == (size, root)
    assert record.append([drafts.sat(by="ann")]) == (size,)


def test_an_id_twice_in_one_append_is_one_entry(record: Record) -> None:
    """Whether or not it stood before."""
    size = record.size
    assert record.append([called("k1"), called("k1")]) == (size, size)
    assert record.size == size + 1


@pytest.mark.parametrize("count", [1, 7, 8, 600])
def test_few_and_many_entries_with_tiles_and_sealed_values_are_whole(record: Record, count: int) -> None:
    """Tiles that become full and sealed values go in with the entries, however they are sent."""
    for number in range(2):
        record.append([drafts.sat(by=f"ann {line}") for line in range(count)])
        record.append([*(drafts.sat(by=f"ben {line}") for line in range(count)), called(f"k{number}")])
    assert [held.caller for held in record.calls()] == ["miller", "miller"]
    assert record.verify().ok


def test_a_hasty_append_that_fails_before_its_commit_leaves_nothing(record: Record) -> None:
    """On a server all of it is sent with the commit; whoever stops before that has sent nothing."""
    record.append([drafts.sat(by="ann")])
    size = record.size

    def stop(stage: str) -> None:
        if stage == "state":
            raise KeyboardInterrupt

    record.log.at_stage = stop
    with pytest.raises(KeyboardInterrupt):
        record.append([drafts.sat(by="ann")])
    record.log.at_stage = lambda _: None
    assert record.size == size
    assert record.append([drafts.sat(by="ann")]) == (size,)
    assert record.verify().ok


def test_a_tile_that_waits_to_be_sent_can_be_read_once_the_database_is_asked(record: Record) -> None:
    """A tile of a higher level is made of those below it, the one just filled among them; that one is not missing."""
    record.append([drafts.sat(by="ann")])
    record.append([drafts.sat(by="ann")])
    engine = record.log.engine
    tile = bytes(32) * 256
    engine.begin_writing(hasty=True)
    try:
        engine.insert_tiles([(0, 9, tile)])
        assert read_tile(engine, 0, 9) == tile
    finally:
        engine.roll_back()
    assert record.verify().ok


def test_a_state_that_is_not_what_we_left_is_read_before_anything_is_built_on_it(record: Record) -> None:
    """The append that takes our own state for granted finds out in the database that it is not there any more."""
    record.append([drafts.sat(by="ann")])
    record.append([drafts.sat(by="ann")])
    size = record.size
    record.log.engine.run("UPDATE tree_state SET edge = ?", (b"\0",))
    with pytest.raises(RecordBrokenError, match=f"a tree of {size} entries cannot have an edge of 1 bytes; nothing was added"):
        record.append([drafts.sat(by="ann")])
    assert record.size == size


def test_an_append_after_another_asks_a_file_nothing(tmp_path: Path) -> None:
    """Place, id and state are refused by the database where they are not as we left them, so none of them is asked for."""
    with Record.create(tmp_path / "r", "exercise", "world") as record:
        record.append([drafts.sat(by="ann")])
        record.append([drafts.sat(by="ann")])
        said: list[str] = []
        record.log.sql.set_trace_callback(said.append)
        record.append([drafts.sat(by="ann")])
        record.log.sql.set_trace_callback(None)
    assert [statement.split()[0] for statement in said] == ["BEGIN", "INSERT", "UPDATE", "COMMIT"]
