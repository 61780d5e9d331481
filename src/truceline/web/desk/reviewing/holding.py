"""Decisions that are held back, so that a slip of the finger can be taken back without a trace, and none is ever lost.

A decision lies in the room's own database until the next one of the same person, until `WINDOW_S` seconds are over, or until
somebody else wants to decide on the same claim. Then it is written to the log. Who writes, the server that is asked next or the
worker beside it, writes the same entry only once. Before it is held it is held against the log, and again when it is written: of
two people the second is told what the first decided, and when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec
from django.utils import timezone
from django_tasks import task

from truceline.errors import Meanwhile, MeanwhileError, RecordBusyError, TrucelineError
from truceline.model import words_at
from truceline.outputs.views import Told
from truceline.web.accounts.models import Account
from truceline.web.desk.reviewing.models import HeldDecision
from truceline.web.record import desk
from truceline.workflow import claims, standings
from truceline.workflow.claims import Verdict

WINDOW_S = 30
STUCK_S = 120
"""A decision that was on its way for so long was left by a process that died; it is written again, which writes it once."""
SHOWN = 160
LONGEST_WHY = 400


def hold(account: Account, told: Told, text: str, verdict: Verdict, seen: int) -> HeldDecision:
    """Hold a decision of ``account`` on a claim, as it saw it with the entry ``seen``; the one before is written now.

    Raises:
        MeanwhileError: the claim was decided on or corrected after what was seen; nothing is held.
    """
    claim = told.claim
    write(HeldDecision.objects.filter(account=account, state="held").exclude(claim=claim.id))
    write(HeldDecision.objects.filter(claim=claim.id, state="held").exclude(account=account))
    _check(account, claim.id, verdict, seen)
    HeldDecision.objects.filter(account=account, claim=claim.id, state__in=("held", "refused")).delete()
    held = HeldDecision.objects.create(
        account=account,
        claim=claim.id,
        report=claim.report,
        verdict=verdict,
        seen=seen,
        words=words_at(text, claim.content)[:SHOWN],
        decided_at=timezone.now(),
    )
    _give_way(held, seen)
    _write_in_time(held)
    return held


def _check(account: Account, claim: str, verdict: Verdict, seen: int) -> None:
    with desk.borrow() as record:
        stood = standings.standings(record, [claim])
        standings.check_unchanged(record, stood, seen, by=account.get_username(), verdict=verdict)


def _give_way(held: HeldDecision, seen: int) -> None:
    """Write what another decided on the claim in the same moment, if it was held before; then this one is not held.

    Raises:
        MeanwhileError: there is such a decision.
    """
    earlier = HeldDecision.objects.filter(claim=held.claim, pk__lt=held.pk).exclude(account=held.account)
    if not earlier.filter(state__in=("held", "writing")).exists():
        return
    write(earlier.filter(state="held"))
    try:
        _check(held.account, held.claim, "accepted" if held.verdict == "accepted" else "rejected", seen)
    except MeanwhileError:
        held.delete()
        raise


def _write_in_time(held: HeldDecision) -> None:
    write_later.using(run_after=timezone.now() + dt.timedelta(seconds=WINDOW_S)).enqueue(held.pk)


def take_back(account: Account) -> str | None:
    """Forget the decision that is held, and return its claim; None where it is written already or there is none."""
    held = HeldDecision.objects.filter(account=account, state="held").last()
    if held is None or not HeldDecision.objects.filter(pk=held.pk, state="held").delete()[0]:
        return None
    return held.claim


def dismiss(account: Account) -> None:
    """Forget what a person was told of decisions that could not be written."""
    HeldDecision.objects.filter(account=account, state="refused").delete()


def of(account: Account) -> tuple[HeldDecision, ...]:
    """Return what a person may still take back, and what could not be written, after writing whatever is due."""
    write_due()
    return tuple(HeldDecision.objects.filter(account=account, state__in=("held", "refused")))


def write_due() -> None:
    """Write every decision whose time is over, and those that a process left on their way."""
    now = timezone.now()
    due = HeldDecision.objects.filter(state="held", decided_at__lte=now - dt.timedelta(seconds=WINDOW_S))
    stuck = HeldDecision.objects.filter(state="writing", decided_at__lte=now - dt.timedelta(seconds=STUCK_S))
    if stuck.exists():
        stuck.update(state="held")
    write(due)


@task()
def write_later(held: int) -> None:
    """Write a decision whose time is over; one that was taken back or written before is no longer there."""
    write(HeldDecision.objects.filter(pk=held, state="held"))


def write(several: Iterable[HeldDecision]) -> None:
    """Write decisions to the log in the order in which they were made."""
    for held in several:
        if HeldDecision.objects.filter(pk=held.pk, state="held").update(state="writing"):
            _write(held)


def _write(held: HeldDecision) -> None:
    """Write one; a crash between the log and our own row leaves a row that is written again, which changes nothing.

    While others write into the record for long it is held on, and written later.
    """
    by = held.account.get_username()
    verdict: Verdict = "accepted" if held.verdict == "accepted" else "rejected"
    try:
        with desk.borrow() as record:
            claims.decide(record, [held.claim], verdict, by, seen=held.seen)
    except RecordBusyError:
        HeldDecision.objects.filter(pk=held.pk).update(state="held")
        _write_in_time(held)
    except MeanwhileError as error:
        _refuse(held, error.changes[0] if error.changes else Meanwhile(held.claim, str(error)))
    except TrucelineError as error:
        _refuse(held, Meanwhile(held.claim, str(error)))
    else:
        HeldDecision.objects.filter(pk=held.pk).delete()


def _refuse(held: HeldDecision, why: Meanwhile) -> None:
    kept = msgspec.json.encode(why._replace(how=why.how[:LONGEST_WHY])).decode()
    HeldDecision.objects.filter(pk=held.pk).update(state="refused", told=kept)


def told(held: HeldDecision) -> Meanwhile:
    """Return what stood in the way of a decision that was refused."""
    return msgspec.json.decode(held.told, type=Meanwhile)
