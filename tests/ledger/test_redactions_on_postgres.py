"""Taking something out of a log in PostgreSQL, and proving one of its incidents: what was was ordered is in no file of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from fakes.engines import schemas_dropped
from fakes.september import september
from fakes.small_reports import THEATRE
from truceline.ledger import Record, redactions, verify_bundle
from truceline.outputs.bundle import prove
from truceline.workflow.calls import Call, receive_call
from truceline.workflow.redacting import approve, ask

CALL = Call(received="2016-09-20T07:00:00+03:00", about="a bakery", words="they hit it", caller="CANARYCALLER Example")


@pytest.fixture(scope="module", params=["the owner of the cluster", "an ordinary role"])
def held(request: pytest.FixtureRequest, postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record with a call, in a database of a role that may do everything, and of one that may make a schema and no more."""
    url = postgres_url
    if request.param == "an ordinary role":
        url = url.replace("tester@", "plain@")
        if url == postgres_url:
            pytest.skip("the server that was named is not ours to make roles in")
        with psycopg.connect(postgres_url, autocommit=True) as sql:
            sql.execute("CREATE ROLE plain LOGIN")
            sql.execute("GRANT CREATE ON DATABASE postgres TO plain")
    folder = tmp_path_factory.mktemp("held") / "record"
    with schemas_dropped(postgres_url) as folders:
        folders.append(folder)
        with Record.create(folder, "exercise", "valley", database=url) as made:
            made.append([made.draft_pack(THEATRE, {"actors.yaml": b"actors: []\n"})])
            september().record(made)
            receive_call(made, CALL, "ann")
            yield made


def test_a_value_goes_with_its_row_and_every_proof_holds(held: Record, postgres_url: str) -> None:
    """By whichever role; no page of the table has its ciphertext, and what the role may not have done is said."""
    call = held.calls()[0]
    statement = "SELECT ciphertext FROM disclosure WHERE entry_idx = ?"
    locked = [bytes(row[0]) for row in held.log.engine.rows(statement, (call.entry,))]
    request = ask(held, call.call, basis="court-order", by="ann")
    _, erased = approve(held, request.id, by="ben")
    assert (erased.values, erased.is_thorough) == (len(locked), True)
    assert held.log.engine.rows(statement, (call.entry,)) == []
    assert redactions.finish(held) is None
    assert held.verify().ok
    if " host=/" in f" {postgres_url.replace('?', ' ')}":
        data = Path(postgres_url.partition("host=")[2]) / "data" / "base"
        pages = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
        assert [one for one in locked if one in pages] == []


def test_a_reader_who_does_not_end_holds_nothing_up(held: Record) -> None:
    """The value is gone for everybody; that the table is not written anew yet is said, and `finish` does it later."""
    called = receive_call(held, msgspec.structs.replace(CALL, about="a mill", caller="CANARYOTHER Example"), "ann")
    request = ask(held, called.id, basis="court-order", by="ann")
    with Record.open(held.folder, is_checked=False) as reader, reader.log.reading():
        reader.log.engine.rows("SELECT count(*) FROM disclosure")
        assert not approve(held, request.id, by="ben")[1].is_thorough
    again = redactions.finish(held)
    assert again is not None
    assert again.is_thorough


def test_an_incident_is_proved_from_it(held: Record, tmp_path: Path) -> None:
    """The bundle is the same kind of file, and holds for a stranger."""
    incident = held.links()[0].link.incident
    prove(held, incident, tmp_path / "i.tlp")
    assert verify_bundle.verify((tmp_path / "i.tlp").read_bytes()).level == 1
