"""A ledger that two parties who distrust each other can both check: what a user sees of it, through the real command line.

One office, two parties, one call that came in, one stick. How each part keeps its promise under faults and attacks is tested
beside that part; here it is seen from outside, in the order in which people come to it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.command_line import Done
from fakes.timestamp_authority import Authority
from truceline.cli.app import run

THEATRE = Path(__file__).parents[2] / "docs" / "examples" / "ardun"
"""A small pack: it is read anew by each command."""
CALL = {"caller": "Amina Example", "contact": "+963 944 000 321", "position": "36.13971, 36.95061"}


class Talks:
    """Three machines with a folder of keys each, and files that go from hand to hand; ``record`` lies with the office."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record = folder / "record"

    def at(self, who: str, *arguments: str | Path, code: int = 0) -> Done:
        """Run a command on the machine of the office, of the north or of the south."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TRUCELINE_KEYS", str(self.folder / f"{who}-keys"))
            patch.setenv("TRUCELINE_RECORD", str(self.record))
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as end:
                run([str(argument) for argument in arguments])
        done = Done(end.value.code if isinstance(end.value.code, int) else 0, out.getvalue(), err.getvalue())
        assert done.code == code, done.out + done.err
        return done

    def file(self, name: str, text: str = "") -> Path:
        if text:
            (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def sit_down(self) -> None:
        """The record, a witness for each party, and the policy that both must have cosigned."""
        self.at("office", "init", self.record, "--kind", "exercise", "--theatre", THEATRE)
        log = self.file("log.vkey", self.at("office", "keys").out)
        for who in ("north", "south"):
            self.file(f"{who}.vkey", self.at(who, "witness", "init", "--name", f"{who}.example/witness").out)
            self.at(who, "witness", "trust", log)
        parties = [f"{who}={self.file(f'{who}.vkey')}" for who in ("north", "south")]
        self.at("office", "policy", "make", *parties, "-o", self.file("policy.txt"))
        self.at("office", "policy", "set", self.file("policy.txt"))

    def somebody_calls(self) -> None:
        """A duty officer writes down what was said, and seals who said it; both reach the incident i1."""
        sealed = [part for name, value in CALL.items() for part in (f"--{name}", value)]
        line = (
            "--about",
            "shelling of a bakery",
            "--event",
            "V.SHELL",
            "--when",
            "2016-09-19",
            "--killed",
            "3",
            "--place",
            "Idlib",
        )
        self.at("office", "call", "--received", "2016-09-20T07:00+03:00", "--by", "officer", *line, *sealed)
        self.at("office", "link")

    def go_round(self, *parties: str) -> None:
        """Carry the stick from the office to the parties and back."""
        self.at("office", "checkpoint", "request", "--now", "-o", self.file("request"))
        for who in parties:
            self.at(who, "witness", "sign", self.file("request"), "-o", self.file(f"{who}.answer"))
        self.at("office", "checkpoint", "add", *(self.file(f"{who}.answer") for who in parties))

    def prove(self, name: str, *more: str | Path) -> Path:
        self.at("office", "prove", "i1", "-o", self.file(name), *more)
        return self.file(name)


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Talks:
    """The three have sat down, somebody called, and both parties have cosigned. Copy the record before you change it."""
    made = Talks(tmp_path_factory.mktemp("talks"))
    made.sit_down()
    made.somebody_calls()
    made.prove("before.tlp")
    made.go_round("north")
    assert "missing: south" in made.at("office", "checkpoint", "status", code=1).out
    made.go_round("north", "south")
    return made


@pytest.fixture
def later(talks: Talks, tmp_path: Path) -> Talks:
    """A copy of all three machines, to do with as one likes."""
    return Talks(Path(shutil.copytree(talks.folder, tmp_path / "talks")))


def alone(bundle: Path, *more: str | Path) -> tuple[int, str]:
    """Check a bundle as somebody who has nothing of ours: with the verify.py inside and Python's standard library."""
    with zipfile.ZipFile(bundle) as members:
        program = bundle.with_suffix(".py")
        program.write_bytes(members.read("verify.py"))
    line = [sys.executable, "-I", "-S", str(program), str(bundle), *map(str, more)]
    done = subprocess.run(line, cwd=bundle.parent, env={}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def level_of(told: str) -> str:
    found = re.search(r"^LEVEL (\d)", told, re.MULTILINE)
    assert found, told
    return found.group(1)


def holding(folder: Path, words: str) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


def test_a_record_is_joint_only_when_all_who_were_agreed_on_have_cosigned(talks: Talks) -> None:
    """One of two is not enough; and what came after the cosigning is counted apart."""
    said = talks.at("office", "checkpoint", "status").out
    assert "joint up to entry" in said
    assert "never that a claim in it is true" in said


def test_each_level_is_shown_as_what_it_is_and_by_whose_keys(later: Talks) -> None:
    """Signed by the log alone, cosigned, time-stamped: the stranger sees which, and that keys from the bundle prove little."""
    assert level_of(alone(later.file("before.tlp"))[1]) == "1"
    code, told = alone(later.prove("joint.tlp"), "--policy", later.file("policy.txt"), "--level", "2")
    assert (code, level_of(told)) == (0, "2")
    assert alone(later.file("before.tlp"), "--policy", later.file("policy.txt"), "--level", "2")[0] == 1
    authority = Authority(later.folder / "authority")
    later.at("office", "timestamp", "request", "-o", later.file("now.tsq"))
    later.file("now.tsr").write_bytes(authority.answer(later.file("now.tsq").read_bytes()))
    root = later.file("root.pem", authority.root.decode())
    later.at("office", "timestamp", "attach", later.file("now.tsr"), "--ca", root)
    later.go_round("north", "south")
    stamped = later.prove("stamped.tlp")
    code, told = alone(stamped, "--policy", later.file("policy.txt"), "--tsa-ca", root, "--level", "3")
    assert (code, level_of(told)) == (0, "3"), told
    assert level_of(alone(stamped, "--policy", later.file("policy.txt"))[1]) == "2", "nobody has to trust that authority"
    assert "by keys that came with the bundle" in alone(stamped)[1]
    assert all("never that what it says is true" in said for said in (told, alone(stamped)[1]))


def test_the_verifier_inside_is_ours_and_a_page_for_who_has_no_python(talks: Talks) -> None:
    """The program in the bundle is the one that is tested here, and `truceline verify` is the same one."""
    import truceline.ledger.verify_bundle as ours  # noqa: PLC0415 - its file alone is wanted

    bundle = talks.file("before.tlp")
    with zipfile.ZipFile(bundle) as members:
        assert members.read("verify.py") == Path(ours.__file__).read_bytes()
        assert not re.search(rb"(src|href)\s*=\s*.?(https?:)?//|fetch\(|XMLHttpRequest", members.read("verify.html"))
    assert talks.at("south", "verify", bundle).out == alone(bundle)[1]


def test_one_sealed_value_is_shown_and_nothing_of_the_others(talks: Talks) -> None:
    """Where the caller is reached stays hidden from who is shown the exact position; guessing has no salt to work with."""
    bundle = talks.prove("position.tlp", "--disclose", "position")
    with zipfile.ZipFile(bundle) as members:
        inside = b"".join(members.read(name) for name in members.namelist() if not name.startswith("verify"))
    assert CALL["position"] in alone(bundle)[1]
    assert not any(CALL[name].encode() in inside for name in ("caller", "contact"))
    for value in CALL.values():
        assert holding(talks.record, value) == []


def test_an_order_of_two_takes_a_value_out_and_every_old_proof_holds(later: Talks) -> None:
    """The name goes from record and exports; the proof given out before still reaches level 2; a new one says by what order."""
    old = later.prove("old.tlp")
    (listed,) = later.at("office", "call", "--list", "--json").lines
    asked = later.at("office", "redact", "ask", listed["id"], "--basis", "consent-withdrawn", "--by", "ann", "--json").lines[0]
    later.at("office", "redact", "approve", asked["id"], "--by", "Ann", "--yes", code=2)
    later.at("office", "redact", "approve", asked["id"], "--by", "ben", "--yes")
    assert "ok" in later.at("office", "verify").out
    assert alone(old, "--policy", later.file("policy.txt"), "--level", "2")[0] == 0
    later.go_round("north", "south")
    assert "order" in alone(later.prove("new.tlp", "--with-texts"), "--policy", later.file("policy.txt"))[1]
    later.at("office", "export", "claims", "-o", later.file("after.jsonl"))
    assert holding(later.record, "shelling of a bakery") == []
    assert "shelling of a bakery" not in later.file("after.jsonl").read_text(encoding="utf-8")


def test_whatever_leaves_the_record_says_of_what_state_it_is(talks: Talks) -> None:
    """Origin, size, root, version and choice stand on exports, pages and bundles; the tables fold to the same bytes."""
    state = talks.at("office", "verify", "--json").lines[0]
    talks.at("office", "export", "incidents", "-o", talks.file("a.jsonl"), "--happened", "2016-09-19")
    talks.at("office", "export", "claims", "-o", talks.file("a.csv"), "--entry", str(state["size"] - 1))
    talks.at("office", "report", talks.file("a.html"))
    header = json.loads(talks.file("a.jsonl").read_text(encoding="utf-8").splitlines()[0])["record"]
    assert (header["size"], header["root"], header["filter"]["happened"]) == (
        state["size"],
        state["root"],
        "2016-09-19..2016-09-19",
    )
    assert header["software"].startswith("truceline ")
    assert header["origin"] in talks.file("log.vkey").read_text(encoding="utf-8")
    for name in ("a.csv.manifest.json", "a.html"):
        text = talks.file(name).read_text(encoding="utf-8")
        assert all(part in text for part in (state["root"], header["origin"], header["software"])), name
    assert "are the same as before" in talks.at("office", "rebuild").err


def test_four_clocks_are_asked_apart(talks: Talks) -> None:
    """When it happened, when it was said, when it could be read, and when this record held it."""
    for clock, seen, unseen in (
        ("--happened", "2016-09-19", "2016-09-18"),
        ("--said", "2016-09-20", "2016-09-19"),
        ("--known", "2099-01-01", "2016-09-20"),  # a call was published nowhere: known from the day it came in here
        ("--entry", str(talks.at("office", "verify", "--json").lines[0]["size"] - 1), "1"),
    ):
        talks.at("office", "incidents", clock, seen)
        talks.at("office", "incidents", clock, unseen, code=4)


def test_evidence_and_backup_are_hashed_anew(later: Talks) -> None:
    """Evidence is handed out only as it came; a backup is checked without leaving anything; an old copy is refused aloud."""
    photo = later.file("photo.jpg", "not a photograph, but bytes")
    name = later.at("office", "evidence", "add", photo, "--by", "officer").out.split()[0]
    later.at("office", "evidence", "get", name, "-o", later.file("copy.jpg"), "--reason", "for the north")
    assert later.file("copy.jpg").read_bytes() == photo.read_bytes()
    assert [line["kind"] for line in later.at("office", "evidence", "history", name, "--json").lines] != []
    later.at("office", "evidence", "verify")
    later.at("office", "backup", later.file("copy.tlb"))
    before = sorted(later.folder.rglob("*"))
    assert "ok: the backup is whole" in later.at("office", "restore", "--check", later.file("copy.tlb")).out
    assert sorted(later.folder.rglob("*")) == before
    assert "nothing is damaged" in later.at("office", "fsck").out
    assert "keys" in later.at("office", "doctor").out
    later.at("office", "call", "--about", "a second call", "--received", "2016-09-21T07:00+03:00")
    later.at("office", "checkpoint")
    shutil.rmtree(later.record)
    later.at("office", "restore", later.file("copy.tlb"), later.record)
    assert "entries" in later.at("office", "claims", code=1).err


def hostile(talks: Talks) -> Iterator[tuple[tuple[str | Path, ...], str]]:
    """Yield the inputs that the promise names, each as the command it is given to and what its message must name."""
    good = talks.file("before.tlp")
    with zipfile.ZipFile(good) as members:
        inside = {name: members.read(name) for name in members.namelist()}
    for name, changes in (
        ("path.tlp", {"../../x": b"x"}),
        ("bomb.tlp", {"entries.jsonl": b"\0" * 300_000_000}),
        ("long-note.tlp", {"checkpoint.txt": inside["checkpoint.txt"] + b"x" * 10_000_000}),
    ):
        with zipfile.ZipFile(talks.file(name), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            for member, data in {**inside, **changes}.items():
                made.writestr(member, data)
        yield ("verify", talks.file(name)), next(iter(changes))
    note = talks.file("north.answer").read_text(encoding="utf-8")
    yield ("checkpoint", "add", talks.file("long-note", note + "x" * 10_000_000)), "long-note"
    unknown = talks.file("policy.txt").read_text(encoding="utf-8").replace("quorum ", "quorum un")
    yield ("policy", "set", talks.file("unknown-policy", unknown)), "unknown-policy"
    yield ("verify", good, "--policy", talks.file("unknown-policy")), "unknown-policy"


def test_bad_input_is_located_ends_with_3_and_writes_nothing(talks: Talks) -> None:
    """A path upwards, a zip bomb, a note of 10 MB, a policy that names an unknown key; and nothing lies beside the record."""
    before = talks.at("office", "verify", "--json").out
    for command, named in hostile(talks):
        there = sorted(talks.folder.parent.rglob("*"))
        done = talks.at("office", *command, code=3)
        assert named in done.out + done.err, command
        assert "Traceback" not in done.err
        assert sorted(talks.folder.parent.rglob("*")) == there
    assert talks.at("office", "verify", "--json").out == before


def test_a_database_from_a_newer_version_is_left_as_it_is(later: Talks) -> None:
    """Exit code 3, both versions named, no byte changed."""
    database = later.record / ".truceline" / "ledger.sqlite"
    with sqlite3.connect(database) as sql:
        sql.execute("UPDATE schema_version SET version = 99")
    sql.close()
    os.sync()
    before = database.read_bytes()
    for command in (("verify",), ("link",), ("checkpoint",), ("incidents",)):
        assert "99" in later.at("office", *command, code=3).err
    assert database.read_bytes() == before
