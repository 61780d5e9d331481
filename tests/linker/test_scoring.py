"""The quick way of scoring many pairs beside the plain way."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truceline.linker.happenings import Happening, happenings
from truceline.linker.pairing import Setting, pairing, score, weight
from truceline.linker.scoring import Scorer, scores

if TYPE_CHECKING:
    from linker.conftest import Teller

SETTING = Setting(lambda _: 0.01, lambda _a, _b: 0.0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_looking_up_gives_the_evidence_that_comparing_gives(teller: Teller, data: st.DataObject) -> None:
    """A pair is scored alike whether its parts were seen before or not."""
    told: list[Happening] = []
    for n in range(data.draw(st.integers(2, 8))):
        day = data.draw(st.sampled_from([None, "2020-05-01", "2020-05-08", "2020-05-09"]))
        place = data.draw(st.sampled_from([None, "Northtown", "Easttown"]))
        killed = data.draw(st.sampled_from([None, 3, 12]))
        kind = data.draw(st.sampled_from(["V.AIR", "V.SHELL"]))
        claim = teller.claim(f"r{n}", day=day, place=place, killed=killed, kind=kind, targets=("market",))
        told += happenings(
            teller.telling(f"r{n}", claim, published=data.draw(st.sampled_from([None, "2020-05-10", "2020-05-30"])))
        )
    scorer = Scorer(told, SETTING)
    for left, right in combinations(range(len(told)), 2):
        plain = score([weight(pairing(told[left], told[right], SETTING))], are_mains=False)
        quick = scorer.score(left, right)
        assert quick.bits == pytest.approx(plain.bits)
        assert quick.is_possible == plain.is_possible


def test_only_what_a_chain_of_evidence_connects_is_kept(teller: Teller) -> None:
    """Memory is spent on pairs that could end in one incident, not on all that were compared."""
    days = ("2020-05-09", "2020-05-09", "2020-04-01")
    told = [
        h
        for n, day in enumerate(days)
        for h in happenings(teller.telling(f"r{n}", teller.claim(f"r{n}", day=day, place="Northtown", killed=12)))
    ]
    found = scores(told, [(0, 1), (0, 2), (1, 2)], SETTING)
    assert (set(found.bits), found.compared) == ({(0, 1)}, 3)
    assert set(scores(told, [(0, 1), (0, 2), (1, 2)], SETTING, same=[(1, 2)]).bits) == {(0, 1), (0, 2), (1, 2)}
