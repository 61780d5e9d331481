"""Two verifiers of time stamps that have nothing in common: rfc3161-client, and the ``openssl`` program where there is one.

Each says what it finds and why. rfc3161-client reads strict DER and refuses replies whose certificates are not sorted, which
OpenSSL accepts: that is "unreadable", no opinion on the time stamp. A time stamp holds when at least one accepts it and none
refuses it, and what each said is always shown. Certificates must have been valid when the time stamp was made, not today.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec
import rfc3161_client
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning

from truceline.errors import NoteError
from truceline.ledger.stamps.reply import MAX_BYTES, Reply

WAIT_S = 30.0
OPENSSL = "openssl"
CLIENT = "rfc3161-client"

Outcome: TypeAlias = Literal["accepted", "refused", "unreadable", "absent"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What one verifier says: ``unreadable`` and ``absent`` are no opinion."""

    verifier: str
    outcome: Outcome
    reason: str | None = None


class Trust(msgspec.Struct, frozen=True):
    """The certificates that are trusted (``roots``, self-signed), and others that may stand between them and the authority's."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...]

    def fingerprints(self) -> tuple[str, ...]:
        """Return the SHA-256 of each root in hex, which the authority publishes."""
        return tuple(root.fingerprint(hashes.SHA256()).hex() for root in self.roots)


def read_trust(pem: bytes, where: str) -> Trust:
    """Read certificates in PEM.

    Raises: NoteError where there are none, or none of them is self-signed.
    """
    if len(pem) > MAX_BYTES:
        message = f"{where} has {len(pem):,} bytes; certificates have at most {MAX_BYTES:,}"
        raise NoteError(message)
    try:
        with warnings.catch_warnings():
            # Old roots of the systems' own bundles have serial numbers that RFC 5280 no longer allows.
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            found = x509.load_pem_x509_certificates(pem)
        roots = tuple(certificate for certificate in found if certificate.issuer == certificate.subject)
    except ValueError as error:
        message = f"{where} holds no certificates in PEM: {error}; expected the authority's root and what stands between"
        raise NoteError(message) from error
    if not roots:
        message = f"{where} has {len(found)} certificates and none of them is self-signed; add the root of the authority"
        raise NoteError(message)
    return Trust(roots, tuple(certificate for certificate in found if certificate not in roots))


def judge(data: bytes, reply: Reply, trust: Trust) -> tuple[Verdict, ...]:
    """Return what each verifier says of a reply (``data``, as it came) that we read as ``reply``."""
    return by_client(data, reply, trust), by_openssl(data, reply, trust)


def holds(verdicts: tuple[Verdict, ...]) -> bool:
    """Say whether one verifier at least accepted, and none refused."""
    outcomes = {verdict.outcome for verdict in verdicts}
    return "accepted" in outcomes and "refused" not in outcomes


def told(verdicts: tuple[Verdict, ...]) -> str:
    """Say in a line what the verifiers found, each with its reason.

    >>> told((Verdict(verifier="a", outcome="accepted"), Verdict(verifier="b", outcome="unreadable", reason="unsorted")))
    'one of two: a accepted; b unreadable (unsorted)'
    """
    accepted = sum(verdict.outcome == "accepted" for verdict in verdicts)
    words = {0: "none of two", 1: "one of two"}.get(accepted, "both")
    each = (f"{verdict.verifier} {verdict.outcome}{f' ({verdict.reason})' if verdict.reason else ''}" for verdict in verdicts)
    return f"{words}: {'; '.join(each)}"


def by_client(data: bytes, reply: Reply, trust: Trust) -> Verdict:
    """Return what rfc3161-client says."""
    try:
        response = rfc3161_client.decode_timestamp_response(data)
    except ValueError as error:
        return Verdict(verifier=CLIENT, outcome="unreadable", reason=_parse_error(str(error)))
    builder = rfc3161_client.VerifierBuilder(roots=list(trust.roots), intermediates=list(trust.between))
    try:
        builder.build().verify(response, bytes.fromhex(reply.imprint))
    except (rfc3161_client.VerificationError, ValueError) as error:
        return Verdict(verifier=CLIENT, outcome="refused", reason=_refusal(str(error)))
    return Verdict(verifier=CLIENT, outcome="accepted")


def _refusal(said: str) -> str:
    """Leave out of what it says the inner words of the library below it."""
    inner = re.findall(r'data: "([^"]+)"|reason: "([^"]+)"', said)
    return f"{said.partition(': ErrorStack')[0]}: {inner[-1][0] or inner[-1][1]}" if inner else said


def _parse_error(said: str) -> str:
    """Shorten what its parser says to the kind of fault and where it is."""
    kind = re.search(r"kind: (\w+)", said)
    where = re.search(r'"(\w+::\w+)"(?:, \d+)?\]', said)
    return f"{kind[1]}{f' in {where[1]}' if where else ''}" if kind else said


def by_openssl(data: bytes, reply: Reply, trust: Trust) -> Verdict:
    """Return what ``openssl ts -verify`` says."""
    program = shutil.which(OPENSSL)
    if program is None:
        return Verdict(verifier=OPENSSL, outcome="absent", reason="no openssl program on this machine")
    with tempfile.TemporaryDirectory(prefix="truceline-") as folder:
        place = Path(folder)
        (place / "reply.tsr").write_bytes(data)
        (place / "roots.pem").write_bytes(_pem(trust.roots))
        (place / "between.pem").write_bytes(_pem(trust.between))
        command = [program, "ts", "-verify", "-digest", reply.imprint, "-in", "reply.tsr", "-CAfile", "roots.pem"]
        command += ["-untrusted", "between.pem"] if trust.between else []
        command += ["-attime", str(int(reply.at.timestamp()))]
        return _ran(command, place)


def _ran(command: list[str], place: Path) -> Verdict:
    environment = {"LC_ALL": "C", "OPENSSL_CONF": "/dev/null", "PATH": "/usr/bin:/bin"}
    try:
        done = subprocess.run(  # noqa: S603 - a program found on the path, our own arguments, no shell
            command, cwd=place, env=environment, capture_output=True, timeout=WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Verdict(verifier=OPENSSL, outcome="absent", reason=f"it could not be run: {error}")
    said = f"{done.stdout.decode('utf-8', 'replace')}\n{done.stderr.decode('utf-8', 'replace')}"
    if done.returncode == 0 and "Verification: OK" in said:
        return Verdict(verifier=OPENSSL, outcome="accepted")
    return Verdict(verifier=OPENSSL, outcome="refused", reason=_why(said))


def _why(said: str) -> str:
    """Return the reason in OpenSSL's error lines (``id:error:code:library:function:reason:file:line:data``)."""
    reasons = []
    for line in said.splitlines():
        parts = line.split(":")
        if len(parts) > 5 and parts[1] == "error":
            reasons.append(": ".join(part for part in (parts[5], ":".join(parts[8:]).strip()) if part))
    return "; ".join(dict.fromkeys(reasons)) or "it gave no reason"


def _pem(certificates: tuple[x509.Certificate, ...]) -> bytes:
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
