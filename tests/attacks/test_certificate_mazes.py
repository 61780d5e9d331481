"""Attacks on whoever checks timestamps: tokens and certificates made so that reading them, or finding the way up, never ends.

Each is given to the verifier as a stranger runs it, and must be answered long before a minute is over.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from fakes import hand_made_bundle as hand
from fakes.certificate_mazes import NONE, der, mazes, namesakes
from fakes.stamping_party import NOW, certified, fresh
from truceline.ledger import verify_bundle
from truceline.ledger.verify_bundle import MAX_CERTIFICATE_BYTES, UnreadableError, certificates_of, stamp_of

SIGNED_DATA, TST_INFO = bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d0109100104")
CERTIFICATE_V2, SHA_256 = bytes.fromhex("2a864886f70d010910022f"), bytes.fromhex("608648016503040201")
PATIENCE = 40


def checked(folder: Path, data: bytes, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the one file on a bundle; it must come to its end."""
    (folder / "x.tlp").write_bytes(data)
    command = [sys.executable, "-I", "-S", verify_bundle.__file__, "x.tlp", *options]
    return subprocess.run(
        command, cwd=folder, env={"PATH": os.defpath}, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def bare(certificate: bytes) -> bytes:
    """A certificate in PEM as DER."""
    return base64.b64decode(b"".join(certificate.splitlines()[1:-1]))


def token(*certificates: bytes, attribute: bytes = b"") -> bytes:
    """A token that nobody signed, with these certificates (DER) and a signed attribute."""
    hashed = der(0x30, der(0x06, SHA_256))
    inside = der(0x30, der(0x06, TST_INFO), der(0xA0, der(0x04)))
    signer = der(0x30, der(0x02, b"\x01"), der(0x30), hashed, der(0xA0, attribute), hashed, der(0x04))
    signed = der(0x30, der(0x02, b"\x03"), der(0x31), inside, der(0xA0, *certificates), der(0x31, signer))
    return der(0x30, der(0x06, SIGNED_DATA), der(0xA0, signed))


def test_no_maze_of_certificates_keeps_the_verifier(tmp_path: Path) -> None:
    """Thirty certificates that certify each other once took 30^7 checks; the answer comes, and a way that is there is found."""
    for name, maze in mazes(tmp_path):
        (tmp_path / "trusted.pem").write_bytes(maze.trusted)
        done = checked(tmp_path, hand.packed(maze.files), "--tsa-ca", "trusted.pem", "--json")
        told = json.loads(done.stdout)
        found = tuple((problem["code"], problem["where"]) for problem in told["problems"])
        assert (name, told["level"], found) == (name, maze.level, maze.problems)
        assert done.returncode == (1 if maze.problems else 0)


def test_a_search_that_was_given_up_says_so_and_above_which_stamp(tmp_path: Path) -> None:
    """Who reads that no timestamp counts is told that it was not looked for to the end."""
    said = {}
    for name, maze in mazes(tmp_path):
        (tmp_path / "trusted.pem").write_bytes(maze.trusted)
        if maze.problems == NONE:
            said[name] = checked(tmp_path, hand.packed(maze.files), "--tsa-ca", "trusted.pem").stdout
    words = "above the signer of timestamps/1.tsr stand too many certificates: 128 were tried"
    assert words in said["the-way-behind-too-much"]
    assert words not in said["a-loop"]


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(lambda _: der(0x30, der(0x06, b"\x81" * 900_000 + b"\x01")), id="one number of 900 kB"),
        pytest.param(lambda _: der(0x30, der(0x06, b"\x01" * 900_000)), id="900,000 numbers"),
        pytest.param(
            lambda one: token(
                *[one] * 1_300,
                attribute=der(
                    0x30, der(0x06, CERTIFICATE_V2), der(0x31, der(0x30, der(0x30, der(0x30, der(0x04)), b"\x05\x00" * 250_000)))
                ),
            ),
            id="a long attribute, read for each of many certificates",
        ),
    ],
)
def test_no_token_takes_more_time_than_its_length(attack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Within the megabyte that a token may have, nothing is read again for every part of it."""
    key = fresh("p256")
    made = attack(bare(certified("tsa", key, "tsa", key, is_ca=False, is_pss=False)))
    assert len(made) < verify_bundle.MAX_NOTE_BYTES
    done = checked(tmp_path, hand.packed({**hand.members(), "timestamps/1.tsr": made}))
    assert (done.returncode, done.stdout) == (3, "")
    assert "timestamps/1.tsr: is no timestamp that can be checked" in done.stderr
    assert len(done.stderr) < 400


def test_a_key_that_stands_in_a_bundle_thousands_of_times_is_one_key(tmp_path: Path) -> None:
    """A hundred signatures over a long checkpoint were once checked anew for every line of ``vkeys.txt``."""
    text = hand.checkpoint(hand.leaves()).partition("\n\n")[0] + "\n" + "x" * 900_000 + "\n"
    files = hand.members(note=f"{text}\n{hand.LOG.line(text) * 100}")
    keys = f"{hand.LOG.vkey}\n".encode() * (900_000 // (len(hand.LOG.vkey) + 1))
    done = checked(tmp_path, hand.packed({**files, "vkeys.txt": keys, "policy.txt": b"quorum none\n"}))
    assert (done.returncode, "LEVEL 1" in done.stdout) == (0, True)


def test_an_identifier_made_of_a_uuid_is_read() -> None:
    """2.25 with a number of 128 bits (X.667) is long and lawful: a certificate may have an extension of that name."""
    key = fresh("p256")
    name = x509.Name([])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(NOW).not_valid_after(NOW)
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.25." + str(2**128 - 1)), b"\x05\x00")
    signed = made.add_extension(odd, critical=False).sign(key, hashes.SHA256())
    (read,) = certificates_of(signed.public_bytes(serialization.Encoding.PEM), "mine")
    assert not read.is_strange


def test_a_certificate_larger_than_any_is_refused() -> None:
    """Its parts would be read again in every check of a signature."""
    huge = base64.b64encode(der(0x30, bytes(MAX_CERTIFICATE_BYTES))).decode()
    pem = f"-----BEGIN CERTIFICATE-----\n{huge}\n-----END CERTIFICATE-----\n".encode()
    with pytest.raises(UnreadableError, match=re.escape("tsa.pem, certificate 1: cannot be read: a certificate of 65539 bytes")):
        certificates_of(pem, "tsa.pem")
    with pytest.raises(UnreadableError, match="at most 65535 are read"):
        stamp_of(token(der(0x30, bytes(MAX_CERTIFICATE_BYTES))), certificates_of(namesakes(1), "mine"), "timestamps/1.tsr")
