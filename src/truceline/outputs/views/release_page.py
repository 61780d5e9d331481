"""One release with everything that it would show, so that nobody gives what they have not read."""

from __future__ import annotations

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger import Record
from truceline.outputs.views import claim_list
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import ClaimView
from truceline.outputs.views.release_list import ReleaseView, release_list


class CoveredStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step about a violation, or something told of a movement or a site: what it is, and its parts as (name, value)."""

    id: str
    what: str
    parts: tuple[tuple[str, str], ...]


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


def release_page(record: Record, material: Material, wanted: str, *, at: str) -> ReleasePage:
    """Return one release in full.

    Raises:
        NotFoundError: there is none of this id.
    """
    release = next((each for each in release_list(record, material, at=at).releases if each.id == wanted), None)
    if release is None:
        message = f'no release "{wanted}" in this record; look at the list of releases'
        raise NotFoundError(message)
    covers = set(release.covers)
    claims = tuple(each for each in claim_list.listed(material) if each.id in covers)
    others = (*_steps(material, covers), *_told(material, covers))
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


def _steps(material: Material, covers: set[str]) -> tuple[CoveredStep, ...]:
    return tuple(CoveredStep(id=each.id, what=each.kind, parts=_parts(each)) for each in material.steps if each.id in covers)


def _told(material: Material, covers: set[str]) -> tuple[CoveredStep, ...]:
    found = [each for each in material.assertions if each.source.id in covers]
    return tuple(
        CoveredStep(
            id=each.source.id, what=type(each.fact).__name__, parts=(("by", each.by), ("of", each.subject), *_parts(each.fact))
        )
        for each in found
    )


def _parts(value: msgspec.Struct) -> tuple[tuple[str, str], ...]:
    """Return what is said in a value, field by field; what is not said is left out."""
    told = msgspec.structs.asdict(value)
    return tuple((name.replace("_", " "), _written(part)) for name, part in told.items() if part not in (None, "", ()))


def _written(part: object) -> str:
    if isinstance(part, msgspec.Struct):
        return ", ".join(f"{name}: {value}" for name, value in _parts(part))
    if isinstance(part, tuple):
        return ", ".join(_written(each) for each in part)
    return str(part)
