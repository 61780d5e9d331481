"""What is made of what people say of notified sites and movements: who was sent what, how they answered, what became of it.

Nothing here has a point: exact positions are sealed beside the tellings and never come this far. ``Hours`` are a least and a
greatest number, since a day without an hour is anywhere in it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model.claims import Stance, Standing
from truceline.model.sites import Detail, SiteKind, Verb

State = Literal[
    "draft",
    "validated",
    "notified",
    "acknowledged",
    "confirmed",
    "complying",
    "rejected",
    "recalled",
    "discontinued",
    "superseded",
    "expiring",
    "expired",
    "revoked",
    "struck",
]
"""Of a site it is a set: several hold at once, and nothing that was so is taken away by what came later."""
ValidBy = Literal["told", "version", "revalidated", "default", "movement_end", "movement_plan", "nothing"]
"""Why a notification holds until then: what the recipient was told, what the version says, that it was looked at again, the
default of so many days, the end of the movement as told or as planned and some hours; ``nothing``: no end is told."""
Told = Literal["yes", "no", "disputed", "not_told"]
ReminderKind = Literal[
    "consent_not_told",
    "consent_refused",
    "consent_disputed",
    "not_validated",
    "nothing_told",
    "partly_unreadable",
    "nobody_notified",
    "acknowledgement_missing",
    "not_relayed",
    "newer_version_not_sent",
    "prolongation_not_sent",
    "expiring",
    "expired",
    "no_end_told",
    "revocation_not_sent",
    "strike_unanswered",
]
ContradictionKind = Literal[
    "sent_before_validated",
    "sent_without_consent",
    "sent_after_revocation",
    "sent_version_unknown",
    "answered_what_was_not_sent",
    "answered_before_sent",
    "checked_version_unknown",
    "validity_ends_before_sent",
    "rival_versions",
    "said_not_to_be_so",
    "ended_by_recipient",
]
Before = Literal["yes", "may_be", "cannot_be_told"]
"""Whether a notification was sent before the strike; what surely came after it is no notification hit."""


Why = Literal["movement", "same_place", "around", "inside", "near", "near_position"]


class Hours(msgspec.Struct, frozen=True):
    """So many hours at least and at most."""

    low: int
    high: int


class Says(msgspec.Struct, frozen=True, kw_only=True):
    """Who says something, in which stance, through whom, and where it stands: claim or telling, and the day it was said."""

    by: str
    source: str
    said_on: str
    known_on: str
    name: str = ""
    via: tuple[str, ...] = ()
    stance: Stance = "assert"
    standing: Standing = "entered"
    unnamed: bool = False


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a site's data. Where speakers differ, all values stand side by side in the order of their names.

    ``checked_by``: the persons who checked it, each once; two make it ``is_validated``. ``valid_to``: the latest day given.
    """

    number: int
    kinds: tuple[SiteKind, ...] = ()
    places: tuple[str, ...] = ()
    movements: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    consent: Told = "not_told"
    accuracy_m: int | None = None
    valid_to: str | None = None
    checked_by: tuple[str, ...] = ()
    validated_at: str | None = None
    is_validated: bool = False
    says: tuple[Says, ...] = ()


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the disclosure ledger: a version sent to a recipient, so exact, when, by which channel.

    ``told_valid_to``: what the recipient was told, None where nothing. ``valid_to`` and ``valid_by``: until when it holds and
    why. ``is_current``: the newest that the recipient holds. ``denied_by``: who says that it was not sent; ``is_taken_back``: all
    who said that it was sent say so. The line stays, and counts no more.
    """

    recipient: str
    version: int
    sent: str
    detail: Detail
    channel: str | None = None
    told_valid_to: str | None = None
    valid_to: str | None = None
    valid_by: ValidBy = "nothing"
    is_current: bool = False
    is_expired: bool = False
    lead: Hours | None = None
    says: tuple[Says, ...] = ()
    denied_by: tuple[Says, ...] = ()
    is_taken_back: bool = False


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of a notification. ``own``: the recipient itself says it.

    ``counts``: False for a denial that it was so, and for what its speaker has taken back.
    """

    version: int
    verb: Verb
    at: str
    to_field: bool | None
    reason: str | None
    own: bool
    counts: bool
    says: Says


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """A state, who says so (nobody: it follows from a date or a version), since when."""

    state: State
    by: tuple[str, ...] = ()
    at: str | None = None


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Where one recipient stands with what it was sent last.

    ``states``: of the version it holds, with who says so: two speakers may differ, and both are here. ``missing``: nobody says
    that it was answered; ``waited``: for so long. ``relayed``: whether it was passed on to those on the ground.
    ``in_use``: neither revoked, recalled nor discontinued; what has expired may still be in use, and that is said.
    """

    recipient: str
    version: int
    detail: Detail
    sent: str
    valid_to: str | None
    valid_by: ValidBy
    states: tuple[Stands, ...]
    answers: tuple[Answer, ...] = ()
    missing: bool = False
    waited: Hours | None = None
    relayed: Told = "not_told"
    in_use: bool = True


class Revocation(msgspec.Struct, frozen=True, kw_only=True):
    """A notification was taken back, by whom and why; what was sent stays in the ledger."""

    at: str
    by: str
    reason: str | None
    says: Says


class Strike(msgspec.Struct, frozen=True, kw_only=True):
    """The notified object was struck in an incident: for good, whatever expires, is revoked or taken back.

    ``at``: every time given, else that of the incident. ``denied_by``: who says that it was not so; the link stays.
    ``since``: for how long it has been followed up; ``answers_since``: so many answers of recipients since. ``valid_then``: until
    when each line of the ledger held, as far as anybody knew when it was struck.
    """

    incident: str
    at: tuple[str, ...] = ()
    says: tuple[Says, ...] = ()
    denied_by: tuple[Says, ...] = ()
    since: Hours | None = None
    answers_since: int = 0
    valid_then: tuple[str | None, ...] = ()


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be looked at: what, for whom, of which version, since or until when. It is no finding about anybody."""

    kind: ReminderKind
    recipient: str | None = None
    version: int | None = None
    at: str | None = None
    incident: str | None = None


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Two things said that do not go together. Both stand."""

    kind: ContradictionKind
    recipient: str | None = None
    version: int | None = None
    at: str | None = None
    sources: tuple[str, ...] = ()


class Orphan(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of a recipient to whom nothing is recorded as sent."""

    recipient: str
    answer: Answer


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A notified site or movement, or one that may become it. No recipient: nobody was sent anything.

    ``ledger`` has every sending by its time. ``disputed`` are facts said not to be so, with who says it. ``not_struck`` are
    incidents of which somebody says that they did not strike it, and nobody that they did. ``unread``: something is told of it
    that cannot be read here.
    """

    id: str
    name: str
    reference: str | None
    states: tuple[State, ...]
    versions: tuple[Version, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    ledger: tuple[Sending, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    strikes: tuple[Strike, ...] = ()
    not_struck: tuple[str, ...] = ()
    due: tuple[Due, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    disputed: tuple[Says, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    unread: bool = False

    @property
    def newest(self) -> Version | None:
        """The version with the greatest number."""
        return self.versions[-1] if self.versions else None

    @property
    def decided(self) -> frozenset[str]:
        """The incidents of which somebody says that they struck it, or that they did not."""
        return frozenset((*(strike.incident for strike in self.strikes), *self.not_struck))


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A notification that was out when its object was struck: sent so long before (``lead``, None: cannot be told).

    ``lead`` and ``before`` hold for every one of ``times``, those given for the strike; ``struck_at``: the first of them.
    ``acknowledged`` and ``was_valid`` (not expired): as things stood then, None where that cannot be told; ``ended``: how it had
    ended by then. ``says`` and ``denied_by``: that it was sent; ``strike_denied_by``: who says that it was not struck. Who held
    it is not who struck it.
    """

    site: str
    incident: str
    struck_at: str | None
    recipient: str
    version: int
    detail: Detail
    sent: str
    before: Before
    lead: Hours | None
    acknowledged: bool | None
    was_valid: bool | None
    times: tuple[str, ...] = ()
    first_sent: str | None = None
    ended: tuple[State, ...] = ()
    is_taken_back: bool = False
    says: tuple[Says, ...] = ()
    denied_by: tuple[Says, ...] = ()
    strike_denied_by: tuple[Says, ...] = ()


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that may have struck a notified object, for a person to confirm.

    ``why``: it is the attack that the movement tells of; the incident's place is the same, lies around or inside the site's, its
    point is near; or it is near the cell of the sealed position. ``distance_km``: between the points compared, rounded upwards.
    """

    site: str
    incident: str
    why: Why
    distance_km: int | None = None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers over all notifications: a notification is a version sent to a recipient (docs/formats/sites.md).

    Medians of hours have a least and a greatest value.
    """

    sites: int = 0
    notifications: int = 0
    acknowledged: int = 0
    acknowledged_in_own_words: int = 0
    rejected: int = 0
    unanswered: int = 0
    median_hours_to_acknowledge: Hours | None = None
    median_lead_hours: Hours | None = None
    leads: int = 0
    in_use: int = 0
    expired_in_use: int = 0
    struck: int = 0
    hit_after_notification: int = 0


ACKNOWLEDGING: frozenset[Verb] = frozenset({"acknowledge", "confirm", "comply"})
ANSWERING: frozenset[Verb] = ACKNOWLEDGING | {"reject"}
STATE_OF: dict[Verb, State] = {
    "acknowledge": "acknowledged",
    "confirm": "confirmed",
    "comply": "complying",
    "reject": "rejected",
    "recall": "recalled",
    "discontinue": "discontinued",
}
"""``update`` is no state: it says that another version is to come."""
