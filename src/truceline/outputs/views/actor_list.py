"""Actors as listed: names on a day, who holds which office, what is claimed of coverage and affiliation, each with its speaker.

Nothing of a pack that began after the day of ``known`` is shown, and no end that was still to come. An affiliation is never a
field of an actor: it is a quotation. What others say of a rescue, medical, media or civic body stands on its own page only, with
what the body says of it itself, and never on the page of the armed actor it is said of.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from truceline.actors import delineation, lookalikes_of, registry_of
from truceline.actors.coverage import ActorCoverage, Quote, SaidBy, by_text, coverage, quotes
from truceline.actors.lookalikes import Lookalikes, oddities
from truceline.actors.names import folded
from truceline.actors.naming import Renaming, as_known, holds_on, larger_bodies, offices_of, renamings
from truceline.actors.registry import names_of
from truceline.agreement.disclosure import public
from truceline.model import Actor, ActorName
from truceline.model.agreements import Agreement
from truceline.model.assertions import Assertion, Fact
from truceline.model.coverage import Affiliated, CoverageFact, Covered
from truceline.model.hearing import Hearing
from truceline.outputs.views import incident_list
from truceline.outputs.views.actor_pages import (
    ActorsPage,
    ActorView,
    CoverageView,
    GroupView,
    NameOnDay,
    QuoteView,
    RenamingView,
    TermView,
)
from truceline.outputs.views.actor_segments import timeline_of
from truceline.outputs.views.actor_unknown import unknown_names
from truceline.outputs.views.hearing import dated, day_asked_for, day_named, hear
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name

CIVIC = frozenset({"civil_society", "media", "red_cross"})
"""Kinds of bodies that an affiliation claimed of them could endanger."""
_CIVIC_WORDS = re.compile(
    r"\b(?:helmets|civil defen[cs]e|rescue\w*|ambulances?|hospitals?|clinics?|medics?|medical|doctors?|nurses?|surgeons?|health|"
    r"relief|aid|humanitarian|charit\w+|red cross|red crescent|volunteers?|media|news|press|journalists?|reporters?|broadcast\w*|"
    r"local councils?|civil society|human rights|observatory|activists?)\b|دفاع مدني|الدفاع المدني|هلال|مستشفى|إغاثة|إعلام",
    re.IGNORECASE,
)
"""Words in the name of a body that no pack has by which it is taken for a civic one: rather one too many."""
_LATIN = frozenset({"en", "ar-Latn"})


def listed(material: Material, *, on: str | None = None, name: str | None = None, lang: str = "en") -> ActorsPage:
    """Return the actors of whom something is said, or those called ``name``, as of the day ``on`` (None: the day asked for).

    ``lang``: in which language the page calls them, where the pack has a name in it.
    """
    day = on or day_asked_for(material) or max((a.date for a in material.agreements), default="9999-12-31")
    listing = _Listing(material, day, lang)
    chosen = listing.called(name) if name is not None else listing.spoken_of()
    is_known = name is None or bool(chosen)
    return ActorsPage(
        basis=material.basis(incident_list.waiting(material)),
        on=listing.on,
        actors=tuple(map(listing.view, chosen)),
        unknown=unknown_names(material, listing.looks, listing.registry, listing.on) if name is None else (),
        groups=listing.groups() if name is None else (),
        asked=name,
        not_known=() if is_known or name is None else listing.looks.of(name),
        oddities=oddities(name) if name is not None else (),
        proposals=listing.waiting,
    )


class _Listing:
    """One material's actors as they could be known, with what is said of each."""

    def __init__(self, material: Material, on: str, lang: str) -> None:
        self._material = material
        self.on = on
        self._lang = lang
        known = material.selection.known
        shown = (as_known(actor, known) for actor in material.actors.values())
        self.actors: Mapping[str, Actor] = {actor.id: actor for actor in shown if actor is not None}
        self.registry = registry_of(self.actors.values())
        hearing = hear(material, None)
        self.waiting = len({each.source.id for each in delineation.waiting(hearing)})
        said = [*self._by_texts(), *self._read(hearing), *told(material)]
        self._coverage = {each.actor: each for each in coverage(said)}
        self._by_page: dict[str, list[Quote]] = defaultdict(list)
        for quote in quotes(said):
            self._by_page[self._stands_with(quote)].append(quote)

    def _read(self, hearing: Hearing) -> Iterator[Assertion[CoverageFact]]:
        return iter(delineation.read(hearing))

    def _by_texts(self) -> Iterator[Assertion[CoverageFact]]:
        for agreement in self._texts.values():
            yield from by_text(agreement)

    @functools.cached_property
    def _texts(self) -> Mapping[str, Agreement]:
        """The agreements as far as they were public on the day of the selection."""
        day = day_named(self._material)
        return {each.id: public(each, day).agreement for each in dated(self._material)}

    @functools.cached_property
    def looks(self) -> Lookalikes:
        """What unknown names look like."""
        return lookalikes_of(self.actors.values())

    # who is shown

    def called(self, name: str) -> tuple[Actor, ...]:
        """Return who has this id, who bears this name on the day, else everybody who ever bore it."""
        if name in self.actors:
            return (self.actors[name],)
        bearer = self.registry.resolve(name, self.on)
        if bearer is not None and bearer in self.actors:
            return (self.actors[bearer],)
        words = folded(name)
        return tuple(actor for actor in self.actors.values() if words and words in {folded(n.text) for n in names_of(actor)})

    def spoken_of(self) -> tuple[Actor, ...]:
        """Return the actors of whom coverage or affiliation is said or counted claims speak, in the order of the pack."""
        ids = {*self._coverage, *self._by_page}
        for told_claim in self._material.told:
            claim = told_claim.claim
            ids |= {claim.speaker.actor} if claim.speaker and claim.speaker.actor else set()
            ids |= {who.actor for event in claim.events for who in event.actors if who.actor}
        return tuple(actor for actor in self.actors.values() if actor.id in ids)

    def groups(self) -> tuple[GroupView, ...]:
        """Return the groups that the pack does not name, with what is said of each, by name."""
        names = sorted({*self._coverage, *self._by_page} - self.actors.keys())
        return tuple(
            GroupView(
                name=name,
                coverage=tuple(self._lines(self._coverage[name])) if name in self._coverage else (),
                quotes=tuple(map(self._quoted, self._by_page.get(name, ()))),
            )
            for name in names
        )

    # one actor

    def view(self, actor: Actor) -> ActorView:
        """Return one actor with everything said of it."""
        said = self._coverage.get(actor.id, ActorCoverage(actor=actor.id, lines=()))
        names = self._names(actor)
        changes = tuple(self._renaming(each) for each in renamings(actor))
        within, holders = self._within(actor), self._holders(actor)
        lines = tuple(self._lines(said))
        of_it = self._by_page.get(actor.id, [])
        return ActorView(
            id=actor.id,
            kind=actor.kind,
            name=self.label(actor.id),
            on=self.on,
            names=names,
            renamings=changes,
            within=within,
            holders=holders,
            offices=self._offices(actor),
            coverage=lines,
            is_contested=said.is_contested(self.on),
            quotes=tuple(self._quoted(quote) for quote in of_it if not self._is_own(quote, actor)),
            own_words=tuple(self._quoted(quote) for quote in of_it if self._is_own(quote, actor)),
            warnings=self._warnings(actor),
            timeline=timeline_of(actor.id, self.label(actor.id), self.on, names, changes, (*within, *holders), lines),
            since=actor.since,
            until=actor.until,
            source=actor.source,
        )

    def label(self, actor_id: str) -> str:
        """Return what to call an actor on the day: its own name then, in Latin script where it has one, else its label.

        In another language than English, a name in that comes first.
        """
        actor = self.actors.get(actor_id)
        if actor is None:
            return actor_id
        own = [n for n in actor.names if n.self_name and holds_on(n, self.on)]
        native = next((n.text for n in own if n.lang == self._lang != "en"), actor_name(actor, self._lang))
        if native != actor.name or not renamings(actor):
            return native
        return next((n.text for n in own if n.lang in _LATIN), actor.name)

    def _names(self, actor: Actor) -> tuple[NameOnDay, ...]:
        shown = [name for name in names_of(actor) if not name.demonym and not name.metonym]
        views = [self._name(name) for name in shown]
        return tuple(sorted(views, key=lambda name: (not name.self_name, not name.current)))

    def _name(self, name: ActorName) -> NameOnDay:
        return NameOnDay(
            text=name.text,
            lang=name.lang,
            self_name=name.self_name,
            users=tuple(self.label(user) for user in name.used_by),
            current=holds_on(name, self.on),
            since=name.since,
            until=name.until,
        )

    def _renaming(self, each: Renaming) -> RenamingView:
        return RenamingView(before=each.before, after=each.after, lang=each.lang, since=each.since, both_until=each.both_until)

    def _within(self, actor: Actor) -> tuple[TermView, ...]:
        always = [TermView(actor=actor.within, name=self.label(actor.within), current=True)] if actor.within else []
        now = larger_bodies(actor, self.on)
        timed = [
            TermView(
                actor=w.of, name=self.label(w.of), current=w.of in now and holds_on(w, self.on), since=w.since, until=w.until
            )
            for w in actor.within_dated
        ]
        return (*always, *timed)

    def _holders(self, actor: Actor) -> tuple[TermView, ...]:
        return tuple(
            TermView(
                actor=h.holder if h.holder in self.actors else None,
                name=self.label(h.holder),
                current=holds_on(h, self.on),
                since=h.since,
                until=h.until,
            )
            for h in actor.holders
        )

    def _offices(self, actor: Actor) -> tuple[TermView, ...]:
        held = offices_of(actor, self.actors.values()) if actor.kind == "person" else ()
        return tuple(
            TermView(actor=o.id, name=self.label(o.id), current=holds_on(t, self.on), since=t.since, until=t.until)
            for o, t in held
        )

    def _warnings(self, actor: Actor) -> tuple[str, ...]:
        both = [
            f"its names for itself {each.before!r} and {each.after!r} both hold from {each.since} to {each.both_until}"
            for each in renamings(actor)
            if each.both_until
        ]
        return (*both, *(f"{name.text!r}: {what}" for name in actor.names for what in oddities(name.text)))

    # what is said of it

    def _stands_with(self, quote: Quote) -> str:
        """Return on whose page a quotation stands: with whom it is about, but with a civic body wherever it names one."""
        return quote.other if self._is_civic(quote.other) and not self._is_civic(quote.actor) else quote.actor

    def _is_civic(self, actor: str) -> bool:
        if actor in self.actors:
            return self.actors[self.registry.institution(actor, self.on)].kind in CIVIC
        return _CIVIC_WORDS.search(actor) is not None

    def _is_own(self, quote: Quote, actor: Actor) -> bool:
        return quote.by == actor.id or (
            quote.by in self.actors and self.registry.institution(quote.by, quote.said_on) == actor.id
        )

    def _lines(self, said: ActorCoverage) -> Iterator[CoverageView]:
        now = set(said.on(self.on))
        for line in said.lines:
            text = self._texts.get(line.agreement or "")
            yield CoverageView(
                **msgspec.structs.asdict(line),
                by_name=self._voice(line),
                agreement_name=text.name if text else line.agreement,
                current=line in now,
            )

    def _quoted(self, quote: Quote) -> QuoteView:
        return QuoteView(
            **msgspec.structs.asdict(quote),
            by_name=self._voice(quote),
            actor_name=self.label(quote.actor),
            other_name=self.label(quote.other),
        )

    def _voice(self, said: SaidBy) -> str:
        """Return whose voice it is: the speaker, the text of an agreement, or the report itself."""
        if said.by in self._texts:
            return self._texts[said.by].name
        if said.by:
            named = self.label(said.by)
            return named if not said.name or said.name == named else f"{said.name} ({named})" if named != said.by else said.name
        reports = [self._material.by_report[report].report for report in said.reports if report in self._material.by_report]
        return (
            ", ".join(dict.fromkeys(report.publisher or report.title or report.id for report in reports)) or "the report itself"
        )


def told(material: Material) -> tuple[Assertion[CoverageFact], ...]:
    """Return what people entered as told by somebody about coverage and affiliation."""
    return tuple(_of_coverage(each, each.fact) for each in material.assertions if isinstance(each.fact, Covered | Affiliated))


def _of_coverage(each: Assertion[Fact], fact: CoverageFact) -> Assertion[CoverageFact]:
    return Assertion(
        subject=each.subject,
        fact=fact,
        by=each.by,
        source=each.source,
        name=each.name,
        via=each.via,
        stance=each.stance,
        unnamed=each.unnamed,
        rule=each.rule,
    )
