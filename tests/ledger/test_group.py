"""Appends of several threads share a transaction, and each still gets its own answer."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from fakes.engines import ENGINES
from fakes.small_reports import report
from truceline.errors import RecordClashError, RecordError, TrucelineError
from truceline.ledger import Draft, Record
from truceline.ledger.leaf import drafts


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> str | None:
    """Every test here that has a record holds on every engine."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else None


def at_once(record: Record, wanted: list[list[Draft]]) -> list[tuple[int, ...] | TrucelineError]:
    """Append from a thread each, all waiting behind one that is held up, and return what each got."""
    got: list[tuple[int, ...] | TrucelineError] = [()] * len(wanted)
    waiting = threading.Barrier(len(wanted) + 1)

    def append(number: int) -> None:
        waiting.wait()
        try:
            got[number] = record.append(wanted[number])
        except TrucelineError as error:
            got[number] = error

    threads = [threading.Thread(target=append, args=(number,)) for number in range(len(wanted))]
    for thread in threads:
        thread.start()
    with record.log.writing():  # a transaction of ours holds the log while they come
        waiting.wait()
    for thread in threads:
        thread.join(60)
    return got


def test_threads_share_transactions_and_every_one_is_told_its_places(record: Record) -> None:
    """Many appends, fewer commits; places without a gap, and what stands there is what was given."""
    commits: list[str] = []
    record.log.at_stage = commits.append
    size = record.size
    got = at_once(record, [[drafts.sat(by=f"{name}{line}") for line in range(3)] for name in "abcdefgh"])
    places = sorted(place for each in got if isinstance(each, tuple) for place in each)
    assert places == list(range(size, size + 24))
    for name, each in zip("abcdefgh", got, strict=True):
        assert isinstance(each, tuple)
        assert [record.entry(place).by for place in each] == [f"{name}{line}" for line in range(3)]
    assert commits.count("committed") < 9
    record.log.at_stage = lambda _: None
    assert record.verify().ok


def test_what_one_thread_does_wrong_fails_for_that_one_alone(record: Record) -> None:
    """A draft that clashes is refused with everything beside it in its own append; the others are written."""
    size = record.size
    told = report(1)
    clash = record.draft_report(told, raw=b"other", media="text/html")
    wanted: list[list[Draft]] = [[drafts.sat(by="ann")], [drafts.sat(by="never"), clash], [drafts.sat(by="ben")]]
    got = at_once(record, wanted)
    assert isinstance(got[1], RecordClashError)
    assert sorted(entry.by for entry in record.entries(size)) == ["ann", "ben"]
    assert record.verify().ok


def test_an_append_inside_a_transaction_is_part_of_it(record: Record) -> None:
    """All of it is kept, or nothing."""
    size = record.size

    def fail(name: str) -> None:
        if name == "state":
            raise OSError(name)

    record.log.at_stage = fail
    with pytest.raises(OSError, match="state"), record.log.writing():
        record.append([drafts.sat(by="ann")])
    record.log.at_stage = lambda _: None
    assert record.size == size
    with record.log.writing():
        record.append([drafts.sat(by="ann")])
        with record.log.reading():
            assert record.folded == record.size == size + 1
    assert record.size == size + 1


def test_half_an_append_is_never_kept_though_somebody_catches_its_error(record: Record) -> None:
    """Leaves without the tree over them would be a broken record: all of the transaction is undone."""
    size, root = record.size, record.root

    def fail(name: str) -> None:
        if name == "entries":
            raise OSError(name)

    def append_twice() -> None:
        with record.log.writing():
            record.append([drafts.sat(by="ann")])
            record.log.at_stage = fail
            with suppress(OSError):
                record.append([drafts.sat(by="ben")])
            record.log.at_stage = lambda _: None

    with pytest.raises(RecordError, match="failed in mid transaction"):
        append_twice()
    assert (record.size, record.root) == (size, root)
    assert record.append([drafts.sat(by="ann")]) == (size,)
    assert record.verify().ok


def test_a_clash_that_somebody_catches_spoils_nothing_else(record: Record) -> None:
    """What is refused before anything of it was written leaves the transaction as it was."""
    size = record.size
    clash = record.draft_report(report(1), raw=b"other", media="text/html")
    with record.log.writing():
        record.append([drafts.sat(by="ann")])
        with pytest.raises(RecordClashError):
            record.append([drafts.sat(by="never"), clash])
        record.append([drafts.sat(by="ben")])
    assert [entry.by for entry in record.entries(size)] == ["ann", "ben"]
    assert record.verify().ok


def test_the_same_new_entry_twice_in_one_transaction_has_one_place(record: Record) -> None:
    """Two threads that bring the same report at once get the same place."""
    told = report(7)
    draft = record.draft_report(told, raw=b"", media="text/plain")
    got = at_once(record, [[draft], [draft]])
    assert got[0] == got[1]
    assert [held.id for held in record.reports()].count("r7") == 1


def test_a_failure_at_any_stage_adds_all_or_nothing_and_the_same_again_converges(record: Record) -> None:
    """Whichever step of an append fails, before or after the commit: trying again leaves it there once."""
    from truceline.ledger.kernel.log import STAGES  # noqa: PLC0415  # only this test steps through them

    for number, stage in enumerate(STAGES, 20):

        def fail(name: str, failing: str = stage) -> None:
            if name == failing:
                raise OSError(failing)

        size = record.size
        draft = record.draft_report(report(number), raw=b"", media="text/plain")
        record.log.at_stage = fail
        with pytest.raises(OSError, match=stage):
            record.append([draft])
        record.log.at_stage = lambda _: None
        assert record.size == size + (stage == "committed")
        assert record.append([draft]) == (size,)
    assert record.verify().ok
