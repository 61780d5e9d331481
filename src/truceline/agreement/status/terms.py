"""Terms: how long an arrangement lasts by its own text, and what those who may extend it have said.

An extension that the text gives to several together counts when each of them has said so, or when one of them says that all did
and none of them says otherwise; the sentence then says whose word is missing. An extension without an end leaves it open.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from truceline.agreement.status.deeds import Deed
from truceline.agreement.status.moments import Clock
from truceline.agreement.status.powers import Powers
from truceline.agreement.status.wording import Names, claims_of, since_words
from truceline.model.agreements import ArrangementState


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """``ends``: the day or instant on which the text's own time passes (None: it sets none, or it was extended without end).

    ``told`` is the last extension, ``runs_to`` its end; ``silent`` those who would have to say so too and did not.
    """

    ends: str | None
    told: Deed | None = None
    runs_to: str | None = None
    silent: tuple[str, ...] = ()
    is_over: bool = False

    def notes(self, names: Names, status: ArrangementState) -> list[str]:
        """Return what is to be said of the last extension."""
        deed = self.told
        if deed is None or status == "not_yet":
            return []
        who = names.of(deed.authority or "")
        length = f" to {self.runs_to}" if self.runs_to else ""
        said = f"{who} said {since_words(deed.at)} that it was extended{length}{claims_of(deed.claims)}"
        if self.silent:
            said += f"; the word of {names.all(self.silent)} on that is not among the counted claims"
        if self.is_over:
            said += "; no later extension is among them"
        return [said]


def term_of(deeds: Sequence[Deed], powers: Powers, clock: Clock) -> Term:
    """Return the term of an agreement after all that was said of extending it by the end of the day asked for."""
    ends = _own_end(powers, clock)
    begun = clock.start.text if clock.start else clock.agreement.date
    runs_to, silent = ends, tuple[str, ...]()
    told: Deed | None = None
    said: list[Deed] = []
    for deed in deeds:
        if deed.act != "extend":
            continue
        said.append(deed)
        missing = _missing(deed, said, powers)
        if missing is None:
            continue
        start = runs_to if runs_to is not None and clock.instant(runs_to) >= deed.instant else deed.at or begun
        is_again = told is not None and told.authority != deed.authority and told.lasts == deed.lasts and _near(told, deed)
        if not is_again:
            runs_to = deed.until or (clock.later(start, deed.lasts) if deed.lasts else None)
            told = deed
        silent = missing
    if told is None:
        return Term(ends=ends)
    is_over = runs_to is not None and clock.is_over(runs_to)
    return Term(ends=runs_to if ends is not None else None, told=told, runs_to=runs_to, silent=silent, is_over=is_over)


def _near(told: Deed, deed: Deed) -> bool:
    """Say whether two holders tell of one and the same extension: within a day of each other."""
    return abs((told.instant - deed.instant).total_seconds()) <= 86_400


def _own_end(powers: Powers, clock: Clock) -> str | None:
    text = clock.agreement
    if text.ends_at:
        return text.ends_at
    limits = (clock.moment(act.until) for act in powers.acts("begin") if act.until)
    return next((limit.text for limit in limits if limit), None)


def _missing(deed: Deed, said: Sequence[Deed], powers: Powers) -> tuple[str, ...] | None:
    """Return whose own word an extension lacks; None where it is none: by nobody who may, or for itself alone."""
    day = (deed.at or deed.latest)[:10]
    for rule in powers.acts("extend"):
        required = powers.holders(rule, day)
        if deed.authority not in required:
            continue
        if rule.manner != "joint":
            return ()
        lacking = tuple(each for each in required if each not in {other.authority for other in said if _near(other, deed)})
        if not lacking or set(required) <= set(deed.of):
            return lacking
    return None
