"""Fields that several forms have: days and instants that exist, and the compartments that a person may put things into."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from truceline.outputs.views import compartment_list
from truceline.web.record import desk, viewer_of

OPEN = "open"
DAY = 10
EARLIEST = 1900
"""No day of a record lies in a year before this: one that does was mistyped, as 0216 for 2016."""


class DayField(forms.CharField):
    """A day of the calendar, as ``YYYY-MM-DD``; kept as text, since the record keeps it so."""

    widget = forms.DateInput(attrs={"type": "date", "autocomplete": "off"})

    def clean(self, value: str | None) -> str:
        """Return the day, an empty text for none."""
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or len(text) != DAY:
            message = _("There is no day “%(day)s”. Write it as year-month-day, for example 2016-09-20.")
            raise ValidationError(message, params={"day": text[:40]})
        if day.year < EARLIEST:
            raise ValidationError(_("The year of “%(day)s” cannot be. Check its four figures."), params={"day": text})
        return day.isoformat()


def compartments_for(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the compartments that the person may see into and whose key is here, as (opaque id, name); the open one first."""
    viewer = viewer_of(request)
    with desk.borrow() as record:
        found = [each for each in compartment_list(record) if each.id != OPEN and each.has_key and viewer.opens(each.id)]
    return [(OPEN, str(_("none: open to all who may read"))), *((each.id, each.name) for each in found)]


def described(form: forms.Form) -> None:
    """Tie each field to its help and its mistakes, so that a screen reader says them with it."""
    for field in form:
        ids = [f"{field.auto_id}_helptext"] if field.help_text else []
        if form.is_bound and field.errors:
            ids.append(f"{field.auto_id}_error")
            field.field.widget.attrs["aria-invalid"] = "true"
        if ids:
            field.field.widget.attrs["aria-describedby"] = " ".join(ids)
