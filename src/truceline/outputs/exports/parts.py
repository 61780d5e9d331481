"""What can be exported: the incidents, claims and sources of a selection, as objects and as rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, get_args

import msgspec

from truceline.model import Figure, Incident, Interval, Span
from truceline.outputs.labels import load
from truceline.outputs.views import ClaimView, Material, SourceView, claims_page, incidents_page, listed_claims, sources_page

Part = Literal["incidents", "claims", "sources"]
Format = Literal["jsonl", "csv"]
PARTS: tuple[Part, ...] = get_args(Part)
FORMATS: tuple[Format, ...] = get_args(Format)

Cell = str | int | None
"""Text, a number, or nothing said: an empty cell is never zero."""


class Listed(msgspec.Struct, frozen=True):
    """A part: its objects, and the same as a table of ``columns``."""

    objects: tuple[msgspec.Struct, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def listed(material: Material, part: Part) -> Listed:
    """Return a part of what ``material`` holds, in the order in which views show it."""
    return _PARTS[part](material)


def _incidents(material: Material) -> Listed:
    page = incidents_page(material, labels=load())
    return _table(page.incidents, lambda i: _incident(i, page.names[i.id]))


def _incident(incident: Incident, name: str) -> dict[str, Cell]:
    killed = incident.killed
    return {
        "id": incident.id,
        "name": name,
        "type": incident.type,
        **_days("happened", incident.time),
        "places": _joined(place.name for place in incident.places),
        "killed_low": killed.low if killed else None,
        "killed_high": killed.high if killed else None,
        "killed_greatest_low": killed.greatest_low if killed else None,
        "killed_accounts": killed.accounts if killed else None,
        "figures": _joined(map(_figure, incident.figures)),
        "accounts": len(incident.accounts),
        "origins_sure": incident.origins.sure,
        "origins_possible": incident.origins.possible,
        "contested": _joined(incident.contested),
        "reports": _joined(incident.reports),
        "main_of": _joined(incident.main_of),
        "possible": _joined(incident.possible),
        "claims": _joined(incident.claims),
        **{name: getattr(incident.standing, name) for name in ("proposed", "entered", "accepted", "rejected")},
        "known": incident.known,
    }


def _claims(material: Material) -> Listed:
    found = listed_claims(material) if material.selection.with_proposals else claims_page(material).claims
    return _table(found, _claim)


def _claim(claim: ClaimView) -> dict[str, Cell]:
    speaker = claim.speaker
    return {
        "id": claim.id,
        "report": claim.report,
        "published_at": claim.published_at,
        "speaker": speaker.name if speaker else None,
        "actor": speaker.actor if speaker else None,
        "unnamed": None if speaker is None else "yes" if speaker.unnamed else "no",
        "via": _joined(relay.name for relay in claim.via),
        "voice": claim.voice,
        "type": claim.type,
        "stance": claim.stance,
        "about": _joined(claim.about),
        "certainty": claim.certainty,
        "words": claim.words,
        "at": _joined(map(_span, claim.content)),
        **_days("said", claim.said_at),
        "standing": claim.standing,
        "incident": claim.incident,
        "possible": _joined(claim.possible),
        "struck_by": claim.struck.claim if claim.struck else None,
        "rule": claim.rule,
    }


def _sources(material: Material) -> Listed:
    return _table(sources_page(material, labels=load()).sources, _source)


def _source(source: SourceView) -> dict[str, Cell]:
    return {
        "name": source.name,
        "part": source.part,
        "actor": source.actor,
        "reports": _joined(source.reports),
        "claims": source.claims,
        "stances": _joined(f"{stance} {number}" for stance, number in source.stances),
        "corrected": _joined(f"{place.report} {place.claim}" for place in source.corrected),
        "repeats": _joined(f"{copy.report} of {copy.of} ({copy.share_percent}%)" for copy in source.repeats),
        "passed_on_by": _joined(source.passed_on_by),
    }


def _table(objects: Sequence[msgspec.Struct], row: Callable[..., dict[str, Cell]]) -> Listed:
    made = [row(each) for each in objects]
    columns = tuple(made[0]) if made else ()
    return Listed(tuple(objects), columns, tuple(tuple(each.values()) for each in made))


def _days(name: str, time: Interval | None) -> dict[str, Cell]:
    return {
        f"{name}_start": time.start if time else None,
        f"{name}_end": time.end if time else None,
        f"{name}_precision": time.precision if time else None,
        f"{name}_basis": time.basis if time else None,
    }


def _figure(figure: Figure) -> str:
    """Return a range with what it counts, ``killed people 20..``: an open end stays open."""
    low, high = ("" if n is None else str(n) for n in (figure.low, figure.high))
    what = " ".join(word for word in (figure.effect, figure.unit, figure.category) if word)
    return f"{what} {low}..{high}"


def _span(span: Span) -> str:
    return f"{span.start}:{span.end}"


def _joined(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None


_PARTS: Mapping[Part, Callable[[Material], Listed]] = {"incidents": _incidents, "claims": _claims, "sources": _sources}
