"""A stick that a stranger prepared: whatever is on it, a located message, exit code 3, and nothing written."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fakes.september import september
from fakes.two_offices import Office, one_report, unwatched
from truceline.errors import BundleError, ForkError, InputError
from truceline.ledger.exchange import layout, mirror, writing
from truceline.ledger.leaf import canonical
from truceline.ledger.notes.checkpoint import Checkpoint
from truceline.ledger.notes.signing import Signer
from truceline.ledger.notes.tile_files import bundle, entries_path
from truceline.ledger.proofs import leaf_hash, root_of
from truceline.workflow.exchanging import export_record
from truceline.workflow.foreign import LARGEST_TEXT

MUTATIONS = 60
SOAK_MUTATIONS = 3000
SEED = 20160919


@pytest.fixture
def west(tmp_path: Path) -> Iterator[Office]:
    """The office that is attacked."""
    office = Office.at(tmp_path, "west")
    with office.record:
        yield office


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an honest log on a stick. Copy it before you change it."""
    folder = tmp_path_factory.mktemp("honest")
    with Office.at(folder, "east").record as record:
        east = Office("east", record)
        east.tell(september())
        return east.put_on(folder / "stick")


@pytest.fixture
def there(honest: Path, tmp_path: Path) -> Path:
    """A copy of the honest log on a stick, for the attacker to work on."""
    return Path(shutil.copytree(honest, tmp_path / "stick" / honest.name))


def _state(office: Office) -> tuple[int, str, tuple[str, ...]]:
    """Return all that an import could have changed."""
    folder = office.record.folder
    files = (f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())
    return office.record.size, office.record.root, tuple(sorted(f for f in files if "ledger.sqlite-" not in f))


def _refused(office: Office, stick: Path, match: str) -> None:
    before = _state(office)
    with pytest.raises(InputError, match=match) as refusal:
        office.take_from(stick)
    assert isinstance(refusal.value, BundleError)
    assert refusal.value.exit_code == 3
    assert str(stick) in str(refusal.value)
    assert _state(office) == before


def _manifest(there: Path, **changed: object) -> None:
    file = there / layout.MANIFEST
    file.write_text(json.dumps({**json.loads(file.read_text()), **changed}), encoding="utf-8")


def _blob(there: Path) -> Path:
    return next(f for f in sorted((there / "blob").rglob("*")) if f.is_file())


def _bundle(there: Path) -> Path:
    return next(f for f in sorted((there / "tile/entries").rglob("*")) if f.is_file())


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/passwd", "..\\..\\x", "C:\\x", "a" * 63, "A" * 64, "a" * 64 + "\0", "\u202e" + "a" * 63]
)
def test_a_file_named_with_a_path_is_refused(west: Office, there: Path, name: str) -> None:
    """Names on the stick are hashes or they are nothing; no file is ever opened under another."""
    _manifest(there, blobs=[[name, 1]])
    _refused(west, there.parent, "expected a SHA-256")
    assert not (west.record.folder.parent / "x").exists()


@pytest.mark.parametrize("what", ["checkpoint", "manifest.json", "blob", "tile", "tile/entries", "tile/0"])
def test_a_link_is_never_followed(west: Office, there: Path, tmp_path: Path, what: str) -> None:
    """Not for a file, not for a folder on the way to one, not even to the very same content."""
    place = there / what
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    _refused(west, there.parent, "is a link")


def test_a_log_behind_a_link_is_not_entered(west: Office, there: Path, tmp_path: Path) -> None:
    """The folder of the log itself."""
    there.rename(tmp_path / "elsewhere")
    there.symlink_to(tmp_path / "elsewhere")
    _refused(west, there.parent, "is a link")


def test_a_pipe_does_not_stop_the_import_for_ever(west: Office, there: Path) -> None:
    """Opening it would wait for a writer that never comes."""
    (there / "checkpoint").unlink()
    os.mkfifo(there / "checkpoint")
    _refused(west, there.parent, "is no file")


def test_a_folder_where_a_file_should_be_is_refused(west: Office, there: Path) -> None:
    """With its place."""
    (there / "checkpoint").unlink()
    (there / "checkpoint").mkdir()
    _refused(west, there.parent, "checkpoint")


def test_a_note_of_ten_megabytes_is_refused_unread(west: Office, there: Path) -> None:
    """No note is that long."""
    (there / "checkpoint").write_bytes(b"x" * 10_000_000)
    _refused(west, there.parent, "checkpoint has 10,000,000 bytes")


@pytest.mark.parametrize("what", ["tile", "entries", "blob", "manifest.json"])
def test_a_file_that_grows_without_end_is_refused_unread(west: Office, there: Path, what: str) -> None:
    """A sparse file of a terabyte costs an attacker nothing, and us neither."""
    places = {"tile": next((there / "tile/0").rglob("*.p/*")), "entries": _bundle(there), "blob": _blob(there)}
    with places.get(what, there / what).open("r+b") as file:
        file.truncate(1 << 40)
    _refused(west, there.parent, "bytes")


def test_more_than_the_disk_holds_is_refused_before_a_byte_is_copied(west: Office, there: Path) -> None:
    """The manifest announces how much comes along."""
    blobs = json.loads((there / layout.MANIFEST).read_text())["blobs"]
    _manifest(there, blobs=[[blobs[0][0], 1 << 60], *blobs[1:]])
    _refused(west, there.parent, "announces")


def test_an_endless_log_ends_at_the_first_missing_file(west: Office, there: Path) -> None:
    """A head of a million million entries, signed by its own key."""
    signer = Signer.fresh(json.loads((there / layout.MANIFEST).read_text())["origin"])
    text = Checkpoint(signer.name, 10**12, bytes(32)).text()
    (there / "checkpoint").write_text(f"{text}\n{signer.sign(text)}", encoding="utf-8")
    _manifest(there, size=10**12, root="0" * 64, vkeys=[str(signer.vkey)])
    _refused(west, there.parent, "cannot be read")


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"format": "truceline-exchange/2"}, "upgrade"),
        ({"format": "something"}, "expected truceline-exchange/1"),
        ({"size": 0}, "expected one or more"),
        ({"size": 1}, "interrupted"),
        ({"size": -1}, "expected one or more"),
        ({"size": "many"}, "no manifest"),
        ({"root": "0" * 64}, "has root"),
        ({"root": None}, "no manifest"),
        ({"origin": "another"}, "two logs"),
        ({"kind": "real"}, "no manifest"),
        ({"kind": "actual"}, "kind actual"),
        ({"theatre": "elsewhere"}, "`truceline init --theatre elsewhere`"),
        ({"theatre": "x`rm y`\x1b[2J"}, r"theatre 'x`rm y`\\x1b\[2J'; .*; make one and import there"),
        ({"vkeys": []}, "expected one or more"),
        ({"vkeys": ["nonsense"]}, "manifest.json"),
        ({"vkeys": ["x" * 10_000]}, "manifest.json"),
        ({"disclosures": ["!"]}, "disclosure"),
        ({"blobs": {}}, "no manifest"),
        ({"blobs": [["0" * 64, -1]]}, "-1 bytes"),
        ({"blobs": [["0" * 64, 1]]}, "cannot be read"),
        ({"blobs": [["0" * 64, 1, 1]]}, "no manifest"),
    ],
)
def test_a_manifest_that_is_not_right_is_refused(west: Office, there: Path, changed: dict[str, Any], match: str) -> None:
    """Whatever is odd is named, with the file."""
    _manifest(there, **changed)
    _refused(west, there.parent, match)


@pytest.mark.parametrize("data", [b"", b"[", b"null", b"{}", b"\xff", b"[" * 100_000, b'{"format":"truceline-exchange/1"}'])
def test_a_manifest_that_is_none_is_refused(west: Office, there: Path, data: bytes) -> None:
    """No traceback, no endless nesting."""
    (there / layout.MANIFEST).write_bytes(data)
    _refused(west, there.parent, "manifest")


def test_a_stick_without_a_log_is_said_to_have_none(west: Office, tmp_path: Path) -> None:
    """With what was expected."""
    (tmp_path / "empty").mkdir()
    _refused(west, tmp_path / "empty", "holds no log")
    _refused(west, tmp_path / "absent", "cannot be read")


def test_a_log_in_the_folder_of_another_is_refused(west: Office, there: Path) -> None:
    """Else it would lie over the copy of that other log."""
    there.rename(there.with_name("0" * 64))
    _refused(west, there.parent, "expected it in")


def test_a_missing_file_is_named(west: Office, there: Path) -> None:
    """Each one that belongs to the state."""
    for place in (_bundle(there), _blob(there), next((there / "tile/0").rglob("*.p/*")), there / "checkpoint"):
        data = place.read_bytes()
        place.unlink()
        _refused(west, there.parent, place.name)
        place.write_bytes(data)


@pytest.mark.parametrize("mutations", [MUTATIONS, pytest.param(SOAK_MUTATIONS, marks=pytest.mark.soak)])
def test_no_change_of_any_file_is_taken(west: Office, there: Path, mutations: int) -> None:
    """Bits flipped, bytes cut off, added or doubled, wherever: refused, or of no consequence because it is in no signed byte."""
    seed = random.Random(SEED)
    files = sorted(f for f in there.rglob("*") if f.is_file())
    before = _state(west)
    for number in range(mutations):
        file = files[number % len(files)]
        data = file.read_bytes()
        changed = _mutated(seed, data)
        if changed == data or file.name == layout.MANIFEST:
            continue
        file.write_bytes(changed)
        with pytest.raises(BundleError, match=str(there.parent)):
            west.take_from(there.parent)
        file.write_bytes(data)
    assert _state(west) == before, f"seed {SEED}"
    (done,) = west.take_from(there.parent)
    assert done.merged.reports


def _mutated(seed: random.Random, data: bytes) -> bytes:
    at = seed.randrange(len(data) or 1)
    way = seed.randrange(4)
    if way == 0:
        return data[:at] + bytes([data[at] ^ 1 << seed.randrange(8)]) + data[at + 1 :]
    if way == 1:
        return data[:at]
    return data + data[at:] if way == 2 else data[:at] + data[:at] + data[at:]


def _forged(tmp_path: Path, leaves: list[bytes], **manifest: object) -> Path:
    """Return a stick with a log of exactly these leaves, rightly hashed and signed: only what they say can be wrong."""
    origin = "truceline.local/" + "f" * 32
    signer = Signer.fresh(origin)
    there = tmp_path / "forged" / layout.folder_name(origin)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    files = {entries_path(0, len(leaves)): bundle(leaves), **dict(writing.tiles_over(hashes))}
    text = Checkpoint(origin, len(leaves), root_of(hashes)).text()
    files["checkpoint"] = f"{text}\n{signer.sign(text)}".encode()
    given = {
        "format": layout.FORMAT,
        "software": "other",
        "kind": "demonstration",
        "theatre": "world",
        "origin": origin,
        "size": len(leaves),
        "root": root_of(hashes).hex(),
        "vkeys": [str(signer.vkey)],
        "blobs": [],
    }
    files[layout.MANIFEST] = json.dumps(given | manifest).encode()
    for name, data in files.items():
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        (there / name).write_bytes(data)
    return there.parent


def _leaf(number: int, kind: str, body: object, **header: object) -> bytes:
    given = {
        "v": 1,
        "log": "truceline.local/" + "f" * 32,
        "kind": kind,
        "id": f"01574251-3200-7000-8000-{number:012}",
        "at": "2016-09-19T12:00:00.000Z",
        "by": "mallory",
        "co": "open",
        "body": body,
    }
    return canonical.encode(given | header)  # type: ignore[arg-type]  # a leaf as anybody may write it


OPENED = {"kind": "demonstration", "theatre": "world", "software": "other"}


@pytest.mark.parametrize(
    ("leaves", "match"),
    [
        ([_leaf(0, "log.padded", {})], "begins with log.opened"),
        ([_leaf(0, "log.opened", OPENED), _leaf(1, "log.opened", OPENED)], "begins with log.opened"),
        ([_leaf(0, "log.opened", OPENED | {"kind": "actual"})], "manifest says otherwise"),
        ([_leaf(0, "log.opened", OPENED), _leaf(0, "log.padded", {})], "id"),
        ([_leaf(0, "log.opened", OPENED), _leaf(1, "log.padded", {}, log="another")], "another"),
        ([_leaf(0, "log.opened", OPENED), _leaf(1, "log.padded", {}, at="2016-09-18T12:00:00.000Z")], "time"),
        ([_leaf(0, "log.opened", OPENED), _leaf(1, "log.padded", {}, v=2)], "version 2"),
        ([_leaf(0, "log.opened", OPENED), _leaf(1, "thing.unheard", {})], "thing.unheard"),
        ([_leaf(0, "log.opened", OPENED), _leaf(1, "claim.accepted", {})], "claim"),
        ([_leaf(0, "log.opened", OPENED), b'{"v":1, "log":"x"}'], "entry|canonical|re-encode|entries"),
        ([_leaf(0, "log.opened", OPENED), b""], "tile/entries"),
        ([_leaf(0, "log.opened", OPENED), b"x" * 60_000], "fit a leaf"),
        ([_leaf(0, "log.opened", OPENED), b'{"v":1,"x":' + b"[" * 8000], "deep|nested|entry"),
    ],
)
def test_leaves_that_are_none_are_refused_though_hashed_and_signed(
    west: Office, tmp_path: Path, leaves: list[bytes], match: str
) -> None:
    """A signature says who wrote it, not that it is well-formed."""
    _refused(west, _forged(tmp_path, leaves), match)


def _forged_report(
    tmp_path: Path, text: bytes, changed: dict[str, object], claim: dict[str, object] | None = None, pack: bytes | None = None
) -> Path:
    """Return a stick with one report, and perhaps a claim of it and a theatre pack, with values of the attacker's choice."""
    digest = hashlib.sha256(text).hexdigest()
    report = {"report": "r1", "text_sha256": digest, "raw_sha256": digest, "media": "text/plain"} | changed
    leaves = [_leaf(0, "log.opened", OPENED), _leaf(1, "report.archived", report)]
    if claim is not None:
        base = {"claim": "c1", "report": "r1", "text_sha256": digest, "author": "m", "type": "indirect", "voice": "narration"}
        leaves.append(_leaf(2, "claim.entered", base | {"rule": "by.hand", "content": [[0, 3]]} | claim))
    blobs = {digest: text}
    if pack is not None:
        theirs = hashlib.sha256(pack).hexdigest()
        blobs[theirs] = pack
        leaves.append(_leaf(3, "pack.archived", {"name": "world", "version": "1", "theatre_sha256": theirs}))
    stick = _forged(tmp_path, leaves, blobs=[[name, len(data)] for name, data in sorted(blobs.items())])
    (there,) = stick.iterdir()
    for name, data in blobs.items():
        place = there / layout.blob_path(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return stick


@pytest.mark.parametrize(
    ("text", "changed", "claim"),
    [
        (b"Shells fell.", {"report": "../../x\n"}, None),
        (b"Shells fell.", {"report": "r\u202e1"}, None),
        (b"Shells fell.", {"report": "r" * 301}, None),
        (b"Shells fell.", {"report": ""}, None),
        (b"Shells fell.", {"published_at": "soon"}, None),
        (b"Shells fell.", {"published_at": "20160919"}, None),
        (b"Shells fell.", {"title_at": [0, 999]}, None),
        (b"\xff\xfe", {}, None),
        (b"Shells fell.", {}, {"content": [[0, 999]]}),
        (b"Shells fell.", {}, {"content": []}),
        (b"Shells fell.", {}, {"claim": "c\n1"}),
        (b"Shells fell.", {}, {"author": "\u2066m"}),
        (b"Shells fell.", {}, {"said_at": {"start": "never"}}),
        (b"Shells fell.", {}, {"times": [{"span": [0, 3], "start": "2016-99-99"}]}),
        (b"Shells fell.", {}, {"text_sha256": "0" * 64}),
    ],
)
def test_values_that_could_lead_a_view_astray_are_refused_one_by_one(
    west: Office, tmp_path: Path, text: bytes, changed: dict[str, object], claim: dict[str, object] | None
) -> None:
    """The log is kept as it is; what is odd in it is not taken over, and said."""
    stick = _forged_report(tmp_path, text, changed, claim)
    (done,) = west.take_from(stick)
    assert len(done.merged.refused) == 1
    assert "not taken" in done.merged.refused[0].message
    assert west.view() == {}
    assert list(mirror.problems(west.record)) == []
    assert west.record.verify().ok


@pytest.mark.parametrize(
    "pack",
    [b"{}", b"", b"\xff", b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}", b"{" + b" " * LARGEST_TEXT],
    ids=["another", "empty", "bytes", "deep", "large"],
)
def test_a_theatre_pack_that_is_none_tells_no_names(west: Office, tmp_path: Path, pack: bytes) -> None:
    """Without it a claim cannot be written out; it is not taken over, and said, and the report is."""
    stick = _forged_report(tmp_path, b"Shells fell.", {}, {}, pack)
    (done,) = west.take_from(stick)
    (refused,) = done.merged.refused
    assert "their theatre pack" in refused.message
    assert list(mirror.problems(west.record)) == []
    assert west.record.verify().ok


def test_a_file_that_no_entry_names_is_refused(west: Office, tmp_path: Path) -> None:
    """Nobody leaves files in our record under cover of a log."""
    stick = _forged(tmp_path, [_leaf(0, "log.opened", OPENED)], blobs=[["0" * 64, 1]])
    (there,) = stick.iterdir()
    place = there / layout.blob_path("0" * 64)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"x")
    _refused(west, stick, "named by no entry")


def test_an_entry_passed_off_as_one_of_ours_changes_nothing_here(west: Office, tmp_path: Path) -> None:
    """Whoever says that a decision began with a leaf of ours is not believed: ours stands as it is."""
    west.tell(one_report("north", "accepted"))
    (claim,) = west.view()
    ours = next(e for e in west.record.entries() if e.kind == "claim.accepted").leaf_hash.hex()
    batch = {"origin": "x", "size": 1, "root": "0" * 64, "taken": 1}
    leaves = [
        _leaf(0, "log.opened", OPENED),
        _leaf(1, "import.batch", batch),
        _leaf(2, "claim.rejected", {"claim": claim}, refs=[ours], by="tester"),
    ]
    size = west.record.size
    west.take_from(_forged(tmp_path, leaves))
    assert (west.view()[claim], west.record.size) == (("accepted", "tester"), size)


def test_writing_to_a_stick_never_writes_behind_a_link(west: Office, tmp_path: Path) -> None:
    """A stick that was prepared to have our export land in another folder."""
    there = tmp_path / "stick" / layout.folder_name(west.record.origin)
    there.mkdir(parents=True)
    (tmp_path / "home").mkdir()
    (there / "tile").symlink_to(tmp_path / "home")
    with pytest.raises(BundleError, match="is a link"):
        export_record(west.record, tmp_path / "stick", watch=unwatched)
    assert not any((tmp_path / "home").iterdir())


def test_an_export_takes_no_strange_folder_for_its_own(west: Office, tmp_path: Path) -> None:
    """What lies there and is none of ours is neither written over nor tidied away."""
    there = tmp_path / "stick" / layout.folder_name(west.record.origin)
    there.mkdir(parents=True)
    (there / "letter.txt").write_text("to keep", encoding="utf-8")
    with pytest.raises(BundleError, match="something else"):
        export_record(west.record, tmp_path / "stick", watch=unwatched)
    assert (there / "letter.txt").read_text(encoding="utf-8") == "to keep"


def test_a_place_that_cannot_be_written_is_said(west: Office, tmp_path: Path) -> None:
    """A file where the stick should be."""
    (tmp_path / "stick").write_text("no folder", encoding="utf-8")
    with pytest.raises(BundleError, match="stick"):
        export_record(west.record, tmp_path / "stick", watch=unwatched)


def test_dropping_or_exchanging_a_leaf_in_a_signed_log_is_a_fork_or_no_log(west: Office, tmp_path: Path) -> None:
    """The same key, the same size, another history: evidence is left and nothing is taken."""
    leaves = [_leaf(0, "log.opened", OPENED), *(_leaf(n, "log.padded", {}) for n in (1, 2))]
    stick = _forged(tmp_path, leaves)
    west.take_from(stick)
    (there,) = stick.iterdir()
    shutil.rmtree(tmp_path / "forged")
    assert not there.exists()
    again = _forged(tmp_path, [leaves[0], leaves[2], leaves[1]])
    before = _state(west)
    with pytest.raises((ForkError, BundleError)):
        west.take_from(again)
    assert [s for s in _state(west)[2] if not s.endswith(".evidence")] == list(before[2])


def test_a_forged_log_without_a_fault_is_taken(west: Office, tmp_path: Path) -> None:
    """What is refused above is refused for its fault, not for how it was made."""
    (done,) = west.take_from(_forged_report(tmp_path, b"Shells fell.", {}, {}))
    assert (done.merged.reports, done.merged.claims, done.merged.refused) == (("r1",), 1, ())
