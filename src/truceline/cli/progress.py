"""Progress on stderr: a bar where somebody watches, a plain line now and then where nobody does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from truceline.cli.output import say

PLAIN_EVERY_S = 10.0
"""How often a plain line is written where stderr is a file or a pipe."""

Watch = Callable[[int, int | None], None]


@contextmanager
def watching(what: str, unit: str) -> Iterator[Watch]:
    """Give a function that is told how many ``unit`` are done, and of how many in all if that is known."""
    if sys.stderr.isatty():
        with _bar(what, unit) as watch:
            yield watch
    else:
        yield _plain(what, unit)


@contextmanager
def _bar(what: str, unit: str) -> Iterator[Watch]:
    from rich.console import Console  # noqa: PLC0415 - rich only where something is drawn
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _plain(what: str, unit: str) -> Watch:
    last = time.monotonic()

    def watch(done: int, total: int | None) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_EVERY_S:
            last = time.monotonic()
            say(f"{what}, {unit}: {done:,}{f' of {total:,}' if total else ''} ...")

    return watch
