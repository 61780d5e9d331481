"""Lineage: from whom every account of an incident came, through whom, and who copied whom; as a tree for an indented list.

At the top stand the independent origins, numbered as in the matrix. Below an origin hang those who pass its words on, outermost
last, and below them the reports in which the words stand; below a report those that copy it. The own voice of a report is an
origin itself. A report appears below every origin that it carries; whoever only copies is no origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from truceline.model import Account, Copy, Incident, Origins
from truceline.outputs.labels import Labels, load
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name, publisher_of

NodeKind = Literal["origin", "relay", "report"]
DEEPEST = 40
"""Copies of copies are followed so far; nobody reads a list indented further."""


class LineageNode(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who says it first, somebody who passes it on, or a report in which it stands.

    ``name`` to show, ``actor`` its id in the pack. ``number`` of an origin, as in the matrix. Of a report: ``report`` its id,
    ``day`` from which it was known, and where it copies the one above, ``copied``: how, and ``share_percent`` of its words.
    ``claims``: ids of those that stand there. ``is_own_voice``: an origin that is the report itself. ``unnamed``: the words do
    not name who it is.
    """

    kind: NodeKind
    name: str
    children: tuple[LineageNode, ...] = ()
    actor: str | None = None
    number: int | None = None
    report: str | None = None
    day: str | None = None
    copied: str | None = None
    share_percent: int | None = None
    claims: tuple[str, ...] = ()
    is_own_voice: bool = False
    unnamed: bool = False


class Lineage(msgspec.Struct, frozen=True, kw_only=True):
    """The origins of an incident's accounts; ``origins``: how many are surely independent and how many may be.

    ``copies``: how many reports only repeat others.
    """

    incident: str
    origins: Origins
    roots: tuple[LineageNode, ...]
    copies: int


def lineage(material: Material, incident: Incident, labels: Labels | None = None) -> Lineage:
    """Return who cites whom for an incident of a material."""
    return _Tree(material, incident, labels or load()).whole()


class _Tree:
    """The accounts of one incident by origin, and the copies among its reports."""

    def __init__(self, material: Material, incident: Incident, labels: Labels) -> None:
        self._material = material
        self._incident = incident
        self._labels = labels
        inside = set(incident.reports)
        self._copies: dict[str, list[Copy]] = defaultdict(list)
        for report in incident.reports:
            copy = material.copy_of.get(report)
            if copy is not None and copy.of in inside:
                self._copies[copy.of].append(copy)

    def whole(self) -> Lineage:
        """Return the tree."""
        groups: dict[str, list[Account]] = defaultdict(list)
        for account in sorted(self._incident.accounts, key=self._place):
            groups[account.origin].append(account)
        return Lineage(
            incident=self._incident.id,
            origins=self._incident.origins,
            roots=tuple(self._origin(number, accounts) for number, accounts in enumerate(groups.values(), 1)),
            copies=sum(map(len, self._copies.values())),
        )

    def _place(self, account: Account) -> int:
        """Return where an account is first told."""
        told = self._material.by_claim
        return min((told[claim].number for claim in account.claims if claim in told), default=0)

    def _origin(self, number: int, accounts: Sequence[Account]) -> LineageNode:
        first = accounts[0]
        claims = tuple(dict.fromkeys(claim for account in accounts for claim in account.claims))
        by_report: dict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            by_report[account.report].append(account)
        if first.speaker is None and not first.via:
            return self._own_voice(number, by_report, claims)
        told = [self._material.by_claim[claim].claim for claim in first.claims if claim in self._material.by_claim]
        unnamed = any(claim.speaker.unnamed for claim in told if claim.speaker)
        known = self._material.actors.get(first.actor or "")
        name = actor_name(known, self._labels.lang) if known and not unnamed else first.speaker or ""
        return LineageNode(
            kind="origin",
            name=name,
            actor=None if unnamed else first.actor,
            number=number,
            claims=claims,
            unnamed=unnamed,
            children=tuple(self._passed_on(accounts)),
        )

    def _own_voice(self, number: int, by_report: dict[str, list[Account]], claims: tuple[str, ...]) -> LineageNode:
        """Return a report that is an origin itself, with those that copy it."""
        top = next(iter(self._tops(by_report)))
        node = self._report(top, by_report, frozenset())
        return msgspec.structs.replace(node, kind="origin", number=number, is_own_voice=True, claims=claims)

    def _passed_on(self, accounts: Sequence[Account]) -> Iterator[LineageNode]:
        """Yield the relays, innermost first, and below the last of them the reports."""
        ways: dict[tuple[str, ...], list[Account]] = defaultdict(list)
        for account in accounts:
            ways[tuple(reversed(account.via))].append(account)
        for way, through in ways.items():
            by_report: dict[str, list[Account]] = defaultdict(list)
            for account in through:
                by_report[account.report].append(account)
            nodes = tuple(self._report(report, by_report, frozenset()) for report in self._tops(by_report))
            for relay in reversed(way):
                nodes = (LineageNode(kind="relay", name=relay, children=nodes),)
            yield from nodes

    def _tops(self, by_report: dict[str, list[Account]]) -> Iterator[str]:
        """Yield the reports that copy none of the others; where all copy one another, the first."""
        tops = [
            report for report in by_report if (copy := self._material.copy_of.get(report)) is None or copy.of not in by_report
        ]
        yield from tops or list(by_report)[:1]

    def _report(self, report: str, by_report: dict[str, list[Account]], above: frozenset[str]) -> LineageNode:
        held = self._material.by_report[report]
        copy = self._material.copy_of.get(report) if above else None
        seen = above | {report}
        below = [each.report for each in self._copies[report] if each.report not in seen] if len(seen) < DEEPEST else []
        return LineageNode(
            kind="report",
            name=publisher_of(self._material, [report], self._labels),
            report=report,
            day=held.known_on,
            copied=copy.kind if copy else None,
            share_percent=copy.share_percent if copy else None,
            claims=tuple(claim for account in by_report.get(report, ()) for claim in account.claims),
            children=tuple(self._report(each, by_report, seen) for each in below if each in by_report),
        )
