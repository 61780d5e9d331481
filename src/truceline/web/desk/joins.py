"""Merges and splits that the worker does: all claims are linked for one, which in a large record takes minutes.

Each is written once, however often its job is begun or it is asked for. Who asked finds what came of it on a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from truceline.errors import TrucelineError
from truceline.outputs.views import Viewer
from truceline.web.accounts.models import Account
from truceline.web.desk.jobs import patiently
from truceline.web.desk.models import JoiningAsked
from truceline.web.record import LARGE
from truceline.web.settings import ENVIRONMENT
from truceline.workflow import joining
from truceline.workflow.joining import Joined, Opens
from truceline.workflow.opening import Record, opened

BUSY = ("waiting", "working")
KEPT = dt.timedelta(days=14)
BROKEN = (
    "A fault in the program stopped this. Look at the incidents before you ask again, and tell the person who runs this room."
)
NOT_ALLOWED = "Your roles did not allow this any more when its turn came. Nothing was written."


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to have joined: ``act`` merge, split or undo, and the rest as in `JoiningAsked`."""

    act: str
    first: str
    second: str = ""
    claims: tuple[str, ...] = ()
    why: str = ""
    seen: int | None = None

    def do(self, record: Record, by: str, opens: Opens) -> Joined:
        """Do it; raises as ``workflow.joining`` does."""
        match self.act:
            case "merge":
                return joining.merge(record, self.first, self.second, by=by, why=self.why, seen=self.seen, opens=opens)
            case "split":
                return joining.split(record, self.first, self.claims, by=by, why=self.why, seen=self.seen, opens=opens)
        return joining.undo(record, self.first, by=by, why=self.why or None)


def is_behind(size: int) -> bool:
    """Say whether the worker does it, and nobody waits for a page, in a log of so many entries."""
    return size > LARGE


def queue(account: Account, wanted: Wanted, size: int) -> JoiningAsked:
    """Have the worker do it; what is over for long is forgotten.

    Raises:
        UsageError: no reason is given for a merge or a split.
    """
    if wanted.act != "undo":
        joining.refuse_blank(wanted.why)
    with transaction.atomic():
        JoiningAsked.objects.filter(changed_at__lt=timezone.now() - KEPT).exclude(state__in=BUSY).delete()
        asked = JoiningAsked.objects.create(account=account, size=size, **msgspec.structs.asdict(wanted))
        join_up.enqueue(str(asked.pk))
    return asked


@task()
def join_up(asked_id: str) -> None:
    """Do one; a second call for the same finds what the first had written already."""
    asked = JoiningAsked.objects.select_related("account").filter(pk=UUID(asked_id)).first()
    if asked is None or asked.state not in BUSY:
        return
    if not asked.account.may("join"):
        _end(asked, trouble=NOT_ALLOWED)
        return
    JoiningAsked.objects.filter(pk=asked.pk).update(state="working")
    try:
        with opened(ENVIRONMENT.record) as record:
            there = _written(record, asked)
            done = None if there else patiently(lambda: _do(record, asked))
    except (TrucelineError, OSError) as error:
        _end(asked, trouble=str(error))
    else:
        _end(asked, joining=done.id if done else there or "", incident=(done.incident or "") if done else "")


def _do(record: Record, asked: JoiningAsked) -> Joined:
    wanted = Wanted(
        act=asked.act, first=asked.first, second=asked.second, claims=tuple(asked.claims), why=asked.why, seen=asked.seen
    )
    viewer = Viewer(compartments=asked.account.compartments, at="")
    return wanted.do(record, asked.account.get_username(), viewer.opens)


def _written(record: Record, asked: JoiningAsked) -> str | None:
    """Return the joining that was written for this already, by a job that was stopped or since it was asked for twice."""
    by = asked.account.get_username()
    for each in joining.joinings(record):
        if asked.act == "undo":
            is_it = each.id == asked.first and each.undone_by == by and (each.undone_entry or 0) >= asked.size
        else:
            incidents = tuple(filter(None, (asked.first, asked.second)))
            is_mine = each.act == asked.act and each.by == by and each.entry >= asked.size and each.undone_by is None
            is_it = is_mine and each.incidents == incidents and (asked.act == "merge" or set(each.claims) == set(asked.claims))
        if is_it:
            return each.id
    return None


def _end(asked: JoiningAsked, *, joining: str = "", incident: str = "", trouble: str = "") -> None:
    """Note what came of it; the reason is in the log by now, or is needed no more."""
    asked.state, asked.why = "refused" if trouble else "done", ""
    asked.joining, asked.incident, asked.trouble = joining, incident, trouble
    asked.save()


def broken(arguments: Sequence[str], why: str = BROKEN) -> None:
    """Say of those whose job was ended without coming to its end that it was, and why."""
    for asked in JoiningAsked.objects.filter(pk__in=arguments, state__in=BUSY):
        _end(asked, trouble=why)


def begin_left_over() -> None:
    """Put into the queue again what is in no job: the worker was stopped in the middle of it."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - models are there only once Django is set up

    jobs = DBTaskResult.objects.filter(status__in=("READY", "RUNNING"), task_path=join_up.module_path)
    there = {each for job in jobs for each in job.args_kwargs["args"]}
    for asked in JoiningAsked.objects.filter(state__in=BUSY).order_by("asked_at"):
        if str(asked.pk) not in there:
            join_up.enqueue(str(asked.pk))
