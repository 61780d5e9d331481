"""Two parties who do not trust the office that keeps the record, nor each other, and have nothing but a USB stick."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from fakes.command_line import Done, Run
from fakes.two_parties import grow
from truceline.ledger import Record


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, truceline: Run) -> Table:
    """The office with its record, the two parties, and the stick."""
    return Table(tmp_path, monkeypatch, truceline)


class Table:
    """Three machines, each with a key folder of its own, and a stick that is carried between them."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, run: Run) -> None:
        self.folder = folder
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.record = folder / "record"
        self._patch = patch
        self._run = run

    def at(self, who: str, *arguments: str | Path) -> Done:
        """Run a command on the machine of the office, of party a or of party b."""
        self._patch.setenv("TRUCELINE_KEYS", str(self.folder / f"keys-{who}"))
        return self._run(*arguments)

    def office(self, *arguments: str | Path, code: int = 0) -> Done:
        done = self.at("office", *arguments, "--record", self.record)
        assert done.code == code, done.err
        return done

    def party(self, who: str, *arguments: str | Path, code: int = 0) -> Done:
        done = self.at(who, "witness", *arguments)
        assert done.code == code, done.err
        return done

    def put(self, name: str, text: str) -> Path:
        file = self.stick / name
        file.write_text(text, encoding="utf-8")
        return file

    def sit_down(self) -> None:
        """Make the record, the two witnesses and the policy that asks for both."""
        assert self.at("office", "init", self.record, "--kind", "exercise").code == 0
        log = self.put("log.vkey", self.office("keys").out)
        for who in "ab":
            self.put(f"{who}.vkey", self.party(who, "init", "--name", f"party-{who}.example/witness").out)
            self.party(who, "trust", log)
        policy = self.stick / "policy.txt"
        self.office("policy", "make", f"A={self.stick / 'a.vkey'}", f"B={self.stick / 'b.vkey'}", "-o", policy)
        self.office("policy", "set", policy)

    def request(self, *more: str) -> None:
        self.office("checkpoint", "request", "-o", self.stick / "request", *more)

    def answer(self, who: str, code: int = 0) -> Path:
        self.party(who, "sign", self.stick / "request", "-o", self.stick / f"answer-{who}", code=code)
        return self.stick / f"answer-{who}"

    def write(self, number: int = 2) -> None:
        """Put entries into the record."""
        self._patch.setenv("TRUCELINE_KEYS", str(self.folder / "keys-office"))
        with Record.open(self.record) as held:
            grow(held, number)


def test_the_whole_way_with_a_stick(table: Table) -> None:
    """Nine commands until both have cosigned; the record is joint then and only then, and says how much is not yet."""
    table.sit_down()
    assert "missing: A, B" in table.office("checkpoint", "status", code=1).out
    table.request()
    done = table.office("checkpoint", "add", table.answer("a"))
    assert "not joint yet; missing: B" in done.err
    done = table.office("checkpoint", "add", table.answer("b"))
    assert "joint up to entry 15" in done.err
    report = table.put("report.txt", "Shells fell on the town, a resident said.")
    table.office("ingest", report, "--published", "2016-09-20")
    said = table.office("checkpoint", "status").out
    assert "joint up to entry 15 (16 entries); 2 entries since are not yet" in said
    assert "never that a claim in it is true" in said
    table.request("--now")
    table.office("checkpoint", "add", table.answer("a"), table.answer("b"))
    assert "joint up to entry 31" in table.office("checkpoint", "status").out
    assert "ok: the record holds together" in table.office("verify").out


def test_an_office_that_goes_back_to_an_older_record_is_found_out(table: Table) -> None:
    """Even if it takes its own mark away: the parties' witnesses do not cosign what is not what they saw."""
    table.sit_down()
    table.request()
    for who in "ab":
        table.office("checkpoint", "add", table.answer(who))
    older = table.folder / "older"
    shutil.copytree(table.record, older)
    table.write(3)
    table.request("--now")
    for who in "ab":
        table.office("checkpoint", "add", table.answer(who))
    table.record = older
    done = table.office("claims", "--json", code=1)
    assert "has 16 entries, but" in done.err
    assert "Put the newer copy back" in done.err
    for mark in (table.folder / "keys-office").rglob("high-water.json"):
        mark.unlink()  # the office is not honest
    table.write(1)
    table.request("--now")
    contradicted = table.answer("a", code=1)
    done = table.office("checkpoint", "add", contradicted, code=1)
    assert "two histories of one log" in done.err
    # Party a keeps what contradicts, and judges it without a record, a network or us.
    (evidence,) = (table.folder / "keys-a" / "witness" / "forks").glob("*/*")
    judged = table.at("a", "checkpoint", "judge", evidence, "--key", table.stick / "log.vkey")
    assert (judged.code, "FORK: shown by two signatures" in judged.out) == (0, True)


def test_a_lawful_restore_is_declared_and_work_goes_on(table: Table) -> None:
    """The newer copy burned. The older one goes on under a new name, says so everywhere, and becomes joint again."""
    table.sit_down()
    table.request()
    for who in "ab":
        table.office("checkpoint", "add", table.answer(who))
    backup = table.folder / "backup"
    shutil.copytree(table.record, backup)
    table.write()
    table.request("--now")
    shutil.rmtree(table.record)
    shutil.copytree(backup, table.record)
    table.office("claims", code=1)
    assert "entries were cut off" in table.office("verify", code=1).out
    declared = table.office("succeed", "--by", "co-chairs", "--note", "the laptop burned")
    log = table.put("log.vkey", declared.out)
    table.write()
    assert "SUCCESSOR since entry 16" in table.office("checkpoint", "status", code=1).out
    assert "SUCCESSOR since entry 16" in table.office("verify").out
    # Nobody cosigns the new name by mistake: each party is told, and trusts it knowingly.
    table.request("--now")
    table.answer("a", code=3)
    for who in "ab":
        table.party(who, "trust", log)
    policy = table.stick / "policy.txt"
    table.office("policy", "make", f"A={table.stick / 'a.vkey'}", f"B={table.stick / 'b.vkey'}", "-o", policy)
    table.office("policy", "set", policy)
    table.request("--now")
    table.office("checkpoint", "add", table.answer("a"), table.answer("b"))
    assert "joint up to" in table.office("checkpoint", "status").out


def test_bad_input_is_refused_with_its_place_and_nothing_is_written(table: Table) -> None:
    """Ten megabytes, another log, a stranger's signature, no note, no policy: exit 3, and size and root stay."""
    table.sit_down()
    table.request()
    before = table.office("verify").out
    good = table.answer("a").read_text(encoding="utf-8")
    table.party("c", "init", "--name", "stranger.example/witness")
    table.party("c", "trust", table.stick / "log.vkey")
    for command, bad in (
        (("checkpoint", "add"), table.put("long", good * 30_000)),
        (("checkpoint", "add"), table.put("other", good.replace("truceline.local/", "elsewhere.local/"))),
        (("checkpoint", "add"), table.answer("c")),
        (("checkpoint", "add"), table.put("letter", "Yours sincerely\n")),
        (("policy", "set"), table.put("policy", "witness A B\nquorum C\n")),
        (("policy", "set"), table.put("unknown", f"witness A {table.stick.joinpath('a.vkey').read_text()}quorum C\n")),
        (("checkpoint", "judge"), table.put("evidence", "{}")),
    ):
        done = table.office(*command, bad, code=3)
        assert str(bad) in done.err
        assert "Traceback" not in done.err
    assert table.office("verify").out == before


def test_a_witness_refuses_what_it_does_not_know_and_writes_nothing(table: Table) -> None:
    """A request of an unknown log, or what is no request, ends with 3 and without an answer."""
    table.sit_down()
    table.request()
    table.party("c", "init", "--name", "stranger.example/witness")
    done = table.party("c", "sign", table.stick / "request", "-o", table.stick / "answer-c", code=3)
    assert "truceline witness trust" in done.err
    table.party("a", "sign", table.stick / "policy.txt", "-o", table.stick / "answer-c", code=3)
    table.party("a", "sign", table.stick / "nothing", "-o", table.stick / "answer-c", code=3)
    assert not (table.stick / "answer-c").exists()


def test_the_key_of_another_office_is_trusted_replaced_and_taken_back(table: Table) -> None:
    """Said in words each time; a key that is not trusted cannot be taken back."""
    assert table.at("office", "init", table.record, "--kind", "exercise").code == 0
    assert "no other log is followed" in table.office("keys", "others", code=4).err
    assert table.at("b", "init", table.folder / "other", "--kind", "exercise").code == 0
    key = table.put("b-log.vkey", table.at("b", "keys", "--record", table.folder / "other").out)
    assert "now trusted" in table.office("keys", "trust", key).err
    assert "trusted already" in table.office("keys", "trust", key).err
    said = table.office("keys", "others").out
    assert key.read_text(encoding="utf-8") in said
    assert "nothing seen yet" in said
    assert "trusted no longer" in table.office("keys", "distrust", key).err
    assert "was not trusted" in table.office("keys", "distrust", key, code=4).err


def test_a_witness_that_cannot_listen_says_what_to_choose(table: Table) -> None:
    """A port that is taken is another matter than an address that is none of ours."""
    table.party("a", "init", "--name", "party-a.example/witness")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "choose another --port" in table.party("a", "serve", "--port", port, code=2).err
    assert "choose a --host" in table.party("a", "serve", "--host", "192.0.2.1", "--port", port, code=2).err
