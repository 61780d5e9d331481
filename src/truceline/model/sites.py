"""Notified sites and movements as facts that somebody asserts (docs/formats/sites.md).

To be notified is not to be approved, and neither is to be safe. Notification neither creates nor removes protection: that stands
on everything that is made of these values. Exact positions are none of these facts: they are sealed beside them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

SiteKind = Literal[
    "hospital",
    "clinic",
    "ambulance_post",
    "school",
    "shelter",
    "camp",
    "warehouse",
    "water",
    "power",
    "office",
    "worship",
    "other",
]
Detail = Literal["exact", "coarse_1km", "district"]
Verb = Literal["acknowledge", "confirm", "comply", "reject", "update", "recall", "discontinue"]
"""What a recipient, or the sender, does with a notification. Source: reference codes of the Whiteflag standard (public domain).

``acknowledge``: received, no more. ``confirm``: agrees with its content. ``comply``: says that it acts accordingly.
``update`` and ``recall`` are the sender's; ``discontinue`` ends it."""


class SiteNamed(msgspec.Struct, frozen=True, kw_only=True, tag="site"):
    """A site, or a movement (``movement``: its id), in one version of its data. ``place``: of the pack, never finer than a town.

    ``consents``: the owner agreed to be notified (None: not told). ``accuracy_m``: of the sealed position.
    """

    kind: SiteKind
    version: int = 1
    place: str | None = None
    movement: str | None = None
    owner: str | None = None
    consents: bool | None = None
    accuracy_m: int | None = None
    valid_to: str | None = None


class Checked(msgspec.Struct, frozen=True, kw_only=True, tag="site_checked"):
    """A person checked a version; two different persons make it validated."""

    version: int
    person: str
    at: str | None = None


class Disclosed(msgspec.Struct, frozen=True, kw_only=True, tag="disclosed"):
    """A version was sent to a recipient (actor or words), so exact, when, until when it holds."""

    recipient: str
    version: int
    sent: str
    detail: Detail
    channel: str | None = None
    valid_to: str | None = None


class Answered(msgspec.Struct, frozen=True, kw_only=True, tag="answered"):
    """What was said of a notification to ``recipient``. ``to_field``: passed on to those on the ground (None: not told)."""

    recipient: str
    version: int
    verb: Verb
    at: str
    to_field: bool | None = None
    reason: str | None = None


class Revalidated(msgspec.Struct, frozen=True, kw_only=True, tag="revalidated"):
    """A version was looked at again and still holds, until ``valid_to``."""

    version: int
    at: str
    valid_to: str
    person: str


class Revoked(msgspec.Struct, frozen=True, kw_only=True, tag="revoked"):
    """The owner, or the office, takes a notification back; what was sent stays in the record."""

    at: str
    by: str
    reason: str | None = None


class Struck(msgspec.Struct, frozen=True, kw_only=True, tag="struck"):
    """A notified object was struck in an incident. The link stays for good."""

    incident: str
    at: str | None = None


SiteFact: TypeAlias = SiteNamed | Checked | Disclosed | Answered | Revalidated | Revoked | Struck
