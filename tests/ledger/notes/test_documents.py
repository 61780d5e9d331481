"""The examples in the docstrings of truceline.ledger.notes are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

from fakes.notaries import KeptTree
from truceline.ledger import notes

MODULES = sorted(found.name for found in pkgutil.iter_modules(notes.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    """Whoever reads the source can type what it shows and sees what it shows."""
    failed, tried = doctest.testmod(importlib.import_module(f"{notes.__name__}.{name}"))
    assert tried
    assert not failed


def test_the_checkpoint_in_the_format_page_is_a_real_one(root: Path) -> None:
    """Whoever builds the example tree gets the root that is printed there."""
    page = (root / "docs" / "formats" / "checkpoint.md").read_text("utf-8")
    tree = KeptTree([f"entry {number}".encode() for number in range(300)]).checkpoint()
    for line in tree.text().splitlines():
        assert f"    {line} " in page
