"""What was learned since: two states of the record beside each other, in the address as ``since`` and ``known``.

``since`` is the day up to which the earlier state was known, ``known`` that of the later one (none: everything). For two states
of the log: ``since_entry`` and ``entry``. Everything else that is chosen holds for both.
"""

from __future__ import annotations

import datetime as dt

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truceline.outputs.views import Material, Selection
from truceline.outputs.views.hearing import day_asked_for
from truceline.outputs.views.learned import LearnedPage, learned
from truceline.web.access import needs
from truceline.web.asking import BadSelectionError, day_in, entry_in, selection_of
from truceline.web.chrome import labels_now
from truceline.web.record import kept, material, material_of, viewer_of
from truceline.web.showing import show

DAYS = 7
"""So many days back the earlier state lies where none is named."""
SHOWN_CLAIMS = 100
"""So many claims that were added are listed; all of them are found by searching those days."""


@needs("read", public=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what was learned."""
    labels, viewer = labels_now(), viewer_of(request)
    before = _before(request, selection_of(request))

    def build(after: Material) -> LearnedPage:
        return learned(material_of(before, viewer), after, labels)

    found = kept(request, build, "learned", before, labels.lang)
    added = [line for line in found.claims if line.news == "added"]
    return show(
        request,
        "room/learned.html",
        found,
        others=[line for line in found.claims if line.news != "added"],
        added=added[:SHOWN_CLAIMS],
        added_more=max(0, len(added) - SHOWN_CLAIMS),
    )


def _before(request: HttpRequest, after: Selection) -> Selection:
    """Return the earlier state asked for.

    Raises:
        BadSelectionError: it is not the earlier one, or no state at all.
    """
    entry = entry_in(request, "since_entry")
    if entry is not None:
        if after.entry is not None and entry > after.entry:
            message = _("Entry %(since)s is not before entry %(known)s. Exchange the two.")
            raise BadSelectionError(message % {"since": entry, "known": after.entry})
        return msgspec.structs.replace(after, entry=entry)
    since = day_in(request, "since") or _some_days_before(day_asked_for(material(request)))
    if since and after.known and since > after.known:
        message = _("%(since)s is not before %(known)s. Exchange the two days.")
        raise BadSelectionError(message % {"since": since, "known": after.known})
    return msgspec.structs.replace(after, known=since)


def _some_days_before(day: str | None) -> str:
    """Return the day of the earlier state where none is asked for; the beginning of time where nothing is known."""
    last = dt.date.fromisoformat(day[:10]) if day else dt.date.min
    return (last - dt.timedelta(days=DAYS)).isoformat() if last.year > 1 else dt.date.min.isoformat()
