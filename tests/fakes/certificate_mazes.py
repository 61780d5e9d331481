"""Bundles whose timestamps lie in a maze of certificates: what a forger puts beside a token so that a verifier never comes out.

``mazes`` gives each with the certificates that its reader trusts, and what the reader must be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from fakes import hand_made_bundle as hand
from fakes.stamping_party import Party, certified, fresh

NONE = (("timestamp.none", "timestamps"),)


class Maze(NamedTuple):
    """Files of a bundle, the certificate trusted (PEM), the level that it reaches so, and its problems by code and place."""

    files: Mapping[str, bytes]
    trusted: bytes
    level: int
    problems: tuple[tuple[str, str], ...]


def der(tag: int, *parts: bytes) -> bytes:
    """One DER value."""
    body = b"".join(parts)
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (length if len(body) < 128 else bytes([128 + len(length)]) + length) + body


def namesakes(count: int, key: ec.EllipticCurvePrivateKey | None = None) -> bytes:
    """So many authorities called "root", which certify themselves: by this key, or each by one of its own."""
    made = []
    for _ in range(count):
        own = key or ec.generate_private_key(ec.SECP256R1())
        made.append(certified("root", own, "root", own, is_ca=True, is_pss=False))
    return b"".join(made)


def mazes(folder: Path) -> Iterator[tuple[str, Maze]]:
    """Yield mazes by name. The one party stamps under "root", which "top" has certified."""
    party, top, stranger = Party(folder, "p256"), ec.generate_private_key(ec.SECP256R1()), fresh("p256")
    files = {**hand.members(), "timestamps/1.tsr": party.stamp(hand.members()["checkpoint.txt"])}
    assert isinstance(party.root_key, ec.EllipticCurvePrivateKey)
    trusted = certified("top", top, "top", top, is_ca=True, is_pss=False)
    foreign = certified("top", stranger, "top", stranger, is_ca=True, is_pss=False)
    bridge = certified("root", party.root_key, "top", top, is_ca=True, is_pss=False)
    odd = certified("root", ed25519.Ed25519PrivateKey.generate(), "top", top, is_ca=True, is_pss=False)
    twins, junk = namesakes(30, party.root_key), namesakes(60)
    yield "a-loop", Maze({**files, "tsa.pem": twins}, foreign, 0, NONE)
    yield "the-way-among-junk", Maze({**files, "tsa.pem": junk + odd + twins + bridge}, trusted, 3, ())
    yield "the-way-behind-too-much", Maze({**files, "tsa.pem": namesakes(130) + bridge}, trusted, 0, NONE)
    again = {f"timestamps/{n}.tsr": files["timestamps/1.tsr"] for n in range(2, 10)}
    yield "many-stamps-in-one-maze", Maze({**files, **again, "tsa.pem": junk + twins}, foreign, 0, NONE)
    yield "many-stamps-on-one-way", Maze({**files, **again, "tsa.pem": junk + bridge}, trusted, 3, ())
