"""The job that takes a file in: read, archived, its claims proposed and linked; done once, however often it is begun.

A process that dies in the middle leaves whole chunks in the record and the file in its place. Begun again, the job finds what is
there already and adds what is missing. Linking waits until no other file is waiting, since it looks at all claims each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec
from django_tasks import task

from truceline.errors import RecordBusyError, TrucelineError
from truceline.model import Fault
from truceline.web.desk import keeping
from truceline.web.desk.models import Upload
from truceline.web.settings import ENVIRONMENT
from truceline.workflow.ingest import Ingested, Protect, ingest
from truceline.workflow.linking import link_record
from truceline.workflow.opening import Record, opened
from truceline.workflow.reading import Defaults

T = TypeVar("T")
TRIES = 5
WAIT_S = 10.0
TELL_EVERY = 20
BUSY = ("waiting", "working", "linking")
BROKEN = "A fault in the program stopped this file. Nothing is lost: its bytes are kept. Tell the person who runs this room."


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was not taken, or was odd: ``where`` it stands, in ``words``."""

    where: str
    words: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a file. ``added`` and ``already``: ids of reports; ``claims``: how many were proposed.

    ``refused``: what was not taken; ``faults``: what was odd in what was. ``incidents``: how many there are now, None before
    they were linked. ``trouble``: why the whole stopped, None where it did not.
    """

    added: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    claims: int = 0
    refused: tuple[Refused, ...] = ()
    faults: tuple[Refused, ...] = ()
    incidents: int | None = None
    trouble: str | None = None


def outcome_of(upload: Upload) -> Outcome | None:
    """Return what came of an upload, None before there is anything."""
    return msgspec.json.decode(upload.outcome, type=Outcome) if upload.outcome else None


@task()
def take_in(upload_id: str) -> None:
    """Take in one file; a second call for the same file does what the first left undone, or nothing."""
    upload = Upload.objects.select_related("account").filter(pk=UUID(upload_id)).first()
    if upload is None or upload.state not in BUSY:
        return
    try:
        with opened(ENVIRONMENT.record) as record:
            if upload.state != "linking":
                _read(record, upload)
            _link(record, upload)
    except (TrucelineError, OSError) as error:
        _stop(upload, str(error))
        link_soon()  # files before it may have left the linking to this one
    else:
        keeping.forget(upload.pk)


def _read(record: Record, upload: Upload) -> None:
    """Put the reports of the file into the record, and note what came of it before anything else is begun."""
    _turn(upload, "working")
    path = keeping.named(upload.pk, upload.name)

    def watch(done: int, _total: int | None) -> None:
        if done - upload.done >= TELL_EVERY:
            upload.done = done
            upload.save(update_fields=["done", "changed_at"])

    defaults = Defaults(published=upload.published or None, publisher=upload.publisher or None, encoding=upload.encoding or None)
    protect = Protect(compartment=upload.compartment, confidential=upload.is_confidential)
    by = upload.account.get_username()
    came = patiently(lambda: ingest(record, [path], defaults=defaults, watch=watch, protect=protect, by=by))
    _note(upload, _outcome(came, path.parent))
    _turn(upload, "linking")


def _link(record: Record, upload: Upload) -> None:
    """Group the claims, unless another file waits: its job does it for both."""
    found = outcome_of(upload) or Outcome()
    if not Upload.objects.filter(state__in=("waiting", "working")).exclude(pk=upload.pk).exists():
        linked = patiently(lambda: link_record(record))
        _note(upload, msgspec.structs.replace(found, incidents=linked.incidents))
    _turn(upload, "done")


def broken(arguments: Sequence[str], why: str = BROKEN) -> None:
    """Say of files whose job was ended without coming to its end that it was, and why; they are kept and may be tried again."""
    for upload in Upload.objects.filter(pk__in=arguments, state__in=BUSY):
        _stop(upload, why)


def begin_left_over() -> None:
    """Put files into the queue that were being worked on and are in no job: the worker was stopped in the middle of theirs."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - models are there only once Django is set up

    jobs = DBTaskResult.objects.filter(status__in=("READY", "RUNNING"), task_path=take_in.module_path)
    there = {each for job in jobs for each in job.args_kwargs["args"]}
    for upload in Upload.objects.filter(state__in=BUSY).order_by("begun_at"):
        if str(upload.pk) not in there:
            take_in.enqueue(str(upload.pk))


def forget_left_over() -> None:
    """Take away bytes of files that were taken in, or are no more: a process may have died before it did."""
    there = tuple(keeping.there())
    wanted = set(Upload.objects.filter(pk__in=there).exclude(state="done").values_list("pk", flat=True))
    for upload in there:
        if upload not in wanted:
            keeping.forget(upload)


def _stop(upload: Upload, why: str) -> None:
    """Note why a file could not be taken in; its bytes stay, so that it can be tried again."""
    found = outcome_of(upload) or Outcome()
    _note(upload, msgspec.structs.replace(found, trouble=_without(keeping.folder_of(upload.pk), why)))
    _turn(upload, "failed")


def patiently(act: Callable[[], T]) -> T:
    """Do something that waits for others who write, several times over."""
    for _ in range(TRIES - 1):
        try:
            return act()
        except RecordBusyError:
            time.sleep(WAIT_S)
    return act()


def _outcome(came: Ingested, folder: Path) -> Outcome:
    return Outcome(
        added=came.added,
        already=came.already,
        claims=came.claims,
        refused=tuple(_refused(fault, folder) for fault in came.refused),
        faults=tuple(_refused(fault, folder) for fault in came.faults),
    )


def _refused(fault: Fault, folder: Path) -> Refused:
    return Refused(where=_without(folder, fault.where or ""), words=_without(folder, fault.message))


def _without(folder: Path, words: str) -> str:
    """Return words without the folder of this machine in them."""
    return words.replace(f"{folder}/", "")


def _note(upload: Upload, outcome: Outcome) -> None:
    upload.outcome = msgspec.json.encode(outcome).decode()
    upload.save(update_fields=["outcome", "changed_at"])


def _turn(upload: Upload, state: str) -> None:
    upload.state = state
    upload.save(update_fields=["state", "changed_at"])


@task()
def link_up() -> None:
    """Group the claims of the record into incidents."""
    with opened(ENVIRONMENT.record) as record:
        patiently(lambda: link_record(record))


def link_soon() -> None:
    """Have the claims linked by the worker, once for all who ask before it begins."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - models are there only once Django is set up

    if not DBTaskResult.objects.ready().filter(task_path=link_up.module_path).exists():
        link_up.enqueue()
