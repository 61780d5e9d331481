"""What people decided about pairs of claims, taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from truceline.errors import UsageError
from truceline.linker import link
from truceline.linker.verdicts import Pair, told_apart
from truceline.model import Judgement

if TYPE_CHECKING:
    from linker.conftest import Teller


def test_what_is_the_same_as_one_side_is_apart_from_the_other() -> None:
    """A decision of different holds for all that people joined to either claim."""
    decided = [Judgement(left="a", right="b", verdict="same"), Judgement(left="b", right="c", verdict="different")]
    assert told_apart(decided) == {Pair("bc"), Pair("ac")}


def test_a_chain_of_same_that_ends_in_different_is_refused_with_the_chain(teller: Teller) -> None:
    """Judgements that cannot all hold are named in full; none of them is dropped in silence."""
    decided = [
        Judgement(left="a", right="b", verdict="same"),
        Judgement(left="c", right="b", verdict="same"),
        Judgement(left="a", right="c", verdict="different"),
    ]
    with pytest.raises(UsageError, match="a and c were judged different, yet judged the same along a = b = c"):
        link([teller.telling("r", teller.claim("r"))], decided)


def test_unsure_decides_nothing() -> None:
    """A person who is not sure has told nothing apart."""
    assert told_apart([Judgement(left="a", right="b", verdict="unsure")]) == frozenset()
