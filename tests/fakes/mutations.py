"""Changes that somebody could make to a proof or a note, each of them a real change."""

from __future__ import annotations

import base64
import random
from typing import Any


def flipped(data: bytes, chosen: random.Random) -> bytes:
    """Return bytes with one bit the other way round."""
    at = chosen.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


def mutated_proof(proof: list[bytes], chosen: random.Random) -> list[bytes]:
    """Return a proof with a hash flipped, left out, doubled, exchanged, put in or in the wrong order."""
    changed = list(proof)
    while changed == proof:
        kind = chosen.choice(["flip", "trim", "drop", "extend", "double", "exchange", "reverse"]) if proof else "extend"
        at = chosen.randrange(len(proof)) if proof else 0
        match kind:
            case "flip":
                changed[at] = flipped(changed[at], chosen)
            case "trim":
                changed = changed[:at] if chosen.random() < 0.5 else changed[at + 1 :]
            case "drop":
                del changed[at]
            case "extend":
                changed.insert(chosen.choice([0, len(changed)]), chosen.choice([chosen.randbytes(32), bytes(32), *proof]))
            case "double":
                changed.insert(at, changed[at])
            case "exchange":
                other = chosen.randrange(len(proof))
                changed[at], changed[other] = changed[other], changed[at]
            case _:
                changed.reverse()
        changed = changed if changed != proof or kind == "flip" else list(proof)
    return changed


def mutated_numbers(question: dict[str, Any], chosen: random.Random) -> dict[str, Any]:
    """Return a question to the Go verifier with one thing changed that must make it false."""
    changed = dict(question)
    keys = [name for name in ("leaf", "root", "before") if name in question]
    match chosen.choice(["proof", "proof", *keys]):
        case "proof":
            steps = mutated_proof([base64.b64decode(step) for step in question["proof"]], chosen)
            changed["proof"] = [base64.b64encode(step).decode() for step in steps]
        case name:
            changed[name] = base64.b64encode(flipped(base64.b64decode(question[name]), chosen)).decode()
    return changed


def mutated_text(text: str, chosen: random.Random) -> str:
    """Return a text with one letter changed, taken out or put in, or a line left out, doubled or moved."""
    changed = text
    while changed == text:
        at, lines = chosen.randrange(len(text)), text.splitlines(keepends=True)
        line = chosen.randrange(len(lines))
        match chosen.choice(["letter", "out", "in", "line out", "line doubled", "line moved", "cut"]):
            case "letter":
                changed = text[:at] + chosen.choice("ABCabc019+/=\n \u2014") + text[at + 1 :]
            case "out":
                changed = text[:at] + text[at + 1 :]
            case "in":
                changed = text[:at] + chosen.choice("ABCabc019+/=\n \u2014") + text[at:]
            case "line out":
                changed = "".join(lines[:line] + lines[line + 1 :])
            case "line doubled":
                changed = "".join(lines[:line] + lines[line:][:1] + lines[line:])
            case "line moved":
                moved = lines.pop(line)
                lines.insert(chosen.randrange(len(lines) + 1), moved)
                changed = "".join(lines)
            case _:
                changed = text[:at]
    return changed
