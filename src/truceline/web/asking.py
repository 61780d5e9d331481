"""What a reading page asks its address: a day, a number of a sheet, a word. Nothing that is asked wrongly is guessed at."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils.translation import gettext as _

from truceline.web.record import BadSelectionError

LONGEST = 200
DAY = 10


def word_in(request: HttpRequest, name: str) -> str | None:
    """Return a word of the address, None where it is empty; of one that is longer than any of ours, as much as is looked for."""
    return request.GET.get(name, "")[:LONGEST] or None


def day_in(request: HttpRequest, name: str) -> str | None:
    """Return a day of the address, None where it is empty.

    Raises:
        BadSelectionError: there is no such day.
    """
    asked = word_in(request, name)
    if asked is None:
        return None
    try:
        found = dt.date.fromisoformat(asked) if len(asked) == DAY else None
    except ValueError:
        found = None
    if found is None:
        message = _("There is no day “%(day)s”. Write it as year-month-day, for example 2016-09-20.")
        raise BadSelectionError(message % {"day": asked[:40]})
    return found.isoformat()


def sheet_in(request: HttpRequest) -> int:
    """Return the number of the sheet asked for, the first where nothing of use is asked."""
    asked = request.GET.get("sheet", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
