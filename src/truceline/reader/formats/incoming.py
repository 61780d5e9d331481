"""What comes out of a file: a report with the bytes it was read from, or a fault.

Here are also the checks that every report passes whatever its format: its id can be written down, its date exists, its text
holds nothing that hides in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from truceline.model import Fault, Report, Span

MEGABYTE = 1024 * 1024
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]+")
HIDDEN_IN_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
LONGEST_ID = 200
MOST_BIDI_FAULTS = 20
WITHOUT_DATE = "kept without a date; correct it or give --published"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says about the reports of one reading. ``published`` and ``publisher`` fill in what a report leaves open.

    ``encoding`` is the encoding of all files, None: as marked in the file, else UTF-8. Limits are in bytes.
    """

    published: str | None = None
    publisher: str | None = None
    encoding: str | None = None
    largest_file: int = 64 * MEGABYTE
    largest_line: int = 16 * MEGABYTE


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it came in: its archived form is ``raw``, of type ``media``. ``faults`` are those that did not stop it."""

    report: Report
    raw: bytes
    media: str
    faults: tuple[Fault, ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of one report, before the checks. ``where`` names the file, and the line or row in it."""

    id: str
    text: str
    where: str
    title: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    lang: str | None = None
    url: str | None = None
    kind: str | None = None


def accept(found: Found, raw: bytes, media: str, options: Options) -> Incoming | Fault:
    """Check what a file says of one report and return it as a report, or the fault for which it is refused."""
    refusal = _refusal(found)
    if refusal is not None:
        return refusal
    day, date_faults = checked_day(found.published_at, found.where)
    report = Report(
        id=found.id,
        text=found.text,
        title=found.title or None,
        publisher=found.publisher or options.publisher,
        published_at=day or options.published,
        lang=found.lang or language_of(found.text),
        url=found.url or None,
    )
    if found.kind in {"actual", "exercise", "demonstration"}:
        report = msgspec.structs.replace(report, kind=found.kind)
    return Incoming(report=report, raw=raw, media=media, faults=(*date_faults, *_bidi_faults(found)))


def _refusal(found: Found) -> Fault | None:
    if hidden := HIDDEN_IN_NAME.search(found.id):
        message = (
            f"{shown(found.where)}: the id {shown(found.id)} holds the hidden character U+{ord(hidden.group()):04X}; "
            "expected a name that reads as it is written; rename it; not read"
        )
        return Fault(code="hidden_in_name", message=message, where=found.where)
    if not found.id.strip() or len(found.id) > LONGEST_ID:
        message = f"{found.where}: the id has {len(found.id)} characters; expected 1 to {LONGEST_ID}; give it another; not read"
        return Fault(code="bad_id", message=message, where=found.where)
    if not found.text.strip():
        return Fault(
            code="empty", message=f"{found.where}: there is no text; expected a report; nothing to read", where=found.where
        )
    if "\x00" in found.text:
        message = f"{found.where}: NUL character at character {found.text.index(chr(0))} of the text; expected text; not read"
        return Fault(code="nul_bytes", message=message, where=found.where)
    if odd := re.search("[\ud800-\udfff]", found.text):
        message = (
            f"{found.where}: half a surrogate pair at character {odd.start()} of the text; expected whole characters; not read"
        )
        return Fault(code="broken_character", message=message, where=found.where)
    return None


def shown(name: str) -> str:
    """Return a name with its hidden characters written out, safe to print."""
    return HIDDEN_IN_NAME.sub(lambda m: f"\\u{ord(m.group()):04x}", name)


def checked_day(value: str | None, where: str) -> tuple[str | None, tuple[Fault, ...]]:
    """Return a day as ``YYYY-MM-DD``, or None and a fault where there is no such day or it is written otherwise.

    A date with a time of day is cut to its date.
    """
    if not value or not value.strip():
        return None, ()
    written = value.strip()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?", written):
        message = f'{where}: published_at "{shown(written)}" is not a date like 2016-09-21; {WITHOUT_DATE}'
        return None, (Fault(code="bad_date", message=message, where=where),)
    try:
        return dt.date.fromisoformat(written[:10]).isoformat(), ()
    except ValueError:
        message = f'{where}: published_at "{written}" is no day of the calendar; expected a date that exists; {WITHOUT_DATE}'
        return None, (Fault(code="impossible_date", message=message, where=where),)


def _bidi_faults(found: Found) -> Iterator[Fault]:
    """Yield a fault for each run of characters that turn the reading direction round; the text keeps them."""
    for number, match in enumerate(BIDI.finditer(found.text)):
        if number == MOST_BIDI_FAULTS:
            return
        codes = " ".join(f"U+{ord(c):04X}" for c in match.group()[:4])
        message = (
            f"{found.where}: {codes} turns the direction of reading at character {match.start()}; "
            "the words may not stand in the order shown; kept as it is"
        )
        yield Fault(code="bidi_control", span=Span(match.start(), match.end()), message=message, where=found.where)


def language_of(text: str) -> str | None:
    """Return the likely language of a text, or None for one too short to tell."""
    sample = text[:4000]
    if len(sample.split()) < 8 and len(sample) < 60:
        return None
    import py3langid  # noqa: PLC0415 - its model takes half a second, and most input names its language

    return str(py3langid.classify(sample)[0])
