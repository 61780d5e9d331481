"""Transactions on the one connection of a log: one thread at a time is let in, and what the driver says is said in our words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

import sqlalchemy.exc

from truceline.errors import RecordBrokenError, RecordBusyError, RecordError
from truceline.ledger.kernel.engines import Engine
from truceline.ledger.kernel.engines.base import StaleError


class Transactions:
    """Who is let in to an engine. ``wait_s`` is how long to wait for other threads; ``at_stage`` is told of every step."""

    def __init__(self, engine: Engine, wait_s: float, at_stage: Callable[[str], None]) -> None:
        self.engine = engine
        self.wait_s = wait_s
        self.at_stage = at_stage
        self.is_writing = False
        self.errors: tuple[type[Exception], ...] = (*engine.errors, sqlalchemy.exc.DBAPIError)
        self.asking = Asking(self)
        """For one question at a time: ``with transactions.asking:``."""
        self._half: BaseException | None = None
        self._lock = threading.RLock()
        self._thread: int | None = None

    def is_inside(self) -> bool:
        """Say whether this thread is in a transaction."""
        return self._thread == threading.get_ident()

    def writing(self, wait_s: float | None = None, *, hasty: bool = False) -> Writing:
        """Take our turn among all who write, for ``wait_s`` at most, and keep all that is done inside, or nothing.

        What is ``hasty`` takes for granted that nobody else wrote and that no id stands already. It ends with StaleError where
        that is not so.
        """
        return Writing(self, self.wait_s if wait_s is None else wait_s, hasty=hasty)

    @contextmanager
    def reading(self, *, undone: bool = False) -> Iterator[None]:
        """See one unchanging state; ``undone``: what was made meanwhile is undone."""
        self.hold(writing=False)
        try:
            with self.asking:
                self.engine.begin_reading()
                yield
        finally:
            try:
                with self.asking:
                    if undone:
                        self.engine.roll_back()
                    elif self.engine.in_transaction():
                        self.engine.commit()
            finally:
                self.let_go()

    def spoil(self, error: BaseException) -> None:
        """Have nothing kept of the transaction that this thread is in: part of an append was written when it failed."""
        self._half = error

    def take_spoilt(self) -> BaseException | None:
        """Return what spoilt the transaction, if anything did, and forget it."""
        half, self._half = self._half, None
        return half

    def hold(self, *, writing: bool) -> None:
        """Keep the other threads of this process out.

        Raises: RecordBusyError where one of them holds the log for longer than we wait.
        """
        if not self._lock.acquire(timeout=self.wait_s):
            message = f"another thread has held {self.engine.name} for more than {self.wait_s:g} s; try again when it is done"
            raise RecordBusyError(message)
        self._thread, self.is_writing = threading.get_ident(), writing

    def let_go(self) -> None:
        """Let the others in again."""
        self._thread, self.is_writing = None, False
        self._lock.release()

    def enter(self) -> None:
        """Keep the other threads out for one question, whether or not we are in a transaction."""
        self._lock.acquire()

    def leave(self) -> None:
        """End one question."""
        self._lock.release()


class Asking:
    """One question: other threads of this process wait, and the driver's errors become ours."""

    def __init__(self, transactions: Transactions) -> None:
        self._of = transactions

    def __enter__(self) -> None:
        self._of.enter()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._of.leave()
        if isinstance(error, self._of.errors):
            engine, cause = self._of.engine, _cause(error)
            message = f"{engine.name} could not be read: {cause}; {engine.advice(cause) or 'try again, or restore a copy'}"
            raise (RecordBrokenError if engine.is_damage(cause) else RecordError)(message) from error


class Writing:
    """One transaction that writes, from taking the turn to giving it back. A class, since appending goes through it."""

    def __init__(self, transactions: Transactions, wait_s: float, *, hasty: bool) -> None:
        self._of = transactions
        self._hasty = hasty
        self._turn = transactions.engine.turn(wait_s)

    def __enter__(self) -> None:
        of = self._of
        self._turn.__enter__()
        try:
            of.hold(writing=True)
        except BaseException:
            self._turn.__exit__(None, None, None)
            raise
        try:
            of.at_stage("turn")
            of.engine.begin_writing(hasty=self._hasty)
            of.at_stage("begun")
        except BaseException as error:
            self._end(error)
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        half = self._of.take_spoilt()
        if error is None:
            try:
                self._commit(half)
            except BaseException as failed:
                self._end(failed)
                raise
        self._end(error)

    def _commit(self, half: BaseException | None) -> None:
        if half is not None:
            message = f"an append failed in mid transaction ({half}); nothing of the transaction was added; try again"
            raise RecordError(message) from half
        self._of.engine.commit()

    def _end(self, error: BaseException | None) -> None:
        """Undo what was not committed, let everybody else in, and say in our words what the driver said."""
        of = self._of
        try:
            if error is None:
                of.at_stage("committed")
            else:
                of.engine.roll_back()
        finally:
            of.let_go()
            self._turn.__exit__(None, None, None)
        if isinstance(error, of.errors):
            if self._hasty and of.engine.is_clash(_cause(error)):
                raise StaleError from error
            cause = _cause(error)
            advice = of.engine.advice(cause) or "free the disk or restore a copy"
            message = f"{of.engine.name} could not be written: {cause}; nothing was added; {advice}"
            raise RecordError(message) from error


def _cause(error: BaseException) -> Exception:
    """Return the driver's own error."""
    inner = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else None
    found = inner if isinstance(inner, Exception) else error
    assert isinstance(found, Exception), "only errors of the driver are asked about"
    return found
