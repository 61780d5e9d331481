"""Who sits at the keyboard, and what time it is: the two things that workflow alone asks of the machine."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable

Clock = Callable[[], dt.datetime]


def user_name() -> str:
    """Return the name of the user of this computer, ``unknown`` where the system does not know one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def now() -> dt.datetime:
    """Return the present instant in UTC."""
    return dt.datetime.now(dt.UTC)
