r"""Signed notes: text with the signatures of those who stand behind it. Source: C2SP signed-note.

A signature under a key that is not known says nothing and is ignored, even if it has the name of a known one. A signature
that names a known key and does not hold refuses the whole note, and so does a note without any signature that holds.

>>> key = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
>>> line = "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
>>> note = parse_note("This is an example message.\n\n" + line + "\n")
>>> [held.key.name for held in verify_note(note, [key])]
['example.com/foo']
>>> str(note) == note.text + "\n" + line + "\n"
True
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from truceline.errors import NoteError
from truceline.ledger.notes.keys import VerifierKey, parse_vkey
from truceline.ledger.notes.plain import check_key_name, from_base64, shown, text_of, to_base64

__all__ = ["Held", "Note", "Signature", "VerifierKey", "parse_note", "parse_signatures", "parse_vkey", "verify_note"]

MAX_SIGNATURES = 100
DASH = "\u2014 "


class Signature(msgspec.Struct, frozen=True):
    """One line under a note: who is said to have signed, and the bytes of it (a time in front, in cosignatures)."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {to_base64(self.key_id + self.signature)}\n"


class Note(msgspec.Struct, frozen=True):
    """A text, with its last newline, and the signatures under it in their order."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def with_lines(self, lines: str) -> Note:
        """Return the note with further signature lines, those that stand there already left out.

        Raises: NoteError.
        """
        more = tuple(given for given in parse_signatures(lines) if given not in self.signatures)
        return Note(self.text, tuple(dict.fromkeys(self.signatures + more)))


class Held(msgspec.Struct, frozen=True):
    """A signature that holds; ``at`` is the time it states, in seconds since 1970, None where it states none."""

    key: VerifierKey
    signature: Signature
    at: int | None


def parse_note(data: bytes | str, where: str = "note") -> Note:
    """Read a note; no signature is checked.

    Raises: NoteError, with the line.
    """
    whole = text_of(data, where)
    text, blank, lines = whole.rpartition("\n\n")
    if not blank:
        message = f"{where}: {shown(whole)} is no note; expected a text, an empty line and signature lines"
        raise NoteError(message)
    return Note(text + "\n", parse_signatures(lines, where, after=text.count("\n") + 2))


def parse_signatures(lines: str, where: str = "signatures", *, after: int = 0) -> tuple[Signature, ...]:
    """Read signature lines as a witness answers with; ``after`` lines stand before them in the file.

    Raises: NoteError, with the line.
    """
    *each, rest = text_of(lines, where).split("\n")
    if rest or not each:
        message = f"{where} line {after + len(each) + 1}: {shown(rest)} where a signature line ended by a newline was expected"
        raise NoteError(message)
    if len(each) > MAX_SIGNATURES:
        message = f"{where}: {len(each)} signatures; more than {MAX_SIGNATURES} are not read"
        raise NoteError(message)
    return tuple(_signature_of(line, f"{where} line {after + number}") for number, line in enumerate(each, start=1))


def _signature_of(line: str, where: str) -> Signature:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space:
        message = f"{where}: {shown(line)} is no signature line; expected an em dash, a name and base64"
        raise NoteError(message)
    check_key_name(name, where)
    data = from_base64(encoded, where)
    if len(data) < 5:
        message = f"{where}: a signature of {name} of {len(data)} bytes; expected the 4 bytes of a key id and more"
        raise NoteError(message)
    return Signature(name, data[:4], data[4:])


def verify_note(note: Note, keys: Iterable[VerifierKey], where: str = "note") -> tuple[Held, ...]:
    """Return the signatures of the keys given, in the order of the note, all of which hold; at least one.

    Raises: NoteError where one of them does not hold, or none of the keys has signed.
    """
    known = _by_name_and_id(keys, where)
    held = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            try:
                held.append(Held(key, signature, key.verify(note.text, signature.signature)))
            except NoteError as error:
                message = f"{where}: {error}"
                raise NoteError(message) from error
    if not held:
        signers = ", ".join(f"{given.name} ({given.key_id.hex()})" for given in note.signatures[:8])
        wanted = ", ".join(f"{key.name} ({key.key_id.hex()})" for key in list(known.values())[:8])
        message = f"{where}: signed by {shown_names(signers)}, by none of the keys that are known here: {wanted or 'none is'}"
        raise NoteError(message)
    return tuple(held)


def shown_names(names: str) -> str:
    """Return names that strangers gave, for a message: everything odd in them escaped."""
    return ascii(names)[1:-1]


def _by_name_and_id(keys: Iterable[VerifierKey], where: str) -> dict[tuple[str, bytes], VerifierKey]:
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            message = f"{where}: two different keys are called {key.name} ({key.key_id.hex()}); use another name for one of them"
            raise NoteError(message)
    return known
