"""What a record gives back: values read from the log together with where in it they stand."""

from __future__ import annotations

import msgspec

from truceline.model import Claim, Copy, Judgement, Link, RecordKind, Standing


class RecordedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report without its text. ``entry`` is its place in the log, ``received_at`` the time of it.

    ``confidential``: who gave it is for those alone who have the key of its compartment, and for no view or export. ``withheld``
    says why its text is not to be read here, None where it is; its title says so too then. ``compartment``: its opaque id.
    """

    id: str
    title: str | None
    publisher: str | None
    published_at: str | None
    lang: str | None
    url: str | None
    text_sha256: str
    raw_sha256: str
    media: str
    received_at: str
    entry: int
    kind: RecordKind
    by: str
    confidential: bool = False
    withheld: str | None = None
    compartment: str = "open"


class RecordedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim and how it stands. ``received_at`` is when its report came in, ``recorded_at`` when the claim was written down.

    ``entry`` is the claim's own place; ``decided_by``, ``decided_at`` and ``decided_entry`` tell of the last decision on it, None
    while there is none. ``superseded_by`` is the claim that stands in its place. ``compartment``: the opaque id of that in which
    its own sealed values are.
    """

    claim: Claim
    standing: Standing
    entry: int
    received_at: str
    recorded_at: str
    decided_by: str | None = None
    decided_entry: int | None = None
    decided_at: str | None = None
    superseded_by: str | None = None
    compartment: str = "open"


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """How a claim stands, and since which entry: the one that decided on it, or put another in its place, last."""

    standing: Standing
    since: int
    superseded_by: str | None = None


class RecordedLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link that holds, and the entry that made it."""

    link: Link
    entry: int
    by: str


class RecordedCopy(msgspec.Struct, frozen=True, kw_only=True):
    """A noted copy, and the entry that noted it."""

    copy: Copy
    entry: int


class RecordedJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """A person's judgement on two claims, and the entry that holds it."""

    judgement: Judgement
    entry: int
    by: str


class RecordedCall(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone allegation as recorded. ``caller`` and ``about`` are None where they were never given or were withdrawn.

    ``sealed`` is how many values the entry commits itself to, so that "nobody said" and "withheld" are told apart.
    """

    call: str
    report: str
    received_at: str
    channel: str
    asked_of: str | None
    answer_due: str | None
    caller: str | None
    about: str | None
    sealed: int
    entry: int
    by: str
    compartment: str = "open"
