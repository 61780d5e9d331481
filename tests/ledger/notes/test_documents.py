"""The examples in the docstrings of truceline.ledger.notes are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from truceline.ledger import notes

MODULES = sorted(found.name for found in pkgutil.iter_modules(notes.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    """Whoever reads the source can type what it shows and sees what it shows."""
    failed, tried = doctest.testmod(importlib.import_module(f"{notes.__name__}.{name}"))
    assert tried
    assert not failed
