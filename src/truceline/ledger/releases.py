"""Releases: what one person asked to be shown to everybody and a second one gave; how they are drafted and read back.

The first release of a record is ``rl1``. It names exactly what it covers; what is added later is in no release until it is
released again. Nothing of a release is secret, but for its notes.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Sequence

import msgspec

from truceline.ledger import settings
from truceline.ledger.leaf.bodies import ReleaseAsked, ReleaseGiven, ReleaseOf, ReleaseWithdrawn
from truceline.ledger.leaf.disclosures import Disclosure, seal
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.numbered import append_next, append_several, told_by
from truceline.ledger.store import Store

ASKED = "release.asked"
GIVEN = "release.given"
WITHDRAWN = "release.withdrawn"
DELAY_HOURS = 72
"""The mission's delay where ``truceline.toml`` names none."""
AT_ONCE = 300
"""As many ids are named in one entry, so that it fits a leaf."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Who gave or withdrew a release, when, at which entry. ``note``: None where none was written or it cannot be read here."""

    by: str
    at: str
    entry: int
    note: str | None = None


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A release as it stands. ``asked``: its last entry, up to which was looked when it was asked; ``leaves``: hashes of all.

    ``given`` and ``withdrawn`` are None while nobody did. ``until`` and ``delay_hours`` as in its entry.
    """

    id: str
    of: ReleaseOf
    subject: str
    until: str
    delay_hours: int
    claims: tuple[str, ...]
    steps: tuple[str, ...]
    tellings: tuple[str, ...]
    asked: Act
    leaves: tuple[str, ...]
    given: Act | None = None
    withdrawn: Act | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether two people let it out and nobody took it back."""
        return self.given is not None and self.withdrawn is None

    def public_from(self, delay_hours: int) -> str | None:
        """Return the instant from which everybody may see it, None while it is not in force.

        ``delay_hours``: the mission's delay now. Where the one it was asked with is longer, that counts.
        """
        if self.given is None or self.withdrawn is not None:
            return None
        over = instant(self.until) + dt.timedelta(hours=max(delay_hours, self.delay_hours))
        return max(over, instant(self.given.at)).astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def instant(words: str) -> dt.datetime:
    """Return an RFC 3339 instant with its zone."""
    return dt.datetime.fromisoformat(words)


def delay_hours(store: Store) -> int:
    """Return the mission's delay: the record's own setting, else 72 hours."""
    file = store.folder / settings.NAME
    hours = settings.read(file).public_delay_hours if file.exists() else None
    return DELAY_HOURS if hours is None else hours


def set_delay(store: Store, hours: int) -> None:
    """Write another delay into the settings of the record; releases that were asked with a longer one keep theirs."""
    file = store.folder / settings.NAME
    settings.write(file, msgspec.structs.replace(settings.read(file), public_delay_hours=hours))


def releases(store: Store) -> tuple[Release, ...]:
    """Return all releases as they stand now, the first that was asked for first.

    A giving by the very name that asked counts for nothing, whoever wrote it into the log.
    """
    asked: dict[str, list[tuple[Entry, ReleaseAsked]]] = {}
    for found, body in told_by(store, ASKED, ReleaseAsked):
        asked.setdefault(body.release, []).append((found, body))
    given: dict[str, Entry] = {}
    for found, said in told_by(store, GIVEN, ReleaseGiven):
        if said.release in asked and found.by != asked[said.release][0][0].by:
            given.setdefault(said.release, found)
    withdrawn: dict[str, Entry] = {}
    for found, taken in told_by(store, WITHDRAWN, ReleaseWithdrawn):
        withdrawn.setdefault(taken.release, found)
    return tuple(
        _release(store, parts, _act(store, given.get(name)), _act(store, withdrawn.get(name))) for name, parts in asked.items()
    )


def ask(store: Store, body: ReleaseAsked, *, by: str, note: str | None) -> str:
    """Append that a release is asked for, and return its id, which follows from its number."""
    sealed = (seal("note", note),) if note else ()
    with store.log.writing():
        return _append(store, body, by, sealed)


def give(store: Store, release: Release, *, by: str) -> int:
    """Append that a release is given, and return the place in the log."""
    body = ReleaseGiven(release=release.id, asked_by=release.asked.by)
    return append_next(store, GIVEN, lambda _number: Draft(kind=GIVEN, body=body, by=by, refs=release.leaves))[1]


def withdraw(store: Store, release: Release, *, by: str, note: str | None) -> int:
    """Append that a release is withdrawn, and return the place in the log."""
    body, sealed = ReleaseWithdrawn(release=release.id), (seal("note", note),) if note else ()
    draft = Draft(kind=WITHDRAWN, body=body, by=by, sealed=sealed, refs=release.leaves)
    return append_next(store, WITHDRAWN, lambda _number: draft)[1]


def _append(store: Store, body: ReleaseAsked, by: str, sealed: tuple[Disclosure, ...]) -> str:
    name = ""
    for at, part in enumerate(_parts(body)):
        (idx,) = append_several(store, [(ASKED, functools.partial(_asking, part, name, by, () if at else sealed))])
        appended = store.log.entry(idx).body
        assert isinstance(appended, ReleaseAsked), "it was just appended"
        name = appended.release
    return name


def _asking(part: ReleaseAsked, name: str, by: str, sealed: tuple[Disclosure, ...], number: int) -> Draft:
    return Draft(kind=ASKED, body=msgspec.structs.replace(part, release=name or f"rl{number}"), by=by, sealed=sealed)


def _parts(body: ReleaseAsked) -> Iterator[ReleaseAsked]:
    """Yield a body cut so that each part fits a leaf."""
    longest = max(len(body.claims), len(body.steps), len(body.tellings), 1)
    for start in range(0, longest, AT_ONCE):
        yield msgspec.structs.replace(
            body,
            claims=body.claims[start : start + AT_ONCE],
            steps=body.steps[start : start + AT_ONCE],
            tellings=body.tellings[start : start + AT_ONCE],
        )


def _release(store: Store, parts: Sequence[tuple[Entry, ReleaseAsked]], given: Act | None, withdrawn: Act | None) -> Release:
    (first, body), bodies = parts[0], [each for _, each in parts]
    asked = _act(store, first)
    assert asked is not None, "there is a first entry"
    return Release(
        id=body.release,
        of=body.of,
        subject=body.subject,
        until=body.until,
        delay_hours=body.delay_hours,
        claims=tuple(each for part in bodies for each in part.claims),
        steps=tuple(each for part in bodies for each in part.steps),
        tellings=tuple(each for part in bodies for each in part.tellings),
        asked=msgspec.structs.replace(asked, entry=parts[-1][0].idx),
        leaves=tuple(found.leaf_hash.hex() for found, _ in parts),
        given=given,
        withdrawn=withdrawn,
    )


def _act(store: Store, found: Entry | None) -> Act | None:
    if found is None:
        return None
    note = store.log.disclosures(found.idx).get("note") if found.sealed else None
    return Act(by=found.by, at=found.at, entry=found.idx, note=note.value if note else None)
