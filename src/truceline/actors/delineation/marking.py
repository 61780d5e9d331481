"""Marking: the words of a claim with everybody named in them put into numbered brackets, so that a pattern can find them.

``the Red Front and the Green Army are not covered`` becomes ``⟦0+1⟧ are not covered``; a bracket stands for several ``Party``.
Somebody is an actor of the pack, a group by a common noun ("the moderate opposition"), an unknown name, or whoever speaks
("we"). Nobody is resolved by likeness, and a place is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from truceline.actors.registry import Registry

_GROUPS = re.compile(
    r"\b(?:(?:all|some|most|many|several|any|certain|other|so-called|moderate|armed|rebel|Islamist|opposition|legitimate|mainstream|"
    r"hardline|secular|vetted|militant|jihadist|terrorist|Kurdish|Syrian|anti-government|non-state)\s+)*"
    r"(?:armed group|opposition(?! (?:to|leader|figure|spokes|politician))(?: (?:groups|factions|forces|fighters|units))?|"
    r"rebels(?! (?:said|say))|rebel (?:groups|factions|forces)|armed (?:groups|factions)|militants|factions|terrorist (?:groups?|"
    r"organi[sz]ations?)|terrorists|jihadists|insurgents|militias)\b(?! (?:from|of) )"
)
_UNKNOWN = re.compile(
    r"(?<![\w⟦+])(?:[A-Z][\w'’]+(?:-[A-Z][\w'’]+)*|[A-Z]{2,})"
    r"(?:(?: |-| (?:al|an|ar|as|ash|el|of|the|for)[- ])[A-Z][\w'’]+)*(?<!'s)"
)
_NO_NAME = frozenset(
    "A An And As At But By For From He Her His However I If In It Its Many Most Neither No Not Of On Or Our She So Some Such "
    "That The Their Then There These They This Those To Under Until We What When Whether Which While Who With You Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November "
    "December Both All".split()
)
_SELF = re.compile(
    r"\b(?:[Ww]e|[Oo]ur (?:group|movement|party|army|fighters|forces|faction|factions|battalion|organi[sz]ation))\b"
)
CHARGE = (
    r"(?:(?:the|any|all|such|these|those|as)\s+)*(?:[\w-]+\s+)?(?:accusations?|allegations?|claims?|charges?|reports?|rumou?rs?|"
    r"suggestions?|assertions?|statements?)"
)
"""A noun for what others say, as in "rejected the false accusations that"."""
_THIRD = re.compile(rf"^(?:that\s+|{CHARGE}\s+that\s+)?((?:[Ii]t|[Tt]hey|[Ii]ts|[Tt]heir)\b)")
_KINDS = (
    r"(?:groups?|organi[sz]ations?|movement|fighters?|militants?|rebels?|insurgents?|terrorists?|militia|faction|factions|alliance|"
    r"forces|leaders?|leadership|units?)"
)
_AROUND = re.compile(
    r"(?:\b(?:the|The|an?|its|both|all)\s+)?(?:\b(?:so-called|hardline|ultraconservative|powerful|extremist|jihadist|Islamist|rebel|militant|"
    rf"armed|terrorist|opposition|Kurdish|radical)\s+)*(?:\b{_KINDS}\s+)?(⟦\d+⟧)(?!['’]s)(?:\s+{_KINDS}\b)?"
)
_JOIN = r"(?:and|or|nor|as well as|along with|together with|&)(?: also)?"
_LIST = re.compile(rf"⟦[\d+]+⟧(?:, ⟦[\d+]+⟧)*,? {_JOIN} ⟦[\d+]+⟧(?!['’]s|-\w)")
_QUOTED = re.compile(r"['\"“‘]{1,2}(⟦\d+⟧),?['\"”’]{1,2}")
_SPACE = re.compile(r"\s+")


class Party(NamedTuple):
    """Somebody named in the words of a claim: ``actor`` is an id of the pack, else the words; ``words`` as written."""

    actor: str
    words: str


class MarkedWords(NamedTuple):
    """Words with their parties in brackets, and the parties by number."""

    text: str
    parties: tuple[Party, ...]

    def several(self, numbers: str) -> tuple[Party, ...]:
        """Return the parties of a bracket: ``0+1`` gives the first two."""
        return tuple(self.parties[int(number)] for number in numbers.split("+"))


def marked(  # noqa: PLR0913  # what is needed to know who is meant
    words: str,
    registry: Registry,
    *,
    on: str,
    speaker: Party | None,
    is_reported: bool = False,
    is_place: Callable[[str], bool],
) -> MarkedWords:
    """Return the words with their parties marked; ``is_reported``: indirect speech, in which a first "it" is the speaker."""
    text = _SPACE.sub(" ", words.replace("’", "'")).strip()
    spans = ((match.actor_id, match.span) for match in registry.find(text, on))
    found = [(span.start, span.end, Party(actor, text[span.start : span.end])) for actor, span in spans]
    patterns = [_GROUPS] + ([_SELF] if speaker else []) + ([_THIRD] if speaker and is_reported else [])
    for pattern in patterns:
        for hit in pattern.finditer(text):
            who = Party(hit.group(), hit.group()) if pattern is _GROUPS else speaker
            start, end = hit.span(hit.lastindex or 0)
            if who is not None and not _taken(found, start, end):
                found.append((start, end, who))
    for start, end in _unknown(text):
        if not _taken(found, start, end) and not is_place(text[start:end]):
            found.append((start, end, Party(text[start:end], text[start:end])))
    return _bracketed(text, sorted(found, key=lambda each: each[:2]))


def _unknown(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names stand that the pack does not know: words with capitals; a first word alone is none."""
    for hit in _UNKNOWN.finditer(text):
        start = hit.start()
        first = hit.group().split()[0].split("-")[0]
        if first in _NO_NAME:
            start += len(hit.group().split(" ")[0]) + 1
        name = text[start : hit.end()]
        if len(name) > 2 and name.split()[0] not in _NO_NAME and (start > 0 or " " in name or name.isupper()):
            yield start, hit.end()


def _taken(found: Iterable[tuple[int, int, Party]], start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end, _ in found)


def _bracketed(text: str, found: list[tuple[int, int, Party]]) -> MarkedWords:
    parts, at = [], 0
    for number, (start, end, _) in enumerate(found):
        parts += [text[at:start], f"⟦{number}⟧"]
        at = end
    plain = "".join([*parts, text[at:]])
    plain = _QUOTED.sub(lambda hit: hit.group(1), plain)
    plain = _AROUND.sub(lambda hit: hit.group(1), plain)
    return MarkedWords(listed(plain), tuple(party for _, _, party in found))


def listed(text: str) -> str:
    """Return the text with "⟦0⟧, ⟦1⟧ and ⟦2⟧" as one bracket."""
    return _LIST.sub(lambda hit: "⟦" + "+".join(re.findall(r"\d+", hit.group())) + "⟧", text)
