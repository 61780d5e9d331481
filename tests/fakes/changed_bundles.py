"""Changed bundles: what an attacker without keys, a bad disk or a bad line makes of a good one; the zip file is put right."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator

from fakes import hand_made_bundle as hand


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Change some bytes: flipped, cut, doubled, a digit made another, or lines moved, dropped, doubled."""
    if rng.random() < 0.4:
        lines = data.split(b"\n")
        at = rng.randrange(len(lines))
        lines = rng.choice(
            [lines[:at] + lines[at + 1 :], [*lines[:at], rng.choice(lines), *lines[at:]], rng.sample(lines, len(lines))]
        )
        return b"\n".join(lines)
    at, many = rng.randrange(len(data) + 1), rng.randrange(1, 40)
    digit = next((i for i in range(at, len(data)) if 48 <= data[i] < 58), len(data))
    return rng.choice(
        [
            data[:at] + bytes(byte ^ 1 << rng.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :],
            data[:at] + data[at + many :],
            data[:at] + data[at : at + many] + data[at:],
            data[:digit] + str(rng.randrange(10)).encode() + data[digit + 1 :],
        ]
    )


def changed(rng: random.Random, rounds: int) -> Iterator[bytes]:
    """Bundles with one to three members changed and the zip file put right, or with bytes of the whole changed."""
    good = hand.members()
    whole = hand.packed(good)
    for _ in range(rounds):
        if rng.random() < 0.15:
            yield mutated(whole, rng)
            continue
        files = dict(good)
        for name in rng.sample(sorted(files), rng.randrange(1, 4)):
            files[name] = mutated(files[name], rng)
        if rng.random() < 0.2:
            one, other = rng.sample(sorted(files), 2)
            files[one], files[other] = files[other], files[one]
        yield hand.packed(files, rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
