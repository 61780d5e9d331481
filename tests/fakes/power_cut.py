"""What may be on a disk after the power went: any of the states that its orders allow, drawn by chance.

Orders are those of ``recorded_disk``. What was synced is there. Of what was not, any part may be: of a write any of its sectors
(512 bytes, the unit that a disk writes whole), of a later write without an earlier one, of new names in a folder that was not
synced any of them. A name that was moved is never lost altogether. This is harsher than the file systems we know, which keep the
order of names; a record that survives here survives there.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from fakes.recorded_disk import Order

SECTOR = 512
SHARES = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How much of what was not synced reaches the disk, drawn anew for each power cut."""

Place = tuple[str, str]


class _Naming(msgspec.Struct):
    """A change of names that is not on the disk yet; of a move from another folder, ``source`` is what it takes away there."""

    folder: str
    name: str
    number: int | None
    source: _Naming | None = None
    is_done: bool = False


class PowerCut:
    """The state of a disk that carries orders out one by one, and what a cut at this point leaves of it."""

    def __init__(self) -> None:
        self._folders: set[int] = set()
        self._data: dict[int, bytearray] = {}
        self._unsynced: dict[int, list[tuple[int, bytes | None]]] = defaultdict(list)
        self._names: dict[Place, int] = {}
        self._seen: dict[Place, int] = {}
        self._namings: list[_Naming] = []

    def carry_out(self, order: Order) -> None:
        """Take one order."""
        match order:
            case ("make", number, is_folder):
                self._data[number] = bytearray()
                self._folders.update([number] if is_folder else [])
            case ("write", number, offset, data):
                self._unsynced[number].append((offset, data))
            case ("cut", number, size):
                self._unsynced[number].append((size, None))
            case ("sync", number):
                _apply(self._data[number], self._unsynced.pop(number, []))
            case ("name", folder, name, number):
                self._name(_Naming(folder, name, number))
            case ("unname", folder, name):
                self._name(_Naming(folder, name, None))
            case ("move", folder, name, to_folder, to_name):
                self._move((folder, name), (to_folder, to_name))
            case ("sync folder", folder, _):
                self._sync_folder(folder)
            case ("ack", _):
                pass
            case _:
                raise AssertionError(order)

    def leave(self, target: Path, chance: random.Random) -> None:
        """Write one of the states that may be on the disk when the power goes now into an empty folder."""
        names = self._names_left(chance)
        share = chance.choice(SHARES)
        for (folder, name), number in sorted(names.items()):
            if not _is_reached(folder, names):
                continue
            path = target / folder / name
            if number in self._folders:
                path.mkdir(parents=True, exist_ok=True)
                continue
            data = bytearray(self._data[number])
            _apply(data, _sectors_left(self._unsynced[number], share, chance))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def _name(self, naming: _Naming) -> None:
        self._namings.append(naming)
        place = (naming.folder, naming.name)
        if naming.number is None:
            self._seen.pop(place, None)
        else:
            self._seen[place] = naming.number

    def _move(self, here: Place, there: Place) -> None:
        number = self._seen[here]
        added = _Naming(*there, number)
        self._name(added)
        self._name(_Naming(*here, None, source=added))

    def _sync_folder(self, folder: str) -> None:
        for naming in self._namings:
            if naming.folder == folder:
                _rename(self._names, naming)
                naming.is_done = True
                if naming.source is not None and not naming.source.is_done:
                    # The old name is gone from the disk: then the new one is there, as the move was one step.
                    _rename(self._names, naming.source)
                    naming.source.is_done = True
        self._namings = [naming for naming in self._namings if not naming.is_done]

    def _names_left(self, chance: random.Random) -> dict[Place, int]:
        names = dict(self._names)
        share = chance.choice(SHARES)
        kept: set[int] = set()
        for naming in self._namings:
            source = naming.source
            is_kept = chance.random() < share
            if source is not None and not source.is_done:
                # A move within a folder is one step; between two, what is gone here has arrived there.
                is_kept = id(source) in kept and (is_kept or source.folder == naming.folder)
            if is_kept:
                kept.add(id(naming))
                _rename(names, naming)
        return names


def _rename(names: dict[Place, int], naming: _Naming) -> None:
    if naming.number is None:
        names.pop((naming.folder, naming.name), None)
    else:
        names[naming.folder, naming.name] = naming.number


def _is_reached(folder: str, names: dict[Place, int]) -> bool:
    """Say whether every folder on the way to here has a name."""
    if not folder:
        return True
    path = Path(folder)
    above = "" if path.parent == Path() else str(path.parent)
    return (above, path.name) in names and _is_reached(above, names)


def _sectors_left(
    unsynced: Sequence[tuple[int, bytes | None]], share: float, chance: random.Random
) -> Iterable[tuple[int, bytes | None]]:
    """Yield the parts of the unsynced writes that happen to reach the disk."""
    for offset, data in unsynced:
        if data is None:
            if chance.random() < share:
                yield offset, None
            continue
        start = 0
        while start < len(data):
            end = min(len(data), start + SECTOR - (offset + start) % SECTOR)
            if chance.random() < share:
                yield offset + start, data[start:end]
            start = end


def _apply(data: bytearray, writes: Iterable[tuple[int, bytes | None]]) -> None:
    for offset, written in writes:
        if written is None:
            del data[offset:]
            continue
        if len(data) < offset:
            data.extend(bytes(offset - len(data)))
        data[offset : offset + len(written)] = written
