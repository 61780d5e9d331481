"""What is on disk, and the one way of writing to it: the log, the archive, the projections, and the pack in use.

``Record`` (``record.py``) is this together with everything that can be asked of it.
"""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
import sqlalchemy as sa

from truceline.errors import KeyMissingError, NotFoundError, RecordBrokenError, UsageError
from truceline.ledger import settings
from truceline.ledger.disk.archive import Archive, sync_file
from truceline.ledger.kernel.following import Following
from truceline.ledger.kernel.log import Log
from truceline.ledger.kernel.orders import Order, order_on
from truceline.ledger.kernel.projections import PACK, Projections
from truceline.ledger.leaf.bodies import LogOpened
from truceline.ledger.leaf.claim_body import FILLING, Names
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import OPEN_COMPARTMENT, Draft, Entry
from truceline.ledger.sealed.locked_files import FileLock, read_head
from truceline.ledger.sealed.vault import Vault
from truceline.model import RecordKind, Theatre

FOLDER = ".truceline"
MAX_CHARACTERS = 50_000_000
"""As many characters of texts are kept in memory; the oldest go first."""


class _PackInUse(msgspec.Struct, frozen=True):
    """The newest archived pack, and the size of the log at which it was looked up."""

    seen: int
    sha256: str | None
    theatre: Theatre | None
    names: Names


class Store:
    """An open record's log, archive and projections."""

    def __init__(self, folder: Path, log: Log) -> None:
        self.folder = folder
        self.log = log
        self.files = Archive(folder / FOLDER / "archive", FileLock(lambda: self.vault))
        self._engine = log.engine.core()
        self.connection = self._engine.connect()
        self._projections = Projections(self.connection)
        self._archiving = threading.Lock()
        self._texts: dict[str, str] = {}
        self._characters = 0
        self._pack = self._earlier = _PackInUse(-1, None, None, Names())

    def close(self) -> None:
        """Let go of the files."""
        with suppress(sa.exc.DBAPIError):  # a connection that is gone needs no closing
            self.connection.close()
        self._engine.dispose()
        self.log.close()

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        """Leave no open file behind when opening fails."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    @property
    def opened(self) -> Entry:
        """The first entry, ``log.opened``."""
        return self.log.entry(0)

    @property
    def kind(self) -> RecordKind:
        """What the record is about: actual events, an exercise or a demonstration."""
        return self._opening().kind

    @property
    def theatre(self) -> str:
        """The name of the theatre the record was made for."""
        return self._opening().theatre

    @property
    def origin(self) -> str:
        """The name of the log, the same for ever."""
        opening = self.log.opening()
        assert opening is not None, "a record is only given out after its log was opened"
        return opening.log

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return self.log.size

    @property
    def root(self) -> str:
        """The root of the tree over all entries, in hex."""
        return self.log.root.hex()

    @functools.cached_property
    def vault(self) -> Vault:
        """Where sealed values are locked and unlocked."""
        return self.log.vault

    def reference(self, words: str, compartment: str = OPEN_COMPARTMENT) -> str:
        """Return 32 hex digits that follow from ``words`` and that nobody can guess who has not the compartment's key.

        For ids and marks that stand in the open and are made from what is sealed.
        """
        return self.vault.reference(compartment, words.encode("utf-8", "surrogatepass")).hex()[:32]

    def append(self, drafts: Sequence[Draft]) -> tuple[int, ...]:
        """Append drafts, all or none, and return their places in the log; what stands there already keeps its place.

        Archived bytes are made durable first. Raises: RecordClashError, RecordBusyError, UsageError, EncodingError.
        """
        self.refuse_read_only()
        with self._archiving:
            self.files.settle()
        self.log.at_stage("archived")
        return self.log.append(drafts)

    def seal(self, name: str, value: str, compartment: str = OPEN_COMPARTMENT) -> str:
        """Keep a value outside the log and return the salted digest that may stand in it as ``{"...": digest}``."""
        return self.log.keep_disclosure(seal(name, value), compartment)

    def disclosed(self, digest: str) -> str | None:
        """Return the value behind a digest, None where it is not there (any more)."""
        found = self.log.disclosed(digest)
        return found.value if found else None

    def archive(self, data: bytes, compartment: str | None = None) -> str:
        """Keep bytes under their SHA-256 and return it; they are durable when the next append returns.

        Given a compartment, they lie encrypted under its key. Raises: UsageError where exactly these bytes were ordered to go.
        """
        self.refuse_read_only()
        sha256 = hashlib.sha256(data).hexdigest()
        self._refuse_withdrawn(sha256, len(data))
        return self.files.add(data) if compartment is None else self.files.add_locked(data, compartment)

    def adopt(self, file: Path, sha256: str) -> None:
        """Keep a file that was hashed, as ``archive`` keeps bytes.

        Raises: UsageError where exactly these bytes were ordered to go.
        """
        self._refuse_withdrawn(sha256, file.stat().st_size)
        self.files.adopt(file, sha256)

    def take(self, source: BinaryIO, compartment: str | None = None) -> tuple[str, int]:
        """Keep what is left to read of ``source``, as ``archive`` keeps bytes, and return its SHA-256 (hex) and size in bytes.

        Raises: UsageError where exactly these bytes were ordered to go; nothing of them is left then.
        """
        self.refuse_read_only()
        sha256, size = self.files.take(source) if compartment is None else self.files.take_locked(source, compartment)
        order = self.order_on(sha256) if self.files.waits(sha256) else None
        if order is not None:
            self.files.drop(sha256)
            raise _withdrawn(sha256, size, order)
        return sha256, size

    def _refuse_withdrawn(self, sha256: str, size: int) -> None:
        order = None if self.files.holds(sha256) else self.order_on(sha256)
        if order is not None:
            raise _withdrawn(sha256, size, order)

    def read_archived(self, sha256: str) -> bytes:
        """Return archived bytes, checked.

        Raises: NotFoundError, RecordBrokenError.
        """
        return self.files.read(sha256)

    def text(self, text_sha256: str) -> str:
        """Return the text of a report by its hash; one that was withdrawn, or whose key is not here, as long and without words.

        Raises: NotFoundError where it is missing and no order says why, RecordBrokenError.
        """
        found = self._texts.get(text_sha256)
        if found is None:
            try:
                text = self.files.read(text_sha256).decode("utf-8", "surrogatepass")
            except NotFoundError as error:
                return self._filling(text_sha256, error)
            found = self._remember(text_sha256, text)
        return found

    def withheld(self, sha256: str, compartment: str | None = None) -> str | None:
        """Say why an archived file of the record is not to be read here; None where it is, as far as can be told unread.

        ``compartment``: that of a file which lies encrypted.
        """
        if not self.files.holds(sha256):
            order = self.order_on(sha256)
            return f"ordered at entry {order.entry}" if order else None
        return "its key is not here" if compartment is not None and not self.vault.keys(compartment) else None

    def order_on(self, sha256: str) -> Order | None:
        """Return the order by which a file went, None where there is none; one whose hash was sealed is known with its key."""
        marks = self.vault.marks(sha256.encode(), self.vault.here())
        with self.log.reading():
            return order_on(self.connection, sha256, *marks)

    def forget_texts(self) -> None:
        """Keep no text in memory."""
        self._texts.clear()
        self._characters = 0

    def _filling(self, text_sha256: str, error: NotFoundError) -> str:
        """Return what stands for a text that cannot be read: as long as it, where an order or the file itself says how long."""
        if isinstance(error, KeyMissingError):
            with self.files.opened(text_sha256) as source:
                characters = read_head(text_sha256, source).characters
        else:
            order = self.order_on(text_sha256)
            characters = order.characters if order else None
        if characters is None:
            raise error
        return FILLING * characters

    def _remember(self, text_sha256: str, text: str) -> str:
        """Keep a text at hand, and the oldest ones no longer than memory should hold."""
        if text_sha256 not in self._texts:
            self._texts[text_sha256] = text
            self._characters += len(text)
        while self._characters > MAX_CHARACTERS and len(self._texts) > 1:
            self._characters -= len(self._texts.pop(next(iter(self._texts))))
        return text

    def pack(self, entry: int | None = None) -> Theatre | None:
        """Return the theatre pack in use after ``entry`` (None: now), read from the archive; None where none was archived."""
        return (self._in_use() if entry is None else self._in_use_at(entry)).theatre

    @property
    def names(self) -> Names:
        """The names and points of the pack in use."""
        return self._in_use().names

    def names_at(self, entry: int | None) -> Names:
        """Return the names and points of the pack in use after ``entry``, None for now."""
        return self.names if entry is None else self._in_use_at(entry).names

    def rebuild(self) -> None:
        """Drop all projections and fold them anew from the log."""
        with self.log.writing():
            self._projections.rebuild(self.log.batches())

    def dump(self) -> bytes:
        """Return all rows of the projections in one order, for comparing."""
        with self.log.reading():
            return self._projections.dump()

    def _opening(self) -> LogOpened:
        body = self.opened.body
        if not isinstance(body, LogOpened):
            message = f"the first entry of {self.log.name} is {self.opened.kind}; expected log.opened"
            raise RecordBrokenError(message)
        return body

    def _in_use(self) -> _PackInUse:
        """Return the newest archived pack. It is looked up again only when the log has grown."""
        seen = self.log.size
        if seen != self._pack.seen:
            newest = self._newest_pack(seen)
            if newest == self._pack.sha256:
                self._pack = msgspec.structs.replace(self._pack, seen=seen)
            else:
                self._pack = self._read_pack(seen, newest)
        return self._pack

    def _in_use_at(self, entry: int) -> _PackInUse:
        """Return the pack that was in use after an entry; the one asked for last is at hand."""
        newest = self._newest_pack(entry)
        found = next((each for each in (self._in_use(), self._earlier) if each.sha256 == newest), None)
        self._earlier = found or self._read_pack(entry, newest)
        return self._earlier

    def _newest_pack(self, entry: int) -> str | None:
        """Return the SHA-256 of the pack archived last up to an entry."""
        with self.log.reading():
            query = sa.select(PACK.c.theatre_sha256).where(PACK.c.entry <= entry).order_by(PACK.c.entry.desc()).limit(1)
            return self.connection.execute(query).scalar()

    def _read_pack(self, seen: int, sha256: str | None) -> _PackInUse:
        try:
            theatre = msgspec.json.decode(self.files.read(sha256), type=Theatre) if sha256 else None
        except (ValueError, RecursionError) as error:
            message = f"the theatre pack {sha256} in the archive cannot be read: {error}; a newer truceline may read it"
            raise RecordBrokenError(message) from error
        return _PackInUse(seen, sha256, theatre, Names(theatre))

    @property
    def folded(self) -> int:
        """How many entries are folded into the projections; the rest follows before anybody reads them."""
        return self._projections.reached()

    def _keep_in_step(self) -> None:
        """Make the projections where they are absent or of another version; from here on they follow the log.

        Where nothing can be written, what is not folded yet is folded once, into tables for us alone.
        """
        follower = Following(self.log, self._projections)
        if self.is_read_only:
            with self.log.snapshot():
                if not self._projections.is_current() or self.folded < self.size:
                    follower.follow_privately()
        elif not self._projections.is_current():
            self.rebuild()
        self.log.follower = follower

    @property
    def is_read_only(self) -> bool:
        """Whether the record lies where nothing can be written; it can be read and verified all the same."""
        return self.log.engine.is_read_only

    def refuse_read_only(self) -> None:
        """Raise RecordReadOnlyError where nothing can be written; for before work that would then be lost."""
        if self.is_read_only:
            with self.log.writing():
                pass

    def _write_settings(self) -> None:
        """Write ``truceline.toml`` where it is absent; a crash before this leaves a record that opens all the same."""
        file = self.folder / settings.NAME
        if not file.exists():
            database = None if self.log.engine.file is not None else self.log.name
            said = settings.Settings(
                kind=self.kind, theatre=self.theatre, created=self.opened.at, origin=self.origin, database=database
            )
            settings.write(file, said)
            sync_file(self.folder)


def _withdrawn(sha256: str, size: int, order: Order) -> UsageError:
    message = (
        f"{size} bytes of SHA-256 {sha256[:16]} were withdrawn by the order at entry {order.entry}; they are not taken in again; "
        "`truceline redact list` shows the order"
    )
    return UsageError(message)
