"""A time-stamping authority on this machine: a root, a certificate for time stamping, and OpenSSL to sign with it.

Make it lie with how long its certificate holds, or have it answer with its certificates out of order, as some authorities do.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIGURATION = """
[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = signer.pem
signer_key = signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""
DAY = dt.timedelta(days=1)


class Authority:
    """An authority in ``folder``; its certificate holds from yesterday for ``days`` days."""

    def __init__(self, folder: Path, name: str = "Valley time", days: int = 30) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        start = dt.datetime.now(dt.UTC) - 20 * DAY
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root_name = _name(f"{name} root")
        root = (
            _certificate(root_name, root_name, root_key, start, start + 400 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        # Longer than the root, so that the two stand in the wrong order where the signer's comes first.
        signer = (
            _certificate(_name(f"{name} {'of long standing ' * 3}"), root_name, key, start, start + (19 + days) * DAY)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        self.root = root.public_bytes(Encoding.PEM)
        (folder / "root.pem").write_bytes(self.root)
        (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
        (folder / "signer.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (folder / "serial").write_text("01\n")
        (folder / "sorted.cnf").write_text(CONFIGURATION)
        (folder / "unsorted.cnf").write_text(f"{CONFIGURATION}certs = root.pem\n")

    def answer(self, query: bytes, *, unsorted: bool = False) -> bytes:
        """Return the reply (``.tsr``) to a request (``.tsq``)."""
        (self._folder / "query.tsq").write_bytes(query)
        configuration = "unsorted.cnf" if unsorted else "sorted.cnf"
        command = ["openssl", "ts", "-reply", "-config", configuration, "-queryfile", "query.tsq", "-out", "reply.tsr"]
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True)
        return (self._folder / "reply.tsr").read_bytes()


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64].strip())])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, start: dt.datetime, end: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
