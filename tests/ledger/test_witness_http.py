"""A witness over real sockets on loopback: the protocol, the limits, and what a client concludes."""

from __future__ import annotations

import base64
import hashlib
import http.client
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fakes.two_parties import NOON, agree, grow, make_record, make_witness, request_of
from truceline.errors import ForkError, RecordError, RolledBackError
from truceline.ledger import Record, joint
from truceline.ledger.heads import fork_file, heads, policies
from truceline.ledger.heads.log_keys import signer_of
from truceline.ledger.witnesses import http as witness_http
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.client import submit
from truceline.ledger.witnesses.http import WitnessServer
from truceline.ledger.witnesses.witness import Witness


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of this test alone."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of some entries."""
    with make_record(tmp_path / "record") as made:
        signer_of(made)
        grow(made, 5)
        yield made


@contextmanager
def serving(witness: Witness) -> Iterator[WitnessServer]:
    """Serve a witness on a free port of this machine."""
    with WitnessServer(witness) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server(record: Record, tmp_path: Path) -> Iterator[WitnessServer]:
    """A served witness that watches the record."""
    with serving(make_witness(tmp_path, "north", record)) as running:
        yield running


def prepared(record: Record) -> requests.Prepared:
    return requests.prepare(record, by="tester", at=NOON, is_now=True)


def opened(server: WitnessServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=10)


def ask(server: WitnessServer, method: str, path: str, body: bytes | None = None) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request(method, path, body)
    answer = connection.getresponse()
    read = answer.status, answer.headers["Content-Type"], answer.read().decode()
    connection.close()
    return read


def test_two_witnesses_make_a_record_joint_over_the_network(record: Record, server: WitnessServer, tmp_path: Path) -> None:
    """Each answers for itself; after both have, the record is joint, and again after it has grown."""
    south = make_witness(tmp_path, "south", record)
    agree(record, server.witness, south)
    with serving(south) as other:
        for _ in range(2):
            grow(record)
            head = prepared(record)
            for url in (server.url, other.url):
                assert submit(record, head, url).is_new
            assert joint.standing(record).joint_size == head.size


def test_the_answers_are_those_of_the_specification(record: Record, server: WitnessServer, tmp_path: Path) -> None:
    """200 with signature lines, 409 with the size as text/x.tlog.size, 404 for another log, 400 for what is no request."""
    head = prepared(record)
    from_nothing = f"old 0\n\n{head.note}".encode()
    status, _, body = ask(server, "POST", "/add-checkpoint", from_nothing)
    assert status == 200
    assert body.startswith("— north.example/witness ")
    assert body.endswith("\n")
    assert ask(server, "POST", "/add-checkpoint", from_nothing) == (409, "text/x.tlog.size", f"{head.size}\n")
    with make_record(tmp_path / "other") as other:
        assert ask(server, "POST", "/add-checkpoint", f"old 0\n\n{heads.signed_head(other)}".encode())[0] == 404
    assert ask(server, "POST", "/add-checkpoint", b"nonsense")[0] == 400
    assert ask(server, "POST", "/add-checkpoint", f"old 0\nold 1\n\n{head.note}".encode())[0] == 400
    assert ask(server, "POST", "/elsewhere", b"")[0] == 404
    name = hashlib.sha256(record.origin.encode()).hexdigest()
    status, _, last = ask(server, "GET", f"/{name}/checkpoint")
    assert (status, last) == (200, server.witness.last(name))
    for path in (f"/{'0' * 64}/checkpoint", "/../witness.key", "/", f"/{name}/../vkeys"):
        assert ask(server, "GET", path)[0] == 404
    assert ask(server, "PUT", "/add-checkpoint", b"")[0] == 501


def test_a_body_too_long_is_not_read(server: WitnessServer) -> None:
    """Ten megabytes are refused by the length they announce; none announced, or in pieces, is refused too."""
    with opened(server) as connection:
        connection.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n")
        assert b" 400 " in connection.recv(100)
    twice = b"Content-Length: 5\r\nContent-Length: 7"
    for header in (b"X-Nothing: 1", b"Transfer-Encoding: chunked", b"Content-Length: -1", b"Content-Length: 1e3", twice):
        with opened(server) as connection:
            connection.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
            assert b" 400 " in connection.recv(100)


@pytest.mark.parametrize("announced", [b"Content-Length: 29", b"Transfer-Encoding: chunked"])
def test_the_body_of_a_question_is_not_taken_for_the_next_question(server: WitnessServer, announced: bytes) -> None:
    """Whoever stands between client and witness must not be able to slip one in: there is one answer, then the line is closed."""
    with opened(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + announced + b"\r\n\r\nGET /hidden HTTP/1.1\r\nA: b\r\n\r\n")
        answers = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answers.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in answers


def test_endless_headers_and_what_is_no_http_are_answered_or_dropped(server: WitnessServer) -> None:
    """Nothing of it is kept in mind, and the next one is served."""
    for odd in (
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"\x16\x03\x01\x00\xff\xff\r\n\r\n",
        b"GET http://elsewhere\xff\x1b[31m/ HTTP/9.9\r\n\r\n",
    ):
        with opened(server) as connection:
            connection.sendall(odd)
            assert b" 200 " not in connection.recv(100)
    assert ask(server, "GET", "/")[0] == 404


def test_a_witness_whose_memory_is_damaged_says_only_that_it_cannot_answer(record: Record, server: WitnessServer) -> None:
    """Its keeper is told what is wrong; strangers see no path of its machine."""
    head = prepared(record)
    assert ask(server, "POST", "/add-checkpoint", f"old 0\n\n{head.note}".encode())[0] == 200
    (file,) = server.witness.folder.glob("logs/*/checkpoint")
    file.write_bytes(b"no note")
    name = hashlib.sha256(record.origin.encode()).hexdigest()
    request = f"old 0\n\n{head.note}".encode()
    for method, path, body in (("GET", f"/{name}/checkpoint", None), ("POST", "/add-checkpoint", request)):
        assert ask(server, method, path, body) == (500, "text/plain; charset=utf-8", "this witness cannot answer now\n")


def test_connections_that_say_nothing_are_dropped(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slowly they speak: a connection may last only so long, and a crowd of them is gone soon."""
    monkeypatch.setattr(witness_http, "CONNECTION_S", 0.3)
    with serving(make_witness(tmp_path, "slow", record)) as server:
        crowd = [opened(server) for _ in range(witness_http.CONNECTIONS)]
        for connection in crowd:
            connection.sendall(b"POST /add-check")
        for connection in crowd:
            assert connection.recv(100) == b""
            connection.close()
        assert ask(server, "GET", "/")[0] == 404


def test_a_clone_is_found_out_by_the_witness_it_asks(
    record: Record, server: WitnessServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have the key. The second one is refused, and its own machine is left with two signed heads that show the fork."""
    agree(record, server.witness)
    submit(record, prepared(record), server.url)
    key = signer_of(record).vkey
    record.close()
    shutil.copytree(record.folder, tmp_path / "clone")
    shutil.copytree(tmp_path / "keys", tmp_path / "cloned-keys")
    with Record.open(record.folder) as original:
        grow(original, 3)
        submit(original, prepared(original), server.url)
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "cloned-keys"))
    with Record.open(tmp_path / "clone") as clone:
        with pytest.raises(RolledBackError):
            # It is behind what the witness knows: nothing it has to say is newer.
            submit(clone, requests.Prepared(heads.signed_head(clone), clone.size, 0), server.url)
        grow(clone, 40)
        with pytest.raises(ForkError):
            submit(clone, prepared(clone), server.url)
    files = [fork_file.read(file) for file in (tmp_path / "clone").glob("*.fork.evidence")]
    assert any(fork_file.judge(each, [key]).shows_fork for each in files)


def test_a_witness_that_does_not_watch_the_log_is_told_what_to_do(server: WitnessServer, tmp_path: Path) -> None:
    """The message names the command its keeper runs."""
    with make_record(tmp_path / "other") as other:
        policies.set_policy(other, f"witness N {server.witness.signer.vkey}\nquorum N\n".encode(), "policy", by="ann")
        with pytest.raises(RecordError, match=r"truceline witness trust"):
            submit(other, prepared(other), server.url)


def test_an_address_where_nobody_answers_is_said_to_be_one(record: Record, tmp_path: Path) -> None:
    """And nothing is kept."""
    agree(record, make_witness(tmp_path, "north", record))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(RecordError, match="cannot be reached"):
            submit(record, prepared(record), f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert joint.standing(record).joint_size == 0


def test_requests_over_many_connections_at_once_never_bring_it_back(record: Record, server: WitnessServer) -> None:
    """What it remembers is the largest that was sent."""
    bodies = []
    for _ in range(8):
        grow(record)
        text = request_of(record)
        note = text.partition("\n\n")[2]
        size = record.size
        bodies += [f"old {old}\n{''.join(_lines(record, old, size))}\n{note}".encode() for old in {0, max(0, size - 16)}]
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda part: statuses.extend(ask(server, "POST", "/add-checkpoint", b)[0] for b in part), args=(part,)
        )
        for part in (bodies, bodies[::-1], bodies)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 409}
    assert ask(server, "POST", "/add-checkpoint", bodies[-1])[0] in (200, 409)


def _lines(record: Record, old: int, size: int) -> list[str]:
    return [f"{base64.b64encode(step).decode()}\n" for step in requests.proof_from(record, old, size)]
