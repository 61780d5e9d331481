"""What goes into the linker and what comes out: reports with their claims, links and copies."""

from __future__ import annotations

import msgspec

from truceline.model import Claim, Copy, Link, Report


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One report, when it was received (RFC 3339 or a day) and the claims in it that nobody rejected."""

    report: Report
    received_at: str = ""
    claims: tuple[Claim, ...] = ()


class Capped(msgspec.Struct, frozen=True, kw_only=True):
    """A key that many happenings share: not each pair of them was compared by it, or none where it was ``left_out``."""

    key: str
    happenings: int
    left_out: bool


class Linking(msgspec.Struct, frozen=True, kw_only=True):
    """What ``link`` found: one link a claim and incident, which reports repeat which, and which keys were too crowded."""

    links: tuple[Link, ...]
    copies: tuple[Copy, ...] = ()
    capped: tuple[Capped, ...] = ()
