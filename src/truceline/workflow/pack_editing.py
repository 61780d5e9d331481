"""Editing the theatre pack of a record: one file at a time, checked as a whole, put into use as a new version.

Nothing is changed in place. Every version that was ever in use stays in the record by its hash, with its files as they came; what
was read under an earlier one stays as it was read. A pack with mistakes is not put into use, and whoever was slower is told so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

import msgspec

from truceline.errors import Meanwhile, MeanwhileError, NotFoundError, UsageError
from truceline.ledger import Record
from truceline.ledger.kept_packs import files_of, kept_packs
from truceline.reader.formats.located_yaml import Mistake
from truceline.workflow.pack_parts import read_head
from truceline.workflow.packs import AGREEMENTS, PARTS, mistakes_in, theatre_from

NEW_FILE = re.compile(rf"{AGREEMENTS}/[a-z0-9][a-z0-9._-]{{0,60}}\.ya?ml|{'|'.join(map(re.escape, PARTS))}")
"""What may be added: agreements, and any list that the theatre's own pack does not have yet."""
LARGEST = 1_000_000
QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"|`([^`]+)`|^([\w.-]+):")


class Located(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake: in which ``file``, at which ``line`` and ``column`` (from 1; column 0: the line as a whole), and what is wrong.

    ``text`` is the line itself.
    """

    file: str
    line: int
    column: int
    what: str
    text: str


class Edited(msgspec.Struct, frozen=True, kw_only=True):
    """What a file would be. ``before`` is empty for one that is added. ``mistakes`` of the whole pack with it."""

    path: str
    before: str
    after: str
    mistakes: tuple[Located, ...]


def edited(record: Record, path: str, text: str) -> Edited:
    """Return what came of it if ``text`` stood in a file of the pack; nothing is written.

    Raises:
        NotFoundError: the record has no pack, or it has no such file and none may be added there.
        UsageError: the text is too long, or belongs to another theatre.
    """
    files = current(record)
    wanted = _with(files, path, text)
    texts = {name: data.decode("utf-8", "replace").splitlines() for name, data in wanted.items()}
    mistakes = tuple(_located(each, texts) for each in mistakes_in(wanted))
    return Edited(path=path, before=files.get(path, b"").decode("utf-8", "replace"), after=text, mistakes=mistakes)


def put_into_use(record: Record, path: str, text: str, *, base: str, by: str) -> str:
    """Archive the pack with ``text`` in one of its files and put it into use; return the SHA-256 of the version.

    ``base`` is the version that the person saw.

    Raises:
        MeanwhileError: another version came into use since; nothing was written.
        PackError: the pack has mistakes; nothing was written.
        UsageError: nothing was changed, or it is another theatre.
    """
    before = current(record)
    files = _with(before, path, text)
    if before.get(path) == files[path]:
        message = f"{path} is as it was; nothing was written"
        raise UsageError(message)
    theatre = theatre_from(files)
    if theatre.name != record.theatre:
        message = f"the pack would be of the theatre {theatre.name}; this record is of {record.theatre}; leave its name"
        raise UsageError(message)
    with record.log.writing():
        _check_base(record, base)
        draft = record.draft_pack(theatre, files, by=by)
        if any(each.theatre_sha256 == draft.key for each in kept_packs(record)):
            message = "exactly this pack was in use before; give it another version in pack.yaml to put it into use again"
            raise UsageError(message)
        record.append([draft])
    return str(draft.key)


def current(record: Record) -> dict[str, bytes]:
    """Return the files of the pack in use, in the order in which they are read.

    Raises:
        NotFoundError: the record has no pack.
    """
    versions = kept_packs(record)
    if not versions:
        message = "this record has no theatre pack; its making was interrupted: run `truceline init` there again"
        raise NotFoundError(message)
    files = files_of(record, versions[-1])
    order = {pack: at for at, pack in enumerate(_packs(files, versions[-1].name))}
    return dict(sorted(files.items(), key=lambda item: order.get(PurePosixPath(item[0]).parts[0], len(order))))


def _packs(files: Mapping[str, bytes], theatre: str) -> list[str]:
    """Return the packs in the order in which they are read: the theatre's own, then what it builds on, each once."""
    heads = {}
    for path, data in files.items():
        if PurePosixPath(path).name == "pack.yaml":
            heads[PurePosixPath(path).parts[0]] = read_head(path, data, [])
    own = next((pack for pack, head in heads.items() if head.name == theatre), None)
    found: list[str] = []
    ahead = [own or next(iter(heads), "")]
    while ahead:
        pack = ahead.pop(0)
        if pack in heads and pack not in found:
            found.append(pack)
            ahead = [*heads[pack].includes, *ahead]
    return found


def _with(files: Mapping[str, bytes], path: str, text: str) -> dict[str, bytes]:
    """Return the files of a pack with ``text`` in one of them.

    Raises:
        NotFoundError: there is no such file and none may be added there.
        UsageError: the text is too long.
    """
    _check_path(files, path)
    data = text.encode()
    if len(data) > LARGEST:
        message = f"{path} would have {len(data):,} bytes; expected at most {LARGEST:,}"
        raise UsageError(message)
    return {**files, path: data}


def _check_path(files: Mapping[str, bytes], path: str) -> None:
    own = PurePosixPath(next(iter(files))).parts[0]
    if path not in files and not NEW_FILE.fullmatch(path.removeprefix(f"{own}/")):
        lists = ", ".join(f"{own}/{part}" for part in PARTS if f"{own}/{part}" not in files)
        new = f"a new {own}/{AGREEMENTS}/NAME.yaml" + (f" or {lists}" if lists else "")
        message = f"no file {path[:100]} in the pack; expected one of {', '.join(files)}, or {new}"
        raise NotFoundError(message)


def _check_base(record: Record, base: str) -> None:
    newest = kept_packs(record)[-1]
    if newest.theatre_sha256 != base:
        message = (
            f"{newest.by} put another version of the pack into use at entry {newest.entry} ({newest.at}); nothing was written. "
            "Your text is below: look at what changed, and put it in again"
        )
        change = Meanwhile(f"version {newest.version}", "put into use", newest.by, newest.at, newest.entry)
        raise MeanwhileError(message, (change,))


def _located(mistake: Mistake, texts: Mapping[str, list[str]]) -> Located:
    """Return a mistake with its line; its column is where the value stands that the message quotes."""
    file, _, number = mistake.where.rpartition(":")
    line = int(number) if number.isdecimal() else 1
    file = file if number.isdecimal() else mistake.where
    lines = texts.get(file, [])
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    column = 0
    for found in QUOTED.finditer(mistake.what):
        value = next(part for part in found.groups() if part)
        if value in text:
            column = text.index(value) + 1
            break
    return Located(file=file, line=line, column=column, what=mistake.what, text=text[:300])
