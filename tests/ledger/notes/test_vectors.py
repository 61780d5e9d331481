"""The vectors in conformance/vectors that another implementation is checked with hold for ours."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from fakes.notaries import ANNA, NOON, ORIGIN
from truceline.errors import NoteError
from truceline.ledger.heads.fork_file import judge, parse
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.cosignature import COSIGNATURE, cosign
from truceline.ledger.notes.keys import ED25519, ML_DSA_44, parse_vkey
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.notes.policy import parse_policy
from truceline.ledger.notes.proof_file import parse_proof, verify_proof
from truceline.ledger.notes.signing import Signer, store_signer
from truceline.ledger.notes.tile_files import parse_tile_path, paths_of
from truceline.ledger.proofs import leaf_hash
from truceline.ledger.witnesses.witness import KEY, LAST, LOGS, Witness

Case = dict[str, Any]


def vectors(root: Path, name: str) -> tuple[list[Case], list[Case]]:
    """Return the cases that hold and those that do not; there are some of each."""
    cases: list[Case] = json.loads((root / "conformance" / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
    good = [case for case in cases if case.get("valid", case.get("holds") is not None)]
    bad = [case for case in cases if case not in good]
    assert good
    assert bad
    return good, bad


def test_keys(root: Path) -> None:
    """Names, key ids and public keys, made from seeds that everybody can read."""
    good, bad = vectors(root, "keys")
    for case in good:
        key = parse_vkey(case["vkey"])
        assert (key.name, key.key_id.hex(), key.algorithm) == (case["name"], case["key_id"], case["algorithm"])
        assert key.public_key.hex() == case["public_key"]
        if key.algorithm != ML_DSA_44:
            assert Signer(key.name, bytes.fromhex(case["seed"]), key.algorithm).vkey == key
    assert {case["algorithm"] for case in good} == {ED25519, COSIGNATURE, ML_DSA_44}
    for case in bad:
        with pytest.raises(NoteError):
            parse_vkey(case["vkey"])


def test_notes(root: Path) -> None:
    """Whose signatures hold, in the order of the note."""
    good, bad = vectors(root, "notes")
    for case in good:
        held = verify_note(parse_note(case["note"]), [parse_vkey(key) for key in case["vkeys"]])
        assert [each.key.name for each in held] == case["holds"], case["why"]
    for case in bad:
        data = bytes.fromhex(case["note_hex"]) if "note_hex" in case else case["note"]
        with pytest.raises(NoteError):
            verify_note(parse_note(data), [parse_vkey(key) for key in case["vkeys"]])


def test_checkpoints(root: Path) -> None:
    """Origin, size and root of those that are read."""
    good, bad = vectors(root, "checkpoints")
    for case in good:
        tree = parse_checkpoint(case["text"])
        assert (tree.origin, tree.size, tree.root.hex()) == (case["origin"], case["size"], case["root"])
        assert (list(tree.extensions), tree.text()) == (case["extensions"], case["text"])
    for case in bad:
        with pytest.raises(NoteError):
            parse_checkpoint(case["text"])


def test_cosignatures(root: Path) -> None:
    """The same key, text and time give the same line (Ed25519); every line says its time or is refused."""
    good, bad = vectors(root, "cosignatures")
    for case in good:
        key = parse_vkey(case["vkey"])
        (held,) = verify_note(parse_note(f"{case['text']}\n{case['line']}"), [key])
        assert held.at == case["at"]
        if key.algorithm == COSIGNATURE:
            assert cosign(Signer(key.name, bytes.fromhex(case["seed"]), COSIGNATURE), case["text"], case["at"]) == case["line"]
    for case in bad:
        with pytest.raises(NoteError):
            verify_note(parse_note(f"{case['text']}\n{case['line']}"), [parse_vkey(case["vkey"])])


def test_policies(root: Path) -> None:
    """Who is enough and who is missing, or the line that is wrong."""
    good, bad = vectors(root, "policies")
    for case in good:
        policy = parse_policy(case["policy"])
        for asked in case["cases"]:
            assert policy.met_by(asked["cosigned"]) == asked["met"], case["why"]
            assert list(policy.missing(asked["cosigned"])) == asked["missing"], case["why"]
    for case in bad:
        with pytest.raises(NoteError, match=f"line {case['line']}[ :]" if case["line"] else "no `quorum` line"):
            parse_policy(case["policy"])


def test_proof_files(root: Path) -> None:
    """From the bytes of the entry to the quorum."""
    good, bad = vectors(root, "tlog-proofs")
    for case in good:
        proof = parse_proof(case["proof"])
        assert proof.text() == case["proof"]
        verify_proof(proof, leaf_hash(case["entry"].encode()), parse_policy(case["policy"]))
    for case in bad:
        with pytest.raises(NoteError):
            verify_proof(parse_proof(case["proof"]), leaf_hash(case["entry"].encode()), parse_policy(case["policy"]))


def test_tile_paths(root: Path) -> None:
    """One name for each file, and which files a log of a size has."""
    good, others = vectors(root, "tile-paths")
    for case in good:
        path = parse_tile_path(case["path"])
        assert (path.level, path.number, path.width) == (case["level"], case["number"], case["width"])
    for case in others:
        if "size" in case:
            paths = list(paths_of(case["size"]))
            assert [str(path) for path in paths if not path.is_full] == case["part_filled"]
            assert sum(path.is_full for path in paths) == case["full"]
        else:
            with pytest.raises(NoteError):
                parse_tile_path(case["path"])


def test_evidence(root: Path) -> None:
    """What a file of evidence shows to somebody who has the log's key and nothing else."""
    good, bad = vectors(root, "evidence")
    for case in good:
        judged = judge(parse(case["evidence"].encode(), case["why"]), [parse_vkey(key) for key in case["vkeys"]])
        assert judged.shows_fork == case["shows_fork"], case["why"]
    assert {case["shows_fork"] for case in good} == {True, False}
    for case in bad:
        with pytest.raises(NoteError):
            judge(parse(case["evidence"].encode(), case["why"]), [parse_vkey(key) for key in case["vkeys"]])


def test_requests(root: Path, tmp_path: Path) -> None:
    """What a witness with this memory answers; a line that it gives holds, and nothing else makes it remember."""
    good, bad = vectors(root, "requests")
    for number, case in enumerate((*good, *bad)):
        folder = tmp_path / str(number)
        store_signer(folder / KEY, ANNA)
        witness = Witness(folder, clock=lambda: NOON)
        for key in case["vkeys"]:
            witness.trust(parse_vkey(key))
        name = hashlib.sha256(ORIGIN.encode()).hexdigest()
        if case["last"]:
            (folder / LOGS / name / LAST).write_text(case["last"], encoding="utf-8")
        answer = witness.add_checkpoint(case["request"])
        assert answer.status == case["status"], (case["why"], answer)
        if answer.status == 200:
            verify_note(parse_note(answer.last or "").with_lines(answer.body), [ANNA.vkey])
        else:
            assert witness.last(name) == case["last"]
            assert "size" not in case or answer.body == f"{case['size']}\n"
    assert {case["status"] for case in bad} == {400, 403, 404, 409, 422}
