"""What is particular to a log in PostgreSQL: how it is reached, what it refuses, how writers queue."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from fakes.engines import schemas_dropped
from fakes.writers import draft
from truceline.errors import (
    RecordBusyError,
    RecordError,
    RecordNewerError,
    UsageError,
)
from truceline.ledger import Draft, Record
from truceline.ledger.kernel.engines.place import Place
from truceline.ledger.leaf import drafts

WRITER = """
import sys, time
from truceline.ledger import Draft, Record
from truceline.ledger.leaf import drafts
with Record.open(sys.argv[1], is_checked=False) as record:
    sys.stdout.write("ready\\n"); sys.stdout.flush()
    sys.stdin.readline()
    until = time.time() + 1.5
    while time.time() < until:
        record.append([drafts.sat(by=sys.argv[2])])
"""


@pytest.fixture
def database(postgres_url: str) -> str:
    """Records of this module are in PostgreSQL."""
    return postgres_url


@pytest.fixture
def folder(tmp_path: Path, database: str) -> Iterator[Path]:
    """A folder for a record whose schema is dropped in the end."""
    with schemas_dropped(database) as folders:
        folders.append(tmp_path / "other")
        yield tmp_path / "other"


def schemas(url: str) -> set[str]:
    with psycopg.connect(url) as sql:
        return {name for (name,) in sql.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'truceline_%'").fetchall()}


def test_a_password_is_used_and_written_nowhere(folder: Path, database: str) -> None:
    """Neither truceline.toml nor the file that names the database has it."""
    parts = urlsplit(database)
    who = parts.netloc.partition("@")[0].partition(":")[0]
    secret = parts._replace(netloc=f"{who}:open%20sesame@{parts.netloc.rpartition('@')[2]}").geturl()
    with Record.create(folder, "exercise", "valley", database=secret) as record:
        assert "sesame" not in record.log.name
    written = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"sesame" not in written
    assert b"postgresql://" in written
    with Record.open(folder) as record:
        assert record.verify().ok


@pytest.mark.parametrize(
    ("text", "url", "password"),
    [
        ("postgresql://ann:pw@db.example/mission#truceline_1", "postgresql://ann@db.example/mission", "pw"),
        ("postgresql://db.example/m?password=pw&sslmode=require#s", "postgresql://db.example/m?sslmode=require", "pw"),
        ("postgres:///m?host=/run/pg#s", "postgres:///m?host=/run/pg", None),
    ],
)
def test_a_url_is_kept_without_its_password(text: str, url: str, password: str | None) -> None:
    """Wherever in the URL it stands."""
    place, given = Place.parse(text)
    assert (place.url, given) == (url, password)


@pytest.mark.parametrize("text", ["mysql://db/m", "ledger.sqlite", "", "postgresql://db/m#Drop; --"])
def test_what_names_no_database_is_refused(text: str) -> None:
    """Used wrongly, and said what was expected; what may be a password is not repeated."""
    with pytest.raises(UsageError, match="expected"):
        Place.parse(text)


def test_a_server_that_is_not_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """The message says where it was looked for; no folder is left that looks like a record."""
    with pytest.raises(RecordError, match=r"postgresql://ann@127\.0\.0\.1:1/mission.* cannot be reached") as caught:
        Record.create(tmp_path / "record", "exercise", "valley", database="postgresql://ann:pw@127.0.0.1:1/mission")
    assert "pw" not in str(caught.value)
    assert [path for path in (tmp_path / "record").rglob("*") if path.is_file()] == []


def test_a_record_of_a_newer_version_is_refused_and_not_touched(record: Record, database: str) -> None:
    """Its number and ours are named, the command ends with 3, and no table is other than before."""
    record.log.engine.run("UPDATE schema_version SET version = 7")
    before = schemas(database), record.log.engine.rows("SELECT relname, reltuples FROM pg_class ORDER BY 1")
    with pytest.raises(RecordNewerError, match="has schema 7; this truceline reads up to 3") as caught:
        Record.open(record.folder)
    assert caught.value.exit_code == 3
    assert (schemas(database), record.log.engine.rows("SELECT relname, reltuples FROM pg_class ORDER BY 1")) == before


def test_entries_and_tiles_are_not_changed_or_deleted_by_mistake(record: Record) -> None:
    """The database itself refuses, also to empty a table at once; it is a guard rail, verification is the protection."""
    record.log.engine.run("INSERT INTO tile VALUES (9, 9, ?)", (b"\0",))
    for statement in ("UPDATE entry SET leaf = ''", "DELETE FROM entry", "TRUNCATE entry", "DELETE FROM tile", "TRUNCATE tile"):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="never"):
            record.log.sql.execute(statement)


def test_a_making_that_was_interrupted_is_finished_in_the_same_schema(folder: Path, database: str) -> None:
    """The file that names the schema is there before the schema is."""
    with Record.create(folder, "exercise", "valley", database=database) as record:
        origin, name = record.origin, record.log.name
    (folder / "truceline.toml").unlink()
    with Record.create(folder, "exercise", "valley", database=database) as record:
        assert (record.origin, record.log.name, record.size) == (origin, name, 1)


def test_a_record_begun_in_a_file_does_not_go_on_in_a_database(tmp_path: Path, database: str) -> None:
    """One record has one log."""
    with Record.create(tmp_path / "record", "exercise", "valley"):
        pass
    (tmp_path / "record" / "truceline.toml").unlink()
    with pytest.raises(UsageError, match="with a file of its own"):
        Record.create(tmp_path / "record", "exercise", "valley", database=database)


def test_who_waits_too_long_for_a_turn_is_told(record: Record) -> None:
    """An append that cannot have its turn fails whole and can be tried again."""
    with Record.open(record.folder, wait_s=0.1, is_checked=False) as other:
        with record.log.writing(), pytest.raises(RecordBusyError, match=r"held by others for more than 0\.1 s"):
            other.append([drafts.sat(by="ann")])
        assert other.append([drafts.sat(by="ann")]) == (record.size - 1,)


def test_who_waits_too_long_is_told_the_same_where_it_had_been_alone_before(record: Record) -> None:
    """Its append is then sent whole, and waits for its turn at the server: nothing of it stands, and it can be tried again."""
    with Record.open(record.folder, wait_s=0.1, is_checked=False) as other:
        for _ in range(3):
            other.append([drafts.sat(by="ann")])
        with record.log.writing(), pytest.raises(RecordBusyError, match=r"held by others for more than 0\.1 s"):
            other.append([drafts.sat(by="ann")])
        assert other.append([drafts.sat(by="ann")]) == (record.size - 1,)
    assert record.verify().ok


def test_a_server_that_is_set_to_stricter_transactions_lets_two_append_in_turn(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it serializes them by itself, whoever waited for a turn would be refused."""
    monkeypatch.setenv("PGOPTIONS", "-c default_transaction_isolation=serializable")
    opened = [Record.open(record.folder, is_checked=False) for _ in range(2)]
    with opened[0], opened[1], ThreadPoolExecutor(2) as pool:
        places = [pool.submit(who.append, [drafts.sat(by="ann")]) for _ in range(8) for who in opened]
        assert len({each.result() for each in places}) == 16


def test_writers_get_their_turns(record: Record) -> None:
    """Processes that append as fast as they can: no gap, and none gets less than half of what another gets."""
    command = [sys.executable, "-c", WRITER, str(record.folder)]
    writers = [subprocess.Popen([*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for name in "abcd"]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    start = record.size
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
    names = [entry.by for entry in record.entries(start)]
    middle = names[len(names) // 4 : len(names) * 3 // 4]
    counts = sorted(middle.count(name) for name in "abcd")
    assert counts[0] / counts[-1] >= 0.5, counts
    assert record.verify().ok


def test_a_reader_sees_one_state_while_another_writes(record: Record) -> None:
    """Several questions inside one reading have one answer, whatever is committed in between."""
    done = threading.Event()

    def write() -> None:
        with Record.open(record.folder, is_checked=False) as other:
            other.append([drafts.sat(by="ben")])
        done.set()

    with record.log.reading():
        size = record.size
        threading.Thread(target=write).start()
        assert done.wait(30)
        assert record.size == size
    assert record.size == size + 1


def cut(record: Record, url: str) -> None:
    """End the server's side of the connection, as a restart does."""
    pid = record.log.sql.info.backend_pid
    with psycopg.connect(url, autocommit=True) as sql:
        sql.execute("SELECT pg_terminate_backend(%s)", (pid,))
        while sql.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", (pid,)).fetchone() != (0,):
            pass


def test_a_connection_lost_between_two_operations_is_made_anew(record: Record, database: str) -> None:
    """Reading, writing and asking go on, with the settings that a log needs; nobody notices that the server was restarted."""
    for does in (
        record.claims,
        lambda: record.append([drafts.sat(by="ann")]),
        lambda: record.log.size,
        lambda: record.verify().ok,
        lambda: record.log.entry(0),
        lambda: record.append([drafts.sat(by="ben"), drafts.sat(by="cleo")]),
    ):
        cut(record, database)
        assert does()
        assert record.log.sql.execute("SHOW synchronous_commit").fetchone() == ("on",)
    cut(record, database)
    assert record.seal("name", "value")
    assert record.verify().ok


def lost_while_writing(record: Record, url: str, drafted: Sequence[Draft], more: Sequence[Draft] = ()) -> None:
    """Lose the connection inside a transaction that writes, and go on in it with ``more``."""
    with record.log.writing():
        record.append(drafted)
        cut(record, url)
        if more:
            record.append(more)


def lost_while_reading(record: Record, url: str) -> None:
    """Lose the connection inside a transaction that reads, and go on in it."""
    with record.log.reading():
        cut(record, url)
        record.claims()


def test_a_connection_lost_inside_an_operation_is_told_and_the_next_one_goes_on(record: Record, database: str) -> None:
    """What was done in it is gone, and the message says what to do; the same again connects anew."""
    size = record.size
    with pytest.raises(RecordError, match="nothing was added; the server went away or was restarted: do the same again"):
        lost_while_writing(record, database, [drafts.sat(by="ann")], [drafts.sat(by="ben")])
    assert record.size == size
    with pytest.raises(RecordError, match="do the same again"):
        lost_while_reading(record, database)
    assert record.append([drafts.sat(by="ann")]) == (size,)
    assert record.claims()
    assert record.verify().ok


def test_a_commit_whose_answer_was_lost_is_not_taken_for_done(record: Record, database: str) -> None:
    """Nobody knows whether it was kept: that is said, and giving the same again adds nothing twice."""
    once = [draft("once")]
    size = record.size
    with pytest.raises(RecordError, match="whether it was added is not known"):
        lost_while_writing(record, database, once)
    assert record.append(once) == (size,)
    assert record.append(once) == (size,)
    assert record.size == size + 1
