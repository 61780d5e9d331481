"""What pages say of decisions that are held, of what happened meanwhile, and of what a person may do."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest

from truceline.errors import Meanwhile
from truceline.outputs.views import Material, Selection, Told
from truceline.web.accounts.models import Account
from truceline.web.desk.reviewing import holding
from truceline.web.desk.reviewing.models import HeldDecision
from truceline.web.record import lately, viewer_of

VERDICTS = ("accepted", "rejected")


class May(msgspec.Struct, frozen=True, kw_only=True):
    """What a person may do with claims."""

    decide: bool = False
    mark: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody else did to a claim: ``verdict`` accepted, rejected or corrected; ``by`` whom, ``at`` which instant.

    ``instead``: the claim that stands in its place. ``words``: what was said where it is none of these.
    """

    verdict: str | None
    by: str | None = None
    at: str | None = None
    instead: str | None = None
    words: str | None = None


class HeldLine(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of the person: which ``verdict`` on which claim, a few of its ``words``; ``change``: why it was not written."""

    claim: str
    report: str
    verdict: str
    words: str
    change: Change | None


def may(request: HttpRequest) -> May:
    """Return what the person of this request may do."""
    user = request.user
    return May(decide=user.may("decide"), mark=user.may("mark")) if isinstance(user, Account) else May()


def held_by(request: HttpRequest) -> tuple[HeldLine, ...]:
    """Return what the person may take back, and what could not be written."""
    user = request.user
    if not isinstance(user, Account) or not user.may("decide"):
        return ()
    seen = lately(Selection(), viewer_of(request)).by_report  # a compartment may have been taken from them since
    return tuple(_line(each) for each in holding.of(user) if each.report in seen)


def claim_in(found: Material, claim: str) -> Told | None:
    """Return a claim that the person may see, however it stands; None where another stands in its place or there is none."""
    several = (found.told, found.waiting, found.rejected)
    return next((each for part in several for each in part if each.claim.id == claim), None)


def _line(held: HeldDecision) -> HeldLine:
    change = change_of(holding.told(held)) if held.state == "refused" else None
    return HeldLine(claim=held.claim, report=held.report, verdict=held.verdict, words=held.words, change=change)


def change_of(change: Meanwhile) -> Change:
    """Return a change as a page shows it."""
    if change.instead is not None:
        return Change(verdict="corrected", by=change.by, at=change.at, instead=change.instead)
    is_verdict = change.how in VERDICTS
    words = None if is_verdict else change.how
    return Change(verdict=change.how if is_verdict else None, by=change.by, at=change.at, words=words)
