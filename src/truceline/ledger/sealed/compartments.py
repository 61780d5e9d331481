"""Compartments: who may read which sealed values, by whom the key of which was handed to.

In the log a compartment is an opaque id, never a name: ``source-protection`` on a leaf would already say too much. The names lie
in the key folder, beside the keys. A key is handed to a party as a small file, over a way that both trust; whoever has
it and a copy of the record reads the sealed values of that compartment and of no other.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec

from truceline.errors import BundleError, NotFoundError, UsageError
from truceline.ledger.leaf.entries import OPEN_COMPARTMENT
from truceline.ledger.sealed import keyring
from truceline.ledger.sealed.vault import FOLDER, KEY_BYTES, Vault, reference_key

FORMAT = "truceline/compartment-key/v1"
LARGEST_FILE = 64 * 1024
LONGEST_NAME = 80
ID = re.compile(r"k[0-9a-f]{16}|open", re.ASCII)


class Compartment(msgspec.Struct, frozen=True, kw_only=True):
    """A compartment that is known here. ``has_key``: its values can be read here."""

    name: str
    id: str
    has_key: bool


class HandedKey(msgspec.Struct, frozen=True, kw_only=True):
    """The file in which the keys of a compartment are handed over."""

    format: str
    origin: str
    compartment: str
    name: str
    keys: tuple[str, ...]
    references: tuple[str, ...] = ()


class Compartments:
    """The compartments of one log that are known on this machine."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._vault = Vault(origin)
        self._folder = keyring.folder_of(origin) / FOLDER

    def all(self) -> tuple[Compartment, ...]:
        """Return the compartments by name; the open one, of everything that was given none, comes first."""
        named = {_name_in(file): file.stem for file in sorted(self._folder.glob("*.name"))}
        found = {OPEN_COMPARTMENT: OPEN_COMPARTMENT, **dict(sorted(named.items()))}
        return tuple(Compartment(name=name, id=co, has_key=bool(self._vault.keys(co))) for name, co in found.items())

    def id_of(self, name: str) -> str:
        """Return the opaque id of a compartment.

        Raises: NotFoundError where there is none of this name; the names that there are are told.
        """
        known = {each.name: each.id for each in self.all()}
        if name not in known:
            message = f'no compartment "{name}" here; expected one of {", ".join(known)}; `truceline compartments add` makes one'
            raise NotFoundError(message)
        return known[name]

    def add(self, name: str) -> Compartment:
        """Make a compartment with a key of its own.

        Raises: UsageError where the name is taken or cannot be one.
        """
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            message = f"{name!r} cannot be the name of a compartment; expected 1 to {LONGEST_NAME} visible characters"
            raise UsageError(message)
        if any(each.name.casefold() == name.casefold() for each in self.all()):
            message = f'there is a compartment "{name}" already; choose another name, or use that one'
            raise UsageError(message)
        made = f"k{secrets.token_hex(8)}"
        self._vault.key(made)
        keyring.write_secret(self._folder / f"{made}.name", name.encode())
        return Compartment(name=name, id=made, has_key=True)

    def handed(self, name: str) -> bytes:
        """Return the file that hands the keys of a compartment over.

        Raises: NotFoundError where there is no such compartment, or its key is not here.
        """
        co = self.id_of(name)
        keys = self._vault.keys(co)
        if not keys:
            message = f'the key of compartment "{name}" is not here (looked for {self._vault.file(co)}); ask who made it'
            raise NotFoundError(message)
        handed = HandedKey(
            format=FORMAT,
            origin=self._origin,
            compartment=co,
            name=name,
            keys=_encoded(keys),
            references=_encoded(self._vault.reference_keys(co)) if self._vault.references_file(co).exists() else (),
        )
        return msgspec.json.encode(handed, order="deterministic")

    def take(self, data: bytes, where: str) -> Compartment:
        """Take the keys of a compartment in from what ``handed`` returned; the same file twice is harmless.

        Raises: BundleError where it is none, or one of another log; nothing is written then.
        """
        handed = _read_handed(data, where)
        if handed.origin != self._origin:
            message = f"{where} has a key for the log {handed.origin}; this record is {self._origin}; nothing was taken"
            raise BundleError(message)
        here, brought = self._vault.keys(handed.compartment), _keys_in(handed.keys, where)
        is_older = reference_key(brought[0]) in self._vault.reference_keys(handed.compartment)
        # One that was put in the place of another locks, unless another was put in its place here; else the one that did goes on.
        keys = tuple(dict.fromkeys((*brought, *here) if handed.references and not is_older else (*here, *brought)))
        if handed.references:
            references = dict.fromkeys((*_keys_in(handed.references, where), *self._vault.reference_keys(handed.compartment)))
            keyring.write_secret(self._vault.references_file(handed.compartment), b"".join(references), replace=True)
        if keys != here:
            keyring.write_secret(self._vault.file(handed.compartment), b"".join(keys), replace=True)
        if handed.compartment != OPEN_COMPARTMENT:
            keyring.write_secret(self._folder / f"{handed.compartment}.name", self._free(handed).encode())
        return next(each for each in self.all() if each.id == handed.compartment)

    def _free(self, handed: HandedKey) -> str:
        """Return the name that was handed over, or one beside it where another compartment bears that here."""
        taken = any(each.name == handed.name and each.id != handed.compartment for each in self.all())
        return f"{handed.name} ({handed.compartment})" if taken else handed.name


def _read_handed(data: bytes, where: str) -> HandedKey:
    expected = "expected a file that `truceline compartments export` made"
    if len(data) > LARGEST_FILE:
        message = f"{where} has {len(data)} bytes, at most {LARGEST_FILE} are read; {expected}"
        raise BundleError(message)
    try:
        handed = msgspec.json.decode(data, type=HandedKey)
    except (ValueError, RecursionError) as error:
        message = f"{where} is no key of a compartment: {error}; {expected}"
        raise BundleError(message) from error
    if handed.format != FORMAT or not ID.fullmatch(handed.compartment) or not handed.name.isprintable():
        message = f"{where} says format {handed.format!r:.60}, compartment {handed.compartment!r:.60}; {expected}"
        raise BundleError(message)
    return handed


def _encoded(keys: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(base64.b64encode(key).decode() for key in keys)


def _keys_in(written: tuple[str, ...], where: str) -> tuple[bytes, ...]:
    try:
        keys = tuple(base64.b64decode(key, validate=True) for key in written)
    except ValueError as error:
        message = f"{where}: a key in it is not base64: {error}; have it exported again"
        raise BundleError(message) from error
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        message = f"{where} has keys of {[len(key) for key in keys][:4]} bytes; expected {KEY_BYTES} each; have it exported again"
        raise BundleError(message)
    return keys


def _name_in(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
