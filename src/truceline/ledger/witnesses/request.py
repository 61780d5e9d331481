"""What is sent to a witness: the sizes it may know, the proof from each, and a checkpoint. Source: C2SP tlog-witness.

Over HTTP there is one ``old`` line with its proof; in a file that travels on a stick there may be several, because nobody can
ask back which size the witness knows: it takes the one that fits. A file with one is exactly the body of a request over HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.note import DASH, Note, parse_note
from truceline.ledger.notes.plain import decimal, hash_from, shown, text_of, to_base64

MAX_PROOF_LINES = 63
MAX_BLOCKS = 256

_OLD = re.compile(r"old (.*)", re.DOTALL)


class Request(msgspec.Struct, frozen=True):
    """A checkpoint to be cosigned, and the consistency proof from each old size that is offered."""

    proofs: dict[int, tuple[bytes, ...]]
    note: Note
    tree: Checkpoint


def request_text(proofs: Mapping[int, Sequence[bytes]], note: str) -> str:
    """Write a request."""
    blocks = [
        "".join((f"old {old}\n", *(f"{to_base64(step)}\n" for step in proof)))
        for old, proof in sorted(proofs.items(), reverse=True)
    ]
    return f"{''.join(blocks)}\n{note}"


def parse_request(data: bytes | str, where: str = "request") -> Request:
    """Read a request; no signature and no proof is checked.

    Raises: NoteError, with the line.
    """
    text = text_of(data, where)
    head, blank, rest = text.partition("\n\n")
    if blank and not head.startswith("old ") and rest.startswith(DASH):
        message = (
            f"{where}: this is a signed checkpoint, such as a witness answers with, and no request; the keeper of the record "
            "makes one with `truceline checkpoint request -o FILE`"
        )
        raise NoteError(message)
    if not blank:
        message = f"{where}: {shown(text)} is no request; expected `old SIZE`, lines of a proof, an empty line and a checkpoint"
        raise NoteError(message)
    lines = head.split("\n")
    note = parse_note(rest, f"{where}, checkpoint")
    return Request(_proofs(lines, where), note, parse_checkpoint(note.text, f"{where}, checkpoint"))


def _proofs(lines: list[str], where: str) -> dict[int, tuple[bytes, ...]]:
    found: dict[int, list[bytes]] = {}
    current: list[bytes] | None = None
    for number, line in enumerate(lines, start=1):
        place = f"{where} line {number}"
        old = _OLD.fullmatch(line)
        if old:
            size = decimal(old[1], f"{place} (old size)")
            if size in found or len(found) == MAX_BLOCKS:
                message = f"{place}: old size {size} a second time, or more than {MAX_BLOCKS} of them"
                raise NoteError(message)
            current = found[size] = []
        elif current is None:
            message = f"{place}: {shown(line)} where `old SIZE` was expected"
            raise NoteError(message)
        else:
            current.append(hash_from(line, place))
            if len(current) > MAX_PROOF_LINES:
                message = f"{place}: a proof of more than {MAX_PROOF_LINES} lines; no log needs so many"
                raise NoteError(message)
    return {size: tuple(proof) for size, proof in found.items()}
