"""The agreements that come with the program: they load, they name their sources, and their days come out right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from ruamel.yaml import YAML

from truceline.agreement.times import at
from truceline.model.agreements import Agreement
from truceline.workflow.packs import bundled, load_theatre

PACKS = Path(__file__).parents[2] / "src/truceline/packs"
FILES = sorted(PACKS.glob("*/agreements/*.yaml"))


def agreement(path: Path) -> Agreement:
    return msgspec.convert(YAML(typ="safe", pure=True).load(path), Agreement)


def named(name: str) -> Agreement:
    return agreement(next(path for path in FILES if path.stem == name))


def parts(text: Agreement) -> Iterator[msgspec.Struct]:
    """Yield everything of an agreement that says something about its text."""
    yield from (*text.clauses, *text.conditions, *text.phases, *text.procedures, *text.acts, *text.timetable, *text.lines)
    yield from (*text.signatories, *text.capacities, *text.third_parties, *text.exclusions, *text.acceptances)
    yield from (allowance for clause in text.clauses for allowance in clause.exceptions)
    yield from (contest for clause in text.clauses for contest in clause.contests)


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.parent.name}/{p.stem}")
def test_every_part_of_a_text_names_its_source(path: Path) -> None:
    """Whoever doubts a clause, an act or a signature can look it up."""
    text = agreement(path)
    assert [part for part in parts(text) if not part.source] == []  # type: ignore[attr-defined]
    assert all(source.citation and source.published_at for source in text.source_text)
