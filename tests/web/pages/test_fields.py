"""Every field of a page object stands on its page, or is left out for a reason that is written here."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from fakes.fields import FRAME, WHOLE, compare, fields_of
from truceline.outputs.room.actors import ActorRoom, ActorsRoom
from truceline.outputs.room.agreement import AgreementRoom
from truceline.outputs.room.aid import CareRoom, DeliveriesRoom, SitesRoom
from truceline.outputs.room.diplomacy import ContactsRoom, ProposalsRoom
from truceline.outputs.room.movement import MovementRoom
from truceline.outputs.room.movements import MovementsRoom
from truceline.outputs.room.plan import PlanRoom
from truceline.outputs.room.sources import SourceRoom, SourcesRoom
from truceline.outputs.room.stepping import StepDesk
from truceline.outputs.room.violations import ViolationsRoom
from truceline.outputs.views import PublicMovementsPage, PublicSitesPage

BY_TAGS = WHOLE | {
    "Voice",
    "Moment",
    "AllegedRow",
    "Spot",
    "SaidBy",
    "Responsibility",
    "Sentence",
    "Struck",
    "Waiting",
    "Undated",
}
"""Values that a tag takes whole."""
OWN_PAGE = "stands on the actor's own page"
DRAWN = "is in the drawing, which is made of it"
SAID = "the name beside it, the claim and the standing say it"
LEFT_OUT: dict[str, str] = {
    "basis": "what stands around every page shows it",
    "spots": "the tags look up where a claim stands",
    "actors": "the tags look up what an actor is called",
    "incidents": "the tags look up what an incident is called",
    "names": "the tags look up what something is called",
    "reminder": "stands there in the words of the language",
    "Basis.waiting": "the page says itself how many proposals would change it",
    "Basis.counted": "of the pages that list incidents",
    "Basis.undated": "of the pages that choose days",
    "Assessment.actor": "the speaker is named as in the text",
    "Assessment.holds": "the words themselves stand there",
    "Assessment.report": "the claim leads to it",
    "AuthorityClaim.actor": "the speaker is named as in the text",
    "Declaration.actor": "the speaker is named as in the text",
    "Declaration.lasts": "the words themselves stand there",
    "Bar.open_end": "of figures, not of a count",
    "Bar.open_start": "of figures, not of a count",
    "ConditionCount.missing": "stands there in the words of the language, from how far it came",
    "ConditionCount.progress": "stands there as how far it came, which is never more than needed",
    "ConditionCount.resets": "stand there one speaker, day and incident together",
    "Ground.by_day": "drawn as bars, with their words",
    "Status.phases": "stand there as steps with their conditions",
    "Position.history": "stands there as where they stood before",
    "CoverageView.agreement": SAID,
    "CoverageView.by": SAID,
    "CoverageView.known_on": SAID,
    "CoverageView.reports": SAID,
    "CoverageView.rule": SAID,
    "CoverageView.unnamed": SAID,
    "QuoteView.by": SAID,
    "QuoteView.known_on": SAID,
    "QuoteView.other": SAID,
    "QuoteView.reports": SAID,
    "QuoteView.rule": SAID,
    "QuoteView.unnamed": SAID,
    "ActorTimeline.first": DRAWN,
    "ActorTimeline.last": DRAWN,
    "ActorTimeline.renamed": DRAWN,
    "ActorTimeline.segments": DRAWN,
    "ActorView.timeline": DRAWN,
    "Segment.counts": DRAWN,
    "Segment.label": DRAWN,
    "Segment.note": DRAWN,
    "SideChange.after": "the sentences say it",
    "SideChange.before": "the sentences say it",
    "StepDesk.findings": "are the choices of the form",
    "StepDesk.parties": "are the choices of the form",
    "PublicSites.area": "its name stands there",
}
ONLY_OF: dict[type[msgspec.Struct], dict[str, str]] = {
    ActorsRoom: {
        **{
            f"ActorView.{name}": OWN_PAGE
            for name in ("holders", "offices", "own_words", "renamings", "source", "warnings", "within")
        },
        "RenamingView.both_until": OWN_PAGE,
    },
    StepDesk: {
        "AgreementName.date": "of the list of agreements",
        **{
            f"Violation.{name}": "stands in the list of violations"
            for name in ("alleged", "exceptions", "overdue", "party", "responsibility")
        },
        "ViolationRow.exceptions": "stands in the list of violations",
        "ViolationRow.is_contested": "stands in the list of violations",
    },
}
PAGES: tuple[tuple[type[msgspec.Struct], str], ...] = (
    (AgreementRoom, "room/agreement.html"),
    (ViolationsRoom, "room/violations.html"),
    (MovementsRoom, "room/movements.html"),
    (MovementRoom, "room/movement.html"),
    (PlanRoom, "room/plan.html"),
    (PublicMovementsPage, "room/movements_public.html"),
    (ActorsRoom, "room/actors.html"),
    (ActorRoom, "room/actor.html"),
    (SourcesRoom, "room/sources.html"),
    (SourceRoom, "room/source.html"),
    (ProposalsRoom, "room/proposals.html"),
    (ContactsRoom, "room/contacts.html"),
    (DeliveriesRoom, "room/deliveries.html"),
    (CareRoom, "room/care.html"),
    (SitesRoom, "room/sites.html"),
    (PublicSitesPage, "room/sites_public.html"),
    (StepDesk, "desk/step.html"),
)


@pytest.mark.parametrize(("page", "template"), PAGES, ids=lambda value: value if isinstance(value, str) else "")
def test_every_field_of_the_page_is_shown_or_left_out_for_a_reason(room: Path, page: type[msgspec.Struct], template: str) -> None:
    """A field that nobody sees is a field that nobody needs, or a fault in the page."""
    there = {f"{kind.__name__}.{name}" for kind, name in fields_of(page, BY_TAGS)} - FRAME.keys()
    reasons = {**LEFT_OUT, **ONLY_OF.get(page, {})}
    own = {field: reasons.get(field) or reasons.get(field.partition(".")[2]) for field in there}
    compare(page, template, not_shown={field: reason for field, reason in own.items() if reason}, whole=BY_TAGS)
