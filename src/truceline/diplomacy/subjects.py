"""Groups with a name: what people opened as one subject, and what was grouped by rule, with ids that stay.

The id of a group made by rule is that of the source which is first with it, behind two letters; it has no name in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from truceline.diplomacy.grouping import Group, Verdict, gathered
from truceline.diplomacy.saying import in_order
from truceline.diplomacy.values import Perhaps
from truceline.model.assertions import Assertion, Subject

A = TypeVar("A", bound=Assertion[Any])
T_co = TypeVar("T_co", covariant=True)
BY_PEOPLE = "people entered it as one"
ALONE = "one source tells of it"


class Feature(Protocol[T_co]):
    """What of an assertion tells one thing from another; ``tier``: how much of that it tells."""

    @property
    def about(self) -> T_co:
        """The assertion itself."""

    @property
    def tier(self) -> int:
        """How much it tells: more is more."""


F = TypeVar("F", bound=Feature[Any])


class Rules(msgspec.Struct, Generic[A, F], frozen=True, kw_only=True):
    """How assertions of one sort are told apart: see ``grouping.gathered``. ``words`` say it to people."""

    letters: str
    words: str
    features: Callable[[A], F]
    judged: Callable[[F, F], Verdict]
    near: Callable[[F], Iterable[Hashable]]
    closeness: Callable[[F, F], int]


class Named(msgspec.Struct, Generic[A], frozen=True, kw_only=True):
    """Assertions about one thing, in order, with its ``id``, why they are grouped, and what else may be meant."""

    id: str
    members: tuple[A, ...]
    grouped: str
    subject: Subject | None = None
    perhaps: tuple[Perhaps, ...] = ()


def named(assertions: Iterable[A], subjects: Sequence[Subject], rules: Rules[A, F]) -> list[Named[A]]:
    """Return a group for each subject, also where nothing is told of it yet, and behind them those made by rule."""
    told: dict[str, list[A]] = {subject.id: [] for subject in subjects}
    rest: list[A] = []
    for each in assertions:
        told.get(each.subject, rest).append(each)
    groups = gathered(
        [rules.features(each) for each in in_order(rest)],
        rules.judged,
        near=rules.near,
        tier=lambda each: each.tier,
        closeness=rules.closeness,
        closed=[[rules.features(each) for each in members] for members in told.values()],
    )
    members = [in_order(each.about for each in group.members) for group in groups]
    by_rule = _ids(members[len(subjects) :], rules.letters)
    ids = [*told, *by_rule]
    return [
        Named(
            id=ids[n],
            members=tuple(members[n]),
            grouped=BY_PEOPLE if group.is_closed else rules.words if _are_several(members[n]) else ALONE,
            subject=subjects[n] if group.is_closed else None,
            perhaps=_perhaps(group, ids),
        )
        for n, group in enumerate(groups)
    ]


def _ids(groups: Sequence[Sequence[A]], letters: str) -> list[str]:
    """Return ids; where one source is first with several groups, the further ones get a number, by what they say."""
    firsts: dict[str, list[int]] = {}
    for n, members in enumerate(groups):
        firsts.setdefault(members[0].source.id, []).append(n)
    ids = [""] * len(groups)
    for source, of in firsts.items():
        of.sort(key=lambda n: repr(groups[n][0].fact))
        for place, n in enumerate(of, 1):
            ids[n] = f"{letters}:{source}" + (f".{place}" if place > 1 else "")
    return ids


def _are_several(members: Iterable[A]) -> bool:
    return len({each.source.id for each in members}) > 1


def _perhaps(group: Group[F], ids: Sequence[str]) -> tuple[Perhaps, ...]:
    return tuple(sorted((Perhaps(id=ids[n], why=why) for n, why in group.perhaps.items()), key=lambda each: each.id))
