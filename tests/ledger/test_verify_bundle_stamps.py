"""Timestamps as the verifier of bundles reads them: its DER, certificates, RSA and ECDSA against OpenSSL and cryptography."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fakes import hand_made_bundle as hand
from truceline.ledger.verify_bundle import Pins, UnreadableError, certificates_of, policy_of, verify

POLICY = policy_of(hand.POLICY.encode(), "mine")
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
NOW = dt.datetime.now(dt.UTC)
CONFIG = """[tsa]
default_tsa = t
[t]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""


def fresh(kind: str) -> PrivateKey:
    """A key of one of the kinds that timestamping parties use."""
    if kind.startswith("rsa") or kind == "pss":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1() if kind == "p256" else ec.SECP384R1())


def certified(
    subject: str, key: PrivateKey, issuer: str, issuer_key: PrivateKey, *, is_ca: bool, is_pss: bool, days: int = 9
) -> bytes:
    """A certificate in PEM."""
    name, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (subject, issuer))
    made = x509.CertificateBuilder().subject_name(name).issuer_name(by).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(NOW - dt.timedelta(days=10)).not_valid_after(NOW + dt.timedelta(days=days))
    made = made.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    if not is_ca:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    way = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32) if is_pss else None
    signed = made.sign(issuer_key, hashes.SHA256(), rsa_padding=way)
    return signed.public_bytes(serialization.Encoding.PEM)


class Party:
    """A timestamping party: a root certificate, and OpenSSL that answers with a certificate under it."""

    def __init__(self, folder: Path, kind: str, *, days: int = 9) -> None:
        self.folder = folder
        key, root_key = fresh(kind), fresh(kind)
        is_pss = kind == "pss"
        self.root = certified("root", root_key, "root", root_key, is_ca=True, is_pss=is_pss)
        self.own = certified("tsa", key, "root", root_key, is_ca=False, is_pss=is_pss, days=days)
        (folder / "tsa.pem").write_bytes(self.own)
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / "tsa.key").write_bytes(pem)
        (folder / "serial").write_text("01")
        (folder / "conf").write_text(CONFIG.format(folder=folder, digest="sha384" if kind == "p384" else "sha256"))

    def stamp(self, data: bytes) -> bytes:
        """Stamp some bytes."""
        (self.folder / "data").write_bytes(data)
        openssl = shutil.which("openssl")
        if openssl is None:
            pytest.skip("no openssl here: timestamps are not tested; install it")
        query, reply = str(self.folder / "q"), str(self.folder / "r")
        for command in (
            ["ts", "-query", "-data", str(self.folder / "data"), "-sha256", "-cert", "-out", query],
            ["ts", "-reply", "-queryfile", query, "-config", str(self.folder / "conf"), "-section", "t", "-out", reply],
        ):
            subprocess.run([openssl, *command], check=True, capture_output=True)
        return Path(reply).read_bytes()


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
