"""Entering what somebody says of a movement, a site, a proposal: each subject and each telling once, known again by a mark.

What is told is kept under seal and never judged here: two tellings that cannot both be so are two tellings. Places and actors are
resolved by the caller; words stay words. A mark follows from everything that is told, not from the day of publication: a log
that is published anew every week brings its new rows only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from truceline.errors import EncodingError, KeyMissingError, NotFoundError, UsageError
from truceline.ledger import OPEN_COMPARTMENT, Entry, Record
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.bodies import SubjectOpened, TellingEntered
from truceline.ledger.leaf.disclosures import MAX_VALUE_BYTES
from truceline.ledger.numbered import append_several
from truceline.ledger.tellings import (
    SEALED_AS,
    Maker,
    RecordedTelling,
    entry_of,
    kind_of,
    marks,
    subject_maker,
    subject_marks,
    telling_maker,
    tellings,
    withdrawal,
    withdrawn,
    written,
)
from truceline.model.assertions import SUBJECT_LETTERS, SubjectOf, Telling
from truceline.model.sites import Answered, Disclosed, Struck

TOMORROW = dt.timedelta(days=1)
"""Somewhere the next day has begun already; nothing is published or said after it."""
FOR_GOOD: Mapping[type, tuple[str, str]] = {
    Struck: ("that a notified object was struck", "`truceline site struck SITE INCIDENT --not`"),
    Disclosed: ("that something was sent", "`truceline site send SITE --to WHO --at TIME --not`"),
    Answered: ("how a notification was answered", "`truceline site answer SITE WHO VERB --at TIME --not`"),
}
"""What of a notified object is not withdrawn from the views, and how it is told that it was not so."""
SALT_ROOM = 64
"""So many bytes of a sealed value are left for what is written around it."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A subject as it stands: its id, and whether it is new."""

    id: str
    new: bool


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A telling as it stands: its id, and whether it is new."""

    id: str
    new: bool


class ToOpen(msgspec.Struct, frozen=True, kw_only=True):
    """A subject to open: its name, and the reference by which its office knows it."""

    name: str
    reference: str | None = None


class ToTell(msgspec.Struct, frozen=True, kw_only=True):
    """A telling to enter. ``sealed``: what else is sealed, by name, such as ``position``. ``table`` and ``row``: where from."""

    subject: str
    telling: Telling
    published_at: str | None = None
    sealed: Mapping[str, str] = msgspec.field(default_factory=dict)
    claim: str | None = None
    table: str | None = None
    row: int | None = None


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """What was withdrawn: its id, the entry that put it in, and the entry that withdraws it."""

    id: str
    entered: int
    withdrawn: int


def open_subject(  # noqa: PLR0913 - what it is, by whom, under whose key
    record: Record, of: SubjectOf, name: str, *, reference: str | None = None, by: str, co: str = OPEN_COMPARTMENT
) -> Opened:
    """Open a subject. The same reference twice is the same subject; without references, the same name.

    Raises:
        UsageError: it has no name, its reference looks like an id, or it stood here and was withdrawn.
    """
    return open_several(record, of, [ToOpen(name=name, reference=reference)], by=by, co=co)[0]


def open_several(
    record: Record, of: SubjectOf, wanted: Sequence[ToOpen], *, by: str, co: str = OPEN_COMPARTMENT
) -> tuple[Opened, ...]:
    """Open subjects of one kind, all or none, and return them in order; inside ``record.log.writing()`` as part of that.

    Raises:
        UsageError: one has no name, or stood here and was withdrawn.
    """
    for each in wanted:
        _refuse_unwritable(f"the {of} to open", {"name": each.name, "reference": each.reference or ""})
        if not each.name.strip():
            message = f"a {of} without a name; expected words by which people know it; nothing was written"
            raise UsageError(message)
    asked = [_subject_mark(record, of, each, co) for each in wanted]
    record.refuse_read_only()
    record.files.settle()
    with record.log.writing():
        there = subject_marks(record, of)
        _refuse_gone(record, [there[mark] for mark in asked if mark in there], "to open it anew, give it another --reference")
        fresh: dict[str, ToOpen] = {}
        for mark, each in zip(asked, wanted, strict=True):
            if mark not in there:
                _refuse_foreign_id(of, each.reference)
                fresh.setdefault(mark, each)
        makers = [
            subject_maker(of, mark, by=by, sealed={"name": each.name.strip(), "reference": each.reference}, co=co)
            for mark, each in fresh.items()
        ]
        for idx in append_several(record, makers, SUBJECT_LETTERS[of]):
            body = record.entry(idx).body
            assert isinstance(body, SubjectOpened), "just appended"
            there[body.mark] = body.subject
    new = set(fresh)
    return tuple(Opened(id=there[mark], new=_first(new, mark)) for mark in asked)


def is_like_id(of: SubjectOf, reference: str | None) -> bool:
    """Say whether a reference looks like an id of this record: it may be that of another office, and would be taken for ours."""
    return kind_of((reference or "").strip()) == of


def _refuse_foreign_id(of: SubjectOf, reference: str | None) -> None:
    if is_like_id(of, reference):
        message = f"{reference} looks like an id, and is none here; expected the reference of an office; nothing was written"
        raise UsageError(message)


def known_subjects(record: Record, of: SubjectOf, wanted: Sequence[ToOpen], *, co: str) -> tuple[str | None, ...]:
    """Return the ids under which subjects stand here already, None for those that would be new; nothing is written."""
    there = subject_marks(record, of)
    return tuple(there.get(_subject_mark(record, of, each, co)) for each in wanted)


def known_tellings(record: Record, wanted: Sequence[ToTell], *, co: str) -> tuple[str | None, ...]:
    """Return the ids under which tellings stand here already, withdrawn or not, None for those that would be new."""
    there = marks(record)
    return tuple(there.get(_mark(record, each, co)) for each in wanted)


def tell(  # noqa: PLR0913 - what is told, by whom, under whose key, and what it stands on
    record: Record,
    subject_id: str,
    telling: Telling,
    *,
    by: str,
    published_at: str | None = None,
    co: str = OPEN_COMPARTMENT,
    sealed: Mapping[str, str] | None = None,
    claim: str | None = None,
) -> Entered:
    """Enter what somebody says of a subject; the same telling twice is one. ``claim``: the one that it stands on.

    Raises:
        NotFoundError: there is no such subject, or no such claim.
        UsageError: nobody says it, nothing is said, a day is none or still to come, or it stood here and was withdrawn.
    """
    wanted = ToTell(subject=subject_id, telling=telling, published_at=published_at, sealed=sealed or {}, claim=claim)
    return tell_several(record, [wanted], by=by, co=co)[0]


def tell_several(
    record: Record, wanted: Sequence[ToTell], *, by: str, co: str = OPEN_COMPARTMENT, again: bool = False
) -> tuple[Entered, ...]:
    """Enter tellings, all or none, and return them in order; inside ``record.log.writing()`` as part of that.

    ``again``: pass over what stood here and was withdrawn, as a table that is read again does: it is not new, and stays so.

    Raises:
        NotFoundError: there is no such subject, or no such claim.
        UsageError: as for ``tell``.
    """
    for each in wanted:
        refuse_unfit(each, is_exercise=record.kind == "exercise")
    asked = [_mark(record, each, co) for each in wanted]
    record.refuse_read_only()
    record.files.settle()
    with record.log.writing():
        _refuse_unknown(record, {each.subject for each in wanted})
        refs = _leaves(record, {each.claim for each in wanted if each.claim})
        there = marks(record)
        if not again:
            _refuse_gone(record, [there[mark] for mark in asked if mark in there], "to enter it anew, tell it with another note")
        fresh = {mark: each for mark, each in zip(asked, wanted, strict=True) if mark not in there}
        makers = [_maker(each, mark, refs.get(each.claim or "", ()), by=by, co=co) for mark, each in fresh.items()]
        for idx in append_several(record, makers):
            body = record.entry(idx).body
            assert isinstance(body, TellingEntered), "just appended"
            there[body.mark] = body.telling
    new = set(fresh)
    return tuple(Entered(id=there[mark], new=_first(new, mark)) for mark in asked)


def withdraw(record: Record, wanted: str, *, reason: str, by: str) -> Gone:
    """Withdraw a telling, or a subject of which nothing is told any more; it stays in the log. ``reason`` is sealed.

    Raises:
        NotFoundError: there is nothing of this id.
        UsageError: no reason is given, it was withdrawn before, something is still told of it, or it says what was sent of a
            notified object, how that was answered, or that it was struck.
        KeyMissingError: it is told of a notified object, and what it says cannot be read here.
    """
    if not reason.strip():
        message = "withdrawn for what reason? expected --reason with words, which are sealed; nothing was written"
        raise UsageError(message)
    record.refuse_read_only()
    record.files.settle()
    with record.log.writing():
        found = entry_of(record, wanted)
        if found is None:
            message = f'no telling or subject "{wanted}" in this record; expected an id such as tl4 or mv1; nothing was written'
            raise NotFoundError(message)
        _refuse_gone(record, [wanted], "nothing brings it back")
        standing = tellings(record)
        _refuse_for_good(next((each for each in standing if each.id == wanted), None))
        if still := [each.id for each in standing if each.subject == wanted]:
            message = f"of {wanted} is still told {', '.join(still)}; withdraw that first; nothing was written"
            raise UsageError(message)
        (idx,) = append_several(record, [withdrawal(found, wanted, reason=reason, by=by)])
    return Gone(id=wanted, entered=found.idx, withdrawn=idx)


def _refuse_for_good(found: RecordedTelling | None) -> None:
    """Refuse to withdraw what must stay visible: what was sent of a notified object, the answers to it, and that it was struck.

    Raises:
        UsageError: it says one of these.
        KeyMissingError: it may say one of these.
    """
    if found is None or (found.telling is None and found.of != "site"):
        return
    if found.telling is None:
        message = f"what {found.id} says of {found.subject} cannot be read here, and may have to stay; nothing was written"
        raise KeyMissingError(message)
    for kind, (what, way_out) in FOR_GOOD.items():
        if any(isinstance(fact, kind) for fact in found.telling.facts):
            message = f"{found.id} says {what}: that stays for good, and what was wrong about it stands beside it: {way_out}"
            raise UsageError(message)


def _subject_mark(record: Record, of: SubjectOf, wanted: ToOpen, co: str) -> str:
    """Return what a subject is known again by: it follows from its reference, else from its name."""
    by = f"reference\n{wanted.reference.strip()}" if wanted.reference else f"name\n{wanted.name.strip()}"
    return record.reference(f"{of}\n{by}", co)


def _first(new: set[str], mark: str) -> bool:
    """Say whether a mark is among the new ones, and not for the second time."""
    if mark not in new:
        return False
    new.discard(mark)
    return True


def _mark(record: Record, wanted: ToTell, co: str) -> str:
    said = [wanted.subject, written(wanted.telling), sorted(wanted.sealed.items()), wanted.claim]
    return record.reference(msgspec.json.encode(said).decode(), co)


def _maker(wanted: ToTell, mark: str, refs: tuple[str, ...], *, by: str, co: str) -> Maker:
    of = kind_of(wanted.subject)
    assert of is not None, "a subject that is there has the letters of its kind"
    body = TellingEntered(
        telling="",
        subject=wanted.subject,
        of=of,
        mark=mark,
        published_at=wanted.published_at,
        table=wanted.table,
        row=wanted.row,
        claim=wanted.claim,
    )
    return telling_maker(body, by=by, sealed={**wanted.sealed, SEALED_AS: written(wanted.telling)}, refs=refs, co=co)


def refuse_unfit(wanted: ToTell, *, is_exercise: bool) -> None:
    """Refuse a telling that says nothing, that nobody says, or whose day is none.

    Raises:
        UsageError: it is one of these.
    """
    telling = wanted.telling
    if not telling.by.strip():
        message = f"who says it of {wanted.subject}? expected an actor or a name; nothing was written"
        raise UsageError(message)
    if not telling.facts:
        message = f"nothing is said of {wanted.subject}; expected at least one fact; nothing was written"
        raise UsageError(message)
    if SEALED_AS in wanted.sealed:
        message = f'"{SEALED_AS}" is the name of the telling itself; expected another name for what is sealed with it'
        raise UsageError(message)
    for what, day in (("said on", telling.said_on), ("published on", wanted.published_at)):
        if day is not None:
            refuse_day(f"{what} {day!r}, of {wanted.subject}", day, is_exercise=is_exercise)
    _refuse_unwritable(f"what is told of {wanted.subject}", {**wanted.sealed, SEALED_AS: _writable(wanted)})


def _writable(wanted: ToTell) -> str:
    try:
        return written(wanted.telling)
    except UnicodeEncodeError as error:
        message = f"what is told of {wanted.subject} has half a character in it, at {error.start}; nothing was written"
        raise UsageError(message) from error


def refuse_day(what: str, day: str, *, is_exercise: bool) -> None:
    """Refuse what is no day, or is still to come; an exercise may play in years to come.

    Raises:
        UsageError: it is one of these.
    """
    try:
        found = dt.date.fromisoformat(day) if len(day) == len("2016-09-19") else None
    except ValueError:
        found = None
    if found is None:
        message = f"{what}, is no day; expected YYYY-MM-DD; nothing was written"
        raise UsageError(message)
    if not is_exercise and found > utc_now().date() + TOMORROW:
        message = f"{what}, is still to come; expected a day up to today; nothing was written"
        raise UsageError(message)


def _refuse_unwritable(what: str, values: Mapping[str, str]) -> None:
    """Refuse values that cannot be sealed: half characters, or more than fits. No message has anything of them.

    Raises:
        UsageError: there is one.
    """
    for name, value in values.items():
        try:
            size = len(canonical.encode([name, value])) + SALT_ROOM
        except EncodingError as error:
            message = f"{name} of {what} cannot be kept ({error}); nothing was written"
            raise UsageError(message) from error
        if size > MAX_VALUE_BYTES:
            message = f"{name} of {what} has {size} bytes; at most {MAX_VALUE_BYTES} can be sealed; tell it in parts"
            raise UsageError(message)


def _refuse_unknown(record: Record, subjects: set[str]) -> None:
    there = {name: entry_of(record, name) for name in sorted(subjects)}
    missing = [f'"{name}"' for name, entry in there.items() if entry is None or kind_of(name) is None]
    if missing:
        message = f"no subject {', '.join(missing)} in this record; open it first; nothing was written"
        raise NotFoundError(message)
    _refuse_gone(record, list(there), "open it anew with another --reference")


def _refuse_gone(record: Record, ids: Sequence[str], way_out: str) -> None:
    gone: dict[str, Entry] = withdrawn(record) if ids else {}
    found = [f"{name} at entry {gone[name].idx} by {gone[name].by}" for name in dict.fromkeys(ids) if name in gone]
    if found:
        message = f"withdrawn already: {'; '.join(found)}; {way_out}; nothing was written"
        raise UsageError(message)


def _leaves(record: Record, claims: set[str]) -> dict[str, tuple[str, ...]]:
    """Return by claim the leaf that it stands in.

    Raises:
        NotFoundError: there is no such claim.
    """
    if not claims:
        return {}
    entries = {held.claim.id: held.entry for held in record.claims(superseded=True) if held.claim.id in claims}
    if missing := sorted(claims - entries.keys()):
        message = f"no claim {', '.join(missing)} in this record; `truceline claims` lists them; nothing was written"
        raise NotFoundError(message)
    return {claim: (record.entry(idx).leaf_hash.hex(),) for claim, idx in entries.items()}
