"""Reports: what came in, word for word, and the faults found while taking it in."""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model.spans import Span

RecordKind = Literal["actual", "exercise", "demonstration"]
"""What a record, and everything shown of it, is about: real events, an exercise, or a demonstration."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One report: an article, a statement, a field report, a typed-in telephone allegation.

    ``text`` never changes; all offsets anywhere are code points into it. ``published_at`` is the day the publisher gives
    (``YYYY-MM-DD``) or None where none is given; it is never guessed from the time of receipt.
    """

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    lang: str | None = None
    url: str | None = None
    kind: RecordKind = "actual"


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A fault in the material: kept, shown, never fatal. ``where`` names file and line or byte when there is no span."""

    code: str
    message: str
    span: Span | None = None
    where: str | None = None
