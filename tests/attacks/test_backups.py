"""Backups that somebody made to do harm, and backups that were damaged: refused with a place, and nothing is written."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fakes.small_reports import claim, report
from truceline.errors import BundleError, TrucelineError
from truceline.ledger import Record
from truceline.ledger.care.backups import back_up
from truceline.ledger.care.key_backup import Envelope, restore_keys
from truceline.ledger.care.restoring import restore

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good backup in one file. It is only read."""
    folder = tmp_path_factory.mktemp("original")
    with Record.create(folder / "record", "exercise", "valley") as made:
        told = report(1)
        made.append([made.draft_report(told, raw=told.text.encode(), media="text/plain"), made.draft_claim(claim(told))])
        back_up(made, folder / "backup")
    return folder / "backup"


@pytest.fixture
def files(original: Path) -> Files:
    """What is in the good backup, to be changed."""
    with zipfile.ZipFile(original) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files, place: Path, *, compression: int = zipfile.ZIP_STORED) -> Path:
    """Write a backup of these files."""
    with zipfile.ZipFile(place, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return place


def named_anew(files: Files, **said: object) -> Files:
    """Return the files with a manifest that fits them, and says besides what is given."""
    manifest = {**json.loads(files["manifest.json"]), **said}
    manifest["files"] = [
        {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in files.items()
        if not name.startswith("manifest")
    ]
    data = json.dumps(manifest).encode()
    return {**files, "manifest.json": data, "manifest.sha256": f"{hashlib.sha256(data).hexdigest()}  manifest.json\n".encode()}


def refused(backup: Path, tmp_path: Path, match: str) -> None:
    """Expect a backup to be refused with exit code 3 and nothing of it to be anywhere."""
    room = tmp_path / "room"
    room.mkdir(exist_ok=True)
    before = sorted(path for path in tmp_path.rglob("*"))
    with pytest.raises(BundleError, match=match) as error:
        restore(backup, room / "restored")
    assert error.value.exit_code == 3
    assert sorted(path for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "name",
    [
        "../../x",
        "/tmp/x",
        "archive/../../x",
        "archive/ab/..",
        "..\\..\\x",
        "C:\\x",
        "archive/ab/" + "ab" * 32 + "/x",
        "archive/cd/" + "ab" * 32,
        "archive/ab/" + "AB" * 32,
        "Ledger.sqlite",
        "ledger.sqlite-wal",
        "x",
        "archive/ab/" + "ab" * 31 + "a\n",
        "\u202eledger.sqlite",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(files: Files, tmp_path: Path, name: str) -> None:
    """Only names that we write ourselves are names in a backup, in one file as in a folder."""
    refused(zipped(named_anew({**files, name: b"x"}), tmp_path / "backup"), tmp_path, "which no backup has; nothing was written")


def test_a_link_in_a_folder_or_a_zip_is_refused(files: Files, tmp_path: Path) -> None:
    """A link could lead to a file of ours that the restored record would then hold."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    folder = tmp_path / "folder"
    for name, data in named_anew(files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "truceline.toml").unlink()
    (folder / "truceline.toml").symlink_to(secret)
    refused(folder, tmp_path, "is a link or a device")
    (folder / "truceline.toml").unlink()
    shutil.move(folder / "archive", tmp_path / "elsewhere")
    (folder / "archive").symlink_to(tmp_path / "elsewhere")
    refused(folder, tmp_path, "is a link or a device")
    link = zipfile.ZipInfo("truceline.toml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "backup", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        for name, data in files.items():
            if name != "truceline.toml":
                archive.writestr(name, data)
    refused(tmp_path / "backup", tmp_path, "is no plain file")


def test_a_zip_bomb_is_refused_before_a_byte_of_it_is_unpacked(files: Files, tmp_path: Path) -> None:
    """What is compressed is refused, so a backup never holds more than its own size."""
    bomb = named_anew({**files, f"archive/ab/{'ab' * 32}": bytes(50_000_000)})
    refused(zipped(bomb, tmp_path / "backup", compression=zipfile.ZIP_DEFLATED), tmp_path, "is compressed")


def test_files_that_lie_over_each_other_or_lie_about_their_size_are_refused(files: Files, tmp_path: Path) -> None:
    """Two names for one stretch of bytes, or a size that the file does not have."""
    place = zipped(
        named_anew({**files, f"archive/ab/{'ab' * 32}": b"y" * 1000, f"archive/cd/{'cd' * 32}": b"y" * 1000}), tmp_path / "b"
    )
    data = bytearray(place.read_bytes())
    with zipfile.ZipFile(place) as archive:
        first, second = (archive.getinfo(f"archive/{two}/{two * 32}").header_offset for two in ("ab", "cd"))
    at = data.rfind(second.to_bytes(4, "little"))
    data[at : at + 4] = (first + 10).to_bytes(4, "little")
    place.write_bytes(data)
    refused(place, tmp_path, r"lies over the file in front|is no backup, or is damaged")
    huge = zipped(named_anew(files), tmp_path / "c")
    data = bytearray(huge.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 20 : at + 28] = (4_000_000_000).to_bytes(4, "little") * 2
    huge.write_bytes(data)
    refused(huge, tmp_path, r"it is cut off|lies over")


def test_the_same_name_twice_is_refused(files: Files, tmp_path: Path) -> None:
    """Which of the two would be checked, and which restored, is nobody's guess."""
    place = tmp_path / "backup"
    zipped({**named_anew(files), "Ledger.sqlite": b"another"}, place)
    place.write_bytes(place.read_bytes().replace(b"Ledger.sqlite", b"ledger.sqlite"))
    refused(place, tmp_path, r"holds ledger\.sqlite twice")


def test_a_cut_off_backup_is_refused(original: Path, tmp_path: Path) -> None:
    """At every tenth of it, and of a folder every file in turn."""
    data = original.read_bytes()
    for tenth in range(10):
        (tmp_path / "cut").write_bytes(data[: len(data) * tenth // 10])
        refused(tmp_path / "cut", tmp_path, r"cut (is no backup, or is damaged|has)")
    with zipfile.ZipFile(original) as archive:
        archive.extractall(tmp_path / "folder")
        for name in archive.namelist():
            (tmp_path / "folder" / name).rename(tmp_path / "kept")
            if name != "checkpoint.txt":
                refused(tmp_path / "folder", tmp_path, r"has no |is named and missing")
            (tmp_path / "kept").rename(tmp_path / "folder" / name)


def test_no_turned_bit_goes_unnoticed(original: Path, tmp_path: Path) -> None:
    """Of 60 backups with one bit turned each is refused, or gives exactly the same record (the bit said nothing)."""
    data, chosen = original.read_bytes(), random.Random(20160919)
    whole = restore(original, None)
    noticed = 0
    for _ in range(60):
        at = chosen.randrange(len(data) * 8)
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        (tmp_path / "changed").write_bytes(changed)
        try:
            found = restore(tmp_path / "changed", None)
        except BundleError:
            noticed += 1
        else:
            assert found == whole, f"bit {at}"
    assert noticed >= 55


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"v": 2}, "version 2; this truceline reads"),
        ({"what": "cake"}, "is 'cake' version 1"),
        ({"origin": "truceline.local/other"}, "the log in it is not 'truceline.local/other'"),
        ({"kind": "actual"}, "kind is 'actual' in its manifest and 'exercise' in the log"),
        ({"theatre": "\x1b[2J"}, r"theatre is '\\x1b\[2J' in its manifest and 'valley' in the log"),
        ({"schema": 2**66}, "manifest.json cannot be read|schema is"),
        ({"schema": -5}, "schema is -5 in its manifest"),
        ({"made_at": "\x1b[31mX\nok: forged"}, r"made_at '\\x1b\[31mX\\nok: forged'"),
        ({"software": "a\nb"}, r"software 'a\\nb'"),
        ({"more": 1}, "fewer than|the manifest says"),
        ({"more": -1}, "root of the first|the manifest says"),
        ({"root": "00" * 32}, "differs: noted 0000"),
        ({"size": "many"}, "manifest.json cannot be read"),
    ],
)
def test_a_manifest_that_says_something_else_is_refused(files: Files, tmp_path: Path, change: dict[str, Any], match: str) -> None:
    """Size, root and origin are compared with what the leaves give."""
    size = json.loads(files["manifest.json"])["size"]
    said = {"size": size + change["more"]} if "more" in change else change
    refused(zipped(named_anew(files, **said), tmp_path / "backup"), tmp_path, match)


def test_a_file_that_is_not_in_the_manifest_or_only_there_is_refused(files: Files, tmp_path: Path) -> None:
    """Nothing rides along unnamed, and nothing is missing."""
    extra = {**named_anew(files), f"archive/ab/{'ab' * 32}": b"x"}
    refused(zipped(extra, tmp_path / "more"), tmp_path, "is there and not named")
    name = next(name for name in files if name.startswith("archive/"))
    less = {key: value for key, value in files.items() if key != name}
    refused(zipped(less, tmp_path / "less"), tmp_path, "is named and missing")


def changed_database(files: Files, tmp_path: Path, *statements: str) -> Files:
    """Return the files with a database on which these statements were run."""
    place = tmp_path / "database"
    place.write_bytes(files["ledger.sqlite"])
    with closing(sqlite3.connect(place, isolation_level=None)) as sql:
        sql.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            sql.execute(statement)
    changed = place.read_bytes()
    place.unlink()
    return named_anew({**files, "ledger.sqlite": changed})


@pytest.mark.parametrize(
    ("statement", "match"),
    [
        ("UPDATE schema_version SET version = 99", "has schema 99; .* upgrade"),
        (
            "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM disclosure; END",
            "has trigger 't', which would run by itself",
        ),
        ("CREATE VIEW report AS SELECT 1 AS report", "has view|already exists|which would run"),
        ("CREATE VIEW v AS SELECT load_extension('x')", "has view 'v', which would run by itself"),
        ("CREATE VIRTUAL TABLE f USING fts5(a)", "which is made by an extension"),
        ("DROP TRIGGER entry_stays", "lacks entry_stays"),
        ("DROP TABLE disclosure", "lacks disclosure"),
        (
            "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'entry'",
            "'entry', which is not made as ours is",
        ),
        ("UPDATE tree_state SET root = NULL", "does not say what its tree is"),
        ("DELETE FROM tree_state", "does not say what its tree is"),
        ("DELETE FROM schema_version", "has schema None"),
        ("UPDATE tree_state SET size = 1", "size differs"),
        ("UPDATE tree_state SET edge = x'00'", "does not hold together|edge"),
        ("DROP TABLE schema_version", "no truceline ledger"),
    ],
)
def test_a_database_made_to_do_harm_is_refused_unrun(files: Files, tmp_path: Path, statement: str, match: str) -> None:
    """Nothing that lies in a foreign database runs; one of a newer version says to upgrade."""
    if statement.startswith("CREATE VIEW report"):
        statement = statement.replace("VIEW report", "VIEW innocent")
    refused(zipped(changed_database(files, tmp_path, statement), tmp_path / "backup"), tmp_path, match)


def test_changed_entries_and_projections_do_not_survive(files: Files, tmp_path: Path) -> None:
    """An edited leaf is found by its hash; tables folded by somebody else are folded anew."""
    unlocked = (
        "DROP TRIGGER entry_stays",
        "UPDATE entry SET leaf = replace(CAST(leaf AS TEXT), 'valley', 'valles') WHERE idx = 0",
    )
    again = "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END"
    with pytest.raises(sqlite3.IntegrityError):
        changed_database(files, tmp_path, *unlocked, again)  # STRICT keeps a text out of a column of bytes
    edited = changed_database(
        files,
        tmp_path,
        unlocked[0],
        "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'valley', 'valles') AS BLOB)",
        again,
    )
    refused(zipped(edited, tmp_path / "backup"), tmp_path, "was changed|cannot be|does not hold together")
    folded = changed_database(files, tmp_path, "DELETE FROM claim", "UPDATE report SET report = 'another'")
    found = restore(zipped(folded, tmp_path / "folded"), tmp_path / "restored")
    assert found.verification.ok
    with Record.open(tmp_path / "restored") as record:
        assert [each.id for each in record.reports()] == ["r1"]
        assert len(record.claims()) == 1


def test_settings_that_point_elsewhere_are_written_anew(files: Files, tmp_path: Path) -> None:
    """A backup cannot have the restored record open a database that somebody else keeps."""
    pointing = files["truceline.toml"] + b'database = "postgresql://somebody@192.0.2.1/theirs"\n'
    restore(zipped(named_anew({**files, "truceline.toml": pointing}), tmp_path / "backup"), tmp_path / "restored")
    assert (tmp_path / "restored" / "truceline.toml").read_bytes() == files["truceline.toml"]
    with Record.open(tmp_path / "restored") as record:
        assert record.log.engine.file == tmp_path / "restored" / ".truceline" / "ledger.sqlite"


def test_a_text_file_or_nothing_at_all_is_no_backup(tmp_path: Path) -> None:
    """Named and located, whatever it is."""
    (tmp_path / "text").write_text("no backup")
    (tmp_path / "folder").mkdir()
    for name, match in (("text", "is no backup"), ("folder", "has no manifest"), ("nowhere", "no backup")):
        refused(tmp_path / name, tmp_path, match)


@pytest.mark.parametrize("place", ["central directory", "local header"])
def test_a_name_that_says_to_be_text_and_is_none_is_refused(original: Path, tmp_path: Path, place: str) -> None:
    """Both lists of a zip have the names; in either one may be marked as UTF-8 and hold a byte that is none."""
    data = bytearray(original.read_bytes())
    is_central = place == "central directory"
    at = data.rfind(b"PK\x01\x02") if is_central else data.find(b"PK\x03\x04")
    data[at + (9 if is_central else 7)] |= 8
    data[at + (46 if is_central else 30)] = 0xFF
    (tmp_path / "backup").write_bytes(data)
    refused(tmp_path / "backup", tmp_path, "is no backup, or is damaged|is called")


def test_a_device_or_a_pipe_is_refused_unopened(tmp_path: Path) -> None:
    """It would be read without end, or waited for."""
    os.mkfifo(tmp_path / "pipe")
    for place in (Path("/dev/zero"), tmp_path / "pipe"):
        refused(place, tmp_path, "is no plain file and no folder")


def test_nesting_without_end_is_refused(files: Files, tmp_path: Path, envelope: dict[str, Any]) -> None:
    """In a field that nobody knows, of a manifest and of a key file."""
    deep = b'"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    manifest = json.dumps({**json.loads(files["manifest.json"])}).encode()[:-1] + b"," + deep
    seal = f"{hashlib.sha256(manifest).hexdigest()}  manifest.json\n".encode()
    refused(zipped({**files, "manifest.json": manifest, "manifest.sha256": seal}, tmp_path / "b"), tmp_path, "cannot be read")
    (tmp_path / "keys.json").write_bytes(json.dumps(envelope).encode()[:-1] + b"," + deep)
    with pytest.raises(BundleError, match="is no file of keys"):
        restore_keys(tmp_path / "keys.json", "passphrase")


def test_an_endless_manifest_is_refused_unread(files: Files, tmp_path: Path) -> None:
    """A list of files has a length that fits its backup."""
    place = tmp_path / "backup"
    with zipfile.ZipFile(place, "w") as archive:
        for name, data in files.items():
            if name != "manifest.sha256":
                archive.writestr(name, data)
        archive.writestr("manifest.sha256", "0" * 1000)
    refused(place, tmp_path, r"manifest\.sha256 has 1,000 bytes; expected at most 200")


@pytest.fixture
def envelope() -> dict[str, Any]:
    """The open part of a key file."""
    return {"what": "truceline keys", "v": 1, "origin": "o", "n": 2**14, "r": 8, "p": 1, "salt": "AAAA", "nonce": "AAAA"}


def test_keys_with_hostile_names_are_never_written(tmp_path: Path) -> None:
    """Even from somebody who knows the passphrase: a key is a file in the key folder, or none."""
    import base64  # noqa: PLC0415 - only here

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    from truceline.ledger.care import key_backup  # noqa: PLC0415

    for name in ("../../x", "/tmp/x", "a/b/c", ".hidden", "high-water.json", "lock", "a\n"):
        made = Envelope(
            what="truceline keys", v=1, origin="o", n=2**14, r=8, p=1, salt="AAAAAAAAAAAAAAAAAAAAAA==", nonce="AAAAAAAAAAAAAAAA"
        )
        sealed = AESGCM(key_backup._key(made, "p")).encrypt(
            bytes(12), json.dumps({"o": {name: "AAAA"}}).encode(), key_backup._in_the_open(made)
        )
        data = {**json.loads(key_backup._in_the_open(made)), "ciphertext": base64.b64encode(sealed).decode()}
        (tmp_path / "keys.json").write_text(json.dumps(data))
        with pytest.raises(BundleError, match="which no key is; nothing was written"):
            restore_keys(tmp_path / "keys.json", "p")


def test_random_bytes_as_a_key_file_are_refused(tmp_path: Path, envelope: dict[str, Any]) -> None:
    """Whatever it is, it is a message of ours."""
    for data in (b"", b"{}", b"\xff\xfe", json.dumps({**envelope, "ciphertext": "!"}).encode(), io.BytesIO(bytes(100)).read()):
        (tmp_path / "keys.json").write_bytes(data)
        with pytest.raises(TrucelineError, match=r"keys\.json"):
            restore_keys(tmp_path / "keys.json", "passphrase")
