"""Degrees as people write them: two sides, each one to three numbers with or without marks, a sign, a letter or a word.

Strict: both sides are written alike, minutes and seconds stay under 60, only the last number of a side has decimals, a sign and a
hemisphere's letter never stand together, and where one side names its axis the other one does too.
"""

from __future__ import annotations

from typing import cast

from truceline.model import Fault
from truceline.reader.coordinates.halves import halves_of
from truceline.reader.coordinates.numbers import AXIS_WORDS, UNITS, numbers_of, out_of_bounds
from truceline.reader.coordinates.signs import Signs
from truceline.reader.coordinates.tokens import Token, fault_at, tokens_of
from truceline.reader.coordinates.values import Angle, Axis

FORMS = {1: "degrees", 2: "degrees and minutes", 3: "degrees, minutes and seconds"}
AXES: dict[str, Axis] = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}


def angles_of(signs: Signs) -> tuple[Angle, Angle] | Fault:
    """Return the two sides of a text in degrees, in the order of the text, or why it is none."""
    tokens = tokens_of(signs)
    if isinstance(tokens, Fault):
        return tokens
    halves = halves_of(signs, tokens)
    if isinstance(halves, Fault):
        return halves
    first, second = (_side(signs, half) for half in halves)
    if isinstance(first, Fault):
        return first
    if isinstance(second, Fault):
        return second
    return _unlike(signs, (first, second), halves) or (first, second)


def _side(signs: Signs, tokens: list[Token]) -> Angle | Fault:
    """Return one side as an angle, or what is wrong with it."""
    label, letter, sign = (_only(tokens, kind) for kind in ("axis", "hemisphere", "sign"))
    fault = _strange(signs, tokens) or _misplaced(signs, tokens) or _contradiction(signs, label, letter, sign)
    if fault:
        return fault
    body = [token for token in tokens if token.kind in {"number", "joint", *UNITS}]
    axis = AXES[letter.value] if letter else cast("Axis", label.value) if label else None
    numbers = numbers_of(signs, body, axis if letter else None)
    if isinstance(numbers, Fault):
        return numbers
    is_minus = (letter is not None and letter.value in "SW") or (sign is not None and sign.value == "-")
    is_marked = any(token.kind == "degree" for token in body)
    found = Angle(numbers=numbers, sign=-1 if is_minus else int(bool(letter or sign)), axis=axis, is_marked=is_marked)
    return out_of_bounds(signs, found, body) or found


def _only(tokens: list[Token], kind: str) -> Token | None:
    return next((token for token in tokens if token.kind == kind), None)


def _strange(signs: Signs, tokens: list[Token]) -> Fault | None:
    """Return a fault for a piece that has no place on a side, or that stands there a second time."""
    seen: set[str] = set()
    for token in tokens:
        if token.kind in {"bracket", "tie", "between"}:
            return fault_at(signs, [token], "word", "is not understood here; expected a number; take it out")
        if token.kind in {"axis", "hemisphere", "sign"}:
            if token.kind in seen:
                what = {"axis": "label", "hemisphere": "hemisphere", "sign": "sign"}[token.kind]
                return fault_at(signs, [token], "twice", f"is a second {what} on one side; expected one; ask which is meant")
            seen.add(token.kind)
    return None


def _misplaced(signs: Signs, tokens: list[Token]) -> Fault | None:
    """Return a fault for a label, a letter or a sign within the number, or behind it where it belongs before."""
    plain = [token for token in tokens if token.kind != "axis"]
    bare = [token for token in plain if token.kind != "hemisphere"]
    for n, token in enumerate(tokens):
        if token.kind == "axis" and n > 0:
            return fault_at(signs, [token], "word", "stands behind its number; expected it before; write it there")
        if token.kind == "hemisphere" and token not in {plain[0], plain[-1]}:
            return fault_at(signs, [token], "word", "stands within the number; expected it before or behind; write it there")
        if token.kind == "sign" and token is not bare[0]:
            return fault_at(signs, [token], "word", "stands within the number; expected it before; write it there")
    return None


def _contradiction(signs: Signs, label: Token | None, letter: Token | None, sign: Token | None) -> Fault | None:
    """Return a fault for a letter that is not of the label's axis, or that says with a sign what one of them would."""
    if label and letter and AXES[letter.value] != label.value:
        wanted = "N or S" if label.value == "lat" else "E or W"
        what = f"does not go with {AXIS_WORDS[label.value]}; expected {wanted}; ask which is right"
        return fault_at(signs, [letter], "contradiction", what)
    if letter and sign and (sign.value == "-" or letter.value in "SW"):
        what = f"and the sign {sign.value} tell the hemisphere twice; expected one of them; ask which is meant"
        return fault_at(signs, [letter], "contradiction", what)
    return None


def _unlike(signs: Signs, angles: tuple[Angle, Angle], halves: tuple[list[Token], list[Token]]) -> Fault | None:
    """Return a fault where the two sides are not written alike, or name their axes so that no point is left."""
    first, second = angles
    if len(first.numbers) != len(second.numbers):
        forms = f"{FORMS[len(first.numbers)]} on one side and {FORMS[len(second.numbers)]} on the other"
        what = f"{forms}; expected both alike; write zero minutes and seconds too"
        return fault_at(signs, halves[1], "mixed", what, quote=False)
    if first.axis and first.axis == second.axis:
        what = f"two {AXIS_WORDS[first.axis]}s; expected a latitude and a longitude; ask what was meant"
        return fault_at(signs, halves[1], "contradiction", what, quote=False)
    if (first.axis is None) != (second.axis is None):
        bare = halves[0] if first.axis is None else halves[1]
        what = "has no hemisphere or label, and the other side has; expected one on both or on none; add it"
        return fault_at(signs, bare, "half-lettered", what)
    return None
