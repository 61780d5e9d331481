"""One release with everything that it would show, so that nobody gives what they have not read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.model.assertions import Assertion, Fact
from truceline.outputs.views import claim_list
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name, place_name
from truceline.outputs.views.pages import ClaimView
from truceline.outputs.views.release_list import ReleaseView, release_list

CODES = {
    "movement.kind": "movement_kind",
    "permit.step": "permit",
    "permit.decision": "decision",
    "quantity.phase": "cargo_phase",
    "quantity.bound": "bound",
    "stage.stage": "stage",
    "outcome.outcome": "outcome",
    "obstruction.act": "obstruction_act",
    "site.kind": "site_kind",
    "disclosed.detail": "site_detail",
    "answered.verb": "site_verb",
    ".answer": "party_answer",
    ".axis": "axis",
    ".value": "axis_value",
}
"""Groups of the labels for the codes of what a release covers: of a fact by its tag and field, of a step without a tag."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is said in a step or a telling: ``name`` a code of the labels' ``fact_part``, ``values`` one or several.

    ``group``: of the labels, where the values are codes of it; None: actors and places by their names in the language of the
    page, and words and days as they are.
    """

    name: str
    values: tuple[str, ...]
    group: str | None = None


class CoveredStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step about a violation, or something told of a movement or a site. ``what`` is a code of the labels' ``group``."""

    id: str
    group: str
    what: str
    parts: tuple[Part, ...]


class OpenedReport(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody learns of a report by a release: its ``id``, its ``publisher``, its day, its address, if any."""

    id: str
    publisher: str | None
    published_at: str | None
    url: str | None


class ReleasePage(msgspec.Struct, frozen=True, kw_only=True):
    """A release, the ``claims`` that it shows in their words, the ``reports`` of those, and the ``others`` that it names.

    ``gone``: ids that it names and that cannot be seen here, so that whoever gives it knows that this is not the whole of it.
    """

    size: int
    release: ReleaseView
    claims: tuple[ClaimView, ...]
    reports: tuple[OpenedReport, ...]
    others: tuple[CoveredStep, ...]
    gone: tuple[str, ...]


def release_page(record: Record, material: Material, wanted: str, *, at: str, lang: str) -> ReleasePage:
    """Return one release in full, for a reader of ``lang``.

    Raises:
        NotFoundError: there is none of this id.
    """
    release = next((each for each in release_list(record, material, at=at).releases if each.id == wanted), None)
    if release is None:
        message = f'no release "{wanted}" in this record; look at the list of releases'
        raise NotFoundError(message)
    covers = set(release.covers)
    claims = tuple(each for each in claim_list.listed(material) if each.id in covers)
    called = _called(material, lang)
    others = (*_steps(material, covers, called), *_told(material, covers, called))
    seen = {each.id for each in claims} | {each.id for each in others}
    return ReleasePage(
        size=material.size,
        release=release,
        claims=claims,
        reports=tuple(_report(material, each) for each in dict.fromkeys(claim.report for claim in claims)),
        others=others,
        gone=tuple(each for each in release.covers if each not in seen),
    )


def _report(material: Material, report: str) -> OpenedReport:
    held = material.by_report[report].report
    return OpenedReport(id=held.id, publisher=held.publisher, published_at=held.published_at, url=held.url)


def _called(material: Material, lang: str) -> dict[str, str]:
    """Return what to call every place and every actor of the pack, and every subject, by its id."""
    places = {each.id: place_name(each, lang) for each in material.places}
    actors = {each.id: actor_name(each, lang) for each in material.actors.values()}
    return places | actors | {each.id: each.name for each in material.subjects}


def _steps(material: Material, covers: set[str], called: Mapping[str, str]) -> tuple[CoveredStep, ...]:
    steps = [each for each in material.steps if each.id in covers]
    return tuple(
        CoveredStep(id=each.id, group="procedure_step", what=each.kind, parts=_parts("", each, called, {"id", "kind"}))
        for each in steps
    )


def _told(material: Material, covers: set[str], called: Mapping[str, str]) -> tuple[CoveredStep, ...]:
    return tuple(_telling(each, called) for each in material.assertions if each.source.id in covers)


def _telling(told: Assertion[Fact], called: Mapping[str, str]) -> CoveredStep:
    tag = str(type(told.fact).__struct_config__.tag)
    head = (
        Part(name="said_by", values=(called.get(told.by, told.by),)),
        Part(name="subject", values=(called.get(told.subject, told.subject),)),
    )
    return CoveredStep(id=told.source.id, group="fact", what=tag, parts=(*head, *_parts(tag, told.fact, called)))


def _parts(tag: str, value: msgspec.Struct, called: Mapping[str, str], without: Collection[str] = ()) -> tuple[Part, ...]:
    """Return what is said in a value, field by field; what is not said is left out."""
    told = {name: part for name, part in msgspec.structs.asdict(value).items() if name not in without}
    return tuple(_part(tag, name, part, called) for name, part in told.items() if part is not None and part not in {"", ()})


def _part(tag: str, name: str, part: object, called: Mapping[str, str]) -> Part:
    if isinstance(part, bool):
        return Part(name=name, values=("yes" if part else "no",), group="yes_no")
    values = tuple(str(each) for each in part) if isinstance(part, tuple) else (str(part),)
    group = CODES.get(f"{tag}.{name}")
    return Part(name=name, values=values if group else tuple(_named(each, called) for each in values), group=group)


def _named(value: str, called: Mapping[str, str]) -> str:
    """Return a value with the name of what it is the id of; the value stays, since it may be words that only look like an id."""
    return f"{called[value]} ({value})" if value in called else value
