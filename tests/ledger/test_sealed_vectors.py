"""Vectors for whoever reads sealed values with a program of their own: a key file, decoys, pad, a value and a file at rest."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest

from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.disclosures import digest_of
from truceline.ledger.leaf.entries import read_header
from truceline.ledger.proofs import leaf_hash
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.sealed.decoys import STEP, decoys, known_decoys
from truceline.ledger.sealed.locked_files import FileLock
from truceline.ledger.sealed.vault import Locked, Vault


@pytest.fixture(scope="module")
def case(root: Path) -> dict[str, Any]:
    """The one example, with a key file of two keys."""
    (found,) = json.loads((root / "conformance" / "vectors" / "sealed.json").read_text(encoding="utf-8"))
    return dict(found)


@pytest.fixture
def vault(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """The vault of a machine to which the key was handed over."""
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path))
    Compartments(case["origin"]).take(case["handed"].encode(), "handed")
    made = Vault(case["origin"])
    assert made.file(case["locked"]["compartment"]).read_bytes().hex() == case["key_file"]
    return made


def test_the_value_at_rest_opens_to_the_disclosure_in_the_leaf(case: dict[str, Any], vault: Vault) -> None:
    """Under the first of two keys, and bound to its digest."""
    given = case["locked"]
    locked = Locked(*(base64.b64decode(given[name]) for name in ("nonce", "ciphertext", "wrapped_key")))
    assert vault.unlock(given["compartment"], case["digest"], locked) == case["disclosure"]
    assert digest_of(case["disclosure"]) == case["digest"]


def test_decoys_and_pad_are_those_of_the_leaf(case: dict[str, Any], vault: Vault) -> None:
    """Four digests, of which three stand for nothing; the leaf is a multiple of 256 bytes."""
    leaf, co = case["leaf"].encode(), case["locked"]["compartment"]
    canonical.decode(leaf)
    assert (leaf_hash(leaf).hex(), len(leaf) % STEP) == (case["leaf_hash"], 0)
    assert list(decoys(vault, co, case["entry_id"], 1)) == case["decoys"]
    assert sorted([case["digest"], *case["decoys"]]) == sorted(read_header(5, leaf).sd)
    assert set(case["decoys"]) <= known_decoys(vault, co, case["entry_id"])


def test_references_and_files_at_rest_are_as_written_down(case: dict[str, Any], vault: Vault) -> None:
    """What follows from words under a key, and the frames of a file."""
    words, file = case["reference"], case["file"]
    assert vault.reference(case["locked"]["compartment"], words["words"].encode()).hex() == words["is"]
    stored = io.BytesIO(base64.b64decode(file["stored"]))
    assert b"".join(FileLock(lambda: vault).unlocked(file["sha256"], stored)).decode() == file["text"]
