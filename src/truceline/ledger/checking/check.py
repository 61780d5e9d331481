"""Verification: compute everything anew from the leaves and say, for whatever differs, where and which two values.

A green verification shows that the record holds together, and, where somebody noted down size and root earlier, that it was
not changed since. It never shows that what the record says is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest

import msgspec
import sqlalchemy as sa

from truceline.errors import EncodingError, KeyMissingError, NotFoundError, RecordBrokenError
from truceline.ledger import settings
from truceline.ledger.checking.changed import Difference, changed_at_edge, changed_in_tile
from truceline.ledger.evidence import kept_files
from truceline.ledger.exchange import mirror
from truceline.ledger.heads import check_heads
from truceline.ledger.kernel.merkle import TILE_WIDTH, Frontier, hashes_in
from truceline.ledger.kernel.projections import Projections
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.bodies import RedactionOrdered
from truceline.ledger.leaf.entries import Entry, read_entry, read_header
from truceline.ledger.proofs import leaf_hash, root_of
from truceline.ledger.reads import collection_paused
from truceline.ledger.sealed.decoys import known_decoys
from truceline.ledger.store import Store

SHOWN_DIGITS = 16
"""Hex digits shown of a hash that nobody has noted down: enough to tell two apart."""


TOLD_EVERY = 2048
Watch = Callable[[int, int | None], None]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not hold: where, and what stands there against what was expected."""

    where: str
    message: str


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """The result of verifying a record: its size and root as computed, how much was looked at, and every problem found.

    ``withheld`` of the ``sealed`` commitments have no value that can be read here: some were ordered to go (``ordered``), the
    key of some is not here, some are decoys that never had one. ``gone`` files were ordered to go, ``locked`` ones are
    confidential and their key is not here.
    """

    ok: bool
    size: int
    root: str
    files: int
    sealed: int
    withheld: int
    problems: tuple[Problem, ...]
    ordered: int = 0
    gone: int = 0
    locked: int = 0


def verify(store: Store, *, size: int | None, root: str | None, watch: Watch = lambda _done, _total: None) -> Verification:
    """Verify a whole record against itself and, where given, against an earlier size and root (hex).

    ``watch`` is told how many entries were looked at, of how many.
    """
    with store.log.snapshot(), collection_paused():
        walk = _Walk(store, watch)
        walk.all(size, root)
    return Verification(
        ok=not walk.problems,
        size=walk.frontier.size,
        root=walk.frontier.root.hex(),
        files=walk.files_named,
        sealed=len(walk.digests) - walk.decoys,
        withheld=len(walk.digests) - walk.decoys - walk.present,
        problems=tuple(walk.problems),
        ordered=len(walk.digests.keys() & walk.ordered.keys()),
        gone=walk.gone,
        locked=walk.locked,
    )


class _Walk:
    """One walk through a record, gathering problems; the first difference of a kind never hides the next."""

    def __init__(self, store: Store, watch: Watch) -> None:
        self.store = store
        self._watch = watch
        self.problems: list[Problem] = []
        self.frontier = Frontier()
        self.hashes: list[bytes] = []
        self.named: dict[str, int] = {}
        self.digests: dict[str, int] = {}
        self.present = 0
        self.decoys = 0
        self.ordered: dict[str, int] = {}
        self.files_named = 0
        self.gone = 0
        self.locked = 0
        self._sound: list[Entry] = []
        self._last_at = ""
        self._origin = ""

    def all(self, size: int | None, root: str | None) -> None:
        """Take every step; a step that the damage of the file itself stops is a problem, and the next one is taken."""
        steps = (
            self.pages,
            self.entries,
            self.tree,
            partial(self.earlier, size, root),
            self.heads,
            self.files,
            self.disclosures,
            self.projections,
            self.settings,
            self.peers,
        )
        errors: tuple[type[Exception], ...] = (*self.store.log.engine.errors, sa.exc.DatabaseError, RecordBrokenError)
        for step in steps:
            try:
                step()
            except errors as error:
                self._note("database", f"{self.store.log.name} is damaged: {error}; restore it from a copy")

    def pages(self) -> None:
        """Have the database check its own pages and that every index finds what its table holds."""
        for message in self.store.log.engine.problems():
            self._note("database", f"{self.store.log.name}: {message}; restore it from a copy, or run `truceline rebuild`")

    def entries(self) -> None:
        """Read every leaf, hash it anew and check its header against its place."""
        total = self.store.log.size
        rows = self.store.log.sql.execute("SELECT idx, id, leaf FROM entry ORDER BY idx")
        for expected, (idx, entry_id, leaf) in enumerate(rows):
            if idx != expected:
                self._note(f"entry {expected}", f"is missing; the next entry is {idx}")
                return
            if not isinstance(leaf, bytes):  # a damaged page may hold anything
                self._note(f"entry {idx}", f"has {leaf!r:.40} for a leaf; expected bytes")
                leaf = b""  # noqa: PLW2901 - read on as what can be hashed
            self.hashes.append(leaf_hash(leaf))
            self._leaf(idx, entry_id, leaf)
            if idx % TOLD_EVERY == 0:
                self._watch(idx, total)
        self._watch(total, total)

    def _leaf(self, idx: int, entry_id: str, leaf: bytes) -> None:
        try:
            canonical.decode(leaf)
            header = read_header(idx, leaf)
            entry = read_entry(idx, leaf)
        except (EncodingError, RecordBrokenError) as error:
            self._note(f"entry {idx}", str(error))
            return
        self._origin = self._origin or header.log
        for what, found, expected in (("id", header.id, entry_id), ("log", header.log, self._origin), ("v", header.v, 1)):
            if found != expected:
                self._note(f"entry {idx}", f"has {what} {found!r} in its leaf; expected {expected!r}")
        if header.at < self._last_at:
            self._note(f"entry {idx}", f"is dated {header.at}, before the entry in front of it ({self._last_at})")
        self._last_at = max(self._last_at, header.at)
        self._sound.append(entry)
        self.named.update(dict.fromkeys(entry.body.archived(), idx))
        self.digests.update(dict.fromkeys(_sealed(leaf, entry), idx))
        if isinstance(entry.body, RedactionOrdered):
            self.ordered.update(dict.fromkeys(entry.body.withdrawn(), idx))

    def tree(self) -> None:
        """Compare tiles, size and root as stored with those computed from the leaves."""
        self.frontier = Frontier().grown(self.hashes)
        row = self.store.log.sql.execute("SELECT size, root, edge FROM tree_state").fetchone() or (0, b"", b"")
        size, root, edge = row[0], row[1] or b"", row[2] or b""
        for what, stored, computed in (("size", size, self.frontier.size), ("root", root.hex(), self.frontier.root.hex())):
            if stored != computed:
                self._note("tree", f"{what} differs: stored {stored}, computed {computed}; the log was changed")
        self._edge(edge, self.frontier.to_bytes())
        expected = dict(_tiles(self.hashes))
        stored_tiles = {(level, number): data for level, number, data in self.store.log.sql.execute("SELECT * FROM tile")}
        if root != self.frontier.root:
            self._changed(
                Frontier.from_bytes(size, edge), {number: data for (level, number), data in stored_tiles.items() if not level}
            )
        for place in sorted(expected.keys() | stored_tiles.keys()):
            if expected.get(place) != stored_tiles.get(place):
                self._note(f"tile {place[0]}/{place[1]}", "is missing, needless or not what the leaves give")

    def _changed(self, stored: Frontier, tiles: dict[int, bytes]) -> None:
        """Name the entries that are not those of which the tree was made."""
        found: list[Difference] = []
        for number, tile in sorted(tiles.items()):
            first = number * TILE_WIDTH
            found += changed_in_tile(tile, first, self.hashes[first : first + TILE_WIDTH])
        if stored.size == self.frontier.size:
            found += changed_at_edge(stored, self.frontier)
        self.problems += [Problem(where=each.where, message=each.message) for each in found]

    def _edge(self, stored: bytes, computed: bytes) -> None:
        """Compare the hashes of the tree's right edge, and say which is the first to differ."""
        if stored == computed:
            return
        pairs = list(zip_longest(hashes_in(stored), hashes_in(computed), fillvalue=b""))
        at = next((n for n, (left, right) in enumerate(pairs) if left != right), 0)
        left, right = (each.hex()[:SHOWN_DIGITS] or "none" for each in pairs[at])
        message = (
            f"edge differs in hash {at + 1} of {len(pairs)}: stored {left}, computed {right} (first digits); the log was changed"
        )
        self._note("tree", message)

    def earlier(self, size: int | None, root: str | None) -> None:
        """Compare with what somebody noted down earlier."""
        noted = size if size is not None else self.frontier.size
        if noted > len(self.hashes):
            self._note("tree", f"has {len(self.hashes)} entries, fewer than the {noted} noted earlier; entries were dropped")
        elif root is not None:
            computed = Frontier().grown(self.hashes[:noted]).root.hex()
            if computed != root.lower():
                message = f"root of the first {noted} differs: noted {root}, computed {computed}; the log was changed since"
                self._note("tree", message)

    def heads(self) -> None:
        """Compare with the checkpoints that were signed, with the high-water mark, and check keys and successors."""
        for where, message in check_heads.faults(self.store, self.hashes, self._sound):
            self._note(where, message)

    def files(self) -> None:
        """Hash every archived file that an entry names; one that is missing must have been ordered to go."""
        named = self.named | self._evidence()
        self.files_named = len(named)
        for digest, idx in named.items():
            try:
                for _ in self.store.files.chunks(digest):
                    pass  # the last piece is given out only after the whole was compared with its digest
            except KeyMissingError:
                self.locked += 1
            except NotFoundError as error:
                if digest not in self.ordered:
                    self._note(f"archive (entry {idx})", str(error))
                self.gone += digest in self.ordered
            except RecordBrokenError as error:
                self._note(f"archive (entry {idx})", str(error))

    def _evidence(self) -> dict[str, int]:
        """Return the files that entries name under seal, as far as the keys are here."""
        try:
            return {kept.sha256: kept.entry for kept in kept_files(self.store) if kept.sha256}
        except (NotFoundError, RecordBrokenError, EncodingError):
            return {}  # what is wrong there is found where entries and sealed values are looked at

    def disclosures(self) -> None:
        """Check every sealed value that still exists against the digest in its entry; one that is gone was ordered to."""
        there: set[str] = set()
        locked_for = {digest: entry.co for entry in self._sound for digest in entry.sealed}
        for digest, idx, co in self.store.log.engine.rows("SELECT digest, entry_idx, compartment FROM disclosure ORDER BY 2, 1"):
            there.add(digest)
            if digest in locked_for and (idx is None or co != locked_for[digest]):
                own = f"entry {self.digests.get(digest)} in compartment {locked_for[digest]}"
                message = f"belongs to {own}, and stands with entry {idx} in {co!r:.40}"
                self._note(f"sealed value {digest}", message)
                continue
            try:
                found = self.store.log.disclosed(digest)
            except (RecordBrokenError, EncodingError) as error:
                self._note(f"sealed value {digest}", str(error))
                continue
            if found is not None and found.digest != digest:
                self._note(f"sealed value {digest}", f"was changed: its digest is now {found.digest}")
            elif idx is not None and self.digests.get(digest) != idx:
                self._note(f"sealed value {digest}", f"does not stand in entry {idx}")
            else:
                self.present += idx is not None and found is not None
        self._missing(there)

    def _missing(self, there: set[str]) -> None:
        """Tell decoys from values that are gone, where the key of their compartment is here: it made the decoys beside them."""
        for entry in self._sound:
            if all(digest in there for digest in entry.sealed):
                continue
            blanks = known_decoys(self.store.vault, entry.co, entry.id).intersection(entry.sealed)
            self.decoys += len(blanks)
            gone = [each for each in entry.sealed if each not in there and each not in blanks and each not in self.ordered]
            for digest in gone if blanks else ():
                message = f"of entry {entry.idx} is missing, and no order says why; restore it from a copy, or have it ordered"
                self._note(f"sealed value {digest}", message)

    def projections(self) -> None:
        """Fold the log anew beside the record and compare."""
        if self.problems:
            return
        reached = self.store.folded
        engine = sa.create_engine("sqlite://")
        with engine.connect() as connection:
            fresh = Projections(connection)
            fresh.rebuild([[entry for entry in self._sound if entry.idx < reached]])
            expected = fresh.dump()
        engine.dispose()
        stored = self.store.dump()
        if stored != expected:
            self._note("projections", f"{_first_difference(stored, expected)}; run `truceline rebuild`")

    def settings(self) -> None:
        """Compare ``truceline.toml`` with the first entry."""
        if not self._sound or self._sound[0].idx != 0:
            return
        try:
            found = settings.read(self.store.folder / settings.NAME)
        except RecordBrokenError as error:
            self._note(settings.NAME, str(error))
            return
        for what in ("kind", "theatre", "origin"):
            stands, expected = getattr(found, what), getattr(self.store, what)
            if stands != expected:
                self._note(settings.NAME, f"{what} is {stands!r}; the log was opened with {expected!r}")

    def peers(self) -> None:
        """Compute the copies of other offices' logs anew."""
        for where, message in mirror.problems(self.store):
            self._note(where, message)

    def _note(self, where: str, message: str) -> None:
        self.problems.append(Problem(where=where, message=f"{where} {message}" if not message.startswith(where) else message))


def _sealed(leaf: bytes, entry: Entry) -> Iterator[str]:
    """Yield the digests of sealed values in a leaf: those of ``_sd`` and those of sealed array elements."""
    yield from entry.sealed
    if b'"..."' in leaf:
        waiting: list[canonical.Json] = [canonical.decode(leaf)]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                digest = value.get("...")
                if isinstance(digest, str):
                    yield digest
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value


def _tiles(hashes: list[bytes]) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Yield every full tile of a tree."""
    level, row = 0, hashes
    while len(row) >= TILE_WIDTH:
        full = [b"".join(row[first : first + TILE_WIDTH]) for first in range(0, len(row) - TILE_WIDTH + 1, TILE_WIDTH)]
        yield from (((level, number), tile) for number, tile in enumerate(full))
        level, row = level + 1, [root_of(hashes_in(tile)) for tile in full]


def _first_difference(stored: bytes, expected: bytes) -> str:
    left, right = set(stored.split(b"\n")), set(expected.split(b"\n"))
    extra, missing = sorted(left - right), sorted(right - left)
    return f"row {extra[0]!r:.200} stands there" if extra else f"row {missing[0]!r:.200} is missing"
