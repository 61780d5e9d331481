"""What was made of the entries of an incident, said in codes only: no word of a text and no sealed value is in it.

Every field is taken over by name. A speaker is the id of an actor or nobody; a place the id of a place of the pack. What somebody
said word for word is read from the texts, where they go along.
"""

from __future__ import annotations

import msgspec

from truceline.ledger.leaf.canonical import Json
from truceline.model import Account, Figure, Incident, Interval, PlaceMention
from truceline.outputs.views import Selection


def filter_of(selection: Selection) -> dict[str, Json]:
    """Return by what the record was filtered: the clocks, and whether undecided proposals count."""
    return {
        "known": selection.known,
        "said": selection.said,
        "happened": selection.happened,
        "entry": selection.entry,
        "with_proposals": selection.with_proposals,
    }


def statement(incident: Incident) -> dict[str, Json]:
    """Return an incident in codes."""
    return {
        "id": incident.id,
        "type": incident.type,
        "time": _interval(incident.time),
        "places": [_place(place) for place in incident.places],
        "reports": list(incident.reports),
        "main_of": list(incident.main_of),
        "possible": list(incident.possible),
        "claims": list(incident.claims),
        "accounts": [_account(account) for account in incident.accounts],
        "figures": [_figure(figure) for figure in incident.figures],
        "killed": _plain(incident.killed),
        "contested": list(incident.contested),
        "origins": _plain(incident.origins),
        "standing": _plain(incident.standing),
        "known": incident.known,
    }


def _account(account: Account) -> dict[str, Json]:
    return {
        "actor": account.actor,
        "voice": account.voice,
        "stance": account.stance,
        "about": list(account.about),
        "report": account.report,
        "claims": list(account.claims),
        "figures": [_figure(figure) for figure in account.figures],
        "origin": account.origin,
        "said_at": _interval(account.said_at),
        "published_at": account.published_at,
    }


def _figure(figure: Figure) -> dict[str, Json]:
    names = ("effect", "unit", "category", "low", "high", "bound", "of_total", "rule", "accounts", "greatest_low")
    return {name: getattr(figure, name) for name in names}


def _place(place: PlaceMention) -> dict[str, Json]:
    return {"place": place.place, "precision": place.precision, "relation": _plain(place.relation)}


def _interval(interval: Interval | None) -> dict[str, Json] | None:
    """Return a time without the words in which it was said."""
    if interval is None:
        return None
    return {"start": interval.start, "end": interval.end, "precision": interval.precision, "basis": interval.basis}


def _plain(value: msgspec.Struct | None) -> Json:
    return None if value is None else dict(msgspec.structs.asdict(value))
