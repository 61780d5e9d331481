"""Releasing: two people let everybody see exactly what one of them named; either takes it back alone, at once.

What is released is what stood when it was asked for. The second person is told of everything that changed since, and gives what
was asked all the same only when saying so; what came later is not in it. After that the mission's delay goes by
(docs/formats/releases.md). A finding is released for itself: the release of its incident does not cover it.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from truceline.errors import Meanwhile, MeanwhileError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger import releases as kept
from truceline.ledger.leaf.bodies import ReleaseAsked
from truceline.ledger.releases import Release, releases
from truceline.ledger.settings import MOST_HOURS
from truceline.workflow.protecting import is_same_name
from truceline.workflow.release_cover import Covered, LeftOut, covered

__all__ = ["Asked", "Covered", "LeftOut", "ask", "changes", "check_second", "give", "release_of", "set_delay", "withdraw"]

MOST_NAMED = 8


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A release that is asked for, whether it is new, and what of its subject it leaves out."""

    release: Release
    new: bool
    left_out: tuple[LeftOut, ...] = ()


def ask(record: Record, target: str, *, by: str, note: str | None = None) -> Asked:
    """Ask that a thing be shown to everybody, as it stands now; nothing is shown yet. Asked again for the same, it is the same.

    ``target``: the id of an incident, a claim, a step, a movement, a plan or a site.

    Raises:
        NotFoundError: there is no such thing.
        UsageError: nothing of it may be released, or the note is not for everybody.
    """
    found = covered(record, target)
    body = ReleaseAsked(
        release="",
        of=found.of,
        subject=found.subject,
        until=found.until,
        delay_hours=kept.delay_hours(record),
        claims=found.claims,
        steps=found.steps,
        tellings=found.tellings,
    )
    with record.log.writing():  # of two that one person sends at once, the second finds the first
        same = next((each for each in releases(record) if _is_same(each, found, by)), None)
        made = same or release_of(record, kept.ask(record, body, by=by, note=note))
    return Asked(release=made, new=same is None, left_out=found.left_out)


def give(record: Record, wanted: str, *, by: str, as_asked: bool = False) -> Release:
    """Give a release as its second person, and return it.

    ``as_asked``: although something changed since; given is what was asked for, as far as it still stands.

    Raises:
        NotFoundError: no such release.
        UsageError: the same person asked for it, or it was given or withdrawn already.
        MeanwhileError: something changed since it was asked for; nothing was written.
    """
    release = release_of(record, wanted)
    check_second(release, by)
    size, changed = record.size, changes(record, release)
    with record.log.writing():
        if record.size != size:
            release = release_of(record, wanted)
            check_second(release, by)
            changed = changes(record, release)
        if changed and not as_asked:
            raise MeanwhileError(_told(release, changed), changed)
        kept.give(record, release, by=by)
    return release_of(record, wanted)


def withdraw(record: Record, wanted: str, *, by: str, why: str | None = None) -> Release:
    """Take a release back, given or not, as anybody may alone: it is not shown from now on.

    Raises:
        NotFoundError: no such release.
        UsageError: it was withdrawn already.
    """
    with record.log.writing():
        release = release_of(record, wanted)
        if release.withdrawn is not None:
            act = release.withdrawn
            message = f"{wanted} was withdrawn by {act.by}, {act.at}, entry {act.entry}; nothing was written"
            raise UsageError(message)
        kept.withdraw(record, release, by=by, note=why)
    return release_of(record, wanted)


def release_of(record: Record, wanted: str) -> Release:
    """Return one release by its id.

    Raises:
        NotFoundError: there is none of this id.
    """
    found = {each.id: each for each in releases(record)}
    if wanted not in found:
        there = ", ".join(list(found)[-MOST_NAMED:]) or "none: nobody has asked yet"
        message = f'no release "{wanted}" in this record; expected one of {there}'
        raise NotFoundError(message)
    return found[wanted]


def check_second(release: Release, by: str) -> None:
    """Refuse a giving by the person who asked, however the name is written, and one that comes too late.

    Raises:
        UsageError: it is the same name, or the release was given or withdrawn already.
    """
    for act, what in ((release.withdrawn, "withdrawn"), (release.given, "given")):
        if act is not None:
            message = f"{release.id} was {what} by {act.by}, {act.at}, entry {act.entry}; nothing was written"
            raise UsageError(message)
    if is_same_name(release.asked.by, by):
        message = f'{release.id} was asked for by "{release.asked.by}"; "{by}" cannot give it; expected a second person'
        raise UsageError(message)


def changes(record: Record, release: Release) -> tuple[Meanwhile, ...]:
    """Return what is not any more as it was when a release was asked for: what came, what went, and when it was over by."""
    with record.log.reading():
        return tuple(_changes(record, release))


def set_delay(record: Record, hours: int) -> None:
    """Set the mission's delay in the settings of the record.

    Raises:
        UsageError: no such delay can be.
    """
    if not 0 <= hours <= MOST_HOURS:
        message = f"a delay of {hours} hours cannot be; expected 0 to {MOST_HOURS}"
        raise UsageError(message)
    record.refuse_read_only()
    kept.set_delay(record, hours)


def _is_same(release: Release, found: Covered, by: str) -> bool:
    covers = frozenset((*release.claims, *release.steps, *release.tellings))
    is_open = release.given is None and release.withdrawn is None
    return is_open and release.subject == found.subject and covers == found.ids and is_same_name(release.asked.by, by)


def _changes(record: Record, release: Release) -> Iterator[Meanwhile]:
    asked = frozenset((*release.claims, *release.steps, *release.tellings))
    try:
        now = covered(record, release.subject)
    except (NotFoundError, UsageError) as error:
        yield Meanwhile(release.subject, str(error))
        return
    added, gone = now.ids - asked, asked - now.ids
    held = {each.claim.id: each for each in record.claims(superseded=True, only=added | gone)}
    for what, ids in (("added since", added), ("not any more what may be released", gone)):
        for each in sorted(ids):
            known = held.get(each)
            if known is None:
                yield Meanwhile(each, what)
                continue
            how = f"{what}: corrected by {known.superseded_by}" if known.superseded_by else f"{what}: {known.standing}"
            by, at = known.decided_by or known.claim.author, known.decided_at or known.recorded_at
            yield Meanwhile(each, how, by, at, known.decided_entry or known.entry)
    if now.until != release.until:
        yield Meanwhile(release.subject, f"it was over by {now.until}, not {release.until}")


def _told(release: Release, changed: tuple[Meanwhile, ...]) -> str:
    listed = "; ".join(f"{each.what}: {each.how}" for each in changed[:MOST_NAMED])
    more = f"; and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
    return (
        f"{release.subject} is not as it was when {release.asked.by} asked for {release.id}: {listed}{more}; nothing was "
        "written. Withdraw it and ask anew, or give what was asked for as far as it still stands (--as-asked)"
    )
