"""Checkpoints: three lines, each in one spelling."""

from __future__ import annotations

import pytest

from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import EMPTY_ROOT, Checkpoint, parse_checkpoint

SPECIFIED = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
"""
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


def test_the_checkpoint_of_the_specification_is_read_and_written() -> None:
    """Byte for byte."""
    tree = parse_checkpoint(SPECIFIED)
    assert (tree.origin, tree.size, tree.root.hex()[:8]) == ("example.com/behind-the-sofa", 20852163, "0ac5186a")
    assert tree.text() == SPECIFIED


def test_further_lines_of_others_are_kept_and_we_write_none() -> None:
    """Signatures cover them; what they say is nothing to us."""
    tree = parse_checkpoint(SPECIFIED + "Timestamp: 1474372800\nmore words\n")
    assert tree.extensions == ("Timestamp: 1474372800", "more words")
    assert tree.text() == SPECIFIED + "Timestamp: 1474372800\nmore words\n"
    assert len(Checkpoint("o", 1, bytes(32)).text().splitlines()) == 3


def test_an_origin_may_be_any_line() -> None:
    """It should look like an address, but nobody may count on it."""
    assert parse_checkpoint(f"a b+c é\n1\n{ROOT}\n").origin == "a b+c é"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "three lines"),
        ("o\n1\n", "three lines"),
        (f"o\n1\n{ROOT}", "three lines"),
        (f"\n1\n{ROOT}\n", "line 1: an empty line"),
        (f"o\n\n{ROOT}\n", "line 2: an empty line"),
        (f"o\n1\n{ROOT}\n\n", "line 4: an empty line"),
        (f"o\n01\n{ROOT}\n", r"line 2 \(size\): '01'"),
        (f"o\n+1\n{ROOT}\n", "line 2"),
        (f"o\n-1\n{ROOT}\n", "line 2"),
        (f"o\n 1\n{ROOT}\n", "line 2"),
        (f"o\n1_0\n{ROOT}\n", "line 2"),
        (f"o\n٣\n{ROOT}\n", "line 2"),
        (f"o\n1e3\n{ROOT}\n", "line 2"),
        (f"o\n9223372036854775808\n{ROOT}\n", "line 2"),
        (f"o\n{'9' * 9999}\n{ROOT}\n", "line 2"),
        ("o\n1\nAAAA\n", r"line 3 \(root\): a hash of 3 bytes"),
        (f"o\n1\n{ROOT[:-1]}\n", r"line 3 \(root\): .* no base64"),
        (f"o\n1\n{ROOT.replace('I=', 'J=')}\n", r"line 3 \(root\): .* an encoder"),
        (f"o\n1\n {ROOT}\n", "line 3"),
        (f"o\r\n1\r\n{ROOT}\r\n", r"line 1: control character U\+000D"),
    ],
)
def test_anything_else_is_refused_with_the_line(text: str, told: str) -> None:
    """Two spellings of a checkpoint would be two texts with different signatures."""
    with pytest.raises(NoteError, match=told):
        parse_checkpoint(text)


def test_an_empty_tree_has_only_one_root() -> None:
    """SHA-256 of nothing (RFC 6962, 2.1)."""
    assert Checkpoint("o", 0, EMPTY_ROOT).is_possible
    assert not Checkpoint("o", 0, bytes(32)).is_possible
    assert Checkpoint("o", 1, bytes(32)).is_possible
