"""What changed in the state of an agreement since another day, in words of a language, each with the claims that made it so."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from truceline.agreement.status import difference
from truceline.model.status import Change, Status
from truceline.outputs.labels import Labels

_STATE = re.compile(r"(?P<state>\w+)(?: since (?P<since>\S+))?")
_PROGRESS = re.compile(r"(?P<number>\d+) of (?P<total>\d+)(?P<met>, met)?")
_REPORTED = re.compile(r"(?P<number>\d+) incidents? reported since it began")


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One change: ``what`` and ``whose`` in words, before and after in words (None: nothing then), the claims that made it so."""

    what: str
    whose: str
    before: str | None
    after: str | None
    claims: tuple[str, ...]


def changed(before: Status, after: Status, names: Mapping[str, str], labels: Labels) -> tuple[ChangeRow, ...]:
    """Return every change from one state to another of the same agreement; ``names`` of actors and of its conditions."""
    known = {**names, **{phase.id: phase.name for phase in (*before.phases, *after.phases)}}
    return tuple(_row(each, known, labels) for each in difference(before, after))


def _row(change: Change, names: Mapping[str, str], labels: Labels) -> ChangeRow:
    kind, _, rest = change.what.partition(" ")
    whose = rest.removeprefix("according to ")
    if kind == "condition":
        condition, _, by = rest.rpartition(" by ")
        who = labels.text("by_arithmetic") if by == "arithmetic" else names.get(by, by)
        whose = f"{names.get(condition, condition)} · {who}"
    elif kind == "claim":
        kind, whose = "authority_claim", ""
    return ChangeRow(
        what=labels.say("changed", kind),
        whose=names.get(whose, whose),
        before=_words(kind, change.before, labels),
        after=_words(kind, change.after, labels),
        claims=change.claims,
    )


def _words(kind: str, value: str | None, labels: Labels) -> str | None:
    """Return a value of a change in a language; what somebody said stays as it was said."""
    if value is None:
        return None
    if kind in {"arrangement", "adherence", "phase"} and (found := _STATE.fullmatch(value)):
        state = labels.say(kind, found["state"])
        return f"{state} ({labels.text('from', day=labels.day(found['since']))})" if found["since"] else state
    if kind == "condition" and (found := _PROGRESS.fullmatch(value)):
        progress = labels.text("of_total", number=found["number"], total=found["total"])
        return f"{progress}, {labels.text('condition_met')}" if found["met"] else progress
    if kind == "ground" and (found := _REPORTED.fullmatch(value)):
        return labels.text("incidents_reported", number=found["number"])
    return value
