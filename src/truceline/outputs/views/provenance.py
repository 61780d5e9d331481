"""Provenance: what anybody needs to make the same export again and to hold it against the record it came from.

It stands on everything that leaves a record: on the page in words and for machines, in front of exported lines, beside exported
tables, in a proof bundle. The filter is written with the entry at which the log stood, so that the same export can be made again
after more was recorded. The level is that of the log's head of just this size, as far as it is witnessed when the export is made.
"""

from __future__ import annotations

import msgspec

from truceline import __version__
from truceline.ledger import Record
from truceline.ledger.heads.succession import successions
from truceline.ledger.levels import Level, level_at, policy_at
from truceline.model import RecordKind
from truceline.outputs.views.pages import Selection

PROVES = "shows that the record was not changed, never that a claim is true"


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """The clocks as given; ``entry`` is always a number: the last entry of the log that was looked at."""

    entry: int
    known: str | None = None
    said: str | None = None
    happened: str | None = None
    with_proposals: bool = False


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """Where an export is from: the log by ``origin``, its ``size`` and ``root``, and what was chosen of it.

    ``origin`` is the one that checkpoints of this size have: after a ``log.successor`` the new one. ``level``: hash, log-signed,
    cosigned or timestamped. ``policy_sha256`` names the rule of cosigning in force at that size, None where there is none.
    """

    software: str
    kind: RecordKind
    theatre: str
    origin: str
    size: int
    root: str
    filter: Filter
    level: Level
    policy_sha256: str | None
    proves: str = PROVES

    @property
    def line(self) -> str:
        """The whole as one line of JSON with sorted keys."""
        return msgspec.json.encode(self, order="sorted").decode()


def provenance_of(record: Record, selection: Selection, size: int, root: str) -> Provenance:
    """Return where a view of ``record`` is from that stands on the log's first ``size`` entries with this ``root``."""
    return Provenance(
        software=f"truceline {__version__}",
        kind=record.kind,
        theatre=record.theatre,
        origin=_origin_at(record, size),
        size=size,
        root=root,
        filter=Filter(
            entry=size - 1,
            known=selection.known,
            said=selection.said,
            happened=selection.happened,
            with_proposals=selection.with_proposals,
        ),
        level=level_at(record, size, root),
        policy_sha256=policy_at(record, size),
    )


def _origin_at(record: Record, size: int) -> str:
    """Return the origin under which the log's first ``size`` entries are signed."""
    return next((each.body.origin for each in reversed(successions(record)) if each.idx < size), record.origin)
