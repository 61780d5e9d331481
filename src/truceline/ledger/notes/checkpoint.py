"""Checkpoints: what a log says its tree is. Source: C2SP tlog-checkpoint.

A checkpoint is the text of a note of three lines: origin, size, root. We write no further lines; those of others are kept,
because signatures cover them, and say nothing to us.

>>> tree = Checkpoint("example.com/log", 0, EMPTY_ROOT)
>>> print(tree.text(), end="")
example.com/log
0
47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
>>> parse_checkpoint(tree.text()) == tree
True
"""

from __future__ import annotations

import msgspec

from truceline.errors import NoteError
from truceline.ledger.notes.plain import decimal, hash_from, shown, text_of, to_base64
from truceline.ledger.proofs import EMPTY_ROOT

__all__ = ["EMPTY_ROOT", "Checkpoint", "parse_checkpoint"]


class Checkpoint(msgspec.Struct, frozen=True):
    """The size of a tree and its root, under the name of its log."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the text of the note, with its last newline."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @property
    def is_possible(self) -> bool:
        """Whether there can be such a tree: an empty one has only one root."""
        return self.size > 0 or self.root == EMPTY_ROOT


def parse_checkpoint(text: str, where: str = "checkpoint") -> Checkpoint:
    """Read the text of a note as a checkpoint.

    Raises: NoteError, with the line.
    """
    checked = text_of(text, where)
    lines = checked.split("\n")
    if len(lines) < 4 or lines.pop():
        message = f"{where}: {shown(text)} has not the three lines origin, size and root, each ended by a newline"
        raise NoteError(message)
    if not all(lines):
        message = f"{where} line {lines.index('') + 1}: an empty line inside a checkpoint"
        raise NoteError(message)
    size, root = decimal(lines[1], f"{where} line 2 (size)"), hash_from(lines[2], f"{where} line 3 (root)")
    return Checkpoint(lines[0], size, root, tuple(lines[3:]))
