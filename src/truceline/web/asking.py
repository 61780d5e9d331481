"""What the address of a page asks for, and what of it goes along to the next page. What is asked wrongly is never guessed at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from truceline.errors import UsageError
from truceline.model.days import can_be_asked_for, in_plain_digits
from truceline.outputs.views import Selection

KEPT = ("known", "said", "happened", "entry", "proposals", "lang")
"""What goes along to the next page: which part of the record, in which language."""
LONGEST = 200
DAY = 10
LONGEST_SAID = 40
"""So much of what was asked is said again."""


class BadSelectionError(UsageError):
    """The address asks for a part of the record that cannot be, such as a day that does not exist."""


def selection_of(request: HttpRequest) -> Selection:
    """Return which part of the record the address asks for.

    Raises:
        BadSelectionError: a day that does not exist, an entry that is no number.
    """
    return Selection(
        known=day_in(request, "known"),
        said=day_in(request, "said"),
        happened=_days(_one(request, "happened")),
        entry=entry_in(request, "entry"),
        with_proposals=request.GET.get("proposals") == "1",
    )


def word_in(request: HttpRequest, name: str) -> str | None:
    """Return a word of the address, None where it is empty; of one that is longer than any of ours, as much as is looked for."""
    return request.GET.get(name, "")[:LONGEST] or None


def day_in(request: HttpRequest, name: str) -> str | None:
    """Return the day that a parameter of the address names, None where it is empty.

    Raises:
        BadSelectionError: there is no such day.
    """
    return _day(_one(request, name))


def entry_in(request: HttpRequest, name: str) -> int | None:
    """Return the entry of the log that a parameter of the address names, None where it is empty.

    Raises:
        BadSelectionError: it is no number.
    """
    text = _one(request, name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        message = _("“%(entry)s” is no entry of the log. Entries are counted from 0, for example 1840.") % {
            "entry": text[:LONGEST_SAID]
        }
        raise BadSelectionError(message)
    return int(text)


def sheet_in(request: HttpRequest) -> int:
    """Return the number of the sheet asked for, the first where nothing of use is asked."""
    asked = request.GET.get("sheet", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def kept_in(request: HttpRequest) -> dict[str, str]:
    """Return what of the address goes along to the next page."""
    return {name: request.GET[name] for name in KEPT if request.GET.get(name)}


def addressed(place: str, asked: Mapping[str, str]) -> str:
    """Return the address of a place that is asked for something; of all values of a parameter where it has several."""
    return f"{place}?{urlencode(asked, doseq=True)}" if asked else place


def _one(request: HttpRequest, name: str) -> str:
    """Return what a parameter of the address asks for, its digits in the shape that our rules know, whatever script they are of.

    Raises:
        BadSelectionError: it asks for several things at once.
    """
    asked = dict.fromkeys(each for each in request.GET.getlist(name) if each)
    if len(asked) > 1:
        message = _("The address asks for two things at once: %(asked)s. Leave one of them.")
        raise BadSelectionError(message % {"asked": "; ".join(each[:LONGEST_SAID] for each in [*asked][:3])})
    return in_plain_digits("".join(asked))


def _day(text: str | None) -> str | None:
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text) if len(text) == DAY else dt.date.fromisoformat("")
    except ValueError:
        message = _("There is no day “%(day)s”. Write it as year-month-day, for example 2016-09-20.") % {
            "day": text[:LONGEST_SAID]
        }
        raise BadSelectionError(message) from None
    if not can_be_asked_for(day.isoformat()):
        message = _("“%(day)s” is too far away. Ask for a day of the years 2 to 9998.") % {"day": day.isoformat()}
        raise BadSelectionError(message)
    return day.isoformat()


def _days(text: str | None) -> str | None:
    """Return a choice of days: one, or two with two dots between them, of which either may be left out."""
    if not text:
        return None
    parts = [_day(part) or "" for part in text.split("..", 1)]
    if not any(parts):
        return None
    if len(parts) > 1 and all(parts) and parts[0] > parts[1]:
        message = _("The days end before they begin: %(days)s. Write the earlier day first.") % {"days": text[:LONGEST_SAID]}
        raise BadSelectionError(message)
    return "..".join(parts)
