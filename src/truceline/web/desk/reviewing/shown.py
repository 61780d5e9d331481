"""What pages say of decisions that are held, of what happened meanwhile, and of what a person may do."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest

from truceline.errors import Meanwhile
from truceline.outputs.views import Selection
from truceline.web.accounts.models import Account
from truceline.web.desk.reviewing import holding
from truceline.web.desk.reviewing.models import HeldDecision
from truceline.web.record import material_of, viewer_of

CORRECTED = "corrected as "
PARTS = 3


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
    seen = material_of(Selection(), viewer_of(request)).by_report  # a compartment may have been taken from them since
    return tuple(_line(each) for each in holding.of(user) if each.report in seen)


def _line(held: HeldDecision) -> HeldLine:
    change = told(held.told) if held.state == "refused" else None
    return HeldLine(claim=held.claim, report=held.report, verdict=held.verdict, words=held.words, change=change)


def told(words: str) -> Change:
    """Read what was kept of a change."""
    parts = words.split("\n")
    if len(parts) != PARTS:
        return Change(verdict=None, words=words)
    how, by, at = parts
    return change_of(Meanwhile(what="", how=how, by=by or None, at=at or None))


def change_of(change: Meanwhile) -> Change:
    """Return a change as a page shows it."""
    if change.how.startswith(CORRECTED):
        return Change(verdict="corrected", by=change.by, at=change.at, instead=change.how.removeprefix(CORRECTED))
    return Change(verdict=change.how, by=change.by, at=change.at)
