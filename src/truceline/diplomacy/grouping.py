"""Grouping: which things are one. What is doubtful stays apart, and says so.

Things that fit one another, directly or through others, are one, as long as nothing among them rules anything else out. Where
something does, those that tell most are put together first, and each that tells less joins the one group that it fits. What
fits several, or would bring in what is ruled out, joins none: it stands for itself and names them. What people entered as one
is a group that nothing joins by rule. The order in which things are given makes no difference to which groups there are.

>>> def judged(one, other):
...     return Verdict("one") if "?" in (one, other) or one == other else Verdict("no")
>>> found = gathered(["a", "?", "b", "a"], judged, near=lambda _: "k", tier="?ab".index, closeness=lambda *_: 0)
>>> sorted(group.members for group in found), [group.perhaps for group in found if group.members == ["?"]]
([['?'], ['a', 'a'], ['b']], [{0: 'more than one could be meant', 2: 'more than one could be meant'}])
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Generic, Literal, NamedTuple, TypeVar

T = TypeVar("T")
Finding = Literal["one", "perhaps", "none", "no"]
SEVERAL = "more than one could be meant"
FITS_PEOPLES = "fits what people entered as one"


class Verdict(NamedTuple):
    """What two things are to each other: one thing, perhaps one, nothing said, or surely two; ``why`` is told where given."""

    finding: Finding
    why: str = ""


class Group(Generic[T]):
    """Things that are taken for one, in the order given, and the numbers of groups that may be the same one, with the reason.

    ``is_closed``: people entered it; nothing joins it by rule.
    """

    def __init__(self, members: Iterable[T] = (), *, is_closed: bool = False) -> None:
        self.members = list(members)
        self.is_closed = is_closed
        self.perhaps: dict[int, str] = {}


def gathered(  # noqa: PLR0913 - the rules by which things are told apart, each by its name
    items: Sequence[T],
    judged: Callable[[T, T], Verdict],
    *,
    near: Callable[[T], Iterable[Hashable]],
    tier: Callable[[T], int],
    closeness: Callable[[T, T], int],
    closed: Sequence[Sequence[T]] = (),
) -> list[Group[T]]:
    """Return the ``closed`` groups and behind them ``items`` in groups, by the place of their first member.

    ``near``: keys of which two things that can belong together share at least one. ``tier``: how much a thing tells.
    ``closeness``: of several groups that fit, the one with the closest member is meant, where that is one alone; 0 is not close.
    """
    placed = [item for members in closed for item in members]
    graph = _Graph([*placed, *items], judged, near, tier)
    ends = list(itertools.accumulate((len(members) for members in closed), initial=0))
    fixed = [list(range(start, end)) for start, end in itertools.pairwise(ends)]
    free = _Parting(graph, closeness).groups(range(len(placed), len(graph.items)))
    nodes = [*fixed, *sorted(sorted(group) for group in free)]
    groups = [Group((graph.items[n] for n in members), is_closed=at < len(fixed)) for at, members in enumerate(nodes)]
    _doubt(groups, nodes, graph)
    return groups


class _Graph(Generic[T]):
    """The verdicts on all pairs that can belong together."""

    def __init__(
        self,
        items: list[T],
        judged: Callable[[T, T], Verdict],
        near: Callable[[T], Iterable[Hashable]],
        tier: Callable[[T], int],
    ) -> None:
        self.items = items
        self._judged = judged
        self.tiers = [tier(item) for item in items]
        self.verdicts: dict[tuple[int, int], Verdict] = {}
        self.one: dict[int, set[int]] = defaultdict(set)
        self.no: dict[int, set[int]] = defaultdict(set)
        index: dict[Hashable, list[int]] = defaultdict(list)
        for n, item in enumerate(items):
            keys = list(near(item))
            for other in {m for key in keys for m in index[key]}:
                self._note(other, n, judged(items[other], item))
            for key in keys:
                index[key].append(n)

    def _note(self, one: int, other: int, verdict: Verdict) -> None:
        if verdict.finding == "none":
            return
        self.verdicts[one, other] = verdict
        sides = {"one": self.one, "no": self.no}.get(verdict.finding)
        if sides is not None:
            sides[one].add(other)
            sides[other].add(one)

    def components(self, nodes: Iterable[int]) -> Iterator[set[int]]:
        """Yield the nodes that hang together, by the first of each."""
        left = dict.fromkeys(nodes)
        while left:
            start = next(iter(left))
            del left[start]
            found, edge = {start}, [start]
            while edge:
                reached = self.one[edge.pop()] & left.keys()
                found |= reached
                edge += reached
                for n in reached:
                    del left[n]
            yield found

    def rules_out(self, nodes: set[int]) -> bool:
        """Say whether two of these are surely two, also where they hang together only through others."""
        for pair in itertools.combinations(sorted(nodes), 2):
            if pair not in self.verdicts:
                self._note(*pair, self._judged(self.items[pair[0]], self.items[pair[1]]))
        return any(self.no[n] & nodes for n in nodes)


class _Parting(Generic[T]):
    """Takes apart what hangs together and cannot all be one."""

    def __init__(self, graph: _Graph[T], closeness: Callable[[T, T], int]) -> None:
        self._graph = graph
        self._closeness = closeness

    def groups(self, nodes: Iterable[int]) -> list[set[int]]:
        found: list[set[int]] = []
        for component in self._graph.components(nodes):
            found += self._parted(component) if self._graph.rules_out(component) else [component]
        return found

    def _parted(self, component: set[int]) -> list[set[int]]:
        """Return the groups of those that tell most, each with those that tell least and fit it alone; then all others."""
        tiers = self._graph.tiers
        least = min(tiers[n] for n in component)
        low = {n for n in component if tiers[n] == least}
        if low == component:
            return self._alike(component)
        groups = self.groups(sorted(component - low))
        fits = {n: self._fitting(n, groups) for n in low}
        alone = {n for n, found in fits.items() if len(found) > 1}
        for at, group in enumerate(groups):
            joining = {n for n, found in fits.items() if found == [at]}
            unfit = {n for n in joining if self._graph.no[n] & joining}
            alone |= unfit
            group.update(joining - unfit)
        return [*groups, *self._alike(alone), *self.groups(sorted(n for n, found in fits.items() if not found))]

    def _fitting(self, n: int, groups: Sequence[set[int]]) -> list[int]:
        graph = self._graph
        found = [at for at, group in enumerate(groups) if graph.one[n] & group and not graph.no[n] & group]
        if len(found) < 2:
            return found
        item, items = graph.items[n], graph.items
        how = {at: max(self._closeness(item, items[other]) for other in groups[at]) for at in found}
        closest = [at for at in found if how[at] == max(how.values()) > 0]
        return closest if len(closest) == 1 else found

    def _alike(self, nodes: set[int]) -> list[set[int]]:
        """Return together what fits, and is ruled out by, the very same others; nothing tells those apart."""
        found: dict[tuple[frozenset[int], frozenset[int]], set[int]] = defaultdict(set)
        for n in sorted(nodes):
            found[frozenset(self._graph.one[n] | {n}), frozenset(self._graph.no[n])].add(n)
        return list(found.values())


def _doubt(groups: Sequence[Group[T]], nodes: Sequence[Sequence[int]], graph: _Graph[T]) -> None:
    """Note between which groups it is doubtful whether they are one, and why."""
    at = {n: number for number, members in enumerate(nodes) for n in members}
    between: dict[tuple[int, int], list[Verdict]] = defaultdict(list)
    for (one, other), verdict in graph.verdicts.items():
        if at[one] != at[other]:
            between[min(at[one], at[other]), max(at[one], at[other])].append(verdict)
    for (one, other), verdicts in between.items():
        closed = groups[one].is_closed + groups[other].is_closed
        why = _why(verdicts, FITS_PEOPLES if closed else SEVERAL)
        if why and closed < 2:
            groups[one].perhaps[other] = groups[other].perhaps[one] = why


def _why(verdicts: Sequence[Verdict], fits: str) -> str:
    """Return why two groups may be one; nothing where they surely are not, and nobody need ask."""
    for finding in ("no", "one", "perhaps"):
        found = sorted(each.why for each in verdicts if each.finding == finding)
        if found:
            return fits if finding == "one" else next((why for why in found if why), "")
    return ""
