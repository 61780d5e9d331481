"""Write the page of a record to a file."""

from __future__ import annotations

from pathlib import Path

from truceline.ledger import Record
from truceline.outputs.labels import load
from truceline.outputs.report import page as pages
from truceline.outputs.report import rendering
from truceline.outputs.views.material import Material, gather
from truceline.outputs.views.pages import Selection


def write(  # noqa: PLR0913  # the four clocks of a selection, and the language
    record: Record,
    out: Path,
    *,
    known: str | None = None,
    said: str | None = None,
    entry: int | None = None,
    with_proposals: bool = False,
    lang: str = "en",
) -> pages.Page:
    """Write the record as one self-contained HTML page to ``out`` and return what it shows.

    The file is written whole or not at all: a page that is already there stays until the new one is complete.

    Raises:
        UsageError: there are no page texts in ``lang``.
    """
    material = gather(record, Selection(known=known, said=said, entry=entry, with_proposals=with_proposals))
    page = pages.build(material, load(lang))
    waiting = out.with_name(f".{out.name}.new")
    waiting.write_text(rendering.html(page), encoding="utf-8", newline="\n")
    waiting.replace(out)
    return page


def render(material: Material, *, lang: str = "en") -> str:
    """Return the page of ``material`` as one HTML text."""
    return rendering.html(pages.build(material, load(lang)))
