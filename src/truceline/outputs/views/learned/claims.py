"""What became of claims between two states: those that came, that were corrected or taken back, and on which people decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truceline.linker import chief_incident
from truceline.model import Standing, words_at
from truceline.outputs.views.cells import told_withheld
from truceline.outputs.views.learned.pages import ClaimChange, ClaimNews
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.pages import Struck

Moved = tuple[Standing | None, Standing | None]
"""How a claim stood and how it stands."""


def changes(before: Material, after: Material) -> Iterator[ClaimChange]:
    """Yield what became of claims: what counts now in the order of the page, then what counted and does no longer."""
    stood, stands = _standings(before), _standings(after)
    replaced = _replaced(after)
    for told in after.told:
        claim = told.claim.id
        if claim not in before.by_claim:
            was = stood.get(claim)
            yield _line(after, told, "standing" if was else "added", moved=(was, told.standing if was else None))
        elif stood[claim] != told.standing:
            yield _line(after, told, "standing", moved=(stood[claim], told.standing))
        yield from _struck(after, told, before.struck.get(claim), after.struck.get(claim))
    for told in before.told:
        claim = told.claim.id
        if claim not in after.by_claim:
            yield _gone(before, told, stands.get(claim), replaced.get(claim))


def _struck(after: Material, told: Told, old: Struck | None, new: Struck | None) -> Iterator[ClaimChange]:
    if new is not None and (old is None or old.claim != new.claim):
        correcting = after.by_claim[new.claim].claim
        yield _line(after, told, "retracted" if correcting.stance == "retract" else "corrected", by=(new.claim,))
    elif old is not None and new is None:
        yield _line(after, told, "stands_again")


def _gone(before: Material, told: Told, stands: Standing | None, replacement: str | None) -> ClaimChange:
    """Return what became of a claim that counted; it is told in the words of the state in which it did."""
    if stands is not None:
        return _line(before, told, "standing", moved=(told.standing, stands))
    if replacement is not None:
        return _line(before, told, "replaced", by=(replacement,))
    return _line(before, told, "gone")


def _standings(material: Material) -> dict[str, Standing]:
    return {each.claim.id: each.standing for each in (*material.told, *material.waiting, *material.rejected)}


def _replaced(material: Material) -> dict[str, str]:
    """Return by claim the counted one that took its place."""
    return {each.claim.supersedes: each.claim.id for each in material.told if each.claim.supersedes}


def _line(seen: Material, told: Told, news: ClaimNews, by: tuple[str, ...] = (), moved: Moved = (None, None)) -> ClaimChange:
    claim, held = told.claim, seen.by_report[told.claim.report]
    return ClaimChange(
        news=news,
        claim=claim.id,
        report=claim.report,
        name=claim.speaker.name if claim.speaker else "",
        stance=claim.stance,
        words=told_withheld(held.withheld) if held.withheld else words_at(seen.read(claim.report), claim.content),
        day=held.known_on,
        publisher=held.report.publisher,
        incident=chief_incident(claim, seen.links_of.get(claim.id, ())),
        by=by,
        before=moved[0],
        after=moved[1],
    )


def incidents_of(material: Material) -> Mapping[str, tuple[str, ...]]:
    """Return for each counted claim the incidents to which it surely belongs."""
    return {
        claim: found
        for claim in material.by_claim
        if (found := tuple(k.incident for k in material.links_of.get(claim, ()) if k.outcome == "linked"))
    }
