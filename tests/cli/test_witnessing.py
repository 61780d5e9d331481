"""Witnesses and checkpoints as a person types them: what is mistyped is said, and nothing was written by then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fakes.command_line import Run
from fakes.hostile_witness import PRELIMINARY, answering
from truceline.ledger import Draft, Record
from truceline.ledger.heads.policies import current_policy
from truceline.ledger.leaf.bodies import PolicySet
from truceline.ledger.numbered import append_next
from truceline.ledger.witnesses import asking
from truceline.ledger.witnesses.http import WitnessServer
from truceline.ledger.witnesses.witness import Witness

BAD_ADDRESSES = ("http://[::1", "http://[zz]:1", "http://\u00e9", "ftp://x", "http://a\n")


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of this test alone."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path / "keys"))
    monkeypatch.delenv("TRUCELINE_WITNESS", raising=False)
    return tmp_path / "keys"


@pytest.fixture
def talks(truceline: Run, tmp_path: Path) -> Path:
    """A record with a witness on the same machine, which watches it."""
    folder = tmp_path / "talks"
    assert truceline("init", folder, "--kind", "exercise").code == 0
    (tmp_path / "log.vkey").write_text(truceline("keys", "--record", folder).out, encoding="utf-8")
    (tmp_path / "north.vkey").write_text(truceline("witness", "init", "--name", "north.example/witness").out, encoding="utf-8")
    assert truceline("witness", "trust", "log.vkey").code == 0
    return folder


@contextmanager
def served(keys: Path) -> Iterator[str]:
    """Serve the witness of the machine, and give its address."""
    with WitnessServer(Witness(keys / "witness")) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


def size_of(record: Path) -> int:
    with Record.open(record) as held:
        return held.size


def test_after_a_witness_that_holds_on_the_next_one_is_asked(
    truceline: Run, talks: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is named with the reason, the second cosigns, and the exit code says that not all did."""
    assert truceline("policy", "make", "N=north.vkey", "-o", "policy.txt", "--record", talks).code == 0
    assert truceline("policy", "set", "policy.txt", "--record", talks).code == 0
    monkeypatch.setattr(asking, "WHOLE_S", 2.0)
    with answering(b"", PRELIMINARY) as hostile, served(keys) as url:
        done = truceline("checkpoint", "submit", "--now", hostile, url, "--record", talks)
    assert done.code == 1
    assert f"the witness {hostile} did not finish answering within 2 seconds" in done.err
    assert "16 entries cosigned by N" in done.err
    assert "joint up to entry 15" in done.err


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_every_address_is_looked_at_before_the_log_is_filled_up(truceline: Run, talks: Path, address: str) -> None:
    """Also the last of several: 2, one line in words, and the log is as it was."""
    before = size_of(talks)
    done = truceline("checkpoint", "submit", "--now", "http://127.0.0.1:1", address, "--record", talks)
    assert done.code == 2
    assert "is no address of a witness; expected http://HOST:PORT" in done.err
    assert len(done.err.splitlines()) == 1
    assert size_of(talks) == before


@pytest.mark.parametrize("address", BAD_ADDRESSES[:4])
def test_a_policy_with_an_address_that_is_none_is_refused_with_its_place(truceline: Run, talks: Path, address: str) -> None:
    """When it is set; and when witnesses are asked, should it have been set by an older version."""
    before = size_of(talks)
    text = f"witness N {Path('north.vkey').read_text(encoding='utf-8').strip()} {address}\nquorum N\n"
    Path("policy.txt").write_text(text, encoding="utf-8")
    done = truceline("policy", "set", "policy.txt", "--record", talks)
    assert done.code == 3
    assert "policy.txt, witness N: " in done.err
    assert size_of(talks) == before
    _set_unseen(talks, text)
    before = size_of(talks)
    done = truceline("checkpoint", "submit", "--now", "--record", talks)
    assert done.code == 3
    assert f"(entry {before - 1}), witness N: " in done.err
    assert size_of(talks) == before


def _set_unseen(record: Path, text: str) -> None:
    """Put a policy in force as a version did that did not look at addresses."""
    with Record.open(record) as held:
        body = PolicySet(policy_sha256=held.archive(text.encode()))
        append_next(held, "policy.set", lambda _: Draft(kind="policy.set", body=body, by="tester"))
        assert current_policy(held) is not None


def test_a_key_that_is_none_keeps_the_log_from_being_filled_up(truceline: Run, talks: Path) -> None:
    """What was typed is read before anything is written."""
    before = size_of(talks)
    assert truceline("checkpoint", "submit", "--now", "http://127.0.0.1:1", "--key", "a+b", "--record", talks).code == 3
    assert size_of(talks) == before


@pytest.mark.parametrize("content", ["", "\n\n  \n"])
def test_a_file_without_a_key_is_not_taken_for_trust(truceline: Run, talks: Path, content: str) -> None:
    """Nobody must believe that a key is trusted now, or no longer."""
    Path("empty").write_text(content, encoding="utf-8")
    for command in (("keys", "trust"), ("keys", "distrust"), ("witness", "trust"), ("witness", "distrust")):
        where = ("--record", talks) if command[0] == "keys" else ()
        done = truceline(*command, "empty", *where)
        assert done.code == 3
        assert "empty holds no key; expected a line NAME+8 HEX DIGITS+BASE64" in done.err


@pytest.mark.parametrize("given", ["+" * 5000, "a" * 5000])
def test_a_key_longer_than_any_name_of_a_file_is_refused_in_words(truceline: Run, talks: Path, given: str) -> None:
    """It is neither a key nor a file."""
    done = truceline("keys", "trust", given, "--record", talks)
    assert done.code == 3
    assert done.err.startswith("truceline: ")


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\udcff", "a\x1b[2J", "a\u202eb"])
def test_a_witness_is_not_given_a_name_that_is_no_printable_word(truceline: Run, keys: Path, name: str) -> None:
    """Used wrongly: 2, and no witness was made."""
    done = truceline("witness", "init", "--name", name)
    assert done.code == 2
    assert "--name: " in done.err
    assert not (keys / "witness").exists()


def test_a_folder_that_no_system_can_have_is_refused_in_words(truceline: Run) -> None:
    """For whatever a witness is asked to do there."""
    for command in (("show",), ("serve",), ("trust", "log.vkey")):
        done = truceline("witness", *command, "--folder", "a" * 300)
        assert done.code == 2
        assert "cannot be read: File name too long; name its folder with --folder" in done.err


@pytest.mark.parametrize("host", ["\udcff", "\u00e9" * 200, "a..b", "no such host", "a\nb"])
def test_an_address_nobody_can_listen_on_is_refused_in_words(truceline: Run, talks: Path, host: str) -> None:
    """Escaped, in one line, with what to choose instead."""
    assert talks.is_dir()
    done = truceline("witness", "serve", "--host", host, "--port", "0")
    assert done.code == 2
    assert done.err.startswith("truceline: cannot listen on ")
    assert "choose a --host that is an address of this machine" in done.err
    assert len(done.err.splitlines()) == 1


def test_only_an_older_file_of_its_own_sort_makes_room(truceline: Run, talks: Path) -> None:
    """The stick goes round with the same names every evening; a letter, or a file of another sort, is not written over."""
    letter = Path("letter.txt")
    letter.write_text("Yours sincerely\n", encoding="utf-8")
    record = ("--record", talks)
    writing = {
        "policy.txt": ("policy", "make", "N=north.vkey", *record, "-o"),
        "request.txt": ("checkpoint", "request", "--now", *record, "-o"),
        "answer.txt": ("witness", "sign", "request.txt", "-o"),
        "head.txt": ("checkpoint", *record, "-o"),
    }
    for name, command in writing.items():
        for _ in range(2):
            assert truceline(*command, name).code == 0
    kept = {name: Path(name).read_bytes() for name in (*writing, "letter.txt")}
    size = size_of(talks)
    alike = {"answer.txt", "head.txt"}  # an answer is a checkpoint with one more line
    for name, command in writing.items():
        for other in set(kept) - {name} - (alike if name in alike else set()):
            done = truceline(*command, other)
            assert done.code == 2
            assert f"{other} exists already and is no " in done.err
    assert {name: Path(name).read_bytes() for name in kept} == kept
    assert size_of(talks) == size


def test_an_empty_file_and_a_device_have_nothing_to_lose(truceline: Run, talks: Path) -> None:
    """As ``touch`` and ``mktemp`` leave one; a name that cannot be one is refused before anything is signed."""
    Path("empty").touch()
    for name in ("empty", "/dev/null"):
        assert truceline("checkpoint", "--record", talks, "-o", name).code == 0
    done = truceline("checkpoint", "request", "--now", "--record", talks, "-o", "a" * 300)
    assert done.code == 2
    assert "cannot be written: File name too long; name another file" in done.err
