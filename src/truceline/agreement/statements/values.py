"""What a claim can say about an agreement, beside the declarations, assessments and claims to authority of the model."""

from __future__ import annotations

import msgspec

from truceline.model.status import Assessment, AuthorityClaim, Declaration


class BreachAlleged(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says that an agreement was violated, or that a party carried out an attack that the record knows.

    ``by`` is the party or authority that the speaker speaks for (None: neither). ``party`` is the party alleged, ``actor`` the
    nearest actor that is named, ``words_of`` how it is named; None where nobody is. ``on`` is the day of what is alleged where
    the words give one, ``since`` and ``until`` the period of a tally of ``low`` to ``high`` violations. ``incidents`` are those
    that the claim belongs to. ``is_denied``: the speaker says that it was not so. ``rule`` is what found it.
    """

    date: str | None
    speaker: str
    actor_speaking: str | None
    by: str | None
    party: str | None
    actor: str | None
    words_of: str | None
    words: str
    claim: str
    report: str
    rule: str
    on: str | None = None
    since: str | None = None
    until: str | None = None
    incidents: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    bound: str | None = None
    is_denied: bool = False

    @property
    def is_tally(self) -> bool:
        """Whether violations are counted, so that it speaks of a set and not of one event."""
        return self.bound is not None


class DayCount(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody counts the days of a condition: "the fourth day of calm", "seven days have not been met".

    ``days`` are those that the speaker counts (None: not said); ``needed`` those that it says are asked for. ``is_met``: True or
    False where the speaker says so, None where it does not. ``by`` as in ``BreachAlleged``.
    """

    date: str | None
    speaker: str
    actor: str | None
    by: str | None
    days: int | None
    needed: int | None
    is_met: bool | None
    words: str
    claim: str
    rule: str


Statement = Declaration | Assessment | AuthorityClaim | BreachAlleged | DayCount
