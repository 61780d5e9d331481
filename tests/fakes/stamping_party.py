"""A party that stamps with any kind of key that such parties use: a root, a certificate under it, and OpenSSL to sign with it.

Make it lie with a certificate that has run out, or put beside its root what ``certified`` makes of the root's key and name.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

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
    subject: str,
    key: PrivateKey | ed25519.Ed25519PrivateKey,
    issuer: str,
    issuer_key: PrivateKey,
    *,
    is_ca: bool,
    is_pss: bool,
    days: int = 9,
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
        key, self.root_key = fresh(kind), fresh(kind)
        is_pss = kind == "pss"
        self.root = certified("root", self.root_key, "root", self.root_key, is_ca=True, is_pss=is_pss)
        self.own = certified("tsa", key, "root", self.root_key, is_ca=False, is_pss=is_pss, days=days)
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
