"""Patterns: the ways in which English says who is covered and who belongs to whom, from ``patterns.yaml``, built once."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec
from ruamel.yaml import YAML

from truceline.model.claims import Stance
from truceline.model.coverage import CoverageState, Relation

TRUCE, DEAL = "⟨T⟩", "⟨D⟩"
"""What stands for a truce in marked words, and for "the deal" where nothing says that it is one."""
WHOLE_TRUCE = re.compile(rf"^(?:{TRUCE}|{DEAL})(?:$|[ ,.;])")
_BEFORE = r"\b(?:(?:the|this|that|any|an?|such|its|their|our|his|both)\s+)?%BETWEEN%"
_PART = re.compile(r"%([A-Z_]+)%")


class Says(NamedTuple):
    """A pattern of coverage: what it says of S (or O), what with a negation (None: nothing), and the rule's name."""

    rule: str
    pattern: re.Pattern[str]
    state: CoverageState
    negated: CoverageState | None

    @property
    def whose(self) -> str:
        """The group of whom it says so."""
        return "S" if "S" in self.pattern.groupindex else "O"


class Relates(NamedTuple):
    """A pattern of affiliation: how S relates to O. ``stance``: what the words are where they are no plain statement."""

    rule: str
    pattern: re.Pattern[str]
    relation: Relation
    stance: Stance | None = None


class Patterns(msgspec.Struct, frozen=True, kw_only=True):
    """All patterns. ``truce``: a word that surely means one; ``named_truce``, ``named_deal``: with the words before it."""

    coverage: tuple[Says, ...]
    relations: tuple[Relates, ...]
    epithets: tuple[Relates, ...]
    renamed: tuple[Relates, ...]
    truce: re.Pattern[str]
    named_truce: re.Pattern[str]
    named_deal: re.Pattern[str]

    def with_truces(self, text: str, *, is_known: bool) -> str:
        """Return the text with ``⟨T⟩`` for each truce, and for "the deal" too where ``is_known``, else with ``⟨D⟩`` for that."""
        return self.named_deal.sub(TRUCE if is_known else DEAL, self.named_truce.sub(TRUCE, text))


class _Coverage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the file; ``deal``: it is also said so of "the deal", whatever else the sentence says."""

    rule: str
    state: CoverageState
    says: str
    negated: CoverageState | None = None
    deal: bool = False


class _Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: str
    relation: Relation
    says: str
    stance: Stance | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    parts: dict[str, str]
    coverage: tuple[_Coverage, ...]
    relations: tuple[_Relation, ...]
    epithets: tuple[_Relation, ...]
    renamed: tuple[_Relation, ...]


@cache
def patterns() -> Patterns:
    """Return the patterns of the packaged file."""
    text = resources.files("truceline.actors.delineation").joinpath("patterns.yaml").read_text(encoding="utf-8")
    read = msgspec.convert(YAML(typ="safe", pure=True).load(text), _File)
    return Patterns(
        coverage=tuple(_says(each, read.parts) for each in read.coverage),
        relations=_relates(read.relations, read.parts),
        epithets=_relates(read.epithets, read.parts),
        renamed=_relates(read.renamed, read.parts),
        truce=_built(r"\b%STRONG%", read.parts),
        named_truce=_built(f"{_BEFORE}%STRONG%%AFTER%", read.parts),
        named_deal=_built(f"{_BEFORE}%WEAK%%AFTER%", read.parts),
    )


def _says(each: _Coverage, parts: dict[str, str]) -> Says:
    truce = f"(?:{TRUCE}|{DEAL})" if each.deal else TRUCE
    return Says(each.rule, _built(each.says.replace("%T%", truce), parts), each.state, each.negated)


def _relates(several: tuple[_Relation, ...], parts: dict[str, str]) -> tuple[Relates, ...]:
    return tuple(Relates(each.rule, _built(each.says, parts), each.relation, each.stance) for each in several)


def _built(says: str, parts: dict[str, str]) -> re.Pattern[str]:
    while _PART.search(says):
        says = _PART.sub(lambda part: parts[part.group(1)], says)
    return re.compile(says, re.IGNORECASE)
