"""Bodies of what people tell of a movement, a site, a proposal: what it is about, who entered it, never a word of it.

Everything that was told is sealed, the name of its subject too: a leaf tells that something was entered, of what kind, and when.
"""

from __future__ import annotations

from truceline.ledger.leaf.bodies.base import Body
from truceline.model.assertions import SubjectOf


class SubjectOpened(Body, frozen=True, kw_only=True):
    """``subject.opened``: something that tellings are about. ``subject``: its id, letters and number of its kind (``mv3``).

    Sealed: ``name``, and ``reference``, by which its office knows it. ``mark`` follows from the reference, else from the name:
    it is the same for the same subject in this record and tells nobody else anything.
    """

    subject: str
    of: SubjectOf
    mark: str


class TellingEntered(Body, frozen=True, kw_only=True):
    """``telling.entered``: a person entered what somebody says of ``subject``.

    Sealed: ``telling``, JSON of ``Telling``, and whatever goes with it, such as ``position``. ``mark`` follows from all of that.
    ``table`` and ``row`` say where an imported one came from; ``claim``: what it stands on, whose leaf is among the ``refs``.
    """

    telling: str
    subject: str
    of: SubjectOf
    mark: str
    published_at: str | None = None
    table: str | None = None
    row: int | None = None
    claim: str | None = None


class TellingWithdrawn(Body, frozen=True, kw_only=True):
    """``telling.withdrawn``: a telling, or a subject of which nothing is told any more, was entered wrongly.

    ``id`` is its id; it counts for nothing from here on. Why is sealed, as ``note``; ``refs`` has the leaf that is withdrawn.
    """

    id: str
