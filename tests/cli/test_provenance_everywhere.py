"""Everything that a command writes for somebody else says which log it is from, in which state, by which software."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from fakes.command_line import Run
from truceline import __version__
from truceline.cli.app import whole
from truceline.ledger import Record

CARRYING = {
    ("report",): ("OUT", "--with-proposals"),
    ("export",): ("claims", "-o", "OUT", "--with-proposals"),
    ("prove",): ("INCIDENT", "-o", "OUT", "--with-proposals"),
    ("disclose",): ("ev", "-o", "OUT", "--field", "name"),
    ("backup",): ("OUT",),
    ("exchange", "export"): ("OUT",),
}
"""What is written of a record, and what to call it with."""
OTHERS = {
    "keys, never with anything of the record": {("compartments", "export"), ("keys", "export"), ("keys", "rotate")},
    "a link by which somebody signs in, nothing of a record": {("people", "first"), ("people", "invite"), ("people", "renew")},
    "a kept file, byte for byte as it came": {("evidence", "get")},
    "an empty form, with nothing of any record": {("observations", "form"), ("movements", "form")},
    "no file at all: its option names the step that is answered": {("violation", "step")},
    "no file at all: its option names who it was sent to": {("site", "send")},
    "files of C2SP and RFC 3161, whose form is given: origin, size and root stand in the checkpoint they are about": {
        ("timestamp", "request"),
        ("checkpoint", "show"),
        ("checkpoint", "sign"),
        ("checkpoint", "export"),
        ("checkpoint", "request"),
        ("policy", "make"),
        ("policy", "show"),
        ("witness", "cosign"),
        ("witness", "answer"),
        ("witness", "sign"),
    },
}
"""What writes a file without that, and why."""
WRITES = {"out", "to", "output", "page"}
TO_A_FOLDER = {("exchange", "export")}


def _commands(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Yield every command with the names of its parameters."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, {parameter.name for parameter in command.params}  # type: ignore[attr-defined]  # a command of click
        return
    for name, each in inner.items():
        yield from _commands(each, (*path, name))


def test_every_command_that_writes_a_file_is_known_here() -> None:
    """A new one has to choose its place: with provenance, or with a reason why not."""
    writing = {path for path, names in _commands(typer.main.get_command(whole())) if names & WRITES} | TO_A_FOLDER
    assert writing - set().union(CARRYING, *OTHERS.values()) == set()
    assert CARRYING.keys() <= writing


@pytest.mark.parametrize("command", CARRYING, ids=" ".join)
def test_what_is_written_says_where_it_is_from(record: Path, truceline: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Origin, size, root and version, in the file or in one that lies in it."""
    photo, out = tmp_path / "photo.jpg", tmp_path / "out"
    photo.write_bytes(b"\xff\xd8\xff a photo")
    assert truceline("evidence", "add", photo, "--record", record).code == 0
    (incident, *_) = (each["id"] for each in truceline("incidents", "--record", record, "--json", "--with-proposals").lines)
    with Record.open(record) as held:
        evidence = str(held.size - 1)
    given = {"OUT": out, "INCIDENT": incident, "ev": evidence}
    done = truceline(*command, *(given.get(each, each) for each in CARRYING[command]), "--record", record)
    assert done.code == 0, done.err
    with Record.open(record) as held:
        origin, sizes = held.origin, {str(size): held.log.tree().root_over(0, size).hex() for size in range(1, held.size + 1)}
    words = _text(out)
    assert origin in words
    assert f"truceline {__version__}" in words
    plain = words.replace(" ", "").replace("&#34;", '"')
    assert [size for size, root in sizes.items() if root in plain and f'"size":{size},' in plain]


def _text(out: Path) -> str:
    """Return all that lies in a file, a zip file or a folder, as text."""
    if out.is_file() and zipfile.is_zipfile(out):
        shutil.unpack_archive(out, out.with_suffix(".unpacked"), "zip")
        return _text(out.with_suffix(".unpacked"))
    files = [out] if out.is_file() else [file for file in sorted(out.rglob("*")) if file.is_file()]
    return "\n".join(file.read_bytes().decode("utf-8", "replace") for file in files)
