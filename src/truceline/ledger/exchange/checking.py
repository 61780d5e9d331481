"""Checking a log that somebody brought: every leaf, bundle, tile and root computed anew, and every file hashed.

``Brought`` reads a folder in the layout of ``layout.py`` and believes nothing in it. It gives out entries only after the whole
was found to hold together under a signature, so that what is appended to a record because of it can never be half of a story.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import NoReturn

import msgspec

from truceline.errors import BundleError, EncodingError, NoteError, RecordBrokenError
from truceline.ledger.exchange import layout
from truceline.ledger.exchange.stick import Stick
from truceline.ledger.exchange.writing import tiles_over
from truceline.ledger.heads.succession import fault_of
from truceline.ledger.kernel.merkle import TILE_WIDTH, Frontier, Tree
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.bodies import LogOpened, LogSuccessor
from truceline.ledger.leaf.disclosures import Disclosure, open_disclosure
from truceline.ledger.leaf.entries import VERSION, Entry, read_entry, read_header
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.keys import VerifierKey, parse_vkey
from truceline.ledger.notes.note import Note, parse_note, verify_note
from truceline.ledger.notes.plain import MAX_BYTES
from truceline.ledger.notes.tile_files import CHECKPOINT, MAX_BUNDLE, entries_in, entries_path, paths_of, tile_path
from truceline.ledger.proofs import HASH_BYTES, leaf_hash

Watch = Callable[[int, int | None], None]


class Brought:
    """A log in a folder. ``check`` computes all of it anew; before that nothing in it is more than somebody's word."""

    def __init__(self, stick: Stick) -> None:
        self.stick = stick
        self.manifest = layout.parse(stick.read(layout.MANIFEST, layout.MAX_MANIFEST), self._at(layout.MANIFEST))
        self.note, self.tree = self._read_note()
        self.hashes: list[bytes] = []
        self.disclosures: dict[str, Disclosure] = {}
        self.successions: list[LogSuccessor] = []

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self.tree.origin

    def keys(self) -> tuple[VerifierKey, ...]:
        """Return the keys that the manifest says sign for this log.

        Raises: BundleError where one is no key, or of another log.
        """
        try:
            keys = tuple(parse_vkey(vkey) for vkey in self.manifest.vkeys)
        except NoteError as error:
            message = f"{self._at(layout.MANIFEST)}: {error}"
            raise BundleError(message) from error
        for key in keys:
            if key.name != self.origin or key.is_timed:
                message = f"{self._at(layout.MANIFEST)}: key of {key.name!a}; expected one of the log {self.origin!a}"
                raise BundleError(message)
        return keys

    def check_signed(self, keys: tuple[VerifierKey, ...]) -> None:
        """Check that one of these keys has signed the head.

        Raises: BundleError.
        """
        try:
            verify_note(self.note, keys, self._at(CHECKPOINT))
        except NoteError as error:
            raise BundleError(str(error)) from error

    def check(self, watch: Watch) -> None:
        """Compute everything anew.

        Raises: BundleError, which says where, and which two values differ.
        """
        self.hashes.clear()
        self.successions.clear()
        named = self._check_entries(watch)
        self._check_tree()
        self._check_files(named, watch)
        self._check_disclosures()

    def files(self) -> Iterator[tuple[str, int]]:
        """Yield the names of all files of this state of the log, each with how long it may be; head and manifest last."""
        yield from ((layout.blob_path(blob.sha256), blob.size) for blob in self.manifest.blobs)
        for path in paths_of(self.tree.size):
            yield str(path), MAX_BUNDLE if path.level is None else path.width * HASH_BYTES
        yield CHECKPOINT, MAX_BYTES
        yield layout.MANIFEST, layout.MAX_MANIFEST

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in order."""
        idx = 0
        for number in range(-(-self.tree.size // TILE_WIDTH)):
            for leaf in self._leaves(number):
                yield self._entry(idx, leaf)
                idx += 1

    @functools.cached_property
    def tree_over(self) -> Tree:
        """Return the tree over the leaves that were checked, for making proofs."""
        return Tree(len(self.hashes), _InMemory(self.hashes))

    def _read_note(self) -> tuple[Note, Checkpoint]:
        where = self._at(CHECKPOINT)
        data = self.stick.read(CHECKPOINT, MAX_BYTES)
        try:
            note = parse_note(data, where)
            tree = parse_checkpoint(note.text, where)
        except NoteError as error:
            raise BundleError(str(error)) from error
        if (tree.origin, tree.size) != (self.manifest.origin, self.manifest.size):
            message = (
                f"{where} is of {tree.origin!a} with {tree.size} entries, the manifest of {self.manifest.origin!a} with "
                f"{self.manifest.size}: the export was interrupted, or the files are of two logs; export again; nothing was taken"
            )
            raise BundleError(message)
        if tree.root.hex() != self.manifest.root:
            message = f"{where} has root {tree.root.hex()}, the manifest {self.manifest.root[:80]!a}; export again"
            raise BundleError(message)
        if layout.folder_name(tree.origin) != self.stick.shown.name:
            message = f"{self.stick.shown} holds the log {tree.origin!a}; expected it in {layout.folder_name(tree.origin)}"
            raise BundleError(message)
        return note, tree

    def _check_entries(self, watch: Watch) -> dict[str, int]:
        """Read every leaf; return the archived files that they name, each with the entry."""
        named: dict[str, int] = {}
        ids: set[str] = set()
        last, log, origin = "", "", ""
        for number in range(-(-self.tree.size // TILE_WIDTH)):
            for leaf in self._leaves(number):
                idx = len(self.hashes)
                entry = self._entry(idx, leaf)
                header = read_header(idx, leaf)
                log = log or header.log
                origin = self._goes_on(entry, origin or log)
                if header.log != log or entry.id in ids or entry.at < last:
                    self._refuse(idx, f"has log {header.log!a}, id {entry.id!a}, time {entry.at!a} after {log!a}, {last!a}")
                if (idx == 0) != isinstance(entry.body, LogOpened):
                    self._refuse(idx, f"is {entry.kind}; a log begins with log.opened, and nowhere else has it")
                if isinstance(entry.body, LogOpened) and (entry.body.kind, entry.body.theatre) != (
                    self.manifest.kind,
                    self.manifest.theatre,
                ):
                    self._refuse(idx, f"opens a log of {entry.body.kind}, {entry.body.theatre!a}; the manifest says otherwise")
                ids.add(entry.id)
                last = entry.at
                self.hashes.append(leaf_hash(leaf))
                named |= dict.fromkeys(entry.body.archived(), idx)
            watch(len(self.hashes), self.tree.size)
        if origin != self.origin:
            self._refuse(len(self.hashes) - 1, f"is of the log {origin!a}; the head is of {self.origin!a}")
        return named

    def _goes_on(self, entry: Entry, origin: str) -> str:
        """Return the origin in force after an entry: a new one from a ``log.successor`` on, which must be right at its place."""
        if not isinstance(entry.body, LogSuccessor):
            return origin
        try:
            fault = fault_of(entry, origin, Frontier().grown(self.hashes).root)
        except NoteError as error:
            fault = str(error)
        if fault is not None:
            self._refuse(entry.idx, fault)
        self.successions.append(entry.body)
        return entry.body.origin

    def _check_tree(self) -> None:
        computed = Frontier().grown(self.hashes).root
        if computed != self.tree.root:
            message = f"{self._at(CHECKPOINT)}: root {self.tree.root.hex()}; the leaves give {computed.hex()}; nothing was taken"
            raise BundleError(message)
        for name, expected in tiles_over(self.hashes):
            if self.stick.read(name, len(expected)) != expected:
                message = f"{self._at(name)} is not what the leaves give; copy the stick again; nothing was taken"
                raise BundleError(message)

    def _check_files(self, named: dict[str, int], watch: Watch) -> None:
        for number, blob in enumerate(self.manifest.blobs, 1):
            where = self._at(layout.blob_path(blob.sha256))
            if blob.sha256 not in named:
                message = f"{where} is named by no entry; nothing was taken"
                raise BundleError(message)
            size = self.stick.size(layout.blob_path(blob.sha256)) if self.stick.is_file(layout.blob_path(blob.sha256)) else -1
            if size != blob.size:
                message = f"{where} has {size} bytes; the manifest says {blob.size} (-1: none is there); nothing was taken"
                raise BundleError(message)
            computed = self.stick.sha256(layout.blob_path(blob.sha256))
            if computed != blob.sha256:
                message = f"{where} has the SHA-256 {computed}; copy the stick again; nothing was taken"
                raise BundleError(message)
            watch(number, len(self.manifest.blobs))

    def _check_disclosures(self) -> None:
        """Open the sealed values that came along; which entry commits itself to one is known by its digest."""
        for encoded in self.manifest.disclosures:
            try:
                opened = open_disclosure(encoded)
            except (EncodingError, UnicodeEncodeError) as error:
                message = f"{self._at(layout.MANIFEST)}: a disclosure in it is none: {error}"
                raise BundleError(message) from error
            self.disclosures[opened.digest] = opened

    def _leaves(self, number: int) -> tuple[bytes, ...]:
        name = self._bundle(number)
        width = min(TILE_WIDTH, self.tree.size - number * TILE_WIDTH)
        try:
            return entries_in(self.stick.read(name, MAX_BUNDLE), self._at(name), width=width)
        except NoteError as error:
            message = f"{error}; nothing was taken"
            raise BundleError(message) from error

    def _bundle(self, number: int) -> str:
        return entries_path(number, min(TILE_WIDTH, self.tree.size - number * TILE_WIDTH))

    def _entry(self, idx: int, leaf: bytes) -> Entry:
        try:
            if len(leaf) > canonical.MAX_LEAF_BYTES:
                self._refuse(idx, f"has {len(leaf)} bytes; at most {canonical.MAX_LEAF_BYTES} fit a leaf")
            canonical.decode(leaf)
            header = read_header(idx, leaf)
            if header.v != VERSION:
                self._refuse(idx, f"is of version {header.v}; this truceline reads {VERSION}; upgrade to read it")
            return read_entry(idx, leaf)
        except (EncodingError, RecordBrokenError, msgspec.ValidationError) as error:
            message = f"{self._at(self._bundle(idx // TILE_WIDTH))}: {error}; nothing was taken"
            raise BundleError(message) from error

    def _refuse(self, idx: int, what: str) -> NoReturn:
        message = f"{self._at(self._bundle(idx // TILE_WIDTH))}: entry {idx} {what}; nothing was taken"
        raise BundleError(message)

    def _at(self, name: str) -> str:
        return str(self.stick.shown / name)


class _InMemory:
    """The hashes of a tree, all at hand."""

    def __init__(self, hashes: list[bytes]) -> None:
        self._hashes = hashes
        self._tiles = dict(tiles_over(hashes))

    def tile(self, level: int, number: int) -> bytes:
        """Return the 256 hashes of a full tile."""
        return self._tiles[tile_path(level, number)]

    def leaves(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return the leaf hashes of [start, end)."""
        return tuple(self._hashes[start:end])
