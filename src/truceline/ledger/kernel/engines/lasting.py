"""A connection to PostgreSQL that outlives its server: it is made anew where it was lost and no transaction was open.

Before a statement outside a transaction the socket is looked at, which costs no message: a server that went away has said so
there. Inside a transaction nothing is made anew, for what was done in it is gone; the statement fails, and the next
transaction begins on a new connection. Where a network drops everything in silence, the first statement fails too, after a time.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg


class LastingConnection:
    """Stands for a connection of psycopg; ``connect`` makes one, with all settings. ``errors`` are what psycopg raises.

    Whoever begins a transaction says so in ``is_held`` until it is over: meanwhile nothing is made anew.
    """

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]], errors: tuple[type[Exception], ...]) -> None:
        self.is_held = False
        self._connect = connect
        self._errors = errors
        self._now, self._heard = self._made()

    def execute(self, *arguments: Any, **given: Any) -> Any:  # noqa: ANN401  # psycopg's own
        """Run a statement as psycopg's connection does."""
        return self._present().execute(*arguments, **given)

    def cursor(self, *arguments: Any, **given: Any) -> Any:  # noqa: ANN401  # psycopg's own
        """Return a cursor as psycopg's connection does."""
        return self._present().cursor(*arguments, **given)

    def close(self) -> None:
        """Let go of it for good."""
        self.is_held = True
        self._now.close()

    def _present(self) -> psycopg.Connection[Any]:
        if not self.is_held and self._is_lost():
            self._now.close()
            self._now, self._heard = self._made()
        return self._now

    def _made(self) -> tuple[psycopg.Connection[Any], select.poll]:
        """Return a new connection, and what tells whether its server has said something unasked."""
        made, heard = self._connect(), select.poll()
        heard.register(made.pgconn.socket, select.POLLIN)
        return made, heard

    def _is_lost(self) -> bool:
        """Say whether the connection is gone; the server is asked only where it has said something unasked."""
        if self._now.closed:
            return True
        if self._heard.poll(0):
            try:
                self._now.execute("SELECT 1")
            except self._errors:
                return True
        return False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # everything else is psycopg's own
        return getattr(self._now, name)
