"""An address that asks for what cannot be, such as a day that does not exist: given back as a form, with what was typed in it.

A field for days cannot hold a day that does not exist, so here each is a plain line of text. Whatever else the address chose goes
along as it was.
"""

from __future__ import annotations

import msgspec
from django.http import HttpRequest
from django.utils.translation import gettext as _

LONGEST = 40
MOST = 60
KNOWN = "known"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A line to put right: its ``name`` in the address, what to call it, what was typed."""

    name: str
    words: str
    value: str


class Amending(msgspec.Struct, frozen=True, kw_only=True):
    """The form: its ``address``, the ``fields`` to put right, and what goes ``along`` as (name, value)."""

    address: str
    fields: tuple[Field, ...]
    along: tuple[tuple[str, str], ...]


def amending(request: HttpRequest) -> Amending:
    """Return what a page was asked for, to be changed and asked again; the day as known on can always be changed."""
    words = _words()
    typed = [(name, value) for name, values in request.GET.lists() for value in values][:MOST]
    fields = [Field(name=name, words=words[name], value=value[:LONGEST]) for name, value in typed if name in words and value]
    if not any(field.name == KNOWN for field in fields):
        fields.insert(0, Field(name=KNOWN, words=words[KNOWN], value=""))
    return Amending(
        address=request.path,
        fields=tuple(fields),
        along=tuple((name, value) for name, value in typed if name not in words),
    )


def _words() -> dict[str, str]:
    """Return what the parameters are called that days and entries are asked for by."""
    return {
        KNOWN: _("As known on"),
        "said": _("As said until"),
        "happened": _("Happened on"),
        "since": _("Compared with what was known on"),
        "entry": _("Up to entry"),
        "since_entry": _("Compared with the record up to entry"),
        "from": _("From"),
        "to": _("To"),
        "until": _("Until"),
        "drawn": _("Chart up to"),
        "days": _("Days that the figures are about"),
    }
