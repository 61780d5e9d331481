"""Forged bundles: each says one thing that its entries do not say, with everything put right that anybody can put right.

``FORGED`` has for each name the files of a bundle, and the code under which a verifier must complain of it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

from fakes import hand_made_bundle as hand

OLD = "truceline.local/00000000000000000000000000000000"


def told(**changed: object) -> dict[str, bytes]:
    """The good bundle with another statement."""
    entries = hand.leaves()
    return {**hand.members(), "bundle.json": hand.about(entries, statement={**hand.statement(), **changed})}


def account(**changed: object) -> dict[str, bytes]:
    """The good bundle with another account."""
    return told(accounts=[{**hand.statement()["accounts"][0], **changed}])


def log_of(changed: Mapping[int, bytes]) -> dict[str, bytes]:
    """A whole log made by a keeper who lies: other entries, with proofs, checkpoint and bundle.json that fit them."""
    return hand.members([changed.get(n, leaf) for n, leaf in enumerate(hand.leaves())])


def parts(**changed: object) -> dict[str, bytes]:
    """The good bundle with another first part."""
    entries = hand.leaves()
    listed = json.loads(hand.about(entries))["parts"]
    return {**hand.members(), "bundle.json": hand.about(entries, parts=[{**listed[0], **changed}, *listed[1:]])}


def gone_on(log: str = OLD, **changed: object) -> dict[str, bytes]:
    """A log that began as ``log`` and went on under its present name at entry 9."""
    body = {"origin": hand.ORIGIN, "old_origin": OLD, "size": 9, "root": "00", "reason": "restored", "vkey": hand.LOG.vkey}
    entries = [*hand.leaves()[:9], hand.leaf(9, "log.successor", {**body, **changed}), hand.leaves()[10]]
    moved = [leaf.replace(hand.ORIGIN.encode(), log.encode(), 1) if n != 9 else leaf for n, leaf in enumerate(entries)]
    moved[9] = hand.canonical({**json.loads(entries[9]), "log": log})
    return hand.members(moved)


def decided(kind: str) -> dict[str, bytes]:
    """A person decided on the claim in entry 5."""
    return log_of({5: hand.leaf(5, kind, {"claim": "r1-c1"})}) | {"disclosures.txt": b""}


def _linked(outcome: str) -> dict[str, bytes]:
    return log_of({4: hand.leaf(4, "link.made", {"claim": "r1-c1", "incident": hand.INCIDENT, "outcome": outcome})})


_HIGHER = {**hand.KILLED, "low": 12, "high": 2000}
_ODD_CLAIM = {"claim": ["r1-c1"], "report": {"r1": 1}, "incident": [1], "counts": [7, {"low": []}], "places": 3, "times": {}}

FORGED: dict[str, tuple[dict[str, bytes], str]] = {
    "a-figure-nobody-gave": (told(figures=[_HIGHER]), "statement"),
    "a-toll-nobody-gave": (told(killed={"low": 12, "high": 2000}), "statement"),
    "a-toll-out-of-reach": (told(killed={"low": 12, "high": 20, "greatest_low": 19}), "statement"),
    "a-toll-of-true": (told(killed={"low": True}), "statement"),
    "a-place-nobody-named": (told(places=[{"place": "sy.aleppo", "precision": "unlocated"}]), "statement"),
    "a-place-better-known": (told(places=[{"place": "sy.kubla", "precision": "exact"}]), "statement"),
    "a-time-nobody-gave": (told(time={"start": "2016-09-17", "end": "2016-09-17", "precision": "day"}), "statement"),
    "another-incident": (told(id="i2"), "statement"),
    "no-account-of-the-claim": (told(accounts=[]), "statement"),
    "an-account-twice": (told(accounts=hand.statement()["accounts"] * 2), "statement"),
    "another-stance": (account(stance="deny"), "statement"),
    "another-voice": (account(voice="narration"), "statement"),
    "another-speaker": (account(actor="us"), "statement"),
    "no-speaker": (account(actor=None), "statement"),
    "another-report": (account(report="r2"), "statement"),
    "another-figure": (account(figures=[{**_HIGHER, "bound": "exact"}]), "statement"),
    "another-bound": (account(figures=[{**hand.KILLED, "bound": "about"}]), "statement"),
    "a-claim-that-was-set-apart": (_linked("separate"), "statement"),
    "a-claim-that-may-belong": (_linked("possible"), "statement"),
    "a-claim-that-was-rejected": (decided("claim.rejected"), "statement"),
    "a-claim-of-odd-shape": (log_of({3: hand.leaf(3, "claim.proposed", _ODD_CLAIM)}), "statement"),
    "a-part-of-another-name": (parts(**{"as": "redaction"}), "bundle"),
    "entries-of-another-log": (log_of({5: hand.leaves()[5].replace(b"0001", b"0002", 1)}), "entry.log"),
    "a-successor-of-nothing": (gone_on(old_origin=["x"]), "succession"),
    "a-successor-of-another-size": (gone_on(size=8), "succession"),
    "a-successor-to-another-log": (gone_on(origin="truceline.local/2"), "succession"),
    "entries-from-before-the-old-log": (gone_on("truceline.local/3"), "entry.log"),
}

LAWFUL: dict[str, dict[str, bytes]] = {
    "gone-on": gone_on(),
    "accepted": decided("claim.accepted"),
    "no-statement": {**hand.members(), "bundle.json": hand.about(hand.leaves(), statement={})},
}


def with_extra_field() -> bytes:
    """The good bundle, one member of which has an extra field that gives it another name (Info-ZIP's Unicode path)."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in hand.members().items():
            info = zipfile.ZipInfo(name)
            if name == "policy.txt":
                info.extra = b"\x75\x70\x0a\x00\x01\x00\x00\x00\x00other"
            made.writestr(info, content)
    return held.getvalue()
