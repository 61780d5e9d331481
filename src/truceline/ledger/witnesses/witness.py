"""A witness: it remembers the largest checkpoint it cosigned of each log it watches, and cosigns only what grows from it.

Source: C2SP tlog-witness. A witness keeps a folder of its own: its key, and for each log the keys it trusts and the last note it
cosigned. Comparing with that note and putting the new one in its place happen under one lock, and the new note is on the disk
before anybody is answered: no crash and no two requests at once make a witness go back. What is watched is that the log only
grows, never whether what it says is true.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from truceline import __version__
from truceline.errors import NoteError, NotFoundError, RecordError, UsageError
from truceline.ledger.disk.archive import make_folder, sync_file
from truceline.ledger.disk.turns import Turns
from truceline.ledger.heads import fork_file
from truceline.ledger.heads.fork_file import Evidence, side
from truceline.ledger.kernel.batch import stamp
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.cosignature import cosign
from truceline.ledger.notes.keys import COSIGNATURE, ED25519, VerifierKey, parse_vkey
from truceline.ledger.notes.note import Note, parse_note, verify_note
from truceline.ledger.notes.signing import Signer, load_signer, store_signer
from truceline.ledger.proofs import ProofError, verify_consistency
from truceline.ledger.witnesses.request import Request, parse_request

KEY = "witness.key"
LOGS = "logs"
VKEYS = "vkeys"
LAST = "checkpoint"
FORKS = "forks"
FORKS_OF_A_LOG = 8
"""So many files of evidence are kept of one log. The first ones show what there is to show; anybody may submit more."""
FORK_DIGITS = 16
WAIT_S = 30.0

OK, BAD, FORBIDDEN, UNKNOWN, CONFLICT, INCONSISTENT = 200, 400, 403, 404, 409, 422
TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


class Answer(msgspec.Struct, frozen=True):
    """What a witness answers: the status of HTTP, the body and its type.

    ``last`` is the newest note this witness has cosigned of the log, this one or the one that stood in its way; ``evidence`` a
    file, for its keeper, about two checkpoints that do not fit together.
    """

    status: int
    body: str
    kind: str = TEXT
    last: str | None = None
    evidence: Path | None = None


class Watched(msgspec.Struct, frozen=True):
    """A log that is watched: its keys, and the last note that was cosigned."""

    origin: str
    keys: tuple[VerifierKey, ...]
    last: str | None

    @property
    def tree(self) -> Checkpoint | None:
        """What the last note says, None where none was cosigned yet."""
        return parse_checkpoint(parse_note(self.last).text) if self.last else None


class Witness:
    """A witness whose folder is ``folder``. ``clock`` gives seconds since 1970."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time, wait_s: float = WAIT_S) -> None:
        self.folder = folder
        self.signer = _signer_in(folder)
        self._clock = clock
        self._wait_s = wait_s

    @classmethod
    def create(cls, folder: Path, name: str) -> Witness:
        """Make a witness with a fresh key.

        Raises: UsageError where there is one already, NoteError where the name cannot be that of a key.
        """
        signer = Signer.fresh(name, COSIGNATURE)
        if not store_signer(folder / KEY, signer):
            message = f"there is a witness in {folder} already: {_signer_in(folder).vkey}; use it, or name another folder"
            raise UsageError(message)
        return cls(folder)

    def trust(self, key: VerifierKey) -> bool:
        """Watch the log of this key, or trust another key for it; say whether that is new.

        Raises: NoteError where it is not the key of a log.
        """
        if key.algorithm != ED25519:
            message = f"{key.name} is the key of a witness; a log is watched by the key that `truceline keys` prints"
            raise NoteError(message)
        folder = self._folder_of(key.name)
        make_folder(folder, 0o700)
        with Turns(folder, self._wait_s).turn():
            known = _lines_in(folder / VKEYS)
            if str(key) in known:
                return False
            _put(folder / VKEYS, "".join(f"{line}\n" for line in (*known, str(key))))
        return True

    def distrust(self, key: VerifierKey) -> bool:
        """Trust a key of a log no longer; say whether it was trusted. Without a key its log is not watched any more.

        What was cosigned last is remembered all the same: a log that is watched again must go on from there.
        """
        folder = self._folder_of(key.name)
        if not (folder / VKEYS).exists():
            return False
        with Turns(folder, self._wait_s).turn():
            known = _lines_in(folder / VKEYS)
            left = [line for line in known if line != str(key)]
            if len(left) == len(known):
                return False
            _put(folder / VKEYS, "".join(f"{line}\n" for line in left))
        return True

    def watched(self) -> Iterator[Watched]:
        """Yield the logs that are watched, by origin."""
        folders = (self.folder / LOGS).glob(f"*/{VKEYS}")
        found = [self._watched(file.parent) for file in folders]
        yield from sorted((each for each in found if each), key=lambda each: each.origin)

    def last(self, origin_hash: str) -> str | None:
        """Return the last note cosigned of the log with this SHA-256 of its origin (hex), None where there is none."""
        known = {file.parent.name for file in (self.folder / LOGS).glob(f"*/{VKEYS}")}
        watched = self._watched(self.folder / LOGS / origin_hash) if origin_hash in known else None
        return watched.last if watched else None

    def add_checkpoint(self, data: bytes | str, where: str = "request") -> Answer:
        """Answer a request as tlog-witness says: cosign, or say why not. Never raises for what a request says.

        Raises: RecordError where the witness's own folder cannot be read or written.
        """
        try:
            request = parse_request(data, where)
        except NoteError as error:
            return Answer(BAD, f"{error}\n")
        folder = self._folder_of(request.tree.origin)
        if self._watched(folder) is None:
            return self._unknown(request)
        with Turns(folder, self._wait_s).turn():
            watched = self._watched(folder)  # again, now that nobody else can change it
            if watched is None:
                return self._unknown(request)
            return self._decide(folder, watched, request, where)

    def _unknown(self, request: Request) -> Answer:
        return Answer(UNKNOWN, f"the log {request.tree.origin} is not watched by {self.signer.name}\n")

    def _decide(self, folder: Path, watched: Watched, request: Request, where: str) -> Answer:
        """Check in the order of the specification, then remember, then answer. The caller holds the lock."""
        try:
            held = verify_note(request.note, watched.keys, where)
        except NoteError as error:
            return Answer(FORBIDDEN, f"{error}\n")
        new, known = request.tree, watched.tree
        size = known.size if known else 0
        if max(request.proofs) > new.size:
            return Answer(BAD, f"old size {max(request.proofs)} is larger than the checkpoint's {new.size}\n")
        if size not in request.proofs:
            return Answer(CONFLICT, f"{size}\n", SIZE, watched.last, self._note_fork(watched, known, request))
        refusal = _inconsistent(known, new, request.proofs[size])
        if refusal is not None:
            evidence = self._note_fork(watched, known, request)
            return Answer(INCONSISTENT, f"{refusal}\n", last=watched.last, evidence=evidence)
        line = cosign(self.signer, request.note.text, max(1, int(self._clock())))
        signed = Note(request.note.text, tuple(each.signature for each in held)).with_lines(line)
        # A crash before this leaves the old note, after it the new one; whoever asked asks again and gets the same answer.
        _put(folder / LAST, str(signed))
        return Answer(OK, line, last=str(signed))

    def _note_fork(self, watched: Watched, known: Checkpoint | None, request: Request) -> Path | None:
        """Keep a signed checkpoint that contradicts what was cosigned, as evidence: the same size, or a proof that fails.

        A proof that fails shows nothing by itself: whoever relays an honest checkpoint can spoil it. So of one log only so many
        are kept, and two roots for one size, which does show a fork, always find a place.
        """
        new = request.tree
        is_other_root = known is not None and known.size == new.size and known.root != new.root
        is_unproven = known is not None and 0 < known.size < new.size and known.size in request.proofs
        if known is None or not (is_other_root or is_unproven):
            return None
        folder = self.folder / FORKS / self._folder_of(new.origin).name[:FORK_DIGITS]
        if sum(1 for _ in folder.glob(f"*{fork_file.SUFFIX}")) >= FORKS_OF_A_LOG * (1 + is_other_root):
            return None
        evidence = Evidence(
            found="fork",
            origin=new.origin,
            at=stamp(utc_now()),
            by=f"truceline {__version__}, witness {self.signer.name}",
            first=side(known, f"cosigned by {self.signer.name}", watched.last),
            second=side(new, f"submitted to {self.signer.name}", str(request.note)),
        )
        return fork_file.write((folder,), evidence)

    def _folder_of(self, origin: str) -> Path:
        return self.folder / LOGS / hashlib.sha256(origin.encode("utf-8")).hexdigest()

    def _watched(self, folder: Path) -> Watched | None:
        """Return the log of a folder, None where it is not watched. Raises: RecordError where what lies there is damaged."""
        try:
            keys = tuple(parse_vkey(line, str(folder / VKEYS)) for line in _lines_in(folder / VKEYS))
            last = _text_in(folder / LAST)
            if last is not None:
                verify_note(parse_note(last, str(folder / LAST)), [self.signer.vkey], str(folder / LAST))
        except NoteError as error:
            message = (
                f"the witness's own memory is damaged: {error}; restore {folder} from its newest copy, or make a new witness"
            )
            raise RecordError(message) from error
        return Watched(keys[0].name, keys, last) if keys else None


def _inconsistent(known: Checkpoint | None, new: Checkpoint, proof: Sequence[bytes]) -> str | None:
    """Say why a tree does not grow from the one known, None where it does."""
    if not new.is_possible:
        return "an empty tree has another root"
    if known is None or known.size == 0:
        return f"a proof of {len(proof)} hashes from size 0, which needs none" if proof else None
    try:
        verify_consistency(known.size, new.size, known.root, new.root, proof)
    except ProofError as error:
        return f"not shown to grow from {known.size} entries: {error}"
    return None


def _signer_in(folder: Path) -> Signer:
    try:
        is_there = (folder / KEY).exists()
    except OSError as error:
        message = f"the witness in {folder} cannot be read: {error.strerror}; name its folder with --folder"
        raise UsageError(message) from error
    if not is_there:
        message = f"no witness in {folder}; make one with `truceline witness init --name NAME`, or name its folder with --folder"
        raise NotFoundError(message)
    signer = load_signer(folder / KEY)
    if signer.algorithm != COSIGNATURE:
        message = f"{folder / KEY} is the key of a log, not of a witness"
        raise NoteError(message)
    return signer


def _lines_in(file: Path) -> list[str]:
    return (_text_in(file) or "").split("\n")[:-1]


def _text_in(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file} cannot be read: {error}"
        raise RecordError(message) from error


def _put(file: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, and on the disk before this returns."""
    waiting = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    try:
        with waiting.open("xb") as out:
            out.write(text.encode("utf-8"))
            out.flush()
            os.fsync(out.fileno())
        waiting.replace(file)
        sync_file(file.parent)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        message = f"the witness cannot remember: {file} cannot be written: {error.strerror}; nothing was cosigned"
        raise RecordError(message) from error
