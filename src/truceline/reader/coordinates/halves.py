"""Where the second of two sides begins: behind what stands between, else at the second label, letter, degree or sign."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.model import Fault
from truceline.reader.coordinates.signs import Signs
from truceline.reader.coordinates.tokens import Token, fault_at

Halves = tuple[list[Token], list[Token]]


def halves_of(signs: Signs, tokens: list[Token]) -> Halves | Fault:
    """Return the pieces of the two sides in the order of the text, or why it cannot be cut into two."""
    numbers = _places(tokens, "number")
    if len(numbers) < 2:
        return _too_few(signs, tokens)
    if fault := _two_decimal_signs(signs, [tokens[n] for n in numbers]):
        return fault
    between = _places(tokens, "between")
    if between:
        return _misused(signs, tokens, between) or (tokens[: between[0]], tokens[between[0] + 1 :])
    cut = _cut(tokens, numbers)
    if cut is not None:
        return tokens[:cut], tokens[cut:]
    what = f"{len(numbers)} numbers that nothing divides; expected as many for the latitude as for the longitude"
    return fault_at(signs, tokens, "parts", f"{what}; put a comma between the two", quote=False)


def _places(tokens: list[Token], kind: str) -> list[int]:
    return [n for n, token in enumerate(tokens) if token.kind == kind]


def _cut(tokens: list[Token], numbers: list[int]) -> int | None:
    """Return with which piece the second side begins."""
    labels, letters, degrees, signs = (_places(tokens, kind) for kind in ("axis", "hemisphere", "degree", "sign"))
    if len(labels) == 2:
        return labels[1]
    if len(letters) == 2:
        return letters[1] if letters[0] == 0 else letters[0] + 1
    if len(degrees) == 2:
        before = max((n for n in numbers if n < degrees[1]), default=0)
        return before - 1 if before - 1 in signs else before
    if signs and signs[-1] > 0:
        return signs[-1]
    return numbers[len(numbers) // 2] if len(numbers) in {2, 4, 6} else None


def _misused(signs: Signs, tokens: list[Token], between: list[int]) -> Fault | None:
    """Return a fault for a second comma, or for commas that are decimal signs and stand between as well."""
    if len(between) > 1:
        what = "stands here once too often; expected one between latitude and longitude; write decimals with a point"
        return fault_at(signs, [tokens[between[1]]], "separator", what)
    token = tokens[between[0]]
    around = signs.plain[token.first - 1 : token.first], signs.plain[token.after : token.after + 1]
    is_tight = token.value == "," and all(each.isdigit() for each in around)
    if is_tight and any("," in written(signs, each) for each in tokens if each.kind == "number"):
        what = "may be a decimal comma, or stand between; expected one use of it; put a space or ; between the two numbers"
        return fault_at(signs, [token], "comma", what)
    return None


def _two_decimal_signs(signs: Signs, numbers: Sequence[Token]) -> Fault | None:
    used = {sign: token for token in numbers for sign in ".," if sign in written(signs, token)}
    if len(used) < 2:
        return None
    what = 'has a decimal comma and another number a point; expected one of them; put "; " between the numbers'
    return fault_at(signs, [used[","]], "mixed", what)


def _too_few(signs: Signs, tokens: Sequence[Token]) -> Fault:
    if len(tokens) == 1 and "," in written(signs, tokens[0]):
        what = "may be one number with a decimal comma, or two; expected a latitude and a longitude; put a space behind the comma"
        return fault_at(signs, tokens, "comma", what)
    return fault_at(signs, tokens, "number", "one number or none; expected a latitude and a longitude; give both", quote=False)


def written(signs: Signs, token: Token) -> str:
    """Return a piece as it stands among the signs."""
    return signs.plain[token.first : token.after]
