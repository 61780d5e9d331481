"""Decoys and padding: a leaf does not tell how many values are sealed in it, and appending it again is still harmless."""

from __future__ import annotations

import msgspec
import pytest

from truceline.ledger import CallReceived, Draft
from truceline.ledger.kernel.leaves import Opening, Prepared, prepare
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import read_header, same_content
from truceline.ledger.sealed.decoys import FILL_TO, STEP, known_decoys
from truceline.ledger.sealed.vault import Vault

ORIGIN = "truceline.local/decoys"
AT = b"2016-09-20T07:00:00.000Z"


def draft(count: int, *, kind_word: int = 0) -> Draft:
    body = CallReceived(call="c1", report="r1", received_at="2016-09-20T07:00:00Z", channel="t" * (1 + 13 * kind_word))
    return Draft(kind="call.received", body=body, by="ann", key="c1", sealed=tuple(seal(f"n{n}", "value") for n in range(count)))


def made(given: Draft) -> Prepared:
    (prepared,) = prepare([given], Opening(ORIGIN, 1_474_286_400_000), Vault(ORIGIN))
    return prepared


@pytest.mark.parametrize("count", range(9))
@pytest.mark.parametrize("clk", [None, b"2016-09-20T06:59:59.000Z"])
def test_leaves_come_in_steps_of_length_and_of_number(count: int, clk: bytes | None) -> None:
    """However many values are sealed, also none, and whatever the clock said; the bytes stay canonical."""
    leaf = made(draft(count, kind_word=count)).leaf(AT, clk)
    header = read_header(0, leaf)
    assert (len(leaf) % STEP, len(header.sd) % FILL_TO, len(header.sd) > count) == (0, 0, True)
    canonical.decode(leaf)
    assert canonical.encode_struct(msgspec.structs.replace(header, body=draft(count, kind_word=count).body)) == leaf


def test_decoys_are_known_with_the_key_and_to_nobody_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is no decoy and has no row is a value that is gone: only who has the key can say so."""
    given = draft(2)
    prepared = made(given)
    digests = set(read_header(0, prepared.leaf(AT, None)).sd)
    assert digests - known_decoys(Vault(ORIGIN), "open", prepared.id) == {each.digest for each in given.sealed}
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path_factory.mktemp("none")))
    assert not known_decoys(Vault(ORIGIN), "open", prepared.id)


@pytest.mark.parametrize(("again", "same"), [(2, True), (1, False), (3, False), (0, False)])
def test_decoys_are_no_content(again: int, same: bool) -> None:  # noqa: FBT001 - a column of the table
    """The same entry given again is the same; a value more or fewer is another, although the leaf is as long."""
    first, second = draft(2), draft(again)
    known = {each.name: each for each in first.sealed}
    stored, prepared = read_header(0, made(first).leaf(AT, None)), made(second)
    difference = same_content(stored, prepared.leaf(AT, None), known, second.sealed, prepared.decoys)
    assert (difference is None) == same
