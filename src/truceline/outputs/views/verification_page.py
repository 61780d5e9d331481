"""Verification: what the log says of itself to others, who answers for it, and what a hash that somebody has stands for here.

The page shows signatures as they were judged anew, never what a claim is worth. A hash is looked up among what the reader sees.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from typing import Literal

import msgspec

from truceline.ledger import Record
from truceline.ledger.heads import heads
from truceline.ledger.heads.log_keys import keys_of, origin_of
from truceline.ledger.heads.policies import current_policy, policy_file
from truceline.ledger.heads.succession import successions
from truceline.ledger.joint import Level, standing
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.note import parse_note
from truceline.outputs.views.material import Material

HASH_BYTES = 32
AT_ONCE = 4096
HashOf = Literal["root", "signed_root", "entry", "text", "nothing", "no_hash"]
"""``root``: of the whole log now. ``signed_root``: of its newest signed checkpoint. ``entry``: the leaf hash of an entry.
``text``: of a report's text. ``nothing`` here has it. ``no_hash``: what was put in is none."""


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """A witness of the policy: up to which size it has cosigned, and when; both None where it has not yet."""

    name: str
    size: int | None
    at: str | None


class Successor(msgspec.Struct, frozen=True, kw_only=True):
    """From which entry on the log bears another name, and which it bore until then."""

    entry: int
    old_origin: str


class VerificationPage(msgspec.Struct, frozen=True, kw_only=True):
    """The log: its ``origin``, ``size`` and ``root``; the ``level`` that it reached and the ``level_size`` up to which it did.

    ``checkpoint``: the newest that was signed, with its cosignatures, as a note (None: none was). ``keys``: of the log.
    ``policy``: the rule of cosigning as a file (None: there is none), ``witnesses`` those that it names, ``missing`` those whose
    cosignature of the newest checkpoint is awaited. ``joint_size``: up to which the quorum has cosigned.
    """

    origin: str
    size: int
    root: str
    level: Level
    level_size: int
    joint_size: int
    signed_size: int
    checkpoint: str | None
    keys: tuple[str, ...]
    policy: str | None
    witnesses: tuple[Witness, ...]
    missing: tuple[str, ...]
    successors: tuple[Successor, ...]
    is_key_listed: bool


class HashFound(msgspec.Struct, frozen=True, kw_only=True):
    """What a hash stands for: ``of`` what, with the ``entry``'s number or the ``size``, or the id of the ``report``."""

    of: HashOf
    hash: str
    entry: int | None = None
    size: int | None = None
    report: str | None = None


def verification_page(record: Record) -> VerificationPage:
    """Return what a record says of itself; nothing is signed, nothing is written."""
    with record.log.snapshot():
        found, origin = standing(record), origin_of(record)
        policy = current_policy(record)
        return VerificationPage(
            origin=origin,
            size=record.size,
            root=record.root,
            level=found.level,
            level_size=found.size,
            joint_size=found.joint_size,
            signed_size=found.signed_size,
            checkpoint=heads.newest_head(record),
            keys=tuple(map(str, keys_of(record, origin))),
            policy=policy_file(record, policy).decode() if policy else None,
            witnesses=tuple(Witness(name=each.name, size=each.size, at=_instant(each.at)) for each in found.cosigners),
            missing=found.missing,
            successors=tuple(Successor(entry=each.idx, old_origin=each.body.old_origin) for each in successions(record)),
            is_key_listed=found.is_key_listed,
        )


def hash_found(record: Record, material: Material, words: str) -> HashFound:
    """Return what a hash is of, as far as the reader may know: hex or base64, with or without "sha256:" before it."""
    digest = _digest(words)
    if digest is None:
        return HashFound(of="no_hash", hash="")
    shown = digest.hex()
    with record.log.reading():
        if shown == record.root:
            return HashFound(of="root", hash=shown, size=record.size)
        note = heads.newest_head(record)
        signed = parse_checkpoint(parse_note(note).text) if note else None
        if signed is not None and signed.root == digest:
            return HashFound(of="signed_root", hash=shown, size=signed.size)
        entry = None if material.is_public else _entry(record, digest)
    if entry is not None:
        return HashFound(of="entry", hash=shown, entry=entry)
    report = next((held.report.id for held in material.held if held.text_sha256 == shown), None)
    return HashFound(of="text", hash=shown, report=report) if report else HashFound(of="nothing", hash=shown)


def _digest(words: str) -> bytes | None:
    text = re.sub(r"\s+", "", words[:400]).removeprefix("sha256:").removeprefix("SHA256:")
    if re.fullmatch(r"[0-9A-Fa-f]{64}", text):
        return bytes.fromhex(text)
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == HASH_BYTES else None


def _entry(record: Record, digest: bytes) -> int | None:
    """Return the place of the entry with this leaf hash, the log gone through in pieces."""
    for start in range(0, record.size, AT_ONCE):
        leaves = record.log.leaves(start, min(record.size, start + AT_ONCE))
        if digest in leaves:
            return start + leaves.index(digest)
    return None


def _instant(seconds: int | None) -> str | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat().replace("+00:00", "Z")
