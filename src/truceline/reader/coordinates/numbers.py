"""The numbers of one side: degrees, minutes and seconds by their marks, by their order, or by how many digits stand together."""

from __future__ import annotations

from truceline.model import Fault
from truceline.reader.coordinates.signs import Signs
from truceline.reader.coordinates.tokens import Token, fault_at
from truceline.reader.coordinates.values import Angle, Axis

UNITS = ("degree", "minute", "second")
AXIS_WORDS = {"lat": "latitude", "lon": "longitude"}
_COMPACT: dict[Axis, dict[int, tuple[int, ...]]] = {"lat": {4: (2, 2), 6: (2, 2, 2)}, "lon": {5: (3, 2), 7: (3, 2, 2)}}
"""How many digits degrees, minutes and seconds take where they stand without anything between: 3609N 03657E."""
LONGEST_WHOLE = 3
"""As many digits degrees have."""


def numbers_of(signs: Signs, body: list[Token], axis: Axis | None) -> tuple[str, ...] | Fault:
    """Return the numbers of one side in order, or what is wrong with their marks; ``axis`` where a letter tells it."""
    numbers = [token for token in body if token.kind == "number"]
    if not numbers:
        what = "no number on one side; expected a latitude and a longitude; give both"
        return Fault(code="coordinates.number", message=what)
    fault = _marks(signs, body, numbers)
    if fault:
        return fault
    if axis and len(body) == 1 and len(numbers[0].value.partition(".")[0]) > LONGEST_WHOLE:
        return _compact(signs, numbers[0], axis)
    return tuple(token.value for token in numbers)


def _marks(signs: Signs, body: list[Token], numbers: list[Token]) -> Fault | None:
    """Return a fault for a mark without a number, one of another unit than its number has, or marks on some numbers only."""
    if len(numbers) > len(UNITS):
        what = "is one number too many; expected degrees, minutes and seconds"
        return fault_at(signs, numbers[3:4], "parts", f"{what}; put a comma between the two sides")
    kinds = [""] * len(numbers)
    at = -1
    for n, token in enumerate(body):
        if token.kind == "number":
            at += 1
        elif n == 0 or body[n - 1].kind != "number":
            return fault_at(signs, [token], "mark", "follows no number; expected a number before it; mend it")
        elif token.kind in UNITS and token.kind != UNITS[at]:
            what = f"is marked as {token.kind}s; expected {UNITS[at]}s here; mend the mark"
            return fault_at(signs, [numbers[at], token], "mark", what)
        else:
            kinds[at] = token.kind
    return _uneven(signs, body, kinds)


def _uneven(signs: Signs, body: list[Token], kinds: list[str]) -> Fault | None:
    """Return a fault where some numbers have a mark and others none; the last one may go without."""
    before = {kind if kind == "joint" else bool(kind) for kind in kinds[:-1]}
    is_dangling = kinds[-1] == "joint"
    is_odd = len(before) > 1 or (bool(before) and bool(kinds[-1]) and before != {True})
    if is_dangling or is_odd:
        what = "some numbers have a mark and others have another or none; expected the same way for each; mend the marks"
        return fault_at(signs, body, "mark", what, quote=False)
    return None


def _compact(signs: Signs, number: Token, axis: Axis) -> tuple[str, ...] | Fault:
    """Return digits without anything between, cut into degrees, minutes and seconds by how many they are."""
    whole, point, rest = number.value.partition(".")
    widths = _COMPACT[axis].get(len(whole))
    if widths is None:
        wanted = " or ".join(map(str, _COMPACT[axis]))
        what = f"has {len(whole)} digits; expected {wanted} for a {AXIS_WORDS[axis]} without marks (degrees, minutes, seconds)"
        return fault_at(signs, [number], "compact", f"{what}; write the marks")
    parts, at = [], 0
    for width in widths:
        parts.append(whole[at : at + width])
        at += width
    return (*parts[:-1], f"{parts[-1]}{point}{rest}")


def out_of_bounds(signs: Signs, angle: Angle, body: list[Token]) -> Fault | None:
    """Return a fault for decimals before the last number, minutes or seconds from 60 on, or degrees beyond the earth."""
    numbers = [token for token in body if token.kind == "number"]
    tokens = numbers if len(numbers) == len(angle.numbers) else numbers * len(angle.numbers)
    for n, (text, token) in enumerate(zip(angle.numbers, tokens, strict=True)):
        if "." in text and n < len(angle.numbers) - 1:
            what = "has decimals and more numbers follow; expected decimals in the last one only; ask what was meant"
            return fault_at(signs, [token], "decimals", what)
        if n and (len(text.partition(".")[0]) > 2 or float(text) >= 60):
            return fault_at(signs, [token], f"{UNITS[n]}s", f"is not under 60 {UNITS[n]}s; expected 0 to 59; ask what was meant")
    limit = 90 if angle.axis == "lat" else 180
    if _exceeds(angle, limit):
        axis = AXIS_WORDS.get(angle.axis or "", "degrees")
        return fault_at(signs, tokens[:1], "range", f"is beyond the earth; expected {axis} from 0 to {limit}; ask what was meant")
    return None


def _exceeds(angle: Angle, limit: int) -> bool:
    whole = float(angle.numbers[0])
    return whole > limit or (whole == limit and any(float(text) > 0 for text in angle.numbers[1:]))
