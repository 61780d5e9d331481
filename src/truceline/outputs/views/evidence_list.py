"""Evidence items: what a claim names as evidence, who cites it for or against what, in which words.

Found by a small lexicon (``evidence.yaml``) in the words of claims. An item is not examined, weighed or believed here: a crater
that one side says is missing and another says is there are two items, side by side.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterable

import msgspec
from ruamel.yaml import YAML

from truceline.model import Span, Stance, words_at
from truceline.outputs.labels import Labels
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.pages import EvidenceItem, EvidenceSide, Reference

AROUND = 110
"""How many characters of the claim's own words are shown on each side of an item."""
FOR: frozenset[Stance] = frozenset({"assert", "accuse", "confirm", "claim_responsibility", "correct"})
AGAINST: frozenset[Stance] = frozenset({"deny", "reject", "retract"})
_REACH = re.compile(r"(?:[^\s,;:.!?]+\s+){0,5}$")
"""The words before an item that can say there is none of it: at most five, within one clause."""


class Lexicon(msgspec.Struct, frozen=True):
    """Patterns of evidence by kind, as one expression, and of words that say there is none."""

    items: re.Pattern[str]
    absence: re.Pattern[str]


@functools.cache
def lexicon() -> Lexicon:
    """Return the lexicon of the package."""
    source = importlib.resources.files(__package__).joinpath("evidence.yaml").read_text(encoding="utf-8")
    read = YAML(typ="safe").load(source)
    kinds = msgspec.convert(read["kinds"], dict[str, str])
    items = "|".join(rf"(?P<{kind}>\b(?:{pattern})\b)" for kind, pattern in kinds.items())
    return Lexicon(re.compile(items, re.IGNORECASE), re.compile(rf"\b(?:{read['absence']})\b", re.IGNORECASE))


def listed(material: Material, labels: Labels) -> tuple[EvidenceItem, ...]:
    """Return the evidence items of every counted claim, in the order of reports and text, each place in a text once a claim."""
    return cited(material, material.told, labels)


def cited(material: Material, told: Iterable[Told], labels: Labels) -> tuple[EvidenceItem, ...]:
    """Return the evidence items of these claims alone, in the order given."""
    return tuple(item for each in told for item in _of_claim(material, each, labels))


def _of_claim(material: Material, told: Told, labels: Labels) -> list[EvidenceItem]:
    claim, words = told.claim, lexicon()
    text = material.read(claim.report)
    links = material.links_of.get(claim.id, ())
    found = []
    for part in claim.content:
        for match in words.items.finditer(text, part.start, part.end):
            where = Span(*match.span())
            kind = match.lastgroup or ""
            found.append(
                EvidenceItem(
                    kind=kind,
                    name=labels.say("evidence", kind),
                    absent=_is_absent(text, part, where),
                    side=_side(claim.stance),
                    about=claim.about,
                    speaker=claim.speaker.name if claim.speaker else None,
                    stance=claim.stance,
                    reference=Reference(
                        claim=claim.id, number=told.number, report=claim.report, spans=(where,), words=words_at(text, (where,))
                    ),
                    before=_before(text, part, where),
                    after=_after(text, part, where),
                    incident=next((link.incident for link in links), None),
                )
            )
    return found


def _side(stance: Stance) -> EvidenceSide:
    if stance in FOR:
        return "for"
    return "against" if stance in AGAINST else "open"


def _is_absent(text: str, part: Span, where: Span) -> bool:
    near = _REACH.search(text, part.start, where.start)
    return bool(near and lexicon().absence.search(near.group()))


def _before(text: str, part: Span, where: Span) -> str:
    start = max(part.start, where.start - AROUND)
    words = text[start : where.start]
    if start > part.start:
        words = "… " + words.partition(" ")[2]
    return " ".join(words.split()) + (" " if words[-1:].isspace() else "")


def _after(text: str, part: Span, where: Span) -> str:
    end = min(part.end, where.end + AROUND)
    words = text[where.end : end]
    if end < part.end:
        words = words.rpartition(" ")[0] + " …"
    return (" " if words[:1].isspace() else "") + " ".join(words.split())
