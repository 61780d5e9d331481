"""Evidence of a fork or a rollback: one file that anybody can judge who has nothing but the verifier keys.

Two heads of one log, each with the signed note it came in where there is one, and, where their sizes differ, the root that the
larger tree gives for the size of the smaller with the proof of it. Two signed heads that cannot belong to one growing log show
that whoever holds the log's key told two stories; which of them is true the file does not say. See docs/formats/witness.md.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import msgspec

from truceline.errors import NoteError
from truceline.ledger.disk.archive import make_folder, sync_file
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.notes.plain import check_length, hash_from, read_limited, to_base64
from truceline.ledger.proofs import ProofError, verify_consistency

FORMAT: Final = "truceline-fork/1"
SUFFIX = ".fork.evidence"

Found = Literal["fork", "rollback"]


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of two heads: size, root (base64), the signed note that says so, and where it was seen."""

    seen: str
    size: int
    root: str
    note: str | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Two heads of one log. ``first`` is the smaller one where their sizes differ.

    ``prefix_root`` is the root of the first ``first.size`` entries of the larger tree, ``proof`` shows that it is (RFC 6962
    consistency); both absent where nobody could make them.
    """

    format: Literal["truceline-fork/1"] = FORMAT
    found: Found
    origin: str
    at: str
    by: str
    first: Side
    second: Side
    prefix_root: str | None = None
    proof: tuple[str, ...] = ()


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of evidence shows: whether it shows a fork, and in plain sentences why or why not."""

    shows_fork: bool
    origin: str
    sizes: tuple[int, int]
    says: tuple[str, ...]


def side(tree: Checkpoint, seen: str, note: str | None = None) -> Side:
    """Return one side of the evidence."""
    return Side(seen=seen, size=tree.size, root=to_base64(tree.root), note=note)


def write(folders: Iterable[Path], evidence: Evidence) -> Path | None:
    """Write evidence into the first of these folders that takes it; None where none of them does, such as on read-only media.

    The same finding is the same file, however often it is made.
    """
    named = msgspec.json.encode((evidence.origin, evidence.first, evidence.second))
    name = f"{hashlib.sha256(named).hexdigest()[:12]}{SUFFIX}"
    data = msgspec.json.format(msgspec.json.encode(evidence, order="deterministic"), indent=1) + b"\n"
    for folder in folders:
        try:
            return _write(folder / name, data)
        except OSError:
            continue  # what was found is said in any case
    return None


def told(file: Path | None, advice: str = "") -> str:
    """Return the sentence that says where the evidence lies; ``advice`` is what to do with the file."""
    if file is None:
        return "No evidence could be written, neither beside the record nor in the key folder: keep both copies as they are"
    return f"Evidence: {file}{f' ({advice.format(file)})' if advice else ''}"


def _write(file: Path, data: bytes) -> Path:
    if not file.exists():
        make_folder(file.parent)
        waiting = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        try:
            waiting.write_bytes(data)
            sync_file(waiting)
            os.replace(waiting, file)  # noqa: PTH105 - the same call wherever a file is put in its place
        finally:
            waiting.unlink(missing_ok=True)
        sync_file(file.parent)
    return file


def read(file: Path) -> Evidence:
    """Read a file of evidence; nothing in it is checked yet.

    Raises: NoteError.
    """
    return parse(read_limited(file), str(file))


def parse(data: bytes, where: str) -> Evidence:
    """Read the bytes of a file of evidence. Raises: NoteError."""
    check_length(data, where)
    try:
        evidence = msgspec.json.decode(data, type=Evidence)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{where}: no evidence of a fork: {error}; expected a file named ...{SUFFIX}"
        raise NoteError(message) from error
    if not 0 <= evidence.first.size <= evidence.second.size:
        message = f"{where}: sizes {evidence.first.size} and {evidence.second.size}; expected the smaller one first"
        raise NoteError(message)
    return evidence


def judge(evidence: Evidence, keys: Iterable[VerifierKey], where: str = "evidence") -> Judgement:
    """Say what the evidence shows to somebody who trusts these keys of the log and nothing else.

    Raises: NoteError where a signature does not hold or a note does not say what the file says of it.
    """
    known = [key for key in keys if key.name == evidence.origin]
    sides = (evidence.first, evidence.second)
    places = f"{where}, first", f"{where}, second"
    signed = [_signed(each, evidence.origin, known, place) for place, each in zip(places, sides, strict=True)]
    differ, why = _differ(evidence, where)
    says = [_sentence(each, is_signed=is_signed) for each, is_signed in zip(sides, signed, strict=True)]
    shows = differ and all(signed)
    if shows:
        says += [why, "One log has signed both. It told two stories: this is a fork. Which one is true the file does not say."]
    elif differ:
        says += [why, "But only one of the two is signed by the log: the other is the word of whoever made this file."]
    elif evidence.found == "rollback":
        lost = evidence.second.size - evidence.first.size
        says += [f"Whoever shows the {evidence.first.size:,} entries as the whole log leaves out {lost:,} that were there."]
        if not signed[1]:
            says.append("But the longer one is not signed by the log: it is the word of whoever made this file.")
    else:
        says += [why]
    return Judgement(shows_fork=shows, origin=evidence.origin, sizes=(sides[0].size, sides[1].size), says=tuple(says))


def _signed(side: Side, origin: str, keys: list[VerifierKey], where: str) -> bool:
    """Say whether one side is signed by the log; what it says must be what its note says."""
    if side.note is None:
        return False
    note = parse_note(side.note, where)
    tree = parse_checkpoint(note.text, where)
    if (tree.origin, tree.size, to_base64(tree.root)) != (origin, side.size, side.root):
        message = f"{where}: the note is of {tree.origin} with {tree.size} entries; the file says {origin} with {side.size}"
        raise NoteError(message)
    verify_note(note, keys, where)
    return True


def _differ(evidence: Evidence, where: str) -> tuple[bool, str]:
    """Say whether the two heads cannot belong to one growing log, and the sentence for it."""
    first, second = evidence.first, evidence.second
    old, new = hash_from(first.root, f"{where}, first"), hash_from(second.root, f"{where}, second")
    if first.size == second.size:
        if old == new:
            return False, "Both heads are the same."
        return True, f"Two different roots for the same {first.size:,} entries."
    if first.size == 0 or evidence.prefix_root is None:
        return False, "The file has no proof that the shorter log is not the beginning of the longer one."
    prefix = hash_from(evidence.prefix_root, f"{where}, prefix_root")
    proof = [hash_from(step, f"{where}, proof {at}") for at, step in enumerate(evidence.proof, start=1)]
    try:
        verify_consistency(first.size, second.size, prefix, new, proof)
    except ProofError as error:
        return False, f"The proof in the file does not hold ({error}): it shows nothing."
    if prefix == old:
        return False, f"The first {first.size:,} entries of the longer log are those of the shorter one."
    return True, f"The longer log begins with other entries: its first {first.size:,} have another root than the shorter log."


def _sentence(side: Side, *, is_signed: bool) -> str:
    how = "signed by the log" if is_signed else "not signed"
    return f"{side.seen}: {side.size:,} entries, root {side.root}, {how}."
