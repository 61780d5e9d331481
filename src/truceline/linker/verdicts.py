"""Verdicts: what people decided about pairs of claims, taken together: same is the same all along a chain.

A chain holds also where a claim in the middle of it was rejected meanwhile: what people said of the others stays said.

Two verdicts that cannot both hold are refused, with the chain that leads from one claim to the other; nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from truceline.errors import UsageError
from truceline.model import Judgement

Pair = frozenset[str]


def told_apart(judgements: Sequence[Judgement]) -> frozenset[Pair]:
    """Return all pairs of claims that cannot be one: those judged different, with all that was judged the same as either.

    Raises:
        UsageError: a chain of "same" leads from one of two claims judged "different" to the other.
    """
    joined = _joined(judgements)
    found: set[Pair] = set()
    for judged in judgements:
        if judged.verdict != "different":
            continue
        left, right = (_reach(joined, claim) for claim in (judged.left, judged.right))
        if judged.right in left:
            raise UsageError(_contradiction(_chain(left, judged.right)))
        found.update(Pair((a, b)) for a in left for b in right)
    return frozenset(found)


def told_together(judgements: Sequence[Judgement], present: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of ``present`` claims that hold together all that were judged the same, also along claims that are gone."""
    joined = _joined(judgements)
    found: list[tuple[str, str]] = []
    seen: set[str] = set()
    for start in sorted(joined):
        if start not in seen:
            reached = _reach(joined, start)
            seen.update(reached)
            there = sorted(claim for claim in reached if claim in present)
            found += pairwise(there)
    return tuple(found)


def _joined(judgements: Iterable[Judgement]) -> Mapping[str, list[str]]:
    joined: dict[str, list[str]] = defaultdict(list)
    for judged in judgements:
        if judged.verdict == "same":
            joined[judged.left].append(judged.right)
            joined[judged.right].append(judged.left)
    return joined


def _reach(joined: Mapping[str, list[str]], start: str) -> dict[str, str | None]:
    """Return every claim that chains of "same" reach from ``start``, each with the one before it on the shortest chain."""
    before: dict[str, str | None] = {start: None}
    waiting = deque([start])
    while waiting:
        claim = waiting.popleft()
        for other in sorted(joined.get(claim, ())):
            if other not in before:
                before[other] = claim
                waiting.append(other)
    return before


def _chain(before: Mapping[str, str | None], end: str) -> list[str]:
    chain = [end]
    while (previous := before[chain[-1]]) is not None:
        chain.append(previous)
    return chain[::-1]


def _contradiction(chain: Sequence[str]) -> str:
    return (
        f"judgements contradict each other: {chain[0]} and {chain[-1]} were judged different, yet judged the same along "
        f"{' = '.join(chain)}; expected verdicts that can all hold: judge one of these pairs again"
    )
