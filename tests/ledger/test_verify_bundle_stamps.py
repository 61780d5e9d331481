"""Timestamps as the verifier of bundles reads them: its DER, certificates, RSA and ECDSA against OpenSSL and cryptography."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fakes import hand_made_bundle as hand
from fakes.stamping_party import Party, certified, fresh
from truceline.ledger.verify_bundle import Pins, UnreadableError, certificates_of, policy_of, verify

POLICY = policy_of(hand.POLICY.encode(), "mine")


def level(token: bytes, *anchors: bytes, extra: bytes = b"") -> tuple[int, list[str]]:
    """The level of a bundle with this token for who trusts these certificates, and its problems."""
    files = {**hand.members(), "timestamps/1.tsr": token, **({"tsa.pem": extra} if extra else {})}
    trusted = certificates_of(b"".join(anchors), "trusted") if anchors else None
    result = verify(hand.packed(files), Pins(POLICY, trusted))
    return result.level, [problem.code for problem in result.problems]


@pytest.mark.parametrize("kind", ["rsa", "pss", "p256", "p384"])
def test_a_timestamp_counts_only_by_a_certificate_of_the_readers_own(kind: str, tmp_path: Path) -> None:
    """Level 3 for who trusts the root or the party itself; without that it is shown and counts for nothing."""
    party = Party(tmp_path, kind)
    token = party.stamp(hand.members()["checkpoint.txt"])
    assert level(token, party.root) == (3, [])
    assert level(token, party.own) == (3, [])
    assert level(token, extra=party.root) == (2, [])
    stranger = certified("root", key := fresh("p256"), "root", key, is_ca=True, is_pss=False)
    assert level(token, stranger, extra=party.root) == (0, ["timestamp.none"])


def test_a_timestamp_of_something_else_is_a_problem(tmp_path: Path) -> None:
    """The hash in the token must be that of this checkpoint, or of the same before cosignatures came."""
    party = Party(tmp_path, "p256")
    assert level(party.stamp(b"something else"), party.root) == (0, ["timestamp.other", "timestamp.none"])
    early = hand.checkpoint(hand.leaves(), [hand.LOG]).encode()
    token = party.stamp(early)
    assert level(token, party.root) == (0, ["timestamp.other", "timestamp.none"])
    files = {**hand.members(), "timestamps/1.tsr": token, "timestamps/1.txt": early}
    assert verify(hand.packed(files), Pins(POLICY, certificates_of(party.root, "mine"))).level == 3


def test_a_certificate_that_had_run_out_leads_nowhere(tmp_path: Path) -> None:
    """A stamp made after the end of its certificate is not independent."""
    party = Party(tmp_path, "p256", days=-1)
    assert level(party.stamp(hand.members()["checkpoint.txt"]), party.root) == (0, ["timestamp.none"])


def test_no_changed_token_says_anything_else(tmp_path: Path) -> None:
    """Tokens with changed, missing or doubled bytes: unreadable, false, or the same time by the same party."""
    party = Party(tmp_path, "p256")
    token = party.stamp(hand.members()["checkpoint.txt"])
    files, mine = hand.members(), Pins(POLICY, certificates_of(party.root, "mine"))
    true = verify(hand.packed({**files, "timestamps/1.tsr": token}), mine).stamps
    rng = random.Random(3161)
    for _ in range(100):
        at = rng.randrange(len(token))
        kept = token[at : at + rng.randrange(3)] if rng.random() < 0.3 else bytes([token[at] ^ 1 << rng.randrange(8)])
        try:
            result = verify(hand.packed({**files, "timestamps/1.tsr": token[:at] + kept + token[at + 1 :]}), mine)
        except UnreadableError:
            continue
        assert not result.holds or result.stamps == true, f"byte {at}"
