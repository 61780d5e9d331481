"""What another office's entries need before they can be ours: their texts and titles, and a look at values that could do harm.

The other log was found to hold together; that says nothing of what somebody wrote into it. Ids must be plain, days must be days,
spans must lie in their text, so that no view of ours fails or is led astray by what came on a stick.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from truceline.errors import BundleError
from truceline.ledger import Draft, Record, RecordedReport
from truceline.ledger.exchange import layout
from truceline.ledger.exchange.checking import Brought
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.bodies import ClaimCoded, PackArchived, ReportArchived
from truceline.ledger.leaf.claim_body import Names, with_words
from truceline.ledger.leaf.disclosures import Disclosure
from truceline.ledger.leaf.entries import OPEN_COMPARTMENT, Entry
from truceline.model import Interval, Span, Theatre, TimeMention

LONGEST_ID = 300
LARGEST_TEXT = 64 * 1024 * 1024
ROOM_FOR_HEADER = 1024


class Foreign:
    """The material of one brought log.

    Raises: BundleError where their theatre pack is none.
    """

    def __init__(self, record: Record, brought: Brought) -> None:
        self._record = record
        self._brought = brought
        self._blobs = {blob.sha256: blob.size for blob in brought.manifest.blobs}
        self._titles = {digest: each for digest, each in brought.disclosures.items() if each.name == "title"}
        self._lengths: dict[str, int] = {}
        self._names = self._their_names()

    def came_along(self, entry: Entry, body: ReportArchived) -> bool:
        """Say whether a report may be taken over and its files are on the stick; a confidential one never is."""
        is_open = entry.co == OPEN_COMPARTMENT and not body.confidential
        return is_open and {body.text_sha256, body.raw_sha256} <= self._blobs.keys()

    def odd_report(self, body: ReportArchived) -> str | None:
        """Say what is wrong with a report, None where nothing is."""
        if not _is_plain(body.report):
            return f"report id {body.report[:80]!a} is not one; expected up to {LONGEST_ID} visible characters"
        if body.published_at is not None and not _is_day(body.published_at):
            return f'report "{body.report}" is published {body.published_at[:40]!a}; expected YYYY-MM-DD'
        if self._blobs[body.text_sha256] > LARGEST_TEXT:
            return f'the text of report "{body.report}" has {self._blobs[body.text_sha256]:,} bytes; at most {LARGEST_TEXT:,}'
        try:
            length = len(self._text(body.text_sha256))
        except UnicodeDecodeError as error:
            return f'the text of report "{body.report}" is no UTF-8 at byte {error.start}'
        if any(span.end > length for span in spans_in(body)):
            return f'a span of report "{body.report}" ends behind its {length} characters'
        self._lengths[body.text_sha256] = length
        return None

    def odd_claim(self, body: ClaimCoded) -> str | None:
        """Say what is wrong with a claim, None where nothing is."""
        if not all(map(_is_plain, (body.claim, body.report, body.author))):
            return f"claim id {body.claim[:80]!a} or its author is not one; expected up to {LONGEST_ID} visible characters"
        length = self._length(body)
        if length is None:
            return f'claim "{body.claim}" is of another text of report "{body.report}": {body.text_sha256[:12]}'
        if not body.content or any(span.end > length for span in spans_in(body)):
            return f'claim "{body.claim}" has no words in the {length} characters of report "{body.report}"'
        if not all(map(_is_time, times_in(body))):
            return f'claim "{body.claim}" names a time that is none'
        if len(canonical.encode_struct(body)) > canonical.MAX_LEAF_BYTES - ROOM_FOR_HEADER:
            return f'claim "{body.claim}" has too many parts for one entry'
        return None

    def archived(self, entry: Entry, body: ReportArchived) -> tuple[Disclosure, ...]:
        """Archive the files of a report here, and return its title where that is sealed and came along.

        Raises: UsageError where exactly this text was ordered to go.
        """
        self._record.adopt(self._file(body.text_sha256), body.text_sha256)
        if body.raw_sha256 != body.text_sha256:
            self._record.files.adopt(self._file(body.raw_sha256), body.raw_sha256)
        return tuple(self._titles[digest] for digest in entry.sealed if digest in self._titles)

    def draft_claim(self, entry: Entry, body: ClaimCoded) -> Draft:
        """Return the entry for a claim; where the other office has another edition of the pack, its names are taken over."""
        theirs = self._names
        if theirs is None:
            return Draft(kind=entry.kind, body=body, by=entry.by, key=f"{body.claim} {body.report}")
        claim = with_words(body, self._text(body.text_sha256), theirs, {})
        self._record.adopt(self._file(body.text_sha256), body.text_sha256)
        return self._record.draft_claim(claim, entered=entry.kind == "claim.entered", by=entry.by)

    def _their_names(self) -> Names | None:
        """Return the names of their pack, None where it is the one in use here (or did not come along).

        Raises: BundleError where it is no pack; asked before anything is taken over.
        """
        theirs = [entry.body.theatre_sha256 for entry in self._brought.entries() if isinstance(entry.body, PackArchived)]
        if not theirs or theirs[-1] not in self._blobs:
            return None
        where = f"the theatre pack of {self._brought.origin} ({layout.blob_path(theirs[-1])})"
        if self._blobs[theirs[-1]] > LARGEST_TEXT:
            message = f"{where} has {self._blobs[theirs[-1]]:,} bytes; expected at most {LARGEST_TEXT:,}; nothing was taken over"
            raise BundleError(message)
        try:
            pack = msgspec.json.decode(self._read(theirs[-1]), type=Theatre)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            message = f"{where} cannot be read ({error}); have that office export again; nothing was taken over"
            raise BundleError(message) from error
        return None if pack == self._record.pack() else Names(pack)

    def _length(self, body: ClaimCoded) -> int | None:
        """Return the length of the text that a claim is of; None where its report has another text."""
        found = self._lengths.get(body.text_sha256)
        if found is None:
            for held in self._record.reports():
                self._lengths[held.text_sha256] = len(self._record.text(held.text_sha256))
            found = self._lengths.get(body.text_sha256)
        return found

    def _text(self, sha256: str) -> str:
        return self._read(sha256).decode("utf-8", "surrogatepass")

    def _file(self, sha256: str) -> Path:
        return self._brought.stick.path(layout.blob_path(sha256))

    def _read(self, sha256: str) -> bytes:
        return self._brought.stick.read(layout.blob_path(sha256), self._blobs[sha256])


def clash(there: RecordedReport, given: ReportArchived) -> str:
    """Name both reports that bear one id, and what is different in them; empty where they are the same."""
    parts = [
        f"{name} {getattr(there, name) or 'none'} here, {getattr(given, name) or 'none'} there"
        for name in ("published_at", "publisher", "url")
        if getattr(given, name) not in (None, getattr(there, name))
    ]
    if there.text_sha256 != given.text_sha256:
        parts.insert(0, f"text {there.text_sha256[:12]} here, {given.text_sha256[:12]} there (SHA-256)")
    if not parts:
        return ""
    return f'report id "{given.report}" is in use for another report here: {"; ".join(parts)}; expected one report an id'


def spans_in(value: object) -> Iterator[Span]:
    """Yield every span inside a value."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from spans_in(getattr(value, field))
    elif isinstance(value, tuple):
        for each in value:
            yield from spans_in(each)


def times_in(body: ClaimCoded) -> Iterator[str]:
    """Yield every day or instant inside a claim."""
    given: list[Interval | TimeMention] = [*body.times, *([body.said_at] if body.said_at else [])]
    for time in given:
        yield from (moment for moment in (time.start, time.end) if moment is not None)


def _is_plain(name: str) -> bool:
    return 0 < len(name) <= LONGEST_ID and name.isprintable()


def _is_day(words: str) -> bool:
    return len(words) == len("2016-09-19") and _is_time(words)


def _is_time(words: str) -> bool:
    try:
        dt.datetime.fromisoformat(words)
        dt.date.fromisoformat(words[:10])
    except ValueError:
        return False
    return len(words[:10]) == len("2016-09-19") and words[4:5] == "-"
