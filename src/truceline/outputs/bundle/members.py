"""The files of a bundle, by name, and the one zip file they are put into: the same input gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from truceline import __version__
from truceline.ledger import Record, verify_bundle
from truceline.ledger.heads.log_keys import keys_of
from truceline.ledger.heads.policies import current_policy, policy_file
from truceline.ledger.leaf.canonical import Json
from truceline.ledger.notes.proof_file import ProofFile
from truceline.ledger.proofs import inclusion_proof
from truceline.ledger.verify_bundle import FORMAT
from truceline.model import Incident
from truceline.outputs.bundle.basis import Part
from truceline.outputs.bundle.heads import Head
from truceline.outputs.bundle.instructions import instructions
from truceline.outputs.bundle.page import page, program
from truceline.outputs.bundle.shares import Shares
from truceline.outputs.bundle.statement import filter_of, statement
from truceline.outputs.views import Selection

FIRST = "bundle.json"


def members(  # noqa: PLR0913 - what a bundle is made of
    record: Record, incident: Incident, *, selection: Selection, parts: tuple[Part, ...], head: Head, shares: Shares
) -> dict[str, bytes]:
    """Return all files of a bundle by name."""
    leaves = [record.entry(part.entry).leaf for part in parts]
    kinds = [record.entry(part.entry).kind for part in parts]
    policy = current_policy(record, head.size)
    about: dict[str, Json] = {
        "format": FORMAT,
        "software": f"truceline {__version__}",
        "origin": head.origin,
        "size": head.size,
        "root": head.root,
        "incident": incident.id,
        "filter": filter_of(selection),
        "statement": statement(incident),
        "parts": [{"entry": p.entry, "as": p.role, "kind": kind} for p, kind in zip(parts, kinds, strict=True)],
    }
    return {
        FIRST: verify_bundle.canonical(about),
        "entries.jsonl": b"".join(leaf + b"\n" for leaf in leaves),
        "checkpoint.txt": head.note.encode(),
        "vkeys.txt": "".join(f"{key}\n" for key in keys_of(record, head.origin)).encode(),
        **({"policy.txt": policy_file(record, policy)} if policy else {}),
        "disclosures.txt": "".join(f"{one}\n" for one in shares.disclosures).encode(),
        **_proofs(record, parts, head),
        **{f"texts/{digest}.txt": data for digest, data in shares.texts.items()},
        **_stamps(head),
        "VERIFY.md": instructions(record.kind, about, incident, shares).encode(),
        "verify.py": program(),
        "verify.html": page().encode(),
    }


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return one zip file: bundle.json first, then by name; nothing compressed, no times, so that it is the same everywhere."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as made:
        for name in sorted(files, key=lambda name: (name != FIRST, name)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            made.writestr(info, files[name])
    return held.getvalue()


def _proofs(record: Record, parts: tuple[Part, ...], head: Head) -> dict[str, bytes]:
    tree = record.log.tree()
    return {
        f"proofs/{part.entry}.tlog-proof": ProofFile(
            part.entry, tuple(inclusion_proof(part.entry, head.size, tree.root_over)), head.note
        )
        .text()
        .encode()
        for part in parts
    }


def _stamps(head: Head) -> dict[str, bytes]:
    """Return the timestamps with the checkpoint as it was when stamped, and the certificates that came with them."""
    found: dict[str, bytes] = {}
    for number, anchor in enumerate(head.anchors, 1):
        found[f"timestamps/{number}.tsr"] = anchor.token
        found[f"timestamps/{number}.txt"] = anchor.note.encode()
    trust = dict.fromkeys(anchor.trust for anchor in head.anchors if anchor.trust)
    return found | ({"tsa.pem": b"".join(one.rstrip(b"\n") + b"\n" for one in trust)} if trust else {})
