"""The characters of a text as signs that a grammar can read, each with its place in the text.

Digits of Latin, Arabic and Persian script become 0 to 9; the many marks for degrees, minutes and seconds, dashes, quotation marks
and kinds of space become one of each; what nobody sees (marks of direction, joiners) is passed over. Everything else that is not
a plain letter is refused with its place: nothing is read that a person would not see.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from truceline.model import Fault, Span

LONGEST = 300
"""As many characters coordinates can take, with labels and datum; longer texts are not looked at."""
DEGREE, MINUTE, SECOND = "°", "'", '"'
_NAMED = {
    **dict.fromkeys("°º˚∘", DEGREE),
    **dict.fromkeys("′'’‘‛ʹʼ´`ˊ׳", MINUTE),
    **dict.fromkeys('″"”“„‟ʺ״', SECOND),
    **dict.fromkeys("-−‐‑‒–﹣", "-"),
    **dict.fromkeys("،,﹐", ","),
    **dict.fromkeys("؛;", ";"),
    "٫": "٫",
    **dict.fromkeys("ـ", ""),
}
_PLAIN = frozenset(" .+/|:=()[]")
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
"""Joiners and marks of direction: none of them changes what a person sees of a number."""
_TURNING = frozenset("\u202d\u202e")
"""What makes a text show in another order than it stands."""
_VOWELS = range(0x064B, 0x0653)
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه"}
_WIDTHS = ("<wide>", "<narrow>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>")
"""Forms of a character that mean the character itself; raised, lowered and circled ones do not."""
_DIGITS = {0x30: "Latin", 0x660: "Arabic", 0x6F0: "Persian"}
DIGITS = {chr(zero + n): str(n) for zero in (0x660, 0x6F0) for n in range(10)}
"""Digits as they are written in Arabic and in Persian."""
_SIGNS = {**_NAMED, **_ARABIC, **DIGITS, **dict.fromkeys(_UNSEEN, ""), **dict.fromkeys("\t\r\n", " ")}


class Signs(NamedTuple):
    """A text as plain signs, letters as they are; ``at``: the place in the text that each sign comes from."""

    raw: str
    plain: str
    at: tuple[int, ...]

    def span(self, first: int, after: int) -> Span:
        """Return the span in the text of the signs ``[first, after)``, with the marks on its last letter."""
        end = self.at[after - 1] + 1
        while unicodedata.combining(self.raw[end : end + 1] or " "):
            end += 1
        return Span(self.at[first], end)


def signs_of(text: str) -> Signs | Fault:
    """Return a text as signs, or what stands in it that cannot be read."""
    if len(text) > LONGEST:
        message = f"{len(text):,} characters; expected coordinates, at most {LONGEST}; give the coordinates alone"
        return Fault(code="coordinates.length", message=message)
    found: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        sign = _sign(character, found[-1][0] if found else "")
        if sign is None:
            return _refused(text, at)
        found += [(part, at) for part in sign]
    scripts = _scripts(text)
    if isinstance(scripts, Fault):
        return scripts
    return Signs(text, "".join(sign for sign, _ in found), tuple(at for _, at in found))


def _sign(character: str, before: str) -> str | None:
    """Return what a character stands for, "" for what is passed over, None for what is refused."""
    if character in _SIGNS:
        return _SIGNS[character]
    if ord(character) in _VOWELS:
        return "" if before.isalpha() else None
    if character.isascii():
        return character if character.isalnum() or character in _PLAIN else None
    form, _, rest = unicodedata.decomposition(character).partition(" ")
    if form in _WIDTHS:
        return "".join(_sign(chr(int(code, 16)), before) or "" for code in rest.split()) or None
    return {"Zs": " ", "Ll": character, "Lu": character, "Lo": character}.get(unicodedata.category(character))


def _scripts(text: str) -> Fault | None:
    """Return a fault where one number has digits of two scripts: what was copied from where is not to be guessed."""
    before: tuple[int, str] | None = None
    for at, character in enumerate(text):
        if character in _UNSEEN or character in "٫.":
            continue
        zero = ord(character) - (unicodedata.digit(character, 0) if character.isdecimal() else 0)
        if not character.isdecimal() or zero not in _DIGITS:
            before = None
            continue
        if before and before[1] != _DIGITS[zero]:
            span, scripts = Span(before[0], at + 1), f"{before[1]} and {_DIGITS[zero]}"
            message = f"digits of two scripts ({scripts}) in one number; expected those of one; write it anew"
            return Fault(code="coordinates.scripts", message=message, span=span)
        before = (at, _DIGITS[zero]) if before is None else before
    return None


def _refused(text: str, at: int) -> Fault:
    character = text[at]
    name = unicodedata.name(character, "a control character")
    if character in _TURNING:
        what = "shows what follows in another order than it stands; expected coordinates without it; type them anew"
    else:
        what = "is no part of coordinates; expected digits, marks of degrees and letters; take it out or type it anew"
    message = f"U+{ord(character):04X} ({name.lower()}) {what}"
    return Fault(code="coordinates.character", message=message, span=Span(at, at + 1))
