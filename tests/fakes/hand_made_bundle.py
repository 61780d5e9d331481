"""A proof bundle written by hand, with nothing of truceline: what the verifier is shown, and what attackers change.

The log has eleven entries, six of which are in the bundle. Parties A and B witness it; keys are made from fixed seeds, so the
same bundle comes out every time. ``members`` gives the files by name, ``packed`` a zip file of them; ``checkpoint`` and
``proofs`` let a test change something and put right what an attacker could put right too.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fakes.plain_tree import mth, path

ORIGIN = "truceline.local/00000000000000000000000000000001"
TEXT = "Shells fell on Kubla at noon. شهيد 𝄞"
TEXT_HASH = hashlib.sha256(TEXT.encode()).hexdigest()
INCIDENT = "i1"
SHOWN = (0, 2, 3, 4, 5, 9)
ROLES = {"log.opened": "opening", "report.archived": "report", "claim.proposed": "claim", "link.made": "link"}
ROLES |= {"call.received": "call", "redaction.ordered": "redaction", "log.successor": "succession"}
ROLES |= {"claim.accepted": "decision", "claim.rejected": "decision"}
KILLED: dict[str, Any] = {"effect": "killed", "unit": "people", "low": 12, "high": 20}
COUNT = {**KILLED, "bound": "exact", "id": "n1", "span": [0, 6]}
TIMED = {"start": "2016-09-19", "end": "2016-09-19", "precision": "day", "span": [24, 28]}
TIME = 1474372800


def canonical(value: object) -> bytes:
    """Write canonical JSON the plain way."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def b64(data: bytes) -> str:
    """Standard base64."""
    return base64.b64encode(data).decode()


def disclosure(name: str, value: str, salt: int) -> str:
    """An RFC 9901 disclosure."""
    salted = base64.urlsafe_b64encode(bytes([salt]) * 16).rstrip(b"=").decode()
    return base64.urlsafe_b64encode(canonical([salted, name, value])).rstrip(b"=").decode()


def digest(encoded: str) -> str:
    """The digest of a disclosure."""
    return base64.urlsafe_b64encode(hashlib.sha256(encoded.encode()).digest()).rstrip(b"=").decode()


CALLER, NUMBER, GONE = (disclosure("caller", "Nadia", 1), disclosure("contact", "+963 11 555", 2), disclosure("note", "x", 3))


class Signer:
    """An Ed25519 key made from a seed. ``kind`` 1 signs, 4 cosigns."""

    def __init__(self, name: str, seed: int, kind: int = 1) -> None:
        self.name, self.kind = name, kind
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.public = self._key.public_key().public_bytes_raw()
        data = bytes([kind]) + self.public
        self.id = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(data)}"

    def line(self, text: str, at: int = TIME) -> str:
        """A signature line for a note's text."""
        signed = text.encode() if self.kind == 1 else f"cosignature/v1\ntime {at}\n{text}".encode()
        stamp = b"" if self.kind == 1 else at.to_bytes(8, "big")
        return f"\u2014 {self.name} {b64(self.id + stamp + self._key.sign(signed))}\n"


LOG, A, B = Signer(ORIGIN, 1), Signer("a.example/witness", 2, 4), Signer("b.example/witness", 3, 4)
POLICY = f"log {LOG.vkey}\nwitness A {A.vkey}\nwitness B {B.vkey}\ngroup both all A B\nquorum both\n"


def leaf(number: int, kind: str, body: dict[str, Any], sealed: Sequence[str] = ()) -> bytes:
    """An entry of the log."""
    value: dict[str, Any] = {"v": 1, "log": ORIGIN, "kind": kind, "id": f"01574251-3200-7000-8000-{number:012}", "by": "ann"}
    value |= {"at": f"2016-09-20T07:00:{number:02}.000Z", "co": "open", "body": body}
    if sealed:
        value |= {"_sd": sorted(map(digest, sealed)), "_sd_alg": "sha-256"}
    return canonical(value)


def leaves() -> list[bytes]:
    """All entries of the log."""
    claim: dict[str, Any] = {"claim": "r1-c1", "report": "r1", "text_sha256": TEXT_HASH, "content": [[0, 28]], "voice": "quoted"}
    claim |= {
        "speaker": {"actor": "un"},
        "counts": [COUNT],
        "places": [{"place": "sy.kubla", "span": [15, 20]}],
        "times": [TIMED],
    }
    taken = {"entry": 5, "digests": [digest(GONE)]}
    found = {
        0: leaf(0, "log.opened", {"kind": "exercise", "theatre": "world", "software": "truceline 0"}),
        2: leaf(2, "report.archived", {"report": "r1", "text_sha256": TEXT_HASH, "raw_sha256": TEXT_HASH}),
        3: leaf(3, "claim.proposed", claim),
        4: leaf(4, "link.made", {"claim": "r1-c1", "incident": INCIDENT, "outcome": "linked"}),
        5: leaf(5, "call.received", {"call": "c1", "report": "r1"}, (CALLER, NUMBER, GONE)),
        9: leaf(9, "redaction.ordered", {"request": "q", "targets": [taken], "approved_by": "bo", "asked_by": "ann"}),
    }
    return [found.get(n) or leaf(n, "log.padded", {}) for n in range(11)]


def checkpoint(entries: Sequence[bytes], signers: Sequence[Signer] = (LOG, A, B)) -> str:
    """A checkpoint of the log with its signatures."""
    text = f"{ORIGIN}\n{len(entries)}\n{b64(mth(entries))}\n"
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def proofs(entries: Sequence[bytes], note: str, shown: Sequence[int] = SHOWN) -> dict[str, bytes]:
    """The proof files of the entries shown."""
    found = {}
    for n in shown:
        hashes = "".join(f"{b64(one)}\n" for one in path(n, entries))
        found[f"proofs/{n}.tlog-proof"] = f"c2sp.org/tlog-proof@v1\nindex {n}\n{hashes}\n{note}".encode()
    return found


def about(entries: Sequence[bytes], shown: Sequence[int] = SHOWN, **changed: object) -> bytes:
    """bundle.json."""
    kinds = {n: json.loads(entries[n])["kind"] for n in shown}
    parts = [{"entry": n, "kind": kind, "as": ROLES.get(kind, "part")} for n, kind in kinds.items()]
    value: dict[str, object] = {
        "format": "truceline.proof-bundle/1",
        "software": "by hand",
        "origin": ORIGIN,
        "size": len(entries),
    }
    value |= {"root": mth(entries).hex(), "incident": INCIDENT, "filter": {"known": None}, "parts": parts}
    return canonical({**value, "statement": statement(), **changed})


def statement() -> dict[str, Any]:
    """The incident as software might have folded it from the entries."""
    account: dict[str, Any] = {
        "actor": "un",
        "claims": ["r1-c1"],
        "figures": [{**KILLED, "bound": "exact"}],
        "report": "r1",
        "voice": "quoted",
    }
    ranges: dict[str, Any] = {**KILLED, "greatest_low": 12, "rule": "range of distinct accounts"}
    time = {"start": "2016-09-19", "end": "2016-09-19", "precision": "day", "basis": "stated"}
    told: dict[str, Any] = {"id": INCIDENT, "claims": ["r1-c1"], "reports": ["r1"], "accounts": [account], "figures": [ranges]}
    places = [{"place": "sy.kubla", "precision": "unlocated", "relation": None}]
    return told | {"killed": {"low": 12, "high": 20, "greatest_low": 12}, "places": places, "time": time}


def members(
    entries: Sequence[bytes] | None = None,
    note: str | None = None,
    shown: Sequence[int] = SHOWN,
    disclosed: Sequence[str] = (CALLER,),
) -> dict[str, bytes]:
    """All members of the bundle."""
    log = list(entries or leaves())
    signed = note or checkpoint(log)
    return {
        "bundle.json": about(log, shown),
        "checkpoint.txt": signed.encode(),
        "disclosures.txt": "".join(f"{one}\n" for one in disclosed).encode(),
        "entries.jsonl": b"".join(log[n] + b"\n" for n in shown),
        "policy.txt": POLICY.encode(),
        "vkeys.txt": f"{LOG.vkey}\n".encode(),
        **proofs(log, signed, shown),
        f"texts/{TEXT_HASH}.txt": TEXT.encode(),
    }


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file of these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name), data, method)
    return held.getvalue()
