"""Names: what each actor calls itself beside what others write, and what an incident or a report's own voice is called here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from truceline.model import Actor, Incident, Place, PlaceMention
from truceline.outputs.labels import Labels
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import NameView


def publisher_of(material: Material, reports: Iterable[str], labels: Labels) -> str:
    """Return whose own voice these reports are: their publishers, else the titles, else the ids of the reports."""
    held = [material.by_report[r].report for r in reports]
    names = [r.publisher or r.title or r.id for r in held]
    return ", ".join(dict.fromkeys(names)) or labels.text("no_publisher")


def incident_name(material: Material, incident: Incident, labels: Labels) -> str:
    """Return what the page calls an incident: its kind, and what was hit where most accounts agree on it.

    Its kind is the undisputed one: a name must not settle what the accounts dispute.
    """
    kind = labels.say("event", undisputed_type(incident))
    target = _target(material, incident)
    return labels.text("on_target", kind=kind, target=labels.say("target", target)) if target else kind


def undisputed_type(incident: Incident) -> str:
    """Return as what a page lists an incident: a violent one of which the means are contested as an attack, else its type."""
    return "V.UNSPEC" if "means" in incident.contested and incident.type.startswith("V.") else incident.type


def _target(material: Material, incident: Incident) -> str | None:
    claims = [material.by_claim[c].claim for c in incident.claims if c in material.by_claim]
    named = [set(e.targets) - {"other"} for c in claims for e in c.events if e.type[:2] == incident.type[:2]]
    named = [targets for targets in named if targets]
    votes = Counter(t for targets in named for t in sorted(targets))
    if not votes:
        return None
    target, count = votes.most_common(1)[0]
    return target if 2 * count > len(named) else None


def actor_name(actor: Actor, lang: str) -> str:
    """Return what to call an actor in a language of the page: its own there, else a plain translation, else its name.

    A translation is a name of which the pack does not say that somebody in particular uses it. No capital stands for an actor.
    """
    plain = [n for n in actor.names if n.lang == lang != "en" and not (n.metonym or n.demonym or n.used_by or n.until)]
    return next((n.text for n in sorted(plain, key=lambda n: not n.self_name)), actor.name)


def actor_called(material: Material, actor: str, lang: str) -> str:
    """Return what to call whoever has an id in a language of the page; the id itself where no actor of the pack has it."""
    known = material.actors.get(actor)
    return actor_name(known, lang) if known else actor


def place_name(place: Place, lang: str) -> str:
    """Return what the pack calls a place in a language of the page, else its name."""
    return next((n.text for n in place.names if n.lang == lang != "en"), place.name)


def placing(material: Material, labels: Labels) -> Callable[[PlaceMention], str]:
    """Return how a page calls places in its own voice: by the pack's name in its language, else as the words gave it."""
    lang = labels.lang
    known = {place.id: next((n.text for n in place.names if n.lang == lang != "en"), None) for place in material.places}

    def words(mention: PlaceMention) -> str:
        name = known.get(mention.place or "")
        return labels.place(msgspec.structs.replace(mention, name=name) if name else mention)

    return words


def listed(material: Material) -> tuple[NameView, ...]:
    """Return the actors of the pack that stand in counted claims: what each calls itself, what others write."""
    used: dict[str, None] = {}
    for told in material.told:
        speaker = told.claim.speaker
        ids = [speaker.actor if speaker else None, *(a.actor for e in told.claim.events for a in e.actors)]
        used.update((i, None) for i in ids if i and i in material.actors)
    return tuple(_name(material, material.actors[i]) for i in used if material.actors[i].names)


def _name(material: Material, actor: Actor) -> NameView:
    shown = [n for n in actor.names if not n.metonym]
    return NameView(
        actor=actor.id,
        name=actor.name,
        self_names=tuple((n.text, n.lang) for n in shown if n.self_name),
        others=tuple((n.text, n.lang, _users(material, n.used_by)) for n in shown if not n.self_name and n.text != actor.name),
    )


def _users(material: Material, used_by: Iterable[str]) -> tuple[str, ...]:
    return tuple(material.actors[u].name if u in material.actors else u for u in used_by)
