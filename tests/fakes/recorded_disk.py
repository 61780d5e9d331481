"""A machine that writes down every order that a program gives to its disk, for a power cut to be thought up afterwards.

SQLite's orders come through a VFS: the library's own one, copied, with opening, writing, truncating, syncing and deleting
replaced by functions that note the order and pass it on. It is registered in the very library that Python's ``sqlite3`` uses, so
the program under test runs unchanged. Everything else is seen by comparing the folder before and after each ``os.fsync``,
``os.replace`` and so on: what changed meanwhile was written and not synced. The shared-memory file is left out, since SQLite
makes it anew after a crash.

Only for a process of its own: it is never undone. Orders are tuples; files are told apart by numbers, not by names:

    ("make", number, is_folder)  ("write", number, offset, data)  ("cut", number, size)  ("sync", number)
    ("name", folder, name, number)  ("unname", folder, name)  ("move", folder, name, to_folder, to_name)
    ("sync folder", folder, by)
    ("ack", what)     # the program said that this is safe now
"""

from __future__ import annotations

import _sqlite3
import ctypes
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

Order = tuple[Any, ...]

_POINTER = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, _POINTER, ctypes.c_int, _POINTER)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, ctypes.c_int, ctypes.c_int64)
_CUT = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int)
_CALL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, _POINTER)
_SET_CALL = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_char_p, _POINTER)
_GET_CALL = ctypes.CFUNCTYPE(_POINTER, _POINTER, ctypes.c_char_p)


class Safe(msgspec.Struct, frozen=True):
    """What the record has acknowledged: the leaf hashes from ``first`` on, titles of reports by id, sealed values by digest.

    ``head`` is a checkpoint that it signed, ``cosigned`` one that a witness on the same disk has answered for.
    """

    first: int
    leaves: tuple[bytes, ...]
    titles: dict[str, str]
    sealed: dict[str, str]
    head: str | None = None
    cosigned: str | None = None


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs`` of sqlite3.h, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("max_path", ctypes.c_int),
        ("next", _POINTER),
        ("name", ctypes.c_char_p),
        ("data", _POINTER),
        ("open", _POINTER),
        ("delete", _POINTER),
        *((f"method{number}", _POINTER) for number in range(11)),
        ("set_call", _POINTER),
        ("get_call", _POINTER),
        ("next_call", _POINTER),
    )


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods`` of sqlite3.h, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", _POINTER),
        ("read", _POINTER),
        ("write", _POINTER),
        ("cut", _POINTER),
        ("sync", _POINTER),
        *((f"method{number}", _POINTER) for number in range(13)),
    )


class RecordedDisk:
    """The disk under ``top``; ``orders`` is what it was told so far."""

    def __init__(self, top: Path) -> None:
        self.orders: list[Order] = []
        self._top = top.resolve()
        self._numbers: dict[int, int] = {}  # inode: number
        self._names: dict[tuple[str, str], int] = {}
        self._contents: dict[int, bytes] = {}
        self._next = 0
        self._open: dict[int, str] = {}  # address of an open file of SQLite: its path
        self._kept: list[object] = []  # what C holds pointers to
        self._watch_sqlite()
        self._watch_os()
        self.look()

    def acknowledge(self, what: object) -> None:
        """Note that the program has said of something that it is safe."""
        self.look()
        self.orders.append(("ack", what))

    def save(self, file: Path) -> None:
        """Write the orders down for another process."""
        file.write_bytes(pickle.dumps(self.orders))

    def look(self) -> None:
        """Compare the folder with what it was, and note what was made, named, written and unnamed."""
        found: dict[tuple[str, str], int] = {}
        for folder, folders, files in os.walk(self._top):
            for name in (*folders, *files):
                path = Path(folder, name)
                if not name.endswith("-shm"):
                    found[self._place(path)] = self._seen(path)
        for place in found.keys() - self._names.keys():
            self.orders.append(("name", *place, found[place]))
        for place in self._names.keys() - found.keys():
            self.orders.append(("unname", *place))
        for place in self._names.keys() & found.keys():
            if self._names[place] != found[place]:
                self.orders.append(("name", *place, found[place]))
        self._names = found
        alive = set(found.values())
        self._numbers = {inode: number for inode, number in self._numbers.items() if number in alive}

    def _seen(self, path: Path) -> int:
        """Return the number of a file or folder, and note what was written into it unless SQLite's writes are noted singly."""
        status = path.stat()
        number = self._numbers.get(status.st_ino)
        if number is None:
            number = self._numbers[status.st_ino] = self._next
            self._next += 1
            self._contents[number] = b""
            self.orders.append(("make", number, path.is_dir()))
        if path.is_file() and ".sqlite" not in path.name:
            data, before = path.read_bytes(), self._contents[number]
            if data != before:
                if len(data) < len(before):
                    self.orders.append(("cut", number, len(data)))
                self.orders.append(("write", number, 0, data))
                self._contents[number] = data
        return number

    def _place(self, path: Path) -> tuple[str, str]:
        """Return folder and name below the top; the folder "" is the top itself."""
        inside = path.relative_to(self._top)
        return ("" if inside.parent == Path() else str(inside.parent), inside.name)

    def _number_of(self, path: str | Path) -> int | None:
        place = Path(path).resolve()
        return self._names.get(self._place(place)) if place.is_relative_to(self._top) and place != self._top else None

    def _synced(self, path: Path, by: str) -> None:
        if not path.is_relative_to(self._top):
            return
        if path.is_dir():
            self.orders.append(("sync folder", "" if path == self._top else str(path.relative_to(self._top)), by))
        elif (number := self._number_of(path)) is not None:
            self.orders.append(("sync", number))

    def _watch_os(self) -> None:
        """Stand in front of the functions with which a program orders a file to the disk or gives it another name."""

        def syncing(real: Callable[..., object]) -> Callable[..., object]:
            def sync(handle: int) -> None:
                self.look()
                real(handle)
                self._synced(Path(f"/proc/self/fd/{handle}").resolve(), "program")

            return sync

        def moving(real: Callable[..., object]) -> Callable[..., object]:
            def move(source: str | Path, target: str | Path, **more: object) -> None:
                self.look()
                real(source, target, **more)
                here, there = (self._place(Path(path).parent.resolve() / Path(path).name) for path in (source, target))
                self.orders.append(("move", *here, *there))
                self._names[there] = self._names.pop(here)
                self.look()

            return move

        def looking(real: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **more: object) -> object:
                self.look()
                result = real(*arguments, **more)
                self.look()
                return result

            return call

        for standing, names in ((syncing, "fsync fdatasync"), (moving, "replace rename"), (looking, "link unlink remove mkdir")):
            for name in names.split():
                setattr(os, name, standing(getattr(os, name)))

    def _watch_sqlite(self) -> None:
        """Make a copy of SQLite's own VFS that notes orders, and make it the one that is used."""
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        own = library.sqlite3_vfs_find(None).contents
        recording = _Vfs.from_buffer_copy(own)
        recording.name = b"recording"
        really_open, really_delete = _OPEN(own.open), _DELETE(own.delete)

        def open_file(vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
            # The name is passed on as the address it came as, because SQLite goes on reading it there.
            code = int(really_open(vfs, name, file, flags, out))
            if code == 0 and name:
                self._open[file] = os.fsdecode(ctypes.string_at(name))
                self._note_methods(file)
                self.look()
            return code

        def delete(vfs: int, name: bytes, sync: int) -> int:
            code = int(really_delete(vfs, name, sync))
            self.look()
            self._settle_folders()
            return code

        self._opened_folders: list[str] = []
        self._watch_folders(own, recording)
        for field, kind, function in (("open", _OPEN, open_file), ("delete", _DELETE, delete)):
            callback = kind(function)
            self._kept.append(callback)
            setattr(recording, field, ctypes.cast(callback, _POINTER))
        self._kept += [recording, library]
        assert library.sqlite3_vfs_register(ctypes.byref(recording), 1) == 0

    def _watch_folders(self, own: _Vfs, recording: _Vfs) -> None:
        """Note which folders SQLite opens: it does so only to sync the names in them."""
        address = ctypes.addressof(own)
        really_open = _CALL(_GET_CALL(own.get_call)(address, b"openDirectory"))

        def open_folder(path: bytes, handle: int) -> int:
            self._opened_folders.append(str(Path(os.fsdecode(path)).parent.resolve()))
            return int(really_open(path, handle))

        callback = _CALL(open_folder)
        self._kept += [callback, recording]
        assert _SET_CALL(own.set_call)(address, b"openDirectory", ctypes.cast(callback, _POINTER)) == 0

    def _settle_folders(self) -> None:
        while self._opened_folders:
            self._synced(Path(self._opened_folders.pop()), "sqlite")

    def _note_methods(self, file: int) -> None:
        """Give an open file of SQLite functions that note what it is told."""
        place = ctypes.cast(file, ctypes.POINTER(_POINTER))
        assert place[0] is not None
        own = _Methods.from_address(place[0])
        noting = _Methods.from_buffer_copy(own)
        really_write, really_cut, really_sync = _WRITE(own.write), _CUT(own.cut), _SYNC(own.sync)

        def write(handle: int, data: int, size: int, offset: int) -> int:
            self._note(handle, "write", offset, ctypes.string_at(data, size))
            return int(really_write(handle, data, size, offset))

        def cut(handle: int, size: int) -> int:
            self._note(handle, "cut", size)
            return int(really_cut(handle, size))

        def sync(handle: int, flags: int) -> int:
            code = int(really_sync(handle, flags))
            self._note(handle, "sync")
            self._settle_folders()
            return code

        for field, kind, function in (("write", _WRITE, write), ("cut", _CUT, cut), ("sync", _SYNC, sync)):
            callback = kind(function)
            self._kept.append(callback)
            setattr(noting, field, ctypes.cast(callback, _POINTER))
        self._kept.append(noting)
        place[0] = ctypes.addressof(noting)

    def _note(self, handle: int, verb: str, *rest: object) -> None:
        number = self._number_of(self._open[handle])
        if number is not None:
            self.orders.append((verb, number, *rest))
