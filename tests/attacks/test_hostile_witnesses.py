"""A witness that wants to hold up whoever asks it, or to write on their screen: it is left after its time, and shown escaped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.hostile_witness import ONE_HEADER, PRELIMINARY, SLOW_HEAD, answering
from fakes.two_parties import NOON, agree, grow, make_record, make_witness
from truceline.errors import NoteError, WitnessError
from truceline.ledger import Record, joint
from truceline.ledger.witnesses import asking, requests
from truceline.ledger.witnesses.client import submit

WHOLE_S = 0.4
FAR_LONGER_S = 20.0


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """A record that two parties witness; each witness has less than half a second."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    monkeypatch.setattr(asking, "WHOLE_S", WHOLE_S)
    with make_record(tmp_path / "record") as made:
        grow(made, 5)
        agree(made, make_witness(tmp_path, "north", made))
        yield made


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"", PRELIMINARY),
        (b"HTTP/1.1 200 OK\r\n", ONE_HEADER),
        (SLOW_HEAD, b"a"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
    ids=["preliminary answers", "headers", "a slow body", "a body without an end", "chunks"],
)
def test_a_witness_that_answers_without_end_is_left_when_its_time_is_over(record: Record, first: bytes, again: bytes) -> None:
    """However little is missing at each moment: one deadline holds for all of it, nothing is kept, and no thread goes on."""
    head = requests.prepare(record, by="tester", at=NOON, is_now=True)
    with answering(first, again) as url:
        began = time.monotonic()
        with pytest.raises(WitnessError, match=rf"{url} did not finish answering within 0\.4 seconds"):
            submit(record, head, url)
        assert time.monotonic() - began < FAR_LONGER_S
        for thread in threading.enumerate():
            if thread.name == "asking a witness":
                thread.join(FAR_LONGER_S)
                assert not thread.is_alive()
    assert joint.standing(record).joint_size == 0


@pytest.mark.parametrize("first", [b"\x1b[2Jnothing\xff\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\x1b[2J\n"])
def test_what_a_witness_answers_does_not_reach_the_screen(record: Record, first: bytes) -> None:
    """Escapes that would wipe the terminal are shown as what they are."""
    head = requests.prepare(record, by="tester", at=NOON, is_now=True)
    with answering(first) as url, pytest.raises((WitnessError, NoteError)) as caught:
        submit(record, head, url)
    assert str(caught.value).isprintable()
