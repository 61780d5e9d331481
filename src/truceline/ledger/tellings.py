"""Tellings and what they are about: how they are drafted and read back.

A telling is kept as JSON under seal, without what has its default, so that the same telling has the same bytes whatever fields
later versions add. What is withheld, or was ordered to go, is read back as None: that something was told stays known.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from truceline.errors import NotFoundError, RecordBrokenError
from truceline.ledger.leaf.bodies import SubjectOpened, TellingEntered, TellingWithdrawn
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.numbered import by_number, numbered, told_by
from truceline.ledger.store import Store
from truceline.model.assertions import SUBJECT_LETTERS, SubjectOf, Telling

OPENED = "subject.opened"
TOLD = "telling.entered"
WITHDRAWN = "telling.withdrawn"
LETTERS = "tl"
"""With what the ids of tellings begin; the number follows."""
SEALED_AS = "telling"
"""The name under which a telling itself is sealed; whatever else is sealed with it has another."""

Json = str | int | bool | list[Any] | dict[str, Any] | None
Maker = tuple[str, Callable[[int], Draft]]
_ID = re.compile("([a-z]{2})([1-9][0-9]{0,8})", re.ASCII)
_OF: dict[str, SubjectOf] = {letters: of for of, letters in SUBJECT_LETTERS.items()}
_DECODER = msgspec.json.Decoder(Telling)


class RecordedTelling(msgspec.Struct, frozen=True, kw_only=True):
    """A telling and where it stands. ``telling``: None where it is withheld or was ordered to go.

    ``by`` entered it at ``received_at``; who says it stands in the telling. ``published_at``, ``table``, ``row`` and ``claim`` as
    given. ``extra``: what else is sealed with it, by name; only in what ``one_telling`` returns.
    """

    id: str
    of: SubjectOf
    subject: str
    by: str
    received_at: str
    entry: int
    telling: Telling | None
    published_at: str | None = None
    table: str | None = None
    row: int | None = None
    claim: str | None = None
    compartment: str = "open"
    extra: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def known_on(self) -> str:
        """The day from which a reader could know it."""
        return self.published_at or self.received_at[:10]

    @property
    def said_on(self) -> str:
        """The last day on which it can have been said: its own, else the day it was known."""
        return (self.telling.said_on if self.telling else None) or self.known_on


class RecordedSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What tellings are about, and where it was opened. ``name``: None where it is withheld or was ordered to go."""

    id: str
    of: SubjectOf
    name: str | None
    reference: str | None
    by: str
    received_at: str
    entry: int
    compartment: str = "open"


def tellings(store: Store, entry: int | None = None, *, of: SubjectOf | None = None) -> tuple[RecordedTelling, ...]:
    """Return the tellings that stand after ``entry`` (None: now) in the order of the log; ``of``: about such subjects only.

    Raises: RecordBrokenError where one is sealed that is no telling of this version.
    """
    gone = withdrawn(store, entry)
    found = [
        (each, body)
        for each, body in told_by(store, TOLD, TellingEntered, entry)
        if body.telling not in gone and (of is None or body.of == of)
    ]
    words = _words(store, (each for each, _ in found))
    return tuple(_recorded(each, body, words.get(each.idx, {})) for each, body in found)


def one_telling(store: Store, wanted: str) -> RecordedTelling | None:
    """Return one telling with all that is sealed with it, as far as it can be read here; None: there is none that stands."""
    found = entry_of(store, wanted)
    if found is None or wanted in withdrawn(store) or not isinstance(found.body, TellingEntered):
        return None
    words = _words(store, [found]).get(found.idx, {})
    extra = {name: value for name, value in words.items() if name != SEALED_AS}
    return msgspec.structs.replace(_recorded(found, found.body, words), extra=extra)


def subjects(store: Store, entry: int | None = None, *, of: SubjectOf | None = None) -> tuple[RecordedSubject, ...]:
    """Return what tellings may be about as it stands after ``entry`` (None: now), in the order of the log."""
    gone = withdrawn(store, entry)
    rows = [letters for each, letters in SUBJECT_LETTERS.items() if of is None or each == of]
    found = [
        (each, body)
        for letters in rows
        for each, body in told_by(store, OPENED, SubjectOpened, entry, letters)
        if body.subject not in gone
    ]
    found.sort(key=lambda pair: pair[0].idx)
    words = _words(store, (each for each, _ in found))
    return tuple(_subject(each, body, words.get(each.idx, {})) for each, body in found)


def subject_entries(store: Store) -> Iterator[Entry]:
    """Yield the entries of all subjects, withdrawn or not, by kind and number."""
    for letters in SUBJECT_LETTERS.values():
        yield from numbered(store, OPENED, letters)


def withdrawn(store: Store, entry: int | None = None) -> dict[str, Entry]:
    """Return what was withdrawn, by its id, each with the entry that says so."""
    return {body.id: found for found, body in told_by(store, WITHDRAWN, TellingWithdrawn, entry)}


def entry_of(store: Store, wanted: str) -> Entry | None:
    """Return the entry of a telling (``tl4``) or a subject (``mv3``), withdrawn or not; None: there is none."""
    named = _ID.fullmatch(wanted)
    if named is None:
        return None
    try:
        if named[1] == LETTERS:
            return by_number(store, TOLD, int(named[2]))
        return by_number(store, OPENED, int(named[2]), named[1])
    except NotFoundError:
        return None


def marks(store: Store) -> dict[str, str]:
    """Return the ids of all tellings, withdrawn or not, by their marks."""
    return {body.mark: body.telling for _, body in told_by(store, TOLD, TellingEntered, None)}


def subject_marks(store: Store, of: SubjectOf) -> dict[str, str]:
    """Return the ids of all subjects of a kind, withdrawn or not, by their marks."""
    return {body.mark: body.subject for _, body in told_by(store, OPENED, SubjectOpened, None, SUBJECT_LETTERS[of])}


def subject_maker(of: SubjectOf, mark: str, *, by: str, sealed: Mapping[str, str | None], co: str) -> Maker:
    """Return kind and maker of the draft that opens a subject; it is counted in the row of its letters."""

    def draft(number: int) -> Draft:
        body = SubjectOpened(subject=f"{SUBJECT_LETTERS[of]}{number}", of=of, mark=mark)
        values = tuple(seal(what, value) for what, value in sealed.items() if value)
        return Draft(kind=OPENED, body=body, by=by, sealed=values, co=co)

    return OPENED, draft


def telling_maker(body: TellingEntered, *, by: str, sealed: Mapping[str, str], refs: tuple[str, ...], co: str) -> Maker:
    """Return kind and maker of the draft that enters a telling; the id in ``body`` is replaced by its number."""

    def draft(number: int) -> Draft:
        named = msgspec.structs.replace(body, telling=f"{LETTERS}{number}")
        values = tuple(seal(what, value) for what, value in sealed.items())
        return Draft(kind=TOLD, body=named, by=by, sealed=values, refs=refs, co=co)

    return TOLD, draft


def withdrawal(found: Entry, wanted: str, *, reason: str, by: str) -> Maker:
    """Return kind and maker of the draft that withdraws an entry; its reason goes under the key that the entry is under."""
    note = (seal("note", reason),)
    draft = Draft(
        kind=WITHDRAWN, body=TellingWithdrawn(id=wanted), by=by, sealed=note, refs=(found.leaf_hash.hex(),), co=found.co
    )
    return WITHDRAWN, lambda _number: draft


def written(telling: Telling) -> str:
    """Return the JSON under which a telling is sealed: keys in one order, nothing that has its default.

    >>> written(Telling(by="un", facts=()))
    '{"by":"un","facts":[]}'
    """
    return msgspec.json.encode(_lean(telling), order="deterministic").decode("utf-8")


def _lean(value: object) -> Json:
    if isinstance(value, msgspec.Struct):
        fields = _fields(type(value))
        said = {name: _lean(part) for name, default in fields if (part := getattr(value, name)) != default}
        tag = value.__struct_config__.tag
        return said if tag is None else {str(value.__struct_config__.tag_field): str(tag), **said}
    if isinstance(value, tuple):
        return [_lean(part) for part in value]
    assert value is None or isinstance(value, str | int), f"a {type(value).__name__} is no part of a telling"
    return value


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, object], ...]:
    """Return name and default of every field of a type, looked at once."""
    return tuple((field.name, field.default) for field in msgspec.structs.fields(kind))


def _words(store: Store, entries: Iterable[Entry]) -> dict[int, dict[str, str]]:
    """Return what is sealed of entries and can be read here, by place and name."""
    found = store.log.disclosures_of([entry.idx for entry in entries])
    return {idx: {name: each.value for name, each in several.items()} for idx, several in found.items()}


def _recorded(entry: Entry, body: TellingEntered, words: dict[str, str]) -> RecordedTelling:
    text = words.get(SEALED_AS)
    return RecordedTelling(
        id=body.telling,
        of=body.of,
        subject=body.subject,
        by=entry.by,
        received_at=entry.at,
        entry=entry.idx,
        telling=_read(text, entry) if text is not None else None,
        published_at=body.published_at,
        table=body.table,
        row=body.row,
        claim=body.claim,
        compartment=entry.co,
    )


def _read(text: str, entry: Entry) -> Telling:
    try:
        return _DECODER.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"what is sealed at entry {entry.idx} is no telling of this version: {error}; a newer truceline may read it"
        raise RecordBrokenError(message) from error


def _subject(entry: Entry, body: SubjectOpened, words: dict[str, str]) -> RecordedSubject:
    return RecordedSubject(
        id=body.subject,
        of=body.of,
        name=words.get("name"),
        reference=words.get("reference"),
        by=entry.by,
        received_at=entry.at,
        entry=entry.idx,
        compartment=entry.co,
    )


def kind_of(wanted: str) -> SubjectOf | None:
    """Return of what kind the subject of an id is, by its letters; None where they are of none.

    >>> kind_of("mv3"), kind_of("zz1")
    ('movement', None)
    """
    named = _ID.fullmatch(wanted)
    return _OF.get(named[1]) if named else None
