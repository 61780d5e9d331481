"""The vectors that another implementation is checked with, and the promise that old leaves read for ever."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.bodies import BODIES
from truceline.ledger.leaf.disclosures import Disclosure, open_disclosure
from truceline.ledger.leaf.entries import keyed_id, read_entry, read_header
from truceline.ledger.proofs import leaf_hash

OPENED_MS = 1_474_286_400_000


def vectors(root: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((root / "conformance" / "vectors" / name).read_text(encoding="utf-8"))
    return found


def test_there_is_a_leaf_of_every_kind(root: Path) -> None:
    """Whoever writes a second reader finds an example of whatever it can meet."""
    assert [case["kind"] for case in vectors(root, "entries.json")] == list(BODIES)


@pytest.mark.parametrize("kind", list(BODIES))
def test_a_leaf_written_once_reads_for_ever_as_it_was_meant(root: Path, kind: str) -> None:
    """Reading it and writing it again gives the same bytes: no default of any type in the log has changed since."""
    (case,) = (case for case in vectors(root, "entries.json") if case["kind"] == kind)
    leaf = case["leaf"].encode()
    canonical.decode(leaf)
    entry, header = read_entry(0, leaf), read_header(0, leaf)
    assert leaf_hash(leaf).hex() == case["leaf_hash"]
    assert canonical.encode_struct(entry.body) == bytes(header.body)
    assert canonical.encode_struct(msgspec.structs.replace(header, body=entry.body)) == leaf
    if "key" in case:
        assert entry.id == keyed_id(header.log, OPENED_MS, kind, case["key"])


def test_disclosures_are_as_written_down(root: Path) -> None:
    """Encoding and digest of sealed values."""
    for case in vectors(root, "disclosures.json"):
        disclosure = Disclosure(case["salt"], case["name"], case["value"])
        assert (disclosure.encoded, disclosure.digest) == (case["encoded"], case["digest"])
        assert open_disclosure(case["encoded"]) == disclosure


def test_the_example_of_the_format_is_a_leaf_with_the_hash_it_gives(root: Path) -> None:
    """Examples in the documentation are real."""
    page = (root / "docs/formats/entry.md").read_text(encoding="utf-8")
    (leaf,) = re.findall(r"```json\n(.*)\n```", page)
    canonical.decode(leaf.encode())
    assert f"leaf hash is `{leaf_hash(leaf.encode()).hex()}`" in page
