"""The process that does what waits in the queue; `truceline serve` starts one: ``python -m truceline.web.desk.worker``.

There is one a room, held by a lock on a file. What another one was doing when it died is begun again when this one starts; a job
that was begun three times and never came to an end is given up, and its file is kept. It ends when its standard input does, so
that none is left over from a server that was killed.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

from truceline.web import starting

if TYPE_CHECKING:
    from django_tasks import TaskResult

LOCK = "worker.lock"
MOST_TRIES = 3
INTERVAL_S = 0.5
NICE = 10
END_S = 10.0
"""So long a job may go on when the server is gone; it is begun again with the next one."""
GIVEN_UP = "This file stopped the worker three times. Nothing is lost: its bytes are kept. Tell the person who runs this room."


def run(*, batch: bool = False) -> None:
    """Do what waits, for ever or (``batch``) until nothing waits."""
    from django_tasks.signals import task_finished  # noqa: PLC0415 - models are there only now
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415

    begin_again()
    task_finished.connect(_ended, dispatch_uid="truceline.desk.ended")
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=INTERVAL_S,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"room-{os.getpid()}",
    )
    if threading.current_thread() is threading.main_thread() and not batch:
        worker.configure_signals()
    worker.run()


def _ended(task_result: TaskResult[object], **_: object) -> None:
    """See to a job that did not come to its end: the queue alone knows of it, and the page of its file would wait for ever."""
    from truceline.web.desk import jobs, joins  # noqa: PLC0415

    if not task_result.errors:
        return
    was_stopped = task_result.errors[-1].exception_class_path == "builtins.SystemExit"
    if task_result.task.module_path == jobs.link_up.module_path:
        if was_stopped:
            jobs.link_soon()
    elif task_result.task.module_path == jobs.take_in.module_path and not was_stopped:
        jobs.broken(task_result.args)
    elif task_result.task.module_path == joins.join_up.module_path and not was_stopped:
        joins.broken(task_result.args)


def begin_again() -> None:
    """Put back into the queue what a worker that is no more had begun; nobody else is working, since we hold the lock."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from truceline.web.desk import jobs, joins  # noqa: PLC0415

    for job in DBTaskResult.objects.running():
        if len(job.worker_ids) < MOST_TRIES:
            job.status = "READY"
            job.save(update_fields=["status"])
        else:
            job.set_failed(RuntimeError(GIVEN_UP))
            if job.task_path == jobs.take_in.module_path:
                jobs.broken(job.args_kwargs["args"], GIVEN_UP)
            elif job.task_path == joins.join_up.module_path:
                joins.broken(job.args_kwargs["args"])
    jobs.begin_left_over()
    joins.begin_left_over()
    jobs.forget_left_over()


def locked(room: Path) -> IO[bytes] | None:
    """Take the lock of the one worker, None where somebody has it; it is let go when the file is closed."""
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = (room / LOCK).open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _end_with_input() -> None:
    """Stop when whoever started us is gone: after the job that is being done, or in the middle of one that takes long.

    A read without a buffer: it holds no lock that the end of Python waits for.
    """
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(END_S)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Work until told to stop; back at once where another one works already."""
    starting.set_up()
    from truceline.web.settings import ENVIRONMENT  # noqa: PLC0415 - the environment is complete only now

    lock = locked(ENVIRONMENT.room)
    if lock is None:
        return
    with lock:
        os.nice(NICE)
        threading.Thread(target=_end_with_input, daemon=True).start()
        run()


if __name__ == "__main__":
    main()
