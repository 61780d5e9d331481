"""What is searched: a document for each report, claim, incident, actor, place, movement and proposal of a material.

Only what stands in the material becomes a document, and actors and places only where counted claims name them: a name that
nobody used here is no result. A report whose text is withheld has no words, and its claims neither. No facet tells to whom a
body belongs. A claim of forces moving or deployed has no place among its facets, so that no list by place can be made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

import msgspec

from truceline.linker import chief_incident
from truceline.model import Actor, Incident, words_at
from truceline.outputs.labels import Labels
from truceline.outputs.views import incident_list, movement_board, proposal_list
from truceline.outputs.views.material import Held, Material, Told
from truceline.outputs.views.names import incident_name, undisputed_type

DocumentKind = Literal["incident", "claim", "report", "actor", "place", "movement", "proposal"]
KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
FacetCode = Literal["kind", "speaker", "publisher", "stance", "about", "event", "place", "language", "standing", "contested"]
FACETS: tuple[FacetCode, ...] = get_args(FacetCode)
Facets = Mapping[FacetCode, tuple[str, ...]]
OWN_VOICE, UNNAMED, NAMED = "own", "unnamed", "name:"
"""Speakers: a report's own voice; all who are not named, never told apart; and those of whom no pack knows, by their name."""
LONGEST_TEXT = 200_000
"""As many characters of one text are searched."""
MOST_READ = 3_000
"""Of so many claims, movements and proposals that nobody opened are read anew for the index; of more, that takes minutes."""


class Document(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that can be found: ``id`` of its ``kind``, its ``title``, and the ``day`` from which it was published.

    ``text`` is what is searched beside the title; of what is no text itself, a line for each name that it has (``spelled``).
    ``report``: where its words are to be read again.
    """

    kind: DocumentKind
    id: str
    title: str
    text: str
    facets: Facets
    day: str | None = None
    report: str | None = None


def documents(material: Material, labels: Labels) -> Iterator[Document]:
    """Yield all documents of a material; for everybody no movements and proposals: they have public pages."""
    incidents = {incident.id: incident for incident in incident_list.folded(material)}
    yield from (_report(held, material) for held in material.held)
    yield from (_claim(told, material, incidents) for told in material.told)
    yield from (_incident(incident, material, labels) for incident in incidents.values())
    yield from _actors(material)
    yield from _places(material)
    if material.is_public:
        return
    if is_large(material):
        yield from _opened(material)
    else:
        yield from _movements(material)
        yield from _proposals(material)


def is_large(material: Material) -> bool:
    """Say whether only those movements and proposals are searched that people opened."""
    return len(material.told) > MOST_READ


def _opened(material: Material) -> Iterator[Document]:
    """Yield the movements and proposals that people opened, by what they called them."""
    kinds: Mapping[str, DocumentKind] = {"movement": "movement", "proposal": "proposal"}
    for subject in material.subjects:
        kind = kinds.get(subject.of)
        if kind:
            yield Document(
                kind=kind,
                id=subject.id,
                title=subject.name,
                text=spelled((subject.id, subject.reference or "")),
                facets={"kind": (kind,)},
                day=subject.known_on[:10] or None,
            )


def spelled(names: Iterable[str]) -> str:
    """Return several names or pieces as one text, a line each (``pieces``)."""
    return "\n".join(" ".join(name.split()) for name in names if name.strip())


def pieces(text: str) -> tuple[str, ...]:
    """Return the names that ``spelled`` put into one text, each once."""
    return tuple(dict.fromkeys(text.split("\n"))) if text else ()


def _report(held: Held, material: Material) -> Document:
    report = held.report
    text = "" if held.withheld else material.read(report.id)[:LONGEST_TEXT]
    return Document(
        kind="report",
        id=report.id,
        title=report.id if held.withheld else report.title or report.id,
        text=f"{report.publisher or ''} {text}",
        facets={"kind": ("report",), "publisher": _one(report.publisher), "language": _one(report.lang)},
        day=held.known_on,
        report=report.id,
    )


def _claim(told: Told, material: Material, incidents: Mapping[str, Incident]) -> Document:
    claim, held = told.claim, material.by_report[told.claim.report]
    chief = chief_incident(claim, material.links_of.get(claim.id, ()))
    incident = incidents.get(chief) if chief else None
    facets: dict[FacetCode, tuple[str, ...]] = {
        "kind": ("claim",),
        "publisher": _one(held.report.publisher),
        "stance": (claim.stance,),
        "about": claim.about,
        "language": _one(held.report.lang),
        "standing": (told.standing,),
        "contested": incident.contested if incident else (),
    }
    if held.withheld:
        return Document(kind="claim", id=claim.id, title="", text="", facets=facets, day=held.known_on)
    facets["speaker"] = (speaker_code(told),)
    facets["event"] = tuple(dict.fromkeys(event.type for event in claim.events))
    if not _tells_of_forces(told):
        facets["place"] = tuple(dict.fromkeys(place.place for place in claim.places if place.place))
    return Document(
        kind="claim",
        id=claim.id,
        title=claim.speaker.name if claim.speaker else "",
        text=words_at(material.read(claim.report), claim.content),
        facets=facets,
        day=held.known_on,
        report=claim.report,
    )


def speaker_code(told: Told) -> str:
    """Return by what a claim is counted among the speakers; nobody unnamed is told apart from another."""
    speaker = told.claim.speaker
    if speaker is None:
        return OWN_VOICE
    if speaker.unnamed:
        return UNNAMED
    return speaker.actor or f"{NAMED}{speaker.name}"


def _tells_of_forces(told: Told) -> bool:
    """Say whether a claim tells where forces are or go: it is not to be listed by place."""
    claim = told.claim
    return any(event.type.startswith("M.") for event in claim.events) or any(c.effect == "deployed" for c in claim.counts)


def _incident(incident: Incident, material: Material, labels: Labels) -> Document:
    told = [material.by_claim[claim] for claim in incident.claims if claim in material.by_claim]
    read = [one for one in told if not material.by_report[one.claim.report].withheld]
    places = tuple(dict.fromkeys(place.place for place in incident.places if place.place))
    named = dict.fromkeys(place.name for place in incident.places)
    kind = undisputed_type(incident)
    means = dict.fromkeys(labels.say("means", account.means) for account in incident.accounts if account.means)
    return Document(
        kind="incident",
        id=incident.id,
        title=incident_name(material, incident, labels),
        text=spelled((incident.id, labels.say("event", kind), *named, *means, *_place_names(material, places))),
        facets={
            "kind": ("incident",),
            "speaker": tuple(dict.fromkeys(map(speaker_code, read))),
            "publisher": _distinct(material.by_report[report].report.publisher for report in incident.reports),
            "stance": tuple(dict.fromkeys(one.claim.stance for one in told)),
            "about": tuple(dict.fromkeys(about for one in told for about in one.claim.about)),
            "event": (kind,),
            "place": () if incident.type.startswith("M.") else places,
            "contested": incident.contested,
        },
        day=incident.known,
    )


def _place_names(material: Material, places: tuple[str, ...]) -> Iterator[str]:
    known = {place.id: place for place in material.places} if places else {}
    yield from (name.text for place in places if place in known for name in known[place].names)


def _actors(material: Material) -> Iterator[Document]:
    """Yield the actors of the pack that counted claims name as speaker or as part of what happened."""
    used: dict[str, None] = {}
    for told in material.told:
        if material.by_report[told.claim.report].withheld:
            continue
        speaker = told.claim.speaker
        named = (speaker.actor if speaker else None, *(actor.actor for event in told.claim.events for actor in event.actors))
        used.update((each, None) for each in named if each)
    yield from (_actor(material.actors[each]) for each in used if each in material.actors)


def _actor(actor: Actor) -> Document:
    names = dict.fromkeys(name.text for name in actor.names if not name.metonym and not name.demonym)
    return Document(kind="actor", id=actor.id, title=actor.name, text=spelled(names), facets={"kind": ("actor",)})


def _places(material: Material) -> Iterator[Document]:
    """Yield the places of the pack that counted claims name, but those named only in claims of forces."""
    told = (t for t in material.told if not material.by_report[t.claim.report].withheld and not _tells_of_forces(t))
    used = {place.place for each in told for place in each.claim.places}
    for place in material.places:
        if place.id in used:
            names = spelled(dict.fromkeys(name.text for name in place.names))
            yield Document(
                kind="place", id=place.id, title=place.name, text=names, facets={"kind": ("place",), "place": (place.id,)}
            )


def _movements(material: Material) -> Iterator[Document]:
    page = movement_board.listed(material)
    for movement in page.board.movements:
        seen = sorted(word.source.known_on for word in movement.words)
        states = ", ".join(dict.fromkeys(state.code.replace("_", " ") for state in movement.states))
        yield Document(
            kind="movement",
            id=movement.id,
            title=page.names.get(movement.id) or movement.name or movement.id,
            text=spelled((movement.id, movement.reference or "", states)),
            facets={"kind": ("movement",)},
            day=seen[0] if seen else None,
        )


def _proposals(material: Material) -> Iterator[Document]:
    for proposal in proposal_list.listed(material).proposals:
        terms = (f"{terms.words}" for terms in proposal.terms)
        proposers = (said.who.name for said in proposal.proposers)
        yield Document(
            kind="proposal",
            id=proposal.id,
            title=proposal.title,
            text=spelled((proposal.reference or "", *proposers, *terms)),
            facets={"kind": ("proposal",)},
            day=proposal.first_day,
        )


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _distinct(values: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
