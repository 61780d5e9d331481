"""Material: the part of a record that a view may see, and nothing else of it. ``gathering`` fills it, by the four clocks."""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from truceline import __version__
from truceline.actors import Registry, registry_of
from truceline.model import Actor, Claim, Copy, Link, Place, RecordKind, Report, Standing, StandingCount
from truceline.model.agreements import Agreement
from truceline.model.assertions import Assertion, Fact, Subject
from truceline.model.hearing import Marked
from truceline.model.observations import CoverageGap, Exposure, Observation
from truceline.model.violations import ViolationStep
from truceline.outputs.views.entered import Entered
from truceline.outputs.views.pages import Basis, DifferingView, Selection, Struck, Undated, Waiting
from truceline.outputs.views.provenance import Provenance


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as the record holds it, with its standing, its number on the page, and the compartment of its sealed values."""

    claim: Claim
    standing: Standing
    entry: int
    number: int = 0
    compartment: str = "open"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A report as the record holds it, without its text. ``withheld`` says why that is not to be read here, None where it is.

    ``compartment``: the opaque id of that in which who gave it is sealed, ``open`` where it is in none.
    """

    report: Report
    text_sha256: str
    received_at: str
    entry: int
    withheld: str | None = None
    compartment: str = "open"

    @property
    def known_on(self) -> str:
        """The day from which a reader of these reports could know it."""
        return self.report.published_at or self.received_at[:10]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Material:
    """All that the views of one page are folded from.

    ``told`` are the claims that count, in the order of reports and text; ``waiting`` the proposed ones that do not,
    ``rejected`` those that a person rejected.
    ``links`` join claims of either kind. ``read`` returns the text of a report that is here by its id. ``actors`` by id, empty
    without a pack.
    ``undated``: what ``happened`` left out because nothing says when it was. ``provenance``: None where no record was read.
    ``differing``: what other offices decided otherwise about claims that are here. ``agreements`` and ``places`` of the pack;
    ``steps`` of violations, ``marks`` by claim, ``observations``, ``gaps`` and ``exposures`` as people entered them.
    ``assertions``: what people entered as told by somebody, about ``subjects``; ``told_on``: the days given for that, sorted.
    ``entered``: what all of these were chosen from, for choosing again; no view shows it. ``is_public``: this is for everybody;
    ``renditions``: what is told of movements and sites, for the public renditions of these alone (``released.for_rendition``).
    """

    kind: RecordKind
    theatre: str
    selection: Selection
    size: int
    root: str
    held: tuple[Held, ...]
    told: tuple[Told, ...]
    waiting: tuple[Told, ...]
    rejected: tuple[Told, ...]
    links: tuple[Link, ...]
    copies: tuple[Copy, ...]
    read: Callable[[str], str]
    actors: Mapping[str, Actor]
    undated: Undated = dataclasses.field(default_factory=Undated)
    provenance: Provenance | None = None
    differing: tuple[DifferingView, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    places: tuple[Place, ...] = ()
    steps: tuple[ViolationStep, ...] = ()
    marks: Mapping[str, tuple[Marked, ...]] = dataclasses.field(default_factory=dict)
    observations: tuple[Observation, ...] = ()
    gaps: tuple[CoverageGap, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    assertions: tuple[Assertion[Fact], ...] = ()
    subjects: tuple[Subject, ...] = ()
    told_on: tuple[str, ...] = ()
    entered: Entered = dataclasses.field(default_factory=Entered)
    is_public: bool = False
    renditions: Entered = dataclasses.field(default_factory=Entered)

    @functools.cached_property
    def registry(self) -> Registry:
        """The actors by name, as the linker asks for them."""
        return registry_of(self.actors.values())

    @functools.cached_property
    def compartments(self) -> set[str]:
        """The compartments, by opaque id, of everything in here; ``open`` for what is in none."""
        of_claims = {each.compartment for several in (self.told, self.waiting, self.rejected) for each in several}
        return of_claims.union(each.compartment for each in self.held) | self.entered.compartments

    @functools.cached_property
    def by_report(self) -> dict[str, Held]:
        """Reports by id."""
        return {held.report.id: held for held in self.held}

    @functools.cached_property
    def by_claim(self) -> dict[str, Told]:
        """Counted claims by id."""
        return {told.claim.id: told for told in self.told}

    @functools.cached_property
    def links_of(self) -> dict[str, tuple[Link, ...]]:
        """The links of each claim."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.claim, []).append(link)
        return {claim: tuple(links) for claim, links in found.items()}

    @functools.cached_property
    def copy_of(self) -> dict[str, Copy]:
        """By report, of which other it is a copy."""
        return {copy.report: copy for copy in self.copies}

    @functools.cached_property
    def struck(self) -> dict[str, Struck]:
        """By claim, which counted claim takes it back or corrects it: the words stay, with what became of them."""
        found: dict[str, Struck] = {}
        for told in self.told:
            claim = told.claim
            if claim.stance not in {"correct", "retract"}:
                continue
            when = claim.said_at
            day = (when.end or when.start) if when else None
            for answered in claim.answers:
                found[answered] = Struck(claim=claim.id, number=told.number, day=day[:10] if day else None)
        return found

    def basis(self, waiting: Waiting) -> Basis:
        """Return what a page made of this material stands on."""
        return Basis(
            kind=self.kind,
            theatre=self.theatre,
            selection=self.selection,
            size=self.size,
            root=self.root,
            version=__version__,
            waiting=waiting,
            counted=standing_count(told.standing for told in self.told),
            undated=self.undated,
        )


def standing_count(standings: Iterable[Standing]) -> StandingCount:
    """Count how claims stand."""
    found = Counter(standings)
    return StandingCount(
        proposed=found["proposed"], entered=found["entered"], accepted=found["accepted"], rejected=found["rejected"]
    )
