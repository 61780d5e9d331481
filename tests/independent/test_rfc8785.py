"""An RFC 8785 encoder written by others writes every value as we do: ten thousand values drawn with a seed."""

from __future__ import annotations

import random

import rfc8785

from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.canonical import Json

LETTERS = [
    *map(chr, range(0x20, 0x7F)),
    *map(chr, range(0x20)),
    '"',
    "\\",
    "/",
    "\x7f",
    "é",
    "\u2028",
    "ع",
    "記",
    "\U0001f54a",
    "\ufeff",
    "\u200f",
]
KEYS = "abcdefghijklmnopqrstuvwxyz_0123456789."


def drawn(chosen: random.Random, depth: int = 0) -> Json:
    """Return any value of TL-JSON/1."""
    kind = chosen.randrange(6 if depth > 4 else 8)
    match kind:
        case 0 | 1 | 2:
            return "".join(chosen.choices(LETTERS, k=chosen.randrange(12)))
        case 3 | 4:
            return chosen.choice([0, 1, -1, 2**53 - 1, 1 - 2**53, chosen.randint(1 - 2**53, 2**53 - 1)])
        case 5:
            return chosen.choice([None, True, False])
        case 6:
            return [drawn(chosen, depth + 1) for _ in range(chosen.randrange(5))]
        case _:
            return {key(chosen): drawn(chosen, depth + 1) for _ in range(chosen.randrange(6))}


def key(chosen: random.Random) -> str:
    return chosen.choice(KEYS[:27]) + "".join(chosen.choices(KEYS, k=chosen.randrange(8)))


def test_ten_thousand_values_are_written_as_others_write_them() -> None:
    """Byte for byte, and read back as they were."""
    chosen = random.Random(8785)
    for _ in range(10_000):
        value: Json = {"value": drawn(chosen)}
        written = canonical.encode(value)
        assert written == rfc8785.dumps(value)
        assert canonical.decode(written, max_bytes=10**6) == value
