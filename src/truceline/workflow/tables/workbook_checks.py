"""What is looked at in an XLSX file before anything reads it: it comes from somebody, and is an archive of XML.

An archive can unfold to any size, XML can name entities without end or files of the machine, a sheet can carry programs and links
to other files. Sizes, names and the beginnings of definitions are looked at in the bytes; programs are never run and links never
followed, but they are told, because what a formula shows may come from there.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from truceline.model import Fault

MOST_UNFOLDED = 256 * 1024 * 1024
MOST_PARTS = 2000
MOST_TIMES = 200
"""A part that unfolds to more than so many times its size, and to more than SMALL, is no table of people."""
SMALL = 8 * 1024 * 1024
PIECE = 1 << 20
_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = 64


def problem_of(data: bytes, name: str) -> Fault | None:
    """Return why a file is not opened as a workbook, None where it may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            what = _sizes(archive) or _definitions(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        what = ("table.workbook", f"not readable as a workbook ({error}); expected a whole .xlsx file; save it anew")
    if what is None:
        return None
    return Fault(code=what[0], message=f"{name}: {what[1]}; not read", where=name)


def remarks_on(data: bytes, name: str) -> tuple[Fault, ...]:
    """Return what a workbook carries that is passed over: programs, links to other files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.namelist()
    programs = [part for part in parts if part.lower().endswith(("vbaproject.bin", ".xlsm"))]
    links = [part for part in parts if part.lower().startswith("xl/externallinks/") and part.lower().endswith(".xml")]
    found = []
    if programs:
        what = "carries macros, which are not run; what they would have filled in is not there"
        found.append(Fault(code="table.macros", message=f"{name}: {what} ({programs[0]})", where=name))
    if links:
        what = f"links to {len(links)} other files, which are not opened; values are taken as they stand in the cells"
        found.append(Fault(code="table.links", message=f"{name}: {what}", where=name))
    return tuple(found)


def _sizes(archive: zipfile.ZipFile) -> tuple[str, str] | None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        return "table.bomb", f"an archive of {len(parts):,} parts; expected at most {MOST_PARTS:,}"
    whole = sum(part.file_size for part in parts)
    if whole > MOST_UNFOLDED:
        return "table.bomb", f"unfolds to {whole:,} bytes; expected at most {MOST_UNFOLDED:,}; cut it into several files"
    for part in parts:
        if part.file_size > SMALL and part.file_size > MOST_TIMES * max(1, part.compress_size):
            what = f"its part {part.filename!r:.80} unfolds to {part.file_size:,} bytes from {part.compress_size:,}"
            return "table.bomb", f"{what}; expected at most {MOST_TIMES} times as much"
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= {part.filename for part in parts}:
        return "table.workbook", "an archive without xl/workbook.xml; expected an .xlsx file"
    return None


def _definitions(archive: zipfile.ZipFile) -> tuple[str, str] | None:
    """Look into every part: which of them are read as XML is told by other parts, not by their names."""
    for part in archive.infolist():
        for number, piece in enumerate(_pieces(archive, part.filename)):
            if number == 0 and piece[:2] in (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00"):
                return "table.encoding", f"its part {part.filename!r:.80} is not UTF-8; save it anew"
            if _DEFINITION.search(piece):
                return "table.entities", f"its part {part.filename!r:.80} defines entities; no spreadsheet program writes that"
    return None


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in pieces that overlap, so that nothing short is cut in two."""
    with archive.open(part) as source:
        before = b""
        while piece := source.read(PIECE):
            yield before + piece
            before = piece[-_OVERLAP:]
