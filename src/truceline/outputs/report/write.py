"""Write the page of a record to a file."""

from __future__ import annotations

from pathlib import Path

from truceline.errors import UsageError
from truceline.ledger import Record
from truceline.outputs.labels import load
from truceline.outputs.report import page as pages
from truceline.outputs.report import rendering
from truceline.outputs.views.gathering import gather
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Selection

MARK = b'<meta name="generator" content="truceline '
HEAD_BYTES = 4096
"""The mark of a page of ours stands within so many of its first bytes."""


def write(  # noqa: PLR0913  # the four clocks of a selection, and the language
    record: Record,
    out: Path,
    *,
    known: str | None = None,
    said: str | None = None,
    entry: int | None = None,
    happened: str | None = None,
    with_proposals: bool = False,
    lang: str = "en",
) -> pages.Page:
    """Write the record as one self-contained HTML page to ``out`` and return what it shows.

    The file is written whole or not at all: a page that is already there stays until the new one is complete.

    Raises:
        UsageError: there are no page texts in ``lang``, the file cannot be written, or is there and is no page of ours.
    """
    check_out(out)
    material = gather(record, Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals))
    page = pages.build(material, load(lang))
    waiting = out.with_name(f".{out.name}.new")
    text = rendering.html(page)
    try:
        waiting.write_text(text, encoding="utf-8", newline="\n")
        waiting.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    return page


def check_out(out: Path) -> None:
    """Refuse to write over a file that is no page of ours, or into a folder that is not there.

    Raises:
        UsageError: it is so; nothing was written.
    """
    try:
        if not out.parent.is_dir():
            message = f"no folder {out.parent} to write {out.name} into; expected a folder that is there"
            raise UsageError(message)
        if out.is_dir():
            message = f"{out} is a folder; expected a file to write, such as {out / 'record.html'}"
            raise UsageError(message)
        if out.exists() and not _is_ours(out):
            message = f"{out} is there and is no page of a record; nothing was written; expected another name"
            raise UsageError(message)
    except OSError as error:
        raise _unwritable(out, error) from error


def _is_ours(out: Path) -> bool:
    with out.open("rb") as file:
        return MARK in file.read(HEAD_BYTES)


def _unwritable(out: Path, error: OSError) -> UsageError:
    return UsageError(f"{out} cannot be written: {error.strerror or error}; expected a file in a folder that you may write to")


def render(material: Material, *, lang: str = "en") -> str:
    """Return the page of ``material`` as one HTML text."""
    return rendering.html(pages.build(material, load(lang)))
