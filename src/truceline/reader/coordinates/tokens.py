"""Numbers, marks, words and what stands between them, in the order of a text; the first thing that is none of them is a fault."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias, cast

from truceline.model import Fault
from truceline.reader.coordinates.signs import DEGREE, MINUTE, SECOND, Signs
from truceline.reader.coordinates.vocabulary import LOOK_ALIKE, PHRASES, TWO_WAYS, Kind, Meaning, meanings_of

NUMBER = r"\d+(?:[.٫,]\d+)?"
_NEXT = re.compile(
    rf"(?P<space>\s+)|(?P<number>{NUMBER})|(?P<degree>{DEGREE})|(?P<second>{SECOND}|{MINUTE}{MINUTE})|(?P<minute>{MINUTE})"
    r"|(?P<between>[,;/|])|(?P<sign>(?:(?<=[\s,;/|:=(\[])|^)[+-](?=\d))|(?P<joint>(?<=\d)[-:](?=\d))|(?P<tie>[:=])"
    r"|(?P<bracket>[()\[\]])|(?P<run>[^\W\d_]+\.?)"
)


TokenKind: TypeAlias = Kind | Literal["number", "between", "sign", "joint", "tie", "bracket"]


class Token(NamedTuple):
    """A piece of the text: signs ``[first, after)``; ``value``: digits with a point, N S E W, lat or lon, or the sign itself."""

    kind: TokenKind
    value: str
    first: int
    after: int


def tokens_of(signs: Signs) -> list[Token] | Fault:
    """Return the pieces of a text; words that only introduce ("coordinates:") and the brackets around it are left out."""
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in signs.plain)
    found: list[Token] = []
    at = 0
    while at < len(low):
        phrase = _phrase(low, at)
        if phrase:
            found.append(Token(phrase[1].kind, phrase[1].value, at, phrase[0].end()))
            at = phrase[0].end()
            continue
        match = _NEXT.match(low, at)
        if match is None:
            return _odd(signs, at, at + 1)
        pieces = _pieces(match, found, signs)
        if isinstance(pieces, Fault):
            return pieces
        found += pieces
        at = match.end()
    return _without_fillers(found)


def _phrase(low: str, at: int) -> tuple[re.Match[str], Meaning] | None:
    """Return words that mean something together and begin here; all of them begin with a letter that is not Latin."""
    if low[at].isascii() or low[at - 1 : at].isalpha():
        return None
    return next(((match, meaning) for pattern, meaning in PHRASES if (match := pattern.match(low, at))), None)


def _pieces(match: re.Match[str], before: list[Token], signs: Signs) -> list[Token] | Fault:
    kind, words = match.lastgroup or "", match.group()
    first, after = match.span()
    if kind == "space":
        return []
    if kind != "run":
        value = words.replace("٫", ".").replace(",", ".") if kind == "number" else words
        return [Token(cast("TokenKind", kind), value, first, after)]
    found = []
    parts = meanings_of(words.rstrip("."))
    if not parts:
        return _odd(signs, first, after)
    for word, meaning in parts:
        kind_of: TokenKind = meaning.kind
        if word == "s" and signs.plain[first] == "s" and len(parts) == 1 and _ends_in_minutes(before):
            kind_of = "second"
        found.append(Token(kind_of, meaning.value, first, first + len(word)))
        first += len(word)
    return found


def _ends_in_minutes(before: list[Token]) -> bool:
    """Say whether what comes before is minutes and a number without mark: then a small s is for its seconds."""
    return [token.kind for token in before[-2:]] == ["minute", "number"]


def _without_fillers(tokens: list[Token]) -> list[Token]:
    found = [token for token in tokens if token.kind != "filler"]
    if len(found) > 1 and found[0].value + found[-1].value in {"()", "[]"}:
        found = found[1:-1]
    while found and found[0].kind == "tie":
        found = found[1:]
    return [token for n, token in enumerate(found) if not (token.kind == "tie" and found[n - 1].kind == "axis")]


def _odd(signs: Signs, first: int, after: int) -> Fault:
    """Return what is wrong with a piece that is neither number, mark nor word of coordinates."""
    words, span = signs.plain[first:after].rstrip(".") or ".", signs.span(first, after)
    key = words.lower()
    if key in LOOK_ALIKE:
        what = f"looks like {LOOK_ALIKE[key]} and is U+{ord(words):04X}, another letter; expected N, S, E or W; type it anew"
        return Fault(code="coordinates.look-alike", message=f'"{words}" {what}', span=span)
    if key in TWO_WAYS:
        message = f'"{words}" is {TWO_WAYS[key]}; expected W or E; ask which is meant'
        return Fault(code="coordinates.hemisphere", message=message, span=span)
    shown = words if len(words) <= 30 else f"{words[:27]}..."
    if words in {"-", "+"}:
        what = "may be a sign, or stand between two numbers; expected a sign close before its number, a comma between the two"
    elif words in {".", "٫"}:
        what = "stands where no number goes on; expected one decimal sign in a number"
    else:
        what = "is not understood here; expected numbers, marks of degrees, and N, S, E or W; give the coordinates alone"
    return Fault(code="coordinates.word", message=f'"{shown}" {what}', span=span)


def fault_at(signs: Signs, tokens: Sequence[Token], code: str, what: str, *, quote: bool = True) -> Fault:
    """Return a fault that is located at pieces of the text, or at none of it where there are none."""
    if not tokens:
        return Fault(code=f"coordinates.{code}", message=what)
    span = signs.span(tokens[0].first, tokens[-1].after)
    return Fault(code=f"coordinates.{code}", message=f'"{span.of(signs.raw)}" {what}' if quote else what, span=span)
